"""Writes that share a commit: each whole or nothing, none told before the commit, all in their turn."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlmodel import col, select

from tests.waiting import comes_to_be
from tracker import db, turns
from tracker.db import Busy, NotStored, reading, transaction
from tracker.domain.meetings.chain import GENESIS, LEDGER, facts_of, ledger_stood_at
from tracker.services import audit
from tracker.tables import Audit, Unit
from tracker.turns import Broken, TooLong, Turns

THREADS = 8
CLICKS = 25


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group takes others in while its first one sleeps."""
    monkeypatch.setattr(turns, "GATHER_SECONDS", 10)


class Refused(Exception):
    pass


@contextmanager
def counted_commits(engine: Engine, slowly: float = 0.0) -> Iterator[list[float]]:
    """When each commit was over; ``slowly``: as on a slow disk."""
    commits: list[float] = []

    def note(_connection: object) -> None:
        time.sleep(slowly)
        commits.append(time.monotonic())

    event.listen(engine, "commit", note)
    yield commits
    event.remove(engine, "commit", note)


def in_threads(number: int, work: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(number) as pool:
        for done in [pool.submit(work, index) for index in range(number)]:
            done.result()  # raises what the thread raised


def start_in_turn(threads: list[Thread], queue: Turns[Any]) -> None:
    """Each stands in the queue, whose turn somebody else has, before the next one comes."""
    for number, thread in enumerate(threads, 1):
        thread.start()
        assert comes_to_be(lambda expected=number: len(queue._waiting) == expected)


def trail(engine: Engine) -> list[Audit]:
    with reading(engine) as session:
        return list(session.exec(select(Audit).order_by(col(Audit.id))))


def sequence(engine: Engine) -> int:
    with reading(engine) as session:
        return int(session.execute(text("SELECT sequence FROM ledger")).scalar_one())


def test_together_nothing_is_lost_and_what_is_refused_leaves_no_trace(engine: Engine, now: datetime) -> None:
    """Every fourth write fails after it has written, half of these by what the database refuses."""
    with transaction(engine, advance=False) as session:
        session.add(Unit(name="市科技局", short="0"))

    def click(thread: int) -> None:
        for number in range(CLICKS):
            name = f"{thread}.{number}"
            fails = number % 4 == 3
            try:
                with transaction(engine, together=True) as session:
                    unit = session.exec(select(Unit)).one()
                    unit.short = str(int(unit.short) + 1)
                    audit.record(session, None, "click", name, now)
                    if fails and thread % 2:
                        session.execute(text("DELETE FROM audit"))  # refused by a trigger
                    if fails:
                        raise Refused
            except (Refused, NotStored):
                assert fails

    with counted_commits(engine) as commits:
        in_threads(THREADS, click)
    kept = [f"{thread}.{number}" for thread in range(THREADS) for number in range(CLICKS) if number % 4 != 3]
    rows = trail(engine)
    assert sorted(row.subject for row in rows) == sorted(kept)
    assert [row.previous_sha256 for row in rows] == [GENESIS, *(row.sha256 for row in rows[:-1])]
    assert all(row.computed_sha256 == row.sha256 for row in rows)
    with reading(engine) as session:
        assert session.exec(select(Unit.short)).one() == str(len(kept))
    assert sequence(engine) == len(kept)
    said = [ledger_stood_at(facts_of(row.facts or "")[LEDGER])[1] for row in rows]
    assert said == list(range(1, len(kept) + 1)), "each row says what the sequence is with its write"
    assert len(commits) < len(kept), "none shared a commit: nothing was tried"


def test_nobody_is_told_before_the_commit_and_many_wait_for_one(engine: Engine, now: datetime) -> None:
    told: dict[int, tuple[float, float]] = {}

    def click(thread: int) -> None:
        with transaction(engine, together=True) as session:
            audit.record(session, None, "click", str(thread), now)
            done = time.monotonic()
        told[thread] = done, time.monotonic()

    with counted_commits(engine, slowly=0.05) as commits:
        in_threads(THREADS, click)
    assert len(commits) < THREADS
    for done, heard in told.values():
        assert any(done < commit <= heard for commit in commits)


@pytest.mark.usefixtures("unhurried")
def test_a_commit_that_fails_is_told_to_everyone_who_waited_for_it(engine: Engine, now: datetime) -> None:
    """The connection, or SQLite's transaction, is taken away under the last of three."""
    first_is_in, others_wait = Event(), Event()
    outcomes: dict[str, BaseException | None] = {}

    def click(name: str) -> None:
        try:
            with transaction(engine, together=True) as session:
                audit.record(session, None, "click", name, now)
                if name == "first":
                    first_is_in.set()
                    others_wait.wait(20)
                if name == "last":
                    _take_away(engine, session.connection())
            outcomes[name] = None
        except NotStored as error:
            outcomes[name] = error

    threads = [Thread(target=click, args=(name,)) for name in ("first", "second", "last")]
    threads[0].start()
    assert first_is_in.wait(10)
    start_in_turn(threads[1:], db._writers[engine.url].turns)
    others_wait.set()
    for thread in threads:
        thread.join(20)
    assert all(isinstance(error, NotStored) for error in outcomes.values()), outcomes
    assert len(outcomes) == 3
    assert trail(engine) == []
    click("afterwards")
    assert [row.subject for row in trail(engine)] == ["afterwards"]


def _take_away(engine: Engine, connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if engine.dialect.name == "sqlite":
        driver.execute("ROLLBACK")  # as SQLite does by itself when its disk is full
    else:
        with engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": driver.info.backend_pid})


@pytest.mark.usefixtures("unhurried")
def test_a_write_of_its_own_does_not_share_and_waits_its_turn(engine: Engine, now: datetime) -> None:
    order: list[str] = []
    begun, others_wait = Event(), Event()

    def click(name: str, together: bool) -> None:
        with transaction(engine, together=together) as session:
            order.append(name)
            audit.record(session, None, "click", name, now)
            begun.set()
            if name == "first":
                others_wait.wait(20)

    threads = [
        Thread(target=click, args=given)
        for given in (("first", True), ("large", False), ("second", True), ("third", True))
    ]
    with counted_commits(engine) as commits:
        threads[0].start()
        assert begun.wait(10)
        start_in_turn(threads[1:], db._writers[engine.url].turns)
        others_wait.set()
        for thread in threads:
            thread.join(20)
    assert order == ["first", "large", "second", "third"]
    assert len(commits) == 3
    assert [row.subject for row in trail(engine)] == order


def test_a_row_of_the_trail_that_a_savepoint_took_back_is_not_followed(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        audit.record(session, None, "click", "before", now)
        with pytest.raises(Refused), session.begin_nested():  # noqa: PT012 - one click
            audit.record(session, None, "click", "undone", now)
            raise Refused
        audit.record(session, None, "click", "after", now)
    before, after = trail(engine)
    assert (before.subject, after.subject) == ("before", "after")
    assert after.previous_sha256 == before.sha256


@pytest.mark.usefixtures("unhurried")
def test_who_is_refused_leaves_the_trails_head_to_those_who_share_the_commit(
    engine: Engine, now: datetime
) -> None:
    """The second of three fails after it has written its row."""
    queued, is_in = Event(), Event()

    def click(name: str) -> None:
        with transaction(engine, together=True) as session:
            audit.record(session, None, "click", name, now)
            is_in.set()
            if name == "first":
                queued.wait(20)
            if name == "second":
                raise Refused

    with counted_commits(engine) as commits, ThreadPoolExecutor(3) as pool:
        first = pool.submit(click, "first")
        assert is_in.wait(10)
        others = [pool.submit(click, name) for name in ("second", "third")]
        assert comes_to_be(lambda: len(db._writers[engine.url].turns._waiting) == 2)
        queued.set()
        first.result()
        with pytest.raises(Refused):
            others[0].result()
        others[1].result()
    assert len(commits) == 1
    rows = trail(engine)
    assert [row.subject for row in rows] == ["first", "third"]
    assert [row.previous_sha256 for row in rows] == [GENESIS, rows[0].sha256]


class Work:
    """What is shared in the tests of the turns alone."""

    def __init__(self) -> None:
        self.is_whole = True
        self.log: list[str] = []

    def commit(self) -> None:
        self.log.append("commit")

    def abandon(self) -> None:
        self.log.append("abandon")


def test_who_waits_too_long_is_told_and_the_queue_goes_on_without_them() -> None:
    queue: Turns[Work] = Turns()
    with queue.alone(1):
        with pytest.raises(TooLong), queue.alone(0.05):
            pass
        with pytest.raises(TooLong), queue.share(0.05, Work):
            pass
    with queue.alone(0.05):
        pass


def test_what_cannot_be_opened_does_not_keep_the_turn() -> None:
    queue: Turns[Work] = Turns()

    def cannot() -> Work:
        raise Refused

    with pytest.raises(Refused), queue.share(1, cannot):
        pass
    with queue.alone(0.05):
        pass


def test_where_all_are_refused_nothing_is_committed() -> None:
    queue, work = Turns[Work](), Work()
    with pytest.raises(Refused), queue.share(1, lambda: work):
        raise Refused
    assert work.log == ["abandon"]


@pytest.mark.usefixtures("unhurried")
def test_a_commit_that_never_comes_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "COMMIT_SECONDS", 0.2)
    queue: Turns[Work] = Turns()
    in_first, hangs, let_go = Event(), Event(), Event()
    outcome: list[BaseException] = []

    def first() -> None:
        try:
            with queue.share(20, Work):
                in_first.set()
                assert comes_to_be(lambda: len(queue._waiting) == 1)
        except Broken as error:
            outcome.append(error)

    def second() -> None:
        with queue.share(20, Work):
            hangs.set()
            let_go.wait(20)

    waiting = [Thread(target=first), Thread(target=second)]
    waiting[0].start()
    assert in_first.wait(5)
    waiting[1].start()
    assert hangs.wait(5)
    waiting[0].join(5)
    assert len(outcome) == 1
    let_go.set()
    waiting[1].join(5)


def test_a_group_has_an_end(engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_TOGETHER", 2)

    def click(thread: int) -> None:
        with transaction(engine, together=True) as session:
            audit.record(session, None, "click", str(thread), now)
            time.sleep(0.02)

    with counted_commits(engine) as commits:
        in_threads(THREADS, click)
    assert len(commits) >= THREADS // 2
    assert len(trail(engine)) == THREADS


def test_who_did_not_get_a_turn_is_busy(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.db.TURN_SECONDS", 0.05)
    with transaction(engine), pytest.raises(Busy), transaction(engine, together=True):
        pass
