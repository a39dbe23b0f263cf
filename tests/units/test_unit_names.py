"""Which unit a name means: sure by its names and aliases, else offered, and never guessed."""

from datetime import date

import pytest

from tests.entry.ledger import KEJI, NOW, Desk, rows
from tests.units.test_units import add
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.unit_names import Certainty, KnownUnit, match_unit
from tracker.queries.successions import known_units
from tracker.services.units import add_alias, remove_alias
from tracker.tables import Audit, Unit

REFORM = date(2025, 7, 1)
KNOWN = (
    KnownUnit(1, "市发展和改革局", "", ("市发改局",)),
    KnownUnit(2, "市自然资源和规划局", "自规局"),
    KnownUnit(3, "市市场监管局"),
    KnownUnit(4, "市卫生健康局"),
    KnownUnit(5, "市民政局"),
    KnownUnit(6, "市财政局"),
    KnownUnit(7, "经济开发区管委会"),
    KnownUnit(8, "市政府办"),
    KnownUnit(9, "市经信局", ended_on=REFORM, successors=(10,)),
    KnownUnit(10, "市经济和信息化局"),
    KnownUnit(11, "市文广旅体局", ended_on=REFORM, successors=(12, 13)),
    KnownUnit(12, "市文化和旅游局"),
    KnownUnit(13, "市体育局"),
    KnownUnit(14, "市粮食局", ended_on=date(2025, 2, 1), successors=(15,)),
    KnownUnit(15, "市商务和粮食局", ended_on=REFORM, successors=(1,)),
)


@pytest.mark.parametrize(
    ("name", "certainty", "unit"),
    [
        ("市财政局", Certainty.NAME, "市财政局"),
        (" 市财政局 ", Certainty.NAME, "市财政局"),
        ("市财政局〔国资办〕", Certainty.NAME, "市财政局"),
        ("市财政局（国资办）", Certainty.NAME, "市财政局"),
        ("市发改局", Certainty.ALIAS, "市发展和改革局"),
        ("市发改局〔物价局〕", Certainty.ALIAS, "市发展和改革局"),
        ("自规局", Certainty.ALIAS, "市自然资源和规划局"),
        ("市经信局", Certainty.SUCCESSOR, "市经济和信息化局"),
        ("市粮食局", Certainty.SUCCESSOR, "市发展和改革局"),  # by way of two reforms
    ],
)
def test_a_name_an_alias_or_a_name_before_a_reform_is_sure(
    name: str, certainty: Certainty, unit: str
) -> None:
    match = match_unit(name, KNOWN, date(2025, 8, 1))
    assert (match.certainty, match.unit and match.unit.name) == (certainty, unit)
    assert certainty.is_sure


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("发展和改革局", "市发展和改革局"),
        ("海宁市发展和改革局", "市发展和改革局"),
        ("市发展和改革委员会", "市发展和改革局"),
        ("发改委", "市发展和改革局"),
        ("市自规局", "市自然资源和规划局"),
        ("市场监管局", "市市场监管局"),
        ("海宁市市场监管局", "市市场监管局"),
        ("市卫健委", "市卫生健康局"),
        ("民政局", "市民政局"),
        ("市人民政府办公室", "市政府办"),
        ("市经信办", "市经济和信息化局"),
        ("经济开发区管理委员会", "经济开发区管委会"),
    ],
)
def test_a_similar_name_is_offered_first_and_taken_by_nobody(name: str, offered: str) -> None:
    match = match_unit(name, KNOWN, date(2025, 8, 1))
    assert match.unit is None
    assert not match.certainty.is_sure
    assert match.offered[0].name == offered


@pytest.mark.parametrize("name", ["市审计局", "高新区管委会", "局", "市"])
def test_a_name_like_no_other_is_unknown(name: str) -> None:
    match = match_unit(name, KNOWN, date(2025, 8, 1))
    assert (match.certainty, match.unit, match.offered) == (Certainty.UNKNOWN, None, ())


def test_a_unit_that_was_split_is_asked_for() -> None:
    match = match_unit("市文广旅体局", KNOWN, date(2025, 8, 1))
    assert match.certainty is Certainty.SPLIT
    assert match.was is not None
    assert [unit.name for unit in match.offered] == ["市文化和旅游局", "市体育局"]


def test_a_notice_from_before_a_reform_means_the_unit_of_its_day() -> None:
    match = match_unit("市经信局", KNOWN, date(2025, 6, 30))
    assert (match.certainty, match.unit and match.unit.id) == (Certainty.NAME, 9)


def alias(desk: Desk, name: str, unit: str = KEJI) -> None:
    with transaction(desk.engine) as session:
        unit_id = next(each.id for each in rows(desk.engine, Unit) if each.name == unit)
        add_alias(session, desk.people["陈"], unit_id, name, NOW)


def test_an_alias_leads_to_its_unit_until_it_is_removed(desk: Desk) -> None:
    alias(desk, " 市科委 ")
    with reading(desk.engine) as session:
        match = match_unit("市科委", known_units(session), NOW.date())
    assert match.unit is not None
    assert match.unit.name == KEJI
    for __ in range(2):  # a double click
        with transaction(desk.engine) as session:
            remove_alias(session, desk.people["陈"], match.unit.id, "市科委", NOW)
    with reading(desk.engine) as session:
        assert match_unit("市科委", known_units(session), NOW.date()).unit is None
    assert [row.action for row in rows(desk.engine, Audit)[-2:]] == ["新增单位别名", "删除单位别名"]


def test_an_alias_is_the_name_of_no_other(desk: Desk) -> None:
    alias(desk, "市科委")
    for taken in ("市科委", KEJI, "市交通运输局"):
        with pytest.raises(BadInput, match="请换一个"):
            alias(desk, taken)
    with pytest.raises(BadInput, match="的别名"):
        add(desk, "市科委")
