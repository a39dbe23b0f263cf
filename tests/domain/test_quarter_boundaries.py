"""Days and hours are those of Asia/Shanghai, whatever the host's clock says (T24 of notes/RELIABILITY)."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import Window, lock_reason

HOSTS = ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"]


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


def test_a_lock_reason_names_the_day_and_hour_of_shanghai(host: str) -> None:
    opens, closes = datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 15, 10, tzinfo=UTC)
    window = Window(Period(2026, 3), opens, datetime(2026, 10, 10, tzinfo=UTC), closes)
    assert "10月1日00:00" in str(lock_reason(window.period, window, datetime(2026, 9, 1, tzinfo=UTC)))
    assert "10月15日18:00" in str(lock_reason(window.period, window, datetime(2026, 11, 1, tzinfo=UTC)))
