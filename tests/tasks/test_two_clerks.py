"""Two clerks of one unit on one target are told about each other, and nothing is lost."""

from sqlalchemy import Engine

from tests.entry.test_entry_page import draft, field, press
from tests.pages.conftest import Visit, text_of
from tests.pages.world import KEJI
from tests.tasks.conftest import HEYU, Save
from tracker.domain.workflow.entry import Field


def test_each_is_told_of_the_other_on_the_form_and_in_the_list(
    visit: Visit, second_clerk: str, world_engine: Engine
) -> None:
    mine, hers = visit(KEJI, "entry", code="T02-01"), visit(second_clerk, "entry", code="T02-01")
    field(mine, Field.VALUE).set_value("15").run()
    field(hers, Field.PROGRESS).set_value("顺利").run()
    assert "王晓岚 09:00 也在这份草稿中填写:本年累计" in text_of(hers)
    field(mine, Field.PROBLEM).set_value("审批较慢").run()
    assert "何雨 09:00 也在这份草稿中填写:进展情况" in text_of(mine)
    assert "也在这份草稿中填写" not in text_of(visit(KEJI, "entry", code="T02-02"))
    assert "王晓岚 10月9日 09:00" in text_of(visit(second_clerk, "tasks"))


def test_what_the_other_typed_meanwhile_comes_in_and_mine_stays(
    visit: Visit, second_clerk: str, save: Save
) -> None:
    at = visit(KEJI, "entry", code="T02-01")
    field(at, Field.VALUE).set_value("15").run()
    save(HEYU, "T02-01", Field.PROGRESS, "顺利")
    field(at, Field.PROBLEM).set_value("审批较慢").run()
    assert field(at, Field.PROGRESS).value == "顺利"
    assert (field(at, Field.VALUE).value, field(at, Field.PROBLEM).value) == ("15", "审批较慢")


def test_two_texts_for_one_field_are_both_kept_until_one_is_chosen(
    visit: Visit, second_clerk: str, world_engine: Engine
) -> None:
    mine, hers = visit(KEJI, "entry", code="T02-01"), visit(second_clerk, "entry", code="T02-01")
    field(mine, Field.PROGRESS).set_value("我写的进展").run()
    field(hers, Field.PROGRESS).set_value("她写的进展").run()
    assert "王晓岚刚把“进展情况”改为:" in text_of(hers)
    assert {"我写的进展", "她写的进展"} <= {shown.value for shown in hers.text}
    cell = draft(world_engine, Field.PROGRESS)
    assert cell is not None
    assert cell.text == "我写的进展"
    press(hers, "保留我的内容")
    cell = draft(world_engine, Field.PROGRESS)
    assert cell is not None
    assert cell.text == "她写的进展"
    field(mine, Field.PROGRESS).set_value("我又写了").run()
    assert "何雨刚把“进展情况”改为:" in text_of(mine)
    assert {"我又写了", "她写的进展"} <= {shown.value for shown in mine.text}


def test_a_conflict_in_the_grid_shows_both_texts_below_it(
    visit: Visit, second_clerk: str, save: Save, world_engine: Engine
) -> None:
    at = visit(KEJI, "tasks", view="grid")
    at.text_area(key="tasks-pasted").set_value("T02-01\t15").run()
    save(HEYU, "T02-01", Field.VALUE, "14")
    press(at, "把1项填入草稿")
    assert "何雨刚把“本年累计”改为:" in text_of(at)
    assert {"14", "15"} <= {shown.value for shown in at.text}
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "14", "nothing stored is overwritten unseen"
    press(at, "保留我的内容")
    cell = draft(world_engine, Field.VALUE)
    assert cell is not None
    assert cell.text == "15"
