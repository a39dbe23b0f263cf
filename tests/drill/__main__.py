"""python -m tests.drill [--rounds N] [--seed N]: N rounds with the ledger on each engine."""

import argparse
import tempfile
from pathlib import Path

import psycopg

from tests.drill.ledgers import prepared
from tests.drill.rounds import rounds
from tests.ledger.servers import postgresql


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2025)
    given = parser.parse_args()
    with (
        postgresql() as socket,
        psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        for name in ("sqlite", "postgresql"):
            place = Path(folder) / name
            place.mkdir()
            url, elsewhere = prepared(name, place, server)
            acknowledged = rows = whole = 0
            played = rounds(url, elsewhere, place / "backups", given.rounds, given.seed)
            for done, each in enumerate(played, start=1):
                acknowledged, rows, whole = each.acknowledged, rows + each.rows, whole + each.killed_whole
                print(
                    f"\r{name}: round {done} of {given.rounds}, {acknowledged} acknowledged",
                    end="",
                    flush=True,
                )
            print(
                f"\n{name}: 0 lost, 0 by halves; {rows} rows restored on each of two engines and equal; "
                f"{given.rounds} killed ({whole} after they were whole) and {given.rounds} without space "
                "left nothing"
            )


if __name__ == "__main__":
    main()
