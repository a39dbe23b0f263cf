"""The review page as the mayor's office sees it: the queue, one submission, a decision, the next."""

import re
from datetime import timedelta
from decimal import Decimal
from html import escape
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, half_width, is_refused, rows_of, text_of, unit_id
from tests.pages.world import JIAOTONG, KEJI, NASTY, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Decision, Stance, VerifyMethod
from tracker.queries.people import person_of_login
from tracker.services import reviews
from tracker.services.countersigns import sign
from tracker.services.reports import Seen, submit, withdraw
from tracker.tables import Report, Review, Target

Q3 = Period(2025, 3)
_CODES = {
    "新增高新技术企业": "A1-01",
    "协同创新项目": "T02-01",
    "科创强基项目": "T03-01",
    "新增内河500吨级及以上泊位": "T18-01",
}


def send(engine: Engine, login: str, code: str, number: int = 0, period: Period = Q3, **typed: str) -> int:
    """A department submits meanwhile."""
    target = next(each.id for each in rows(engine, Target) if each.code == code)
    texts = {
        Field.VALUE: "3",
        Field.DATA_MONTH: str(period.last_month),
        Field.FINALITY: "final",
        Field.PROGRESS: "推进。",
        Field.PROBLEM: "慢。",
        Field.NEXT_STEP: "赶。",
    } | {Field(name): words for name, words in typed.items()}
    with transaction(engine) as session:
        seen = Seen(number, {name: (0, words) for name, words in texts.items()})
        clerk = person_of_login(session, login)
        return submit(session, clerk, target, period, seen, f"{code}-{number}-{period}-x", NOW)


def widget(at: AppTest, kind: str, name: str) -> Any:
    return next(each for each in at.get(kind) if (each.key or "").endswith(f"-{name}"))


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def button(at: AppTest, name: str) -> Any:
    return next(each for each in at.button if (each.key or "").endswith(f"-{name}"))


def approve(at: AppTest) -> AppTest:
    return button(at, "approve").click().run()


def send_back(at: AppTest) -> AppTest:
    """Once the fields of a return are open."""
    return button(at, "return").click().run()


def codes(at: AppTest) -> list[str]:
    """What stands in the queue, in its order."""
    listed = next(str(each.value) for each in at.html if 'class="queue"' in str(each.value))
    queue = listed[listed.index('class="queue"') :]
    return [_CODES[name] for name in re.findall(r"<b>([^<]*)</b>", queue)]


def _waiting(engine: Engine) -> int:
    """A1-01's figure of the third quarter."""
    key: int = next(each.id for each in rows(engine, Report) if each.period == Q3 and each.value == 68)
    return key


def decided(engine: Engine) -> Review:
    newest: Review = rows(engine, Review)[-1]
    return newest


def test_a_submission_is_shown_with_all_that_is_needed_to_decide(visit: Visit) -> None:
    at = visit(REVIEWER, "review")
    said = text_of(at)
    assert not at.exception
    for words in (
        "新增高新技术企业",
        "100家",
        "68<small>家</small>",
        "稍慢",
        "7—9月新增23家",
        "9月27日 04:30 按期提交",
        "王晓岚",
        "按计划推进。",
    ):
        assert words in said
    assert "<td>1—6月</td><td>45</td>" in said


def test_approving_takes_the_figure_as_it_was_seen(visit: Visit, world_engine: Engine) -> None:
    at = approve(visit(REVIEWER, "review"))
    assert not at.exception
    review = decided(world_engine)
    assert (review.decision, review.verified_value) == (Decision.APPROVE, None)
    assert "没有待审核的填报" in text_of(at), "the queue is empty, and says so"
    assert at.toast[0].value == "A1\\-01 已审核通过。"


