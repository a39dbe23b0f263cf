"""When a period is reported unless the office decides otherwise, and what its two quick decisions come to."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.lifecycle import Window, day_and_hour, window_state

_MORNING, _EVENING = time(9), time(18)  # office hours: nobody is asked to report at midnight
_LONGEST_MONTH = 31
_DAYS_TO_REPORT = 10  # where a period is opened after the day on which it would be due


@dataclass(frozen=True)
class Timetable:
    """The days on which every period is reported: ``opens`` of its last month, the others of the month after.

    A day that a month does not have is its last. Raises BadInput for days that are none, or out of order.
    """

    opens: int = 25
    due: int = 10
    closes: int = 20

    def __post_init__(self) -> None:
        if not all(1 <= day <= _LONGEST_MONTH for day in (self.opens, self.due, self.closes)):
            raise BadInput(_("日期应为1至31日。"))
        if self.due > self.closes:
            raise BadInput(_("截止日不能晚于关闭日。"))

    def window(self, period: Period) -> Window:
        after = period.last_day + timedelta(days=1)
        return Window(
            period,
            datetime.combine(_on(period.last_day, self.opens), _MORNING, SHANGHAI),
            datetime.combine(_on(after, self.due), _EVENING, SHANGHAI),
            datetime.combine(_on(after, self.closes), _EVENING, SHANGHAI),
        )


def _on(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def default_window(period: Period) -> Window:
    """From the 25th of the period's last month; due on the 10th after it, closed on the 20th."""
    return Timetable().window(period)


def windows_ahead(
    timetable: Timetable, known: Mapping[Period, Window | None], now: datetime
) -> tuple[Window, ...]:
    """What a timetable sets of a year's periods: those that nobody reports yet and that fall due later.

    What has opened keeps its times, by which reports were on time or late; a period that would be past due
    at once is opened by itself. What stands so already is left out.
    """
    made = (
        timetable.window(period)
        for period, window in known.items()
        if not window_state(window, now).has_opened
    )
    return tuple(each for each in made if each.due_at > now and each != known[each.period])


def opened_now(period: Period, window: Window | None, now: datetime) -> Window:
    """立即开放: from now on, due as set, or as is usual; a due date that has passed is ten days away."""
    usual = window or default_window(period)
    due = usual.due_at if usual.due_at > now else evening_after(now, _DAYS_TO_REPORT)
    opens = now.replace(second=0, microsecond=0)
    return Window(period, opens, due, due + (usual.closes_at - usual.due_at))


def extended(window: Window, due_at: datetime, now: datetime) -> Window:
    """延长到: due later, and closed later by as much. Raises BadInput for a time that gives nobody more."""
    if due_at <= max(window.due_at, now):
        raise BadInput(
            _("延长后的截止时间应晚于{day_and_hour}。").format(
                day_and_hour=day_and_hour(max(window.due_at, now))
            )
        )
    return replace(window, due_at=due_at, closes_at=window.closes_at + (due_at - window.due_at))


def evening_after(instant: datetime, days: int) -> datetime:
    """The end of the office's day, so many days later."""
    day = instant.astimezone(SHANGHAI).date() + timedelta(days=days)
    return datetime.combine(day, _EVENING, SHANGHAI)
