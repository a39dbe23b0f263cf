"""What was filed of a quarter, target by target, beside the scorecard that counts it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.meetings.reporting import Line
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.workflow.lifecycle import state_after
from tracker.queries.open_work import drafted_at
from tracker.tables import Account, Report, Review, Target


def filed(
    session: Session, person: Person, card: Scorecard, drafted: frozenset[int] | None = None
) -> tuple[Line, ...]:
    """A line for each score of the card, as known at its ``as_of``; ``drafted`` from who has it at hand.

    Raises NotAllowed but for the office and leaders.
    """
    require(person, Action.SEE_REPORTING)
    lines = {score.target.id: Line(score) for score in card.scores}
    for target_id, at, name, decision in session.exec(_submissions(card, card.as_of)):
        line = lines.get(target_id)
        # Of a target that is not on the card: not in force at the quarter, or not for this person to see.
        if line is None:
            continue
        lines[target_id] = replace(
            line,
            # They come in the order of time: the last one gives the state, the first one keeps its moment.
            latest=state_after(decision),
            first_at=line.first_at or at,
            latest_at=at,
            latest_by=name,
        )
    if drafted is None:
        drafted = drafts_of(session, person, card)
    return tuple(replace(line, has_draft=target_id in drafted) for target_id, line in lines.items())


def _submissions(card: Scorecard, as_of: datetime | None) -> Any:
    """A target's submissions in the order they came, each with the author and the decision on it."""
    decided = col(Review.report_id) == col(Report.id)
    if as_of is not None:
        decided = and_(decided, col(Review.decided_at) <= as_of)
    query = (
        select(Report.target_id, Report.submitted_at, Account.name, Review.decision)
        .join(Target, col(Target.id) == Report.target_id)
        .join(Account, col(Account.id) == Report.submitted_by_id)
        .join(Review, decided, isouter=True)
        .where(Target.plan_id == card.plan.id, Report.period == card.period)
    )
    if as_of is not None:
        query = query.where(Report.submitted_at <= as_of)
    return query.order_by(col(Report.target_id), col(Report.number))


def drafts_of(session: Session, person: Person, card: Scorecard) -> frozenset[int]:
    """The targets for which something is written and not submitted. In the past there are none: drafts
    leave no history. Raises NotAllowed but for the office and leaders.
    """
    require(person, Action.SEE_REPORTING)
    if card.as_of is not None:
        return frozenset()
    return drafted_at(session, card.period)
