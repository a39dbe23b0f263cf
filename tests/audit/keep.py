"""python -m tests.audit.keep: writes the ledger that is kept of this form of snapshots, when the form is new.

Later programs verify it (test_records_of_a_meeting.py): none may accuse what this one froze.
"""

import lzma
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.audit.test_records_of_a_meeting import KEPT, furnish
from tests.entry.ledger import open_desk
from tracker.db import engine_for
from tracker.services import schema


def main() -> None:
    if KEPT.exists():
        raise SystemExit(f"{KEPT} is there: it is what it was when the form was new.")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tracker.db"
        engine = engine_for(f"sqlite:///{file}")
        schema.upgrade(engine)
        furnish(open_desk(engine))
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        KEPT.write_bytes(lzma.compress(file.read_bytes(), preset=9))
    print(f"{KEPT}: {KEPT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
