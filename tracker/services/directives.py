"""批示: written by a leader, answered by whom it went to, closed by that leader or the office.

Each step names the number of steps that its taker saw: nobody answers or closes on an older state.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import NotFound, Refusal
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.directive import About, Step, check_step, check_taker, check_words, state_after
from tracker.services import audit
from tracker.services.standing import hold, require_admitted
from tracker.services.steps import is_second_click
from tracker.tables import Area, Directive, DirectiveStep, Snapshot, Target


@dataclass(frozen=True)
class _Subject:
    """What a directive is on; ``unit_id`` is its lead's, None the office; ``name``: in the audit trail."""

    unit_id: int | None
    name: str
    target_id: int | None = None
    area_id: int | None = None
    snapshot_id: int | None = None


def write_directive(
    session: Session,
    person: Person,
    plan_id: int,
    about: About,
    key: str,
    period: Period,
    text: str,
    due_on: date | None,
    click_key: str,
    now: datetime,
) -> int:
    """A leader's question or instruction; returns its id.

    ``key``: a target's code, an area's or a snapshot's number. The same ``click_key`` twice is one directive.
    Raises NotAllowed for anybody else, NotFound, BadInput without words or a day to come.
    """
    require(person, Action.WRITE_DIRECTIVE)
    require_admitted(session, plan_id, Action.WRITE_DIRECTIVE)
    subject = _subject(session, person, plan_id, about, key, period)
    repeated = session.exec(select(Directive).where(Directive.click_key == click_key)).first()
    if repeated is not None:
        return _same_click(repeated, person, subject)
    text = clean_text(text, what=Step.FURTHER.text_name)
    check_words(text, due_on, _day(now))
    assert due_on is not None
    directive = Directive(
        plan_id=plan_id,
        period=period,
        about=about,
        target_id=subject.target_id,
        area_id=subject.area_id,
        snapshot_id=subject.snapshot_id,
        unit_id=subject.unit_id,
        click_key=click_key,
        text=text,
        due_on=due_on,
        written_by_id=person.account_id,
        written_at=now,
    )
    session.add(directive)
    session.flush()
    assert directive.id is not None
    audit.record(session, person, "批示", subject.name, now, {"directive": directive.id})
    return directive.id


def _same_click(repeated: Directive, person: Person, subject: _Subject) -> int:
    about = (repeated.target_id, repeated.area_id, repeated.snapshot_id)
    same = about == (subject.target_id, subject.area_id, subject.snapshot_id)
    if not same or repeated.written_by_id != person.account_id or repeated.id is None:
        raise Refusal(_("这次提交的标识已被使用,请刷新页面后重试。"))
    return repeated.id


def answer(session: Session, person: Person, directive_id: int, seen: int, text: str, now: datetime) -> None:
    """What the unit that it went to, or of a snapshot the office, says to it."""
    _take(session, person, directive_id, seen, Step.ANSWERED, text, None, now)


def ask_further(
    session: Session,
    person: Person,
    directive_id: int,
    seen: int,
    text: str,
    due_on: date | None,
    now: datetime,
) -> None:
    """A further word of the leader who wrote it, with a day of its own; it waits for an answer again."""
    _take(session, person, directive_id, seen, Step.FURTHER, text, due_on, now)


def close(session: Session, person: Person, directive_id: int, seen: int, text: str, now: datetime) -> None:
    """销号: by the leader who wrote it, or once it is answered by the office; ``text`` says how it ended."""
    _take(session, person, directive_id, seen, Step.CLOSED, text, None, now)


def _take(
    session: Session,
    person: Person,
    directive_id: int,
    seen: int,
    step: Step,
    text: str,
    due_on: date | None,
    now: datetime,
) -> None:
    directive = session.get(Directive, directive_id)
    if directive is None:
        raise NotFound(_("没有这件批示。"))
    check_taker(person, step, directive.unit_id, directive.written_by_id)
    # What one step needs of the plan all do: no state admits some of them.
    require_admitted(session, directive.plan_id, Action.ANSWER_DIRECTIVE)
    query = select(DirectiveStep).where(DirectiveStep.directive_id == directive_id)
    steps = session.exec(query.order_by(col(DirectiveStep.number))).all()
    row = DirectiveStep(
        directive_id=directive_id,
        number=seen + 1,
        step=step,
        text=clean_text(text, what=step.text_name),
        due_on=due_on,
        taken_by_id=person.account_id,
        taken_at=now,
    )
    came = _("{name}已对这件批示作了“{step}”,您的内容没有保存,请看过后再操作。")
    if is_second_click(session, steps, seen, row, came):
        return
    check_step(
        state_after(each.step for each in steps),
        step,
        row.text,
        by_author=person.account_id == directive.written_by_id,
        due_on=due_on,
        today=_day(now),
    )
    session.add(row)
    session.flush()
    with in_chinese():
        action = f"批示{step.word}"
    audit.record(
        session, person, action, f"第{directive_id}号", now, {"directive": directive_id, "step": row.number}
    )


def _subject(
    session: Session, person: Person, plan_id: int, about: About, key: str, period: Period
) -> _Subject:
    """Raises NotFound for what the plan does not have, Locked for a target that an erratum says is none."""
    match about:
        case About.TARGET:
            of_plan = select(Target.id).where(Target.plan_id == plan_id, Target.code == key)
            target_id = session.exec(of_plan).first()
            if target_id is None:
                raise NotFound(_("没有这项目标。"))
            held = hold(session, person, Action.WRITE_DIRECTIVE, target_id, period)
            return _Subject(held.lead_unit_id, held.subject, target_id=target_id)
        case About.AREA:
            number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else -1
            area = session.exec(select(Area).where(Area.plan_id == plan_id, Area.number == number)).first()
            if area is None:
                raise NotFound(_("没有这个领域。"))
            return _Subject(area.lead_unit_id, f"{area.title} {period}", area_id=area.id)
        case About.SNAPSHOT:
            of_plan = select(Snapshot.id).where(Snapshot.plan_id == plan_id, Snapshot.number == key)
            snapshot_id = session.exec(of_plan).first()
            if snapshot_id is None:
                raise NotFound(_("没有这份会议材料。"))
            return _Subject(None, key, snapshot_id=snapshot_id)


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
