"""python -m tests.bench [--quick] [--only NAME] [--targets N] [--minutes N]: the costs (docs/bench.md)."""

import argparse
import os
import platform
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from tests.bench import (
    crowd,
    every_page,
    files,
    first_load,
    memory,
    notice,
    reruns,
    scorecard,
    sessions,
    startup,
    submissions,
    switch,
    verify,
    world,
)
from tests.bench.world import Size
from tests.ledger.servers import postgresql
from tracker.db import engine_for, sqlite_driver

FULL, QUICK = (80, 1_000, 10_000), (80, 1_000)


@dataclass
class Bench:
    """One run: its worlds are built when first asked for, and gone with it."""

    quick: bool
    minutes: float | None
    targets: int | None
    folder: Path
    stack: ExitStack
    _built: dict[tuple[str, Size], str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    @cached_property
    def _server(self) -> Path:
        return self.stack.enter_context(postgresql(durable=True))

    @property
    def sizes(self) -> tuple[int, ...]:
        if self.targets is not None:
            return (self.targets,)
        return QUICK if self.quick else FULL

    @property
    def ends(self) -> tuple[int, int]:
        """The smallest and the largest world."""
        return self.sizes[0], self.sizes[-1]

    def url(self, name: str, size: Size) -> str:
        if (name, size) not in self._built:
            url = self._new_postgresql() if name == "postgresql" else self._new_sqlite()
            begun = time.perf_counter()
            with opened(url) as engine:
                world.build(engine, size)
            print(
                f"built {size.targets:,} targets on {name} in {time.perf_counter() - begun:.0f} s", flush=True
            )
            self._built[name, size] = url
        return self._built[name, size]

    def sqlite_urls(self, sizes: tuple[int, ...]) -> dict[int, str]:
        return {targets: self.url("sqlite", Size(targets)) for targets in sizes}

    def _new_sqlite(self) -> str:
        return f"sqlite:///{self.folder / f'world-{next(self._numbers)}.db'}"

    def _new_postgresql(self) -> str:
        name = f"world_{next(self._numbers)}"
        with psycopg.connect(
            host=str(self._server), user="postgres", dbname="postgres", autocommit=True
        ) as link:
            link.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://postgres@/{name}?host={self._server}"


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = engine_for(url)
    yield engine
    engine.dispose()


def scorecards(bench: Bench) -> None:
    for name in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            sizes = {
                targets: stack.enter_context(opened(bench.url(name, Size(targets))))
                for targets in bench.sizes
            }
            scorecard.run(name, sizes, 15 if bench.quick else 50)


def pages(bench: Bench) -> None:
    rounds, number = (1, 20) if bench.quick else (5, 60)
    reruns.run(bench.sqlite_urls(bench.ends), bench.folder, rounds, number)


def all_pages(bench: Bench) -> None:
    rounds, number = (2, 5) if bench.quick else (10, 6)
    sizes = bench.ends[:1] if bench.quick else bench.ends
    opened = {targets: bench.url("sqlite", Size(targets, open_period=True)) for targets in sizes}
    every_page.run(bench.sqlite_urls(sizes), opened, bench.folder, rounds, number)


def thinkers(bench: Bench) -> None:
    if bench.quick:
        sessions.run(bench.sqlite_urls(bench.ends[:1]), bench.folder, 6, ((20, 1),))
    else:
        sessions.run(bench.sqlite_urls(bench.ends[:1]), bench.folder, 30)


def crowds(bench: Bench) -> None:
    sizes = bench.ends[:1] if bench.quick else bench.ends
    crowd.run(bench.sqlite_urls(sizes), bench.folder, 2 if bench.quick else 20)


def clicks(bench: Bench) -> None:
    size = Size(80 if bench.quick else 1_000, open_period=True)
    for name in ("sqlite", "postgresql"):
        with opened(bench.url(name, size)) as engine:
            submissions.run(name, engine, size.targets)


def starts(bench: Bench) -> None:
    sizes = bench.ends[:1] if bench.quick else bench.ends
    startup.run(bench.sqlite_urls(sizes), bench.folder, 1 if bench.quick else 5)


def first_loads(bench: Bench) -> None:
    sizes = bench.ends[:1] if bench.quick else bench.ends
    first_load.run(bench.sqlite_urls(sizes), bench.folder, 1 if bench.quick else 5)


def switches(bench: Bench) -> None:
    sizes = bench.ends[:1] if bench.quick else bench.ends
    switch.run(bench.sqlite_urls(sizes), bench.folder, 4 if bench.quick else 30)


def kit_files(bench: Bench) -> None:
    files.run((80,) if bench.quick else (80, 5_000), bench.folder)


def notices(bench: Bench) -> None:
    url = bench.url("sqlite", Size(bench.sizes[0], notices=True))
    rounds, reruns, targets = (1, 10, 1_000) if bench.quick else (5, 30, 10_000)
    with opened(url) as engine:
        notice.run(url, engine, bench.folder, rounds, reruns, targets)


def verifies(bench: Bench) -> None:
    sizes = bench.ends[:1] if bench.quick else bench.ends
    verify.run({targets: bench.url("sqlite", Size(targets, clicks=True)) for targets in sizes})


def megabytes(bench: Bench) -> None:
    (url,) = bench.sqlite_urls(bench.sizes[:1]).values()
    memory.run(url, bench.folder, 50 if bench.quick else 1_500, bench.minutes)


PARTS: dict[str, Callable[[Bench], None]] = {
    "scorecard": scorecards,
    "reruns": pages,
    "pages": all_pages,
    "sessions": thinkers,
    "crowd": crowds,
    "submissions": clicks,
    "start": starts,
    "load": first_loads,
    "switch": switches,
    "files": kit_files,
    "notice": notices,
    "verify": verifies,
    "memory": megabytes,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small worlds, few repetitions: does it run at all"
    )
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument(
        "--targets", type=int, choices=FULL, help="one world, of so many targets in each plan"
    )
    parser.add_argument("--minutes", type=float, help="watch the memory over so many minutes of reruns")
    given = parser.parse_args()
    print(_machine())
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    try:
        with ExitStack() as stack:
            bench = Bench(given.quick, given.minutes, given.targets, folder, stack)
            for name in [given.only] if given.only else PARTS:
                PARTS[name](bench)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _machine() -> str:
    driver = sqlite_driver()
    version = getattr(driver, "sqlite_version", sqlite3.sqlite_version)
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores of {platform.machine()}, load {load:.1f}, "
        f"Python {platform.python_version()}, SQLite {version}"
    )


if __name__ == "__main__":
    main()
