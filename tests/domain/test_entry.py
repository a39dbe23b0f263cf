"""A department's entry: what refuses, what asks, and that nothing is stored half (DOMAIN §2, §4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import (
    Q1,
    Q2,
    Q3,
    Q4,
    QUICK,
    RULES,
    beside,
    budget,
    dec,
    level,
    milestone,
    rate,
    total,
)
from tracker.domain.measure.figure import Finality, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import parse_amount
from tracker.domain.measure.target import Path, Terms
from tracker.domain.workflow.entry import Checked, Entry, Field, check_entry, typing_hint

GOOD = {
    Field.VALUE: "75",
    Field.DATA_MONTH: "9",
    Field.FINALITY: "final",
    Field.PROGRESS: "已认定75家。",
    Field.CALL: "can",
    Field.CALL_VALUE: "100",
}


def check(
    terms: Terms | None = None, previous: str | None = None, period: Period = Q3, **typed: str
) -> Checked:
    """Check a good entry with some fields typed otherwise; ``None`` stands for a field that is absent."""
    cells = {field.value: text for field, text in GOOD.items()} | typed
    return check_entry(cells, terms or total(), period, beside(period, previous), RULES)


def refusals(checked: Checked) -> dict[Field, str]:
    return {finding.field: finding.message for finding in checked.findings if finding.refuses}


def test_a_good_entry_passes_without_a_finding() -> None:
    checked = check(previous="50")
    assert checked.findings == ()
    assert checked.entry == Entry(
        dec(75), False, 9, Finality.FINAL, "已认定75家。", call=YearEndCall.CAN, call_value=dec(100)
    )


REFUSED = [
    # what was typed, the field that refuses, its words
    pytest.param({"value": ""}, Field.VALUE, "没有完成请填 0", id="no value"),
    pytest.param({"value": "约75"}, Field.VALUE, "不是数字", id="no number"),
    pytest.param({"value": "-75"}, Field.VALUE, "不会是负数", id="negative"),
    pytest.param({"value": "9" * 1_000_000}, Field.VALUE, "太长了", id="a million digits"),
    pytest.param({"value": "\ud800\u202e"}, Field.VALUE, "不是数字", id="surrogate and bidi for a value"),
    pytest.param({"data_month": ""}, Field.DATA_MONTH, "1—9月", id="no data month"),
    pytest.param({"data_month": "0"}, Field.DATA_MONTH, "1—9月", id="month 0"),
    pytest.param({"data_month": "10"}, Field.DATA_MONTH, "1—9月", id="a month beyond the quarter"),
    pytest.param({"data_month": "12"}, Field.DATA_MONTH, "1—9月", id="month 12 in the third quarter"),
    pytest.param({"data_month": "-1"}, Field.DATA_MONTH, "1—9月", id="a negative month"),
    pytest.param({"data_month": "９"}, Field.DATA_MONTH, "1—9月", id="a full-width month"),
    pytest.param({"data_month": "9" * 1_000_000}, Field.DATA_MONTH, "1—9月", id="a million months"),
    pytest.param({"finality": ""}, Field.FINALITY, "请选择数据性质", id="no finality"),
    pytest.param({"finality": "maybe"}, Field.FINALITY, "请选择数据性质", id="unknown finality"),
    pytest.param({"call": "maybe"}, Field.CALL, "请选择年底研判", id="unknown call"),
    pytest.param({"call_value": "很多"}, Field.CALL_VALUE, "不是数字", id="no number for the year's end"),
    pytest.param({"progress": ""}, Field.PROGRESS, "请填写进展情况", id="no progress"),
    pytest.param({"progress": " \n\t\u3000"}, Field.PROGRESS, "请填写进展情况", id="blank progress"),
    pytest.param({"progress": "\x00\u200b\u202e"}, Field.PROGRESS, "请填写进展情况", id="invisible progress"),
    pytest.param({"progress": "字" * 2001}, Field.PROGRESS, "太长：2,001个字", id="progress too long"),
    pytest.param(
        {"problem": "字" * 1_000_000}, Field.PROBLEM, "太长：1,000,000个字", id="a million characters"
    ),
    pytest.param(
        {"value": "59", "next_step": "加快"}, Field.PROBLEM, "进度滞后", id="behind without its problem"
    ),
    pytest.param(
        {"value": "59", "problem": "缓"}, Field.NEXT_STEP, "进度滞后", id="behind without a next step"
    ),
    pytest.param({"value": "60", "problem": "缓"}, Field.NEXT_STEP, "进度稍慢", id="slightly behind"),
    pytest.param(
        {"value": "59", "problem": "\u200b", "next_step": "加快"},
        Field.PROBLEM,
        "进度滞后",
        id="blank problem",
    ),
    pytest.param(
        {"not_applicable": "1"}, Field.SCOPE_NOTE, "写明原因", id="not applicable without its reason"
    ),
    pytest.param({"not_applicable": "1", "scope_note": " "}, Field.SCOPE_NOTE, "写明原因", id="blank reason"),
]


@pytest.mark.parametrize(("typed", "field", "words"), REFUSED)
def test_one_wrong_field_refuses_the_entry_and_says_where(
    typed: dict[str, str], field: Field, words: str
) -> None:
    checked = check(**typed)
    assert checked.entry is None
    assert list(refusals(checked)) == [field]
    assert words in refusals(checked)[field]
    str(refusals(checked)).encode()


@pytest.mark.parametrize("typed", [case.values[0] for case in REFUSED])
@pytest.mark.parametrize("terms", [total(), rate(), level(), milestone(Q4), budget(100)])
def test_nothing_is_stored_half(typed: dict[str, str], terms: Terms) -> None:
    """An entry exists exactly when nothing refuses, whatever else was typed."""
    checked = check(terms, **typed)
    assert (checked.entry is None) == bool(refusals(checked))


def test_every_wrong_field_is_named_at_once_and_each_only_once() -> None:
    checked = check(value="x", data_month="", finality="", progress="字" * 3000, call="x", call_value="x")
    fields = [finding.field for finding in checked.findings]
    assert sorted(fields) == sorted(
        [Field.VALUE, Field.DATA_MONTH, Field.FINALITY, Field.PROGRESS, Field.CALL, Field.CALL_VALUE]
    )
    assert "太长" in refusals(checked)[Field.PROGRESS]


def test_an_empty_draft_is_refused_field_by_field() -> None:
    checked = check_entry({}, total(), Q3, beside(Q3), RULES)
    assert checked.entry is None
    assert set(refusals(checked)) == {Field.VALUE, Field.DATA_MONTH, Field.FINALITY, Field.PROGRESS}


BEHIND = {"problem": "审批偏慢", "next_step": "专班推进"}


@pytest.mark.parametrize(
    ("terms", "typed", "period"),
    [
        pytest.param(total(), {"value": "59", **BEHIND}, Q3, id="behind"),
        pytest.param(total(), {"value": "0", **BEHIND}, Q3, id="reported zero"),
        pytest.param(total(), {"value": "67", "data_month": "8"}, Q3, id="August figure, on pace by 8/12"),
        pytest.param(total(path=Path.YEAR_END), {"value": "5"}, Q3, id="year end before Q4 needs no problem"),
        pytest.param(milestone(Q4), {"value": "0"}, Q3, id="milestone before its quarter"),
        pytest.param(milestone(Q3), {"value": "0", **BEHIND}, Q3, id="milestone overdue"),
        pytest.param(milestone(Q3), {"value": "1"}, Q3, id="milestone done"),
        pytest.param(rate(), {"value": "-3", **BEHIND}, Q3, id="negative growth"),
        pytest.param(
            level(8, is_reduction=True), {"value": "-1", "call_value": "-1", **BEHIND}, Q3, id="risen"
        ),
        pytest.param(total(), {"value": "75", "call": "", "call_value": ""}, Q3, id="without a call"),
        pytest.param(total(0), {"value": "0"}, Q3, id="not computable"),
        pytest.param(total(), {"value": "75", "finality": "estimate"}, Q3, id="an estimate"),
        pytest.param(total(), {"value": "75", "data_month": "09"}, Q3, id="a month with a leading zero"),
    ],
)
def test_what_is_true_can_be_submitted(terms: Terms, typed: dict[str, str], period: Period) -> None:
    checked = check(terms, period=period, **typed)
    assert refusals(checked) == {}
    assert checked.entry is not None
    assert checked.entry.value == dec(typed["value"])


def test_an_estimate_keeps_its_mark() -> None:
    entry = check(finality="estimate").entry
    assert entry is not None
    assert entry.finality is Finality.ESTIMATE


def test_not_applicable_has_no_value_and_needs_its_reason() -> None:
    entry = check(value="", not_applicable="1", scope_note="本季无考核任务").entry
    assert entry is not None
    assert (entry.value, entry.not_applicable, entry.scope_note) == (None, True, "本季无考核任务")


@pytest.mark.parametrize("text", ["", "2", "true", "是", "0.5", "１", " 1", "1.0"])
def test_a_milestone_is_done_or_not(text: str) -> None:
    checked = check(milestone(Q3), value=text)
    assert checked.entry is None
    assert refusals(checked)[Field.VALUE] == "请选择这个节点是否已经完成。"


def test_texts_are_cleaned_before_they_are_kept() -> None:
    entry = check(progress=" 一\r\n\u202e二\x00\ud800 ", scope_note="不含\u200b港区").entry
    assert entry is not None
    assert (entry.progress, entry.scope_note) == ("一\n二", "不含港区")


class TestAFallingTotal:
    """Cumulative figures don't fall by themselves: it is the increase by mistake, or has a reason."""

    @pytest.mark.parametrize("terms", [total(), budget(100)], ids=["running total", "budget"])
    def test_it_is_refused_with_the_total_that_was_meant(self, terms: Terms) -> None:
        checked = check(terms, previous="60", value="23", **BEHIND)
        (finding,) = [finding for finding in checked.findings if finding.refuses]
        assert checked.entry is None
        assert finding.field is Field.VALUE
        assert "低于上季度的 60" in finding.message
        assert finding.suggestion == "83"

    def test_the_suggestion_can_be_put_in_as_it_stands(self) -> None:
        refused = check(previous="60", value="23", **BEHIND)
        suggestion = next(finding.suggestion for finding in refused.findings if finding.suggestion)
        assert check(previous="60", value=suggestion).entry is not None

    def test_a_reason_admits_it_and_is_kept(self) -> None:
        entry = check(previous="60", value="58", reason="核减重复统计", **BEHIND).entry
        assert entry is not None
        assert (entry.value, entry.reason) == (58, "核减重复统计")

    def test_a_blank_reason_does_not(self) -> None:
        assert check(previous="60", value="58", reason=" \u200b ", **BEHIND).entry is None

    @pytest.mark.parametrize(
        ("terms", "previous", "value"),
        [
            pytest.param(total(), "60", "60", id="unchanged"),
            pytest.param(total(), None, "1", id="nothing before"),
            pytest.param(level(), "60", "50", id="a level may fall"),
            pytest.param(rate(), "15", "10", id="a rate may fall"),
            pytest.param(milestone(Q4), "1", "0", id="a milestone is no total"),
        ],
    )
    def test_nothing_else_is_a_fall(self, terms: Terms, previous: str | None, value: str) -> None:
        assert check(terms, previous, value=value, **BEHIND).entry is not None


