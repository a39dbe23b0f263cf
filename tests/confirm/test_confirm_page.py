"""The page 负责人确认, the switch on 填报窗口, and what the reviewer sees meanwhile."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.countersign.cast import HEAD, seat_a_head
from tests.entry.ledger import rows
from tests.pages.conftest import Visit, is_refused, passages_of, text_of
from tests.pages.every_role import seat_a_head_who_confirms
from tests.pages.world import KEJI, NASTY, NOW, REVIEWER
from tests.review.test_review_page import decided, press, send
from tracker.db import transaction
from tracker.domain.workflow.lifecycle import Decision
from tracker.queries.people import person_of_login
from tracker.services import reports
from tracker.tables import HeadConfirmation, PlanOption, Report


@pytest.fixture
def office(world_engine: Engine) -> Engine:
    """The world with a head, and the switch on."""
    seat_a_head_who_confirms(world_engine)
    return world_engine


def waiting_id(engine: Engine) -> int:
    key: int = next(each.id for each in rows(engine, Report) if each.value == 68)
    return key


def check(at: AppTest, report: int) -> AppTest:
    return next(box for box in at.checkbox if f"-{report}-chosen" in (box.key or "")).check().run()


def test_a_head_sees_figure_last_quarter_and_texts_and_confirms(visit: Visit, office: Engine) -> None:
    other = send(office, KEJI, "T02-01", value="16", progress=NASTY)
    at = visit(HEAD, "confirm")
    said = text_of(at)
    assert not at.exception
    for words in ("待确认2项", "68家", "45家", "完成年度目标的68.0%", "16项", "没有数据"):
        assert words in said, words
    assert NASTY in passages_of(at)
    check(at, other)
    press(at, "确认所选1项")
    assert not at.exception
    assert [row.report_id for row in rows(office, HeadConfirmation)] == [other]
    assert "待确认1项" in text_of(at)
    press(at, "确认")
    assert "2025年三季度没有待确认的填报" in text_of(at)


def test_all_are_confirmed_at_once(visit: Visit, office: Engine) -> None:
    send(office, KEJI, "T02-01", value="16")
    at = press(visit(HEAD, "confirm"), "全部选中")
    press(at, "确认所选2项")
    assert len(rows(office, HeadConfirmation)) == 2


def test_what_was_resubmitted_meanwhile_is_not_confirmed_unseen(visit: Visit, office: Engine) -> None:
    at = press(visit(HEAD, "confirm"), "全部选中")
    with transaction(office) as session:
        reports.withdraw(session, person_of_login(session, KEJI), waiting_id(office), NOW)
    send(office, KEJI, "A1-01", number=1, value="75")
    press(at, "确认所选1项")
    assert not at.exception
    assert "A1-01:这项数据已有新的提交" in text_of(at)
    assert not rows(office, HeadConfirmation)
    assert "确认所选0项" in [button.label for button in at.button], "the new one is not chosen"


def test_a_head_sends_back_with_a_note(visit: Visit, office: Engine) -> None:
    at = press(visit(HEAD, "confirm"), "退回给填报人")
    assert "退回时请写明需要修改的内容" in text_of(at)
    at.text_area[0].set_value("请补充名单。").run()
    press(at, "退回给填报人")
    assert (decided(office).decision, decided(office).note) == (
        Decision.RETURN,
        "单位负责人郑局长退回：请补充名单。",
    )
    assert "没有待确认的填报" in text_of(at)
    said = text_of(visit(KEJI, "entry", "2025Q3", code="A1-01"))
    assert "郑局长退回" in said


def test_while_it_is_off_the_page_says_so(visit: Visit, world_engine: Engine) -> None:
    seat_a_head(world_engine)
    assert "没有启用单位负责人确认" in text_of(visit(HEAD, "confirm"))


@pytest.mark.parametrize("login", [KEJI, REVIEWER, "lingdao", "guanli"])
def test_who_heads_no_unit_has_no_such_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "confirm"))


def test_the_reviewer_sees_what_waits_for_its_head_and_can_not_approve_it(
    visit: Visit, office: Engine
) -> None:
    at = visit(REVIEWER, "review")
    assert "待单位负责人确认,确认后才能审核通过" in text_of(at)
    assert next(button for button in at.button if button.label == "审核通过").disabled
    at = visit(REVIEWER, "review", "2025Q3", mode="many")
    assert not at.dataframe
    assert not any("通过选中" in button.label for button in at.button)
    assert "须逐项审核的1项" in text_of(at)
    assert "待单位负责人确认" in text_of(at)


def test_the_switch_stands_on_the_page_of_the_windows(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "windows")
    switch = next(each for each in at.toggle if each.label == "单位负责人确认")
    assert not switch.value
    switch.set_value(True).run()
    assert not at.exception
    assert [row.head_confirms for row in rows(world_engine, PlanOption)] == [True]
    said = text_of(at)
    assert "已启用单位负责人确认。" in said
    assert "最近设置:周督查" in said
    next(each for each in at.toggle if each.label == "单位负责人确认").set_value(False).run()
    assert [row.head_confirms for row in rows(world_engine, PlanOption)] == [True, False]
