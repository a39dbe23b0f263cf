"""Quarters of a plan's year, and the share of the year that a figure covers.

What is reported is cumulative since 1 January (DOMAIN §2), so a quarter is named by the span
it closes: 一季度, 上半年, 前三季度, 全年. A quarter belongs to Asia/Shanghai, whatever the
host's time zone: 2026-03-31T16:00Z is already the second quarter.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import storable

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTHS_OF_YEAR = 12
_WRITTEN = re.compile(r"([1-9][0-9]{3})Q([1-4])")


@dataclass(frozen=True, order=True)
class Period:
    """A quarter of a year; ``number`` is 1 to 4. ``str()`` gives the stored form, 2025Q3."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise BadInput(_("没有第 {number} 季度,季度只有 1 至 4。").format(number=self.number))

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def label(self) -> str:
        """2025年三季度."""
        return _("{year}年{period}").format(year=self.year, period=self.name)

    @property
    def name(self) -> str:
        """三季度."""
        return (_("一季度"), _("二季度"), _("三季度"), _("四季度"))[self.number - 1]

    @property
    def span(self) -> str:
        """The cumulative span that figures of this quarter cover: 前三季度."""
        return (_("一季度"), _("上半年"), _("前三季度"), _("全年"))[self.number - 1]

    @property
    def last_month(self) -> int:
        return self.number * 3

    @property
    def last_day(self) -> date:
        return date(self.year, self.last_month, 30 if self.number in (2, 3) else 31)

    @property
    def previous(self) -> "Period | None":
        """The quarter before, within the year: figures start anew on 1 January."""
        return Period(self.year, self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> "Period | None":
        return Period(self.year, self.number + 1) if self.number < 4 else None


@lru_cache(256)  # a large plan's rows name the same few quarters tens of thousands of times
def parse_period(text: str) -> Period:
    """Read the stored form. Raises BadInput for anything but YYYYQ1..YYYYQ4."""
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise BadInput(_("“{text}”不是季度,应写作 2025Q3。").format(text=storable(text[:20])))
    return Period(int(written[1]), int(written[2]))


def periods_of(year: int) -> tuple[Period, ...]:
    return tuple(Period(year, number) for number in (1, 2, 3, 4))


def period_at(instant: datetime) -> Period:
    """The quarter of an aware instant, by the calendar of Asia/Shanghai.

    A naive one is refused: astimezone() would read it in the host's time zone.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an aware instant is needed, not {instant!r}")
    here = instant.astimezone(SHANGHAI)
    return Period(here.year, (here.month + 2) // 3)


def share_of_year(data_month: int) -> Fraction:
    """Share of the year that data up to and with this month cover (宣城: 11/12)."""
    if not 1 <= data_month <= MONTHS_OF_YEAR:
        raise BadInput(_("数据月份应为 1 至 12,现为 {data_month}。").format(data_month=data_month))
    return Fraction(data_month, MONTHS_OF_YEAR)


def span_of_months(data_month: int) -> str:
    """How the months behind a figure are written: 1—8月, 1月, 全年."""
    if data_month == MONTHS_OF_YEAR:
        return _("全年")
    return _("1月") if data_month == 1 else _("1—{data_month}月").format(data_month=data_month)


def end_of_day(text: str, now: datetime) -> datetime | None:
    """The last moment of a day that is over, in Asia/Shanghai; None for the present and the unreadable.

    So an address asks for the past: ?asof=2025-10-10.
    """
    try:
        end = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), SHANGHAI)
    except (ValueError, OverflowError):
        return None
    return end - timedelta(microseconds=1) if end <= now else None