QUESTIONS = [
    # terms, quarter, month, previous, value, suggestion, words
    pytest.param(
        total(36, "万标箱"), Q3, "9", "18", "270000", "27", "约10,000倍", id="TEU typed into a field of 万"
    ),
    pytest.param(
        total(36, "万标箱"), Q1, "3", None, "90000", "9", "约10,000倍", id="the same in the first quarter"
    ),
    pytest.param(total(36, "万标箱"), Q1, "1", None, "30000", "3", "时序应达值", id="and in January"),
    pytest.param(level(14100), Q1, "3", None, "1.41", "14100", "目标值", id="万元 typed into a field of 元"),
    pytest.param(rate(75), Q3, "9", None, "0.75", "75", "约100倍", id="a share typed for a percentage"),
    pytest.param(
        total(), Q3, "9", None, "121", None, "超过全年目标的 120%", id="more than 120 % of the year"
    ),
]


@pytest.mark.parametrize(("terms", "period", "month", "previous", "value", "suggestion", "words"), QUESTIONS)
def test_what_looks_like_a_slip_is_asked_and_not_refused(
    terms: Terms,
    period: Period,
    month: str,
    previous: str | None,
    value: str,
    suggestion: str | None,
    words: str,
) -> None:
    checked = check(terms, previous, period, value=value, data_month=month, **BEHIND)
    assert checked.entry is not None
    assert any(words in finding.message and finding.suggestion == suggestion for finding in checked.questions)


