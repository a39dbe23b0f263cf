"""One click, one transaction: nothing is lost, nothing half stored, and no rule broken by two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, insert, select, text, update
from sqlmodel import Session, col
from sqlmodel import select as every

from tests.ledger.rows import fill
from tracker.db import Base, reading, transaction
from tracker.domain.access import Role
from tracker.domain.meetings.chain import GENESIS
from tracker.services import audit, schema
from tracker.tables import Account, Audit, DraftCell

THREADS = 8
CLICKS = 25
ROUNDS = 10
MOMENT = datetime(2025, 10, 9, tzinfo=UTC)


def sequence(engine: Engine) -> int:
    with reading(engine) as session:
        return int(session.execute(text("SELECT sequence FROM ledger")).scalar_one())


def in_threads(number: int, work: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(number) as pool:
        for done in [pool.submit(work, index) for index in range(number)]:
            done.result()  # raises what the thread raised


def test_each_transaction_moves_the_sequence_on_by_one(engine: Engine) -> None:
    for expected in (1, 2, 3):
        with transaction(engine):
            pass
        assert sequence(engine) == expected


def test_scratch_leaves_the_sequence_where_it_is(engine: Engine) -> None:
    with transaction(engine, advance=False) as session:
        session.execute(insert(Base.metadata.tables["unit"]).values(name="市科技局", short=""))
    assert sequence(engine) == 0


def test_a_failed_transaction_stores_nothing_and_leaves_the_sequence(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:  # noqa: PT012 - one click
        fill(session.connection())
        raise ZeroDivisionError
    with reading(engine) as session:
        assert session.execute(select(func.count()).select_from(Base.metadata.tables["plan"])).scalar() == 0
    assert sequence(engine) == 0


def test_what_one_engine_committed_another_reads(
    engine: Engine, another_engine: Callable[[], Engine]
) -> None:
    with transaction(engine):
        pass
    assert sequence(another_engine()) == 1


def test_concurrent_clicks_lose_nothing(engine: Engine, another_engine: Callable[[], Engine]) -> None:
    with schema.connected(engine) as connection:
        fill(connection)
    engines = (engine, another_engine())

    def click(thread: int) -> None:
        for _ in range(CLICKS):
            with transaction(engines[thread % 2]) as session:
                cell = session.exec(every(DraftCell)).one()
                cell.version += 1
                session.add(cell)

    in_threads(THREADS, click)
    with reading(engine) as session:
        assert session.exec(every(DraftCell)).one().version == 1 + THREADS * CLICKS
    assert sequence(engine) == THREADS * CLICKS


def test_one_transaction_leaves_the_audit_chain_whole_whoever_writes(engine: Engine, now: datetime) -> None:
    def click(thread: int) -> None:
        for _ in range(5):
            with transaction(engine) as session:
                audit.record(session, None, "click", f"thread {thread}", now)

    in_threads(THREADS, click)
    with reading(engine) as session:
        rows = session.exec(every(Audit).order_by(col(Audit.id))).all()
    assert len(rows) == THREADS * 5
    assert [row.previous_sha256 for row in rows] == [GENESIS, *(row.sha256 for row in rows[:-1])]


def test_an_audit_row_read_back_has_the_hash_it_was_written_with(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        audit.record(session, None, "冻结快照", "海宁市2025年三季度", now, {"value": "53.3"})
    with reading(engine) as session:
        row = session.exec(every(Audit).order_by(col(Audit.id))).one()
    assert row.computed_sha256 == row.sha256


def test_a_rule_over_several_rows_is_not_broken_by_two_at_once(engine: Engine) -> None:
    """Write skew: each of four retires another administrator, if one would be left."""
    for _ in range(ROUNDS):
        _four_administrators(engine)

        def retire(thread: int) -> None:
            with transaction(engine) as session:
                _retire_if_one_is_left(session, thread)

        in_threads(4, retire)
        assert _active(engine) == 1


def test_without_the_ledgers_lock_postgresql_breaks_the_rule(postgresql_engine: Engine) -> None:
    """Why the sequence row is locked first, and why a run on SQLite alone would prove nothing."""
    _four_administrators(postgresql_engine)
    all_have_read = Barrier(4, timeout=20)

    def retire(thread: int) -> None:
        with transaction(postgresql_engine, advance=False) as session:
            _retire_if_one_is_left(session, thread, all_have_read.wait)

    in_threads(4, retire)
    assert _active(postgresql_engine) == 0


def test_a_reading_sees_one_state_from_its_first_query_on(engine: Engine) -> None:
    with reading(engine) as session:
        before = session.execute(text("SELECT sequence FROM ledger")).scalar_one()
        with transaction(engine):
            pass
        assert session.execute(text("SELECT sequence FROM ledger")).scalar_one() == before


def _four_administrators(engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(text("DELETE FROM account"))
        session.add_all(
            Account(login=str(number), name=str(number), role=Role.ADMINISTRATOR, created_at=MOMENT)
            for number in range(4)
        )


def _retire_if_one_is_left(session: Session, thread: int, meanwhile: Callable[[], object] = int) -> None:
    active = session.execute(select(func.count()).where(col(Account.is_active))).scalar_one()
    meanwhile()
    if active > 1:
        session.execute(update(Account).where(col(Account.login) == str(thread)).values(is_active=False))


def _active(engine: Engine) -> int:
    with reading(engine) as session:
        return len(session.exec(every(Account).where(col(Account.is_active))).all())
