"""The register of one plan, loaded from its seed folder and checked against the notice's own words."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tracker.notice import seed_rows
from tracker.notice.checks import Loaded, Sourced, check
from tracker.notice.records import Register
from tracker.notice.seed_csv import Row, read_rows, read_text

NOTICE_FILE = "notice.txt"
Record = TypeVar("Record")


def load_register(folder: Path) -> Register:
    """Read and check the folder. Raises BrokenSeed with file, line and reason; nothing is repaired."""
    plan = seed_rows.plan_facts(read_rows(folder, seed_rows.PLAN_FILE))
    loaded = Loaded(
        text=read_text(folder / NOTICE_FILE),
        units=_records(folder, "units.csv", seed_rows.unit),
        areas=_records(folder, "areas.csv", seed_rows.area),
        articles=_records(folder, "articles.csv", seed_rows.article),
        readings=_records(folder, "readings.csv", seed_rows.reading),
        targets=_records(folder, "targets.csv", lambda row: seed_rows.target(row, plan.rhythm)),
    )
    check(loaded)
    return Register(
        plan=plan,
        text=loaded.text,
        units=tuple(one.record for one in loaded.units),
        areas=tuple(one.record for one in loaded.areas),
        articles=tuple(one.record for one in loaded.articles),
        readings=tuple(one.record for one in loaded.readings),
        targets=tuple(one.record for one in loaded.targets),
    )


def _records(folder: Path, file: str, read: Callable[[Row], Record]) -> tuple[Sourced[Record], ...]:
    return tuple(Sourced(row, read(row)) for row in read_rows(folder, file))