@pytest.mark.parametrize(
    ("terms", "period", "month", "previous", "value"),
    [
        pytest.param(total(), Q1, "1", None, "8", id="a twelfth of the target in January"),
        pytest.param(total(), Q1, "3", None, "10", id="a tenth of the target in Q1"),
        pytest.param(total(), Q2, "6", "12", "45", id="tripled since the last quarter"),
        pytest.param(total(), Q3, "9", None, "120", id="exactly 120 %"),
        pytest.param(total(), Q3, "9", None, "0", id="zero"),
        pytest.param(milestone(Q4), Q3, "9", "0", "1", id="a milestone done"),
    ],
)
def test_what_is_plausible_is_not_asked(
    terms: Terms, period: Period, month: str, previous: str | None, value: str
) -> None:
    typed = {"value": value, "data_month": month, "call_value": ""}
    assert check(terms, previous, period, **typed, **BEHIND).questions == ()


AMOUNTS = st.decimals(0, 10**9, places=4)


@QUICK
@given(AMOUNTS, AMOUNTS, st.sampled_from([36, 100, "5.98", 14100]))
def test_every_suggestion_can_be_typed(value: Decimal, previous: Decimal, target: int | str) -> None:
    checked = check(total(target, "万元"), str(previous), value=f"{value:f}", **BEHIND)
    for finding in checked.findings:
        if finding.suggestion is not None:
            parse_amount(finding.suggestion, "万元")


