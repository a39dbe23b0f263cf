"""A ledger that is only read, as on a disk that broke: one error says so, on either engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlmodel import col

from tracker.db import Unwritable, reading, transaction
from tracker.services import audit
from tracker.tables import Audit
from tracker.turns import Broken
from tracker.web import mishaps


@contextmanager
def only_read(engine: Engine) -> Iterator[None]:
    """All connections that it makes meanwhile; those of other engines of PostgreSQL, too."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        name = "" if is_sqlite else connection.execute(text("SELECT current_database()")).scalar_one()

    def turn_on(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    def turn(how: str) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET default_transaction_read_only = off"))
            connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = {how}"))

    if is_sqlite:
        event.listen(engine, "connect", turn_on)
    else:
        turn("on")
    engine.dispose()
    yield
    if is_sqlite:
        event.remove(engine, "connect", turn_on)
    else:
        turn("off")
    engine.dispose()


def write(engine: Engine, now: datetime, **how: bool) -> None:
    with transaction(engine, **how) as session:
        audit.record(session, None, "saved", "row", now)


def stored(engine: Engine) -> int:
    with reading(engine) as session:
        return session.execute(select(func.count(col(Audit.id)))).scalar_one()


@pytest.mark.parametrize("how", [{}, {"together": True}, {"advance": False}], ids=str)
def test_a_ledger_that_is_only_read_refuses_each_kind_of_write_by_one_error_and_is_read(
    engine: Engine, now: datetime, how: dict[str, bool]
) -> None:
    write(engine, now)
    with only_read(engine):
        with pytest.raises(Unwritable):
            write(engine, now, **how)
        assert stored(engine) == 1
    write(engine, now, **how)
    assert stored(engine) == 2


def test_who_shared_the_commit_that_a_full_disk_refused_is_told_the_same(
    sqlite_engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those who share a commit one meets the disk itself; the others hear of it."""
    with only_read(sqlite_engine), pytest.raises(Unwritable) as refused:
        write(sqlite_engine, now)
    with pytest.raises(Unwritable), transaction(sqlite_engine):
        raise Broken from refused.value


def test_other_errors_of_the_database_are_not_taken_for_it(sqlite_engine: Engine) -> None:
    with pytest.raises(Exception, match="no such table") as refused, transaction(sqlite_engine) as session:
        session.execute(text("SELECT * FROM missing"))
    assert not isinstance(refused.value, Unwritable)


def test_a_request_that_stores_is_answered_with_a_number_for_the_administrator(
    sqlite_engine: Engine, now: datetime
) -> None:
    with only_read(sqlite_engine), pytest.raises(Unwritable) as refused:
        write(sqlite_engine, now)
    page = mishaps.failure_page(refused.value)
    said = bytes(page.body).decode()
    assert page.status_code == 503
    assert "现在不能保存：存放数据的磁盘已满、出错或只能读取。请把编号" in said
    assert "请稍后再试" not in said
