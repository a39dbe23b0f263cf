"""Rounds in which PostgreSQL itself is killed under several writers, and started again on its files."""

from collections.abc import Iterator

from tests.crash.checker import Broken
from tests.crash.loop import Round, kill_one, played
from tests.crash.writer import Order
from tests.ledger.servers import Cluster

# What a server says that finds the files of one that was killed.
RECOVERED = "automatic recovery in progress"


def url_of(cluster: Cluster, database: str = "postgres") -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={cluster.folder}"


def rounds(cluster: Cluster, url: str, number: int, *, seed: int, writers: int = 8) -> Iterator[Round]:
    """Kill the server ``number`` times over a migrated database; raises Broken once anything is lost."""

    def kill(first: int, seconds: float) -> list[int]:
        order = Order(url, first, writers=writers, outlives=True)
        said = kill_one(order, seconds, kill_server=cluster.kill)
        cluster.start()
        if RECOVERED not in cluster.log:  # a server that was not killed would lose nothing either
            raise Broken(f"the server was not killed:\n{cluster.log}")
        return said

    return played(url, number, kill, seed, writers)
