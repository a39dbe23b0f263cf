"""The administrator adds units and renames them; names lead to one unit, and the old ones stay on record."""

import json

import pytest
from sqlmodel import select

from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import BadInput, NotAllowed, NotFound, StaleState
from tracker.queries.plans import plans
from tracker.queries.units import UnitLine, list_units, unit_refs
from tracker.services import accounts
from tracker.services.units import add_unit, rename_unit
from tracker.tables import Audit, Unit


def add(desk: Desk, name: str, short: str = "", who: str = "陈") -> int:
    with transaction(desk.engine) as session:
        return add_unit(session, desk.people[who], name, short, NOW)


def rename(
    desk: Desk, old: str, name: str, short: str = "", seen: tuple[str, str] | None = None, who: str = "陈"
) -> None:
    with transaction(desk.engine) as session:
        unit = session.exec(select(Unit).where(Unit.name == old)).one()
        assert unit.id is not None
        rename_unit(session, desk.people[who], unit.id, seen or (unit.name, unit.short), name, short, NOW)


def listed(desk: Desk) -> dict[str, UnitLine]:
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        return {line.name: line for line in list_units(session, desk.people["陈"], plan, Q3)}


def test_a_unit_is_added_under_a_cleaned_name_and_recorded(desk: Desk) -> None:
    add(desk, "  市数据局\u202e ", " 数据局 ")
    assert listed(desk)["市数据局"].short == "数据局"
    row = rows(desk.engine, Audit)[-1]
    assert (row.action, row.subject, row.actor_name) == ("新增单位", "市数据局", "陈")


def test_only_the_administrator_keeps_units(desk: Desk) -> None:
    for who in ("王", "周", "沈"):
        with pytest.raises(NotAllowed):
            add(desk, "市数据局", who=who)
        with pytest.raises(NotAllowed):
            rename(desk, KEJI, "市科学技术局", who=who)
        with pytest.raises(NotAllowed), reading(desk.engine) as session:
            list_units(session, desk.people[who], plans(session)[0], Q3)


@pytest.mark.parametrize(
    ("name", "short"), [("", ""), (" \n", "局"), ("局" * 65, ""), ("市数据局", "据" * 33)]
)
def test_a_name_that_no_page_can_carry_is_refused(desk: Desk, name: str, short: str) -> None:
    with pytest.raises(BadInput):
        add(desk, name, short)


@pytest.mark.parametrize(
    ("name", "short"), [(KEJI, ""), ("市数据局", KEJI), ("科技局", ""), ("别的局", "科技局")]
)
def test_neither_name_nor_short_name_is_given_twice(desk: Desk, name: str, short: str) -> None:
    rename(desk, KEJI, KEJI, "科技局")
    with pytest.raises(BadInput, match=r"市科技局（科技局）的名称或简称"):
        add(desk, name, short)
    with pytest.raises(BadInput, match="名称或简称"):
        rename(desk, JIAOTONG, name, short)


def test_units_without_a_short_name_do_not_clash(desk: Desk) -> None:
    add(desk, "市数据局")
    add(desk, "市外事办")
    assert {"市数据局", "市外事办"} <= set(listed(desk))


def test_a_renamed_unit_keeps_its_targets_and_its_old_name_stays_in_the_audit(desk: Desk) -> None:
    rename(desk, KEJI, "市科学技术局", "科技局")
    assert listed(desk)["市科学技术局"].led == 2
    assert desk.form("王", "企业").target.lead.name == "市科学技术局"
    row = rows(desk.engine, Audit)[-1]
    assert json.loads(row.detail)["before"] == {"name": KEJI, "short": ""}


def test_saving_a_name_that_somebody_changed_meanwhile_tells_who_and_stores_nothing(desk: Desk) -> None:
    rename(desk, KEJI, "市科学技术局")
    with pytest.raises(StaleState, match="陈刚刚把这个单位改为“市科学技术局”") as told:
        rename(desk, "市科学技术局", "市科创局", seen=(KEJI, ""))
    assert [(change.seen, change.now, change.by) for change in told.value.changes] == [
        (KEJI, "市科学技术局", "陈")
    ]
    assert "市科创局" not in listed(desk)


def test_a_second_click_on_the_same_name_changes_nothing(desk: Desk) -> None:
    rename(desk, KEJI, "市科学技术局")
    before = len(rows(desk.engine, Audit))
    rename(desk, "市科学技术局", "市科学技术局", seen=(KEJI, ""))
    assert len(rows(desk.engine, Audit)) == before


def test_an_unknown_unit_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound), transaction(desk.engine) as session:
        rename_unit(session, desk.people["陈"], 999, ("", ""), "名", "", NOW)


def test_the_list_counts_targets_and_names_people_and_marks_who_lacks_a_clerk(desk: Desk) -> None:
    add(desk, "市数据局")
    unit_id = listed(desk)[KEJI].id
    with transaction(desk.engine) as session:
        accounts.create_account(session, None, "ju.zhang", "局长", Role.HEAD, [unit_id], NOW)
        accounts.set_active(session, desk.people["陈"], desk.people["李"].account_id, False, NOW)
    found = listed(desk)
    keji, jiaotong = found[KEJI], found[JIAOTONG]
    assert (keji.led, keji.clerks, keji.heads, keji.lacks_clerk) == (2, ("何", "王"), ("局长",), False)
    assert (jiaotong.led, jiaotong.clerks, jiaotong.lacks_clerk) == (2, (), True)
    assert not found["市数据局"].lacks_clerk, "it leads nothing"
    assert next(iter(found)) == JIAOTONG, "what needs somebody stands first"


def test_everybody_who_sees_everything_finds_all_units_and_clerks_their_own(desk: Desk) -> None:
    add(desk, "市数据局")
    with reading(desk.engine) as session:
        names = {
            who: [unit.name for unit in unit_refs(session, desk.people[who])] for who in ("陈", "周", "王")
        }
    assert names == {"陈": [KEJI, JIAOTONG, "市数据局"], "周": [KEJI, JIAOTONG, "市数据局"], "王": [KEJI]}
