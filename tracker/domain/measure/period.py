"""Periods of a plan's year, and the share of the year that a figure covers.

What is reported is cumulative since 1 January (DOMAIN §2), so a period is named by the span it closes:
一季度, 上半年, 前三季度, 全年, of a monthly plan 1—9月. Days and hours are those of Asia/Shanghai,
whatever the host's time zone.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache, cached_property, lru_cache, total_ordering
from zoneinfo import ZoneInfo

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import storable
from tracker.domain.measure.rhythm import MONTHS_OF_YEAR as MONTHS_OF_YEAR
from tracker.domain.measure.rhythm import Rhythm

SHANGHAI = ZoneInfo("Asia/Shanghai")


@total_ordering
@dataclass(frozen=True)
class Period:
    """A part of a year; ``number`` counts from 1. ``str()`` gives the stored form, 2025Q3 or 2025-09.

    They sort as they end, also those of two rhythms; a month before the quarter that ends with it.
    """

    year: int
    number: int
    rhythm: Rhythm = Rhythm.QUARTERLY

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.rhythm.periods:
            raise BadInput(
                _("没有第{number}{noun},{noun}只有1至{most}。").format(
                    number=self.number, noun=self.rhythm.noun, most=self.rhythm.periods
                )
            )

    def __str__(self) -> str:
        return self.rhythm.write(self.year, self.number)

    def __lt__(self, other: "Period") -> bool:
        return self._order < other._order

    @cached_property
    def _order(self) -> tuple[int, int, int]:
        return self.year, self.last_month, self.rhythm.months

    @property
    def label(self) -> str:
        """2025年三季度."""
        return _("{year}年{period}").format(year=self.year, period=self.name)

    @property
    def name(self) -> str:
        """三季度."""
        return self.rhythm.name_of(self.number)

    @property
    def span(self) -> str:
        """The cumulative span that figures of this period cover: 前三季度."""
        return self.rhythm.span_of(self.number)

    @cached_property
    def last_month(self) -> int:
        return self.number * self.rhythm.months

    @property
    def month_before(self) -> int:
        """The month that the period follows: 6 for the third quarter, 0 at the start of the year."""
        return self.last_month - self.rhythm.months

    @property
    def last_day(self) -> date:
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @property
    def previous(self) -> "Period | None":
        """The period before, within the year: figures start anew on 1 January."""
        return self.of_year[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> "Period | None":
        return self.of_year[self.number] if self.left else None

    @property
    def of_year(self) -> "tuple[Period, ...]":
        """All periods of its year."""
        return periods_of(self.year, self.rhythm)

    @property
    def left(self) -> int:
        """How many periods of the year follow."""
        return self.rhythm.periods - self.number


@lru_cache(256)  # a large plan's rows name the same few periods tens of thousands of times
def parse_period(text: str) -> Period:
    """Read the stored form of any rhythm. Raises BadInput for anything else."""
    for rhythm in Rhythm:
        if (parts := rhythm.read(text.strip())) is not None:
            period = Period(*parts, rhythm)
            return period.of_year[period.number - 1]  # one object for all rows: dictionaries find it at once
    raise _unreadable(text, Rhythm.QUARTERLY)


def parse_period_of(rhythm: Rhythm, text: str) -> Period:
    """The period of this rhythm that a stored form of any rhythm names: what ends when it ends.

    So 2025Q4 is December 2025 of a monthly plan. Raises BadInput, also where none ends then (2025-08 of a
    quarterly plan).
    """
    try:
        named = parse_period(text)
    except BadInput:
        raise _unreadable(text, rhythm) from None
    number, rest = divmod(named.last_month, rhythm.months)
    if rest:
        raise _unreadable(text, rhythm)
    return Period(named.year, number, rhythm)


def _unreadable(text: str, rhythm: Rhythm) -> BadInput:
    return BadInput(
        _("“{text}”不是{noun},应写作 {example}。").format(
            text=storable(text[:20]), noun=rhythm.noun, example=rhythm.example
        )
    )


@cache
def periods_of(year: int, rhythm: Rhythm = Rhythm.QUARTERLY) -> tuple[Period, ...]:
    return tuple(Period(year, number, rhythm) for number in range(1, rhythm.periods + 1))


def share_of_year(data_month: int) -> Fraction:
    """Share of the year that data up to and with this month cover (宣城: 11/12)."""
    if not 1 <= data_month <= MONTHS_OF_YEAR:
        raise BadInput(_("数据月份应为 1 至 12,现为 {data_month}。").format(data_month=data_month))
    return Fraction(data_month, MONTHS_OF_YEAR)


def span_of_months(data_month: int) -> str:
    """How the months behind a figure are written: 1—8月, 1月, 全年."""
    return Rhythm.MONTHLY.span_of(data_month)


def months_text(first: int, last: int) -> str:
    """The months that a change covers: 7—9月, 7月."""
    if first == last:
        return _("{month}月").format(month=first)
    return _("{first}—{last}月").format(first=first, last=last)


def end_of_day(text: str, now: datetime) -> datetime | None:
    """The last moment of a day that is over, in Asia/Shanghai; None for the present and the unreadable.

    So an address asks for the past: ?asof=2025-10-10.
    """
    try:
        end = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), SHANGHAI)
    except (ValueError, OverflowError):
        return None
    return end - timedelta(microseconds=1) if end <= now else None
