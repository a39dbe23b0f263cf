"""Reforms of units, the rules: what hinders one, which versions it makes, who stands for whom."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.measure.period import Period
from tracker.domain.workflow.reorganisation import (
    Named,
    ReformKind,
    Stage,
    Succession,
    Successions,
    carried_on,
    period_of,
    reform_refusals,
)

Q1, Q2, Q3, Q4 = (Period(2025, number) for number in (1, 2, 3, 4))
JULY = date(2025, 7, 8)
RENAMED, MERGED, SPLIT = ReformKind
# 1 became 2 on 1 February, 2 and 3 became 4 on 8 July; 5 was split into 6 and 7.
KNOWN = Successions(
    (
        Succession(1, (2,), date(2025, 2, 1), RENAMED),
        Succession(2, (4,), JULY, MERGED),
        Succession(3, (4,), JULY, MERGED),
        Succession(5, (6, 7), JULY, SPLIT),
    )
)
A, B, NEW, OTHER = Named(11, "甲局"), Named(12, "乙局"), Named(None, "丙局"), Named(None, "丁局")


@pytest.mark.parametrize(
    ("unit", "on", "heirs"),
    [
        (1, None, (4,)),
        (1, date(2025, 1, 31), (1,)),
        (1, date(2025, 2, 1), (2,)),
        (1, JULY, (4,)),
        (3, date(2025, 7, 7), (3,)),
        (5, None, (6, 7)),
        (9, None, (9,)),
    ],
)
def test_whoever_stands_for_a_unit_is_known_for_every_day(
    unit: int, on: date | None, heirs: tuple[int, ...]
) -> None:
    assert KNOWN.heirs(unit, on) == heirs


def test_of_a_split_the_one_that_leads_what_is_in_question_stands_for_the_unit() -> None:
    assert [KNOWN.heir(5, lead) for lead in (None, 6, 7, 4)] == [6, 6, 7, 6]


def test_a_units_people_have_the_history_of_all_that_came_to_it() -> None:
    assert KNOWN.with_predecessors((4,)) == {1, 2, 3, 4}
    assert KNOWN.with_predecessors((7, 9)) == {5, 7, 9}


@pytest.mark.parametrize(
    ("kind", "old", "new", "says"),
    [
        (RENAMED, (), (NEW,), "请选择变更前的单位"),
        (RENAMED, (A, B), (NEW,), "只涉及一个原单位"),
        (RENAMED, (A,), (), "请填写变更后的单位"),
        (RENAMED, (A,), (NEW, OTHER), "只有一个单位"),
        (MERGED, (A,), (NEW,), "至少涉及两个原单位"),
        (MERGED, (A, B), (NEW, OTHER), "只有一个单位"),
        (SPLIT, (A,), (NEW,), "至少有两个单位"),
        (SPLIT, (A, B), (NEW, OTHER), "只涉及一个原单位"),
        (SPLIT, (A,), (NEW, NEW), "有重复"),
        (SPLIT, (A,), (NEW, A), "请用“目标调整”移交"),
        (SPLIT, (A,), (replace(NEW, short="丙"), replace(OTHER, short="丙")), "“丙”不能同时是两个单位"),
        (SPLIT, (A,), (NEW, replace(OTHER, short="丙局")), "“丙局”不能同时是两个单位"),
        (RENAMED, (A,), (A,), "变更前后相同"),
        (RENAMED, (Named(1, "老局"),), (NEW,), "“老局”已于2025-02-01更名,不能再次变更"),
        (RENAMED, (Named(4, "新局"),), (Named(1, "老局"),), "不能接续其他单位"),  # a circle
    ],
)
def test_what_is_no_reform_is_refused_in_words(
    kind: ReformKind, old: tuple[Named, ...], new: tuple[Named, ...], says: str
) -> None:
    refusals = reform_refusals(kind, old, new, JULY, "文件", KNOWN, date(2025, 1, 1), JULY)
    assert any(says.replace(",", "，") in each for each in refusals), refusals


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (RENAMED, (A,), (NEW,)),
        (RENAMED, (A,), (B,)),
        (MERGED, (A, B), (NEW,)),
        (MERGED, (A,), (B,)),
        (SPLIT, (A,), (NEW, B)),
    ],
)
def test_what_is_one_is_not(kind: ReformKind, old: tuple[Named, ...], new: tuple[Named, ...]) -> None:
    assert reform_refusals(kind, old, new, JULY, "文件", KNOWN, date(2025, 1, 1), JULY) == ()


@pytest.mark.parametrize(
    ("day", "document", "says"),
    [
        (date(2025, 7, 9), "文件", "还没有到"),
        (date(2024, 12, 31), "文件", "早于方案起始日2025-01-01"),
        (JULY, " ", "请写明依据"),
    ],
)
def test_a_day_to_come_a_day_before_the_plan_and_no_document_are_refused(
    day: date, document: str, says: str
) -> None:
    refusals = reform_refusals(RENAMED, (A,), (NEW,), day, document, KNOWN, date(2025, 1, 1), JULY)
    assert len(refusals) == 1
    assert says in refusals[0]


@pytest.mark.parametrize(
    ("day", "period"),
    [(date(2024, 5, 1), Q1), (date(2025, 3, 31), Q1), (date(2025, 4, 1), Q2), (date(2026, 1, 1), None)],
)
def test_a_day_lies_in_the_period_whose_months_hold_it(day: date, period: Period | None) -> None:
    assert period_of(day, Q1.of_year) == period


def stage(terms: int, effective: Period, lead: int, *co: int) -> Stage:
    return Stage(terms, effective, lead, co)


@pytest.mark.parametrize(
    ("stages", "made"),
    [
        # The lead, a co-unit, both at once: the lead is not its own co-unit.
        ([stage(1, Q1, 11, 20)], [stage(1, Q3, 99, 20)]),
        ([stage(1, Q1, 20, 11, 21)], [stage(1, Q3, 20, 99, 21)]),
        ([stage(1, Q1, 11, 12, 20)], [stage(1, Q3, 99, 20)]),
        ([stage(1, Q1, 20, 11, 12)], [stage(1, Q3, 20, 99)]),
        # Not concerned, or no more: it had given the target away before.
        ([stage(1, Q1, 20, 21)], []),
        ([stage(1, Q1, 11), stage(2, Q2, 20)], []),
        # An adjustment that counts from a later period on is carried on from there.
        ([stage(1, Q1, 11), stage(2, Q4, 11)], [stage(1, Q3, 99), stage(2, Q4, 99)]),
        # The later one has another lead: made anew all the same, else the new version outdid it.
        ([stage(1, Q1, 11), stage(2, Q4, 20)], [stage(1, Q3, 99), stage(2, Q4, 20)]),
        ([stage(1, Q1, 20), stage(2, Q4, 11)], [stage(2, Q4, 99)]),
        # Outdone before the day: the version of Q4 counts no more.
        ([stage(1, Q1, 11), stage(2, Q4, 11), stage(3, Q2, 12)], [stage(3, Q3, 99)]),
        # A target that came later in the year.
        ([stage(1, Q4, 11)], [stage(1, Q4, 99)]),
    ],
)
def test_the_versions_that_a_reform_makes(stages: list[Stage], made: list[Stage]) -> None:
    moves = carried_on(stages, {11: 99, 12: 99}, Q3)
    assert [each for _source, each in moves] == made
    assert all(source.terms_id == each.terms_id for source, each in moves)
