"""What is made behind the first answers of a server that was started (ui/frame/warming.py)."""

import logging
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.pages.conftest import Visit, visit, world_engine, world_file, world_url
from tests.pages.world import REVIEWER
from tracker.ui.frame import shell
from tracker.ui.frame.warming import Warming

__all__ = ["visit", "world_engine", "world_file", "world_url"]


def warmed() -> None:
    warms = Warming("tracker.ui.navigation")
    warms.start()
    warms._thread.join()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The periods whose scorecards were made."""
    periods: list[str] = []
    make = shell.read_card

    def counted(session: Any, plan: Any, period: Any, *about: Any, **named: Any) -> Any:
        periods.append(str(period))
        return make(session, plan, period, *about, **named)

    monkeypatch.setattr(shell, "read_card", counted)
    return periods


def test_the_first_visitor_finds_the_scorecards_of_the_overview_made(visit: Visit, made: list[str]) -> None:
    warmed()
    assert made == ["2025Q2", "2025Q3"]
    page = visit(REVIEWER, "overview")
    assert not page.exception
    assert made == ["2025Q2", "2025Q3"]


def test_what_is_not_begun_when_the_server_stops_is_left(visit: Visit, made: list[str]) -> None:
    warms = Warming()
    warms._is_over.set()
    warms.start()
    warms.stop()
    assert made == []
    assert not warms._thread.is_alive()


def test_a_ledger_without_a_plan_and_one_that_is_away_stop_no_server(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    empty = shutil.copy(sqlite_template, tmp_path / "empty.db")
    for file, lines in ((empty, 0), (tmp_path / "nothing" / "away.db", 1)):
        monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{file}")
        shell.settings.cache_clear()
        with caplog.at_level(logging.WARNING, "tracker.web"):
            warmed()
        assert len([each for each in caplog.records if "nothing was made" in each.message]) == lines
    shell.settings.cache_clear()
