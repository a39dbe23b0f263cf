"""Every file of the meeting kit at 80 and 5,000 targets: time, memory, size, beside reading the snapshot.

Each is made in a process of its own that has made nothing before, first with its imports, then again.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.table import show, times
from tests.export import made_up
from tests.export.test_every_file import large
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export.formats import FORMATS
from tracker.settings import ROOT

_HEADS = ("file", "first s", "next s", "next: thaw", "peak MB", "kB")
_NUMBER = "2025Q3-01"
_CHILD = """
import json, sys, time
from tracker.domain.meetings.snapshot import thaw
from tracker.export.formats import format_of
from tracker.export.options import HOUSE
content, key, sha256 = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2], sys.argv[3]
spent = []
for _ in range(2):
    begun = time.perf_counter()
    made = b"" if key == "thaw" else format_of(key).bytes_of(content, sha256, sys.argv[4], HOUSE)
    if key == "thaw":
        thaw(content)
    spent.append(time.perf_counter() - begun)
lines = open("/proc/self/status").read().splitlines()
# ru_maxrss would be the parent's: it outlives fork and exec.
peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000
print(json.dumps([*spent, peak, len(made) / 1000]))
"""


def run(sizes: tuple[int, ...], folder: Path) -> None:
    for targets in sizes:
        content = made_up.content(large(targets))
        place = folder / f"content-{targets}.json"
        place.write_text(content, "utf-8")
        rows, sha256 = [], content_sha256(content)
        floor = _made(place, "thaw", sha256)
        together = 0.0
        for key in [each.key for each in FORMATS]:
            first, again, peak, size = _made(place, key, sha256)
            together += again
            rows.append((key, first, again, times(again, floor[1]), peak, size))
        rows.append(("all together", "", together, times(together, floor[1]), "", ""))
        rows.append(("reading the snapshot (thaw)", floor[0], floor[1], "1.0x", floor[2], ""))
        show(f"Files of a snapshot of {targets:,} targets", _HEADS, rows)


def _made(place: Path, key: str, sha256: str) -> tuple[float, float, float, float]:
    """Seconds of the first and the second time, peak megabytes, kilobytes of the file."""
    said = subprocess.run(
        [sys.executable, "-c", _CHILD, str(place), key, sha256, _NUMBER],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    first, again, peak, size = json.loads(said.stdout)
    return first, again, peak, size
