"""A plan's register as it was loaded, and one that is loaded again, side by side."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from tracker.domain.language import _, bracketed
from tracker.domain.progress.scorecard import UnitRef, article_label
from tracker.domain.workflow.erratum import ErratumKind, ReadAs
from tracker.domain.workflow.register_changes import RegisterChange, Registered, register_changes
from tracker.notice.readings import ReadingKind
from tracker.notice.records import Register
from tracker.queries.errata import reading_of
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
    return register_changes(loaded, _registered(given, units), stands)


def _registered(given: Register, units: dict[int, UnitRef]) -> Registered:
    by_name = {unit.name: unit for unit in units.values()}

    def unit(name: str) -> UnitRef:
        return by_name.get(name, UnitRef(0, name))

    plan = given.plan
    facts = _of_plan(plan.title, plan.document_number, plan.year, plan.issued, plan.kind.word, plan.short)
    facts |= {_area(each.number): bracketed(each.title, each.lead) for each in given.areas}
    facts |= {
        _article(each.number): _listed(each.title, (str(unit) for unit in each.units))
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
    facts = _of_plan(plan.title, plan.document, plan.year, plan.issued, plan.kind.word, plan.short)
    areas = select(Area).where(Area.plan_id == plan.id, Area.number > 0).order_by(col(Area.number))
    for area in session.exec(areas):
        facts[_area(area.number)] = bracketed(area.title, units[area.lead_unit_id].name)
    articles = (
        select(Article, ArticleUnit)
        .join(ArticleUnit)
        .where(Article.plan_id == plan.id)
        .order_by(col(Article.number), col(ArticleUnit.position))
    )
    of_article: dict[int, tuple[str, list[str]]] = {}
    for article, row in session.exec(articles):
        name = units[row.unit_id].name
        _title, named = of_article.setdefault(article.number, (article.title, []))
        named.append(f"{name}〔{row.part}〕" if row.part else name)
    return facts | {_article(number): _listed(*each) for number, each in of_article.items()}


def _of_plan(title: str, document: str, year: int, issued: object, kind: str, short: str) -> dict[str, str]:
    names = (_("方案名称"), _("文号"), _("年度"), _("印发日期"), _("方案类别"), _("方案简称"))
    return dict(zip(names, (title, document, str(year), str(issued), kind, short or "—"), strict=True))


def _area(number: int) -> str:
    return _("领域{n}").format(n=number)


def _article(number: int) -> str:
    return _("条目{label}").format(label=article_label(number))


def _listed(title: str, units: Iterable[str]) -> str:
    return bracketed(title, _("、").join(units))


def _readings(session: Session, plan_id: int) -> dict[int, tuple[str, str]]:
    query = select(Reading.start, Reading.text, Reading.kind)
    return {
        start: (text, ReadingKind(kind).word)
        for start, text, kind in session.exec(query.where(Reading.plan_id == plan_id))
        if kind not in _OF_TARGETS
    }
