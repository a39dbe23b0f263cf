"""需协调事项: raised by the department, decided by the office, worked on by a unit, closed with a note.

Each step names the number of steps that its taker saw: nobody decides or closes on an older state.
"""

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Relation, require
from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import BadInput, NotFound, Refusal
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.matters import AskedOf, Step, check_matter, check_step, state_after
from tracker.services import audit
from tracker.services.standing import hold, require_admitted
from tracker.services.steps import is_second_click
from tracker.tables import Matter, MatterStep, Unit


def raise_matter(
    session: Session,
    person: Person,
    plan_id: int,
    target_id: int,
    period: Period,
    obstacle: str,
    request: str,
    asked_of: AskedOf,
    asked_unit_id: int | None,
    click_key: str,
    now: datetime,
) -> int:
    """State an obstacle and what is asked of whom; returns the matter's id.

    The same ``click_key`` twice is one matter. Raises NotAllowed unless the person's unit leads the target.
    """
    held = hold(session, person, Action.RAISE_MATTER, target_id, period)
    if held.plan_id != plan_id:
        raise NotFound(_("没有这项目标。"))
    repeated = session.exec(select(Matter).where(Matter.click_key == click_key)).first()
    if repeated is not None:
        return _same_click(repeated, person, target_id, period)
    obstacle, request = (
        clean_text(obstacle, what=_("遇到的困难")),
        clean_text(request, what=_("提请协调的内容")),
    )
    check_matter(obstacle, request, asked_of, held.lead_unit_id, asked_unit_id)
    if asked_unit_id is not None:
        _require_unit(session, asked_unit_id)
    matter = Matter(
        plan_id=plan_id,
        period=period,
        target_id=target_id,
        unit_id=held.lead_unit_id,
        click_key=click_key,
        obstacle=obstacle,
        request=request,
        asked_of=asked_of,
        asked_unit_id=asked_unit_id,
        raised_by_id=person.account_id,
        raised_at=now,
    )
    session.add(matter)
    session.flush()
    assert matter.id is not None
    audit.record(session, person, "提请协调", held.subject, now, {"matter": matter.id})
    return matter.id


def decide(
    session: Session,
    person: Person,
    matter_id: int,
    seen: int,
    text: str,
    responsible_unit_id: int | None,
    due_on: date | None,
    now: datetime,
) -> None:
    """Write the decision beside the matter: what, by which unit, until when. ``seen``: steps before it."""
    require(person, Action.DECIDE_MATTER)
    if responsible_unit_id is not None:
        _require_unit(session, responsible_unit_id)
    row = _new(person, Step.DECIDED, text, now)
    row.responsible_unit_id, row.due_on = responsible_unit_id, due_on
    _take(session, person, _matter(session, matter_id), seen, row)


def report_progress(
    session: Session, person: Person, matter_id: int, seen: int, text: str, now: datetime
) -> None:
    """What the responsible unit has done about the decision in force."""
    matter = _matter(session, matter_id)
    decided = [step for step in _steps(session, matter_id) if step.step is Step.DECIDED]
    unit_id = decided[-1].responsible_unit_id if decided else None
    require(person, Action.WORK_ON_MATTER, _own(person, unit_id))
    _take(session, person, matter, seen, _new(person, Step.PROGRESS, text, now))


def close(session: Session, person: Person, matter_id: int, seen: int, text: str, now: datetime) -> None:
    """销号: the office ends a decided matter; ``text`` says how it was settled."""
    require(person, Action.DECIDE_MATTER)
    _take(session, person, _matter(session, matter_id), seen, _new(person, Step.CLOSED, text, now))


def withdraw(session: Session, person: Person, matter_id: int, seen: int, text: str, now: datetime) -> None:
    """Take a matter back before it is decided; only the unit that raised it."""
    matter = _matter(session, matter_id)
    require(person, Action.RAISE_MATTER, _own(person, matter.unit_id))
    _take(session, person, matter, seen, _new(person, Step.WITHDRAWN, text, now))


def _new(person: Person, step: Step, text: str, now: datetime) -> MatterStep:
    # Without its matter and number, which _take gives it once it is known to be the next.
    cleaned = clean_text(text, what=step.text_name)
    return MatterStep(
        matter_id=0, number=0, step=step, text=cleaned, taken_by_id=person.account_id, taken_at=now
    )


def _take(session: Session, person: Person, matter: Matter, seen: int, row: MatterStep) -> None:
    assert matter.id is not None
    # What one step needs of the plan all do: no state admits some of them.
    require_admitted(session, matter.plan_id, Action.DECIDE_MATTER)
    steps = _steps(session, matter.id)
    came = _("{name}已对这件事项作了“{step}”,您的内容没有保存,请看过后再操作。")
    if is_second_click(session, steps, seen, row, came):
        return
    check_step(
        state_after(step.step for step in steps),
        row.step,
        row.text,
        responsible_unit_id=row.responsible_unit_id,
        due_on=row.due_on,
        today=row.taken_at.astimezone(SHANGHAI).date(),
    )
    row.matter_id, row.number = matter.id, seen + 1
    session.add(row)
    session.flush()
    detail = {"matter": matter.id, "step": row.number}
    with in_chinese():
        action = f"事项{row.step.word}"
    audit.record(session, person, action, f"第{matter.id}号", row.taken_at, detail)


def _matter(session: Session, matter_id: int) -> Matter:
    matter = session.get(Matter, matter_id)
    if matter is None:
        raise NotFound(_("没有这件事项。"))
    return matter


def _steps(session: Session, matter_id: int) -> list[MatterStep]:
    query = select(MatterStep).where(MatterStep.matter_id == matter_id)
    return list(session.exec(query.order_by(col(MatterStep.number))))


def _own(person: Person, unit_id: int | None) -> Relation:
    return Relation.NONE if unit_id is None else person.relation_to(unit_id)


def _require_unit(session: Session, unit_id: int) -> None:
    if session.get(Unit, unit_id) is None:
        raise BadInput(_("所选单位不存在。"))


def _same_click(repeated: Matter, person: Person, target_id: int, period: Period) -> int:
    same = (repeated.raised_by_id, repeated.target_id, repeated.period)
    if same != (person.account_id, target_id, period) or repeated.id is None:
        raise Refusal(_("这次提交的标识已被使用,请刷新页面后重试。"))
    return repeated.id
