"""The review page as the mayor's office sees it: the queue, one submission, a decision, the next."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, is_refused, text_of, unit_id
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


def codes(at: AppTest) -> list[str]:
    return [option.replace("\\", "").split(" ")[0] for option in at.radio[0].options]


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
        "68家",
        "稍慢",
        "7—9月新增23家",
        "上半年",
        "45家",
        "45.0%",
        "王晓岚 于 9月27日 04:30 提交,按期",
    ):
        assert words in said
    assert "按计划推进。" in {shown.value for shown in at.text}


def test_approving_takes_the_figure_as_it_was_seen(visit: Visit, world_engine: Engine) -> None:
    at = press(visit(REVIEWER, "review"), "审核通过")
    assert not at.exception
    review = decided(world_engine)
    assert (review.decision, review.verified_value) == (Decision.APPROVE, None)
    assert "没有待审核的填报" in text_of(at), "the queue is empty, and says so"
    assert at.toast[0].value == "A1\\-01 已审核通过。"


def test_another_value_is_read_back_and_asks_how_it_was_found(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value("66家").run()
    assert "读作 66家" in text_of(at)
    press(at, "审核通过")
    assert "请选择核实方式" in text_of(at)
    widget(at, "segmented_control", "method").set_value("phone").run()
    press(at, "审核通过")
    review = decided(world_engine)
    assert (review.verified_value, review.method) == (Decimal(66), VerifyMethod.PHONE)


@pytest.mark.parametrize("typed", ["六十六", "-3", "9" * 400, "<b>66</b>"])
def test_a_value_that_can_not_be_read_decides_nothing(visit: Visit, world_engine: Engine, typed: str) -> None:
    before = len(rows(world_engine, Review))
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value(typed).run()
    press(at, "审核通过")
    assert not at.exception
    assert "<b>66" not in text_of(at)
    assert len(rows(world_engine, Review)) == before
    assert widget(at, "text_input", "verified").value == typed


def test_returning_needs_a_note(visit: Visit, world_engine: Engine) -> None:
    at = press(visit(REVIEWER, "review"), "退回")
    assert "退回时请写明需要修改的内容" in text_of(at)
    widget(at, "text_area", "note").set_value("请附名单。").run()
    press(at, "退回")
    assert (decided(world_engine).decision, decided(world_engine).note) == (Decision.RETURN, "请附名单。")


def test_after_a_decision_the_next_one_opens(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T02-01", value="15")
    send(world_engine, KEJI, "T03-01", value="1")
    at = visit(REVIEWER, "review")
    assert codes(at) == ["T03-01", "A1-01", "T02-01"], "behind, slightly behind, on pace"
    press(at, "审核通过")
    assert not at.exception
    assert codes(at) == ["A1-01", "T02-01"]
    assert "新增高新技术企业" in text_of(at)
    press(at, "审核通过")
    assert codes(at) == ["T02-01"]


def test_the_queue_is_narrowed_to_a_department(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, JIAOTONG, "T18-01")
    at = visit(REVIEWER, "review")
    assert codes(at) == ["T18-01", "A1-01"]
    jiaotong = str(unit_id(world_engine, "市交通运输局"))
    at.selectbox(key="review-unit").select(jiaotong).run()
    assert codes(at) == ["T18-01"]
    assert at.query_params["unit"] == jiaotong
    assert codes(visit(REVIEWER, "review", unit=jiaotong)) == ["T18-01"]
    assert codes(visit(REVIEWER, "review", unit="市交通运输局")) == ["T18-01"], "as the first version said it"
    press(at, "审核通过")
    assert not at.exception
    assert "没有待审核的填报" in text_of(at)
    at.selectbox(key="review-unit").select("").run()
    assert codes(at) == ["A1-01"]


def test_a_note_for_one_submission_is_not_carried_over_to_the_next(
    visit: Visit, world_engine: Engine
) -> None:
    send(world_engine, KEJI, "T02-01", value="15")
    at = visit(REVIEWER, "review")
    widget(at, "text_area", "note").set_value("请附名单。").run()
    press(at, "审核通过")
    assert widget(at, "text_area", "note").value == ""


def test_a_submission_that_came_meanwhile_is_not_approved_unseen(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    seen = _waiting(world_engine)
    with transaction(world_engine) as session:
        withdraw(session, person_of_login(session, KEJI), seen, NOW)
    send(world_engine, KEJI, "A1-01", number=1, value="75")
    widget(at, "text_area", "note").set_value("已核对名单。")
    press(at, "审核通过")
    assert not at.exception
    assert "已有新的提交" in text_of(at)
    assert "已核对名单。" in text_of(at), "what was typed is not lost"
    assert "75家" in text_of(at), "the new one is shown"
    assert decided(world_engine).decision is Decision.WITHDRAW


def test_a_colleagues_decision_is_told(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    seen = _waiting(world_engine)
    with transaction(world_engine) as session:
        reviews.send_back(session, person_of_login(session, REVIEWER), seen, "请附名单。", NOW)
    press(at, "审核通过")
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
    assert "更正:已审核的 45家 改为 44家" in text_of(at)
    assert "一家企业<b>重复</b>。" in {shown.value for shown in at.text}
    assert at.radio[0].options == ["A1\\-01 新增高新技术企业"]


def test_a_link_to_what_is_decided_is_answered_in_words(visit: Visit) -> None:
    at = visit(REVIEWER, "review", report="1")
    assert "链接中的填报不在待审核清单中" in text_of(at)
    assert codes(at) == ["A1-01"]


def test_what_departments_wrote_is_shown_as_text(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T03-01", value="1", progress=NASTY)
    at = visit(REVIEWER, "review")
    assert NASTY in {shown.value for shown in at.text}
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
    assert "1项(预计,未审核)" in said


def test_a_return_names_the_fields_that_it_is_about(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_area", "note").set_value("请核对后重新提交。").run()
    widget(at, "multiselect", "fields").set_value(["value", "progress"]).run()
    press(at, "退回")
    assert "请写明“本年累计”需要修改的内容" in text_of(at)
    widget(at, "text_input", "note-value").set_value("是否含港区?").run()
    widget(at, "text_input", "note-progress").set_value("请附名单。").run()
    press(at, "退回")
    assert decided(world_engine).note == "请核对后重新提交。\n【数值】是否含港区?\n【进展情况】请附名单。"


def test_a_slip_of_the_verified_value_is_asked_about_and_not_blocked(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value("680").run()
    assert "与上季度相差约 10 倍,是否应为 68家?" in text_of(at)
    widget(at, "segmented_control", "method").set_value("phone").run()
    press(at, "审核通过")
    assert decided(world_engine).verified_value == 680


def test_a_correction_above_a_later_quarter_and_data_not_updated_are_seen(
    visit: Visit, world_engine: Engine
) -> None:
    send(world_engine, KEJI, "A1-01", number=1, period=Period(2025, 1), value="60", reason="补录。")
    assert "累计 60 高于二季度已报的 45" in text_of(visit(REVIEWER, "review", "2025Q1"))
    note = "统计数据尚未发布。"
    send(world_engine, JIAOTONG, "A4-02", number=1, value="17.5", data_month="6", scope_note=note)
    said = text_of(visit(REVIEWER, "review", mode="many"))
    assert "数据截至6月,没有三季度的数据:按“未更新”计,不作评价" in said
    assert "17.5万标箱(数据为1—6月)" in said


def test_a_part_of_a_thing_is_no_verified_value(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    widget(at, "text_input", "verified").set_value("67.5").run()
    assert "“家”按整数计,不会是 67.5家,请核对。" in text_of(at)
    widget(at, "segmented_control", "method").set_value("phone").run()
    press(at, "审核通过")
    assert not rows(world_engine, Review) or decided(world_engine).verified_value != Decimal("67.5")


def test_the_reasons_to_look_stand_beside_the_figure(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "A1-01", number=1, period=Period(2025, 2), value="450", reason="漏报。")
    at = visit(REVIEWER, "review", "2025Q2")
    said = text_of(at)
    for words in (
        "值得注意",
        "较上季度 27 增至 450,约 10 倍",
        "已审核的 45 改为 450,增加 405",
        "完成年度目标的450.0%,超过 120%",
    ):
        assert words in said, words
    assert at.radio[0].options == ["A1\\-01 新增高新技术企业"]


def test_what_was_returned_and_what_changed_since_is_shown(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        reviews.send_back(session, person_of_login(session, REVIEWER), _waiting(world_engine), NASTY, NOW)
    send(world_engine, KEJI, "A1-01", number=1, value="75", progress="已附名单。")
    at = visit(REVIEWER, "review")
    said = text_of(at)
    assert "第1次提交 · 已退回 · 周督查,10月9日 09:00" in said
    assert "68家 → 75家" in said
    assert "已附名单。" in said
    assert NASTY in {shown.value for shown in at.text}, "as it was written, never as Markdown"


def many(visit: Visit, **address: str) -> AppTest:
    return visit(REVIEWER, "review", "2025Q3", mode="many", **address)


def boxes(at: AppTest) -> dict[str, tuple[bool, bool]]:
    """By code: whether it is chosen, and whether it can be."""
    shown = (each for each in at.checkbox if (each.key or "").startswith("review-many"))
    return {
        box.label.replace("\\", "").strip("*").split(" ")[0]: (box.value, not box.disabled) for box in shown
    }


def test_in_bulk_what_deserves_a_look_is_not_preselected(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T02-01", value="16")
    send(world_engine, KEJI, "T03-01", value="1")
    at = many(visit)
    assert not at.exception
    assert boxes(at) == {"T03-01": (False, True), "A1-01": (False, True), "T02-01": (True, True)}
    press(at, "审核通过所选 1 项")
    assert not at.exception
    assert set(boxes(at)) == {"T03-01", "A1-01"}
    assert decided(world_engine).verified_value is None


def test_in_bulk_what_is_chosen_is_approved_and_what_came_meanwhile_is_named(
    visit: Visit, world_engine: Engine
) -> None:
    send(world_engine, KEJI, "T02-01", value="16")
    at = many(visit)
    at.checkbox[0].check().run()
    seen = _waiting(world_engine)
    with transaction(world_engine) as session:
        withdraw(session, person_of_login(session, KEJI), seen, NOW)
    new = send(world_engine, KEJI, "A1-01", number=1, value="40", reason="核减。")
    press(at, "审核通过所选 2 项")
    assert not at.exception
    assert "1 项没有通过,其余已通过" in text_of(at)
    assert "A1-01:这项数据已有新的提交" in text_of(at)
    assert new not in {review.report_id for review in rows(world_engine, Review)}, "unseen"
    assert boxes(at) == {"A1-01": (False, True)}, "the new one is not chosen by the old one's box"


def test_in_bulk_an_objection_closes_the_box(visit: Visit, world_engine: Engine) -> None:
    report = send(world_engine, KEJI, "T03-01", value="3")
    with transaction(world_engine) as session:
        clerk = person_of_login(session, JIAOTONG)
        sign(session, clerk, report, next(iter(clerk.unit_ids)), Stance.OBJECT, "数据重复。", NOW)
    at = many(visit)
    assert boxes(at)["T03-01"] == (False, False)
    assert "有异议,须逐项答复" in text_of(at)
