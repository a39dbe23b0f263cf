"""Judging a figure, or its absence: completion, gap to pace, status, by a rule set (DOMAIN §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure, Waiting
from tracker.domain.measure.pace import (
    enough_of_about,
    expected_value,
    is_due,
    is_due_later,
    is_due_with,
    is_owed,
    share_of_way,
    steps_due,
)
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.quantity import DECIMAL_PLACES, IN_POINTS, exact, scale_of
from tracker.domain.measure.target import (
    Kind,
    Operator,
    Terms,
    completion,
    goes_beyond_about,
    met,
    passes_limit,
)
from tracker.domain.measure.units import counts
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.scorecard import Score, Target
from tracker.domain.progress.status import Judgement, Status, labelled

Figures = Mapping[tuple[int, Period], Figure]


def score_of(
    target: Target,
    period: Period,
    figures: Figures,
    rules: RuleSet,
    waiting: Waiting | None = None,
    *,
    is_open: bool = True,
    earlier: Score | None = None,
) -> Score:
    """A target judged at a period; the periods before are judged by the same terms and rules.

    ``figures``: of the period and of those before it in its year. ``waiting`` is None unless a submission
    waits for review and no figure counts yet. ``is_open``: whether the period has been opened. ``earlier``:
    its score in the period before by these figures and rules, from who has judged it already.
    """
    figure = figures.get((target.id, period))
    if figure is None and is_open:  # nothing of a period that is not open is judged, else it had a verdict
        figure = _done_before(target, period, figures)
    before = period.previous
    previous = None if before is None else figures.get((target.id, before))
    judgement = _judged(target, figure, period, rules, is_open=is_open)
    previous_status = None if before is None else _status_before(earlier, target, before, figures, rules)
    if figure is None and waiting is not None:
        is_stale = waiting.data_month <= period.month_before
        waits = Status.NOT_UPDATED if is_stale else Status.UNDER_REVIEW
        judgement = replace(judge_absence(target.terms, period, waits), is_stale=is_stale)
    return Score(
        target=target,
        figure=figure,
        judgement=judgement,
        previous=previous,
        previous_status=previous_status,
        waiting_on_time=None if figure is not None or waiting is None else waiting.is_on_time,
        behind_for=_behind_for(target, period, figures, rules, previous_status)
        if judgement.status.is_far_behind
        else 0,
        rhythm=period.rhythm,
    )


def _done_before(target: Target, period: Period, figures: Figures) -> Figure | None:
    """A milestone reported done stays done; nobody has to report it again (latest state, DOMAIN §2)."""
    if target.terms.kind is not Kind.MILESTONE:
        return None
    for earlier in reversed(period.of_year[: period.number - 1]):
        figure = figures.get((target.id, earlier))
        if figure is not None and figure.value == target.terms.steps_in_all:
            return figure.carried_to(period)
    return None


def _status_before(
    earlier: Score | None, target: Target, period: Period, figures: Figures, rules: RuleSet
) -> Status:
    """By the terms of now: what was judged by others, or what silence was called then, is judged again."""
    if earlier is not None and earlier.figure is not None and earlier.target.terms == target.terms:
        return earlier.status
    return _status_at(target, period, figures, rules)


def _status_at(target: Target, period: Period, figures: Figures, rules: RuleSet) -> Status:
    figure = figures.get((target.id, period)) or _done_before(target, period, figures)
    return _judged(target, figure, period, rules, status_alone=True).status


def _behind_for(
    target: Target, period: Period, figures: Figures, rules: RuleSet, previous: Status | None
) -> int:
    """How many periods running, this one with them, it is far behind; silence neither counts nor ends them.

    ``previous``: its status in the period before.
    """
    count = 1
    for earlier in reversed(period.of_year[: period.number - 1]):
        status = _status_at(target, earlier, figures, rules) if previous is None else previous
        previous = None
        if status.is_far_behind:
            count += 1
        elif status.is_verdict or status.is_outside:
            break
    return count


def _judged(
    target: Target,
    figure: Figure | None,
    period: Period,
    rules: RuleSet,
    *,
    is_open: bool = True,
    status_alone: bool = False,
) -> Judgement:
    if figure is None:
        return judge(target.terms, None, period.last_month, period, rules, is_open=is_open)
    if figure.value is None and figure.is_unapproved:
        # That a period asks for nothing is the office's to agree to: until then it is among the due ones.
        return judge_absence(target.terms, period, Status.UNDER_REVIEW)
    return judge(
        target.terms,
        figure.value,
        figure.data_month,
        period,
        rules,
        not_applicable=figure.value is None,
        status_alone=status_alone,
    )


def judge(
    terms: Terms,
    value: Decimal | None,
    data_month: int,
    period: Period,
    rules: RuleSet,
    *,
    not_applicable: bool = False,
    is_open: bool = True,
    status_alone: bool = False,
) -> Judgement:
    """Judge a value (or its absence) known for ``period`` with data up to ``data_month`` (DOMAIN §3).

    What is expected follows the data month, not the calendar; whether something is due follows the period.
    A figure whose month lies before the period gets no verdict. ``status_alone``: from who looks at nothing
    else of it, and need not wait for the rest.
    """
    if not_applicable:
        return Judgement(Status.NOT_APPLICABLE)
    if value is None:
        if not is_open:
            return Judgement(Status.NOT_OPEN)
        return judge_absence(terms, period, Status.NOT_REPORTED)
    if data_month <= period.month_before:
        return replace(judge_absence(terms, period, Status.NOT_UPDATED), is_stale=True)
    if terms.kind is Kind.MILESTONE:
        return _judge_milestone(terms, value, data_month, period, rules)
    asked = _asked(terms, data_month, period)
    verdict = _verdict(terms, value, data_month, period, rules, asked)
    if status_alone:
        return Judgement(verdict.status)
    return _judge_value(terms, value, period, rules, asked, verdict)


def judge_absence(terms: Terms, period: Period, status: Status) -> Judgement:
    """The judgement without a verdict: ``status`` where something is due, else 未到节点."""
    if is_due(terms, period):
        return Judgement(status)
    return Judgement(Status.NOT_DUE, is_owed_early=is_owed(terms, period))


def _judge_milestone(
    terms: Terms, value: Decimal, data_month: int, period: Period, rules: RuleSet
) -> Judgement:
    if met(terms, value, rules.tolerance):
        return Judgement(Status.ACHIEVED, ratio=Fraction(1), is_early=not is_due(terms, period))
    if not is_due(terms, period):
        return Judgement(Status.NOT_DUE)
    if value >= steps_due(terms, period):
        return Judgement(Status.ON_PACE, ratio=Fraction(1))
    missed = _is_final(terms, data_month, period)
    return Judgement(Status.MISSED if missed else Status.BEHIND, ratio=Fraction(0))


def _judge_value(
    terms: Terms, value: Decimal, period: Period, rules: RuleSet, asked: "_Asked", verdict: "_Verdict"
) -> Judgement:
    done = completion(terms, value)
    pace = None if terms.kind.is_kept or not asked.is_due else share_of_way(terms, asked.expected)
    gap, difference = _gaps(terms, value, asked.expected, done, pace)
    return Judgement(
        status=verdict.status,
        completion=done,
        pace=pace,
        gap=gap,
        difference=difference,
        ratio=verdict.ratio,
        is_early=verdict.is_early,
        is_owed_early=not asked.is_due and is_owed(terms, period),
        is_beyond=goes_beyond_about(terms, value, rules.tolerance),
    )


class _Asked(NamedTuple):
    """What the terms ask of a figure: whether something is due, and what is expected by the month judged."""

    is_due: bool
    month: int
    expected: Fraction | None


def _asked(terms: Terms, data_month: int, period: Period) -> _Asked:
    """The month judged: the data month; the period's last where the month expects nothing whole of what is
    due by then.
    """
    by_end = expected_value(terms, period.last_month, period)
    due = is_due_with(terms, period, by_end)
    if data_month == period.last_month:
        return _Asked(due, data_month, by_end)
    expected = expected_value(terms, data_month, period)
    if due and expected == terms.baseline:
        return _Asked(due, period.last_month, by_end)
    return _Asked(due, data_month, expected)


class _Verdict(NamedTuple):
    status: Status
    ratio: Fraction | None = None
    is_early: bool = False


def _verdict(
    terms: Terms, value: Decimal, data_month: int, period: Period, rules: RuleSet, asked: _Asked
) -> _Verdict:
    due, month, expected = asked
    is_met, is_final = met(terms, value, rules.tolerance), _is_final(terms, data_month, period)
    if is_met and (is_final or not _can_be_lost(terms)):
        ratio = None
        if due and expected is not None:
            ratio = _ratio(terms, value, expected, is_met) or Fraction(1)  # 0 where the way leads down
        return _Verdict(Status.ACHIEVED, ratio, is_early=not due)
    if not due or expected is None:
        return _Verdict(Status.NOT_DUE)
    ratio = _ratio(terms, value, expected, is_met)
    if is_final or (terms.kind.is_flow and passes_limit(terms, value)):
        return _Verdict(Status.MISSED, ratio)
    if (is_met and expected == terms.value) or _is_within_about(terms, value, month, period, rules):
        return _Verdict(Status.ON_PACE, ratio)
    measured = ratio
    if rules.method is Method.POINTS:
        ahead = _ahead(terms, value, expected)
        measured = ratio - 1 if ahead is None else ahead
    return _Verdict(rules.placed(measured, terms.kind), ratio)


def _is_within_about(terms: Terms, value: Decimal, month: int, period: Period, rules: RuleSet) -> bool:
    """Whether 左右 is on its way to an amount that meets it at the end: on pace, whatever its ratio."""
    if terms.operator is not Operator.ABOUT or not terms.is_rising:
        return False
    enough = enough_of_about(terms, month, period, rules.tolerance)
    return enough is not None and value >= enough


def _is_final(terms: Terms, data_month: int, period: Period) -> bool:
    """Whether the year's end has the word: full-year data of what is not due in a later year."""
    return data_month == MONTHS_OF_YEAR and not period.left and not is_due_later(terms, period)


