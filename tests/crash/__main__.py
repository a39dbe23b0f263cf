"""python -m tests.crash [--rounds N] [--seed N]: N rounds for each journal that SQLite is opened with, and

N more with eight writers that share their commits, on SQLite and on a PostgreSQL that waits for its disk.
"""

import argparse
import tempfile
from pathlib import Path

from tests.crash.loop import rounds
from tests.ledger.servers import postgresql
from tracker.db import engine_for
from tracker.services import schema


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2025)
    given = parser.parse_args()
    for name, wal, writers in (("WAL", True, 1), ("DELETE", False, 1), ("WAL, 8 writers", True, 8)):
        with tempfile.TemporaryDirectory() as folder:
            _report(name, f"sqlite:///{Path(folder) / 'tracker.db'}", given, wal, writers)
    with postgresql(durable=True) as server:
        url = f"postgresql+psycopg://postgres@/postgres?host={server}"
        _report("PostgreSQL, 8 writers", url, given, True, 8)


def _report(name: str, url: str, given: argparse.Namespace, wal: bool, writers: int) -> None:
    engine = engine_for(url)
    schema.upgrade(engine)
    engine.dispose()
    acknowledged = found = 0
    for done, each in enumerate(
        rounds(url, given.rounds, wal=wal, seed=given.seed, writers=writers), start=1
    ):
        acknowledged += each.acknowledged
        found = each.found
        print(f"\r{name}: {done} of {given.rounds} kills, {acknowledged} acknowledged", end="", flush=True)
    print(f"\n{name}: 0 lost, 0 by halves; {found} transactions found, chain and integrity good")


if __name__ == "__main__":
    main()
