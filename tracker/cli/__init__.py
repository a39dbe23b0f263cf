"""The command line: python -m tracker COMMAND (serve, init, demo, plan, notice, account, snapshot, …).

Each command is one function of the modules beside this one, those of ``plan`` under their last word; its help
is its docstring. A module names its commands and their arguments in ``COMMANDS``.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from tracker import condition
from tracker.backup import placing
from tracker.cli import chasing, clock, ledger, notices, papers, people, plans, serve
from tracker.cli.arguments import SEED, Commands, add
from tracker.cli.engines import in_common
from tracker.db import Busy, NotStored, Unwritable
from tracker.domain.language.errors import Refusal
from tracker.domain.language.punctuation import full_width
from tracker.domain.workflow.register_changes import RegisterDiffers
from tracker.services import schema
from tracker.settings import BadSetting, Settings, read_settings

__all__ = ["SEED", "main", "parser"]

_COMMANDS: Commands = {
    **serve.COMMANDS,
    **notices.COMMANDS,
    **people.COMMANDS,
    **papers.COMMANDS,
    **chasing.COMMANDS,
    **ledger.COMMANDS,
}
# They say themselves how they hold a ledger, or hold none.
_ASK_FOR_THEMSELVES = (ledger.restore, ledger.copy, serve.demo, notices.notice)


def parser() -> argparse.ArgumentParser:
    """Of every command with its arguments."""
    whole = argparse.ArgumentParser(
        prog="python -m tracker", description="Target tracker of a city government."
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    add(commands, _COMMANDS)
    about = "Load, list, publish, close plans."
    plan = commands.add_parser("plan", help=about, description=about)
    add(plan.add_subparsers(required=True, metavar="COMMAND"), plans.COMMANDS, "plan_")
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    given = parser().parse_args(arguments)
    try:
        command_given: Callable[[Settings, argparse.Namespace], int] = given.command
        settings = read_settings()
        # Nothing is put in the ledger's place meanwhile.
        holds = nullcontext() if command_given in _ASK_FOR_THEMSELVES else in_common(settings)
        with _noted(settings, command_given.__name__) as ended, holds:
            ended.append(command_given(settings, given))
        return ended[0]
    except placing.NotSound as refusal:
        print(*refusal.findings, full_width(str(refusal)), sep="\n", file=sys.stderr)
        return 1
    except RegisterDiffers as refusal:
        print(*refusal.lines, sep="\n", file=sys.stderr)
        return 1
    except Busy as busy:
        print(
            f"有别的操作占用着数据库，这个命令没有完成，什么也没有写入。请过几秒再运行一次。（{busy.orig}）",
            file=sys.stderr,
        )
        return 1
    except Unwritable as full:
        print(
            f"存放数据的磁盘已满、出错或只能读取，这个命令没有完成，什么也没有写入。（{full.orig}）",
            file=sys.stderr,
        )
        return 1
    except (Refusal, BadSetting, schema.NoDatabase, NotStored, OSError) as refusal:
        print(full_width(str(refusal).splitlines()[0]), file=sys.stderr)  # behind it a driver writes its SQL
        return 1


@contextmanager
def _noted(settings: Settings, command: str) -> Iterator[list[int]]:
    """Leave for monitoring how the command ended; one that broke off ended with 2."""
    ended: list[int] = []
    try:
        yield ended
    finally:
        if command in condition.NOTED:
            condition.note(settings, command, ended[0] if ended else 2, clock.now())
