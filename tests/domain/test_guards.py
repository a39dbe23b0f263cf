"""The guards while typing, each in both directions: they ask with a correction at hand, and never block."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import Q1, Q2, Q3, Q4, QUICK, RULES, budget, dec, level, planned, rate, total
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path, Terms
from tracker.domain.workflow.entry import Checked, Field, check_entry

TEXTS = {
    Field.FINALITY: "final",
    Field.PROGRESS: "按计划推进。",
    Field.PROBLEM: "审批较慢。",
    Field.NEXT_STEP: "逐月调度。",
}


def check(terms: Terms, period: Period, value: str, previous: str | None = None, **typed: str) -> Checked:
    cells = {**TEXTS, Field.VALUE: value, Field.DATA_MONTH: str(period.last_month)}
    texts = {field.value: text for field, text in cells.items()} | typed
    return check_entry(texts, terms, period, None if previous is None else dec(previous), RULES)


def suggestions(checked: Checked) -> set[str]:
    return {finding.suggestion for finding in checked.findings if finding.suggestion is not None}


TEU = total(36, "万标箱")
RIGHT = "27"  # three quarters of 36


@pytest.mark.parametrize("factor", [10, 100, 10_000])
@pytest.mark.parametrize("is_up", [True, False], ids=["too large", "too small"])
@pytest.mark.parametrize("previous", ["18", None], ids=["against last quarter", "against the target"])
def test_a_slip_of_the_unit_is_asked_with_one_click_to_mend_it(
    factor: int, is_up: bool, previous: str | None
) -> None:
    typed = dec(RIGHT) * factor if is_up else dec(RIGHT) / factor
    checked = check(TEU, Q3, f"{typed:f}", previous, reason="" if is_up else "已核对")
    asked = [finding for finding in checked.questions if f"约 {factor:,} 倍" in finding.message]
    assert [finding.suggestion for finding in asked] == [RIGHT]
    assert "27万标箱" in asked[0].message
    assert check(TEU, Q3, RIGHT, previous).questions == (), "mended, nothing is asked any more"


@pytest.mark.parametrize(
    ("terms", "period", "typed", "meant"),
    [
        pytest.param(level(14100), Q2, "1.41", "14100", id="a level, 万元 for 元"),
        pytest.param(level(14100), Q2, "141000000", "14100", id="a level, 元 for 万元"),
        pytest.param(rate(75), Q2, "0.75", "75", id="a share for a percentage"),
        pytest.param(budget("5.98"), Q2, "29900", "2.99", id="万元 for 亿元"),
    ],
)
def test_other_kinds_are_compared_with_what_is_expected(
    terms: Terms, period: Period, typed: str, meant: str
) -> None:
    assert meant in suggestions(check(terms, period, typed))


INCREASES = [
    # terms, quarter, last quarter's, typed, suggestion (None: asked without one)
    pytest.param(total(), Q2, "25", "26", "51", id="26 by June after 25 by March"),
    pytest.param(total(), Q2, "25", "25", "50", id="not a single one more"),
    pytest.param(total(), Q2, "25", "29.9", "54.9", id="just below a fifth of the usual"),
    pytest.param(total(), Q3, "50", "51", None, id="too much for an increase of the third quarter"),
    pytest.param(total(), Q4, "75", "76", None, id="and of the fourth"),
    pytest.param(budget(100), Q2, "25", "26", "51", id="a budget"),
    pytest.param(planned(10, 40, 80, 100), Q2, "10", "12", "22", id="along the target's own plan"),
]


@pytest.mark.parametrize(("terms", "period", "previous", "typed", "suggestion"), INCREASES)
def test_a_total_that_hardly_grew_is_asked_whether_it_is_the_increase(
    terms: Terms, period: Period, previous: str, typed: str, suggestion: str | None
) -> None:
    checked = check(terms, period, typed, previous)
    asked = [finding for finding in checked.questions if "本季只新增" in finding.message]
    assert [finding.suggestion for finding in asked] == [suggestion]
    assert ("是否为本季新增" in asked[0].message) is (suggestion is not None)
    assert checked.entry is not None, "what is true can be sent"


@pytest.mark.parametrize(
    ("terms", "period", "previous", "typed"),
    [
        pytest.param(total(), Q2, "25", "30", id="a fifth of the usual"),
        pytest.param(total(), Q2, "25", "50", id="as before"),
        pytest.param(total(), Q1, None, "1", id="nothing before"),
        pytest.param(total(), Q2, "0", "0", id="nothing yet"),
        pytest.param(total(), Q3, "100", "100", id="the year's target is reached"),
        pytest.param(total(path=Path.YEAR_END), Q3, "5", "5", id="nothing is expected before the year's end"),
        pytest.param(level(), Q2, "90", "90", id="a level"),
        pytest.param(rate(), Q2, "18", "18", id="a rate"),
    ],
)
def test_what_grows_as_expected_is_not_asked(
    terms: Terms, period: Period, previous: str | None, typed: str
) -> None:
    messages = [finding.message for finding in check(terms, period, typed, previous).findings]
    assert not any("本季只新增" in message for message in messages)


def test_a_figure_of_the_last_quarters_months_can_not_have_grown() -> None:
    assert check(total(), Q2, "25", "25", data_month="3").questions == ()


def test_a_falling_total_needs_its_reason_and_nothing_else() -> None:
    assert check(total(), Q3, "40", "50").entry is None
    assert check(total(), Q3, "40", "50", reason="核减重复统计。").entry is not None


@pytest.mark.parametrize(("typed", "is_asked"), [("120", False), ("120.0001", True), ("150", True)])
def test_beyond_120_percent_of_the_target_is_asked_once(typed: str, is_asked: bool) -> None:
    asked = [finding for finding in check(total(), Q4, typed, "90").questions if "120%" in finding.message]
    assert len(asked) == is_asked


def test_problem_and_next_step_are_required_when_behind_and_only_then() -> None:
    behind = check(total(), Q3, "59", "40", problem="", next_step="")
    assert {finding.field for finding in behind.findings} == {Field.PROBLEM, Field.NEXT_STEP}
    assert check(total(), Q3, "75", "50", problem="", next_step="").findings == ()


AMOUNTS = st.decimals(0, 10**8, places=4)


@QUICK
@given(
    AMOUNTS,
    AMOUNTS,
    st.sampled_from([Q1, Q2, Q3, Q4]),
    st.sampled_from([total(), TEU, budget(), level(), rate()]),
)
def test_a_true_value_can_always_be_sent(
    value: Decimal, previous: Decimal, period: Period, terms: Terms
) -> None:
    checked = check(terms, period, f"{value:f}", f"{previous:f}", reason="已核对,情况属实。")
    assert checked.entry is not None
    assert checked.entry.value == value
