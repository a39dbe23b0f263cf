"""Judging a figure, or its absence: completion, gap to pace, status, by a rule set (DOMAIN §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure, Waiting
from tracker.domain.measure.pace import is_due, pace_share
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.quantity import IN_POINTS
from tracker.domain.measure.target import Kind, Path, Terms, completion, met
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score, Target
from tracker.domain.progress.status import Judgement, Status, labelled


def score_of(
    target: Target,
    period: Period,
    figures: Mapping[tuple[int, Period], Figure],
    rules: RuleSet,
    waiting: Waiting | None = None,
) -> Score:
    """A target judged at a quarter; the quarter before is judged by the same terms and rules.

    ``waiting`` is None unless a submission waits for review and no figure counts yet.
    """
    figure = figures.get((target.id, period))
    before = period.previous
    previous = None if before is None else figures.get((target.id, before))
    judged = _judged(target, figure, period, rules)
    if waiting is not None and judged.status is Status.NOT_REPORTED:
        judged = Judgement(Status.UNDER_REVIEW)
    return Score(
        target=target,
        figure=figure,
        judgement=judged,
        previous=previous,
        previous_status=None if before is None else _judged(target, previous, before, rules).status,
        waiting_on_time=waiting.is_on_time if waiting is not None and figure is None else None,
        rhythm=period.rhythm,
    )


def _judged(target: Target, figure: Figure | None, period: Period, rules: RuleSet) -> Judgement:
    if figure is None:
        return judge(target.terms, None, period.last_month, period, rules)
    return judge(
        target.terms, figure.value, figure.data_month, period, rules, not_applicable=figure.value is None
    )


def judge(
    terms: Terms,
    value: Decimal | None,
    data_month: int,
    period: Period,
    rules: RuleSet,
    *,
    not_applicable: bool = False,
) -> Judgement:
    """Judge a value (or its absence) known for ``period`` with data up to ``data_month``.

    Pace follows the data month, not the calendar; whether something is due follows the quarter.
    """
    if not_applicable:
        return Judgement(Status.NOT_APPLICABLE)
    if value is None:
        return Judgement(Status.NOT_REPORTED if is_due(terms, period) else Status.NOT_DUE)
    if terms.kind is Kind.MILESTONE:
        if value == 1:
            return Judgement(Status.ACHIEVED)
        return Judgement(Status.BEHIND if is_due(terms, period) else Status.NOT_DUE)
    return _judge_value(terms, value, data_month, period, rules)


def _judge_value(terms: Terms, value: Decimal, data_month: int, period: Period, rules: RuleSet) -> Judgement:
    done = completion(terms, value)
    if done is None:
        return Judgement(Status.NOT_COMPUTABLE)
    pace = _pace_at(terms, data_month, period)
    gap = _gap(terms, value, done, pace)
    if met(terms, value, rules.tolerance) and _stays_met(terms, data_month, period):
        return Judgement(Status.ACHIEVED, done, pace, gap)
    return Judgement(_status(terms, value, done, pace, rules), done, pace, gap)


def _pace_at(terms: Terms, data_month: int, period: Period) -> Fraction | None:
    """A year end falls due with the fourth quarter, whatever month its data stop at."""
    if terms.path is Path.YEAR_END:
        return Fraction(1) if is_due(terms, period) else None
    return pace_share(terms, data_month)


def _stays_met(terms: Terms, data_month: int, period: Period) -> bool:
    """A rate reached in March can fall again by December; a total or a level once reached is reached."""
    return not terms.kind.is_rate or (period.next is None and data_month == MONTHS_OF_YEAR)


def _gap(terms: Terms, value: Decimal, done: Fraction, pace: Fraction | None) -> Fraction | None:
    if terms.kind.is_rate and terms.value is not None and terms.unit_of_measure in _POINTS:
        return _points_ahead(terms, value, Fraction(terms.value))
    return None if pace is None else done - pace


def _points_ahead(terms: Terms, value: Decimal, expected: Fraction) -> Fraction:
    """A rate's difference in 百分点; of a rate that is to fall, what is above the target is behind."""
    ahead = (Fraction(value) - expected) * _POINTS[terms.unit_of_measure]
    return ahead if terms.is_rising else -ahead


# What one unit of a rate is, as a share.
_POINTS = dict.fromkeys(IN_POINTS, Fraction(1, 100)) | {"‰": Fraction(1, 1000)}


def _status(terms: Terms, value: Decimal, done: Fraction, pace: Fraction | None, rules: RuleSet) -> Status:
    # Where nothing is expected yet nothing can be behind.
    if pace is None or pace <= 0:
        return Status.NOT_DUE
    is_flat = terms.path is Path.FLAT
    if is_flat and met(terms, value, rules.tolerance):
        return Status.ON_PACE
    reached, ahead = _reached(terms, value, done, pace), _ahead(terms, value, done, pace)
    return rules.placed(reached, ahead, is_flat=is_flat)


def _ahead(terms: Terms, value: Decimal, done: Fraction, pace: Fraction) -> Fraction:
    """Ahead of pace, by points: the gap that is shown; of a rate with its own plan, to the plan's value."""
    if not terms.kind.is_rate or terms.unit_of_measure not in _POINTS or terms.span is None:
        return done - pace
    return _points_ahead(terms, value, Fraction(terms.baseline) + pace * Fraction(terms.span))


def _reached(terms: Terms, value: Decimal, done: Fraction, pace: Fraction) -> Fraction:
    """Completion ÷ pace; for what is compared with its full target all year, value ÷ target (DOMAIN §3)."""
    share = share_of_value(terms, value)
    return done / pace if share is None else share


def share_of_value(terms: Terms, value: Decimal) -> Fraction | None:
    """Value ÷ target, by which a target is judged that is compared with its full value all year.

    It says nothing of a target below its baseline or below zero: there completion stands.
    """
    if terms.path is Path.FLAT and terms.is_rising and terms.value is not None and terms.value > 0:
        return Fraction(value) / Fraction(terms.value)
    return None


@dataclass(frozen=True)
class StatusChange:
    """A target's status at a quarter, as judged now and as it would be judged."""

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
