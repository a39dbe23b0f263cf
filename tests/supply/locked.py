"""The lists of packages as written by hand (requirements*.in) and as locked (requirements*.txt)."""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Release(NamedTuple):
    """One release of a locked list; ``hashes`` are the SHA-256 of its files, of every platform."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        return str(self.requirement.specifier).removeprefix("==")

    @property
    def is_meant_here(self) -> bool:
        """Whether its marker holds for this machine and this Python."""
        return self.requirement.marker is None or self.requirement.marker.evaluate()


def locked(name: str) -> list[Release]:
    """The releases of ``requirements.txt`` or ``requirements-dev.txt``."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    return [
        Release(Requirement(HASH.sub("", line).strip()), frozenset(HASH.findall(line)))
        for line in _lines(text)
    ]


def written(name: str) -> list[Requirement]:
    """The requirements of ``requirements.in`` or ``requirements-dev.in``, without those that it includes."""
    text = (ROOT / name).read_text("utf-8")
    return [Requirement(line) for line in _lines(text) if not line.startswith("-r ")]


def brought_along(written: Iterable[Requirement]) -> set[str]:
    """The names of all that these requirements need here, as the installed packages say themselves."""
    found: set[str] = set()
    asked: set[tuple[str, str]] = set()
    open_ones = [each for each in written if each.marker is None or each.marker.evaluate()]
    while open_ones:
        one = open_ones.pop()
        name = canonicalize_name(one.name)
        found.add(name)
        for extra in {"", *one.extras}:
            if (name, extra) not in asked:
                asked.add((name, extra))
                open_ones += _needed_by(name, extra)
    return found


def _needed_by(name: str, extra: str) -> Iterator[Requirement]:
    for line in requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            yield needed


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
