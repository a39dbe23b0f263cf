"""进度安排: a lead's grid, the office's list, the register, and where else a stated path shows."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, passages_of, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Path
from tracker.domain.workflow.stated_path import Asked, PathState, StatedPath
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.stated_paths import PathRow, path_rows
from tracker.services import stated_paths
from tracker.tables import PathStatement
from tracker.ui.frame import shell
from tracker.ui.parts import grids
from tracker.ui.paths import stating

SPRING = datetime(2025, 3, 3, 9, tzinfo=SHANGHAI)
NASTY = "<b>认定</b> **在** :red[四季度] $x$"
OWN = {"value1": "0", "value2": "10", "value3": "40", "value4": "100"}


@pytest.fixture
def spring(monkeypatch: pytest.MonkeyPatch, world_url: str) -> None:
    """The start of the world's year: its first window is due on 10 April."""
    monkeypatch.setattr(shell, "now", lambda: SPRING)


def listed(engine: Engine) -> dict[str, PathRow]:
    with reading(engine) as session:
        found = path_rows(session, person_of_login(session, REVIEWER), plans(session)[0])
    return {row.target.code: row for row in found}


def stated(
    engine: Engine, code: str = "A1-01", path: Path = Path.YEAR_END, note: str = "", login: str = KEJI
) -> int:
    """A statement made without the page."""
    row = listed(engine)[code]
    seen = None if row.newest is None else row.newest.id
    asked = Asked(row.target.id, row.target.terms_id, seen, StatedPath(path), note)
    with transaction(engine) as session:
        assert stated_paths.state(session, person_of_login(session, login), [asked], SPRING) == ()
    newest = listed(engine)[code].newest
    assert newest is not None
    return newest.id


def agreed(engine: Engine, code: str = "A1-01") -> None:
    seen = [stated(engine, code)]
    with transaction(engine) as session:
        stated_paths.agree(session, person_of_login(session, REVIEWER), seen, SPRING)


def records(at: AppTest) -> dict[str, dict[str, Any]]:
    sheet: grids.Sheet = at.session_state["paths-sheet"]
    return {str(record["code"]): dict(record) for record in sheet.records}


def type_in(at: AppTest, engine: Engine, code: str = "A1-01", **texts: str) -> AppTest:
    """What the grid's on_change keeps; AppTest can't type into it."""
    blank = dict.fromkeys(("path", *OWN, "note"), "")
    at.session_state["paths-typed"] = {listed(engine)[code].target.id: blank | texts}
    return at.run()


def press(at: AppTest, label: str) -> AppTest:
    return next(each for each in at.button if each.label == label).click().run()


def test_a_lead_sees_its_targets_with_todays_path_and_the_words_of_the_notice(
    visit: Visit, spring: None
) -> None:
    at = visit(KEJI, "paths")
    assert not at.exception
    row = records(at)["A1-01"]
    assert row["today"] == "按月均衡 25 / 50 / 75 / 100"
    assert row["asked"] == "100家"
    assert "100" in row["quote"]
    assert {row[column] for column in ("path", *OWN, "note")} == {""}
    assert "A4-02" not in records(at), "another unit's target"
    assert "4月10日18:00前受理" in text_of(at)


def test_what_is_typed_is_read_back_beside_today_and_stated(
    visit: Visit, spring: None, world_engine: Engine
) -> None:
    at = type_in(visit(KEJI, "paths"), world_engine, **OWN, note=NASTY)
    (read,) = rows_of(text_of(at), "填写内容的核对表")
    assert read[1:] == [
        "自定季度计划:一季度0、上半年10、前三季度40、全年100",
        "一季度 −25、上半年 −40、前三季度 −35",
        "✓ 可以提交",
    ]
    press(at, "提交1项进度安排")
    assert not at.exception
    (row,) = rows(world_engine, PathStatement)
    assert (row.path, row.note) == (Path.OWN_PLAN, NASTY)
    assert "提交0项进度安排" in {button.label for button in at.button}
    assert records(at)["A1-01"]["value2"] == "10", "what was stated stands in the grid"


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (OWN | {"value3": "40.5"}, "前三季度计划值:"),
        (OWN | {"value4": "99"}, "达到目标值"),
        (OWN | {"value1": ""}, "还缺一季度的计划值"),
        (OWN | {"path": "even"}, "已选“按月均衡”,不需要计划值"),
        ({"value1": "很多"}, "“很多”不是数字"),
    ],
)
def test_what_can_not_be_stated_is_said_while_it_is_typed(
    visit: Visit, spring: None, world_engine: Engine, texts: dict[str, str], words: str
) -> None:
    at = type_in(visit(KEJI, "paths"), world_engine, **texts)
    assert words in text_of(at)
    assert next(each for each in at.button if each.key == "paths-state").disabled


