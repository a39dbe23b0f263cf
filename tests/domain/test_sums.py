"""The sum of a budget's parts held against its total, at entry and in review, by a table of cases."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.build import Q3, RULES, budget, dec, level, summed
from tests.export import made_up as m
from tracker.domain.measure.figure import Neighbours
from tracker.domain.measure.sums import Sum
from tracker.domain.measure.target import Kind
from tracker.domain.sentences.looks import look_text
from tracker.domain.workflow.entry import Field, check_entry
from tracker.domain.workflow.queue import Reason, looks
from tracker.domain.workflow.tasks import counted_apart, counted_in_words

TEXTS = {Field.FINALITY: "final", Field.PROGRESS: "推进。", Field.PROBLEM: "慢。", Field.NEXT_STEP: "赶。"}

# what is typed, the sum that it stands in, what is said of it (fragments; none: nothing)
CASES = [
    pytest.param(
        "26.90", summed(None, "20", "7.52"), ("分项合计27.52", "比总额26.9", "多0.62"), id="a total below"
    ),
    pytest.param(
        "28", summed("0", "20", "7.52"), ("分项合计27.52", "比总额28", "少0.48"), id="a total above"
    ),
    pytest.param("27.52", summed("0", "20", "7.52"), (), id="a total that agrees"),
    pytest.param("28", summed(None, "20", None), (), id="a total whose parts are not all known"),
    pytest.param(
        "19",
        summed(None, "20", None),
        ("2个分项中已填报的1个", "合计20", "多1"),
        id="passed by one of two parts",
    ),
    pytest.param("28", summed(None, None, None), (), id="a total of which no part is known"),
    pytest.param(
        "8",
        summed("26.9", "20", None, own=2),
        ("教育资金", "分项合计28", "多1.1"),
        id="the last part, too much",
    ),
    pytest.param("6", summed("26.9", "20", "9", own=2), ("教育资金", "分项合计26", "少0.9"), id="too little"),
    pytest.param("6", summed("26.9", None, None, own=2), (), id="a part while another is missing"),
    pytest.param("30", summed("26.9", None, None, own=2), ("1个", "多3.1"), id="a part above its total"),
    pytest.param("8", summed(None, "20", None, own=2), (), id="a part whose total is not known"),
    pytest.param("8", summed("26.9", "20", None, own=2, allocated=9), (), id="allocated otherwise anyway"),
    pytest.param("0", summed("0", "0", "0"), (), id="nothing executed anywhere"),
    pytest.param("0", summed(None, "0", "0.5"), ("分项合计0.5", "比总额0", "多0.5"), id="0 is an amount"),
]


def bare(words: str) -> str:
    """Without marks: how these are set is not asked here."""
    return re.sub(r"[^\w.]", "", words)


def about_sums(words: list[str]) -> list[str]:
    return [bare(each) for each in words if "比总额" in each]


@pytest.mark.parametrize(("typed", "beside", "fragments"), CASES)
def test_a_clerk_is_asked_about_a_sum_that_can_not_be_and_may_go_on(
    typed: str, beside: Sum, fragments: tuple[str, ...]
) -> None:
    texts = {**TEXTS, Field.VALUE: typed, Field.DATA_MONTH: "9"}
    cells = {field.value: text for field, text in texts.items()}
    checked = check_entry(cells, budget(36), Q3, Neighbours(sums=(beside,)), RULES)
    asked = about_sums([each.message for each in checked.questions])
    assert len(asked) == bool(fragments)
    assert all(fragment in asked[0] for fragment in fragments)
    assert checked.entry is not None


@pytest.mark.parametrize(("typed", "beside", "fragments"), CASES)
def test_the_office_is_shown_the_same_arithmetic(typed: str, beside: Sum, fragments: tuple[str, ...]) -> None:
    sent = m.score(m.terms(Kind.BUDGET, "36", "亿元"), typed)
    found = [each for each in looks(sent, Q3, Neighbours(sums=(beside,))) if each.reason is Reason.SUM]
    said = [bare(look_text(each, sent, Q3)) for each in found]
    assert len(said) == bool(fragments)
    assert all(fragment in said[0] for fragment in fragments)


def test_it_weighs_less_than_what_the_figure_itself_shows() -> None:
    late = m.score(m.terms(Kind.BUDGET, "36", "亿元"), "15")
    found = looks(late, Q3, Neighbours(sums=(summed(None, "20", None),)))
    assert [each.reason for each in found] == [Reason.BEHIND, Reason.SUM]
    assert Reason.SUM.weight < Reason.LATE.weight


def test_only_the_typed_amount_is_put_into_the_sum() -> None:
    beside = summed("9", "4", "5", own=1).with_own(Decimal("4.5"))
    assert (beside.total.executed, [part.executed for part in beside.parts]) == (9, [dec("4.5"), 5])
    other = replace(beside.parts[1], executed=None)
    assert not replace(beside, parts=(beside.parts[0], other)).is_contradicted


def test_a_count_says_how_much_of_it_is_budgets() -> None:
    of_each = counted_apart([Kind.LEVEL, Kind.BUDGET, Kind.BUDGET])
    assert "目标1项" in of_each
    assert "预算2项" in of_each
    assert counted_apart([level().kind]) == ""
    assert counted_in_words([level().kind]) == "目标1项"
    assert counted_in_words(iter([Kind.LEVEL, Kind.BUDGET])) == "目标1项、预算1项"
