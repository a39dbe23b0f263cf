"""The paths that leads state at the start of a year: each target with all that was stated for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef, Target, UnitRef
from tracker.domain.workflow.lifecycle import Window
from tracker.domain.workflow.stated_path import (
    PathState,
    StatedPath,
    may_be_stated,
    path_lock,
    path_state,
)
from tracker.queries.adjustments import newest_targets, unit_names
from tracker.queries.targets import targets_of
from tracker.tables import Account, PathDecision, PathStatement
from tracker.tables import Target as TargetRow


@dataclass(frozen=True)
class Statement:
    """A stated path with what became of it; ``decided_at`` is None while it waits, and when superseded."""

    id: int
    target_id: int
    terms_id: int
    stated: StatedPath
    note: str
    unit: UnitRef
    stated_by: str
    stated_at: datetime
    state: PathState
    decided_by: str
    decided_at: datetime | None
    decision_note: str


@dataclass(frozen=True)
class PathRow:
    """A target that may be put on a path, under its newest terms.

    ``statements``: the newest first. ``is_settled``: the newest terms count only from a later period on.
    """

    target: Target
    statements: tuple[Statement, ...]
    is_settled: bool

    @property
    def newest(self) -> Statement | None:
        return self.statements[0] if self.statements else None

    @property
    def state(self) -> PathState | None:
        return None if self.newest is None else self.newest.state

    @property
    def is_open(self) -> bool:
        """Whether something stated waits for the office, or returned for the lead."""
        return self.state in (PathState.STATED, PathState.RETURNED)

    def lock(self, first: Period, window: Window | None, now: datetime) -> str | None:
        """Why it can't be stated now; ``window`` of the plan's first period."""
        return path_lock(self.state, is_settled=self.is_settled, first=first, window=window, now=now)


def path_rows(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[PathRow, ...]:
    """In the notice's order; department staff get their own units' targets, led or co-led."""
    from_the_start = {
        each.id: each.terms_id for each in targets_of(session, person, plan.id, plan.periods[0], as_of)
    }
    by_target: dict[int, list[Statement]] = {}
    for statement in _statements(session, plan, as_of):
        by_target.setdefault(statement.target_id, []).append(statement)
    return tuple(
        PathRow(each, tuple(by_target.get(each.id, ())), from_the_start.get(each.id) != each.terms_id)
        for each in newest_targets(session, person, plan, as_of=as_of)
        if may_be_stated(each.terms)
    )


def _statements(session: Session, plan: PlanRef, as_of: datetime | None) -> list[Statement]:
    """All of the plan, the newest first; callers keep to the targets that the person may see."""
    author, decider = aliased(Account), aliased(Account)
    decided = col(PathDecision.statement_id) == PathStatement.id
    if as_of is not None:
        # In the join, not among the conditions: what was decided later was still open then.
        decided = and_(decided, col(PathDecision.decided_at) <= as_of)
    query: Any = (
        select(PathStatement, PathDecision, author.name, decider.name)
        .join(TargetRow, col(TargetRow.id) == PathStatement.target_id)
        .join(author, col(author.id) == PathStatement.stated_by_id)
        .join(PathDecision, decided, isouter=True)
        .join(decider, col(decider.id) == PathDecision.decided_by_id, isouter=True)
        .where(TargetRow.plan_id == plan.id)
        .order_by(col(PathStatement.id).desc())
    )
    if as_of is not None:
        query = query.where(PathStatement.stated_at <= as_of)
    names = unit_names(session)
    newest: dict[int, int] = {}
    return [
        Statement(
            id=row.id,
            target_id=row.target_id,
            terms_id=row.terms_id,
            stated=row.stated,
            note=row.note,
            unit=UnitRef(row.unit_id, names[row.unit_id]),
            stated_by=by,
            stated_at=row.stated_at,
            state=path_state(
                is_decided=decision is not None,
                made_terms=decision is not None and decision.terms_id is not None,
                # The newest come first: the first one met of a target is its newest.
                is_newest=newest.setdefault(row.target_id, row.id) == row.id,
            ),
            decided_by=decider_name or "",
            decided_at=None if decision is None else decision.decided_at,
            decision_note="" if decision is None else decision.note,
        )
        for row, decision, by, decider_name in session.exec(query)
    ]


def newest_statement(session: Session, target_id: int) -> PathStatement | None:
    """For a write that follows; its caller has asked who may."""
    query = select(PathStatement).where(PathStatement.target_id == target_id)
    return session.exec(query.order_by(col(PathStatement.id).desc()).limit(1)).first()


def state_of(session: Session, newest: PathStatement) -> PathState:
    """Where a target's newest statement stands."""
    decision = session.get(PathDecision, newest.id)
    made_terms = decision is not None and decision.terms_id is not None
    return path_state(is_decided=decision is not None, made_terms=made_terms, is_newest=True)