def test_what_a_colleague_stated_meanwhile_is_told_and_what_was_typed_stays(
    visit: Visit, spring: None, world_engine: Engine
) -> None:
    at = type_in(visit(KEJI, "paths"), world_engine, **OWN)
    stated(world_engine)
    press(at, "提交1项进度安排")
    assert not at.exception
    assert "王晓岚已就这项目标填写了新的安排“年底一次性完成”" in text_of(at)
    assert records(at)["A1-01"]["value3"] == "40"
    press(at, "提交1项进度安排")
    newest = listed(world_engine)["A1-01"].newest
    assert newest is not None
    assert newest.stated.plan_values is not None


def test_blank_rows_take_todays_path_with_one_click(visit: Visit, spring: None, world_engine: Engine) -> None:
    at = visit(KEJI, "paths")
    n = len(records(at))
    press(at, f"空白的{n}项沿用现行路径")
    press(at, f"提交{n}项进度安排")
    assert not at.exception
    assert len(rows(world_engine, PathStatement)) == n
    assert text_of(at).count("待同意") >= n


def test_the_grid_keeps_what_the_browser_sends(visit: Visit, spring: None, world_engine: Engine) -> None:
    at = visit(KEJI, "paths")
    words = stating._words(Rhythm.QUARTERLY)
    assert words["year_end"] == "年底一次性完成"
    at = type_in(at, world_engine, path="year_end")
    assert records(at)["A1-01"]["path"] == "年底一次性完成"
    assert "年底一次性完成" in rows_of(text_of(at), "填写内容的核对表")[0][1]


def test_the_office_agrees_to_all_with_one_click(visit: Visit, spring: None, world_engine: Engine) -> None:
    stated(world_engine, note=NASTY)
    stated(world_engine, "A4-02", login=JIAOTONG)
    at = visit(REVIEWER, "paths")
    assert not at.exception
    assert NASTY in passages_of(at)
    assert rows_of(text_of(at), "A1-01 进度安排") == [
        ["现行", "按月均衡", "25", "50", "75", "100"],
        ["申报", "年底一次性完成", "—", "—", "—", "100"],
        ["相差", "", "—", "—", "—", "0"],
    ]
    press(at, "同意所选2项")
    assert not at.exception
    assert {listed(world_engine)[code].state for code in ("A1-01", "A4-02")} == {PathState.AGREED}
    assert "没有待同意的进度安排" in text_of(at)


def test_the_office_sends_one_back_with_a_note_and_the_lead_reads_it(
    visit: Visit, spring: None, world_engine: Engine
) -> None:
    stated(world_engine)
    stated(world_engine, "A4-02", login=JIAOTONG)
    at = press(visit(REVIEWER, "paths"), "全部取消")
    assert next(each for each in at.button if each.key == "paths-agree").disabled
    next(box for box in at.checkbox if "A1" in box.label).check().run()
    press(at, "退回所选1项")
    assert "退回时请写明需要修改的内容" in text_of(at)
    at.text_area[0].set_value(NASTY).run()
    press(at, "退回所选1项")
    assert listed(world_engine)["A1-01"].state is PathState.RETURNED
    assert listed(world_engine)["A4-02"].state is PathState.STATED
    said = text_of(visit(KEJI, "paths"))
    assert "&lt;b&gt;认定&lt;/b&gt;" in said
    assert "已退回" in said


