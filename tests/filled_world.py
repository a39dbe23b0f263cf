"""``world``: the demonstration world, filled once for each engine and copied for each test.

``sqlite_world``, ``postgresql_world``  its address on one engine
``passwords``                           login -> password in the SQLite world

A plugin (tests/conftest.py names it), not imported by each conftest: a session's fixture that is imported
twice is two fixtures, and the second one found its database filled already.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import MakeOnce, Server
from tracker import demo
from tracker.cli import SEED
from tracker.db import engine_for

_numbers = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = engine_for(request.getfixturevalue(f"{request.param}_world"))
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_world(sqlite_filled: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_filled, tmp_path / 'world.db')}"


@pytest.fixture
def postgresql_world(postgresql_server: Server, postgresql_filled: str) -> Iterator[str]:
    name = f"world_{next(_numbers)}"
    postgresql_server.execute(f"CREATE DATABASE {name} TEMPLATE {postgresql_filled}")
    yield _url(postgresql_server, name)
    postgresql_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_filled(sqlite_template: Path, make_once: MakeOnce) -> Path:
    def make(folder: Path) -> None:
        passwords = _fill(f"sqlite:///{shutil.copy(sqlite_template, folder / 'world.db')}")
        (folder / "passwords.json").write_text(json.dumps(passwords))

    return make_once("filled", make) / "world.db"


@pytest.fixture(scope="session")
def passwords(sqlite_filled: Path) -> dict[str, str]:
    known: dict[str, str] = json.loads(sqlite_filled.with_name("passwords.json").read_text())
    return known


@pytest.fixture(scope="session")
def postgresql_filled(postgresql_server: Server) -> str:
    postgresql_server.execute("CREATE DATABASE filled TEMPLATE template_tracker")
    _fill(_url(postgresql_server, "filled"))
    return "filled"


def _fill(url: str) -> dict[str, str]:
    engine = engine_for(url)
    printed = demo.fill(engine, SEED, datetime.now(UTC))
    engine.dispose()
    return {login: password for login, (_, password) in printed.items()}


def _url(server: Server, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={server.info.host}"
