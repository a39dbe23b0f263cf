"""python -m tests.crash [--rounds N] [--servers N] [--seed N]: what was acknowledged is there after

N kills of the writing process for each journal that SQLite is opened with, and N of eight writers that share
their commits, on SQLite and on PostgreSQL; after N cuts of the power for each journal, and N with torn pages,
which takes a C compiler; after PostgreSQL itself was killed as often as --servers says.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.crash import loop, power, server
from tests.ledger.servers import cluster, postgresql
from tracker.db import engine_for
from tracker.services import schema


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--servers", type=int, default=24)
    parser.add_argument("--seed", type=int, default=2025)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            library = power.compiled(Path(folder))
        except power.NoCompiler as lacking:
            sys.exit(f"make crash: {lacking}")
        _kill_writers(given.rounds, given.seed)
        _cut_the_power(library, given.rounds, given.seed)
    _kill_servers(given.servers, given.seed)


def _kill_writers(number: int, seed: int) -> None:
    for name, wal, writers in (("WAL", True, 1), ("DELETE", False, 1), ("WAL, 8 writers", True, 8)):
        with tempfile.TemporaryDirectory() as folder:
            url = _migrated(f"sqlite:///{Path(folder) / 'tracker.db'}")
            _report(f"{name}, killed", number, loop.rounds(url, number, wal=wal, seed=seed, writers=writers))
    with postgresql(durable=True) as socket:
        url = _migrated(f"postgresql+psycopg://postgres@/postgres?host={socket}")
        _report(
            "PostgreSQL, 8 writers, killed", number, loop.rounds(url, number, wal=True, seed=seed, writers=8)
        )


def _cut_the_power(library: Path, number: int, seed: int) -> None:
    with power.on_disk(library) as kill:
        for name, wal in (("WAL", True), ("DELETE", False)):
            for what, torn in (("without power", False), ("torn pages", True)):
                with tempfile.TemporaryDirectory() as folder:
                    ledger = Path(folder) / "tracker.db"
                    _migrated(f"sqlite:///{ledger}")
                    trial = power.rounds(kill, ledger, number, torn=torn, wal=wal, seed=seed)
                    _report(f"{name}, {what}", number, trial)


def _kill_servers(number: int, seed: int) -> None:
    with cluster() as its:
        its.start()
        try:
            url = _migrated(server.url_of(its))
            _report("PostgreSQL itself, killed", number, server.rounds(its, url, number, seed=seed))
        finally:
            its.stop()


def _migrated(url: str) -> str:
    engine = engine_for(url)
    schema.upgrade(engine)
    engine.dispose()
    return url


def _report(name: str, number: int, played: Iterable[loop.Round]) -> None:
    acknowledged = found = 0
    for done, each in enumerate(played, start=1):
        acknowledged += each.acknowledged
        found = each.found
        print(f"\r{name}: {done} of {number}, {acknowledged} acknowledged", end="", flush=True)
    print(f"\n{name}: 0 lost, 0 by halves; {found} transactions found, chain and integrity good")


if __name__ == "__main__":
    main()
