"""The database: one engine factory, exact numbers, one transaction per click.

SQLite is opened as measured (docs/decisions/0004): BEGIN IMMEDIATE for writes, a busy timeout of
30 s, synchronous FULL with WAL where the linked SQLite is free of the WAL-reset bug, otherwise
DELETE with EXTRA. PostgreSQL runs READ COMMITTED; the ledger's sequence row is locked first by
each write, so writers queue on both engines and no rule over several rows can be broken by two.

Nobody waits for ever: writers of this process queue in their order (tracker/turns.py), what another
process holds is waited for LOCK_SECONDS, a transaction that does nothing is ended by PostgreSQL.
Who waited in vain gets ``Busy``, whom a full disk or one that is only read refuses ``Unwritable``: nothing
is stored.
"""

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from decimal import MAX_PREC, Context, Decimal
from enum import StrEnum
from functools import cache, partial, wraps
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import (
    URL,
    BigInteger,
    Connection,
    Dialect,
    Engine,
    Insert,
    String,
    Table,
    event,
    insert,
    make_url,
    text,
)
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel, create_engine

from tracker.domain.language import _
from tracker.domain.language.errors import Outgrown
from tracker.domain.measure.period import Period, parse_period
from tracker.domain.measure.quantity import DECIMAL_PLACES
from tracker.turns import Broken, TooLong, Turns

__all__ = [
    "Base",
    "Busy",
    "Engine",
    "ExactDecimal",
    "NotStored",
    "PeriodText",
    "Session",
    "Unwritable",
    "Word",
    "append",
    "be_patient",
    "engine_for",
    "holds_ledger",
    "known",
    "leave_to_newer",
    "moves_to",
    "reading",
    "sqlite_driver",
    "told_of_waits",
    "transaction",
]

