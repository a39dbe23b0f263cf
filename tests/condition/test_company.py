"""Two processes serve one ledger: whether the settings of each say so."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR
from tests.ports import free_port
from tracker.cli import main, serve
from tracker.db import engine_for, reading
from tracker.queries import condition
from tracker.queries.condition import SERVES, serving


@pytest.fixture
def beside_another(postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Of another process that serves, a connection is open; what this one begins to serve, it lets be."""
    url = postgresql_engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.setenv("TRACKER_PORT", str(free_port()))
    monkeypatch.setattr(serve, "_run_server", lambda *_given: 0)
    monkeypatch.setenv("PGAPPNAME", f"{SERVES} 8502 another.example")
    another = engine_for(url)
    with another.connect():
        monkeypatch.delenv("PGAPPNAME")
        yield postgresql_engine
    another.dispose()


def test_commands_do_not_count_as_processes_that_serve(beside_another: Engine) -> None:
    with reading(beside_another) as session:
        assert serving(session) == 1


def test_a_database_that_does_not_tell_counts_as_served_by_one_and_is_asked_on(
    beside_another: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        condition, "_SERVING", text("SELECT count(*) FROM no_such_view WHERE name LIKE :names")
    )
    with reading(beside_another) as session:
        assert serving(session) == 1
        assert session.connection().scalar(text("SELECT 2")) == 2


@pytest.mark.parametrize(("said", "is_warned"), [("1", True), ("2", False)])
def test_a_start_beside_another_process_warns_where_the_settings_speak_of_one(
    beside_another: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    said: str,
    is_warned: bool,
) -> None:
    monkeypatch.setenv("TRACKER_PROCESSES", said)
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "b" * 32)
    monkeypatch.setenv("PGAPPNAME", "")  # put back after the test, whatever serve makes of it
    assert main(["serve"]) == 0
    assert ("2 processes serve this ledger, TRACKER_PROCESSES says 1" in caplog.text) is is_warned


def test_the_page_says_how_many_serve_and_what_to_set(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "有2个进程正在同时使用这个账本,设置中只写了1个"
    assert words not in text_of(visit(ADMINISTRATOR, "status"))
    monkeypatch.setattr(condition, "serving", lambda _session: 2)
    assert words in text_of(visit(ADMINISTRATOR, "status"))
