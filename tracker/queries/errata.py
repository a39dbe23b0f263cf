"""The register of errata, how a target's clause is read, and what another reading would change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.meetings.meeting import ErratumLine
from tracker.domain.progress.judging import StatusChange
from tracker.domain.progress.scorecard import PlanRef, Target, UnitRef
from tracker.domain.workflow.adjustment import Version
from tracker.domain.workflow.erratum import (
    ErratumKind,
    ReadAs,
    ReadVersion,
    corrected_versions,
)
from tracker.notice.structure import group_number_at
from tracker.queries.adjustments import status_changes
from tracker.queries.figures import few
from tracker.queries.successions import successions
from tracker.queries.targets import (
    co_units_of,
    errata_of,
    is_withdrawn,
    require_sight,
    targets_of,
    units_by_id,
)
from tracker.tables import Account, Area, Article, ArticleUnit, Erratum, ErratumTerms, Plan, TargetTerms
from tracker.tables import Target as TargetRow


@dataclass(frozen=True)
class Known:
    """``reading``: what the notice is taken to say; ``versions``: all of them, in their order."""

    reading: ReadVersion
    versions: tuple[ReadVersion, ...]


def known_of(session: Session, person: Person, target: Target, *, as_of: datetime | None = None) -> Known:
    """How a target's clause is read, and the versions that stand on it. Raises NotAllowed."""
    require_sight(person, target)
    query = select(TargetTerms).where(TargetTerms.target_id == target.id)
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    rows = session.exec(query.order_by(col(TargetTerms.version))).all()
    plan_id = session.exec(select(TargetRow.plan_id).where(TargetRow.id == target.id)).one()
    units = units_by_id(session)
    co_units = co_units_of(session, units, plan_id, (target.id,))
    versions = tuple(
        ReadVersion(reading_of(row, target.name, units, co_units), row.effective, row.id or 0) for row in rows
    )
    made = _made_by_errata(session, TargetRow.id == target.id, as_of)
    newest = next((each for __, each in sorted(made.items(), reverse=True)), rows[0].id)
    return Known(next(each for each in versions if each.terms_id == newest), versions)


def reading_of(
    row: TargetTerms,
    name: str,
    units: Mapping[int, UnitRef],
    co_units: Mapping[int, tuple[UnitRef, ...]],
) -> ReadAs:
    return ReadAs(name, row.terms, units[row.lead_unit_id], co_units.get(row.id or 0, ()))


def _made_by_errata(session: Session, asked: Any, as_of: datetime | None) -> dict[int, int]:
    """By erratum: the version that is its reading, the first that it made."""
    query: Any = (
        select(ErratumTerms.erratum_id, ErratumTerms.terms_id)
        .join(Erratum, col(Erratum.id) == ErratumTerms.erratum_id)
        .join(TargetRow, col(TargetRow.id) == Erratum.target_id)
        .where(asked)
    )
    if as_of is not None:
        query = query.where(Erratum.made_at <= as_of)
    made: dict[int, int] = {}
    for erratum_id, terms_id in session.exec(query.order_by(col(ErratumTerms.terms_id))):
        made.setdefault(erratum_id, terms_id)
    return made


