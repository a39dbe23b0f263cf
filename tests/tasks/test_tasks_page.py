"""我的任务 as a clerk sees it: what comes first, where it leads, and how the grid's rows are sent in."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.entry.test_entry_page import draft, field, press
from tests.pages.conftest import Visit, half_width, is_refused, text_of
from tests.pages.world import JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tests.review.test_review_page import send
from tests.tasks.conftest import Save
from tracker.db import transaction
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services.options import set_head_confirms
from tracker.services.reviews import send_back
from tracker.tables import Countersign, DraftCell, Report
from tracker.ui.entry import state
from tracker.ui.parts import grids
from tracker.ui.tasks import grid

COMPLETE = {
    Field.VALUE: "15",
    Field.FINALITY: "final",
    Field.PROGRESS: "按计划推进。",
    Field.PROBLEM: "审批较慢。",
    Field.NEXT_STEP: "逐月调度。",
}


def fill(save: Save, code: str = "T02-01", **other: str) -> None:
    for name, text in {**COMPLETE, **{Field(key): text for key, text in other.items()}}.items():
        save(KEJI, code, name, text)


def sections(at: AppTest) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", text_of(at))


def row_of(at: AppTest, code: str) -> str:
    """A target's row on the list, without its tags."""
    end = '(?=<div class="task-(?:row|section)|$)'
    rows = re.findall(f'<div class="task-row.*?{end}', text_of(at), re.DOTALL)
    row = next(row for row in rows if f'class="code">{code}<' in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def checks(at: AppTest) -> dict[str, str]:
    """What the grid's cell 检查 says of each target."""
    return {each["code"]: half_width(each["check"]) for each in at.dataframe[0].value.to_dict("records")}


def opening(at: AppTest, code: str) -> state.Opening:
    held = at.session_state["entry-opened"].values()
    return next(each for each in held if each.target.code == code)


def records(at: AppTest) -> list[dict[str, Any]]:
    sheet: grids.Sheet = at.session_state["tasks-sheet"]
    return sheet.records


def test_a_clerk_starts_at_the_tasks_and_a_leader_does_not(visit: Visit) -> None:
    assert "我的任务" in text_of(visit(KEJI, "home"))
    assert "我的任务" not in text_of(visit(LEADER, "home"))


def test_the_head_says_how_long_is_left_and_how_much_is_in(visit: Visit) -> None:
    said = text_of(visit(KEJI, "tasks"))
    for words in ("还剩<b>1</b>天", "10月10日 18:00 截止", "1 / 8项已报(目标4项、预算4项)"):
        assert words in said
    assert sections(visit(KEJI, "tasks")) == ["要办 7", "已报 1"]


def test_what_needs_doing_comes_first_and_leads_to_its_form(visit: Visit, save: Save) -> None:
    save(KEJI, "T02-01", Field.VALUE, "15")
    at = visit(KEJI, "tasks")
    assert not at.exception
    assert sections(at) == ["要办 7", "已报 1"]
    assert 'href="/entry?code=T02-01&amp;q=2025Q3"' in text_of(at)
    assert row_of(at, "T02-01").startswith("草稿 T02-01 协同创新项目")
    assert row_of(at, "T02-01").endswith("继续填报 还缺:数据性质、进展情况 · 王晓岚 10月9日 09:00")
    assert row_of(at, "T03-01").endswith("— 填报")
    assert "1—9月累计" in text_of(at)


def test_what_is_in_is_taken_back_where_it_stands(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "tasks")
    assert row_of(at, "A1-01").startswith("等待审核 A1-01 新增高新技术企业")
    at.button(key="task-withdraw-A1-01").click().run()
    assert not at.exception
    assert at.toast[0].value.startswith("A1\\-01 已撤回")
    assert row_of(at, "A1-01").startswith("已撤回")
    assert sections(at) == ["要办 8"]


def test_an_approved_figure_stands_with_its_status_and_the_value_that_counts(visit: Visit) -> None:
    row = row_of(visit(JIAOTONG, "tasks", "2025Q2"), "A4-02")
    assert row.startswith("已审核 A4-02 内河港区集装箱吞吐量")
    assert row.endswith("17.5万标箱(核定,上报18) 查看")


def test_who_waits_for_the_units_head_reads_so(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        reviewer = person_of_login(session, REVIEWER)
        set_head_confirms(session, reviewer, plans(session)[0].id, True, NOW)
    at = visit(KEJI, "tasks")
    assert row_of(at, "A1-01").startswith("待负责人确认 A1-01")
    assert checks(visit(KEJI, "tasks", view="grid"))["A1-01"] == "待负责人确认"


def test_another_departments_figure_is_agreed_to_in_place(visit: Visit, world_engine: Engine) -> None:
    send(world_engine, KEJI, "T03-01", value="3")
    at = visit(JIAOTONG, "tasks")
    assert sections(at)[-1] == "会签 1"
    assert row_of(at, "T03-01").startswith("待表态 T03-01 科创强基项目 市科技局上报3项")
    press(at, "同意")
    assert not at.exception
    (word,) = rows(world_engine, Countersign)
    assert (word.stance, word.note) == (Stance.CONFIRM, "")
    assert "会签" not in " ".join(sections(at))


def test_a_returned_note_stands_in_the_list_by_field(visit: Visit, world_engine: Engine) -> None:
    report = next(each for each in rows(world_engine, Report) if each.value == 68)
    with transaction(world_engine) as session:
        note = "请尽快修改。\n【数值】与港区月报不符\n【下一步举措】请写明<b>时间</b>"
        send_back(session, person_of_login(session, REVIEWER), report.id, note, NOW)
    said = text_of(visit(KEJI, "tasks"))
    assert "退回意见:请尽快修改。\n本年累计:与港区月报不符" in said
    assert "<small>10月9日 09:00 周督查</small>" in said
    assert "下一步举措:请写明&lt;b&gt;时间&lt;/b&gt;" in said


def test_a_returned_note_stands_beside_its_field_on_the_form(visit: Visit, world_engine: Engine) -> None:
    report = next(each for each in rows(world_engine, Report) if each.value == 68)
    with transaction(world_engine) as session:
        note = "请尽快修改。\n【数值】与港区月报不符\n【更正(回落)理由】不充分\n【佐证材料】请补盖章"
        send_back(session, person_of_login(session, REVIEWER), report.id, note, NOW)
    at = visit(KEJI, "entry", code="A1-01")
    assert "请尽快修改。" in {shown.value for shown in at.text}
    said = text_of(at)
    assert "</span> 请补盖章</div>" in said, "beside the files"
    assert "意见见各项下方:本年累计、更正理由" in said
    assert said.index("意见见各项下方") < said.index("与港区月报不符")
    assert field(at, Field.REASON) is not None, "a field with a remark is drawn"
    assert "不充分" in said


def test_what_behaves_oddly_is_said_in_the_list(visit: Visit, save: Save) -> None:
    fill(save, value="150000")
    save(KEJI, "T02-02", Field.VALUE, "0")
    save(KEJI, "T03-01", Field.VALUE, "两项")
    said = text_of(visit(KEJI, "tasks"))
    assert "约10,000倍" in said
    assert "进度滞后" in said
    assert "“两项”不是数字" in said


def test_a_clerk_of_two_units_sees_both_and_which_is_which(visit: Visit, both_units: None) -> None:
    at = visit(KEJI, "tasks")
    assert "市科技局" in text_of(at)
    assert "市交通运输局" in text_of(at)
    assert row_of(at, "A4-02").startswith("已退回 A4-02 内河港区集装箱吞吐量 市交通运输局")


def test_a_quarter_that_is_closed_says_why_nothing_can_be_entered(visit: Visit) -> None:
    at = visit(KEJI, "tasks", "2025Q4")
    assert "2025年四季度尚未开放填报" in text_of(at)
    at = visit(KEJI, "tasks", "2025Q4", view="grid")
    assert "2025年四季度尚未开放填报" in checks(at)["T02-01"]


def test_the_grid_holds_what_is_open_and_says_why_the_rest_is_not(visit: Visit, save: Save) -> None:
    save(KEJI, "T02-01", Field.VALUE, "15")
    at = visit(KEJI, "tasks", view="grid")
    assert not at.exception
    assert {each["code"]: each["value"] for each in records(at)}["T02-01"] == "15"
    assert [each["code"] for each in records(at)][4] == "A1-01", "as in the office's own sheet"
    said = checks(at)
    assert (said["A1-01"], said["T03-01"]) == ("等待审核", "待填报")
    assert said["T02-01"] == "还缺:数据性质、进展情况"


def test_one_click_fills_down_and_one_takes_it_back(visit: Visit, save: Save, world_engine: Engine) -> None:
    save(KEJI, "T02-01", Field.FINALITY, "flash")
    at = visit(KEJI, "tasks", view="grid")
    press(at, "全部设为“正式”")
    kept = [cell.text for cell in rows(world_engine, DraftCell) if cell.field == Field.FINALITY]
    assert kept == ["final"] * 7
    assert {each["finality"] for each in records(at)} == {"正式"}
    press(at, "撤销刚才的填入")
    kept = [cell.text for cell in rows(world_engine, DraftCell) if cell.field == Field.FINALITY]
    assert sorted(kept) == [""] * 6 + ["flash"]


def test_rows_that_are_complete_are_sent_in_one_click(visit: Visit, save: Save, world_engine: Engine) -> None:
    before = len(rows(world_engine, Report))
    fill(save, "T02-01")
    fill(save, "T03-01", value="2")
    save(KEJI, "T02-02", Field.VALUE, "3")
    at = visit(KEJI, "tasks", view="grid")
    press(at, "提交可提交的2项")
    assert not at.exception
    assert len(rows(world_engine, Report)) == before + 2
    assert "已提交2项" in at.toast[0].value
    said = checks(at)
    assert (said["T02-01"], said["T03-01"]) == ("等待审核", "等待审核")
    assert "3" in {each["value"] for each in records(at)}, "what is not complete stays"


def test_what_was_returned_is_sent_again_only_when_changed_or_chosen(
    visit: Visit, world_engine: Engine, save: Save
) -> None:
    report = next(each for each in rows(world_engine, Report) if each.value == 68)
    with transaction(world_engine) as session:
        send_back(session, person_of_login(session, REVIEWER), report.id, "请核对。", NOW)
    at = visit(KEJI, "tasks", view="grid")
    assert "请核对。" in text_of(at)
    assert "提交可提交的0项" in [button.label for button in at.button]
    save(KEJI, "A1-01", Field.VALUE, "69")
    at = visit(KEJI, "tasks", view="grid")
    assert "提交可提交的1项" in [button.label for button in at.button]


def test_a_question_holds_a_row_back_until_it_is_answered(visit: Visit, save: Save) -> None:
    fill(save, value="30")
    at = visit(KEJI, "tasks", view="grid")
    assert "提交可提交的0项" in [button.label for button in at.button]
    assert "已超过全年目标的 120%" in text_of(at)
    next(box for box in at.checkbox if box.label == "已核对，数据无误").check().run()
    assert "提交可提交的1项" in [button.label for button in at.button]


def test_several_questions_on_a_figure_are_answered_at_once(visit: Visit, save: Save) -> None:
    fill(save, value="150000")
    at = visit(KEJI, "tasks", view="grid")
    assert "约10,000倍" in text_of(at)
    assert "120%" in text_of(at)
    (box,) = [each for each in at.checkbox if each.label == "已核对，数据无误"]
    box.check().run()
    assert "提交可提交的1项" in [button.label for button in at.button]


def test_one_click_below_the_grid_mends_a_slip(visit: Visit, save: Save, world_engine: Engine) -> None:
    fill(save, value="150000")
    at = visit(KEJI, "tasks", view="grid")
    press(at, "改为 15")
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "15"
    assert {each["code"]: each["value"] for each in records(at)}["T02-01"] == "15", "the grid shows it"


def test_a_row_refused_stays_with_its_reason(visit: Visit, save: Save, world_engine: Engine) -> None:
    before = len(rows(world_engine, Report))
    fill(save, "T02-01")
    save(KEJI, "T02-02", Field.VALUE, "3")
    at = visit(KEJI, "tasks", view="grid")
    at.session_state["tasks-chosen"] = {opening(at, "T02-01").key, opening(at, "T02-02").key}
    at.run()
    press(at, "提交勾选的2项")
    assert len(rows(world_engine, Report)) == before + 1
    assert "还没有填写完整,或有提示尚未核对,没有提交。" in text_of(at)
    assert "另有1项没有提交" in at.toast[0].value


CELLS = [
    # column, what the grid sends, what goes into the draft
    (Field.VALUE, "15", {Field.VALUE: "15", Field.NOT_APPLICABLE: ""}),
    (Field.VALUE, "不适用", {Field.NOT_APPLICABLE: "1"}),
    (Field.VALUE, None, {Field.VALUE: "", Field.NOT_APPLICABLE: ""}),
    (Field.FINALITY, "快报", {Field.FINALITY: "flash"}),
    (Field.FINALITY, None, {Field.FINALITY: ""}),
    (Field.DATA_MONTH, "8", {Field.DATA_MONTH: "8"}),
    (Field.DATA_MONTH, "1—８月", {Field.DATA_MONTH: "8"}),
    (Field.DATA_MONTH, "年中", {Field.DATA_MONTH: "年中"}),
    (Field.FINALITY, "正式数", {Field.FINALITY: "final"}),
    (Field.FINALITY, "大概", {Field.FINALITY: "大概"}),
    (Field.PROGRESS, "已立项\n15项", {Field.PROGRESS: "已立项\n15项"}),
]


@pytest.mark.parametrize(("name", "cell", "drafted"), CELLS)
def test_a_cell_of_the_grid_says_what_the_form_would_hold(
    visit: Visit, name: Field, cell: str | None, drafted: dict[Field, str]
) -> None:
    held = opening(visit(KEJI, "tasks", view="grid"), "T02-01")
    assert grid._drafted(held, name, cell) == drafted


def test_a_choice_that_no_option_has_stays_as_text_and_is_named(visit: Visit, save: Save) -> None:
    fill(save, finality="大概")
    said = checks(visit(KEJI, "tasks", view="grid"))["T02-01"]
    assert said == "! 没有“大概”这个选项。请选择数据性质。"
    assert "没有“大概”这个选项。请选择数据性质。" in text_of(visit(KEJI, "entry", code="T02-01"))


def test_a_pasted_column_is_previewed_and_taken_into_drafts(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "tasks", view="grid")
    at.text_area(key="tasks-pasted").set_value("T02-01\t１７\nT02-02\t不适用\nT03-01\t\nA4-02\t5").run()
    said = text_of(at)
    for words in ("读作 17项", "不适用", "空白,保持原样", "没有这个编号或名称的可填目标"):
        assert words in said
    assert not rows(world_engine, DraftCell), "nothing is taken before the click"
    press(at, "把2项填入草稿")
    kept = {(cell.target_id, cell.field): cell.text for cell in rows(world_engine, DraftCell)}
    assert sorted(kept.values()) == ["1", "１７"]
    assert {each["code"]: each["value"] for each in records(at)}["T02-02"] == "不适用"
    assert at.text_area(key="tasks-pasted").value == ""


def test_a_pasted_text_that_is_no_table_is_refused_in_words(visit: Visit) -> None:
    at = visit(KEJI, "tasks", view="grid")
    at.text_area(key="tasks-pasted").set_value("1\t2\t3").run()
    assert "请只复制一列数值" in text_of(at)


def test_the_reviewer_and_the_leader_have_no_tasks(visit: Visit) -> None:
    for login in (REVIEWER, LEADER):
        assert is_refused(visit(login, "tasks"))