WAL_SAFE_SINCE = (3, 51, 3)
BUSY_SECONDS = 30
TURN_SECONDS = 10  # a writer's wait for those of this process that came before it
LOCK_SECONDS = 5  # PostgreSQL: the wait for a row that another process holds
STATEMENT_SECONDS = 60  # PostgreSQL: one statement, its waits included
IDLE_SECONDS = 60  # PostgreSQL: a transaction that asks nothing; then its locks are free
POOL_SECONDS = 5  # the wait for one of the connections below
CONNECTIONS = 20  # to PostgreSQL at most, a process
UPGRADES = 20_251_009  # PostgreSQL's advisory lock of migrations; any fixed number will do
READS_ASK = 1.0  # seconds between two looks whether the ledger is a newer program's (leave_to_newer)
SCRATCH_WRITERS = 5  # of these for drafts and sign-ins at once; one for the ledger, the others read
_LOG = logging.getLogger("tracker.db")
_TIMEOUTS = {
    "lock_timeout": LOCK_SECONDS,
    "statement_timeout": STATEMENT_SECONDS,
    "idle_in_transaction_session_timeout": IDLE_SECONDS,
}
# A peer that is gone is noticed within a minute (libpq's parameters; an address may say otherwise).
_NETWORK = {
    "fallback_application_name": "tracker",  # serve gives a name that says more
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# What PostgreSQL says of a lock, a statement, a transaction, a connection that was waited for too long,
# and of two that waited for each other.
_BUSY_STATES = {"55P03", "57014", "25P03", "53300", "40P01"}
# What both say of a disk that takes nothing: SQLite in words, PostgreSQL by these.
_UNWRITABLE_STATES = {"25006", "53100", "58030"}
_UNWRITABLE_WORDS = ("readonly database", "database or disk is full", "disk I/O error")
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

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """As it comes from the driver, called for each value: what SQLAlchemy puts around a
        ``process_result_value`` takes as long as the value itself. The types below do the same."""
        return _decimal_stored


def _decimal_stored(value: int | None) -> Decimal | None:
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

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:
        return _Words(self.kind).__getitem__


class _Words(dict[Any, StrEnum | None]):
    """The members by their values; looking for one in the enum takes three times as long."""

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__({each.value: each for each in kind} | {None: None})
        self._kind = kind

    def __missing__(self, value: str) -> StrEnum:
        return self._kind(value)  # says that there is no such member


class PeriodText(TypeDecorator[Period]):
    """A Period as 2025Q3 or 2025-09: those of one rhythm sort as time does."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Period | None]:
        return _period_stored


def _period_stored(value: str | None) -> Period | None:
    return None if value is None else parse_period(value)


def append(session: Session, kind: type[Base], **given: Any) -> dict[str, Any]:
    """Store a new row at once, past the session's objects, and give it as it stands, with its key.

    It costs a fifth of the session's own way: no object is made, and nothing looked for that could have
    changed beside it. What is not given has its default, None or the key that the database gives.
    """
    session.flush()
    insertion, defaults, key = _insertion(kind)
    row = defaults | given
    done = session.connection().execute(insertion, row)
    return row | dict(zip(key, done.inserted_primary_key or (), strict=False))


@cache
def _insertion(kind: type[Base]) -> tuple[Insert, dict[str, Any], tuple[str, ...]]:
    """The statement, what fields have where nothing is given, and the names of the key."""
    table: Table = kind.__table__  # type: ignore[attr-defined]
    defaults = {
        name: each.default
        for name, each in kind.model_fields.items()
        if name in table.columns and not each.is_required() and each.default is not None
    }
    return insert(table), defaults, tuple(column.name for column in table.primary_key)


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
    address = make_url(url)
    engine = _sqlite_engine(url) if address.get_backend_name() == "sqlite" else _postgresql_engine(address)
    _plain_savepoints(engine)
    return engine


def _plain_savepoints(engine: Engine) -> None:
    """As their texts are: SQLAlchemy makes a statement of each anew, which costs more than it does."""
    for doing, words in (
        ("do_savepoint", "SAVEPOINT"),
        ("do_release_savepoint", "RELEASE SAVEPOINT"),
        ("do_rollback_to_savepoint", "ROLLBACK TO SAVEPOINT"),
    ):
        setattr(engine.dialect, doing, partial(_said, words))


def _said(words: str, connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f"{words} {name}")


def _postgresql_engine(address: URL) -> Engine:
    engine = create_engine(
        address,
        pool_pre_ping=True,
        pool_size=CONNECTIONS // 2,
        max_overflow=CONNECTIONS - CONNECTIONS // 2,
        pool_timeout=POOL_SECONDS,
        connect_args={name: value for name, value in _NETWORK.items() if name not in address.query},
    )

    @event.listens_for(engine, "connect")
    def limit(connection: Any, _record: object) -> None:
        connection.autocommit = True  # else they would go with the transaction's end
        _set_timeouts(connection, _TIMEOUTS, for_transaction=False)
        connection.autocommit = False

    return engine


def _set_timeouts(connection: Any, seconds: Mapping[str, int], *, for_transaction: bool) -> None:
    """Those that the server knows and lets anybody set: relatives of PostgreSQL have other names for some."""
    asked = ", ".join(f"('{name}', '{value}s')" for name, value in seconds.items())
    connection.execute(
        f"SELECT set_config(known.name, asked.value, {str(for_transaction).lower()}) "
        f"FROM pg_settings AS known JOIN (VALUES {asked}) AS asked (name, value) ON asked.name = known.name "
        "WHERE known.context = 'user'"
    )


def be_patient(connection: Connection) -> None:
    """Until the transaction's end PostgreSQL waits as long as it takes: for migrations, checks, copies."""
    if connection.dialect.name != "sqlite":
        _set_timeouts(
            connection.connection.driver_connection, dict.fromkeys(_TIMEOUTS, 0), for_transaction=True
        )


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
        try:
            is_there = record.info["inode"] == file.stat().st_ino
        except OSError:
            is_there = False
        if not is_there:
            raise InvalidatePoolError("the database file was moved")


def leave_to_newer(engine: Engine, known: Collection[str]) -> None:
    """From now on nothing of this process works on a ledger that was brought up beyond ``known`` migrations.

    It would misread it, and leave out what is to stand there. Each write asks inside its transaction, and of
    the reads one in a second. Raises Outgrown there. On PostgreSQL a write first waits for a migration under
    way, and holds up the next one; on SQLite it does by being a write.
    """
    holds_up = engine.dialect.name != "sqlite"
    asked, is_said = -READS_ASK, False

    @event.listens_for(engine, "begin")
    def ask(connection: Connection) -> None:
        nonlocal asked, is_said
        writes = connection.get_execution_options().get("writes", False)
        if not writes and monotonic() - asked < READS_ASK:
            return
        if writes and holds_up:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({UPGRADES})")
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        if not set(found) <= set(known):
            if not is_said:
                _LOG.error("a newer program has brought the ledger up (%s): restart this process", found)
            is_said = True
            raise Outgrown(_("系统正在升级,暂时不能使用。请过一两分钟再刷新页面,已保存的内容和草稿都在。"))
        asked = monotonic()


class Busy(OperationalError):
    """Waited in vain for those who were before, or for what somebody holds; nothing is stored."""

    def __init__(self, cause: BaseException | str) -> None:
        orig = cause.orig if isinstance(cause, DBAPIError) else cause
        super().__init__(None, None, orig if isinstance(orig, BaseException) else TimeoutError(orig))


class Unwritable(OperationalError):
    """The disk is full, broken or only read: nothing is stored, and trying again helps nobody by itself."""

    def __init__(self, cause: DBAPIError) -> None:
        super().__init__(None, None, cause.orig or cause)


@dataclass(frozen=True)
class _Writers:
    """Who writes into one database in this process, through whichever engine."""

    turns: "Turns[_Together]" = field(default_factory=Turns)
    scratch: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(SCRATCH_WRITERS))


