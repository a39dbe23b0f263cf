"""Judging a figure: completion, gap to pace, status, by a versioned rule set (DOMAIN §3)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.pace import is_due, pace_share
from tracker.domain.quarter import MONTHS_OF_YEAR, Quarter
from tracker.domain.target import Kind, Path, Terms, completion, met


class Status(StrEnum):
    """Always shown as word and shape beside the colour; the value is the colour's token."""

    ACHIEVED = "achieved"
    ON_PACE = "on_pace"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    NOT_DUE = "not_due"
    NOT_REPORTED = "not_reported"
    NOT_COMPUTABLE = "not_computable"
    NOT_APPLICABLE = "not_applicable"

    @property
    def word(self) -> str:
        return _WORDS[self][0]

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
    Status.ACHIEVED: ("已完成", "◆"),
    Status.ON_PACE: ("达时序", "●"),
    Status.SLIGHTLY_BEHIND: ("稍慢", "▲"),
    Status.BEHIND: ("滞后", "■"),
    Status.NOT_DUE: ("未到节点", "○"),
    Status.NOT_REPORTED: ("未填报", "□"),
    Status.NOT_COMPUTABLE: ("无法计算", "×"),
    Status.NOT_APPLICABLE: ("不适用", "－"),
}


class Method(StrEnum):
    """How far from the pace is measured: 银川 uses points, 武汉 a ratio."""

    RATIO = "ratio"
    POINTS = "points"


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

    @property
    def sentence(self) -> str:
        """The rule in words, printed on pages and files."""
        unit = "%" if self.method is Method.RATIO else "个百分点"
        lead = "完成率÷时序进度" if self.method is Method.RATIO else "落后时序进度"
        compare = "≥" if self.method is Method.RATIO else "≤"
        return (
            f"判定规则第{self.version}版:{lead}{compare}{self.paced_on}{unit}为达时序,"
            f"{compare}{self.paced_slight}{unit}为稍慢,其余为滞后;"
            f"水平类、比率类对照全年目标,界限为{self.flat_on}{unit}和{self.flat_slight}{unit};"
            f"“左右”按±{self.about}%掌握。"
        )


@dataclass(frozen=True)
class Judgement:
    """What is said of one target at one quarter. Ratios are exact; None means none exists.

    ``completion``: (value − baseline) / (target − baseline).
    ``pace``: the share expected by the data month; None when nothing is due.
    ``gap``: completion − pace; for rates value − target, in hundredths (百分点).
    """

    status: Status
    completion: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None


def judge(
    terms: Terms,
    value: Decimal | None,
    data_month: int,
    quarter: Quarter,
    rules: RuleSet,
    *,
    not_applicable: bool = False,
) -> Judgement:
    """Judge a value (or its absence) known for ``quarter`` with data up to ``data_month``.

    Pace follows the data month, not the calendar; whether something is due follows the quarter.
    """
    if not_applicable:
        return Judgement(Status.NOT_APPLICABLE)
    if value is None:
        return Judgement(Status.NOT_REPORTED if is_due(terms, quarter) else Status.NOT_DUE)
    if terms.kind is Kind.MILESTONE:
        return _judge_milestone(terms, value, quarter)
    done = completion(terms, value)
    if done is None:
        return Judgement(Status.NOT_COMPUTABLE)
    pace = pace_share(terms, data_month)
    gap = _gap(terms, value, done, pace)
    return Judgement(_status(terms, value, data_month, done, pace, rules), done, pace, gap)


def _judge_milestone(terms: Terms, value: Decimal, quarter: Quarter) -> Judgement:
    if value == 1:
        return Judgement(Status.ACHIEVED)
    return Judgement(Status.BEHIND if is_due(terms, quarter) else Status.NOT_DUE)


def _gap(terms: Terms, value: Decimal, done: Fraction, pace: Fraction | None) -> Fraction | None:
    if terms.kind is Kind.RATE and terms.value is not None and terms.unit_of_measure == "%":
        return Fraction(value - terms.value) / 100
    return None if pace is None else done - pace


def _status(
    terms: Terms, value: Decimal, data_month: int, done: Fraction, pace: Fraction | None, rules: RuleSet
) -> Status:
    year_is_over = data_month == MONTHS_OF_YEAR
    # A rate reached in March can fall again by December; a total or a level once reached is reached.
    if met(terms, value, rules.about / 100) and (terms.kind is not Kind.RATE or year_is_over):
        return Status.ACHIEVED
    if pace is None or pace == 0:
        return Status.NOT_DUE
    on, slight = (
        (rules.flat_on, rules.flat_slight)
        if terms.path is Path.FLAT
        else (rules.paced_on, rules.paced_slight)
    )
    if rules.method is Method.RATIO:
        reached = done / pace * 100
        return _first(reached >= Fraction(on), reached >= Fraction(slight))
    points_behind = (pace - done) * 100
    return _first(points_behind <= Fraction(on), points_behind <= Fraction(slight))


def _first(on_pace: bool, slightly: bool) -> Status:
    if on_pace:
        return Status.ON_PACE
    return Status.SLIGHTLY_BEHIND if slightly else Status.BEHIND


def caught_up(before: Status | None, now: Status) -> bool:
    """补上: behind at the last quarter, on pace now (瓯海 三色 keeps this memory)."""
    return before is not None and before.is_behind and now.is_on_pace
