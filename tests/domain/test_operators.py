"""以上 includes the number, 超过 does not, 左右 has a tolerance, 力争 is a tone (DOMAIN §1)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.domain.build import RULES, dec, judged, level, milestone, rate, stock, total
from tracker.domain.measure.pace import enough_of_about
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms, met
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.status import Status

FIVE_PERCENT = dec("0.05")
AT_LEAST, MORE_THAN, ABOUT = Operator.AT_LEAST, Operator.MORE_THAN, Operator.ABOUT
AT_MOST, LESS_THAN, RANGE = Operator.AT_MOST, Operator.LESS_THAN, Operator.RANGE

CASES = [
    # operator, baseline, target, value, met
    pytest.param(AT_LEAST, 0, "36", "36", True, id="36以上: exactly 36"),
    pytest.param(AT_LEAST, 0, "36", "35.9999", False, id="36以上: a hair below"),
    pytest.param(AT_LEAST, 0, "36", "108", True, id="36以上: threefold"),
    pytest.param(AT_LEAST, 0, "36", "0", False, id="36以上: reported zero"),
    pytest.param(MORE_THAN, 0, "36", "36", False, id="超过36: exactly 36 is not"),
    pytest.param(MORE_THAN, 0, "36", "36.0001", True, id="超过36: a hair above"),
    pytest.param(AT_LEAST, 93, "91", "92", True, id="91以上 is asked for, though it stood at 93"),
    pytest.param(AT_LEAST, 10, "0", "7", False, id="from 10 to 0: 7 is not"),
    pytest.param(AT_LEAST, 10, "0", "0", True, id="from 10 to 0: 0 is"),
    pytest.param(AT_MOST, 0, "3", "3", True, id="3以内: exactly 3"),
    pytest.param(AT_MOST, 0, "3", "3.1", False, id="3以内: above"),
    pytest.param(AT_MOST, 0, "3", "0", True, id="3以内: none at all"),
    pytest.param(LESS_THAN, 0, "3", "3", False, id="低于3: exactly 3 is not"),
    pytest.param(LESS_THAN, 0, "3", "2.9", True, id="低于3: below"),
    pytest.param(ABOUT, 0, "36", "34.2", True, id="36左右: lower edge, −5 %"),
    pytest.param(ABOUT, 0, "36", "37.8", True, id="36左右: upper edge, +5 %"),
    pytest.param(ABOUT, 0, "36", "34.1999", False, id="36左右: under the band"),
    pytest.param(ABOUT, 0, "36", "37.8001", True, id="36左右: over the band is met, and marked"),
    pytest.param(ABOUT, 0, "-2", "-2.1", True, id="−2左右: down to −2.1"),
    pytest.param(ABOUT, 0, "0", "0", True, id="0左右: from 0 on"),
]


@pytest.mark.parametrize(("operator", "baseline", "target", "value", "expected"), CASES)
def test_the_words_decide_what_meets_a_target(
    operator: Operator, baseline: int, target: str, value: str, expected: bool
) -> None:
    terms = level(target, baseline=baseline, operator=operator)
    assert met(terms, dec(value), FIVE_PERCENT) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [("4.9", False), ("5", True), ("5.5", True), ("6", True), ("6.1", False)]
)
def test_a_range_is_met_between_its_ends(value: str, expected: bool) -> None:
    assert met(rate(5, operator=RANGE, upper=6), dec(value), FIVE_PERCENT) is expected


@pytest.mark.parametrize(
    ("value", "marked"), [("500", False), ("525", False), ("525.1", True), ("560", True)]
)
def test_左右_that_went_too_far_is_met_and_marked(value: str, marked: bool) -> None:
    judgement = judged(stock(500, operator=ABOUT), value, 12)
    assert (judgement.status, judgement.is_beyond) == (Status.ACHIEVED, marked)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False)])
def test_a_milestone_is_met_when_done(value: str, expected: bool) -> None:
    assert met(milestone(), dec(value), FIVE_PERCENT) is expected


def test_超过36_with_exactly_36_is_not_achieved_though_its_percentage_is_100() -> None:
    exactly = judged(total(36, "万标箱", operator=MORE_THAN), 36, 12)
    assert (exactly.status, exactly.completion) == (Status.MISSED, Fraction(1))
    assert exactly.ratio is not None
    assert exactly.ratio < 1
    assert judged(total(36, "万标箱", operator=MORE_THAN), "36.0001", 12).status is Status.ACHIEVED
    assert judged(total(36, "万标箱"), 36, 12).status is Status.ACHIEVED


@pytest.mark.parametrize(
    ("about", "value", "status"),
    [
        ("5", "95", Status.ACHIEVED),
        ("5", "94.9", Status.MISSED),
        ("10", "90", Status.ACHIEVED),
        ("0", "99.9", Status.MISSED),
        ("0", "100", Status.ACHIEVED),
    ],
)
def test_the_band_of_左右_belongs_to_the_rule_set(about: str, value: str, status: Status) -> None:
    assert judged(total(operator=ABOUT), value, 12, rules=RuleSet(about=dec(about))).status is status


# An even path of 100家左右: at half-year 50 are expected and 48 are enough (47.5); in November 91 and 88
# (87.1); at the year's end 95. What is not enough is placed by its share of what is expected.
WITHIN_ABOUT = [
    # target, month, value, status
    ("100", 6, "50", Status.ON_PACE),
    ("100", 6, "48", Status.ON_PACE),
    ("100", 6, "47", Status.SLIGHTLY_BEHIND),
    ("100", 6, "40", Status.SLIGHTLY_BEHIND),
    ("100", 6, "39", Status.BEHIND),
    ("100", 11, "88", Status.ON_PACE),
    ("100", 11, "87", Status.SLIGHTLY_BEHIND),
    ("100", 11, "95", Status.ACHIEVED),
    ("100", 12, "95", Status.ACHIEVED),
    ("100", 12, "94", Status.MISSED),
    # of 10 all 10 are asked for at the end (9.5), and so no less on the way
    ("10", 6, "5", Status.ON_PACE),
    ("10", 6, "4", Status.SLIGHTLY_BEHIND),
    ("10", 12, "9", Status.MISSED),
    # one is expected in January: none is not about one
    ("12", 1, "1", Status.ON_PACE),
    ("12", 1, "0", Status.BEHIND),
]


@pytest.mark.parametrize(("value", "month", "reported", "status"), WITHIN_ABOUT)
def test_左右_is_on_pace_on_the_way_to_what_meets_it_at_the_end(
    value: str, month: int, reported: str, status: Status
) -> None:
    assert judged(total(value, operator=ABOUT), reported, month).status is status


@pytest.mark.parametrize(
    ("terms", "month", "enough"),
    [
        pytest.param(total("94.51", "亿元"), 6, "44.89225", id="measured: to the last digit"),
        pytest.param(total("101"), 12, "96", id="the last whole unit that meets it"),
        pytest.param(total("5"), 6, "2", id="no more than what is expected"),
        pytest.param(stock("100", baseline=40, path=Path.EVEN), 6, "68", id="from a baseline to 95, by half"),
        pytest.param(
            total("100", path=Path.OWN_PLAN, plan_values=tuple(map(dec, (10, 20, 60, 100)))),
            9,
            "57",
            id="on a path of its own",
        ),
        pytest.param(stock("500"), 12, "475", id="at the year's end"),
        pytest.param(rate("-2"), 6, "-2.1", id="below zero"),
    ],
)
def test_what_is_enough_follows_the_path_to_95_percent(terms: Terms, month: int, enough: str) -> None:
    about = replace(terms, operator=ABOUT)
    found = enough_of_about(about, month, Period(2025, (month + 2) // 3), FIVE_PERCENT)
    assert found == Fraction(dec(enough))


@pytest.mark.parametrize("value", ["12", "36", "94.56"])
@pytest.mark.parametrize("month", range(1, 12))
def test_whoever_keeps_the_pace_of_左右_meets_it_at_the_end(value: str, month: int) -> None:
    """In November on pace, and with the same pace done in December: neither better nor worse before."""
    terms = total(value, "亿元", operator=ABOUT)
    for percent in range(90, 101):
        reached = dec(value) * percent * month / 1200
        at_the_end = judged(terms, str(dec(value) * percent / 100), 12).status
        assert judged(terms, str(reached), month).status.is_on_pace is (at_the_end is Status.ACHIEVED)


@pytest.mark.parametrize(
    ("month", "value", "status"),
    [
        (6, "25", Status.ON_PACE),
        (6, "24", Status.SLIGHTLY_BEHIND),
        (11, "61", Status.MISSED),
        (11, "55", Status.ON_PACE),
        (12, "50", Status.ACHIEVED),
        (12, "49", Status.MISSED),
    ],
)
def test_a_range_expects_its_lower_end_and_cannot_come_back_from_beyond(
    month: int, value: str, status: Status
) -> None:
    assert judged(total("50", operator=RANGE, upper=60), value, month).status is status


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(("value", "behind"), [("19", False), ("21", False), ("18.9", True)])
def test_a_rate_of_左右_is_not_behind_while_within_its_band(month: int, value: str, behind: bool) -> None:
    assert judged(rate(20, operator=ABOUT), value, month).status.is_behind is behind


@pytest.mark.parametrize("kind", [total, level, rate])
@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize("value", ["0", "60", "80", "95", "100", "101", "300"])
def test_力争_does_not_change_the_judgement(kind: type, operator: Operator, value: str) -> None:
    upper = {"upper": 110} if operator is RANGE else {}
    firm: Terms = kind(100, operator=operator, **upper)
    stretch: Terms = kind(100, operator=operator, is_stretch=True, **upper)
    for month in (3, 8, 12):
        assert judged(firm, value, month, rules=RULES) == judged(stretch, value, month, rules=RULES)
    assert firm.kind in Kind
