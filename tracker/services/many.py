"""One click on many submissions: each is done by itself, and what can't be is named."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from tracker.domain.language.errors import BadInput, Locked, StaleState
from tracker.domain.workflow.approval import Refused
from tracker.queries.standing import report_of
from tracker.tables import Target


def one_by_one(session: Session, seen: Sequence[int], act: Callable[[int], None]) -> tuple[Refused, ...]:
    """Do ``act`` to each submission by its id, in one transaction.

    What was decided or submitted anew since it was seen is left as it is and returned with the
    sentence; a savepoint for each keeps the others. NotAllowed and NotFound end the whole click.
    """
    refused = []
    for report_id in dict.fromkeys(seen):
        try:
            with session.begin_nested():
                act(report_id)
        except (Locked, StaleState, BadInput) as refusal:
            target = session.get(Target, report_of(session, report_id).target_id)
            assert target is not None, "a report is one of a target"
            refused.append(Refused(report_id, target.code, str(refusal)))
    return tuple(refused)
