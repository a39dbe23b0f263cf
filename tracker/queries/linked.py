"""Which targets are reported with a target of another plan (同一事项), and what the office may link."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import true
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.figure import ReportState
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.linking import Side, Source, fits
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.tables import Account, DraftCell, DraftFile, Plan, Standing, TargetLink, TargetTerms
from tracker.tables import Target as TargetRow


@dataclass(frozen=True)
class LinkLine:
    """The link of a target that is in force, with who made it and why."""

    target: Source
    source: Source
    reason: str
    made_by: str
    made_at: datetime


def sources_of(session: Session, plan_id: int, as_of: datetime | None = None) -> Mapping[int, Source]:
    """By target of a plan what it is reported with, as known at ``as_of``; only what is linked."""
    newest = _newest(session, TargetRow.plan_id == plan_id, as_of)
    wanted: dict[int, int] = {
        target_id: row.source_id for target_id, (row, _by) in newest.items() if row.source_id is not None
    }
    sources = _sources(session, set(wanted.values()))
    return {target_id: sources[source_id] for target_id, source_id in wanted.items()}


def link_of(session: Session, target_id: int, as_of: datetime | None = None) -> LinkLine | None:
    """The link of one target; callers check who may see it."""
    found = _newest(session, TargetRow.id == target_id, as_of).get(target_id)
    if found is None or found[0].source_id is None:
        return None
    row, by = found
    source_id = found[0].source_id
    known = _sources(session, {target_id, source_id})
    return LinkLine(known[target_id], known[source_id], row.reason, by, row.made_at)


def linked_with(session: Session, source_id: int, as_of: datetime | None = None) -> tuple[Source, ...]:
    """The targets of other plans that are reported with this one, by their codes and plans."""
    ever = select(TargetLink.target_id).where(TargetLink.source_id == source_id)
    newest = _newest(session, col(TargetRow.id).in_(ever), as_of)
    known = {target_id for target_id, (row, _by) in newest.items() if row.source_id == source_id}
    return tuple(_sources(session, known).values())


def side_of(session: Session, plan: PlanRef, target: Target) -> Side:
    """A target as one of two to be linked; callers check who may link."""
    link = link_of(session, target.id)
    states = session.exec(select(Standing.latest_state).where(Standing.target_id == target.id)).all()
    return Side(
        plan=plan,
        target=target,
        source=None if link is None else link.source,
        has_linked=bool(linked_with(session, target.id)),
        states=frozenset(ReportState(state) for state in states),
        has_draft=any(
            session.exec(select(table.target_id).where(table.target_id == target.id).limit(1)).first()
            is not None
            for table in (DraftCell, DraftFile)
        ),
    )


def misfits(session: Session) -> Iterator[tuple[int, int]]:
    """The links in force, target and source, of which kinds or units of measure came apart since."""
    newest = _newest(session, true(), None)
    pairs = [(key, row.source_id) for key, (row, _by) in newest.items() if row.source_id is not None]
    columns: Any = select(
        TargetTerms.target_id, TargetTerms.kind, TargetTerms.is_reduction, TargetTerms.unit_of_measure
    )
    rows = session.exec(
        columns.where(col(TargetTerms.target_id).in_({each for pair in pairs for each in pair})).order_by(
            col(TargetTerms.version)
        )
    )
    measured = {row[0]: tuple(row[1:]) for row in rows}
    return (pair for pair in pairs if measured[pair[0]] != measured[pair[1]])


def linkable(session: Session, person: Person, plan: PlanRef, target: Target) -> tuple[Side, ...]:
    """The targets of other plans that can be the same commitment, by plan in the notices' order.

    Raises NotAllowed but for the office.
    """
    require(person, Action.LINK_TARGETS)
    own = Side(plan, target)
    return tuple(
        side
        for other in plans(session)
        if other.id != plan.id and other.year == plan.year
        for each in targets_of(session, person, other.id, other.periods[-1])
        if fits(own, side := Side(other, each))
    )


def _newest(session: Session, which: Any, as_of: datetime | None) -> dict[int, tuple[TargetLink, str]]:
    query = (
        select(TargetLink, Account.name)
        .join(TargetRow, col(TargetRow.id) == TargetLink.target_id)
        .join(Account, col(Account.id) == TargetLink.made_by_id)
        .where(which)
        .order_by(col(TargetLink.number))
    )
    if as_of is not None:
        query = query.where(TargetLink.made_at <= as_of)
    # In their order: of a target the newest stays.
    return {row.target_id: (row, by) for row, by in session.exec(query)}


def _sources(session: Session, target_ids: Collection[int]) -> dict[int, Source]:
    if not target_ids:
        return {}
    columns: Any = select(  # type: ignore[call-overload]
        TargetRow.id, TargetRow.code, Plan.id, Plan.code, Plan.title, Plan.year, Plan.rhythm
    )
    rows = session.exec(
        columns.join(Plan, col(Plan.id) == TargetRow.plan_id)
        .where(col(TargetRow.id).in_(target_ids))
        .order_by(col(Plan.id), col(TargetRow.code))
    )
    return {row[0]: Source(*row) for row in rows}
