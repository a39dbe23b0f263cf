"""Asked before a step that wants a second person (domain/workflow/second_person.py)."""

from collections.abc import Collection

from sqlmodel import Session

from tracker.domain.access import Action, Person
from tracker.domain.workflow.second_person import check_second
from tracker.queries.people import others_able


def require_second(
    session: Session, person: Person, action: Action, hands: Collection[int], unit_id: int | None = None
) -> str:
    """What the trail says of the step: nothing, or that the same person took it because nobody else could.

    ``hands``: the accounts that had a hand in what is decided on. ``unit_id``: where its own staff alone
    have the right. Raises OwnWork.
    """
    if person.account_id not in hands:  # the rule: who else could is read for the others alone
        return ""
    return check_second(action, person.account_id, hands, others_able(session, action, hands, unit_id))
