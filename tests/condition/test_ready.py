"""/readyz says whether the tracker can be worked with: by trying, and in single words."""

from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from tests.web.conftest import Clock
from tracker.db import engine_for, reading, transaction
from tracker.queries.plans import ledger_sequence
from tracker.settings import Settings
from tracker.web import health
from tracker.web.health import Readiness
from tracker.web.site import Site

WELL = {"database": "ok", "schema": "ok", "disk": "ok"}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a machine that stood still for two seconds is a ledger that somebody holds."""
    monkeypatch.setattr(health, "PATIENCE", 20)


def readiness_of(engine: Engine, clock: Clock, **settings: Any) -> Readiness:
    url = engine.url.render_as_string(hide_password=False)
    return Readiness(Site(engine, Settings(database_url=url, **settings), clock))


def checks(engine: Engine, clock: Clock, **settings: Any) -> dict[str, str]:
    return readiness_of(engine, clock, **settings).checks()


def test_a_ledger_of_this_version_is_ready_and_nothing_is_written(engine: Engine, clock: Clock) -> None:
    with reading(engine) as session:
        before = ledger_sequence(session)
    assert checks(engine, clock) == WELL
    with reading(engine) as session:
        assert ledger_sequence(session) == before


def test_a_ledger_of_an_earlier_version_is_not(engine: Engine, clock: Clock) -> None:
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'earlier'"))
    assert checks(engine, clock) == WELL | {"schema": "failed"}


def test_a_ledger_that_only_reads_is_not(sqlite_engine: Engine, clock: Clock) -> None:
    """As on a file system that was mounted read-only: reading goes on."""

    @event.listens_for(sqlite_engine, "connect")
    def only_read(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    assert checks(sqlite_engine, clock) == WELL | {"database": "failed"}


def test_postgresql_that_only_reads_is_not(postgresql_engine: Engine, clock: Clock) -> None:
    with postgresql_engine.connect() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        connection.commit()
    postgresql_engine.dispose()
    assert checks(postgresql_engine, clock) == WELL | {"database": "failed"}


def test_a_ledger_that_somebody_holds_is_busy_and_stays_in_use(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All processes meet the same lock: were they taken out, reading would end, too."""
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    monkeypatch.setattr(health, "KEPT_SECONDS", 0)
    readiness = readiness_of(engine, clock)
    held = engine_for(engine.url.render_as_string(hide_password=False))
    with transaction(held):
        assert readiness.checks() == WELL | {"database": "busy"}
        first = readiness._write
        assert readiness.checks() == WELL | {"database": "busy"}
        assert readiness._write is first, "nobody queues behind the first try"
    held.dispose()
    assert first is not None
    first.result(20)
    monkeypatch.setattr(health, "PATIENCE", 20)
    assert readiness.checks() == WELL


def test_a_full_disk_is_not_ready(engine: Engine, clock: Clock) -> None:
    assert checks(engine, clock, disk_free_mb=10**9) == WELL | {"disk": "failed"}


def test_an_answer_stands_for_a_while(engine: Engine, clock: Clock) -> None:
    """Anybody may ask: the ledger's lock is not taken each time."""
    readiness = readiness_of(engine, clock)
    readiness.checks()
    first = readiness._write
    assert readiness.checks() == WELL
    assert readiness._write is first
