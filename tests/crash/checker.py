"""What must hold after a crash. Whatever can't be read is a failure too: silence proves nothing."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Engine, text
from sqlmodel import col, select

from tests.crash.writer import ACTION, ROWS
from tracker.db import reading
from tracker.domain.meetings.chain import GENESIS
from tracker.tables import Audit


class Broken(Exception):
    """The database lost, halved or altered something that was acknowledged."""


def check(engine: Engine, acknowledged: Sequence[int]) -> int:
    """Raise Broken unless every acknowledged batch is there, whole and chained; gives the batches found.

    Of each writer one batch more may be there: killed between its commit and its word.
    """
    with reading(engine) as session:
        is_sqlite = engine.dialect.name == "sqlite"
        verdict = session.execute(text("PRAGMA integrity_check")).scalar() if is_sqlite else "ok"
        sequence = session.execute(text("SELECT sequence FROM ledger")).scalar()
        rows = session.exec(select(Audit).order_by(col(Audit.id))).all()
    if verdict != "ok":
        raise Broken(f"integrity_check: {verdict}")
    batches = Counter(int(row.subject) for row in rows if row.action == ACTION)
    if lost := set(acknowledged) - batches.keys():
        raise Broken(f"{len(lost)} acknowledged batches are lost: {sorted(lost)[:5]}")
    if halves := [batch for batch, found in batches.items() if found != ROWS]:
        raise Broken(f"batches stored by halves: {halves[:5]}")
    if sequence != len(batches):
        raise Broken(f"the sequence says {sequence} transactions, the rows say {len(batches)}")
    _check_chain(rows)
    return len(batches)


def _check_chain(rows: Sequence[Audit]) -> None:
    previous = GENESIS
    for row in rows:
        if row.previous_sha256 != previous or row.computed_sha256 != row.sha256:
            raise Broken(f"the audit chain breaks at row {row.id}")
        previous = row.sha256
