"""Eight departments that submit at the same time: each click one transaction through the service."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from tests.bench import world
from tests.bench.clock import percentile
from tests.bench.table import show
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
    "8 threads submit",
    "number",
    "per second",
    "median ms",
    "p95 ms",
    "longest ms",
    "errors",
    "lost",
    "by halves",
)

Task = tuple[int, int, str]


def run(name: str, engine: Engine, number: int) -> None:
    """``engine``: a world whose newest plan's fourth quarter is open."""
    tasks = _tasks(engine, number)
    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        waits = list(threads.map(lambda task: _submitted(engine, task), tasks))
    elapsed = time.perf_counter() - begun
    done = sorted(wait for wait in waits if wait is not None)
    stored, whole = _found(engine)
    speed = len(done) / elapsed, percentile(done, 0.5), percentile(done, 0.95), done[-1]
    row = (name, len(done), *speed, len(waits) - len(done), len(done) - stored, stored - whole)
    show("Submissions: through services.reports.submit", _HEADS, [row])


def _tasks(engine: Engine, number: int) -> list[Task]:
    """Different targets, each with its lead unit and a figure that no rule questions."""
    with reading(engine) as session:
        plan, person = world.newest_plan(session), world.leader(session)
        targets = targets_of(session, person, plan.id, QUARTER)[:number]
    return [
        (target.id, target.lead.id, "1" if target.terms.value is None else str(target.terms.value * 2))
        for target in targets
    ]


def _submitted(engine: Engine, task: Task) -> float | None:
    """The milliseconds that a click took; None if it failed."""
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
    begun = time.perf_counter()
    try:
        with transaction(engine) as session:
            person, click = world.clerk_of(unit_id), f"{_SIGNATURE}{target_id}"
            submit(session, person, target_id, QUARTER, seen, click, _NOW + timedelta(seconds=1))
    except Exception as error:
        print(f"submission of target {target_id}: {error}")
        return None
    return (time.perf_counter() - begun) * 1000


def _found(engine: Engine) -> tuple[int, int]:
    """How many of the clicks are stored, and how many of these the standing knows."""
    with reading(engine) as session:
        return _count(session), _count(session, with_standing=True)


def _count(session: Session, with_standing: bool = False) -> int:
    query = select(func.count()).select_from(Report).where(col(Report.click_key).startswith(_SIGNATURE))
    if with_standing:
        query = query.join(Standing, col(Standing.latest_report_id) == Report.id)
    return session.exec(query).one()
