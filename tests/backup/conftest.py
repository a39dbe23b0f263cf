"""Ledgers with something in them that verify finds sound, and places for others."""

import lzma
import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from tests.conftest import Server
from tests.ledger.test_earlier_version import EARLIER
from tracker.backup import rows
from tracker.db import engine_for, transaction
from tracker.domain.access import Role
from tracker.services import accounts, audit, schema
from tracker.services.grants import grant
from tracker.tables import StoredFile

BYTES = bytes(range(256)) * 4_000


@pytest.fixture
def ledger(engine: Engine, now: datetime) -> Engine:
    """An account with a link that is not used yet, a file of evidence, a trail."""
    write_into(engine, now)
    return engine


def write_into(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        account_id = accounts.create_account(session, None, "zhou", "周", Role.REVIEWER, [], now)
        accounts.issue_link(session, None, account_id, now)
        session.add(
            StoredFile(
                sha256=sha256(BYTES).hexdigest(),
                size=len(BYTES),
                media_type="application/pdf",
                content=BYTES,
                stored_by_id=account_id,
                stored_at=now,
            )
        )


def write_more(engine: Engine, now: datetime, rows_more: int = 1) -> None:
    for number in range(rows_more):
        with transaction(engine) as session:
            audit.record(session, None, "写", str(number), now)


@pytest.fixture
def another_postgresql(postgresql_server: Server) -> Iterator[str]:
    """The address of an empty database."""
    name = "another"
    postgresql_server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    postgresql_server.execute(f"CREATE DATABASE {name}")
    yield f"postgresql+psycopg://postgres@/{name}?host={postgresql_server.info.host}"
    postgresql_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def two_roles(postgresql_server: Server, now: datetime) -> Iterator[tuple[Engine, Engine]]:
    """A ledger's owner, who is no superuser, and the application's role (docs/operations/postgresql.md)."""
    owner_name, app_name = (f"{name}_{os.getpid()}" for name in ("owns", "serves"))
    for name in (owner_name, app_name):
        postgresql_server.execute(f"CREATE ROLE {name} LOGIN")
    postgresql_server.execute(f"CREATE DATABASE {owner_name} OWNER {owner_name}")
    url = make_url(f"postgresql+psycopg://{owner_name}@/{owner_name}?host={postgresql_server.info.host}")
    owner, app = (
        engine_for(each.render_as_string(hide_password=False)) for each in (url, url.set(username=app_name))
    )
    schema.upgrade(owner)
    grant(owner, app_name)
    write_into(app, now)
    yield owner, app
    owner.dispose(), app.dispose()
    postgresql_server.execute(f"DROP DATABASE {owner_name} WITH (FORCE)")
    for name in (owner_name, app_name):
        postgresql_server.execute(f"DROP ROLE {name}")


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Where no ledger stands yet."""
    if request.param == "sqlite":
        engine = engine_for(f"sqlite:///{tmp_path / 'elsewhere' / 'tracker.db'}")
    else:
        engine = engine_for(request.getfixturevalue("another_postgresql"))
    yield engine
    engine.dispose()


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[Engine]:
    """What version 0.1.0 wrote, as it wrote it."""
    file = tmp_path / "earlier.db"
    file.write_bytes(lzma.decompress((EARLIER / "0.1.0.db.xz").read_bytes()))
    engine = engine_for(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def earlier_ledger(request: pytest.FixtureRequest, earlier: Engine) -> Iterator[Engine]:
    """The same on either engine, not upgraded."""
    if request.param == "sqlite":
        yield earlier
        return
    engine = engine_for(request.getfixturevalue("another_postgresql"))
    schema.upgrade(engine, str(schema.stored_revision(earlier)))
    with earlier.connect() as source, schema.connected(engine) as target:
        rows.copy_rows(source, target)
    yield engine
    engine.dispose()
