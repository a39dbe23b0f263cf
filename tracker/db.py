"""The database: one engine factory, exact numbers, one transaction per click.

SQLite is opened as measured (docs/decisions/0004): BEGIN IMMEDIATE for writes, a busy timeout of
30 s, synchronous FULL with WAL where the linked SQLite is free of the WAL-reset bug, otherwise
DELETE with EXTRA. PostgreSQL runs READ COMMITTED; the ledger's sequence row is locked first by
each write, so writers queue on both engines and no rule over several rows can be broken by two.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import MAX_PREC, Context, Decimal
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import BigInteger, Dialect, Engine, String, event, make_url, text
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel, create_engine

from tracker.domain.measure.period import Period, parse_period
from tracker.domain.measure.quantity import DECIMAL_PLACES

__all__ = [
    "Base",
    "Engine",
    "ExactDecimal",
    "NotStored",
    "PeriodText",
    "Session",
    "Word",
    "backup_to",
    "engine_for",
    "reading",
    "sqlite_driver",
    "transaction",
]

WAL_SAFE_SINCE = (3, 51, 3)
BUSY_SECONDS = 30
# What a write raises when the database is away, locked or full. Pages catch it, to keep what was typed.
NotStored = SQLAlchemyError
# The default context would round a value of more than 28 digits while it is shifted.
_EXACT = Context(prec=MAX_PREC)


class Base(SQLModel, registry=registry()):
    """Base of all tables, with a registry of its own: re-imported modules don't clash."""


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal as a BIGINT of ten-thousandths: exact in storage, order and sums on both engines."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise TypeError(f"an exact Decimal is needed, not {value!r}")
        scaled = value.scaleb(DECIMAL_PLACES, _EXACT)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"more than {DECIMAL_PLACES} decimals: {value}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-DECIMAL_PLACES)


class Word(TypeDecorator[StrEnum]):
    """A StrEnum by its value in a plain text column: readable in SQL, no enum type to migrate."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class PeriodText(TypeDecorator[Period]):
    """A Period as 2025Q3 or 2025-09: those of one rhythm sort as time does."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Period | None:
        return None if value is None else parse_period(value)


def sqlite_driver() -> ModuleType:
    """The newest SQLite at hand: the wheel's where it is installed, else the interpreter's own."""
    try:
        import pysqlite3.dbapi2 as bundled
    except ImportError:
        return sqlite3
    wheel: ModuleType = bundled
    return wheel if wheel.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def engine_for(url: str) -> Engine:
    """An engine for ``sqlite:///file`` or ``postgresql+psycopg://…``; nothing is connected yet."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)


def _sqlite_engine(url: str) -> Engine:
    driver = sqlite_driver()
    engine = create_engine(
        url, module=driver, connect_args={"timeout": BUSY_SECONDS}, pool_size=10, max_overflow=20
    )
    wal = driver.sqlite_version_info >= WAL_SAFE_SINCE

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver opens no transactions of its own
        for pragma in (
            "foreign_keys=ON",
            "recursive_triggers=ON",
            f"journal_mode={'WAL' if wal else 'DELETE'}",
            f"synchronous={'FULL' if wal else 'EXTRA'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    _stay_with_the_file(engine, driver)
    return engine


def _stay_with_the_file(engine: Engine, driver: ModuleType) -> None:
    """A database file that is moved away is an absent database, until it is back.

    SQLite by itself would make an empty file in its place, and pooled connections would go on
    writing into the one that was moved.
    """
    file = Path(str(engine.url.database))

    @event.listens_for(engine, "do_connect")
    def open_only_what_is_there(*_how: object) -> None:
        if not file.exists():  # schema.upgrade makes it, once
            raise driver.OperationalError(f"no database at {file}")

    @event.listens_for(engine, "connect")
    def remember(_connection: object, record: Any) -> None:
        record.info["inode"] = file.stat().st_ino

    @event.listens_for(engine, "checkout")
    def still_there(_connection: object, record: Any, _proxy: object) -> None:
        if not file.exists() or record.info["inode"] != file.stat().st_ino:
            raise InvalidatePoolError("the database file was moved")


@contextmanager
def transaction(engine: Engine, *, advance: bool = True) -> Iterator[Session]:
    """One click, one transaction: commits on leaving, rolls back on any error.

    With ``advance`` the ledger's sequence moves on, which also makes writers queue; scratch
    (drafts, sign-in sessions) does not advance it, because no scorecard depends on it.
    Never call st.* inside: a rerun interrupts there.
    """
    with (
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
        Session(bind=connection, expire_on_commit=False) as session,
    ):
        if advance:
            connection.execute(text("UPDATE ledger SET sequence = sequence + 1"))
        yield session
        session.flush()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state and writes nothing."""
    # SQLite's transaction is a snapshot of itself; PostgreSQL has to be asked, or two queries of one
    # scorecard could see two states.
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**level) as connection, Session(connection) as session:
        yield session


def backup_to(engine: Engine, target: Path) -> None:
    """Copy a SQLite database in use by VACUUM INTO and check the copy (RELIABILITY 5b: cp loses data)."""
    if engine.dialect.name != "sqlite":
        raise ValueError("use pg_dump for PostgreSQL")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
    copy = sqlite_driver().connect(str(target))
    try:
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    finally:
        copy.close()
    if verdict != "ok":
        raise ValueError(f"the copy is damaged: {verdict}")
