"""How a room of commands tells which it has, and the arguments that several of them share."""

import argparse
from collections.abc import Callable
from typing import Any

from tracker.settings import ROOT, Settings

SEED = ROOT / "seed" / "haining-2025"
# A command -> its arguments, with what argparse is told of each.
Commands = dict[Callable[[Settings, argparse.Namespace], int], dict[str, dict[str, Any]]]

# What --period was called while there were quarters only.
QUARTER: dict[str, Any] = {"dest": "period", "help": argparse.SUPPRESS}


def add(commands: Any, functions: Commands, prefix: str = "") -> None:
    """A parser for each function, under its name without ``prefix``; its docstring's first line helps."""
    for command, options in functions.items():
        about = (command.__doc__ or "").splitlines()[0]
        sub = commands.add_parser(command.__name__.removeprefix(prefix), help=about, description=about)
        for name, settings in options.items():
            sub.add_argument(name, **settings)
        sub.set_defaults(command=command)
