"""Plans: python -m tracker plan load, list, publish, close, reopen."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.cli import clock
from tracker.cli.arguments import Commands
from tracker.cli.engines import existing_engine
from tracker.db import reading, transaction
from tracker.domain.progress.plans import plan_meant
from tracker.queries.plans import all_plans, newest_step
from tracker.services import plans as plan_steps
from tracker.services import register
from tracker.settings import Settings


def plan_load(settings: Settings, given: argparse.Namespace) -> int:
    """Load the plan of a seed folder as a draft; says what differs where it is loaded already."""
    now = clock.now()
    with transaction(existing_engine(settings)) as session:
        plan_id = register.draft_folder(session, given.folder, now)
        if plan_id is not None and given.publish:
            plan_steps.publish(session, None, plan_id, 1, now)
    if plan_id is None:
        print("这份方案已载入，文件没有变化。")
    else:
        print("方案已载入并发布。" if given.publish else "方案已载入为草案，请市府办在“方案”页核对后发布。")
    return 0


def plan_list(settings: Settings, given: argparse.Namespace) -> int:
    """List the plans: code, year, rhythm, state, kind, title."""
    with reading(existing_engine(settings)) as session:
        for plan in all_plans(session):
            print(
                plan.code, plan.year, plan.rhythm.value, plan.state.word, plan.kind.word, plan.title, sep="\t"
            )
    return 0


def plan_publish(settings: Settings, given: argparse.Namespace) -> int:
    """Publish a draft."""
    return _take(settings, given.code, plan_steps.publish)


def plan_close(settings: Settings, given: argparse.Namespace) -> int:
    """End a plan: it stays readable, nothing is written about it any more."""
    return _take(settings, given.code, plan_steps.close, given.reason)


def plan_reopen(settings: Settings, given: argparse.Namespace) -> int:
    """Put a closed plan in force again."""
    return _take(settings, given.code, plan_steps.reopen, given.reason)


def _take(settings: Settings, code: str, step: Callable[..., None], *reason: str) -> int:
    with transaction(existing_engine(settings)) as session:
        plan = plan_meant(all_plans(session), code)
        step(session, None, plan.id, newest_step(session, plan.id).number, *reason, clock.now())
        print(code, newest_step(session, plan.id).state.word, sep="\t")
    return 0


_CODE: dict[str, Any] = {"help": "the plan's code"}
_REASON: dict[str, Any] = {"required": True, "help": "why; stands in the audit trail"}
COMMANDS: Commands = {
    plan_load: {
        "folder": {"type": Path, "help": "a seed folder: plan.csv, notice.txt and the register's tables"},
        "--publish": {"action": "store_true", "help": "publish it at once"},
    },
    plan_list: {},
    plan_publish: {"code": _CODE},
    plan_close: {"code": _CODE, "--reason": _REASON},
    plan_reopen: {"code": _CODE, "--reason": _REASON},
}
