"""The scorecard of the newest plan's third quarter: its SQL, beside a floor, and the whole of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from tests.bench import world
from tests.bench.clock import in_turns
from tests.bench.table import Cell, show, times
from tests.bench.writes import corrections
from tracker.db import reading, transaction
from tracker.domain.progress.scorecard import Scorecard
from tracker.queries.carrying import carried_on
from tracker.queries.figures import figures_of
from tracker.queries.plans import ledger_sequence
from tracker.queries.scorecard import read_card, scorecard
from tracker.queries.targets import targets_of

Statement = tuple[str, Any]
_HEADS = (
    "SQL and fetching only, ms",
    "targets",
    "ours",
    "rows",
    "totals",
    "ours:rows",
    "ours:totals",
    "as known at",
)
_WHOLE = ("the whole scorecard, ms", "targets", "wall", "CPU", "as known at, wall", "CPU of roll-ups")
_CARRIED = ("CPU ms after writes", "targets", "read anew", "carried: 1", "anew: 1", "carried: 20", "anew: 20")


def run(name: str, sizes: dict[int, Engine], repeats: int) -> None:
    """Both tables for one engine; ``sizes`` are databases by their number of targets."""
    sql: list[tuple[Cell, ...]] = []
    whole: list[tuple[Cell, ...]] = []
    carried: list[tuple[Cell, ...]] = []
    for targets, engine in sizes.items():
        few = max(7, repeats * 80 // targets)
        sql.append((name, targets, *_sql(engine, few)))
        whole.append((name, targets, *_whole(engine, few)))
        carried.append((name, targets, *_carried(engine, few)))
    show("Scorecard: the statements it asks, beside one-pass floors", _HEADS, sql)
    show("Scorecard: with its records and roll-ups", _WHOLE, whole)
    show("Scorecard: carried on after so many corrections and approvals", _CARRIED, carried)


def _sql(engine: Engine, repeats: int) -> tuple[float | str, ...]:
    _make_mark(engine)
    period, before = world.NEWEST, world.NEWEST.previous
    assert before is not None
    with reading(engine) as session:
        plan, person = world.newest_plan(session), world.leader(session)

        def ask(as_of: datetime | None = None) -> None:
            figures_of(session, plan.id, (period, before), as_of=as_of)
            targets_of(session, person, plan.id, period, as_of)

        named = {"period": period, "before": before, "plan": plan.id}
        asked = [
            _asked(engine, ask),
            [(_ROWS.format(**named), ())],
            [(_TOTALS.format(**named), ())],
            _asked(engine, lambda: ask(datetime.now(UTC))),
        ]
        runs = in_turns([_replay(session, statements) for statements in asked], repeats)
    ours, rows, totals, derived = (run.wall for run in runs)
    return ours, rows, totals, times(ours, rows), times(ours, totals), derived


def _asked(engine: Engine, act: Callable[[], None]) -> list[Statement]:
    with _overheard(engine) as statements:
        act()
    return statements


@contextmanager
def _overheard(engine: Engine) -> Iterator[list[Statement]]:
    """The statements that reach the driver, with their parameters."""
    heard: list[Statement] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        heard.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def _replay(session: Session, statements: list[Statement]) -> Callable[[], None]:
    """Executes and fetches at the driver's cursor, without SQLAlchemy around it."""
    driver = session.connection().connection.driver_connection
    assert driver is not None

    def replay() -> None:
        for statement, parameters in statements:
            cursor = driver.cursor()
            cursor.execute(statement, parameters)
            cursor.fetchall()
            cursor.close()

    return replay


