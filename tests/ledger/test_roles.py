"""What the application asks of PostgreSQL: rights that change nothing that stands, and words of SQL."""

import ast
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Connection, Engine, event, make_url, text

from tests.conftest import Server
from tracker import db, demo
from tracker.cli import SEED, main
from tracker.db import Base, engine_for, reading
from tracker.domain.language.errors import BadInput
from tracker.queries import integrity
from tracker.services import schema
from tracker.services.grants import grant
from tracker.tables import APPEND_ONLY, LOCKED, RIGHTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations" / "postgresql.md"
SOURCE = [PAGE.parents[2] / room for room in ("tracker", "migrations")]
# On the page, but not reached by the year's work: for bytes that two attach at once, for one round of 催报.
NOT_REACHED = {"SHARE", "PG_TRY_ADVISORY_LOCK", "PG_ADVISORY_UNLOCK"}
# Said in the source to SQLite alone.
OF_SQLITE = {"ABORT", "SQLITE_VERSION"}
# How a statement or a piece of one begins; what is put into a text is written x.
_SAYS_SQL = re.compile(
    r"\s*((SELECT|FROM|WHERE|INSERT|UPDATE|DELETE|LOCK|SET|ALTER|CREATE|DROP|WITH|COPY)\s[\w*(]"
    r"|x [A-Z]{4}|setval\()"
)
# Asked outside of statements that the library reports.
OF_CONNECTIONS = {"SET_CONFIG", "PG_SETTINGS"}


class Year(NamedTuple):
    """A database brought up by its owner and filled under the role; all statements that were sent."""

    engine: Engine
    sent: set[str]


@pytest.fixture(scope="module")
def year(postgresql_server: Server) -> Iterator[Year]:
    name = f"year_{os.getpid()}"
    postgresql_server.execute(f"CREATE DATABASE {name}")
    postgresql_server.execute(f"CREATE ROLE {name} LOGIN")
    sent: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.add(statement)

    owner = engine_for(f"postgresql+psycopg://postgres@/{name}?host={postgresql_server.info.host}")
    app = engine_for(_url(owner, name))
    for engine in (owner, app):
        event.listen(engine, "before_cursor_execute", note)
    schema.upgrade(owner)
    grant(owner, name)
    schema.upgrade(app)  # what ``serve`` asks first: there is nothing to do
    schema.leave_to_newer(app)
    demo.fill(app, SEED, datetime.now(UTC))
    with reading(app) as session:
        assert list(integrity.findings(session)) == []
    yield Year(app, sent)
    owner.dispose()
    app.dispose()
    postgresql_server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    postgresql_server.execute(f"DROP ROLE {name}")


@pytest.fixture
def role(postgresql_server: Server) -> str:
    name = f"app_{os.getpid()}"
    postgresql_server.execute(f"CREATE ROLE {name} LOGIN")
    return name


@pytest.fixture
def as_role(postgresql_engine: Engine, role: str, postgresql_server: Server) -> Iterator[Engine]:
    """The test's database, as the application opens it when it has its rights."""
    grant(postgresql_engine, role)
    engine = engine_for(_url(postgresql_engine, role))
    yield engine
    engine.dispose()
    with postgresql_engine.connect() as owner:
        owner.execute(text(f"DROP OWNED BY {role}"))
        owner.commit()
    postgresql_server.execute(f"DROP ROLE {role}")


def _url(engine: Engine, role: str) -> str:
    return make_url(engine.url).set(username=role).render_as_string(hide_password=False)


def test_the_role_does_a_year_of_work(year: Year) -> None:
    """Plan, accounts, windows, drafts, evidence, submissions, reviews, adjustments, errata, snapshots, …"""
    with reading(year.engine) as session:
        assert session.execute(text("SELECT count(*) FROM report")).scalar_one() > 100


def test_the_page_lists_what_an_upgrade_and_a_year_of_work_ask_of_the_server(year: Year) -> None:
    asked = set().union(*map(words_of, year.sent))
    assert {"RETURNING", "ALWAYS", "PG_ADVISORY_XACT_LOCK"} <= asked, "what was sent was not read"
    assert asked - on_the_page() == set(), "new to the page; does every server of an office have it?"
    not_reached = NOT_REACHED | OF_CONNECTIONS | of_the_source()
    assert on_the_page() - asked <= not_reached, "on the page, but no longer asked"
    assert NOT_REACHED.isdisjoint(asked)


def test_the_page_lists_what_the_source_says_in_sql_whether_a_test_reaches_it_or_not() -> None:
    """Backups, restoring and the page of the machine's condition have words of their own."""
    said = of_the_source()
    assert {"PG_STAT_ACTIVITY", "DEFERRABLE", "VERSION", "COALESCE"} <= said, "the source was not read"
    assert said - on_the_page() - OF_SQLITE == set(), "new to the page"


