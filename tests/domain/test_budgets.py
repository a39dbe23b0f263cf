"""Budgets as a tree: what the parts add up to beside their total, by tables of cases."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.export import made_up as m
from tracker.domain.measure.target import Kind
from tracker.domain.progress.budgets import budget_tree, listed_twice
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences.budgets import cells, twice_lines

TOTAL, FIRST, SECOND = 1, 2, 3


def budget(
    number: int, allocated: str, executed: str | None, part_of: int | None = None, area: int = 1
) -> Score:
    asked = m.terms(Kind.BUDGET, allocated, "亿元")
    score = m.score(asked, executed, reported=executed is not None)
    target = replace(m.target(number, asked, f"资金{number}", area), part_of=part_of)
    return replace(score, target=target)


# total, first and second part as executed: the sum, the difference, whether they contradict, in words
REPORTED = [
    (("6", "4", "2"), "6", "0", False, "6亿元（与总额一致）"),
    (("6", "4", "3"), "7", "1", True, "7亿元（比总额多1亿元）"),
    (("6", "4", "1.5"), "5.5", "-0.5", True, "5.5亿元（比总额少0.5亿元）"),
    (("6", "4", None), "4", "-2", False, "4亿元（2个分项已填报1个，比总额少2亿元）"),
    (("6", "7", None), "7", "1", True, "7亿元（2个分项已填报1个，比总额多1亿元）"),
    (("6", None, None), None, None, False, "—（2个分项已填报0个）"),
    ((None, "4", "2"), "6", None, False, "6亿元"),
    (("0", "0", "0"), "0", "0", False, "0亿元（与总额一致）"),
]


@pytest.mark.parametrize(("executed", "total", "difference", "contradicted", "words"), REPORTED)
def test_what_the_parts_executed_stands_beside_what_the_total_reported(
    executed: tuple[str | None, ...],
    total: str | None,
    difference: str | None,
    contradicted: bool,
    words: str,
) -> None:
    scores = (
        budget(TOTAL, "10", executed[0]),
        budget(FIRST, "7", executed[1], TOTAL),
        budget(SECOND, "3", executed[2], TOTAL),
    )
    (root,) = budget_tree(scores)
    assert root.sum.parts_executed == (None if total is None else Decimal(total))
    assert root.sum.executed_difference == (None if difference is None else Decimal(difference))
    assert root.sum.is_contradicted == contradicted
    assert cells(root)[-1] == words


def test_a_total_whose_parts_were_allocated_more_is_said_to_and_its_execution_contradicts_nothing() -> None:
    scores = (budget(TOTAL, "10", "5"), budget(FIRST, "8", "4", TOTAL), budget(SECOND, "3", "2", TOTAL))
    (root,) = budget_tree(scores)
    assert not root.sum.is_contradicted
    assert cells(root) == ("10亿元", "5亿元", "50.0%", "11亿元（比总额多1亿元）", "6亿元（比总额多1亿元）")


def test_whose_total_is_not_seen_stands_at_the_top_and_targets_in_no_tree() -> None:
    target = m.score(m.terms(), "27", number=9)
    roots = budget_tree((target, budget(FIRST, "7", "4", part_of=TOTAL), budget(SECOND, "3", None)))
    assert [(root.score.target.id, root.depth, root.parts) for root in roots] == [(2, 0, ()), (3, 0, ())]
    assert cells(roots[1])[1:] == ("□ 未填报", "—", "—", "—")


def test_one_amount_in_two_areas_is_told_and_one_twice_in_an_area_or_under_its_own_total_is_not() -> None:
    scores = (
        budget(1, "20.6", None, area=4),
        budget(2, "40", None, area=6),
        budget(3, "20.6", None, part_of=2, area=6),
        budget(4, "0.1", None, part_of=2, area=6),
        budget(5, "0.1", None, part_of=2, area=6),
        budget(6, "0.3", None, area=7),
        budget(7, "0.3", None, part_of=6, area=8),
    )
    roots = budget_tree(scores)
    assert [(one.score.target.id, other.score.target.id) for one, other in listed_twice(roots)] == [(1, 3)]
    (line,) = twice_lines(roots, area=6)
    assert "同为20.6亿元，可能是同一笔资金" in line
    assert twice_lines(roots, area=7) == ()
