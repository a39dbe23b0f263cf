"""The guards on an amount, each in both directions: they ask with a correction at hand, and never block."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import Q1, Q2, Q3, Q4, QUICK, RULES, beside, budget, dec, level, planned, rate, total
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
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
    return check_entry(texts, terms, period, beside(period, previous), RULES)


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
    asked = [finding for finding in checked.questions if f"约{factor:,}倍" in finding.message]
    assert [finding.suggestion for finding in asked] == [RIGHT]
    assert "27万标箱" in asked[0].message
    assert check(TEU, Q3, RIGHT, previous).questions == (), "mended, nothing is asked any more"


@pytest.mark.parametrize(
    ("terms", "period", "typed", "meant"),
    [
        pytest.param(level(14100), Q2, "1.41", "14100", id="a level，万元 for 元"),
        pytest.param(level(14100), Q2, "141000000", "14100", id="a level，元 for 万元"),
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
    pytest.param(total(unit="公里"), Q2, "25", "29.9", "54.9", id="just below a fifth of the usual"),
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
    questions = check(total(), Q2, "25", "25", data_month="3", scope_note="统计数据尚未发布。").questions
    assert [each.field for each in questions] == [Field.DATA_MONTH]


def test_a_falling_total_needs_its_reason_and_nothing_else() -> None:
    assert check(total(), Q3, "40", "50").entry is None
    assert check(total(), Q3, "40", "50", reason="核减重复统计。").entry is not None


@pytest.mark.parametrize(("typed", "is_asked"), [("120", False), ("120.0001", True), ("150", True)])
def test_beyond_120_percent_of_the_target_is_asked_once(typed: str, is_asked: bool) -> None:
    checked = check(total(unit="公里"), Q4, typed, "90")
    asked = [finding for finding in checked.questions if "120%" in finding.message]
    assert len(asked) == is_asked


def test_problem_and_next_step_are_required_when_behind_and_only_then() -> None:
    behind = check(total(), Q3, "59", "40", problem="", next_step="")
    assert {finding.field for finding in behind.findings} == {Field.PROBLEM, Field.NEXT_STEP}
    assert check(total(), Q3, "75", "50", problem="", next_step="").findings == ()


FAR = [
    # terms, quarter, last quarter's, typed, what it is compared with, suggestion
    pytest.param(level(91, "%"), Q3, "91", "2", "上季度 91% 相差约46倍", None, id="a level falls to 2 %"),
    pytest.param(level(91, "%"), Q3, "91", "1.6", "上季度 91% 相差约57倍", None, id="160 % is no share"),
    pytest.param(level(91, "%"), Q3, "91", "0", "上季度为 91%", None, id="to nothing"),
    pytest.param(level(91, "%"), Q3, None, "0", "目标值为 91%", None, id="nothing, with nothing before"),
    pytest.param(rate(20), Q3, "18", "0.2", "目标值相差约100倍", "20", id="a share for a percentage"),
    pytest.param(rate(20), Q3, "0.18", "0.2", "目标值相差约100倍", "20", id="and once more"),
    pytest.param(rate(60), Q3, "55", "2", "上季度 55% 相差约28倍", None, id="a rate falls to a fraction"),
    pytest.param(rate(20), Q3, None, "2.7", "目标值相差约10倍", "27", id="with nothing before"),
    pytest.param(level(14100), Q2, "14100", "14.1", "上季度相差约1,000倍", "14100", id="thousands"),
    pytest.param(level(14100), Q2, "14100", "500", "约28倍", None, id="between the powers, downwards"),
    pytest.param(TEU, Q3, "18", "27000", "上季度相差约1,000倍", "27", id="a thousandfold"),
    pytest.param(TEU, Q3, "18", "700", "约39倍", None, id="between the powers, upwards"),
    pytest.param(budget(), Q2, "1.5", "299000000", "约100,000,000倍", "2.99", id="元 for 亿元"),
    pytest.param(total(20, "项"), Q1, None, "33", "约7倍", None, id="no part of a thing is suggested"),
]


@pytest.mark.parametrize(("terms", "period", "previous", "typed", "words", "suggestion"), FAR)
def test_what_is_far_from_the_last_value_and_the_aim_is_asked_about(
    terms: Terms, period: Period, previous: str | None, typed: str, words: str, suggestion: str | None
) -> None:
    checked = check(terms, period, typed, previous, call="", scope_note="")
    asked = [finding for finding in checked.questions if words in finding.message]
    assert [finding.suggestion for finding in asked] == [suggestion]
    assert checked.entry is not None, "what is true can be sent"


NEAR = [
    pytest.param(level(91, "%"), Q3, "91", "90.5", id="a level as it was"),
    pytest.param(rate(20), Q3, "25", "-15", id="growth turns negative"),
    pytest.param(rate("0.5"), Q3, "0.3", "0.4", id="a small rate of a small target"),
    pytest.param(total(5, "项"), Q1, None, "0", id="nothing yet of a total"),
    pytest.param(total(2, "项"), Q1, None, "1", id="one of two"),
    pytest.param(total(36, "项", path=Path.YEAR_END), Q3, "1", "36", id="all at once, before it is due"),
    pytest.param(total(36, "项", path=Path.YEAR_END), Q1, None, "1", id="little, before it is due"),
    pytest.param(total(100), Q3, "5", "8", id="far behind, but as before"),
]


@pytest.mark.parametrize(("terms", "period", "previous", "typed"), NEAR)
def test_what_fits_the_last_value_or_the_aim_is_not(
    terms: Terms, period: Period, previous: str | None, typed: str
) -> None:
    assert check(terms, period, typed, previous).questions == ()


SHARES = [
    (level(91, "%"), "101", True),
    (rate(75), "130", True),
    (total(80, "%"), "100.1", True),
    (level(91, "%"), "100", False),
    (rate(120), "130", False),  # a growth, or it could not be asked for
    (level(91, "元"), "101", False),
]


@pytest.mark.parametrize(("terms", "typed", "is_asked"), SHARES)
def test_a_share_above_100_percent_is_asked_about(terms: Terms, typed: str, is_asked: bool) -> None:
    asked = [finding for finding in check(terms, Q4, typed).questions if "超过 100%" in finding.message]
    assert len(asked) == is_asked


PARTS = [
    (total(), "78.5", "“家”按整数计，不会是 78.5家，请核对。"),
    (total(1000), "0.05万", None),
    (total(20, "万人"), "0.00005", "最多保留4位小数。"),
    (total(20, "万人"), "1.5", None),
    (total(36, "万标箱"), "27.35", None),
    (budget(), "1.04亿", None),
]


@pytest.mark.parametrize(("terms", "typed", "refusal"), PARTS)
def test_a_part_of_what_is_counted_is_refused_in_words(terms: Terms, typed: str, refusal: str | None) -> None:
    said = [each.message for each in check(terms, Q4, typed).findings if each.refuses]
    assert [words for words in said if words == refusal] == ([] if refusal is None else [refusal])
    expected = check(terms, Q4, plain(terms.value or dec(0)), call_value=typed).findings
    assert any(each.message == refusal for each in expected) is (refusal is not None)


CALLS = [
    # call, expected at the year's end, what is said of it
    ("can", "100", None),
    ("can", "80", "研判为“能完成”，预计全年值 80家 却没有达到目标（100家），请核对。"),
    ("with_effort", "99", "研判为“努力可完成”，预计全年值 99家 却没有达到目标（100家），请核对。"),
    ("difficult", "85", None),
    ("difficult", "100", "研判为“有困难”，预计全年值 100家 却达到了目标（100家），请核对。"),
    ("adjust", "80", None),
    ("", "80", None),
    ("can", "", None),
    ("difficult", "70", "预计全年值低于已经填报的累计 75，请核对。"),
    ("can", "1000", "与目标值相差约10倍，是否应为 100家？"),
]


@pytest.mark.parametrize(("call", "expected", "words"), CALLS)
def test_the_year_end_call_is_held_against_its_own_number(
    call: str, expected: str, words: str | None
) -> None:
    asked = check(total(), Q3, "75", "50", call=call, call_value=expected).questions
    assert [each.message for each in asked if each.field is Field.CALL_VALUE] == (
        [] if words is None else [words]
    )


AMOUNTS = st.decimals(0, 10**8, places=4)


@QUICK
@given(
    AMOUNTS,
    AMOUNTS,
    st.sampled_from([Q1, Q2, Q3, Q4]),
    st.sampled_from([total(unit="公里"), TEU, budget(), level(), rate()]),
)
def test_a_true_value_can_always_be_sent(
    value: Decimal, previous: Decimal, period: Period, terms: Terms
) -> None:
    checked = check(terms, period, f"{value:f}", f"{previous:f}", reason="已核对，情况属实。")
    assert checked.entry is not None
    assert checked.entry.value == value
