"""What a server holds from moment to moment, and whether any of it grows on."""

import re
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.attack.attacker import handles_of, log_of
from tests.bench.server import Server


class Sample(NamedTuple):
    """At a moment, by seconds; ``acts``: so many were done by then."""

    second: float
    acts: int
    megabytes: float
    handles: int
    threads: int
    tabs: int
    log_kb: float
    wal_mb: float


@dataclass(frozen=True)
class Watched:
    """``noise``: what it may differ by between two moments of a server that keeps nothing. ``an_act``: what
    an act may leave for good. ``left``: how much more than at the start may be there when everybody has
    gone. ``warming``: by how much more it may grow while its caches fill."""

    name: str
    of: Callable[[Sample], float]
    noise: float
    an_act: float = 0.0
    left: float | None = None
    warming: float = 0.0


# Why so much:
#   memory   files are made in it: some 20 MB come and go. A kilobyte an act would be 60 MB on a day of 400
#            people with 150 acts each, of a process that a machine of 2 GB restarts once a month at most
#   handles  a tab that was closed keeps three for a minute, and how many were closed in it differs; at the
#            end there may be more connections to the database than at the start, three files each: 15 of them
#   threads  a run has one of its own, Starlette's pool grows to 40 once
#   log      a line for each request that is no page, some 200 bytes, and for each slow run
#   WAL      is written into the ledger every 1,000 pages (4 MB); a long read puts that off
WATCHED = (
    Watched("resident memory, MB", lambda each: each.megabytes, 24, an_act=1 / 1024, warming=100),
    Watched("file handles", lambda each: each.handles, 60, left=45),
    Watched("threads", lambda each: each.threads, 12, left=45, warming=40),
    Watched("tabs, open and closed ones that are kept", lambda each: each.tabs, 20, left=0),
    Watched("log, kB", lambda each: each.log_kb, 40, an_act=0.25),
    Watched("WAL, MB", lambda each: each.wal_mb, 8),
)


class Watch:
    """Looks at a server of ``tests.bench.server`` that tells its metrics on a port."""

    def __init__(self, server: Server, folder: Path, ledger: Path, metrics_port: int) -> None:
        self._server, self._folder = server, folder
        self._wal, self._metrics = ledger.with_name(f"{ledger.name}-wal"), f"http://127.0.0.1:{metrics_port}"
        self.samples: list[Sample] = []

    def look(self, second: float, acts: int) -> Sample:
        told = self._told()
        status = Path(f"/proc/{self._server.pid}/status").read_text()
        return Sample(
            second,
            acts,
            self._server.megabytes,
            handles_of(self._server.pid),
            int(_value("Threads:", status)),
            int(_value("tracker_open_pages", told) + _value("tracker_closed_pages", told)),
            len(log_of(self._server, self._folder).encode()) / 1024,
            self._wal.stat().st_size / 2**20 if self._wal.exists() else 0.0,
        )

    def _told(self) -> str:
        with urllib.request.urlopen(self._metrics, timeout=30) as answer:
            text: str = answer.read().decode()
        return text


def _value(name: str, text: str) -> float:
    found = re.search(rf"^{re.escape(name)}\s+(\S+)", text, re.MULTILINE)
    assert found is not None, f"{name} is not told"
    return float(found[1])


def growth(watched: Watched, samples: Sequence[Sample]) -> float:
    """By how much it has grown over these moments: the median of the slopes between any two, over their time.

    One that is far off, while a file was made, moves it no more than any other.
    """
    slopes = [
        (watched.of(later) - watched.of(earlier)) / (later.second - earlier.second)
        for earlier, later in combinations(samples, 2)
        if later.second > earlier.second
    ]
    return median(slopes) * (samples[-1].second - samples[0].second)


def second_half(samples: Sequence[Sample]) -> Sequence[Sample]:
    return samples[len(samples) // 2 :]


def most(watched: Watched, samples: Sequence[Sample]) -> float:
    return watched.noise + watched.an_act * (samples[-1].acts - samples[0].acts)


def grown_on(samples: Sequence[Sample], *, is_short: bool = False) -> list[str]:
    """A sentence for each thing that grew on while people worked; in a short time caches still fill."""
    half = second_half(samples)
    return [
        f"{each.name}: grew by {growth(each, half):.1f} over the second half; noise and what "
        f"{half[-1].acts - half[0].acts} acts may leave come to {most(each, half):.1f}"
        for each in WATCHED
        if growth(each, half) > most(each, half) + each.warming * is_short
    ]


def left_behind(before: Sample, after: Sample) -> list[str]:
    """A sentence for each thing that people who have gone left behind."""
    return [
        f"{each.name}: {each.of(after):.0f} when everybody had gone, {each.of(before):.0f} before they came"
        for each in WATCHED
        if each.left is not None and each.of(after) - each.of(before) > each.left
    ]
