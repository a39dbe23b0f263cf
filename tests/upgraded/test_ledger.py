"""An old program neither writes into a ledger that a newer one has brought up, nor goes on reading it."""

import threading
import time
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from tests.conftest import MakeEngine
from tests.upgraded.conftest import Newer, bring_up
from tracker import db, noting
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import Outgrown
from tracker.domain.meetings.noted import Note
from tracker.queries.plans import ledger_sequence
from tracker.services import audit, schema
from tracker.tables import Audit

WRITES: dict[str, dict[str, Any]] = {
    "a click": {},
    "a small one, which shares its commit": {"together": True},
    "a draft": {"advance": False},
    "a cell of a draft": {"advance": False, "together": True},
}


def subjects(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [row.subject for row in session.exec(select(Audit)) if row.action == "try"]


@pytest.mark.parametrize("how", WRITES.values(), ids=WRITES)
def test_a_write_that_begins_afterwards_is_refused_in_words_and_stores_nothing(
    engine: Engine, newer: Newer, another_engine: MakeEngine, now: datetime, how: dict[str, Any]
) -> None:
    def write(subject: str) -> None:
        with transaction(engine, **how) as session:
            audit.record(session, None, "try", subject, now)

    write("before")
    newer()
    for _attempt in range(3):  # none leaves a turn taken or a connection broken
        with pytest.raises(Outgrown, match="正在升级"):
            write("after")
    assert subjects(another_engine()) == ["before"]


def test_of_those_who_write_at_once_none_gets_through_and_none_waits_for_ever(
    engine: Engine, newer: Newer, now: datetime
) -> None:
    newer()
    refused: list[type[BaseException]] = []

    def write(how: dict[str, Any]) -> None:
        try:
            with transaction(engine, **how) as session:
                audit.record(session, None, "try", "", now)
        except BaseException as error:
            refused.append(type(error))

    threads = [threading.Thread(target=write, args=(how,)) for how in [*WRITES.values()] * 4]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert refused == [Outgrown] * 16


def test_what_began_before_ends_as_ever_and_the_upgrade_waits_for_it(
    engine: Engine, another_engine: MakeEngine, now: datetime
) -> None:
    schema.leave_to_newer(engine)
    other = another_engine()
    done, thread = threading.Event(), threading.Thread(target=lambda: (bring_up(other), done.set()))
    with transaction(engine) as session:
        thread.start()
        assert not done.wait(0.3)
        audit.record(session, None, "try", "under way", now)
    thread.join(20)
    assert subjects(other) == ["under way"]


@pytest.mark.parametrize("how", WRITES.values(), ids=WRITES)
def test_what_begins_while_it_is_brought_up_waits_and_is_refused(
    engine: Engine, another_engine: MakeEngine, how: dict[str, Any], now: datetime
) -> None:
    schema.leave_to_newer(engine)
    refused: list[type[BaseException]] = []

    def write() -> None:
        try:
            with transaction(engine, **how) as session:
                audit.record(session, None, "try", "behind it", now)
        except BaseException as error:
            refused.append(type(error))

    other, thread = another_engine(), threading.Thread(target=write)
    with schema.connected(other) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    assert refused == [Outgrown]
    assert subjects(other) == []


def test_within_a_second_nothing_is_read_any_more(
    engine: Engine, newer: Newer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> int:
        with reading(engine) as session:
            return ledger_sequence(session)

    now = time.monotonic()
    monkeypatch.setattr(db, "monotonic", lambda: now)
    before = read()
    newer()
    assert read() == before, "a page that is being drawn"
    later = now + db.READS_ASK
    monkeypatch.setattr(db, "monotonic", lambda: later)
    with pytest.raises(Outgrown):
        read()


def test_a_ledger_of_an_earlier_version_is_none_of_a_newer_program(engine: Engine, newer: Newer) -> None:
    """Which migration it lacks /readyz says."""
    del newer
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with transaction(engine) as session:
        assert ledger_sequence(session)


def test_what_was_taken_waits_for_its_row_without_a_traceback_in_the_log(
    engine: Engine, newer: Newer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    newer()
    with noting.behind(engine, lambda: now):
        noting.note(engine, Note(now, Person(1, "wang", "王", Role.CLERK), "下载", "一份文件", {}))
        until = time.monotonic() + 20
        while "has brought the ledger up" not in caplog.text and time.monotonic() < until:
            time.sleep(0.05)
    assert "Traceback" not in caplog.text
