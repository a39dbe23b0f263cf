"""The database's shape: bring it to the newest migration, or say whether it is there.

The whole way up is one transaction on both engines: a migration that fails leaves the database
as it was, and of two processes that start at once one waits and then finds nothing to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

ROOT = Path(__file__).resolve().parents[2]
_ONE_AT_A_TIME = 20_251_009  # PostgreSQL's advisory lock for migrations; any fixed number will do


class NoDatabase(Exception):
    """The database can't be opened or is not one; the message names it, without its password."""


def upgrade(engine: Engine) -> None:
    """Run every missing migration; creates SQLite's file and its folder. Raises NoDatabase."""
    file = _sqlite_file(engine)
    if file is not None:
        _make_folder(engine, file)
    with connected(engine) as connection:
        command.upgrade(alembic_config(connection), "head")


def is_current(engine: Engine) -> bool:
    """Is the newest migration in place? False where nothing is yet. Raises NoDatabase."""
    file = _sqlite_file(engine)
    if file is not None and not file.exists():
        return False  # opening it would create it
    newest = ScriptDirectory.from_config(alembic_config()).get_heads()
    with connected(engine) as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(newest)


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
                    yield connection
                    _refuse_orphans(connection)
            else:
                with connection.begin():
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
                    yield connection
    except DBAPIError as error:
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


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise NoDatabase(f"the migration would leave rows without their parents: {orphans[:5]}")


def _sqlite_file(engine: Engine) -> Path | None:
    name = engine.url.database
    is_file = engine.dialect.name == "sqlite" and name not in (None, "", ":memory:")
    return Path(str(name)) if is_file else None


def _make_folder(engine: Engine, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        raise NoDatabase(f"{engine.url.render_as_string(hide_password=True)}: {error}") from error
