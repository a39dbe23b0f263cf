"""Who applied, reported or stated does not decide on it; where nobody else can, trail and register say so."""

import json
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.adjustments.test_adjusting import accept, apply, listed, newest, refuse, take_back, waits
from tests.adjustments.test_adjustments_page import asked
from tests.confirm.test_confirming import confirm, confirm_many
from tests.countersign.cast import seat_the_others, switch, unit_of
from tests.entry.ledger import KEJI, NOW, Q3, Desk, rows
from tests.pages.conftest import Visit, text_of
from tests.pages.world import REVIEWER
from tests.paths.test_stating_paths import agree, state, statement
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import NotAllowed, OwnWork
from tracker.domain.measure.figure import ReportState
from tracker.domain.workflow.adjustment import RequestState
from tracker.queries import integrity
from tracker.queries.own_work import MANY, own_work
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import accounts, reviews
from tracker.tables import Account, Audit, HeadConfirmation

ALONE = "没有其他账号"


def move(desk: Desk, who: str, role: Role, units: Sequence[int] = ()) -> None:
    """Give somebody another role, as an administrator does."""
    account_id = desk.people[who].account_id
    with transaction(desk.engine) as session:
        accounts.change_account(session, desk.people["陈"], account_id, who, role, units, NOW)
        login = session.get_one(Account, account_id).login
    with reading(desk.engine) as session:
        desk.people[who] = person_of_login(session, login)


def disable(desk: Desk, who: str) -> None:
    with transaction(desk.engine) as session:
        accounts.set_active(session, desk.people["陈"], desk.people[who].account_id, False, NOW)


def reason_in_trail(desk: Desk, action: str) -> str:
    (reason,) = reasons_in_trail(desk, action)
    return reason


def reasons_in_trail(desk: Desk, action: str) -> list[str]:
    with reading(desk.engine) as session:
        found = session.exec(select(Audit.detail).where(Audit.action == action)).all()
    return [json.loads(each).get("reason", "") for each in found]


def become_head(desk: Desk, who: str) -> None:
    """Who filled in what their unit leads heads it now."""
    move(desk, who, Role.HEAD, [unit_of(desk, KEJI)])


@pytest.mark.parametrize("decide", [accept, lambda desk, request, who: refuse(desk, request, who=who)])
def test_who_typed_an_application_for_a_unit_does_not_decide_on_it(
    desk: Desk, decide: Callable[..., object]
) -> None:
    request = apply(desk, "周")
    with pytest.raises(OwnWork, match="吴可以审定"):
        decide(desk, request, "周")
    assert newest(desk).version == 1
    assert [each.state for each in listed(desk)] == [RequestState.WAITING]
    decide(desk, request, "吴")
    assert not listed(desk)[0].is_by_applicant


def test_the_tab_counts_ones_own_application_for_the_others_alone(desk: Desk) -> None:
    apply(desk, "周")
    assert (waits(desk, "周"), waits(desk, "吴")) == (0, 1)
    disable(desk, "吴")
    assert waits(desk, "周") == 1


def counted(desk: Desk, who: str) -> dict[str, int]:
    """The numbers at the doors."""
    with reading(desk.engine) as session:
        return dict(own_work(session, desk.people[who], plans(session)[0], Q3, NOW))


def test_the_doors_of_the_office_count_what_others_submitted_unless_nobody_else_could_decide(
    desk: Desk,
) -> None:
    desk.submit("王")
    desk.submit("李", "吞吐量")
    move(desk, "王", Role.REVIEWER)
    assert [counted(desk, who)[page] for who in "王周" for page in ("review", MANY)] == [1, 1, 2, 2]
    for who in ("周", "吴"):
        disable(desk, who)
    assert [counted(desk, "王")[page] for page in ("review", MANY)] == [2, 2]


def test_the_door_of_a_head_counts_what_others_submitted_unless_nobody_else_could_confirm(
    desk: Desk,
) -> None:
    seat_the_others(desk)  # 郑 heads the unit, too
    switch(desk, True)
    desk.submit("王")
    desk.submit("何", "增速", value="21")
    become_head(desk, "王")
    assert [counted(desk, who)["confirm"] for who in "王郑"] == [1, 2]
    disable(desk, "郑")
    assert counted(desk, "王")["confirm"] == 2


def test_a_clerk_who_moved_to_the_office_does_not_decide_on_the_own_application(desk: Desk) -> None:
    request = apply(desk, "王")
    move(desk, "王", Role.REVIEWER)
    with pytest.raises(OwnWork):
        accept(desk, request, "王")
    accept(desk, request)


