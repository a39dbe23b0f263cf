"""补充说明: what the lead writes to an approved figure that the office's verified value dropped behind."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import Change, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.figure import Texts
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.supplement import check_supplement
from tracker.queries.people import account_name
from tracker.queries.standing import report_of, standing_of
from tracker.services import audit
from tracker.services.standing import hold
from tracker.tables import Supplement


def supplement(
    session: Session, person: Person, report_id: int, problem: str, next_step: str, now: datetime
) -> None:
    """Write what the approved submission that was seen, named by its id, does not say itself.

    The same again (a double click) changes nothing. Raises NotAllowed, BadInput, Locked (nothing lacks),
    StaleState (a colleague wrote it, or another figure was approved).
    """
    report = report_of(session, report_id)
    held = hold(session, person, Action.REPORT, report.target_id, report.period)
    own = Texts(problem=report.problem, next_step=report.next_step)
    problem, next_step = check_supplement(
        own,
        clean_text(problem, what=Field.PROBLEM.label),
        clean_text(next_step, what=Field.NEXT_STEP.label),
    )
    written = session.get(Supplement, report_id)
    if written is not None:
        _check_repeated(session, person, written, problem, next_step)
        return
    standing = standing_of(session, report.target_id, report.period)
    if standing is None or standing.approved_report_id != report_id:
        raise StaleState(_("这项数据已不是现行的审核数据,请查看最新内容后再操作。"))
    session.add(
        Supplement(
            report_id=report_id,
            problem=problem,
            next_step=next_step,
            written_by_id=person.account_id,
            written_at=now,
        )
    )
    session.flush()
    audit.record(session, person, "补充说明", held.subject, now, {"report": report_id})


def _check_repeated(
    session: Session, person: Person, written: Supplement, problem: str, next_step: str
) -> None:
    if (written.problem, written.next_step, written.written_by_id) == (problem, next_step, person.account_id):
        return
    by = account_name(session, written.written_by_id)
    raise StaleState(
        _("{name}已提交了这项数据的补充说明,您的内容没有提交。").format(name=by),
        (
            Change(Field.PROBLEM.label, problem, written.problem, by),
            Change(Field.NEXT_STEP.label, next_step, written.next_step, by),
        ),
    )
