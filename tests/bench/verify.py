"""``python -m tracker verify`` over a ledger whose trail has a row for each fact: time, CPU, peak memory.

Beside it stands what every check has to do at least: reading the reports and the trail, and nothing else.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.table import show, times
from tracker.settings import ROOT

_HEADS = ("verify", "reports", "rows of the trail", "s", "CPU s", "reading alone, CPU s", "ratio", "peak MB")
_CHILD = """
import json, sys, time
from sqlalchemy import text
from tracker.cli import main
from tracker.db import engine_for, reading
from tracker.settings import read_settings
wall, cpu = time.perf_counter(), time.process_time()
if sys.argv[1] == "verify":
    assert main(["verify"]) == 0, "there is nothing to find"
    counts = []
else:
    with reading(engine_for(read_settings().database_url)) as session:
        counts = [
            sum(1 for row in session.connection().execute(text(f"SELECT * FROM {table}")).yield_per(2000))
            for table in ("report", "audit")
        ]
spent = time.perf_counter() - wall, time.process_time() - cpu
lines = open("/proc/self/status").read().splitlines()
# ru_maxrss would be the parent's: it outlives fork and exec.
peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000
print(json.dumps([*spent, peak, counts]))
"""


def run(urls: dict[int, str]) -> None:
    rows = []
    for targets, url in urls.items():
        _wall, floor, _peak, (reports, trail) = _spent(url, "read")
        wall, cpu, peak, _counts = _spent(url, "verify")
        rows.append((f"{targets:,} targets", reports, trail, wall, cpu, floor, times(cpu, floor), peak))
    show("Verify", _HEADS, rows)


def _spent(url: str, what: str) -> tuple[float, float, float, list[int]]:
    said = subprocess.run(
        [sys.executable, "-c", _CHILD, what],
        cwd=Path(ROOT),
        env={**os.environ, "TRACKER_DATABASE_URL": url},
        capture_output=True,
        check=True,
        text=True,
    )
    wall, cpu, peak, counts = json.loads(said.stdout.splitlines()[-1])
    return wall, cpu, peak, counts
