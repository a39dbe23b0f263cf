"""Nobody waits for ever: one who holds what others need, and what those and everybody else get meanwhile."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from tests.ledger.rows import fill
from tracker import db
from tracker.cli import main
from tracker.db import UPGRADES, Busy, engine_for, reading, transaction
from tracker.services import audit, schema
from tracker.web import mishaps

MANY = 24  # more than a process has connections
AT_LAST = 15.0  # when the last of many waiting writers has its answer


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits, shorter; for engines that connect after this."""
    monkeypatch.setattr(db, "TURN_SECONDS", 2)
    for name in db._TIMEOUTS:
        monkeypatch.setitem(db._TIMEOUTS, name, 1)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told that it took too long: who is answered does not wait for who is stuck."""
    monkeypatch.setattr(db, "TURN_SECONDS", 60)
    for name in db._TIMEOUTS:
        monkeypatch.setitem(db._TIMEOUTS, name, 60)


@contextmanager
def held(engine: Engine, statement: str) -> Iterator[None]:
    """Another program that has run a statement and does not end its transaction."""
    with psycopg.connect(
        host=str(engine.url.query["host"]), user="postgres", dbname=engine.url.database
    ) as other:
        other.execute(statement)
        yield
        other.rollback()


def sequence(engine: Engine) -> int:
    with reading(engine) as session:
        return int(session.execute(text("SELECT sequence FROM ledger")).scalar_one())


def seconds_of(act: Callable[[], object]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def refused(engine: Engine, **how: bool) -> float:
    """How long a write took to be refused."""

    def write() -> None:
        with pytest.raises(Busy), transaction(engine, **how) as session:
            session.execute(text("UPDATE draft_cell SET version = version + 1"))

    return seconds_of(write)


def written(engine: Engine) -> None:
    with transaction(engine):
        pass


STUCK = "UPDATE ledger SET sequence = sequence"


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("together", [True, False])
def test_a_stuck_transaction_stops_no_reader(postgresql_engine: Engine, together: bool) -> None:
    def write() -> None:
        with transaction(postgresql_engine, together=together):
            pass

    with ThreadPoolExecutor(2 * MANY) as pool:
        with held(postgresql_engine, STUCK):
            writers = [pool.submit(write) for _ in range(MANY)]
            readers_are_answered_beside(writers, postgresql_engine, pool)
        for each in writers:
            each.result(AT_LAST)
    assert sequence(postgresql_engine) == MANY


@pytest.mark.usefixtures("patient")
def test_savers_who_wait_for_one_row_leave_connections_to_readers(postgresql_engine: Engine) -> None:
    with schema.connected(postgresql_engine) as connection:
        fill(connection)

    def save() -> None:
        with transaction(postgresql_engine, advance=False) as session:
            session.execute(text("UPDATE draft_cell SET version = version + 1"))

    with ThreadPoolExecutor(2 * MANY) as pool:
        with held(postgresql_engine, "SELECT * FROM draft_cell FOR UPDATE"):
            savers = [pool.submit(save) for _ in range(MANY)]
            readers_are_answered_beside(savers, postgresql_engine, pool)
            written(postgresql_engine)  # what is not about that row goes on: it waits for nobody who is stuck
            assert not any(each.done() for each in savers)
        for each in savers:
            each.result(AT_LAST)


def readers_are_answered_beside(
    waiting: "list[Future[None]]", engine: Engine, pool: ThreadPoolExecutor
) -> None:
    time.sleep(0.2)  # until they wait
    for reader in [pool.submit(sequence, engine) for _ in range(MANY)]:
        reader.result(AT_LAST)
    assert not any(each.done() for each in waiting)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("how", [{"together": True}, {"together": False}, {"advance": False}])
def test_who_waits_for_a_stuck_transaction_is_told_within_seconds(
    postgresql_engine: Engine, how: dict[str, bool]
) -> None:
    with schema.connected(postgresql_engine) as connection:
        fill(connection)
    before = sequence(postgresql_engine)
    stuck = STUCK if "together" in how else "SELECT * FROM draft_cell FOR UPDATE"
    with held(postgresql_engine, stuck), ThreadPoolExecutor(MANY) as pool:
        writers = [pool.submit(refused, postgresql_engine, **how) for _ in range(MANY)]
        assert max(each.result() for each in writers) < AT_LAST
    written(postgresql_engine)
    assert sequence(postgresql_engine) == before + 1


@pytest.mark.parametrize("together", [True, False])
def test_a_write_of_this_process_that_hangs_stops_no_reader_and_the_others_are_told(
    engine: Engine, together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TURN_SECONDS", 0.3)
    begun, let_go = Event(), Event()

    def hang() -> None:
        with transaction(engine, together=together):
            begun.set()
            let_go.wait(20)

    hanging = Thread(target=hang)
    hanging.start()
    assert begun.wait(10)
    with ThreadPoolExecutor(MANY) as pool:
        waits = [pool.submit(refused, engine, together=together) for _ in range(MANY)]
        assert sequence(engine) == 0
        assert max(each.result() for each in waits) < AT_LAST
    let_go.set()
    hanging.join()
    written(engine)
    assert sequence(engine) == 2


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("together", [True, False])
def test_postgresql_ends_a_transaction_that_does_nothing_and_stores_nothing_of_it(
    postgresql_engine: Engine, together: bool, now: datetime
) -> None:
    with pytest.raises(Busy), transaction(postgresql_engine, together=together) as session:  # noqa: PT012
        audit.record(session, None, "click", "slow", now)
        time.sleep(1.5)
        # Its locks are free: somebody else writes, not in the queue of this process.
        with held(postgresql_engine, "UPDATE ledger SET sequence = sequence"):
            pass
        session.execute(text("SELECT 1"))
    written(postgresql_engine)
    assert sequence(postgresql_engine) == 1
    with reading(postgresql_engine) as session:
        assert session.execute(text("SELECT count(*) FROM audit")).scalar() == 0


@pytest.mark.usefixtures("hasty")
def test_a_statement_that_takes_too_long_is_ended_unless_one_asked_for_patience(
    postgresql_engine: Engine,
) -> None:
    with pytest.raises(Busy), reading(postgresql_engine) as session:
        session.execute(text("SELECT pg_sleep(1.5)"))
    with reading(postgresql_engine, patient=True) as session:
        session.execute(text("SELECT pg_sleep(1.2)"))
        time.sleep(1.2)
        session.execute(text("SELECT 1"))
    with reading(postgresql_engine) as session:  # the next one on that connection is not patient
        assert session.execute(text("SHOW statement_timeout")).scalar() == "1s"


def test_when_all_connections_are_in_use_the_next_reader_is_told_soon(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "CONNECTIONS", 3)
    monkeypatch.setattr(db, "POOL_SECONDS", 0.2)
    engine = engine_for(postgresql_url)
    done = Event()
    begun = [Event() for _ in range(3)]

    def read(mine: Event) -> None:
        with reading(engine) as session:
            session.execute(text("SELECT 1"))
            mine.set()
            done.wait(20)

    with ThreadPoolExecutor(3) as pool:
        for each in begun:
            pool.submit(read, each)
        assert all(each.wait(10) for each in begun)
        with pytest.raises(Busy) as refusal:
            sequence(engine)
        done.set()
    page = mishaps.failure_page(refusal.value)
    assert page.status_code == 503
    assert "数据库暂时没有响应，请稍后再试。" in bytes(page.body).decode()
    assert sequence(engine) == 0
    engine.dispose()


def test_every_connection_has_its_limits_and_notices_a_peer_that_is_gone(postgresql_engine: Engine) -> None:
    # Two, so that the one asked is not the pool's first.
    with postgresql_engine.connect(), reading(postgresql_engine) as session:
        shown = {
            name: session.execute(text(f"SHOW {name}")).scalar()
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        }
        driver = session.connection().connection.driver_connection
        assert driver is not None
        network = driver.info.get_parameters()
    assert shown == {
        "lock_timeout": "5s",
        "statement_timeout": "1min",
        "idle_in_transaction_session_timeout": "1min",
    }
    assert network["keepalives_idle"] == "30"
    assert network["tcp_user_timeout"] == "30000"
    assert network["connect_timeout"] == "5"


def test_what_an_address_says_of_the_network_holds(postgresql_url: str) -> None:
    address = make_url(postgresql_url).update_query_dict({"connect_timeout": "17"})
    engine = engine_for(address.render_as_string(hide_password=False))
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.info.get_parameters()["connect_timeout"] == "17"
    engine.dispose()


@pytest.mark.usefixtures("hasty")
def test_a_migration_waits_as_long_as_it_takes(postgresql_engine: Engine) -> None:
    begun, let_go = Event(), Event()

    def migrate_elsewhere() -> None:
        with held(postgresql_engine, f"SELECT pg_advisory_xact_lock({UPGRADES})"):
            begun.set()
            let_go.wait(20)

    elsewhere = Thread(target=migrate_elsewhere)
    elsewhere.start()
    assert begun.wait(20)
    waiting = Thread(target=schema.upgrade, args=(postgresql_engine,))
    waiting.start()
    time.sleep(1.5)
    assert waiting.is_alive()
    let_go.set()
    waiting.join(20)
    elsewhere.join()
    assert schema.is_current(postgresql_engine)


@pytest.mark.usefixtures("hasty")
def test_a_command_that_waited_in_vain_says_so_in_chinese(
    postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", postgresql_engine.url.render_as_string(hide_password=False))
    with held(postgresql_engine, "UPDATE ledger SET sequence = sequence"):
        assert main(["account", "chen", "--name", "陈办", "--role", "administrator"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(
        "有别的操作占用着数据库，这个命令没有完成，什么也没有写入。请过几秒再运行一次。"
    )
    assert said.out == ""
    assert main(["account", "chen", "--name", "陈办", "--role", "administrator"]) == 0
