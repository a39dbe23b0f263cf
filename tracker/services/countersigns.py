"""会签: what co-responsible units say of a submission. Every word stays; a unit's newest counts."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Relation, require
from tracker.domain.language import _, in_chinese, with_colon
from tracker.domain.language.errors import BadInput, Change, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.figure import ReportState
from tracker.domain.workflow.approval import check_signing
from tracker.domain.workflow.lifecycle import Stance, state_after, window_state
from tracker.queries.linked_units import co_units_beside
from tracker.queries.people import account_name
from tracker.queries.plans import window_of
from tracker.queries.standing import ReportAt, report_at
from tracker.services import audit
from tracker.services.standing import Held, hold, require_latest
from tracker.tables import Countersign, Review, Unit


def sign(
    session: Session,
    person: Person,
    report_id: int,
    unit_id: int,
    stance: Stance,
    note: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> None:
    """Say for a unit that it agrees or objects; an objection says to what.

    ``seen``: the id of the unit's word that was on the page; None where there was none.
    The same again (a double click) changes nothing. Raises NotAllowed, BadInput, Locked (decided,
    and its window closed), StaleState (a newer submission, or a colleague's word).
    """
    report = report_at(session, report_id)
    linked = co_units_beside(session, report.target_id, report.period)
    beside = frozenset().union(*linked.values())
    held = hold(session, person, Action.COUNTERSIGN, report.target_id, report.period, beside=beside)
    if unit_id not in person.unit_ids & held.co_unit_ids:
        require(person, Action.COUNTERSIGN, Relation.NONE)  # another unit's word is not theirs to give
    cleaned = clean_text(note, what=_("会签意见"))
    if stance is Stance.OBJECT and not cleaned:
        raise BadInput(_("有异议时请写明异议内容。"))
    before = _newest(session, report_id, unit_id)
    repeated = (stance, cleaned, person.account_id)
    if before is not None and (before.stance, before.note, before.signed_by_id) == repeated:
        return
    _check_open(session, held, report, now)
    if before is not None and before.id != seen:
        raise _spoken_meanwhile(session, before)
    session.add(
        Countersign(
            report_id=report_id,
            unit_id=unit_id,
            stance=stance,
            note=cleaned,
            signed_by_id=person.account_id,
            signed_at=now,
        )
    )
    session.flush()
    unit = session.get_one(Unit, unit_id)
    detail = {"report": report_id, "unit": unit.name, "note": cleaned}
    with in_chinese():
        action = f"会签{stance.word}"
    audit.record(session, person, action, held.subject, now, detail)


def _newest(session: Session, report_id: int, unit_id: int) -> Countersign | None:
    query = select(Countersign).where(Countersign.report_id == report_id, Countersign.unit_id == unit_id)
    return session.exec(query.order_by(col(Countersign.id).desc()).limit(1)).first()


def _check_open(session: Session, held: Held, report: ReportAt, now: datetime) -> None:
    stands = report.stands
    if stands.latest_report_id != report.report_id and stands.latest_state is ReportState.SUBMITTED:
        require_latest(session, report)  # raises StaleState: what came is to be countersigned
    review = session.exec(select(Review).where(Review.report_id == report.report_id)).first()
    state = state_after(None if review is None else review.decision)
    window = window_of(session, held.plan_id, report.period)
    check_signing(state, stands.approved_report_id == report.report_id, window_state(window, now))


def _spoken_meanwhile(session: Session, before: Countersign) -> StaleState:
    author, unit = account_name(session, before.signed_by_id), session.get_one(Unit, before.unit_id)
    word = with_colon(before.stance.word, before.note) if before.note else before.stance.word
    return StaleState(
        _("{author}刚代表{unit}会签“{said}”,请查看后再操作。").format(
            author=author, unit=unit.name, said=word
        ),
        (Change(_("{unit}会签").format(unit=unit.name), "", word, author),),
    )