# A floor keeps what the ledger may not: each report says itself whether it counts, and carries the
# verified value, so nothing has to be looked up. "rows" fetches the scorecard's columns in one pass,
# "totals" only counts and completion by area and department.
_MAKE_MARK = (
    "DROP TABLE IF EXISTS bench_mark",
    """CREATE TABLE bench_mark AS SELECT r.target_id, r.period, r.id, r.value, r.data_month, r.finality,
       r.submitted_at, r.is_on_time, r.corrects_id, r.call, r.call_value, s.approved_value
       FROM report r JOIN standing s ON s.approved_report_id = r.id""",
    "CREATE UNIQUE INDEX bench_mark_by_period ON bench_mark (period, target_id)",
)
_ROWS = """SELECT t.id, t.code, t.name, t.area_id, t.quote, t.quote_start, t.number_start, t.number_end,
    x.id, x.version, x.kind, x.operator, x.value, x.unit_of_measure, x.path, x.baseline,
    x.due, x.is_reduction, x.is_stretch, x.condition, x.lead_unit_id, a.number, m.*, p.*
    FROM target t
    JOIN target_terms x ON x.target_id = t.id AND x.version = 1
    LEFT JOIN article a ON a.id = t.article_id
    LEFT JOIN bench_mark m ON m.target_id = t.id AND m.period = '{period}'
    LEFT JOIN bench_mark p ON p.target_id = t.id AND p.period = '{before}'
    WHERE t.plan_id = {plan} ORDER BY t.quote_start, t.id"""
_TOTALS = """SELECT t.area_id, x.lead_unit_id, count(*), count(m.id), sum(m.approved_value * 10000 / x.value)
    FROM target t JOIN target_terms x ON x.target_id = t.id AND x.version = 1
    LEFT JOIN bench_mark m ON m.target_id = t.id AND m.period = '{period}'
    WHERE t.plan_id = {plan} GROUP BY t.area_id, x.lead_unit_id"""


def _make_mark(engine: Engine) -> None:
    with transaction(engine, advance=False) as session:
        for statement in _MAKE_MARK:
            session.connection().exec_driver_sql(statement)


def _whole(engine: Engine, repeats: int) -> tuple[float, ...]:
    with reading(engine) as session:
        plan, person = world.newest_plan(session), world.leader(session)

        def read(as_of: datetime | None = None) -> Scorecard:
            return scorecard(session, plan, world.NEWEST, person, as_of=as_of)

        now, derived, bare = in_turns(
            [lambda: rolled_up(read()), lambda: rolled_up(read(datetime.now(UTC))), read], repeats
        )
    return now.wall, now.cpu, derived.wall, max(0.0, now.cpu - bare.cpu)


def _carried(engine: Engine, repeats: int) -> tuple[float | str, ...]:
    """Each time after other writes, which are not counted."""
    corrected = corrections(engine)
    costs: list[list[float]] = []
    for writes in (1, 20):
        rounds = [_after(engine, corrected, writes) for _ in range(repeats)]
        costs += [list(each) for each in zip(*rounds, strict=True)]
    one, anew, many, anew_after_many = map(median, costs)
    return anew, one, times(anew, one), many, times(anew_after_many, many)


def _after(engine: Engine, corrected: Iterator[None], writes: int) -> tuple[float, float]:
    """What it costs to carry on the scorecard, and to read it, after so many corrections."""
    with reading(engine) as session:
        plan, person = world.newest_plan(session), world.leader(session)
        before = read_card(session, plan, world.NEWEST, person).rolled_up()
    for _ in range(writes):
        next(corrected)
    with reading(engine) as session:
        ledger_sequence(session)  # the connection is made
        begun = time.process_time()
        carried = carried_on(session, before, plan, person, None)
        between = time.process_time()
        fresh = read_card(session, plan, world.NEWEST, person).rolled_up()
        ended = time.process_time()
    if carried is None or carried.card != fresh.card:
        raise RuntimeError("not carried on: there is nothing to measure")
    return (between - begun) * 1000, (ended - between) * 1000


def rolled_up(card: Scorecard) -> None:
    """Everything that 总览 draws from a scorecard."""
    for name in ("whole", "areas", "departments", "behind", "missing"):
        getattr(card, name)
