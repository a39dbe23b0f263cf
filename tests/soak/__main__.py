"""python -m tests.soak [--minutes N]: the demonstration ledger under people's hands; fails where it must."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.soak.soak import Soak, play
from tracker import demo
from tracker.cli import SEED
from tracker.db import engine_for
from tracker.services import schema


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "tracker.db"
        engine = engine_for(f"sqlite:///{ledger}")
        schema.upgrade(engine)
        printed = demo.fill(engine, SEED, datetime.now(UTC))
        engine.dispose()
        passwords = {login: password for login, (_who, password) in printed.items()}
        found = play(Soak(ledger, passwords, minutes * 60, warm_up=min(180.0, minutes * 12)))
    found.show()
    sys.exit(bool(found.wrong))


if __name__ == "__main__":
    main()
