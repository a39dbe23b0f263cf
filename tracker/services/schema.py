"""The database's shape: bring it to the newest migration, or say whether it is there.

The whole way up is one transaction on both engines: a migration that fails leaves the database
as it was, and of two processes that start at once one waits and then finds nothing to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tracker import db
from tracker.db import UPGRADES, be_patient, transaction
from tracker.domain.language import _

ROOT = Path(__file__).resolve().parents[2]


class NoDatabase(Exception):
    """The database can't be opened or is not one; the message names it, without its password."""


class NewerLedger(NoDatabase):
    """A newer version of the program wrote the ledger; this one would misread it."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run every missing migration; creates SQLite's file and its folder. Raises NoDatabase, NewerLedger."""
    file = sqlite_file(engine)
    if file is not None:
        _make_folder(engine, file)
    with connected(engine) as connection:
        revision_of(connection)
        command.upgrade(alembic_config(connection), revision)


def is_current(engine: Engine) -> bool:
    """Is the newest migration in place? False where nothing is yet. Raises NoDatabase, NewerLedger."""
    return stored_revision(engine) == newest_revision()


def stored_revision(engine: Engine) -> str | None:
    """The newest migration of the ledger, None where there is none. Raises NoDatabase, NewerLedger."""
    file = sqlite_file(engine)
    if file is not None and not file.exists():
        return None  # opening it would create it
    with connected(engine) as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """The same of an open connection. Raises NewerLedger where this program does not know it."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision not in (None, *_revisions()):
        raise NewerLedger(
            f"{connection.engine.url.render_as_string(hide_password=True)}：账本由更新版本的程序写成"
            f"（结构 {revision}，本程序只认识到 {newest_revision()}），没有改动；"
            "请改用新版本的程序，或用升级前的备份恢复。"
        )
    return revision


def newest_revision() -> str | None:
    """The newest migration that this program knows."""
    return _known().get_current_head()


@cache
def _known() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config())


def _revisions() -> frozenset[str]:
    """Every migration that this program knows."""
    return frozenset(script.revision for script in _known().walk_revisions())


def leave_to_newer(engine: Engine) -> None:
    """From now on this process leaves the ledger alone once a newer program has brought it up (db.py)."""
    db.leave_to_newer(engine, _revisions())


def looks_current(engine: Engine) -> bool:
    """The same while others write: no lock is taken and no row checked, so monitoring may ask it often."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == _newest()


@cache
def _newest() -> frozenset[str]:
    return frozenset(ScriptDirectory.from_config(alembic_config()).get_heads())


class _TakenBack(Exception):
    pass


def try_to_write(engine: Engine) -> None:
    """Write to the ledger and take it back; raises what a click would meet."""
    try:
        with transaction(engine):
            raise _TakenBack
    except _TakenBack:
        pass


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, the same from any working directory."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.set_main_option("prepend_sys_path", str(ROOT).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """One connection, one transaction, no other migration beside it."""
    try:
        with engine.connect().execution_options(writes=True) as connection:
            if connection.dialect.name == "sqlite":
                with _without_foreign_keys(connection), connection.begin():
                    before = _changes(connection)
                    yield connection
                    # All rows are looked at, some tenths of a second of a large ledger, four times a start.
                    if _changes(connection) != before:
                        _refuse_orphans(connection)
            else:
                with connection.begin():
                    be_patient(connection)  # another process may be migrating, and a table may be large
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADES})
                    yield connection
    except AssertionError as error:  # SQLAlchemy's, on a server whose version it can't read
        if "determine version" not in str(error):
            raise
        raise NoDatabase(
            _("这个数据库服务器不是 PostgreSQL,需要厂商提供的 SQLAlchemy 方言:{error}").format(error=error)
        ) from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == "42501":  # insufficient_privilege
            raise NoDatabase(
                _(
                    "数据库账号“{role}”不能改动数据库的结构。请用所有者的账号运行 python -m tracker init,"
                    "再运行 python -m tracker grants {role}。"
                ).format(role=engine.url.username)
            ) from error
        raise NoDatabase(f"{engine.url.render_as_string(hide_password=True)}: {error.orig}") from error


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying and dropping it; with foreign keys on, the drop is refused."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _changes(connection: Connection) -> tuple[int, int]:
    """What moves on with every change of SQLite's rows, or of its tables."""
    driver = connection.connection.driver_connection
    assert driver is not None
    tables: int = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    return driver.total_changes, tables


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise NoDatabase(f"the migration would leave rows without their parents: {orphans[:5]}")


def sqlite_file(engine: Engine) -> Path | None:
    """The file of a SQLite ledger; None where there is no file."""
    name = engine.url.database
    is_file = engine.dialect.name == "sqlite" and name not in (None, "", ":memory:")
    return Path(str(name)) if is_file else None


def _make_folder(engine: Engine, file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)  # SQLite gives its journals the same
    except OSError as error:
        raise NoDatabase(f"{engine.url.render_as_string(hide_password=True)}: {error}") from error
