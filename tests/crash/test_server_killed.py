"""PostgreSQL itself is killed under eight writers; what was acknowledged is there when it runs again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.crash.checker import Broken
from tests.crash.server import rounds, url_of
from tests.ledger.servers import Cluster, cluster
from tracker.db import engine_for
from tracker.services import schema

KILLS = 3
# What no commit waits for is written when the server likes: never within a round.
LAZY = ("wal_writer_delay=10s", "wal_writer_flush_after=1GB")
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the server's processes are looked for in /proc: Linux only"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """It syncs, on a disk; its database postgres is migrated."""
    with cluster(*LAZY) as made:
        made.start()
        try:
            engine = engine_for(url_of(made))
            schema.upgrade(engine)
            engine.dispose()
            yield made
        finally:
            made.stop()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(server: Cluster) -> None:
    with connected(server) as connection:
        settings = connection.execute("SELECT name FROM pg_settings WHERE setting = 'on'").fetchall()
    assert {("fsync",), ("full_page_writes",), ("synchronous_commit",)} <= set(settings)
    done = list(rounds(server, migrated(server, "careful"), KILLS, seed=2025))
    assert len(done) == KILLS
    assert all(each.acknowledged > 0 for each in done)
    assert done[-1].found >= sum(each.acknowledged for each in done)


def test_the_trial_finds_what_is_lost_where_the_answer_comes_before_the_storing(server: Cluster) -> None:
    url = migrated(server, "hasty", "synchronous_commit = off")
    with pytest.raises(Broken, match="acknowledged batches are lost"):
        list(rounds(server, url, KILLS, seed=2025))


def migrated(server: Cluster, name: str, *settings: str) -> str:
    with connected(server) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
        for setting in settings:
            connection.execute(f"ALTER DATABASE {name} SET {setting}")
    return url_of(server, name)


def connected(server: Cluster) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(host=str(server.folder), user="postgres", dbname="template1", autocommit=True)
