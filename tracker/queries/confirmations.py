"""What waits for the head of its unit (单位负责人确认)."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person, Relation, allowed
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef
from tracker.queries.waiting import Waiting, in_hand


def to_confirm(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> tuple[Waiting, ...]:
    """The submissions of the units that the person heads, in the order they came; none while it is off."""
    return tuple(
        each
        for each in in_hand(session, person, plan, period, as_of=as_of)
        if each.awaits_head and _heads(person, each)
    )


def _heads(person: Person, waiting: Waiting) -> bool:
    relation = person.relation_to(waiting.score.target.lead.id)
    return relation is not Relation.NONE and allowed(person.role, Action.CONFIRM, relation)
