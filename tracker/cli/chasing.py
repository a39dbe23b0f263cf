"""催报 for a scheduler: remind."""

import argparse

from tracker import remind as reminding
from tracker.cli import clock
from tracker.cli.arguments import QUARTER, Commands
from tracker.cli.engines import existing_engine
from tracker.domain.measure.period import parse_period
from tracker.domain.workflow.chasing import REMIND_DAYS
from tracker.settings import Settings


def remind(settings: Settings, given: argparse.Namespace) -> int:
    """Remind the departments that have something open, for a scheduler; 1 when a message failed."""
    engine = existing_engine(settings)
    by = () if given.dry_run else reminding.ways(settings, given.channel)
    asked = None if given.period is None else parse_period(given.period)
    failed = False
    current_round = reminding.round_of(engine, settings, given.plan, asked, clock.now)
    for line in reminding.remind(current_round, by, given.days):
        print(line.text, flush=True)
        failed |= line.is_failure
    return 1 if failed else 0


COMMANDS: Commands = {
    remind: {
        "--plan": {"default": "", "help": "the plan's code; all open plans if left out"},
        "--period": {"help": "2025Q3 or 2025-09; the newest that has opened if left out"},
        "--quarter": QUARTER,
        "--channel": {"choices": ["email", "dingtalk", "wecom", reminding.ALL], "default": reminding.ALL},
        "--days": {"type": int, "default": REMIND_DAYS, "help": "start so many days before the due date"},
        "--dry-run": {"action": "store_true", "help": "print the messages, send nothing"},
    },
}