_writers: defaultdict[URL, _Writers] = defaultdict(_Writers)


# Each is told how many seconds a write waited before it began, or in vain (web/metrics.py).
told_of_waits: list[Callable[[float], object]] = []
_Given = ParamSpec("_Given")
_Opened = TypeVar("_Opened")


def _timed(
    begin: Callable[_Given, AbstractContextManager[_Opened]],
) -> Callable[_Given, AbstractContextManager[_Opened]]:
    @wraps(begin)
    @contextmanager
    def timed(*args: _Given.args, **kwargs: _Given.kwargs) -> Iterator[_Opened]:
        asked = monotonic()
        with ExitStack() as stack:
            try:
                opened = stack.enter_context(begin(*args, **kwargs))
            finally:
                waited = monotonic() - asked
                for tell in told_of_waits:
                    tell(waited)
            yield opened

    return timed


@_timed
@contextmanager
def transaction(engine: Engine, *, advance: bool = True, together: bool = False) -> Iterator[Session]:
    """One click, one transaction: commits on leaving, rolls back on any error. Raises Busy.

    With ``advance`` the ledger's sequence moves on, which also makes writers queue; scratch
    (drafts, sign-in sessions) does not advance it, because no scorecard depends on it.
    A small write may share its commit with others that wait (``together``): it is as durable, and
    whoever made it hears of it after the commit. Never call st.* inside: a rerun interrupts there.
    """
    writers = _writers[engine.url]
    with _waited():
        if not advance and engine.dialect.name != "sqlite":
            # Scratch of several targets goes side by side where the engine can; readers keep connections.
            if not writers.scratch.acquire(timeout=TURN_SECONDS):
                raise TooLong
            with ExitStack() as stack:
                stack.callback(writers.scratch.release)
                yield stack.enter_context(_own(engine, advance))
        elif together:
            with (
                writers.turns.share(TURN_SECONDS, lambda: _Together(engine)) as opened,
                opened.part(advance) as session,
            ):
                yield session
        else:
            with writers.turns.alone(TURN_SECONDS), _own(engine, advance) as session:
                yield session


@contextmanager
def _own(engine: Engine, advance: bool) -> Iterator[Session]:
    with (
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
        Session(bind=connection, expire_on_commit=False, info={_HOLDS_LEDGER: advance}) as session,
    ):
        if advance:
            session.info[_MOVES_TO] = connection.execute(_ADVANCE).one_or_none()
        yield session
        session.flush()


_HOLDS_LEDGER, _MOVES_TO, _KNOWN = "holds the ledger", "moves the ledger to", "known"


def holds_ledger(session: Session) -> bool:
    """Whether no other write that advances can be at work until this transaction ends."""
    return bool(session.info.get(_HOLDS_LEDGER))


