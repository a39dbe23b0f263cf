"""python -m tests.crash [--rounds N] [--seed N]: N rounds for each journal that SQLite is opened with."""

import argparse
import tempfile
from pathlib import Path

from tests.crash.loop import rounds
from tracker.db import engine_for
from tracker.services import schema


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2025)
    given = parser.parse_args()
    for wal in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'tracker.db'}"
            engine = engine_for(url)
            schema.upgrade(engine)
            engine.dispose()
            _report("WAL" if wal else "DELETE", url, given.rounds, wal, given.seed)


def _report(journal: str, url: str, number: int, wal: bool, seed: int) -> None:
    acknowledged = found = 0
    for done, each in enumerate(rounds(url, number, wal=wal, seed=seed), start=1):
        acknowledged += each.acknowledged
        found = each.found
        print(f"\r{journal}: {done} of {number} kills, {acknowledged} acknowledged", end="", flush=True)
    print(f"\n{journal}: 0 lost, 0 by halves; {found} transactions found, chain and integrity good")


if __name__ == "__main__":
    main()
