"""The test databases. Every test that takes ``engine`` runs on SQLite and on PostgreSQL.

``engine``          a database of its own for each test, built by the migrations
``sqlite_engine``, ``postgresql_engine``   the same, for what only one of them does
``another_engine``  makes a second engine on the test's database, as a second process would have
``now``             a fixed moment: 9 October 2025, 09:00 in Shanghai, the third quarter's reporting time
``make_once``       what is made once for a run, however many workers play it (docs/decisions/0017)

Nothing is sent but to loopback (tests/loopback.py).
"""

import fcntl
import gc
import logging
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pyotp
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from tests.ledger.servers import postgresql
from tracker.db import engine_for
from tracker.services import schema

pytest_plugins = [
    "tests.engines",
    "tests.filled_world",
    "tests.browser",
    "tests.loopback",
    "tests.loops",
    "tests.slow",
]
MakeEngine = Callable[[], Engine]
MakeOnce = Callable[[str, Callable[[Path], None]], Path]
Server = psycopg.Connection[tuple[object, ...]]
_numbers = count(1)
# How many histories, walks and comparisons the random suites try. Here the same ones each time, so that what
# fails is what was changed; `make fuzz` asks for the long profile, and for others each time.
# Beside another worker anything that is timed would be a toss of a coin.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
_UNTIMED = settings(settings.default, deadline=None, suppress_health_check=_SLOW)
settings.register_profile("short", _UNTIMED, derandomize=True)
settings.register_profile("long", _UNTIMED, max_examples=400)
settings.load_profile("short")


def pytest_collection_finish() -> None:
    """The heap of all tests is never gone through again: a collection took seconds, of some test's own.

    Whoever had a second to answer in had none, and what waits for a pause was over before it began.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """A server that a test starts in its own process sends the log elsewhere and spares what comes twice."""
    root, ours, handle = logging.getLogger(), logging.getLogger("tracker"), logging.Logger.handle
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    logging.Logger.handle = handle  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def the_same_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of phones' apps: three of a million codes are good at a time; whether 000000 is one is no chance."""
    chance = random.Random(17)
    monkeypatch.setattr(pyotp, "random_base32", lambda: "".join(chance.choices("ABCDEFGHIJ234567", k=32)))


@pytest.fixture
def now() -> datetime:
    return datetime(2025, 10, 9, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database that nobody else uses."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    yield from _opened(database_url)


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    yield from _opened(sqlite_url)


@pytest.fixture
def postgresql_engine(postgresql_url: str) -> Iterator[Engine]:
    yield from _opened(postgresql_url)


@pytest.fixture
def another_engine(engine: Engine) -> Iterator[MakeEngine]:
    """A maker of further engines on the same database; each has its own connections."""
    made: list[Engine] = []

    def make() -> Engine:
        made.append(engine_for(engine.url.render_as_string(hide_password=False)))
        return made[-1]

    yield make
    for extra in made:
        extra.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'tracker.db')}"


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> str:
    number = next(_numbers)
    # Dropped by the test after: right after the test itself a drop waits 100 ms for its connections.
    postgresql_server.execute(f"DROP DATABASE IF EXISTS test_{number - 1} WITH (FORCE)")
    # Twice as fast as the default for a small database; before PostgreSQL 15 it was the only way.
    strategy = "STRATEGY file_copy" if postgresql_server.info.server_version >= 150_000 else ""
    postgresql_server.execute(f"CREATE DATABASE test_{number} TEMPLATE template_tracker {strategy}")
    return f"postgresql+psycopg://postgres@/test_{number}?host={postgresql_server.info.host}"


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> MakeOnce:
    """make_once("filled", fill): the folder that ``fill`` has filled for the first worker that asked."""
    of_worker = tmp_path_factory.getbasetemp()
    of_run = of_worker.parent if "PYTEST_XDIST_WORKER" in os.environ else of_worker

    def ask(name: str, make: Callable[[Path], None]) -> Path:
        folder, half_made = of_run / f"once-{name}", of_run / f"half-{name}"
        with (of_run / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                shutil.rmtree(half_made, ignore_errors=True)
                half_made.mkdir()
                make(half_made)
                half_made.rename(folder)
        return folder

    return ask


@pytest.fixture(scope="session")
def sqlite_template(make_once: MakeOnce) -> Path:
    """A migrated SQLite file, copied for each test."""
    return make_once("template", lambda folder: _migrate(f"sqlite:///{folder / 'tracker.db'}")) / "tracker.db"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A connection to a server with the migrated database template_tracker."""
    with (
        postgresql() as folder,
        psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as server,
    ):
        server.execute("CREATE DATABASE template_tracker")
        _migrate(f"postgresql+psycopg://postgres@/template_tracker?host={folder}")
        yield server


def _opened(url: str) -> Iterator[Engine]:
    engine = engine_for(url)
    yield engine
    engine.dispose()


def _migrate(url: str) -> None:
    engine = engine_for(url)
    schema.upgrade(engine)
    engine.dispose()
