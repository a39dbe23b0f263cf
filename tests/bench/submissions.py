"""Eight departments that submit at the same time: each click one transaction through the service."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from tests.bench import world
from tests.bench.by_hand import ByHand
from tests.bench.clock import percentile
from tests.bench.table import show, times
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.queries.targets import targets_of
from tracker.services.reports import Seen, submit
from tracker.tables import Report, Standing

THREADS = 8
QUARTER = Period(world.YEARS[-1], 4)
_NOW = datetime(QUARTER.year, 12, 28, tzinfo=UTC)
_SIGNATURE = "bench-click-"
_HEADS = (
    "8 threads, each click durable",
    "number",
    "per second",
    "CPU ms",
    "median ms",
    "p95 ms",
    "longest ms",
    "errors",
    "to 8 by hand",
    "lost",
    "by halves",
)

Task = tuple[int, int, str]
Click = Callable[[int], None]  # for the task at this place


def run(name: str, engine: Engine, number: int) -> None:
    """``engine``: a world whose newest plan's fourth quarter is open."""
    tasks = _tasks(engine, number)
    by_hand = ByHand(engine)
    acts: dict[str, Click] = {
        "a row by hand": lambda place: by_hand.append(place, tasks[place][0]),
        "8 statements by hand": lambda place: by_hand.click(place, tasks[place][0]),
        "submissions": lambda place: _submit(engine, tasks[place]),
    }
    timed = {act: _timed(click, len(tasks)) for act, click in acts.items()}
    done, floor = timed["submissions"].done, timed["8 statements by hand"].per_second
    stored, whole = _found(engine)
    rows = [
        (f"{name}: {act}", *row, times(row.per_second, floor), *found)
        for (act, row), found in zip(
            timed.items(), (("", ""), ("", ""), (done - stored, stored - whole)), strict=True
        )
    ]
    show("Submissions: through services.reports.submit", _HEADS, rows)


class _Timed(NamedTuple):
    """How it went: ms of this process's work for each, ms that each took, and how many failed."""

    done: int
    per_second: float
    cpu: float
    median: float
    p95: float
    longest: float
    errors: int


def _timed(click: Click, number: int) -> _Timed:
    begun, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(THREADS) as threads:
        waits = list(threads.map(lambda place: _waited(click, place), range(number)))
    elapsed, worked = time.perf_counter() - begun, time.process_time() - worked
    done = sorted(wait for wait in waits if wait is not None)
    return _Timed(
        done=len(done),
        per_second=len(done) / elapsed,
        cpu=worked / len(done) * 1000,
        median=percentile(done, 0.5),
        p95=percentile(done, 0.95),
        longest=done[-1],
        errors=len(waits) - len(done),
    )


def _waited(click: Click, place: int) -> float | None:
    """The milliseconds that a click took; None if it failed."""
    begun = time.perf_counter()
    try:
        click(place)
    except Exception as error:
        print(f"click {place}: {error}")
        return None
    return (time.perf_counter() - begun) * 1000


def _tasks(engine: Engine, number: int) -> list[Task]:
    """Different targets, each with its lead unit and a figure that no rule questions."""
    with reading(engine) as session:
        plan, person = world.newest_plan(session), world.leader(session)
        targets = targets_of(session, person, plan.id, QUARTER)[:number]
    return [
        (target.id, target.lead.id, "1" if target.terms.value is None else str(target.terms.value * 2))
        for target in targets
    ]


def _submit(engine: Engine, task: Task) -> None:
    target_id, unit_id, value = task
    typed = {
        Field.VALUE: value,
        Field.DATA_MONTH: "12",
        Field.FINALITY: "final",
        Field.PROGRESS: "按计划推进，全年任务基本完成。",
        Field.PROBLEM: "个别项目验收偏慢。",
        Field.NEXT_STEP: "年底前完成验收。",
    }
    seen = Seen(0, {field: (0, text) for field, text in typed.items()})
    person, click = world.clerk_of(unit_id), f"{_SIGNATURE}{target_id}"
    with transaction(engine, together=True) as session:
        submit(session, person, target_id, QUARTER, seen, click, _NOW + timedelta(seconds=1))


def _found(engine: Engine) -> tuple[int, int]:
    """How many of the clicks are stored, and how many of these the standing knows."""
    with reading(engine) as session:
        return _count(session), _count(session, with_standing=True)


def _count(session: Session, with_standing: bool = False) -> int:
    query = select(func.count()).select_from(Report).where(col(Report.click_key).startswith(_SIGNATURE))
    if with_standing:
        query = query.join(Standing, col(Standing.latest_report_id) == Report.id)
    return session.exec(query).one()