def errata(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[ErratumLine, ...]:
    """All errata of the plan, the newest first; department staff get those of their own targets."""
    query: Any = (
        select(Erratum, TargetRow, Account.name)
        .join(TargetRow, col(TargetRow.id) == Erratum.target_id)
        .join(Account, col(Account.id) == Erratum.made_by_id, isouter=True)
        .where(TargetRow.plan_id == plan.id)
    )
    if as_of is not None:
        query = query.where(Erratum.made_at <= as_of)
    rows = session.exec(query.order_by(col(Erratum.id))).all()
    among = few({row[1].id for row in rows})
    seen = targets_of(session, person, plan.id, plan.periods[-1], as_of, among, with_withdrawn=True)
    targets = {target.id: target for target in seen}
    return tuple(reversed(tuple(_lines(session, plan.id, rows, targets, as_of))))


def _lines(
    session: Session, plan_id: int, rows: Iterable[Any], targets: Mapping[int, Target], as_of: datetime | None
) -> Iterable[ErratumLine]:
    """In the order in which they were made, each from the reading before it to the one after."""
    among = {row[1].id for row in rows}
    if not among:
        return
    units = units_by_id(session)
    co_units = co_units_of(session, units, plan_id, among)
    versions: dict[int, list[TargetTerms]] = defaultdict(list)
    stored = select(TargetTerms).where(col(TargetTerms.target_id).in_(among))
    for row in session.exec(stored.order_by(col(TargetTerms.version))):
        versions[row.target_id].append(row)
    by_id = {row.id: row for listed in versions.values() for row in listed}
    made = _made_by_errata(session, TargetRow.plan_id == plan_id, as_of)
    readings: dict[int, ReadAs] = {}
    for erratum, target, made_by in rows:
        first = versions[target.id][0]
        before = readings.get(target.id, reading_of(first, target.name, units, co_units))
        terms = by_id.get(made.get(erratum.id))
        after = before if terms is None else reading_of(terms, erratum.name, units, co_units)
        readings[target.id] = after
        if target.id in targets:
            yield ErratumLine(
                erratum_id=erratum.id,
                target_id=target.id,
                code=target.code,
                kind=erratum.kind,
                place=targets[target.id].anchor.label,
                quote=target.quote,
                original=before if erratum.kind in _HAS_ORIGINAL else None,
                corrected=None if erratum.kind is ErratumKind.WITHDRAWN else after,
                number_reads=erratum.number_reads,
                reason=erratum.reason,
                made_by=made_by or _("系统升级"),
                made_at=erratum.made_at,
            )


_HAS_ORIGINAL = (ErratumKind.CORRECTED, ErratumKind.WITHDRAWN)


def withdrawn_targets(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[Target, ...]:
    """The targets that an erratum says are none, under their last terms: what was reported stays readable."""
    gone = {key for key, each in errata_of(session, plan.id, as_of).items() if is_withdrawn(each)}
    if not gone:
        return ()
    return targets_of(session, person, plan.id, plan.periods[-1], as_of, gone, with_withdrawn=True)


def preview_of(
    session: Session,
    person: Person,
    plan: PlanRef,
    target: Target,
    corrected: ReadAs,
    *,
    as_of: datetime | None = None,
) -> tuple[StatusChange, ...]:
    """The periods at which the corrected reading would give another status, by the approved figures.

    Raises BadInput where an adjustment contradicts it.
    """
    known = known_of(session, person, target, as_of=as_of)
    made = corrected_versions(known.reading, corrected, known.versions, plan.periods[0])
    before, after = (
        [Version(each.read.terms, each.read.lead.id, each.effective) for each in versions]
        for versions in (known.versions, (*known.versions, *(new for __, new in made)))
    )
    return status_changes(session, plan, target, before, after, as_of)


def units_named(session: Session, person: Person, plan: PlanRef, offset: int) -> tuple[UnitRef, ...]:
    """Who answers by the rule for what stands at this place of the notice, the lead first (DOMAIN §1).

    The group of the article that closes the passage; without units in the article its area's lead; else none.
    """
    require(person, Action.SEE_PLAN)
    units = units_by_id(session)
    known = successions(session)
    heirs = (known.heir(unit_id) for unit_id in _answering(session, plan.id, offset))
    return tuple(units[unit_id] for unit_id in dict.fromkeys(heirs))


def _answering(session: Session, plan_id: int, offset: int) -> list[int]:
    query: Any = (
        select(ArticleUnit.group_number, ArticleUnit.unit_id, Article.start, Article.end)
        .join(Article, col(Article.id) == ArticleUnit.article_id)
        .where(Article.plan_id == plan_id, Article.start <= offset, Article.end > offset)
        .order_by(col(ArticleUnit.position))
    )
    rows = session.exec(query).all()
    groups = {row.group_number for row in rows}
    if len(groups) > 1:
        start, end = rows[0].start, rows[0].end
        words = session.exec(select(Plan.notice).where(Plan.id == plan_id)).one()[start:end]
        own = group_number_at(words, offset - start, len(groups))
        rows = [row for row in rows if row.group_number == own] or rows
    if rows:
        return [row.unit_id for row in rows]
    area = select(Area.lead_unit_id).where(
        Area.plan_id == plan_id, Area.start <= offset, Area.end > offset, col(Area.lead_unit_id).is_not(None)
    )
    return [unit_id for unit_id in session.exec(area) if unit_id is not None]
