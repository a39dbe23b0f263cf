"""One click on many of a kind: each is done by itself, and what can't be is named."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from tracker.domain.language.errors import BadInput, Locked, OwnWork, StaleState
from tracker.domain.workflow.approval import Refused
from tracker.queries.standing import report_of
from tracker.tables import Target


def target_of_report(session: Session, report_id: int) -> int:
    return report_of(session, report_id).target_id


def one_by_one(
    session: Session,
    seen: Sequence[int],
    act: Callable[[int], object],
    target_of: Callable[[Session, int], int] = target_of_report,
) -> tuple[Refused, ...]:
    """Do ``act`` to each by its id, in one transaction; ids are submissions' unless ``target_of`` says else.

    What was decided or made anew since it was seen, and what is the person's own work, is left as it is and
    returned with the sentence; a savepoint for each keeps the others. Any other NotAllowed, and NotFound, end
    the whole click.
    """
    refused = []
    for key in dict.fromkeys(seen):
        try:
            with session.begin_nested():
                act(key)
        except (Locked, StaleState, BadInput, OwnWork) as refusal:
            target = session.get(Target, target_of(session, key))
            assert target is not None, "what was clicked on is one of a target"
            refused.append(Refused(key, target.code, str(refusal)))
    return tuple(refused)
