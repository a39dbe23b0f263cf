"""How good the year-end calls (年底研判) were: each quarter's call against what the year brought.

The result is the approved fourth-quarter figure with December data. A call is held against the target
as it stood when the call was made: who said 能完成 of 40 was wrong at 36, also where 35 was
asked in the end. 需调整 comes true by the adjustment as well as by the target being missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.measure.figure import Figure, YearEndCall
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.target import Terms, met
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score, Target

HOPEFUL = (YearEndCall.CAN, YearEndCall.WITH_EFFORT)


class Verdict(StrEnum):
    """What a call turned out to be."""

    RIGHT = "right"
    TOO_HOPEFUL = "too_hopeful"
    TOO_CAUTIOUS = "too_cautious"


@dataclass(frozen=True)
class JudgedCall:
    """One call with its result. ``target`` under the terms of the call's quarter.

    ``call_value``: the expected year end, if one was given; ``result``: what it came to.
    """

    target: Target
    period: Period
    call: YearEndCall
    call_value: Decimal | None
    result: Decimal
    verdict: Verdict

    @property
    def miss(self) -> Decimal | None:
        """Expected less reached, in the unit of measure; None where no value was expected."""
        return None if self.call_value is None else self.call_value - self.result


def year_result(last: Score) -> Decimal | None:
    """The year's result: an approved fourth-quarter figure with December data; else None."""
    figure = last.figure
    if figure is None or figure.is_unapproved or figure.data_month != MONTHS_OF_YEAR:
        return None
    return figure.value


def judged_calls(year: Sequence[tuple[Period, Score]], rules: RuleSet) -> tuple[JudgedCall, ...]:
    """One target's calls of the first three quarters, judged; empty while the year has no result.

    The fourth quarter's call is none: with December data the result is known.
    """
    final_period, final = year[-1]
    result = year_result(final) if final_period.next is None else None
    if result is None:
        return ()
    made = ((at, score, score.figure) for at, score in year[:-1])
    return tuple(
        _judged(at, score, figure, result, final.target.terms, rules)
        for at, score, figure in made
        if figure is not None and not figure.is_unapproved and figure.call is not None
    )


def _judged(
    at: Period, score: Score, figure: Figure, result: Decimal, last_terms: Terms, rules: RuleSet
) -> JudgedCall:
    assert figure.call is not None, "asked of figures with a call only"
    asked = score.target.terms
    reached = met(asked, result, rules.tolerance)
    if figure.call in HOPEFUL:
        verdict = Verdict.RIGHT if reached else Verdict.TOO_HOPEFUL
    elif figure.call is YearEndCall.ADJUST and last_terms != asked:
        verdict = Verdict.RIGHT
    else:
        verdict = Verdict.TOO_CAUTIOUS if reached else Verdict.RIGHT
    return JudgedCall(
        target=score.target,
        period=at,
        call=figure.call,
        call_value=figure.call_value,
        result=result,
        verdict=verdict,
    )


@dataclass(frozen=True)
class CallRecord:
    """A quarter's calls: how many of each verdict, and those that turned out wrong."""

    period: Period
    counts: dict[Verdict, int]
    wrong: tuple[JudgedCall, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def hit_rate(self) -> Fraction | None:
        """Right ÷ all; None where nobody called."""
        return Fraction(self.counts[Verdict.RIGHT], self.total) if self.total else None


def call_records(calls: Iterable[JudgedCall]) -> tuple[CallRecord, ...]:
    """By quarter, in order; the wrong ones in the order they come in."""
    by_period: dict[Period, list[JudgedCall]] = {}
    for call in calls:
        by_period.setdefault(call.period, []).append(call)
    return tuple(
        CallRecord(
            period,
            {verdict: sum(each.verdict is verdict for each in judged) for verdict in Verdict},
            tuple(each for each in judged if each.verdict is not Verdict.RIGHT),
        )
        for period, judged in sorted(by_period.items())
    )
