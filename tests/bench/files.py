"""Every file of the meeting kit, the versions and the whole kit at 80 and 5,000 targets: time, memory, size.

Beside them stands reading the snapshot. Each is made in a process of its own that has made nothing before,
first with its imports, then again: by the clock, and by the work of the process and its children, which
another load of the machine moves little.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.table import show, times
from tests.export import made_up
from tests.export.test_every_file import large
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import kit
from tracker.export.formats import FORMATS, VERSIONS
from tracker.export.kit import CHILD_TARGETS
from tracker.settings import ROOT

_HEADS = ("file", "first s", "next s", "next CPU s", "next: thaw", "limit CPU s", "peak MB", "kB")
# CPU seconds: of all files of 80 targets, of the versions, of each file of 5,000; MB of each of those.
_TOGETHER, _VERSIONS, _EACH_LARGE, _LARGE_MB = 1.0, 3.0, 10.0, 150
_NUMBER = "2025Q3-01"
_CHILD = """
import json, resource, sys, time
from tracker.domain.meetings.snapshot import thaw
from tracker.export import kit
from tracker.export.formats import format_of
from tracker.export.options import HOUSE
content, key, sha256 = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2], sys.argv[3]
def worked():
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime
spent = []
for _ in range(2):
    begun, work = time.perf_counter(), worked()
    made = b""
    if key == "thaw":
        thaw(content)
    elif key == "zip":
        kit.forget()
        made = kit.zip_of(content, sha256, sys.argv[4], HOUSE)
    else:
        made = format_of(key).bytes_of(content, sha256, sys.argv[4], HOUSE)
    spent.append((time.perf_counter() - begun, worked() - work))
lines = open("/proc/self/status").read().splitlines()
# ru_maxrss would be the parent's: it outlives fork and exec.
peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000
print(json.dumps([spent[0][0], *spent[1], peak, len(made) / 1000]))
"""


def run(sizes: tuple[int, ...], folder: Path) -> None:
    for targets in sizes:
        content = made_up.content(large(targets))
        place = folder / f"content-{targets}.json"
        place.write_text(content, "utf-8")
        is_large = targets > CHILD_TARGETS
        rows, sha256, together = [], content_sha256(content), 0.0
        floor = _made(place, "thaw", sha256)
        # A large kit makes its heavy files in children of its own: the peak is then this process's alone.
        for key in (*(each.key for each in FORMATS), VERSIONS.key, kit.ZIP):
            first, again, work, peak, size = _made(place, key, sha256)
            shown = "all of the kit, zipped" if key == kit.ZIP else key
            limit = _EACH_LARGE if is_large and key != kit.ZIP else ""
            if not is_large and key == VERSIONS.key:
                limit = _VERSIONS
            together += work if key not in (VERSIONS.key, kit.ZIP) else 0
            rows.append((shown, first, again, work, times(work, floor[2]), limit, peak, size))
        limit = "" if is_large else _TOGETHER
        rows.append(("all files together", "", "", together, times(together, floor[2]), limit, "", ""))
        rows.append(("reading the snapshot (thaw)", *floor[:3], "1.0x", "", floor[3], ""))
        memory = f"; {_LARGE_MB} MB at most for each" if is_large else ""
        show(f"Files of a snapshot of {targets:,} targets{memory}", _HEADS, rows)


def _made(place: Path, key: str, sha256: str) -> tuple[float, float, float, float, float]:
    """Seconds of the first and the second time, CPU seconds of the second, peak MB, kB of the file."""
    said = subprocess.run(
        [sys.executable, "-c", _CHILD, str(place), key, sha256, _NUMBER],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    first, again, work, peak, size = json.loads(said.stdout)
    return first, again, work, peak, size