def test_one_unit_is_looked_at_alone(visit: Visit, spring: None, world_engine: Engine) -> None:
    stated(world_engine)
    stated(world_engine, "A4-02", login=JIAOTONG)
    at = visit(REVIEWER, "paths", unit=str(listed(world_engine)["A4-02"].target.lead.id))
    assert [box.label.replace("\\", "").split()[0] for box in at.checkbox] == ["A4-02"]
    press(at, "同意所选1项")
    assert listed(world_engine)["A1-01"].state is PathState.STATED


def test_what_is_agreed_is_locked_and_leads_to_an_adjustment(
    visit: Visit, spring: None, world_engine: Engine
) -> None:
    agreed(world_engine)
    at = visit(KEJI, "paths")
    assert "A1-01" not in records(at)
    assert "/adjustments?code=A1-01" in text_of(at)
    assert "/adjustments?code=A1-01" not in text_of(visit(LEADER, "paths"))


def test_after_the_first_quarter_is_due_the_page_says_why_nothing_can_be_stated(visit: Visit) -> None:
    at = visit(KEJI, "paths")
    assert not at.exception
    said = text_of(at)
    assert "进度安排受理到4月10日18:00(一季度填报截止)。要改变进度路径,请申请目标调整。" in said
    assert "paths-sheet" not in at.session_state
    assert "进度安排</a>填写" not in text_of(visit(KEJI, "tasks"))


def test_the_tasks_remind_until_all_is_stated(visit: Visit, spring: None, world_engine: Engine) -> None:
    said = text_of(visit(KEJI, "tasks"))
    led = [
        row.target.terms.kind for row in listed(world_engine).values() if row.target.lead.name == "市科技局"
    ]
    budgets = led.count(Kind.BUDGET)
    assert budgets
    n = len(led) - budgets
    said_of = f"项、预算{budgets}项要填写年初进度安排"
    assert f'还有目标{n}{said_of},4月10日18:00前在<a class="go" href="/paths' in said
    stated(world_engine)
    assert f"还有目标{n - 1}{said_of}" in text_of(visit(KEJI, "tasks"))


@pytest.mark.parametrize("login", [LEADER, ADMINISTRATOR])
def test_who_neither_states_nor_agrees_reads_the_register(
    visit: Visit, spring: None, world_engine: Engine, login: str
) -> None:
    stated(world_engine, note="认定在四季度。")
    at = visit(login, "paths", state="stated")
    assert not at.exception
    ((target, _unit, today, state, said, change),) = rows_of(text_of(at), "安排登记")
    assert (target.split()[0], today, state, change) == (
        "A1-01",
        "按月均衡 25 / 50 / 75 / 100",
        "待同意",
        "—",
    )
    assert "年底一次性完成" in said
    assert "认定在四季度。" in said
    assert not [each for each in at.button if (each.key or "").startswith("paths")]


def test_in_the_past_nothing_is_stated_or_agreed(visit: Visit, world_engine: Engine) -> None:
    stated(world_engine)
    for login in (KEJI, REVIEWER):
        at = visit(login, "paths", asof="2025-03-05")
        assert not errors_of(at)
        assert "待同意" in text_of(at)
        assert not [each for each in at.button if (each.key or "").startswith("paths")]


def test_the_page_of_the_target_names_the_version(visit: Visit, world_engine: Engine) -> None:
    agreed(world_engine)
    at = visit(KEJI, "target", "2025Q3", code="A1-01")
    assert not at.exception
    first, notice = rows_of(text_of(at), "年初进度安排")
    assert first[0] == "第2版年初进度安排"
    assert "按月均衡" in first[2]
    assert "年底一次性完成" in first[2]
    assert notice[0] == "第1版"
    assert "调整记录" not in text_of(at)


def test_who_takes_over_finds_what_is_open(visit: Visit, spring: None, world_engine: Engine) -> None:
    assert "未定的进度安排" not in text_of(visit(KEJI, "handover"))
    stated(world_engine)
    ((target, state, text, _by, _note),) = rows_of(text_of(visit(KEJI, "handover")), "未定的进度安排")
    assert (target.split()[0], state, text) == ("A1-01", "待同意", "年底一次性完成")
