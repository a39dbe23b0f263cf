"""Judging a figure: completion, gap to pace, status, by a versioned rule set (DOMAIN §3)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.pace import is_due, pace_share
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, Path, Terms, completion, met


class Status(StrEnum):
    """Always shown as word and shape beside the colour; the value is the colour's token."""

    ACHIEVED = "achieved"
    ON_PACE = "on_pace"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    NOT_DUE = "not_due"
    NOT_REPORTED = "not_reported"
    UNDER_REVIEW = "under_review"
    NOT_COMPUTABLE = "not_computable"
    NOT_APPLICABLE = "not_applicable"

    @property
    def word(self) -> str:
        return _(_WORDS[self][0])

    @property
    def shape(self) -> str:
        return _WORDS[self][1]

    @property
    def is_behind(self) -> bool:
        return self in (Status.SLIGHTLY_BEHIND, Status.BEHIND)

    @property
    def is_on_pace(self) -> bool:
        return self in (Status.ACHIEVED, Status.ON_PACE)


_WORDS = {
    Status.ACHIEVED: (marked("已完成"), "◆"),
    Status.ON_PACE: (marked("达时序"), "●"),
    Status.SLIGHTLY_BEHIND: (marked("稍慢"), "▲"),
    Status.BEHIND: (marked("滞后"), "■"),
    Status.NOT_DUE: (marked("未到节点"), "○"),
    Status.NOT_REPORTED: (marked("未填报"), "□"),
    Status.UNDER_REVIEW: (marked("待审核"), "◇"),
    Status.NOT_COMPUTABLE: (marked("无法计算"), "×"),
    Status.NOT_APPLICABLE: (marked("不适用"), "－"),
}


class Method(StrEnum):
    """How far from the pace is measured: 银川 uses points, 武汉 a ratio."""

    RATIO = "ratio"
    POINTS = "points"

    @property
    def word(self) -> str:
        return {"ratio": _("按比例"), "points": _("按百分点")}[self]


_WHOLE = Decimal(100)


@dataclass(frozen=True)
class RuleSet:
    """Thresholds of one version, in percent (ratio) or percentage points behind (points).

    ratio: completion ÷ pace ≥ ``paced_on`` is on pace, ≥ ``paced_slight`` slightly behind.
    points: pace − completion ≤ ``paced_on`` is on pace, ≤ ``paced_slight`` slightly behind.
    ``flat_*``: the same for targets compared with their full value all year (level, rate).
    ``about``: what 左右 admits on either side, in percent of the target.
    """

    version: int = 1
    name: str = "默认规则"
    method: Method = Method.RATIO
    paced_on: Decimal = Decimal(100)
    paced_slight: Decimal = Decimal(80)
    flat_on: Decimal = Decimal(100)
    flat_slight: Decimal = Decimal(95)
    about: Decimal = Decimal(5)

    def __post_init__(self) -> None:
        for on, slight in ((self.paced_on, self.paced_slight), (self.flat_on, self.flat_slight)):
            if min(on, slight) < 0 or (on < slight if self.method is Method.RATIO else on > slight):
                raise BadInput(
                    _("判定界限的顺序不对:按比例时达时序的界限不低于稍慢的,按百分点时不高于稍慢的。")
                )
            if on == 0 if self.method is Method.RATIO else on >= _WHOLE:
                raise BadInput(_("按这样的界限,所有目标都会判为达时序。"))
        if not 0 <= self.about < _WHOLE:
            raise BadInput(_("“左右”的幅度应不小于0、小于100%。"))

    @property
    def sentence(self) -> str:
        """The rule in words, printed on pages and files."""
        unit = "%" if self.method is Method.RATIO else _("个百分点")
        lead = _("完成率÷时序进度") if self.method is Method.RATIO else _("落后时序进度")
        compare = "≥" if self.method is Method.RATIO else "≤"
        return _(
            "判定规则第{version}版:{lead}{compare}{plain}{unit}为达时序,{compare}{plain2}{unit}为稍慢,其余为滞后;水平类、比率类对照全年目标,界限为{plain3}{unit}和{plain4}{unit};“左右”按±{plain5}%掌握。"
        ).format(
            version=self.version,
            lead=lead,
            compare=compare,
            plain=plain(self.paced_on),
            unit=unit,
            plain2=plain(self.paced_slight),
            plain3=plain(self.flat_on),
            plain4=plain(self.flat_slight),
            plain5=plain(self.about),
        )


