"""A plan's register as it was loaded, and one that is loaded again, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from sqlmodel import Session, col, select

from tracker.domain.language import _, bracketed
from tracker.domain.progress.scorecard import UnitRef, article_label
from tracker.domain.workflow.erratum import ErratumKind, ReadAs
from tracker.domain.workflow.register_changes import RegisterChange, Registered, register_changes
from tracker.domain.workflow.unit_names import KnownUnit, match_unit
from tracker.notice.readings import ReadingKind
from tracker.notice.records import PlanFacts, Register
from tracker.notice.structure import ResponsibleUnit
from tracker.queries.errata import reading_of
from tracker.queries.successions import known_units
from tracker.queries.targets import called, co_units_of, errata_of, is_withdrawn, units_by_id
from tracker.tables import Area, Article, ArticleUnit, Plan, Reading, Target, TargetTerms

_OF_TARGETS = {str(ReadingKind.TARGET), str(ReadingKind.BUDGET)}


def changes_of(session: Session, plan: Plan, given: Register) -> tuple[RegisterChange, ...]:
    """What the given register says otherwise than the stored plan of its code."""
    assert plan.id is not None
    units = units_by_id(session)
    co_units = co_units_of(session, units, plan.id, None)
    errata = errata_of(session, plan.id)
    stored: dict[str, ReadAs] = {}
    stands: dict[str, list[ReadAs]] = {}
    versions = select(TargetTerms, Target).join(Target).where(Target.plan_id == plan.id)
    for row, target in session.exec(versions.order_by(col(Target.id), col(TargetTerms.version))):
        made = errata.get(row.target_id, ())
        now = reading_of(row, called(target.name, made), units, co_units)
        stands.setdefault(target.code, [])
        if not is_withdrawn(made):
            stands[target.code].append(now)
        if row.version == 1 and (not made or made[0][0] is not ErratumKind.MISSED):
            stored[target.code] = reading_of(row, target.name, units, co_units)
    loaded = Registered(_facts(session, plan, units), plan.notice, _readings(session, plan.id), stored)
    return register_changes(loaded, _registered(given, units, known_units(session)), stands)


def _registered(given: Register, units: dict[int, UnitRef], known: Sequence[KnownUnit]) -> Registered:
    @cache
    def unit(name: str) -> UnitRef:
        """As loading finds it, by an alias or a successor too."""
        found = match_unit(name, known, given.plan.issued).unit
        return UnitRef(0, name) if found is None else units[found.id]

    plan = given.plan
    facts = _of_plan(plan, plan.document_number)
    facts |= {
        _area(each.number): bracketed(each.title, unit(each.lead).name) if each.lead else each.title
        for each in given.areas
    }
    facts |= {
        _article(each.number): _listed(
            each.title,
            (
                [str(replace(one, name=unit(one.name).name)) for one in group]
                for group in each.groups or (each.units,)
            ),
        )
        for each in given.articles
    }
    return Registered(
        facts,
        given.text,
        {
            each.start: (each.text, each.kind.word)
            for each in given.readings
            if str(each.kind) not in _OF_TARGETS
        },
        {
            each.code: ReadAs(each.name, each.terms, unit(each.lead), tuple(map(unit, each.co_units)))
            for each in given.targets
        },
    )


def _facts(session: Session, plan: Plan, units: dict[int, UnitRef]) -> dict[str, str]:
    facts = _of_plan(plan, plan.document)
    areas = select(Area).where(Area.plan_id == plan.id, Area.number > 0).order_by(col(Area.number))
    for area in session.exec(areas):
        lead = units.get(area.lead_unit_id or 0)
        facts[_area(area.number)] = bracketed(area.title, lead.name) if lead else area.title
    articles = (
        select(Article, ArticleUnit)
        .join(ArticleUnit, isouter=True)
        .where(Article.plan_id == plan.id)
        .order_by(col(Article.number), col(ArticleUnit.position))
    )
    of_article: dict[int, tuple[str, dict[int, list[str]]]] = {}
    for article, row in session.exec(articles):
        _title, groups = of_article.setdefault(article.number, (article.title, {}))
        if row is not None:
            unit = ResponsibleUnit(units[row.unit_id].name, row.part)
            groups.setdefault(row.group_number, []).append(str(unit))
    return facts | {
        _article(number): _listed(title, groups.values()) for number, (title, groups) in of_article.items()
    }


def _of_plan(plan: Plan | PlanFacts, document: str) -> dict[str, str]:
    return {
        _("方案名称"): plan.title,
        _("文号"): document or "—",
        _("年度"): str(plan.year),
        _("印发日期"): str(plan.issued),
        _("方案类别"): plan.kind.word,
        _("填报周期"): plan.rhythm.adjective,
        _("方案简称"): plan.short or "—",
    }


def _area(number: int) -> str:
    return _("领域{n}").format(n=number)


def _article(number: int) -> str:
    return _("条目{label}").format(label=article_label(number))


def _listed(title: str, groups: Iterable[Iterable[str]]) -> str:
    """改造道路(市交通局、市住建局;市水利局): with the responsible units, by groups."""
    units = _(";").join(_("、").join(group) for group in groups)
    return bracketed(title, units) if units else title


def _readings(session: Session, plan_id: int) -> dict[int, tuple[str, str]]:
    query = select(Reading.start, Reading.text, Reading.kind)
    return {
        start: (text, ReadingKind(kind).word)
        for start, text, kind in session.exec(query.where(Reading.plan_id == plan_id))
        if kind not in _OF_TARGETS
    }