def test_where_nobody_else_could_trail_and_register_say_that_one_person_did_both(desk: Desk) -> None:
    disable(desk, "吴")
    accept(desk, apply(desk, "周"), "周")
    assert ALONE in reason_in_trail(desk, "同意目标调整")
    assert listed(desk)[0].is_by_applicant
    assert desk.differences() == []


def test_an_application_that_is_taken_back_was_not_decided_by_its_applicant(desk: Desk) -> None:
    take_back(desk, apply(desk))
    assert not listed(desk)[0].is_by_applicant


def test_who_submitted_a_figure_does_not_approve_it_after_moving_to_the_office(desk: Desk) -> None:
    report = desk.submit("王")
    move(desk, "王", Role.REVIEWER)
    with pytest.raises(OwnWork, match="周、吴可以审核"):
        desk.approve(report, "王")
    assert desk.state() is ReportState.SUBMITTED
    desk.approve(report, "周")
    assert reason_in_trail(desk, "审核通过") == ""


def test_of_many_ones_own_is_left_and_named_and_the_others_are_approved(desk: Desk) -> None:
    own, other = desk.submit("王"), desk.submit("李", "吞吐量")
    move(desk, "王", Role.REVIEWER)
    with transaction(desk.engine) as session:
        (left,) = reviews.approve_many(session, desk.people["王"], [own, other], NOW)
    assert (left.key, "另一个人" in left.why) == (own, True)
    assert (desk.state(), desk.state("吞吐量")) == (ReportState.SUBMITTED, ReportState.APPROVED)


def test_the_only_reviewer_approves_what_they_submitted_as_a_clerk_and_the_trail_says_so(desk: Desk) -> None:
    report = desk.submit("王")
    move(desk, "王", Role.REVIEWER)
    for who in ("周", "吴"):
        disable(desk, who)
    desk.approve(report, "王")
    assert ALONE in reason_in_trail(desk, "审核通过")


def test_a_clerk_who_became_head_does_not_confirm_what_they_submitted(desk: Desk) -> None:
    seat_the_others(desk)  # 郑 heads the unit, too
    switch(desk, True)
    own, other = desk.submit("王"), desk.submit("何", "增速", value="21")
    become_head(desk, "王")
    with pytest.raises(OwnWork, match="另一个人确认（郑可以确认）"):
        confirm(desk, own, "王")
    (left,) = confirm_many(desk, [own, other], "王")
    assert (left.key, "另一个人" in left.why) == (own, True)
    assert [row.report_id for row in rows(desk.engine, HeadConfirmation)] == [other]
    confirm(desk, own, "郑")
    assert {*reasons_in_trail(desk, "负责人确认")} == {""}


def test_the_only_head_of_the_unit_confirms_what_they_submitted_and_the_trail_says_so(desk: Desk) -> None:
    seat_the_others(desk)
    switch(desk, True)
    own = desk.submit("王")
    become_head(desk, "王")
    disable(desk, "郑")  # 冯 heads another unit
    confirm(desk, own, "王")
    assert ALONE in reason_in_trail(desk, "负责人确认")
    with reading(desk.engine) as session:
        assert list(integrity.findings(session)) == []


def test_who_stated_a_path_does_not_agree_to_it_after_moving_to_the_office(desk: Desk) -> None:
    assert state(desk) == ()
    stated = statement(desk)
    move(desk, "王", Role.REVIEWER)
    (left,) = agree(desk, stated, who="王")
    assert "周、吴可以审定" in left.why
    assert agree(desk, stated) == ()


def test_the_page_says_who_decides_on_ones_own_application(visit: Visit, world_engine: Engine) -> None:
    asked(world_engine, REVIEWER, value=Decimal(80))
    at = visit(REVIEWER, "adjustments")
    assert "可以由您自行审定" in text_of(at), "the world has one reviewer"
    with transaction(world_engine) as session:
        accounts.create_account(session, None, "wu", "吴督查", Role.REVIEWER, [], NOW)
    at = visit(REVIEWER, "adjustments")
    assert "须由另一个人审定(吴督查可以审定)" in text_of(at)
    words = [each.label for each in at.button]
    assert "同意" not in words
    assert "撤回申请" in words


def test_whoever_has_no_right_is_told_that_and_not_who_else(desk: Desk) -> None:
    request = apply(desk)
    with pytest.raises(NotAllowed) as refused:
        accept(desk, request, "王")
    assert not isinstance(refused.value, OwnWork)
