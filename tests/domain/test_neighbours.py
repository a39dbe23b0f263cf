"""A total held against the year's nearest earlier and later figures, and its data month (DOMAIN §3, §5)."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4, RULES, dec, level, milestone, total
from tracker.domain.measure.figure import (
    Figure,
    Finality,
    Neighbour,
    Neighbours,
    ReportState,
    marks,
    neighbours_at,
)
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.target import Terms
from tracker.domain.workflow.entry import Checked, Field, check_entry

AT = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)


def figure(value: str | None, month: int, *, stops_short: bool = False) -> Figure:
    amount = None if value is None else dec(value)
    return Figure(
        report_id=1,
        value=amount,
        reported_value=amount,
        data_month=month,
        finality=Finality.FINAL,
        state=ReportState.APPROVED,
        submitted_at=AT,
        is_on_time=True,
        is_correction=False,
        stops_short=stops_short,
    )


def near(at: Period, value: str, month: int | None = None) -> Neighbour:
    return Neighbour(at, dec(value), month or at.last_month)


def check(terms: Terms, period: Period, value: str, neighbours: Neighbours, **typed: str) -> Checked:
    texts = {
        Field.VALUE.value: value,
        Field.DATA_MONTH.value: str(period.last_month),
        Field.FINALITY.value: "final",
        Field.PROGRESS.value: "按计划推进。",
        Field.PROBLEM.value: "审批较慢。",
        Field.NEXT_STEP.value: "逐月调度。",
    }
    return check_entry(texts | typed, terms, period, neighbours, RULES)


def messages(checked: Checked, *, refuses: bool) -> list[str]:
    return [each.message for each in checked.findings if each.refuses is refuses]


NEAREST: list[tuple[Period, dict[Period, Figure], Decimal | None, Decimal | None]] = [
    (Q3, {}, None, None),
    (Q3, {Q2: figure("44", 6)}, dec(44), None),
    (Q3, {Q1: figure("23", 3)}, dec(23), None),  # the second quarter was skipped
    (Q3, {Q1: figure("23", 3), Q2: figure(None, 6)}, dec(23), None),  # or was 不适用
    (Q1, {Q2: figure("44", 6), Q3: figure("60", 9)}, None, dec(44)),
    (Q1, {Q4: figure("90", 12)}, None, dec(90)),
    (Q2, {Q1: figure("23", 3), Q3: figure("60", 9)}, dec(23), dec(60)),
]


@pytest.mark.parametrize(("period", "figures", "earlier", "later"), NEAREST)
def test_the_nearest_figures_are_those_with_a_value(
    period: Period, figures: dict[Period, Figure], earlier: Decimal | None, later: Decimal | None
) -> None:
    found = neighbours_at(period, figures)
    assert (None if found.earlier is None else found.earlier.value) == earlier
    assert (None if found.later is None else found.later.value) == later


def test_the_first_quarter_corrected_above_the_second_is_asked_about() -> None:
    checked = check(total(), Q1, "60", Neighbours(later=near(Q2, "44")), reason="补录。")
    said = "累计值高于二季度已报的 44，请核对；如二季度的数据也有误，请一并更正。"
    assert said in messages(checked, refuses=False)
    assert checked.entry is not None, "it can be true, and the second quarter is corrected next"


@pytest.mark.parametrize(("value", "terms"), [("44", total()), ("23", total()), ("60", level())])
def test_what_does_not_contradict_the_later_figure_is_not(value: str, terms: Terms) -> None:
    checked = check(terms, Q1, value, Neighbours(later=near(Q2, "44")), reason="补录。")
    assert not any("高于二季度" in said for said in messages(checked, refuses=False))


def test_a_fall_below_the_nearest_earlier_figure_is_refused_where_a_quarter_was_skipped() -> None:
    checked = check(total(), Q3, "20", Neighbours(near(Q1, "23")))
    assert messages(checked, refuses=True) == [
        "累计值低于一季度的 23。填的是否为本季新增？如是，累计应为 43；如确有减少，请填写数据减少的原因。"
    ]


def test_a_total_that_hardly_grew_since_the_last_figure_is_asked_about_where_a_quarter_was_skipped() -> None:
    checked = check(total(), Q3, "25", Neighbours(near(Q1, "25")))
    assert any(said.startswith("一季度以来只新增 0") for said in messages(checked, refuses=False))


NOTE = {"scope_note": "统计数据尚未发布。"}
MONTHS = [
    # quarter, month, the last figure's month, refused, asked
    pytest.param(Q3, 9, 6, False, False, id="the period's last month"),
    pytest.param(Q3, 8, 6, False, False, id="August in the third quarter"),
    pytest.param(Q3, 7, 6, False, False, id="July"),
    pytest.param(Q3, 6, 6, False, True, id="not moved since the second quarter"),
    pytest.param(Q3, 5, 4, False, True, id="older, though later than the last figure's"),
    pytest.param(Q3, 1, 6, True, False, id="January, when June stands already"),
    pytest.param(Q3, 5, 6, True, False, id="one month back"),
    pytest.param(Q3, 1, None, False, True, id="January, with nothing before"),
    pytest.param(Q1, 1, None, False, False, id="January in the first quarter"),
    pytest.param(Q4, 9, 9, False, True, id="September in the year's last"),
]


@pytest.mark.parametrize("terms", [total(3, "项"), level(2, "个"), milestone(Q4)])
@pytest.mark.parametrize(("period", "month", "last", "refused", "asked"), MONTHS)
def test_the_month_of_the_data_is_held_against_the_period_and_the_last_figure(
    terms: Terms, period: Period, month: int, last: int | None, refused: bool, asked: bool
) -> None:
    value = "1" if terms.value is None else "2"
    before = period.previous
    earlier = None if last is None or before is None else near(before, value, last)
    checked = check(terms, period, value, Neighbours(earlier), data_month=str(month), **NOTE)
    of_month = [each for each in checked.findings if each.field is Field.DATA_MONTH]
    assert [each.refuses for each in of_month] == [True] * refused + [False] * asked
    assert (checked.entry is None) is refused
    if asked:
        assert (
            f"数据截至{month}月，没有{period.name}的数据：提交后按“未更新”计，不作评价" in of_month[0].message
        )


def test_an_old_month_needs_its_reason() -> None:
    old = Neighbours(near(Q2, "2"))
    checked = check(total(3, "项"), Q3, "2", old, data_month="6")
    assert checked.entry is None
    (refusal,) = [each for each in checked.findings if each.refuses]
    assert refusal.field is Field.SCOPE_NOTE
    assert "如“统计数据尚未发布”" in refusal.message


def test_what_is_not_applicable_has_no_month() -> None:
    checked = check(total(), Q3, "", Neighbours(near(Q2, "2")), data_month="1", not_applicable="1", **NOTE)
    assert checked.entry is not None
    assert checked.findings == ()


def test_months_that_stop_short_stand_beside_the_figure() -> None:
    assert marks(figure("2", 8, stops_short=True)) == ("数据为1—8月",)
    assert marks(figure("2", 9)) == ()
