"""PostgreSQL itself is killed under eight writers; what was acknowledged is there when it runs again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.checker import Broken
from tests.crash.server import rounds, url_of
from tests.ledger.servers import Cluster, cluster
from tracker.db import engine_for
from tracker.services import schema

KILLS = 3
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the server's processes are looked for in /proc: Linux only"
)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed() -> None:
    with migrated() as server:
        done = list(rounds(server, KILLS, seed=2025))
    assert len(done) == KILLS
    assert all(each.acknowledged > 0 for each in done)
    assert done[-1].found >= sum(each.acknowledged for each in done)


def test_the_trial_finds_what_a_server_loses_that_answers_before_it_has_stored() -> None:
    # It stores when it likes, which is never within a round.
    hasty = ("synchronous_commit=off", "wal_writer_delay=10s", "wal_writer_flush_after=1GB")
    with migrated(*hasty) as server, pytest.raises(Broken, match="acknowledged batches are lost"):
        list(rounds(server, KILLS, seed=2025))


@contextmanager
def migrated(*settings: str) -> Iterator[Cluster]:
    with cluster(*settings) as server:
        server.start()
        try:
            engine = engine_for(url_of(server))
            schema.upgrade(engine)
            engine.dispose()
            yield server
        finally:
            server.stop()