def test_nothing_of_postgresql_alone_is_asked_for_through_the_library() -> None:
    """Such words appear in no text of the source, and on the page only once a test has sent them."""
    tried = ast.parse(
        "select(A).with_for_update(skip_locked=True)\nfrom sqlalchemy.dialects import postgresql"
    )
    assert alone_in(tried) == {"skip_locked", "sqlalchemy.dialects"}
    for file, tree in trees().items():
        assert alone_in(tree) == set(), file


@cache
def trees() -> dict[Path, ast.Module]:
    """What speaks to a database, or writes SQL for those who do."""
    read = {file: file.read_text("utf-8") for room in SOURCE for file in room.rglob("*.py")}
    speaks = re.compile(r"sqlalchemy|sqlmodel|psycopg|\bSELECT\b")
    return {file: ast.parse(content) for file, content in read.items() if speaks.search(content)}


def alone_in(tree: ast.Module) -> set[str]:
    imported = {each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    given = {each.arg for each in ast.walk(tree) if isinstance(each, ast.keyword)}
    found = {each for each in given if each and each.startswith(("postgresql_", "skip_locked", "nowait"))}
    return found | {each for each in imported if each.startswith("sqlalchemy.dialects")}


def of_the_source() -> set[str]:
    """Words of the texts in the source that are SQL, and functions asked for through the library."""
    words: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            said = _said(node)
            if _SAYS_SQL.match(said):
                words |= words_of(said) | {word.upper() for word in re.findall(r"\bpg_stat_[a-z]+\b", said)}
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "func":
                words.add(node.attr.upper())
    return words


def _said(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_said(part) or "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def words_of(statement: str) -> set[str]:
    """Its keywords, which the library writes in capitals, and the functions that it calls; in capitals."""
    bare = re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"|%\(\w+\)s", "?", statement)
    called = set(re.findall(r"(?<!INTO )(?<!REFERENCES )(?<!TABLE )(?<!ON )(?<!AS )\b([a-z][a-z_]*)\(", bare))
    return set(re.findall(r"\b[A-Z][A-Z_]+\b", bare)) | {name.upper() for name in called}


def on_the_page() -> set[str]:
    rows = [
        line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| .* \|.*`[A-Za-z_]+`", line)
    ]
    return {word.upper() for row in rows for word in re.findall(r"`([A-Za-z_]+)`", row.split("|")[2])}


def test_a_lock_is_all_that_the_right_to_lock_gives(year: Year) -> None:
    with _driver(year.engine) as connection:
        for table in LOCKED:
            locked = connection.execute(f"SELECT id FROM {table} FOR NO KEY UPDATE").fetchall()
            if locked:
                with pytest.raises(errors.RaiseException, match="append-only"):
                    connection.execute(f"UPDATE {table} SET id = id")


def test_what_is_append_only_the_role_can_not_change_whatever_it_tries(as_role: Engine) -> None:
    with _driver(as_role) as connection:
        for table in APPEND_ONLY:
            column = next(iter(Base.metadata.tables[table].columns)).name
            changes = [] if table in LOCKED else [f"UPDATE {table} SET {column} = {column}"]
            for statement in (
                *changes,
                f"DELETE FROM {table}",
                f"TRUNCATE {table} CASCADE",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                f"DROP TRIGGER {table}_no_change ON {table}",
                f"DROP TABLE {table} CASCADE",
                f"ALTER TABLE {table} ADD COLUMN more text",
            ):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement)


