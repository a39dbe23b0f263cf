"""The entry page as a clerk sees it: typing, saving, being asked, submitting, being refused."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, is_refused, passages_of, text_of, turn_to
from tests.pages.world import JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.queries.people import person_of_login
from tracker.services import reviews
from tracker.services.drafts import save_cell
from tracker.tables import DraftCell, Report, SignInSession, Target
from tracker.ui.entry import state
from tracker.ui.frame import shell

Q3 = Period(2025, 3)
Opened = Callable[..., AppTest]


def field(at: AppTest, name: Field) -> Any:
    """The widget of a field, by the end of its key."""
    for kind in ("text_input", "text_area", "segmented_control", "selectbox", "checkbox"):
        for widget in at.get(kind):
            if (widget.key or "").endswith(f"-{name.value}"):
                return widget
    raise LookupError(name)


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def listed(at: AppTest) -> list[str]:
    """The codes of the list beside the form."""
    nav = re.search(r'<nav class="form-list".*?</nav>', text_of(at))
    assert nav is not None
    return re.findall(r'class="code">(.*?)</span>', nav[0])


def current(at: AppTest) -> str:
    chosen = re.search(r'aria-current=true><i.*?class="code">(.*?)</span>', text_of(at))
    assert chosen is not None
    return chosen[1]


def draft(engine: Engine, name: Field) -> DraftCell | None:
    return next((cell for cell in rows(engine, DraftCell) if cell.field == name), None)


def another_hand(engine: Engine, code: str, name: Field, words: str) -> None:
    """A colleague in the same department saves a cell meanwhile, on top of what is stored."""
    target = next(each.id for each in rows(engine, Target) if each.code == code)
    stored = draft(engine, name)
    seen = stored.version if stored else 0
    with transaction(engine, advance=False) as session:
        clerk = person_of_login(session, KEJI)
        save_cell(session, clerk, target, Q3, name, words, seen, NOW)


def filled(at: AppTest, value: str = "15") -> AppTest:
    field(at, Field.VALUE).set_value(value).run()
    field(at, Field.FINALITY).set_value("final").run()
    for name in (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP):
        field(at, name).set_value("按计划推进。").run()
    return at


def test_the_page_shows_window_count_and_the_departments_list(visit: Visit) -> None:
    at = visit(KEJI, "entry")
    assert not at.exception
    assert "填报中 · 10月10日 18:00 截止,还剩1天" in text_of(at)
    assert "1 / 8项已报(目标4项、预算4项)" in text_of(at)
    assert len(listed(at)) == 8
    assert "A4" not in "".join(listed(at)), "another department's targets are not listed"


def test_a_link_opens_its_target_and_a_foreign_one_is_refused_in_words(visit: Visit) -> None:
    assert "内河港区集装箱吞吐量" in text_of(visit(JIAOTONG, "entry", code="A4-02"))
    foreign = text_of(visit(KEJI, "entry", code="A4-02"))
    assert "A4-02:这项目标不由您所在单位牵头,您不能填报。" in foreign
    assert "内河港区集装箱吞吐量" not in foreign
    unknown = visit(KEJI, "entry", code="<b>X</b>")
    assert "&lt;b&gt;X&lt;/b&gt;:这项目标不由您所在单位牵头" in text_of(unknown)


@pytest.mark.parametrize("login", [REVIEWER, LEADER])
def test_who_fills_nothing_in_has_no_such_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "entry"))


def test_previous_next_and_the_next_open_one_move_through_the_list(visit: Visit) -> None:
    at = visit(KEJI, "entry", code="B1-04")
    press(at, "下一项")
    assert current(at) == "A1-01"
    assert at.query_params["code"] == "A1-01"
    press(at, "下一个待办")
    assert current(at) == "T02-01"
    press(at, "上一项")
    assert current(at) == "A1-01"


def test_what_is_typed_is_read_back_and_saved_as_a_draft(visit: Visit, world_engine: Engine) -> None:
    at = visit(JIAOTONG, "entry", code="A4-02")
    field(at, Field.VALUE).set_value("28").run()
    assert "28万标箱 = 280,000标箱;本季新增 = 28 − 17.5 = 10.5" in text_of(at)
    assert "草稿已保存 09:00" in text_of(at)
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "28"


def test_a_first_quarters_own_increase_is_offered_as_the_total(visit: Visit, world_engine: Engine) -> None:
    at = visit(JIAOTONG, "entry", code="A4-02")
    field(at, Field.VALUE).set_value("9.5").run()
    assert "填的是否为本季新增" in text_of(at)
    assert field(at, Field.REASON) is not None, "a real fall can be explained"
    press(at, "改为 27")
    assert field(at, Field.VALUE).value == "27"
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "27"


def test_a_question_is_answered_once_before_submitting(visit: Visit, world_engine: Engine) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"), "30")
    send = next(button for button in at.button if button.label == "提交")
    assert send.disabled
    tick = next(box for box in at.checkbox if box.label == "已核对，数据无误")
    tick.check().run()
    press(at, "提交")
    assert not at.exception
    assert rows(world_engine, Report)[-1].value == 30


def test_an_old_data_month_says_before_it_is_sent_what_the_figure_counts_as(
    visit: Visit, world_engine: Engine
) -> None:
    at = filled(visit(JIAOTONG, "entry", code="A4-02"), "17.5")
    field(at, Field.DATA_MONTH).set_value("6").run()
    said = text_of(at)
    assert "数据截至6月,没有三季度的数据:提交后按“未更新”计,不作评价。" in said
    assert "请在口径说明中写明原因,如“统计数据尚未发布”。" in said
    field(at, Field.SCOPE_NOTE).set_value("统计数据尚未发布。").run()
    for box in [each for each in at.checkbox if each.label == "已核对，数据无误"]:
        box.check()
    press(at.run(), "提交")
    assert not at.exception
    assert rows(world_engine, Report)[-1].data_month == 6


def test_a_month_before_the_last_figures_is_refused_at_the_field(visit: Visit) -> None:
    at = filled(visit(JIAOTONG, "entry", code="A4-02"), "17.5")
    field(at, Field.DATA_MONTH).set_value("1").run()
    assert "上季度的数据已截至6月,本季不能倒回1月" in text_of(at)


@pytest.mark.parametrize("typed", ["1.04", "1.04亿", "1.04亿元", "10400万"])
def test_an_amount_is_shown_with_its_unit_once_however_it_was_typed(visit: Visit, typed: str) -> None:
    at = filled(visit(KEJI, "entry", code="B1-04"), typed)
    field(at, Field.CALL_VALUE).set_value(typed).run()
    for box in [each for each in at.checkbox if each.label == "已核对，数据无误"]:
        box.check()
    said = text_of(press(at.run(), "提交"))
    assert "1.04亿元" in said
    assert "亿亿" not in said
    assert "1.04亿元" in text_of(visit(KEJI, "tasks"))


def test_a_part_is_held_against_its_total(visit: Visit, world_engine: Engine) -> None:
    for code, amount in (("B1-01", "26.9"), ("B1-02", "4.28"), ("B1-03", "1.04")):
        at = filled(visit(KEJI, "entry", code=code), amount)
        assert "比总额" not in text_of(at)
        for box in [each for each in at.checkbox if each.label.startswith("已核对")]:
            box.check()
        press(at.run(), "提交")
        assert rows(world_engine, Report)[-1].value == Decimal(amount)
    at = filled(visit(KEJI, "entry", code="B1-04"), "22.2")
    said = text_of(at)
    assert "合计27.52亿元" in said
    assert "多0.62亿元" in said
    assert next(button for button in at.button if button.label == "提交").disabled
    field(at, Field.VALUE).set_value("21.58").run()
    assert "比总额" not in text_of(at)
    field(at, Field.VALUE).set_value("22.2").run()
    for box in [each for each in at.checkbox if each.label.startswith("已核对")]:
        box.check()
    press(at.run(), "提交")
    assert rows(world_engine, Report)[-1].value == Decimal("22.2")
    # The office sees the total and each part in review with the same words.
    at = visit(REVIEWER, "review")
    assert text_of(at).count('<i class="tag">与总额不符</i>') == 4
    # Who corrects the words alone is asked about the figure too, and can answer.
    with transaction(world_engine) as session:
        office = person_of_login(session, REVIEWER)
        reviews.approve(session, office, rows(world_engine, Report)[-1].id or 0, NOW)
    at = press(visit(KEJI, "entry", code="B1-04"), "更正")
    field(at, Field.PROGRESS).set_value("按合同支付。").run()
    field(at, Field.REASON).set_value("进展写错了。").run()
    next(box for box in at.checkbox if box.label.startswith("已核对")).check()
    press(at.run(), "提交更正")
    assert rows(world_engine, Report)[-1].progress == "按合同支付。"


def test_another_figure_is_another_question(visit: Visit) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"), "30")
    next(box for box in at.checkbox if box.label == "已核对，数据无误").check().run()
    field(at, Field.VALUE).set_value("31").run()
    assert next(button for button in at.button if button.label == "提交").disabled


def test_submitting_locks_the_form_and_withdrawing_opens_it_again(visit: Visit, world_engine: Engine) -> None:
    at = press(filled(visit(KEJI, "entry", code="T02-01")), "提交")
    assert not at.exception
    assert at.toast[0].value.startswith("T02\\-01 已提交")
    assert "2 / 8项已报" in text_of(at)
    assert "正在等待审核" in text_of(at)
    assert "撤回" in labels(at)
    assert "提交" not in labels(at)
    press(at, "撤回")
    assert field(at, Field.VALUE).value == "15"
    field(at, Field.VALUE).set_value("16").run()
    press(at, "提交")
    assert [report.value for report in rows(world_engine, Report)][-2:] == [15, 16]


def test_findings_wait_for_the_first_touch_and_submitting_shows_them_all(visit: Visit) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    assert "请填写进展情况" not in text_of(at)
    press(at, "提交")
    assert "请填写进展情况" in text_of(at)
    assert "还有3处需要填写或修改" in text_of(at)


def test_what_can_not_be_read_is_told_and_kept_in_the_field(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    field(at, Field.VALUE).set_value("<b>一百</b>").run()
    assert "“&lt;b&gt;一百&lt;/b&gt;”不是数字" in text_of(at)
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == field(at, Field.VALUE).value == "<b>一百</b>"


def test_a_draft_survives_another_target_another_page_and_another_day(visit: Visit) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    field(at, Field.VALUE).set_value("15").run()
    press(at, "下一项")
    press(at, "上一项")
    assert field(at, Field.VALUE).value == "15"
    turn_to(at, "overview")
    turn_to(at, "entry")
    assert field(at, Field.VALUE).value == "15"
    assert field(visit(KEJI, "entry", code="T02-01"), Field.VALUE).value == "15"


def test_a_milestone_is_a_choice_of_done_and_not_done(visit: Visit, world_engine: Engine) -> None:
    at = visit(JIAOTONG, "entry", code="T17-01")
    choice = field(at, Field.VALUE)
    assert list(choice.options) == ["已完成", "未完成"]
    choice.set_value("1").run()
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "1"


def test_a_colleagues_text_and_mine_are_put_side_by_side(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    field(at, Field.VALUE).set_value("15").run()
    another_hand(world_engine, "T02-01", Field.VALUE, "14")
    field(at, Field.VALUE).set_value("16").run()
    assert "王晓岚刚把“本年累计”改为:" in text_of(at)
    assert {"14", "16"} <= {shown.value for shown in at.text}
    assert field(at, Field.VALUE).value == "16", "nothing typed is lost"
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "14", "nothing stored is overwritten unseen"


@pytest.mark.parametrize(("choice", "kept"), [("采用对方内容", "14"), ("保留我的内容", "16")])
def test_one_click_settles_a_conflict(visit: Visit, world_engine: Engine, choice: str, kept: str) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    field(at, Field.VALUE).set_value("15").run()
    another_hand(world_engine, "T02-01", Field.VALUE, "14")
    field(at, Field.VALUE).set_value("16").run()
    press(at, choice)
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == field(at, Field.VALUE).value == kept
    assert "采用对方内容" not in labels(at)
    field(at, Field.VALUE).set_value("17").run()
    assert "采用对方内容" not in labels(at), "the conflict is over"


def test_submitting_over_a_colleagues_change_asks_first(visit: Visit, world_engine: Engine) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"))
    another_hand(world_engine, "T02-01", Field.PROGRESS, "另一份进展。")
    press(at, "提交")
    assert len(rows(world_engine, Report)) == 6, "nothing was submitted"
    press(at, "保留我的内容")
    press(at, "提交")
    assert rows(world_engine, Report)[-1].progress == "按计划推进。"


def test_a_database_that_is_away_leaves_the_form_and_says_so(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = visit(KEJI, "entry", code="T02-01")

    def away(*_: object) -> int:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as broken:
        broken.setattr(state, "save_cell", away)
        field(at, Field.VALUE).set_value("15").run()
        assert not at.exception
        assert field(at, Field.VALUE).value == "15"
        assert "尚未保存,内容仍在本页" in text_of(at)
        turn_to(at, "overview")
        turn_to(at, "entry")
        assert field(at, Field.VALUE).value == "15"
    press(at, "重试保存")
    assert "草稿已保存" in text_of(at)
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "15"


def test_a_submission_without_an_answer_can_be_clicked_again(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"))
    real = shell.write

    def lost(act: Any, **how: bool) -> Any:
        real(act, **how)
        raise OperationalError("COMMIT", {}, Exception("connection lost"))

    with monkeypatch.context() as broken:
        broken.setattr(shell, "write", lost)
        next(button for button in at.button if button.label == "提交").click()
        at.run()
    assert "正在等待审核" in text_of(at), "it did arrive"
    assert "没有收到提交成功的确认" not in text_of(at)
    assert len(rows(world_engine, Report)) == 7


def test_a_submission_that_did_not_arrive_is_sent_again_with_the_same_key(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"))

    def away(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    with monkeypatch.context() as broken:
        broken.setattr(shell, "write", away)
        press(at, "提交")
    assert not at.exception
    assert "没有收到提交成功的确认" in text_of(at)
    assert field(at, Field.VALUE).value == "15"
    press(at, "提交")
    assert "正在等待审核" in text_of(at)
    assert len(rows(world_engine, Report)) == 7


def test_a_sign_in_that_ended_does_not_take_what_was_typed(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    with transaction(world_engine, advance=False) as session:
        signed_in = session.get(SignInSession, KEJI)
        assert signed_in is not None
        signed_in.ended_at = NOW
    openings = at.session_state["entry-opened"].values()
    opening = next(each for each in openings if each.target.code == "T02-01")
    field(at, Field.VALUE).set_value("15").run()
    assert opening.typed[Field.VALUE] == "15"
    assert "登录已失效" in opening.unsaved[Field.VALUE]


def test_a_window_that_closes_while_typing_locks_and_shows_what_was_not_saved(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=30))
    monkeypatch.setattr(shell, "person_now", lambda session: person_of_login(session, KEJI))
    field(at, Field.PROGRESS).set_value("写了一半").run()
    assert "已于10月20日18:00关闭填报" in text_of(at)
    assert "以下内容填写后没有保存" in text_of(at)
    assert "写了一半" in passages_of(at)
    assert "提交" not in labels(at)


def test_a_quarter_that_is_not_open_says_why(visit: Visit) -> None:
    at = visit(KEJI, "entry", "2025Q4", code="T02-01")
    assert "2025年四季度尚未开放填报" in text_of(at)
    assert "提交" not in labels(at)


def test_a_returned_figure_shows_the_reviewers_note_on_top(visit: Visit) -> None:
    at = visit(JIAOTONG, "entry", code="A4-02")
    assert "周督查退回,请修改后重新提交:" in text_of(at)
    assert "请核对口径,并附港区月报。" in {shown.value for shown in at.text}
    assert field(at, Field.VALUE).value == "27"


def test_an_approved_figure_shows_both_values_and_is_corrected_with_a_reason(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(JIAOTONG, "entry", "2025Q2", code="A4-02")
    assert "已审核通过。审核值 17.5万标箱,填报值 18万标箱,电话核查。" in text_of(at)
    press(at, "更正")
    field(at, Field.VALUE).set_value("17.8").run()
    press(at, "提交更正")
    assert "请填写更正理由" in text_of(at)
    field(at, Field.REASON).set_value("漏计一个港区。").run()
    press(at, "提交更正")
    assert not at.exception
    newest = rows(world_engine, Report)[-1]
    assert (newest.value, newest.reason) == (Decimal("17.8"), "漏计一个港区。")
    assert newest.corrects_id is not None


def test_a_correction_begun_by_mistake_is_dropped(visit: Visit, world_engine: Engine) -> None:
    at = visit(JIAOTONG, "entry", "2025Q2", code="A4-02")
    press(at, "更正")
    field(at, Field.VALUE).set_value("99").run()
    press(at, "取消更正")
    assert "已审核通过" in text_of(at)
    assert not rows(world_engine, DraftCell)


def test_what_people_wrote_is_shown_as_text(visit: Visit, world_engine: Engine) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"))
    nasty = "<img src=x onerror=alert(1)> **粗** :red[红]"
    field(at, Field.PROGRESS).set_value(nasty).run()
    press(at, "提交")
    assert nasty in passages_of(at)
    for kind in (at.markdown, at.caption, at.html, at.error, at.warning):
        assert all("<img" not in str(shown.value) for shown in kind)


def test_an_account_without_a_unit_is_told_what_to_do(visit: Visit, world_engine: Engine) -> None:
    with world_engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("DELETE FROM account_unit"))
    at = visit(KEJI, "entry")
    assert "没有由您所在单位牵头的目标" in text_of(at)


def test_from_typing_to_approval(visit: Visit, world_engine: Engine) -> None:
    at = press(filled(visit(KEJI, "entry", code="T02-01")), "提交")
    report = rows(world_engine, Report)[-1]
    with transaction(world_engine) as session:
        reviews.approve(
            session,
            person_of_login(session, REVIEWER),
            report.id,
            NOW,
            verified_value=report.value - 1,
            method=VerifyMethod.ON_SITE,
        )
    at = visit(KEJI, "entry", code="T02-01")
    assert "已审核通过。审核值 14项,填报值 15项,现场核实。" in text_of(at)
