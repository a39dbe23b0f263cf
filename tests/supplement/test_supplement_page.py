"""补充说明 as a clerk meets it: on 我的任务, on the entry, and afterwards where everybody reads it."""

from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, text_of
from tests.pages.world import KEJI, REVIEWER
from tests.supplement.verifying import verified_lower
from tracker.tables import Supplement

ASKED = "按审核值,这项目标进度落后,填报时没有填写存在问题、下一步举措,请补充说明。"


def area(at: AppTest, name: str):  # type: ignore[no-untyped-def]
    return next(each for each in at.text_area if (each.key or "").startswith(f"supplement-{name}"))


def send(at: AppTest) -> AppTest:
    return next(each for each in at.button if each.label == "提交补充说明").click().run()


def test_it_stands_among_the_tasks_and_leads_to_the_small_form(visit: Visit, world_engine: Engine) -> None:
    verified_lower(world_engine)
    at = visit(KEJI, "tasks")
    assert "待补充说明</span>" in text_of(at)
    assert ASKED in text_of(at)
    entry = visit(KEJI, "entry", code="T02-01")
    assert ASKED in text_of(entry)
    assert "审核值 8项,填报值 15项" in text_of(entry)


def test_what_is_written_ends_the_task_and_is_read_with_its_day(visit: Visit, world_engine: Engine) -> None:
    verified_lower(world_engine)
    at = visit(KEJI, "entry", code="T02-01")
    area(at, "problem").set_value("验收推迟。").run()
    area(at, "next_step").set_value("十一月集中验收。").run()
    send(at)
    assert not at.exception
    assert ASKED not in text_of(at)
    assert "补充说明(王晓岚,10月9日 09:00)" in text_of(at)
    assert ASKED not in text_of(visit(KEJI, "tasks"))
    said = text_of(visit(REVIEWER, "target", "2025Q3", code="T02-01"))
    assert "验收推迟。" in said
    assert ",2025年10月9日补充</span>" in said


def test_what_lacks_a_half_is_refused_and_stays_as_typed(visit: Visit, world_engine: Engine) -> None:
    verified_lower(world_engine)
    at = visit(KEJI, "entry", code="T02-01")
    area(at, "problem").set_value("验收推迟。").run()
    send(at)
    assert "请填写下一步举措。" in text_of(at)
    assert area(at, "problem").value == "验收推迟。"
    assert rows(world_engine, Supplement) == []


def test_where_all_is_well_nothing_is_asked(visit: Visit) -> None:
    assert "请补充说明" not in text_of(visit(KEJI, "entry", "2025Q2", code="A1-01"))
