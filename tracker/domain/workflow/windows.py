"""When a period is reported unless the office decides otherwise."""

from datetime import datetime, time, timedelta

from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.lifecycle import Window

OPENS_ON, DUE_ON, CLOSES_ON = 25, 10, 20  # of the period's last month, and of the month after it
_MORNING, _EVENING = time(9), time(18)  # office hours: nobody is asked to report at midnight


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