def test_nor_anything_else_that_the_application_does_not_do(as_role: Engine) -> None:
    with _driver(as_role) as connection:
        for statement in (
            "INSERT INTO ledger (id, sequence) VALUES (2, 0)",
            "UPDATE ledger SET id = 2",
            "DELETE FROM ledger",
            "DELETE FROM account",
            "DELETE FROM unit",
            "DELETE FROM standing",
            "UPDATE stored_file SET content = 'x'",
            "UPDATE alembic_version SET version_num = '0001'",
            "CREATE TABLE more (id int)",
            "CREATE FUNCTION admit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "ALTER FUNCTION refuse_change() RENAME TO admit_change",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)


def test_every_table_has_its_rights_written_down() -> None:
    assert set(APPEND_ONLY) | set(RIGHTS) == set(Base.metadata.tables)
    assert not set(APPEND_ONLY) & set(RIGHTS)
    assert set(LOCKED) <= set(APPEND_ONLY)


def test_rights_that_are_no_longer_needed_are_taken_and_granting_again_changes_nothing(
    postgresql_engine: Engine, as_role: Engine, role: str
) -> None:
    with postgresql_engine.connect() as owner:
        before = _rights(owner, role)
        owner.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
        owner.commit()
        grant(postgresql_engine, role)
        assert _rights(owner, role) == before


def test_a_role_that_can_switch_triggers_off_is_refused(postgresql_engine: Engine, role: str) -> None:
    with pytest.raises(BadInput, match="角色“postgres”是超级用户或各表的所有者"):
        grant(postgresql_engine, "postgres")
    with pytest.raises(BadInput, match="数据库里没有角色“nobody_there”"):
        grant(postgresql_engine, "nobody_there")
    with postgresql_engine.connect() as owner:
        owner.execute(text(f"DROP ROLE {role}"))
        owner.commit()


def test_the_command_prints_what_it_granted_and_refuses_sqlite_in_words(
    postgresql_engine: Engine,
    as_role: Engine,
    role: str,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", postgresql_engine.url.render_as_string(hide_password=False))
    assert main(["grants", role]) == 0
    assert f"GRANT UPDATE (sequence) ON ledger TO {role};" in capsys.readouterr().out
    monkeypatch.setenv("TRACKER_DATABASE_URL", sqlite_url)
    assert main(["grants", role]) == 1
    assert "SQLite 没有角色" in capsys.readouterr().err
    monkeypatch.setenv("TRACKER_DATABASE_URL", _url(postgresql_engine, role))
    assert main(["grants", role]) == 1
    assert "授权要用各表所有者的账号" in capsys.readouterr().err


def test_a_role_that_may_not_upgrade_is_told_who_does(
    postgresql_server: Server, role: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = f"empty_{os.getpid()}"
    postgresql_server.execute(f"CREATE DATABASE {empty}")
    monkeypatch.setenv(
        "TRACKER_DATABASE_URL", f"postgresql+psycopg://{role}@/{empty}?host={postgresql_server.info.host}"
    )
    assert main(["init"]) == 1
    said = capsys.readouterr().err
    assert f"数据库账号“{role}”不能改动数据库的结构。请用所有者的账号运行 python -m tracker init" in said
    postgresql_server.execute(f"DROP DATABASE {empty} WITH (FORCE)")
    postgresql_server.execute(f"DROP ROLE {role}")


def test_a_word_that_is_new_is_found() -> None:
    assert words_of("SELECT x FROM a, LATERAL jsonb_agg(y) WHERE z = 'ILIKE (q)'") == {
        "SELECT",
        "FROM",
        "LATERAL",
        "WHERE",
        "JSONB_AGG",
    }
    assert words_of("INSERT INTO unit (id) VALUES (%(id)s)") == {"INSERT", "INTO", "VALUES"}


def test_a_server_that_the_library_does_not_know_is_named_in_a_sentence(
    postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """openGauss says “(openGauss 5.0.2 build …)”."""
    ask = Connection.exec_driver_sql

    def pose(connection: Connection, statement: str, *rest: Any, **how: Any) -> Any:
        if "version()" in statement:
            statement = "SELECT '(openGauss 5.0.2 build 48a25b11) compiled at 2024-05-14'"
        return ask(connection, statement, *rest, **how)

    monkeypatch.setattr(Connection, "exec_driver_sql", pose)
    engine = engine_for(make_url(postgresql_engine.url).render_as_string(hide_password=False))
    with pytest.raises(schema.NoDatabase, match=r"这个数据库服务器不是 PostgreSQL.*openGauss 5\.0\.2"):
        schema.upgrade(engine)
    engine.dispose()


def test_limits_that_a_server_does_not_know_are_left_out(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(db._TIMEOUTS, "lockwait_timeout_of_a_relative", 5)
    engine = engine_for(postgresql_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "5s"
    engine.dispose()


def test_the_counts_that_the_page_states_are_right() -> None:
    tries = 7 * len(APPEND_ONLY) - len(LOCKED)
    assert (
        f"{tries} attempts to\nchange, empty, drop or unlock the {len(APPEND_ONLY)} tables"
        in PAGE.read_text()
    )


def _driver(engine: Engine) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(engine.url.query["host"]),
        user=engine.url.username,
        dbname=engine.url.database,
        autocommit=True,
    )


def _rights(owner: Connection, role: str) -> set[tuple[object, ...]]:
    query = text(
        "SELECT table_name, '', privilege_type FROM information_schema.table_privileges "
        "WHERE grantee = :role "
        "UNION SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges "
        "WHERE grantee = :role"
    )
    return {tuple(row) for row in owner.execute(query, {"role": role})}