@QUICK
@given(st.dictionaries(st.sampled_from([field.value for field in Field]), st.text(max_size=30)))
def test_any_draft_is_an_entry_or_findings_never_an_error(typed: dict[str, str]) -> None:
    for terms in (total(), rate(), milestone()):
        checked = check_entry(typed, terms, Q3, beside(Q3, 5), RULES)
        assert (checked.entry is None) == any(finding.refuses for finding in checked.findings)


HINTS = [
    pytest.param(
        "68", total(), "45", "读作 68家；本季新增 = 68 − 45 = 23", id="the example of the domain page"
    ),
    pytest.param(
        "27", total(36, "万标箱"), "18", "27万标箱 = 270,000标箱；本季新增 = 27 − 18 = 9", id="read back"
    ),
    pytest.param("40", total(), "45", "读作 40家；本季新增 = 40 − 45 = −5", id="a fall shows its sign"),
    pytest.param("68", total(), None, "读作 68家", id="nothing to subtract"),
    pytest.param("12.5", rate(), "10", "读作 12.5%", id="a rate is never subtracted"),
    pytest.param("14100", level(), "14000", "读作 14,100元", id="nor a level"),
    pytest.param("2", budget(), "1", "2亿元 = 200,000,000元；本季新增 = 2 − 1 = 1", id="a budget is"),
    pytest.param("1", milestone(), "0", "", id="a milestone has nothing to read"),
    pytest.param("  ", total(), "45", "", id="nothing typed"),
    pytest.param("x", total(), "45", "“x”不是数字。请只填数字，单位是家。", id="what can't be read"),
]


@pytest.mark.parametrize(("text", "terms", "previous", "hint"), HINTS)
def test_what_is_typed_is_read_back(text: str, terms: Terms, previous: str | None, hint: str) -> None:
    assert typing_hint(text, terms, None if previous is None else dec(previous)) == hint


@pytest.mark.parametrize("field", Field)
def test_each_field_has_a_label(field: Field) -> None:
    assert field.label