def _can_be_lost(terms: Terms) -> bool:
    """Whether what is met today may not be by December: a level, a rate, what a limit holds."""
    return terms.kind.is_kept or terms.is_ceiling or terms.upper is not None


# What one unit of a level or a rate is, as a share.
_POINTS = dict.fromkeys(IN_POINTS, Fraction(1, 100)) | {"‰": Fraction(1, 1000)}


def _gaps(
    terms: Terms, value: Decimal, expected: Fraction | None, done: Fraction | None, pace: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """The one gap (DOMAIN §3): in hundredths, or as a difference in the target's own unit."""
    if not terms.kind.is_kept and not terms.is_ceiling and done is not None:
        return (None if pace is None else done - pace), None
    against = _bound(terms, value) if terms.kind.is_kept or expected is None else expected
    if against is None:
        return None, None
    difference = exact(value) - against
    points = _POINTS.get(terms.unit_of_measure)
    return (None, difference) if points is None or not terms.kind.is_kept else (difference * points, None)


def _bound(terms: Terms, value: Decimal) -> Fraction | None:
    """What a value is held against: the target; of a range the end that it has passed, or itself within."""
    if terms.value is None:
        return None
    if terms.upper is None:
        return exact(terms.value)
    return exact(min(max(value, terms.value), terms.upper))


def _ratio(terms: Terms, value: Decimal, expected: Fraction, is_met: bool) -> Fraction:
    """Reached ÷ expected, below 1 wherever what is expected is not there; 1 or 0 where no ratio exists."""
    if terms.is_met_or_not:
        return Fraction(is_met)
    amount = exact(value)
    if terms.upper is not None and value > terms.upper:
        return exact(terms.upper) / amount if terms.upper > 0 else Fraction(0)
    if terms.is_ceiling:
        # What adds up and is beyond the year's limit cannot come back, whatever its path admits so far.
        limit = Fraction(terms.value or 0)
        return _within_limit(terms, amount, min(expected, limit) if terms.kind.is_flow else expected)
    has_start = terms.baseline and (terms.falls_to_zero or not terms.kind.is_kept)
    way, covered = expected, amount
    if has_start:
        start = exact(terms.baseline)
        way, covered = expected - start, amount - start
    if way == 0 or (way.numerator < 0) != terms.falls_to_zero:
        # Below zero nothing can be divided: −1 % of −2 % is more, not half.
        return Fraction(amount >= expected and (is_met or expected != terms.value))
    if terms.operator is Operator.MORE_THAN and amount == expected == terms.value:
        return _just_short(abs(covered), terms)
    return covered / way


def _within_limit(terms: Terms, amount: Fraction, allowed: Fraction) -> Fraction:
    if terms.operator is Operator.LESS_THAN and amount == allowed == terms.value:
        return _just_short(abs(amount), terms)
    if amount <= allowed:
        return Fraction(1)
    return allowed / amount if allowed > 0 else Fraction(0)


def _just_short(reached: Fraction, terms: Terms) -> Fraction:
    """超过36 asks for the next amount above: a whole unit of what is counted, else the finest one kept."""
    unit = terms.unit_of_measure
    step = Fraction(1, scale_of(unit)) if counts(unit) else Fraction(1, 10**DECIMAL_PLACES)
    return reached / (reached + step)


def _ahead(terms: Terms, value: Decimal, expected: Fraction) -> Fraction | None:
    """Ahead of what is expected as a share, for a method that counts points; None where only the ratio tells.

    Of a rate or level in % that is the distance in 百分点; of a rate with its own plan, to the plan's value.
    """
    points = _POINTS.get(terms.unit_of_measure)
    if not terms.kind.is_kept:
        return _gaps(terms, value, expected, completion(terms, value), share_of_way(terms, expected))[0]
    if points is None or terms.upper is not None or terms.falls_to_zero:
        return None
    ahead = (exact(value) - expected) * points
    return -ahead if terms.is_ceiling else ahead


@dataclass(frozen=True)
class StatusChange:
    """A target's status at a period, as judged now and as it would be judged."""

    period: Period
    target: Target
    before: Status
    after: Status

    @property
    def text(self) -> str:
        """2025年三季度: ■ 滞后 → ● 达时序."""
        return _("{label}: {text}").format(label=self.period.label, text=self.turn)

    @property
    def turn(self) -> str:
        return f"{labelled(self.before)} → {labelled(self.after)}"
