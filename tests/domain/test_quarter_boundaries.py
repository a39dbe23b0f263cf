"""A quarter belongs to Asia/Shanghai, whatever the host's clock says (T24 of notes/RELIABILITY)."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tracker.domain.measure.period import Period, period_at
from tracker.domain.workflow.lifecycle import Window, lock_reason

HOSTS = ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"]
INSTANTS = [
    ("2025-12-31T15:59:59Z", "2025Q4"),
    ("2025-12-31T16:00:00Z", "2026Q1"),
    ("2026-03-31T15:59:59Z", "2026Q1"),
    ("2026-03-31T15:59:59.999999Z", "2026Q1"),
    ("2026-03-31T16:00:00Z", "2026Q2"),
    ("2026-06-30T15:59:59Z", "2026Q2"),
    ("2026-06-30T16:00:00Z", "2026Q3"),
    ("2026-09-30T15:59:59Z", "2026Q3"),
    ("2026-09-30T16:00:00Z", "2026Q4"),
    ("2026-12-31T15:59:59Z", "2026Q4"),
    ("2026-12-31T16:00:00Z", "2027Q1"),
    ("2028-02-28T16:00:00Z", "2028Q1"),
    ("2028-02-29T15:59:59Z", "2028Q1"),
    ("2028-02-29T16:00:00Z", "2028Q1"),
    ("2028-03-31T15:59:59Z", "2028Q1"),
    ("2028-03-31T16:00:00Z", "2028Q2"),
    ("2026-03-31T23:59:59+08:00", "2026Q1"),
    ("2026-04-01T00:00:00+08:00", "2026Q2"),
    ("2026-03-31T11:59:59-04:00", "2026Q1"),
    ("2026-03-31T12:00:00-04:00", "2026Q2"),
]


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    _move_host(request.param)
    yield request.param
    _move_host(before)


def _move_host(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    time.tzset()


@pytest.mark.parametrize(("instant", "period"), INSTANTS, ids=[instant for instant, _ in INSTANTS])
def test_the_quarter_is_shanghais_on_every_host(host: str, instant: str, period: str) -> None:
    moment = datetime.fromisoformat(instant)
    assert str(period_at(moment)) == period
    assert str(period_at(moment.astimezone(ZoneInfo(host)))) == period


def test_a_naive_instant_is_refused_because_the_host_would_decide(host: str) -> None:
    with pytest.raises(ValueError, match="aware"):
        period_at(datetime(2026, 3, 31, 16))  # noqa: DTZ001 (the mistake under test)


def test_a_lock_reason_names_the_day_and_hour_of_shanghai(host: str) -> None:
    opens, closes = datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 15, 10, tzinfo=UTC)
    window = Window(Period(2026, 3), opens, datetime(2026, 10, 10, tzinfo=UTC), closes)
    assert "10月1日00:00" in str(lock_reason(window.period, window, datetime(2026, 9, 1, tzinfo=UTC)))
    assert "10月15日18:00" in str(lock_reason(window.period, window, datetime(2026, 11, 1, tzinfo=UTC)))