def moves_to(session: Session) -> tuple[int, int] | None:
    """The ledger's epoch and sequence with this write; None for one that does not advance it."""
    moved: tuple[int, int] | None = session.info.get(_MOVES_TO)
    return moved


def known(session: Session) -> dict[str, Any]:
    """What this transaction has written and need not read again, also for those who share it and come after.

    Of a write that is undone nothing is handed on; whoever keeps something here takes it back where a
    savepoint of the session's own is.
    """
    handed_on: dict[str, Any] = session.info.setdefault(_KNOWN, {})
    return handed_on


class _Together:
    """A transaction in which several writes stand one after the other, a savepoint before each but the first.

    The savepoints go with the commit: to let go of each would be one more word to the database.
    """

    def __init__(self, engine: Engine) -> None:
        self.is_whole = True
        self._kept = 0
        self._known: dict[str, Any] = {}
        self._connection = engine.connect().execution_options(writes=True)
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def part(self, advance: bool) -> Iterator[Session]:
        """One write; an error undoes it alone, or everything where the engine has ended the transaction."""
        undone = self._connection.begin_nested() if self._kept else self._transaction
        try:
            # Inside the savepoint, or the transaction, that what fails in the session is to undo.
            moved = self._connection.execute(_ADVANCE).one_or_none() if advance else None
            with Session(
                self._connection,
                expire_on_commit=False,
                join_transaction_mode="rollback_only",
                info={_HOLDS_LEDGER: True, _MOVES_TO: moved, _KNOWN: dict(self._known)},
            ) as session:
                yield session
                session.flush()
                self._known = known(session)
            self._kept += 1
        except BaseException:
            if undone.is_active:
                undone.rollback()
            raise
        finally:
            self.is_whole = self._is_open()

    def commit(self) -> None:
        try:
            if not self.is_whole:
                raise Busy("the transaction was ended from outside")
            self._transaction.commit()
        finally:
            self._connection.close()

    def abandon(self) -> None:
        self._connection.close()  # which rolls back

    def _is_open(self) -> bool:
        """Whether the engine still has the transaction: a full disk makes SQLite end it, PostgreSQL ends idle
        ones."""
        if self._connection.closed or self._connection.invalidated or not self._transaction.is_active:
            return False
        driver: Any = self._connection.connection.driver_connection
        if self._connection.dialect.name == "sqlite":
            return bool(driver.in_transaction)
        return not driver.closed and driver.info.transaction_status == driver.info.transaction_status.INTRANS


# It holds the ledger's row, where writers queue, and says where the ledger stands with this write.
_ADVANCE = text("UPDATE ledger SET sequence = sequence + 1 RETURNING epoch, sequence")


@contextmanager
def reading(engine: Engine, *, patient: bool = False) -> Iterator[Session]:
    """A session that sees one state and writes nothing. Raises Busy; ``patient``: ``be_patient``."""
    # SQLite's transaction is a snapshot of itself; PostgreSQL has to be asked, or two queries of one
    # scorecard could see two states.
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with _waited(), engine.connect().execution_options(**level) as connection, Session(connection) as session:
        if patient:
            be_patient(session.connection())
        yield session


@contextmanager
def _waited() -> Iterator[None]:
    """Waiting that came to nothing is one error, whoever it was for; so is a disk that takes nothing."""
    try:
        yield
    except Broken as error:
        _tell_unwritable(error.__cause__)
        raise Busy(f"Broken: {error}") from error
    except (PoolExhausted, TooLong) as error:
        raise Busy(f"{type(error).__name__}: {error}") from error
    except Busy:
        raise
    except DBAPIError as error:
        if _is_busy(error.orig):
            raise Busy(error) from error
        _tell_unwritable(error)
        raise


def _tell_unwritable(error: BaseException | None) -> None:
    """Raises Unwritable where the disk takes nothing."""
    if isinstance(error, DBAPIError) and _takes_nothing(error.orig):
        raise Unwritable(error) from error


def _takes_nothing(error: BaseException | None) -> bool:
    said = str(error)
    return getattr(error, "sqlstate", None) in _UNWRITABLE_STATES or any(
        words in said for words in _UNWRITABLE_WORDS
    )


def _is_busy(error: BaseException | None) -> bool:
    return getattr(error, "sqlstate", None) in _BUSY_STATES or "database is locked" in str(error)
