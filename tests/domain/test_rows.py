"""What a row of a list says in the fewest words: the aim, the change, the gap, the exceptions."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.domain.build import budget, dec, level, milestone, total
from tests.domain.test_scorecard import SCIENCE, card, score
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Operator, Terms
from tracker.domain.progress.rollup import roll_up
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences.rows import (
    Aim,
    aim_of,
    gap_cell,
    group_account,
    months_head,
    on_pace_of,
    remarks,
    reported_otherwise,
    share_of_way,
    signed,
    since_head,
    value_cell,
)

THIRD, NEXT_YEAR = Period(2025, 3), Period(2026, 2)

AIMS = [
    (total("4", is_stretch=True), Aim(("力争",), "4", "家")),
    (total("2700"), Aim((), "2,700", "家")),
    (total("36", operator=Operator.MORE_THAN), Aim(("超过",), "36", "家")),
    (total("500", operator=Operator.ABOUT), Aim(("约",), "500", "家")),
    (total("5", operator=Operator.RANGE, upper=dec("6")), Aim((), "5—6", "家")),
    (budget("5.98", operator=Operator.ABOUT), Aim(("约",), "5.98", "亿元")),
    (milestone(), Aim((), "三季度", "")),
    (replace(milestone(), due=NEXT_YEAR, is_stretch=True), Aim(("力争",), NEXT_YEAR.label, "")),
]


@pytest.mark.parametrize(("terms", "aim"), AIMS)
def test_an_aim_in_parts_that_stand_under_one_another(terms: Terms, aim: Aim) -> None:
    assert aim_of(terms, THIRD) == aim


def test_heads_name_the_months() -> None:
    assert [months_head(Period(2025, number)) for number in (1, 4)] == ["1—3月", "1—12月"]
    assert [since_head(Period(2025, number)) for number in (1, 3)] == ["较年初", "较1—6月"]


def judged(terms: Terms, value: str = "1", **more: object) -> Score:
    made = score(1, terms, value, SCIENCE)
    return replace(made, judgement=replace(made.judgement, **more))  # type: ignore[arg-type]


GAPS = [
    (judged(total(), gap=Fraction(-9, 100)), "−9.0"),
    (judged(total(), gap=Fraction(0)), "0.0"),
    (judged(total(), gap=Fraction(-1, 10_000)), "−0.0"),
    (judged(total(), gap=Fraction(40, 1)), "+4,000.0"),
    (judged(level(), gap=None, difference=Fraction(-200)), f"−200{level().unit_of_measure}"),
    (judged(milestone(), gap=None, difference=None), ""),
]


@pytest.mark.parametrize(("made", "text"), GAPS)
def test_the_gap_has_one_decimal_and_never_loses_its_side(made: Score, text: str) -> None:
    assert gap_cell(made) == text


def test_only_exceptions_are_remarked() -> None:
    usual = score(1, total(), "75", SCIENCE)
    assert usual.figure is not None
    assert remarks(usual) == ()
    assert remarks(replace(usual, figure=None)) == ()
    late = replace(
        usual.figure, data_month=8, stops_short=True, finality=Finality.ESTIMATE, is_correction=True
    )
    assert remarks(replace(usual, figure=late)) == ("1—8月", "预计", "更正")
    beyond = replace(usual, judgement=replace(usual.judgement, is_beyond=True))
    assert remarks(beyond) == ("超出左右幅度",)


def test_what_was_reported_otherwise_is_told_with_its_unit() -> None:
    made = score(1, total(), "17.5", SCIENCE)
    assert made.figure is not None
    assert reported_otherwise(made) == ""
    assert (
        reported_otherwise(replace(made, figure=replace(made.figure, reported_value=dec("18")))) == "上报18家"
    )


def test_levels_and_rates_have_no_share_of_a_way() -> None:
    assert share_of_way(score(1, total(), "75", SCIENCE)) == Fraction(3, 4)
    assert share_of_way(score(1, level(), "75", SCIENCE)) is None


def test_a_figure_is_a_number_a_word_or_a_dash_and_never_a_zero_for_nothing() -> None:
    assert value_cell(None, total()) == "—"
    assert value_cell(dec("0"), total()) == "0"
    assert [value_cell(dec(text), milestone()) for text in ("1", "0")] == ["已完成", "尚未完成"]
    assert [signed(Fraction(number)) for number in (22, 0, -1)] == ["+22", "0", "−1"]


def test_a_group_of_few_has_counts_and_no_share() -> None:
    few = card(*(score(number, total(), "75", SCIENCE) for number in range(1, 5))).whole
    many = card(*(score(number, total(), "75", SCIENCE) for number in range(1, 7))).whole
    assert group_account(few) == ("应达4项", "4项中4项达时序", "上报4/4")
    assert group_account(many) == ("应达6项", "达时序率100.0%", "上报6/6")
    assert (on_pace_of(few), on_pace_of(None)) == ("达时序4/4", "")


def test_a_group_that_is_not_open_says_so_alone() -> None:
    closed = replace(score(1, total(), None, SCIENCE), judgement=Judgement(Status.NOT_OPEN))
    assert group_account(roll_up([closed.item])) == ("未开放",)
