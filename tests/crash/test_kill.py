"""Eight kills in each journal mode, and the proof that the checker can fail."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from tests.crash.checker import Broken, check
from tests.crash.loop import rounds
from tests.crash.writer import ACTION, ROWS
from tracker.db import engine_for, transaction
from tracker.services import audit

KILLS = 8
Damage = Callable[[Engine], None]


@pytest.mark.parametrize("wal", [True, False], ids=["WAL", "DELETE"])
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(wal: bool, sqlite_url: str) -> None:
    done = list(rounds(sqlite_url, KILLS, wal=wal, seed=2025))
    assert len(done) == KILLS
    assert all(each.acknowledged > 0 for each in done)
    assert done[-1].found >= sum(each.acknowledged for each in done)


def test_nor_when_eight_writers_share_their_commits(database_url: str) -> None:
    done = list(rounds(database_url, KILLS, wal=True, seed=2025, writers=8))
    assert len(done) == KILLS
    assert done[-1].found >= sum(each.acknowledged for each in done)


def lose_a_batch(engine: Engine) -> None:
    _run(engine, "DELETE FROM audit WHERE subject = '1'")


def lose_a_row(engine: Engine) -> None:
    _run(engine, f"DELETE FROM audit WHERE id = {ROWS + 2}")


def alter_a_row(engine: Engine) -> None:
    _run(engine, "UPDATE audit SET detail = '{}' WHERE id = 3")


def swap_two_rows(engine: Engine) -> None:
    _run(engine, "UPDATE audit SET id = -id WHERE id IN (1, 2)")
    _run(engine, "UPDATE audit SET id = 3 + id WHERE id IN (-1, -2)")


def lose_the_last_transaction(engine: Engine) -> None:
    _run(engine, "UPDATE ledger SET sequence = sequence - 1")


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lose_a_batch, "lost"),
        (lose_a_row, "halves"),
        (alter_a_row, "chain breaks at row 3"),
        (swap_two_rows, "chain breaks"),
        (lose_the_last_transaction, "sequence"),
    ],
)
def test_the_checker_notices_damage(
    damage: Damage, complaint: str, sqlite_engine: Engine, now: datetime
) -> None:
    for batch in range(3):
        with transaction(sqlite_engine) as session:
            for row in range(ROWS):
                audit.record(session, None, ACTION, str(batch), now.astimezone(UTC), {"row": row})
    assert check(sqlite_engine, [0, 1, 2]) == 3
    for trigger in ("audit_no_update", "audit_no_delete"):
        _run(sqlite_engine, f"DROP TRIGGER {trigger}")
    damage(sqlite_engine)
    with pytest.raises(Broken, match=complaint):
        check(sqlite_engine, [0, 1, 2])


def test_a_database_that_cannot_be_read_back_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        check(engine_for(f"sqlite:///{tmp_path / 'empty.db'}"), [])


def _run(engine: Engine, statement: str) -> None:
    with transaction(engine, advance=False) as session:
        session.execute(text(statement))
