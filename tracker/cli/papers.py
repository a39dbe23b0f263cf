"""What a meeting gets: snapshot freezes a period and writes the files of the meeting kit."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from tracker.cli import clock
from tracker.cli.arguments import QUARTER, Commands
from tracker.cli.engines import existing_engine
from tracker.db import transaction
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI, parse_period_of
from tracker.domain.progress.plans import plan_meant
from tracker.export import formats, kit
from tracker.export.options import Options
from tracker.queries.meeting import records_of
from tracker.queries.papers import paper_draft, paper_of, settings_in_force
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.snapshots import FrozenContent, read_snapshot
from tracker.services.snapshots import freeze
from tracker.settings import Settings

ALL_FORMATS = "all"


def snapshot(settings: Settings, given: argparse.Namespace) -> int:
    """Freeze a period as a reviewer, or take a frozen snapshot, and write its files."""
    engine = existing_engine(settings)
    if given.number is None and given.period is None:
        raise BadInput("请给出 --period（冻结一期）或 --number（导出已冻结的材料）。")
    with transaction(engine) as session:
        person = person_of_login(session, given.login)
        number, code = given.number, given.plan
        if number is None:
            plan = plan_meant(plans(session, person), given.plan, given.period)
            period = parse_period_of(plan.rhythm, given.period)
            card = scorecard(
                session, plan, period, person, now=clock.now(), include_unapproved=given.include_unapproved
            )
            meeting = given.meeting or clock.now().astimezone(SHANGHAI).date()
            name = given.name or f"{period.label}重点目标进展"
            draft = paper_draft(session, person, plan, period)
            records = records_of(session, person, card, meeting, draft.meeting.compared)
            paper = paper_of(session, draft, card, records.matters or (), meeting)
            texts = texts_of(session, card)
            number = freeze(session, person, card, texts, name, meeting, clock.now(), records, paper)
            code = plan.code
        frozen = read_snapshot(session, person, number, code)
        house = Options.chosen(settings)
        look = settings_in_force(session, person, frozen.plan_id, house.paper)
    print(f"{number}  {frozen.sha256}")
    out = Path(given.out or ".")
    if not out.suffix:
        out.mkdir(exist_ok=True)
    for target, content in _files_of(frozen, replace(house, paper=look), given.format, out):
        target.write_bytes(content)
        print(f"{sha256(content).hexdigest()}  {target}")
    return 0


def _files_of(frozen: FrozenContent, options: Options, key: str, out: Path) -> Iterator[tuple[Path, bytes]]:
    """The files asked for; ``out`` is a folder, or the file itself where one is asked for by its suffix."""
    given = (frozen.content, frozen.sha256, frozen.number, options)
    if key == kit.ZIP:
        yield _named(out, frozen.number, "会议材料.zip", kit.ZIP), kit.zip_of(*given)
    elif key == ALL_FORMATS:
        for file_format, content in kit.files(*given):
            yield out / f"{frozen.number}_{file_format.file_name}", content
    else:
        file_format = formats.format_of(key)
        path = _named(out, frozen.number, file_format.file_name, file_format.suffix)
        yield path, kit.file_bytes(file_format, *given)


def _named(out: Path, number: str, file_name: str, suffix: str) -> Path:
    return out if out.suffix == f".{suffix}" else out / f"{number}_{file_name}"


COMMANDS: Commands = {
    snapshot: {
        "--login": {"required": True, "help": "the account that acts"},
        "--plan": {"default": "", "help": "the plan's code; the first of the period's year if left out"},
        "--period": {"help": "freeze this period: 2025Q3, of a monthly plan 2025-09"},
        "--quarter": QUARTER,
        "--number": {"help": "export this snapshot instead of freezing one"},
        "--name": {"help": "the snapshot's name"},
        "--meeting": {"type": date.fromisoformat, "help": "the meeting's date; today if left out"},
        "--include-unapproved": {"action": "store_true"},
        "--format": {
            "choices": [*(each.key for each in formats.FORMATS), formats.VERSIONS.key, kit.ZIP, ALL_FORMATS],
            "default": "xlsx",
            "help": "which file of the meeting kit; the workbook if left out",
        },
        "--out": {"help": "the folder to write into, or the file"},
    },
}
