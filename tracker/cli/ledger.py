"""The ledger as a whole: verify, anchor, ship, grants, backup, restore, copy."""

import argparse
import sys
from itertools import chain
from pathlib import Path
from typing import Any

from tracker import anchoring, shipping
from tracker.backup import archive, placing, shelf
from tracker.cli import clock
from tracker.cli.arguments import Commands
from tracker.cli.engines import existing_engine, shelf_of
from tracker.db import Engine, engine_for, reading
from tracker.domain.language.errors import BadInput
from tracker.queries import integrity
from tracker.services.grants import grant
from tracker.settings import Settings, readable_url


def verify(settings: Settings, given: argparse.Namespace) -> int:
    """Check the database, the audit trail, and everything that the trail vouches for or that is derived."""
    outside = anchoring.kept(settings, given.anchor)
    findings = 0
    with reading(existing_engine(settings), patient=True) as session:
        unread = anchoring.missing(session, settings, given.anchor)
        for finding in chain(unread, integrity.findings(session, outside)):
            findings += 1
            print(finding, flush=True)
    if outside:
        print(f"已对照外存的日志末端 {len(outside)} 个。")
    print("已核验：没有发现问题。" if not findings else f"已核验：发现 {findings} 个问题。")
    return 1 if findings else 0


def anchor(settings: Settings, given: argparse.Namespace) -> int:
    """Write the head of the audit trail to the places that are set, for a scheduler; 1 where one failed."""
    engine = existing_engine(settings)
    if not anchoring.is_set(settings):
        raise BadInput("请先设置 TRACKER_ANCHOR_FILE、TRACKER_ANCHOR_MAIL 或 TRACKER_ANCHOR_URL。")
    line, failures = anchoring.write(engine, settings, clock.now())
    print(line)
    print(*failures, sep="\n", end="\n" if failures else "", file=sys.stderr)
    return 1 if failures else 0


def ship(settings: Settings, given: argparse.Namespace) -> int:
    """Send the rows of the audit trail that are not out yet, for a scheduler; 1 where a place failed."""
    engine = existing_engine(settings)
    if not shipping.is_set(settings):
        raise BadInput("请先设置 TRACKER_AUDIT_SYSLOG 或 TRACKER_AUDIT_FILE。")
    sent, failures = shipping.ship(engine, settings, clock.now)
    print(f"已外送 {sent} 条。")
    print(*failures, sep="\n", end="\n" if failures else "", file=sys.stderr)
    return 1 if failures else 0


def grants(settings: Settings, given: argparse.Namespace) -> int:
    """Give a PostgreSQL role what the application needs and nothing else; the address is the owner's."""
    print(*grant(existing_engine(settings), given.role), sep=";\n", end=";\n")
    return 0


def backup(settings: Settings, given: argparse.Namespace) -> int:
    """Write the whole ledger, evidence included, into one file while it is in use; prints its SHA-256."""
    engine, now = engine_for(settings.database_url), clock.now()
    file = given.file
    if file is None:
        file = shelf.put(engine, shelf_of(settings, engine), shelf.NIGHTLY, settings.backups_kept, now)
    else:
        archive.write(engine, file, now)
    print(f"{archive.sha256_of(file)}  {file}")
    return 0


def restore(settings: Settings, given: argparse.Namespace) -> int:
    """Put a backup in the ledger's place; refused while a server runs. What stood there is kept beside it."""
    engine = engine_for(settings.database_url)
    folder = shelf_of(settings, engine)
    placed = placing.restore(given.file, engine, folder, clock.now(), despite_findings=given.despite_findings)
    return _told(placed, engine, "已从备份恢复并核对；所有人需重新登录，未用的设置密码链接已失效。")


def copy(settings: Settings, given: argparse.Namespace) -> int:
    """Copy a ledger row for row to where none stands yet: SQLite to PostgreSQL or back."""
    origin, engine = (engine_for(readable_url("FROM/TO", url)) for url in (given.origin, given.target))
    placed = placing.copy(origin, engine, clock.now(), despite_findings=given.despite_findings)
    return _told(placed, engine, "已逐行复制并核对。")


def _told(placed: placing.Placed, engine: Engine, done: str) -> int:
    print(*placed.findings, sep="\n", end="\n" if placed.findings else "", file=sys.stderr)
    print(f"{engine.url.render_as_string(hide_password=True)}：{done}")
    if placed.aside is not None:
        print(f"原来的账本：{placed.aside}")
    return 0


_DESPITE: dict[str, Any] = {"action": "store_true", "help": "also where verify finds something"}
COMMANDS: Commands = {
    verify: {
        "--anchor": {
            "type": Path,
            "action": "append",
            "default": [],
            "help": "a file with heads of the trail that were kept elsewhere, or a mail; may be repeated",
        },
    },
    anchor: {},
    ship: {},
    grants: {"role": {"help": "the role that the application serves under; run it again after each upgrade"}},
    backup: {
        "file": {
            "nargs": "?",
            "type": Path,
            "help": "the file to write, must not exist; if left out, a dated one in TRACKER_BACKUP_FOLDER",
        }
    },
    restore: {"file": {"type": Path, "help": "a file that backup wrote"}, "--despite-findings": _DESPITE},
    copy: {
        "origin": {"metavar": "FROM", "help": "sqlite:///FILE or postgresql+psycopg://…"},
        "target": {"metavar": "TO", "help": "the same; it must not hold a ledger"},
        "--despite-findings": _DESPITE,
    },
}
