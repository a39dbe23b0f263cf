"""Parts of a total, names of amounts and conditions, as the notice's own words and sums say them."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.notice.test_preparing import FACTS
from tracker.domain.measure.target import Kind
from tracker.notice.decisions import Decision, NumberSet, PartSet, Wanted
from tracker.notice.drafting import faults_of, register_of
from tracker.notice.parts import name_of_budget, parts_of
from tracker.notice.preparing import prepared
from tracker.notice.readings import ReadingKind
from tracker.notice.register import load_register
from tracker.settings import ROOT

HOME: Path = ROOT / "seed" / "haining-2025"
TEXT = """一、扩大投资(由市发改局牵头)
2026年,市级财政预算安排资金10亿元,其中,交通类资金6亿元、城建类资金4亿元。完成技术改造项目30个。
二、保障民生(由市民政局牵头)
市级财政预算安排资金8亿元,其中养老资金3亿元。另安排应急资金2亿元。
"""


def at(words: str) -> int:
    return TEXT.index(words)


def totals(text: str, *decisions: Decision) -> dict[str, str]:
    """By an amount's own words in the text its total's."""
    plan = prepared(text, decisions)
    shown = {each.start: each.number.of(text) for each in plan.targets if each.number}
    return {shown[each.start]: shown[each.part_of] for each in plan.targets if each.part_of is not None}


def test_parts_are_those_that_add_up_or_that_stand_behind_their_totals_other_words() -> None:
    assert totals(TEXT) == {"6": "10", "4": "10", "3": "8"}


def test_the_home_notices_budgets_form_the_tree_that_people_made_of_it() -> None:
    register = load_register(HOME)
    plan = prepared(register.text, [])
    codes = {each.start: each.code for each in plan.targets}
    own = {each.start: codes[each.part_of] for each in plan.targets if each.part_of is not None}
    assert own == {each.number_start: each.part_of for each in register.targets if each.part_of}


def test_the_home_notices_conditions_are_those_that_people_copied() -> None:
    register = load_register(HOME)
    own = {each.start: each.wanted.condition for each in prepared(register.text, []).targets}
    told = {"具体以上级核准超长期国债资金拨付数为准", "除交叉重叠部分外"}
    assert {condition for condition in own.values() if condition} == told
    people = {each.number_start: each.terms.condition for each in register.targets}
    assert all(people[start] == condition for start, condition in own.items() if condition)


def test_a_person_says_of_what_an_amount_is_a_part_and_of_what_not() -> None:
    assert totals(TEXT, PartSet(at("2亿元"), at("8亿元")), PartSet(at("6亿元"), None)) == {
        "4": "10",
        "3": "8",
        "2": "8",
    }


def test_the_register_holds_the_total_by_its_code() -> None:
    register = register_of(prepared(TEXT, [FACTS]))
    assert {each.code: each.part_of for each in register.targets if each.part_of} == {
        "B1-02": "B1-01",
        "B1-03": "B1-01",
        "B2-02": "B2-01",
    }


def test_a_total_that_is_no_more_is_none() -> None:
    without = NumberSet(at("10亿元"), ReadingKind.REFERENCE)
    plan = prepared(TEXT, [FACTS, without, PartSet(at("6亿元"), at("10亿元"))])
    assert all(each.part_of is None for each in register_of(plan).targets if each.code != "B2-02")


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ((PartSet(at("10亿元"), at("6亿元")),), "互相包含"),
        (
            (
                NumberSet(
                    at("6亿元"),
                    ReadingKind.BUDGET,
                    Wanted(name="交通", kind=Kind.BUDGET, value=Decimal(60000), unit_of_measure="万元"),
                ),
                PartSet(at("6亿元"), at("10亿元")),
            ),
            "计量单位不同",
        ),
    ],
)
def test_what_can_not_be_added_up_keeps_it_from_becoming_a_draft(
    decisions: tuple[Decision, ...], words: str
) -> None:
    assert any(words in fault.text for fault in faults_of(prepared(TEXT, [FACTS, *decisions])))


def test_without_other_words_and_without_an_equal_sum_nothing_is_a_part() -> None:
    amounts = [
        (start, 1, Wanted(name="", kind=Kind.BUDGET, value=Decimal(value), unit_of_measure="亿元"))
        for start, value in ((0, 9), (10, 3), (20, 2))
    ]
    assert not parts_of("安排资金9亿元。另安排3亿元。再安排2亿元。", amounts)


@pytest.mark.parametrize(
    ("name", "area", "told"),
    [
        ("市级财政预算安排", "加快先进制造业发展", "先进制造业发展市级财政预算"),
        ("市级财政预算安排资金", "保障和改善民生", "保障和改善民生市级财政预算"),
        ("预算安排乡村振兴政策资金", "推进城乡融合发展", "乡村振兴政策资金"),
        ("交通类资金", "全力扩大有效投资", "交通类资金"),
        ("市级财政预算安排", "", "市级财政预算安排"),
    ],
)
def test_an_amount_without_a_name_of_its_own_bears_its_areas(name: str, area: str, told: str) -> None:
    assert name_of_budget(name, area) == told
