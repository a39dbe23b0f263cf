"""What the next clerk finds: drafts, returns, what waits, promises, matters, definitions, what is due."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q2, Q3, Desk
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import NotAllowed, NotFound
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import WindowState
from tracker.domain.workflow.matters import AskedOf, Step
from tracker.queries.handover import Handover, handover
from tracker.queries.plans import plans
from tracker.services import accounts
from tracker.tables import DraftFile, Matter, MatterStep, StoredFile, Unit

Q4 = Period(2025, 4)
SECOND = NOW - timedelta(days=91)


def unit_id(desk: Desk, name: str) -> int:
    with reading(desk.engine) as session:
        return session.exec(select(Unit.id).where(Unit.name == name)).one() or 0


def seen(desk: Desk, unit: str = KEJI, who: str = "周", as_of: datetime | None = None) -> Handover:
    with reading(desk.engine) as session:
        person, plan, own = desk.people[who], plans(session)[0], unit_id(desk, unit)
        return handover(session, person, plan, Q3, own, as_of or NOW, as_of=as_of)


def test_clerks_see_their_own_unit_and_the_office_and_the_administrator_any(desk: Desk) -> None:
    for who in ("王", "何", "周", "陈"):
        assert seen(desk, who=who).unit.name == KEJI
    for who in ("李", "沈"):
        with pytest.raises(NotAllowed):
            seen(desk, who=who)
    with pytest.raises(NotFound), reading(desk.engine) as session:
        handover(session, desk.people["周"], plans(session)[0], Q3, 999, NOW)


def test_the_clerk_sees_as_much_of_the_own_unit_as_the_office_does(desk: Desk) -> None:
    desk.save("王", "企业", Field.VALUE, "68")
    desk.approve(desk.submit(period=Q2, at=SECOND, value="45"))
    assert seen(desk, who="王") == seen(desk, who="周")


def test_drafts_are_as_typed_with_the_last_hand_and_the_files(desk: Desk) -> None:
    desk.save("王", "企业", Field.VALUE, "68 家左右?")
    desk.save("何", "企业", Field.PROGRESS, "已认定68家。", at=NOW + timedelta(hours=1))
    desk.save("王", "企业", Field.VALUE, "45", period=Q2, at=SECOND)
    desk.save("李", "吞吐量", Field.VALUE, "27")
    with transaction(desk.engine, advance=False) as session:
        author, target = desk.people["王"].account_id, desk.targets["企业"]
        session.add(
            StoredFile(
                sha256="a" * 64,
                size=1,
                media_type="application/pdf",
                content=b"x",
                stored_by_id=author,
                stored_at=NOW,
            )
        )
        session.flush()
        session.add(
            DraftFile(
                target_id=target,
                period=Q3,
                sha256="a" * 64,
                name="月报.pdf",
                changed_by_id=author,
                changed_at=NOW,
            )
        )
    second, third = seen(desk).drafts
    assert (second.period, second.typed) == (Q2, ((Field.VALUE, "45"),))
    assert third.typed == ((Field.VALUE, "68 家左右?"), (Field.PROGRESS, "已认定68家。"))
    assert (third.saved_by, third.saved_at, third.files) == ("何", NOW + timedelta(hours=1), ("月报.pdf",))


def test_what_was_returned_comes_with_its_note_and_what_waits_without(desk: Desk) -> None:
    desk.send_back(desk.submit(value="68"), "请附名单。")
    desk.submit(target="增速", value="12")
    desk.submit("李", "吞吐量", value="27")
    found = seen(desk)
    assert [(each.target.name, each.note, each.returned_by) for each in found.returned] == [
        ("企业", "请附名单。", "周")
    ]
    assert [(each.target.name, each.submitted_by) for each in found.waiting] == [("增速", "王")]


def test_what_was_sent_again_is_no_longer_returned(desk: Desk) -> None:
    desk.send_back(desk.submit(value="68"))
    desk.approve(desk.submit(value="70", number=1))
    found = seen(desk)
    assert (found.returned, found.waiting) == ((), ())


def test_promises_come_from_the_newest_figure_that_counts_or_waits(desk: Desk) -> None:
    desk.approve(desk.submit(period=Q2, at=SECOND, value="45", next_step="走访企业。"))
    newest = desk.submit(
        value="60",
        next_step="九月底前完成认定。",
        call=YearEndCall.WITH_EFFORT.value,
        call_value="95",
        scope_note="不含复审企业",
    )
    desk.approve(desk.submit(target="增速", period=Q2, at=SECOND, value="15", next_step="逐月调度。"))
    desk.send_back(desk.submit(target="增速", value="1", next_step="退回的不算。"))
    by_name = {each.target.name: each for each in seen(desk).promises}
    company, growth = by_name["企业"], by_name["增速"]
    assert (company.period, company.texts.next_step, company.texts.scope_note) == (
        Q3,
        "九月底前完成认定。",
        "不含复审企业",
    )
    assert (company.figure.report_id, company.figure.call) == (newest, YearEndCall.WITH_EFFORT)
    assert (growth.period, growth.texts.next_step) == (Q2, "逐月调度。")


def test_open_matters_are_those_raised_asked_or_assigned_and_not_closed(desk: Desk) -> None:
    keji, jiaotong = unit_id(desk, KEJI), unit_id(desk, JIAOTONG)
    with transaction(desk.engine) as session:
        plan, author = plans(session)[0], desk.people["王"].account_id
        for number, (unit, closed) in enumerate(((keji, False), (keji, True), (jiaotong, False))):
            matter = Matter(
                plan_id=plan.id,
                period=Q3,
                target_id=desk.targets["企业"],
                unit_id=unit,
                click_key=str(number),
                obstacle=f"困难{number}",
                request="请协调。",
                asked_of=AskedOf.OFFICE,
                raised_by_id=author,
                raised_at=NOW,
            )
            session.add(matter)
            session.flush()
            if closed:
                steps = ((1, Step.DECIDED), (2, Step.CLOSED))
                session.add_all(
                    MatterStep(
                        matter_id=matter.id,
                        number=step_number,
                        step=step,
                        text="已办。",
                        responsible_unit_id=keji if step is Step.DECIDED else None,
                        due_on=NOW.date() if step is Step.DECIDED else None,
                        taken_by_id=author,
                        taken_at=NOW,
                    )
                    for step_number, step in steps
                )
    assert [each.obstacle for each in seen(desk).matters] == ["困难0"]
    assert [each.obstacle for each in seen(desk, JIAOTONG).matters] == ["困难2"]
    assert seen(desk, who="陈").matters == seen(desk, who="王").matters


def test_what_falls_due_next_names_the_targets_that_the_office_does_not_have(desk: Desk) -> None:
    desk.submit(value="68")
    desk.send_back(desk.submit(target="增速", value="12"))
    found = seen(desk).due
    assert [(each.period, each.state) for each in found] == [
        (Q3, WindowState.OPEN),
        (Q4, WindowState.NOT_SET),
    ]
    open_now = next(each for each in found if each.period == Q3)
    assert [target.name for target in open_now.missing] == ["增速"]


def test_contacts_are_the_active_people_of_the_unit(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        accounts.create_account(
            session, None, "ju", "局长", Role.HEAD, [unit_id(desk, KEJI)], NOW, email="ju@example.gov.cn"
        )
        accounts.set_active(session, desk.people["陈"], desk.people["何"].account_id, False, NOW)
    assert [(each.name, each.role, each.email) for each in seen(desk).contacts] == [
        ("局长", Role.HEAD, "ju@example.gov.cn"),
        ("王", Role.CLERK, ""),
    ]


def test_the_definitions_are_those_of_the_led_targets(desk: Desk) -> None:
    assert [target.name for target in seen(desk).led] == ["企业", "增速"]


def test_looking_back_nothing_later_is_known_and_drafts_are_not_shown(desk: Desk) -> None:
    desk.save("王", "增速", Field.VALUE, "12")
    first = desk.submit(value="68", at=NOW)
    desk.approve(first)
    desk.submit(value="70", number=1, reason="更正。", at=NOW + timedelta(days=2))
    then = seen(desk, as_of=NOW + timedelta(days=1))
    assert then.drafts == ()
    assert then.waiting == ()
    assert [each.figure.value for each in then.promises] == [68]
    assert [each.submitted_at for each in seen(desk).waiting] == [NOW + timedelta(days=2)]
    assert seen(desk, as_of=NOW - timedelta(days=1)).promises == ()
