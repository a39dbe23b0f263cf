"""What a durable write costs on this disk and this engine: the floors that submissions stand beside.

At the driver's cursor, with the turns and the shared commits of tracker/turns.py, without SQLAlchemy and
without any rule.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from tracker.turns import Turns

ROW = "按计划推进，全年任务基本完成。" * 20  # about what a submission and its line in the trail hold
_WAIT = 60
_ASKED = ("target", "target_terms", "standing", "report")


class _Link:
    """A transaction that several threads write in, one by one."""

    is_whole = True

    def __init__(self, engine: Engine) -> None:
        self._link = engine.raw_connection()
        self._cursor = self._link.cursor()
        self._is_sqlite = engine.dialect.name == "sqlite"
        if self._is_sqlite:  # the other driver begins by itself
            self._cursor.execute("BEGIN IMMEDIATE")

    def ask(self, statement: str, *given: object) -> None:
        """With ``?`` for what is given; fetches what there is."""
        self._cursor.execute(statement if self._is_sqlite else statement.replace("?", "%s"), given)
        if self._cursor.description:
            self._cursor.fetchall()

    def commit(self) -> None:
        self._link.commit()
        self._link.close()

    def abandon(self) -> None:
        self._link.rollback()
        self._link.close()


class ByHand:
    """A table of its own beside the world's, appended to by as many threads as like."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turns: Turns[_Link] = Turns()
        with self._written() as link:
            link.ask("CREATE TABLE by_hand (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")

    def append(self, number: int, _target_id: int) -> None:
        """One row, and its commit."""
        with self._written() as link:
            link.ask("INSERT INTO by_hand VALUES (?, ?)", -1 - number, ROW)

    def click(self, number: int, target_id: int) -> None:
        """Eight statements: the sequence moved on, four reads by a key, three rows."""
        with self._written() as link:
            link.ask("UPDATE ledger SET sequence = sequence + 1")
            for table in _ASKED:
                key = "id" if table == "target" else "target_id"
                link.ask(f"SELECT * FROM {table} WHERE {key} = ?", target_id)
            for row in range(3):
                link.ask("INSERT INTO by_hand VALUES (?, ?)", 3 * number + row, ROW)

    @contextmanager
    def _written(self) -> Iterator[_Link]:
        with self._turns.share(_WAIT, lambda: _Link(self._engine)) as link:
            yield link
