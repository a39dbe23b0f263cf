"""年底研判 against the year's result: what was said in which quarter, and whether it came out so."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.build import RULES, dec, milestone, total
from tests.export import made_up as m
from tracker.domain.measure.figure import ReportState, YearEndCall
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.target import Operator, Terms
from tracker.domain.progress.calls import JudgedCall, Verdict, call_records, judged_calls, year_result
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences.outlook import miss_text, record_text, result_text

CAN, EFFORT, DIFFICULT, ADJUST = YearEndCall
RIGHT, HOPEFUL, CAUTIOUS = Verdict
Year = list[tuple[Period, Score]]


def year(
    terms: Terms,
    calls: tuple[YearEndCall | None, ...],
    result: str | None,
    last: Terms | None = None,
    **december: Any,
) -> Year:
    """Three quarters with their calls, and the fourth with the result, under ``last``."""
    found: Year = []
    for at, call in zip(periods_of(2025)[:3], calls, strict=True):
        found.append((at, m.score(terms, "1", at.number, period=at, data_month=at.last_month, call=call)))
    at, given = Period(2025, 4), {"data_month": 12} | december
    found.append((at, m.score(last or terms, result, 4, period=at, reported=result is not None, **given)))
    return found


def verdicts(*args: Any, **more: Any) -> list[Verdict]:
    return [each.verdict for each in judged_calls(year(*args, **more), RULES)]


T = total(100)
CASES = [
    # terms, call, result, terms at the end -> verdict
    (T, CAN, "100", None, RIGHT),
    (T, CAN, "99.9", None, HOPEFUL),
    (T, EFFORT, "100", None, RIGHT),
    (T, EFFORT, "99", None, HOPEFUL),
    (T, DIFFICULT, "99", None, RIGHT),
    (T, DIFFICULT, "100", None, CAUTIOUS),
    (T, ADJUST, "99", None, RIGHT),
    (T, ADJUST, "101", None, CAUTIOUS),
    (T, ADJUST, "101", total(90), RIGHT),  # it was adjusted
    (T, CAN, "95", total(90), HOPEFUL),  # the lowered target is reached; what was called was 100
    (T, DIFFICULT, "95", total(90), RIGHT),
    (total(36, operator=Operator.MORE_THAN), CAN, "36", None, HOPEFUL),
    (total(100, operator=Operator.ABOUT), CAN, "96", None, RIGHT),
    (milestone(), CAN, "1", None, RIGHT),
    (milestone(), CAN, "0", None, HOPEFUL),
    (milestone(), DIFFICULT, "1", None, CAUTIOUS),
    (T, CAN, "0", None, HOPEFUL),  # a reported zero is a result
]


@pytest.mark.parametrize(("terms", "call", "result", "last", "verdict"), CASES)
def test_a_call_is_held_against_the_target_that_it_was_made_for(
    terms: Terms, call: YearEndCall, result: str, last: Terms | None, verdict: Verdict
) -> None:
    assert verdicts(terms, (None, None, call), result, last) == [verdict]


def test_every_quarter_before_the_last_is_judged_by_itself() -> None:
    assert verdicts(T, (CAN, EFFORT, DIFFICULT), "80") == [HOPEFUL, HOPEFUL, RIGHT]


def test_the_fourth_quarters_own_call_is_none() -> None:
    assert verdicts(T, (None, None, None), "80", call=CAN) == []


@pytest.mark.parametrize(
    "december",
    [{"data_month": 11}, {"state": ReportState.SUBMITTED}],
    ids=["November data", "not approved"],
)
def test_without_approved_december_data_the_year_has_no_result(december: dict[str, Any]) -> None:
    asked = year(T, (CAN, CAN, CAN), "80", **december)
    assert year_result(asked[-1][1]) is None
    assert judged_calls(asked, RULES) == ()


def test_a_year_that_was_not_reported_or_not_applicable_judges_no_call() -> None:
    assert verdicts(T, (CAN, CAN, CAN), None) == []
    asked = year(T, (CAN, CAN, CAN), "80")
    at, last = asked[-1]
    assert last.figure is not None
    asked[-1] = at, replace(last, figure=replace(last.figure, value=None))
    assert judged_calls(asked, RULES) == ()


def test_a_series_that_stops_before_the_fourth_quarter_has_no_result() -> None:
    asked = year(T, (CAN, CAN, CAN), "80")[:3]
    assert judged_calls(asked, RULES) == ()


def test_the_record_counts_by_quarter_and_lists_the_wrong_ones() -> None:
    first = judged_calls(year(T, (CAN, CAN, DIFFICULT), "80"), RULES)
    second = judged_calls(year(T, (DIFFICULT, None, CAN), "100"), RULES)
    records = call_records((*first, *second))
    assert [(record.period.number, record.total, len(record.wrong)) for record in records] == [
        (1, 2, 2),
        (2, 1, 1),
        (3, 2, 0),
    ]
    assert record_text(records[0]) == "一季度研判2项，与全年结果相符0项（0.0%）；偏乐观1项，偏保守1项。"
    assert record_text(records[2]) == "三季度研判2项，与全年结果相符2项（100.0%）；偏乐观0项，偏保守0项。"


@pytest.mark.parametrize(
    ("expected", "said"),
    [("95", "预计95家，多估15家"), ("80", "预计80家，与结果一致"), ("0", "预计0家，少估80家"), (None, "")],
)
def test_the_expected_value_stands_beside_the_result(expected: str | None, said: str) -> None:
    (each,) = judged_calls(year(T, (None, None, CAN), "80"), RULES)
    given: JudgedCall = replace(each, call_value=None if expected is None else dec(expected))
    assert miss_text(given) == said
    assert result_text(given) == "80家"
