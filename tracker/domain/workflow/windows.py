"""When a period is reported unless the office decides otherwise, and what its two quick decisions come to."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.lifecycle import Window, day_and_hour

OPENS_ON, DUE_ON, CLOSES_ON = 25, 10, 20  # of the period's last month, and of the month after it
_MORNING, _EVENING = time(9), time(18)  # office hours: nobody is asked to report at midnight
_DAYS_TO_REPORT = 10  # where a period is opened after the day on which it would be due


def default_window(period: Period) -> Window:
    """From the 25th of the period's last month; due on the 10th after it, closed on the 20th."""
    opens = period.last_day.replace(day=OPENS_ON)
    month_after = period.last_day + timedelta(days=1)
    return Window(
        period,
        datetime.combine(opens, _MORNING, SHANGHAI),
        datetime.combine(month_after.replace(day=DUE_ON), _EVENING, SHANGHAI),
        datetime.combine(month_after.replace(day=CLOSES_ON), _EVENING, SHANGHAI),
    )


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
