"""The page 会签, and what the reviewer and the target's page show of it."""

from html import escape
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.countersign.cast import HEAD, seat_a_head
from tests.entry.ledger import rows
from tests.pages.conftest import Visit, half_width, is_refused, text_of
from tests.pages.world import JIAOTONG, KEJI, NASTY, NOW, REVIEWER
from tests.review.test_review_page import approve, press, send, widget
from tracker.db import transaction
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.people import person_of_login
from tracker.services import countersigns, reviews
from tracker.tables import Countersign, ObjectionAnswer, Review


def object_to(engine: Engine, report: int, note: str = "数据重复。") -> None:
    """市交通运输局 objects meanwhile."""
    with transaction(engine) as session:
        clerk = person_of_login(session, JIAOTONG)
        unit = next(iter(clerk.unit_ids))
        countersigns.sign(session, clerk, report, unit, Stance.OBJECT, note, NOW)


def text_area(at: AppTest, ending: str) -> Any:
    return next(each for each in at.text_area if (each.key or "").endswith(ending))


def test_a_co_responsible_unit_sees_figure_clause_and_texts_and_agrees(
    visit: Visit, world_engine: Engine
) -> None:
    send(world_engine, KEJI, "T03-01", value="3", progress=NASTY)
    at = visit(JIAOTONG, "countersign")
    said = text_of(at)
    assert not at.exception
    for words in ("科创强基项目", "3<small>项</small>", "市发改局", "未表态", "还没有表态"):
        assert words in said, words
    assert half_width(escape(NASTY)) in said
    assert at.radio[0].label == "1项，其中1项未表态"
    press(at, "同意")
    assert not at.exception
    (word,) = rows(world_engine, Countersign)
    assert (word.stance, word.note) == (Stance.CONFIRM, "")
    assert at.radio[0].label == "1项，其中0项未表态"
    assert at.toast[0].value == "T03\\-01 已会签：同意。"


def test_an_objection_needs_a_note_and_can_be_changed(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T03-01", value="3")
    at = press(visit(JIAOTONG, "countersign"), "有异议")
    assert "有异议时请写明异议内容" in text_of(at)
    text_area(at, "-note").set_value("数据重复。").run()
    press(at, "有异议")
    assert "有异议:数据重复。(李建国" in text_of(at)
    press(at, "同意")
    assert [row.stance for row in rows(world_engine, Countersign)] == [Stance.OBJECT, Stance.CONFIRM]


def test_a_submission_that_came_meanwhile_is_not_countersigned_unseen(
    visit: Visit, world_engine: Engine
) -> None:
    old = send(world_engine, KEJI, "T03-01", value="3")
    at = visit(JIAOTONG, "countersign")
    text_area(at, "-note").set_value("已核对。")
    with transaction(world_engine) as session:
        reviews.send_back(session, person_of_login(session, REVIEWER), old, "请核对。", NOW)
    send(world_engine, KEJI, "T03-01", number=1, value="2")
    press(at, "同意")
    assert not at.exception
    assert "已有新的提交" in text_of(at)
    assert "您填写的意见:已核对。" in text_of(at), "what was typed is not lost"
    assert not rows(world_engine, Countersign)


def test_nothing_to_countersign_is_said_so(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "countersign", "2025Q1"))
    assert "2025年一季度没有可以会签的填报" in said


@pytest.mark.parametrize("login", [REVIEWER, HEAD, "lingdao", "guanli"])
def test_who_does_not_countersign_has_no_such_page(visit: Visit, world_engine: Engine, login: str) -> None:
    seat_a_head(world_engine)
    assert is_refused(visit(login, "countersign"))


def test_the_reviewer_answers_an_objection_and_it_is_not_lost(visit: Visit, world_engine: Engine) -> None:
    report = send(world_engine, KEJI, "T03-01", value="3")
    object_to(world_engine, report, NASTY)
    at = visit(REVIEWER, "review", report=str(report))
    assert half_width(escape(NASTY.split("\n")[0])) in text_of(at)
    approve(at)
    assert "市交通运输局有异议,请先写明答复" in text_of(at)
    at.text_area[0].set_value("已核对,没有重复。").run()
    approve(at)
    assert not at.exception
    assert [row.text for row in rows(world_engine, ObjectionAnswer)] == ["已核对,没有重复。"]
    said = text_of(visit(REVIEWER, "target", "2025Q3", code="T03-01"))
    assert "市府办答复:已核对,没有重复。" in said
    assert "<b>进展" not in said


def test_an_objection_that_came_meanwhile_is_shown_before_anything_is_approved(
    visit: Visit, world_engine: Engine
) -> None:
    report = send(world_engine, KEJI, "T03-01", value="3")
    at = visit(REVIEWER, "review", report=str(report))
    before = len(rows(world_engine, Review))
    object_to(world_engine, report)
    widget(at, "text_input", "note").set_value("已核对名单。")
    approve(at)
    assert not at.exception
    assert len(rows(world_engine, Review)) == before
    said = text_of(at)
    assert "市交通运输局对这项数据有异议,请查看并答复后再审核通过" in said
    assert "T03-01" in said, "the same submission stays open"
    assert widget(at, "text_input", "note").value == "已核对名单。"
    assert at.text_area[0].label == "答复市交通运输局"


def test_an_objection_after_approval_stands_in_a_section_of_the_queue(
    visit: Visit, world_engine: Engine
) -> None:
    report = send(world_engine, KEJI, "T03-01", value="3")
    with transaction(world_engine) as session:
        reviews.approve(session, person_of_login(session, REVIEWER), report, NOW)
    assert "已审核有异议" not in text_of(visit(REVIEWER, "review"))
    at = visit(JIAOTONG, "countersign")
    assert "填报关闭前仍可提出异议" in text_of(at)
    text_area(at, "-note").set_value("数据重复。").run()
    press(at, "有异议")
    said = text_of(visit(REVIEWER, "review"))
    assert "已审核有异议" in said
    assert 'href="/target?code=T03-01&amp;q=2025Q3"' in said
    assert "数据重复。" in said
