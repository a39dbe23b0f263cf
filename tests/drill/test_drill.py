"""One round of the rehearsal on each engine, and the proof that it can fail."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.backup.contents import Contents, contents
from tests.conftest import Server
from tests.drill.ledgers import prepared
from tests.drill.processes import ROWS, store
from tests.drill.rounds import Broken, check, compare, rounds
from tracker.db import engine_for, transaction


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_what_is_backed_up_while_two_write_is_restored_whole_on_both_engines(
    engine_name: str, tmp_path: Path, postgresql_server: Server
) -> None:
    url, elsewhere = prepared(engine_name, tmp_path, postgresql_server)
    (played,) = rounds(url, elsewhere, tmp_path / "backups", 1, seed=2025)
    assert played.acknowledged >= 6
    assert played.rows > 4 * played.acknowledged
    for place in elsewhere.values():
        engine_for(place).dispose()


def lose_a_batch(engine: Engine) -> None:
    _run(engine, "DELETE FROM audit WHERE subject = 'a0'")


def lose_a_row(engine: Engine) -> None:
    _run(engine, f"DELETE FROM audit WHERE id = {ROWS - 1}")


def lose_a_file(engine: Engine) -> None:
    _run(engine, "DELETE FROM stored_file")


def lose_a_transaction(engine: Engine) -> None:
    _run(engine, "UPDATE ledger SET sequence = sequence - 1")


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lose_a_batch, "lost"),
        (lose_a_row, "halves"),
        (lose_a_file, "files"),
        (lose_a_transaction, "sequence"),
    ],
)
def test_the_checker_notices_what_is_missing(
    damage: Callable[[Engine], None], complaint: str, tmp_path: Path, postgresql_server: Server, now: datetime
) -> None:
    engine = _with_two_batches(tmp_path, postgresql_server, now)
    check(engine, ["a0", "b0"])
    for trigger in ("audit_no_update", "audit_no_delete"):
        _run(engine, f"DROP TRIGGER {trigger}")
    damage(engine)
    with pytest.raises(Broken, match=complaint):
        check(engine, ["a0", "b0"])
    engine.dispose()


def alter(rows: Contents) -> None:
    rows["audit"][0] = (*rows["audit"][0][:-1], "other")


def leave_out(rows: Contents) -> None:
    rows["stored_file"].pop()


def forget_a_table(rows: Contents) -> None:
    del rows["account"]


@pytest.mark.parametrize("damage", [alter, leave_out, forget_a_table])
def test_the_comparison_notices_what_differs(
    damage: Callable[[Contents], None], tmp_path: Path, postgresql_server: Server, now: datetime
) -> None:
    engine = _with_two_batches(tmp_path, postgresql_server, now)
    packed, restored = contents(engine), contents(engine)
    restored["audit"].append(restored["audit"][-1])
    compare(packed, restored, "sqlite")
    damage(restored)
    with pytest.raises(Broken, match="not what was backed up"):
        compare(packed, restored, "sqlite")
    engine.dispose()


def _with_two_batches(folder: Path, server: Server, now: datetime) -> Engine:
    engine = engine_for(prepared("sqlite", folder, server)[0])
    for batch in ("a0", "b0"):
        with transaction(engine) as session:
            store(session, batch, now)
    return engine


def _run(engine: Engine, statement: str) -> None:
    with transaction(engine, advance=False) as session:
        session.execute(text(statement))