@dataclass(frozen=True)
class Judgement:
    """What is said of one target at one quarter. Ratios are exact; None means none exists.

    ``completion``: (value − baseline) / (target − baseline).
    ``pace``: the share expected by the data month; None when nothing is due.
    ``gap``: completion − pace; for rates value − target, in hundredths (百分点); below 0 is behind.
    """

    status: Status
    completion: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None

    @property
    def lead(self) -> Fraction | None:
        """Completion − pace: one unit for all kinds, so lists are sorted by it and show it."""
        if self.completion is None or self.pace is None:
            return None
        return self.completion - self.pace


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
        return _judge_milestone(terms, value, period)
    return _judge_value(terms, value, data_month, period, rules)


def _judge_value(terms: Terms, value: Decimal, data_month: int, period: Period, rules: RuleSet) -> Judgement:
    done = completion(terms, value)
    if done is None:
        return Judgement(Status.NOT_COMPUTABLE)
    pace = _pace_at(terms, data_month, period)
    gap = _gap(terms, value, done, pace)
    if met(terms, value, rules.about / 100) and _stays_met(terms, data_month, period):
        return Judgement(Status.ACHIEVED, done, pace, gap)
    return Judgement(_status(terms, value, done, pace, rules), done, pace, gap)


def _judge_milestone(terms: Terms, value: Decimal, period: Period) -> Judgement:
    if value == 1:
        return Judgement(Status.ACHIEVED)
    return Judgement(Status.BEHIND if is_due(terms, period) else Status.NOT_DUE)


def _pace_at(terms: Terms, data_month: int, period: Period) -> Fraction | None:
    """A year end falls due with the fourth quarter, whatever month its data stop at."""
    if terms.path is Path.YEAR_END:
        return Fraction(1) if is_due(terms, period) else None
    return pace_share(terms, data_month)


def _stays_met(terms: Terms, data_month: int, period: Period) -> bool:
    """A rate reached in March can fall again by December; a total or a level once reached is reached."""
    return terms.kind is not Kind.RATE or (period.next is None and data_month == MONTHS_OF_YEAR)


def _gap(terms: Terms, value: Decimal, done: Fraction, pace: Fraction | None) -> Fraction | None:
    if terms.kind is Kind.RATE and terms.value is not None and terms.unit_of_measure in _POINTS:
        return _points_ahead(terms, value, Fraction(terms.value))
    return None if pace is None else done - pace


def _points_ahead(terms: Terms, value: Decimal, expected: Fraction) -> Fraction:
    """A rate's difference in 百分点; of a rate that is to fall, what is above the target is behind."""
    ahead = (Fraction(value) - expected) * _POINTS[terms.unit_of_measure]
    return ahead if terms.is_rising else -ahead


# What one unit of a rate is, as a share.
_POINTS = {sign: Fraction(1, 100) for sign in ("%", "％", "百分点", "个百分点")} | {"‰": Fraction(1, 1000)}


def _status(terms: Terms, value: Decimal, done: Fraction, pace: Fraction | None, rules: RuleSet) -> Status:
    if pace is None or pace <= 0:
        return Status.NOT_DUE
    is_flat = terms.path is Path.FLAT
    if is_flat and met(terms, value, rules.about / 100):
        return Status.ON_PACE
    on = Fraction(rules.flat_on if is_flat else rules.paced_on)
    slight = Fraction(rules.flat_slight if is_flat else rules.paced_slight)
    if rules.method is Method.RATIO:
        reached = _reached(terms, value, done, pace) * 100
        return _first(reached >= on, reached >= slight)
    points_behind = -_ahead(terms, value, done, pace) * 100
    return _first(points_behind <= on, points_behind <= slight)


def _ahead(terms: Terms, value: Decimal, done: Fraction, pace: Fraction) -> Fraction:
    """Ahead of pace, by points: the gap that is shown; of a rate with its own plan, to the plan's value."""
    if terms.kind is not Kind.RATE or terms.unit_of_measure not in _POINTS or terms.span is None:
        return done - pace
    return _points_ahead(terms, value, Fraction(terms.baseline) + pace * Fraction(terms.span))


def _reached(terms: Terms, value: Decimal, done: Fraction, pace: Fraction) -> Fraction:
    """Completion ÷ pace; for what is compared with its full target all year, value ÷ target (DOMAIN §3).

    value ÷ target says nothing of a target below its baseline or below zero: there completion stands.
    """
    if terms.path is Path.FLAT and terms.is_rising and terms.value is not None and terms.value > 0:
        return Fraction(value) / Fraction(terms.value)
    return done / pace


def _first(on_pace: bool, slightly: bool) -> Status:
    if on_pace:
        return Status.ON_PACE
    return Status.SLIGHTLY_BEHIND if slightly else Status.BEHIND


def caught_up(before: Status | None, now: Status) -> bool:
    """补上: behind at the last quarter, on pace now (瓯海 三色 keeps this memory)."""
    return before is not None and before.is_behind and now.is_on_pace
