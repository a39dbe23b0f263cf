"""Times of day and dates on the pages: all of Asia/Shanghai, whatever zone the host or the browser is in."""

from datetime import date, datetime

from tracker.domain.measure.period import SHANGHAI
from tracker.ui.frame.language import _


def wall_clock(instant: datetime) -> datetime:
    """An instant as the wall clock shows it, naive: what input widgets hold."""
    return instant.astimezone(SHANGHAI).replace(tzinfo=None)


def instant_of(wall_clock: datetime) -> datetime:
    """What an input widget holds, as an instant."""
    return wall_clock.replace(tzinfo=SHANGHAI)


def day_of(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()


def moment(instant: datetime | None) -> str:
    """2025-10-09 09:00; a dash for None."""
    return "—" if instant is None else f"{wall_clock(instant):%Y-%m-%d %H:%M}"


def day(when: date) -> str:
    """2025年10月20日."""
    return _("{year}年{month}月{day}日").format(year=when.year, month=when.month, day=when.day)


def clock(instant: datetime) -> str:
    """09:00."""
    return f"{wall_clock(instant):%H:%M}"


def day_and_clock(instant: datetime) -> str:
    """10月9日 09:00."""
    when = day_of(instant)
    return _("{month}月{day}日 {here}").format(month=when.month, day=when.day, here=clock(instant))