def test_another_value_is_read_back_and_asks_how_it_was_found(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value("66家").run()
    assert "读作 66家" in text_of(at)
    approve(at)
    assert "请选择核实方式" in text_of(at)
    widget(at, "segmented_control", "method").set_value("phone").run()
    approve(at)
    review = decided(world_engine)
    assert (review.verified_value, review.method) == (Decimal(66), VerifyMethod.PHONE)


@pytest.mark.parametrize("typed", ["六十六", "-3", "9" * 400, "<b>66</b>"])
def test_a_value_that_can_not_be_read_decides_nothing(visit: Visit, world_engine: Engine, typed: str) -> None:
    before = len(rows(world_engine, Review))
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value(typed).run()
    approve(at)
    assert not at.exception
    assert "<b>66" not in text_of(at)
    assert len(rows(world_engine, Review)) == before
    assert widget(at, "text_input", "verified").value == typed


def test_returning_needs_a_note(visit: Visit, world_engine: Engine) -> None:
    at = send_back(press(visit(REVIEWER, "review"), "退回…"))
    assert "退回时请写明需要修改的内容" in text_of(at)
    widget(at, "text_area", "return-note").set_value("请附名单。").run()
    send_back(at)
    assert (decided(world_engine).decision, decided(world_engine).note) == (Decision.RETURN, "请附名单。")


def test_after_a_decision_the_next_one_opens(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T02-01", value="15")
    send(world_engine, KEJI, "T03-01", value="1")
    at = visit(REVIEWER, "review")
    assert codes(at) == ["T03-01", "A1-01", "T02-01"], "behind, slightly behind, on pace"
    approve(at)
    assert not at.exception
    assert codes(at) == ["A1-01", "T02-01"]
    assert "新增高新技术企业" in text_of(at)
    approve(at)
    assert codes(at) == ["T02-01"]


def test_the_queue_is_narrowed_to_a_department(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, JIAOTONG, "T18-01")
    at = visit(REVIEWER, "review")
    assert codes(at) == ["T18-01", "A1-01"]
    jiaotong = str(unit_id(world_engine, "市交通运输局"))
    assert f'unit={jiaotong}&amp;q=2025Q3">市交通运输局:1</a>' in text_of(at)
    at = visit(REVIEWER, "review", unit=jiaotong)
    assert codes(at) == ["T18-01"]
    assert codes(visit(REVIEWER, "review", unit="市交通运输局")) == ["T18-01"], "as the first version said it"
    approve(at)
    assert not at.exception
    assert "没有待审核的填报" in text_of(at)
    assert codes(visit(REVIEWER, "review")) == ["A1-01"]


def test_a_note_for_one_submission_is_not_carried_over_to_the_next(
    visit: Visit, world_engine: Engine
) -> None:
    send(world_engine, KEJI, "T02-01", value="15")
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "note").set_value("请附名单。").run()
    approve(at)
    assert widget(at, "text_input", "note").value == ""


def test_a_submission_that_came_meanwhile_is_not_approved_unseen(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    seen = _waiting(world_engine)
    with transaction(world_engine) as session:
        withdraw(session, person_of_login(session, KEJI), seen, NOW)
    send(world_engine, KEJI, "A1-01", number=1, value="75")
    widget(at, "text_input", "note").set_value("已核对名单。")
    approve(at)
    assert not at.exception
    assert "已有新的提交" in text_of(at)
    assert "已核对名单。" in text_of(at), "what was typed is not lost"
    assert "75<small>家</small>" in text_of(at), "the new one is shown"
    assert decided(world_engine).decision is Decision.WITHDRAW


def test_a_colleagues_decision_is_told(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    seen = _waiting(world_engine)
    with transaction(world_engine) as session:
        reviews.send_back(session, person_of_login(session, REVIEWER), seen, "请附名单。", NOW)
    approve(at)
    assert not at.exception
    assert "这项数据已退回,不在待审核状态" in text_of(at)
    assert "没有待审核的填报" in text_of(at)


def test_a_correction_shows_the_old_value_and_the_reason(visit: Visit, world_engine: Engine) -> None:
    send(
        world_engine,
        KEJI,
        "A1-01",
        number=1,
        period=Period(2025, 2),
        value="44",
        reason="一家企业<b>重复</b>。",
    )
    at = visit(REVIEWER, "review", "2025Q2")
    assert "已审核的 45 改为 44,减少 1" in text_of(at)
    assert "更正理由" in text_of(at)
    assert "一家企业&lt;b&gt;重复&lt;/b&gt;。" in text_of(at)
    assert codes(at) == ["A1-01"]


def test_a_link_to_what_is_decided_is_answered_in_words(visit: Visit) -> None:
    at = visit(REVIEWER, "review", report="1")
    assert "链接中的填报不在待审核清单中" in text_of(at)
    assert codes(at) == ["A1-01"]


def test_what_departments_wrote_is_shown_as_text(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T03-01", value="1", progress=NASTY)
    at = visit(REVIEWER, "review")
    assert half_width(escape(NASTY)) in text_of(at)
    for kind in (at.markdown, at.caption, at.html):
        assert all("<b>进展" not in str(shown.value) for shown in kind)


def test_an_empty_quarter_says_where_submissions_come_from(visit: Visit) -> None:
    at = visit(REVIEWER, "review", "2025Q1")
    assert "2025年一季度没有待审核的填报" in text_of(at)
    assert "部门提交后会出现在这里" in text_of(at)


@pytest.mark.parametrize("login", [KEJI, "lingdao", "guanli"])
def test_who_does_not_review_has_no_such_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "review"))


def test_a_late_submission_is_said_to_be_late(visit: Visit, world_engine: Engine) -> None:
    target = next(each.id for each in rows(world_engine, Target) if each.code == "T03-01")
    texts = {
        Field.VALUE: "1",
        Field.DATA_MONTH: "9",
        Field.FINALITY: "estimate",
        Field.PROGRESS: "推进。",
        Field.PROBLEM: "慢。",
        Field.NEXT_STEP: "赶。",
    }
    with transaction(world_engine) as session:
        seen = Seen(0, {name: (0, words) for name, words in texts.items()})
        submit(session, person_of_login(session, KEJI), target, Q3, seen, "late", NOW + timedelta(days=4))
    said = text_of(visit(REVIEWER, "review"))
    assert "逾期" in said
    assert '<i class="tag">预计</i>' in said


def test_a_return_names_the_fields_that_it_is_about(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "note").set_value("请核对后重新提交。").run()
    press(at, "退回…")
    assert widget(at, "text_area", "return-note").value == "请核对后重新提交。", "what was written is kept"
    widget(at, "pills", "fields").set_value(["value", "progress", "evidence"]).run()
    send_back(at)
    assert "请写明“本年累计”需要修改的内容" in text_of(at)
    widget(at, "text_input", "note-value").set_value("是否含港区?").run()
    widget(at, "text_input", "note-progress").set_value("请附名单。").run()
    widget(at, "text_input", "note-evidence").set_value("请补盖章的清单。").run()
    send_back(at)
    note = "请核对后重新提交。\n【数值】是否含港区?\n【进展情况】请附名单。\n【佐证材料】请补盖章的清单。"
    assert decided(world_engine).note == note


def test_a_return_that_is_called_off_decides_nothing(visit: Visit, world_engine: Engine) -> None:
    before = len(rows(world_engine, Review))
    at = press(press(visit(REVIEWER, "review"), "退回…"), "取消")
    assert len(rows(world_engine, Review)) == before
    approve(at)
    assert decided(world_engine).decision is Decision.APPROVE


def test_a_slip_of_the_verified_value_is_asked_about_and_not_blocked(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value("680").run()
    assert "与上季度相差约10倍,是否应为 68家?" in text_of(at)
    widget(at, "segmented_control", "method").set_value("phone").run()
    approve(at)
    assert decided(world_engine).verified_value == 680


def test_a_correction_above_a_later_quarter_and_data_not_updated_are_seen(
    visit: Visit, world_engine: Engine
) -> None:
    send(world_engine, KEJI, "A1-01", number=1, period=Period(2025, 1), value="60", reason="补录。")
    assert "累计 60 高于二季度已报的 45" in text_of(visit(REVIEWER, "review", "2025Q1"))
    note = "统计数据尚未发布。"
    old = send(world_engine, JIAOTONG, "A4-02", number=1, value="17.5", data_month="6", scope_note=note)
    said = text_of(visit(REVIEWER, "review", report=str(old)))
    assert '<i class="tag">1—6月</i>' in said
    assert "数据截至6月,没有三季度的数据:按“未更新”计,不作评价" in said


def test_a_part_of_a_thing_is_no_verified_value(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value("67.5").run()
    assert "“家”按整数计,不会是 67.5家,请核对。" in text_of(at)
    widget(at, "segmented_control", "method").set_value("phone").run()
    approve(at)
    assert not rows(world_engine, Review) or decided(world_engine).verified_value != Decimal("67.5")


def test_the_reasons_to_look_stand_beside_the_figure(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "A1-01", number=1, period=Period(2025, 2), value="450", reason="漏报。")
    at = visit(REVIEWER, "review", "2025Q2")
    said = text_of(at)
    for words in (
        "较上季度 27 增至 450,约10倍",
        "已审核的 45 改为 450,增加 405",
        "完成年度目标的450.0%,超过 120%",
    ):
        assert words in said, words
    assert codes(at) == ["A1-01"]


def test_what_was_returned_and_what_changed_since_is_shown(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        reviews.send_back(session, person_of_login(session, REVIEWER), _waiting(world_engine), NASTY, NOW)
    send(world_engine, KEJI, "A1-01", number=1, value="75", progress="已附名单。")
    at = visit(REVIEWER, "review")
    said = text_of(at)
    assert "第1次提交 · 已退回 · 周督查,10月9日 09:00" in said
    assert "68家 → 75家" in said
    assert "已附名单。" in said
    assert half_width(escape(NASTY)) in said, "as it was written, never as Markdown"


def many(visit: Visit, **address: str) -> AppTest:
    return visit(REVIEWER, "review", "2025Q3", mode="many", **address)


def listed(at: AppTest) -> list[str]:
    """What stands in the table, in its order."""
    return [_CODES[name] for name in at.dataframe[0].value["target"]] if at.dataframe else []


def choose(at: AppTest, *places: int) -> AppTest:
    at.session_state[at.dataframe[0].key] = {"selection": {"rows": list(places), "columns": [], "cells": []}}
    return at.run()


def test_in_bulk_what_deserves_a_look_is_not_preselected(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T02-01", value="16")
    send(world_engine, KEJI, "T03-01", value="1")
    at = many(visit)
    assert not at.exception
    assert listed(at) == ["T03-01", "A1-01", "T02-01"]
    press(at, "通过选中的1项")
    assert not at.exception
    assert listed(at) == ["T03-01", "A1-01"]
    assert decided(world_engine).verified_value is None
    assert next(each for each in at.button if each.label == "通过选中的0项").disabled, "none is carried over"


def test_in_bulk_the_gap_reads_as_in_every_list(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T02-01", value="17")
    shown = dict(zip(listed(at := many(visit)), at.dataframe[0].value["gap"], strict=True))
    assert (shown["T02-01"], shown["A1-01"]) == ("+10.0", "−7.0")


def test_in_bulk_what_has_no_hint_is_chosen_again(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T02-01", value="16")
    at = choose(many(visit), 0, 1)
    assert "通过选中的2项" in {each.label for each in at.button}
    press(at, "全不选")
    assert "通过选中的0项" in {each.label for each in at.button}
    press(at, "选中没有提示的")
    press(at, "通过选中的1项")
    assert listed(at) == ["A1-01"]


def test_in_bulk_what_is_chosen_is_approved_and_what_came_meanwhile_is_named(
    visit: Visit, world_engine: Engine
) -> None:
    send(world_engine, KEJI, "T02-01", value="16")
    at = choose(many(visit), 0, 1)
    seen = _waiting(world_engine)
    with transaction(world_engine) as session:
        withdraw(session, person_of_login(session, KEJI), seen, NOW)
    new = send(world_engine, KEJI, "A1-01", number=1, value="40", reason="核减。")
    press(at, "通过选中的2项")
    assert not at.exception
    assert "1项没有通过,其余已通过" in text_of(at)
    assert "A1-01:这项数据已有新的提交" in text_of(at)
    assert new not in {review.report_id for review in rows(world_engine, Review)}, "unseen"
    assert listed(at) == ["A1-01"]
    assert "通过选中的0项" in {each.label for each in at.button}, "the new one is not chosen"


def test_in_bulk_one_note_returns_what_is_chosen(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T02-01", value="16")
    at = choose(many(visit), 0, 1)
    at.button(key="review-many-send-back").click().run()
    assert "退回时请写明需要修改的内容" in text_of(at)
    widget(at, "text_area", "note").set_value("请附名单。").run()
    at.button(key="review-many-send-back").click().run()
    assert not at.exception
    newest = rows(world_engine, Review)[-2:]
    assert [(each.decision, each.note) for each in newest] == [(Decision.RETURN, "请附名单。")] * 2
    assert "没有待审核的填报" in text_of(at)


def test_in_bulk_what_is_objected_to_stands_beside_the_table(visit: Visit, world_engine: Engine) -> None:
    report = send(world_engine, KEJI, "T03-01", value="3")
    with transaction(world_engine) as session:
        clerk = person_of_login(session, JIAOTONG)
        sign(session, clerk, report, next(iter(clerk.unit_ids)), Stance.OBJECT, "数据重复。", NOW)
    at = many(visit)
    assert listed(at) == ["A1-01"]
    assert "有异议,须逐项答复" in text_of(at)
    assert f"report={report}" in text_of(at), "a link to decide it by itself"


def test_what_was_decided_is_listed_the_newest_first(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value("66").run()
    widget(at, "segmented_control", "method").set_value("phone").run()
    widget(at, "text_input", "note").set_value("已与企业核对。").run()
    approve(at)
    listed = rows_of(text_of(visit(REVIEWER, "review", "2025Q3", mode="done")), "已审")
    assert listed[0] == [
        "新增高新技术企业",
        "市科技局",
        "68家",
        "66家",
        "已审核",
        "已与企业核对。",
        "周督查",
        "10月9日 09:00",
    ]
    assert len(listed) == sum(
        each.decision is not Decision.WITHDRAW and report.period == Q3
        for each in rows(world_engine, Review)
        for report in rows(world_engine, Report)
        if report.id == each.report_id
    )


def test_a_quarter_without_decisions_says_so(visit: Visit) -> None:
    assert "2025年四季度还没有审核过的填报" in text_of(visit(REVIEWER, "review", "2025Q4", mode="done"))
