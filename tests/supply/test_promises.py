"""SECURITY.md promises nothing that no test holds: each promise names tests, and they exist."""

import ast
import re
from functools import cache

from tests.supply.locked import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def promises(text: str) -> list[str]:
    """The points of the chapter, each on one line."""
    chapter = text.split("## What is promised\n")[1].split("\n## ")[0]
    return [point.replace("\n", " ") for point in re.split(r"\n(?:\n\*\*.*\n\n)?\* ", chapter)[1:]]


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def unheld(text: str) -> list[str]:
    """The promises that name no test, or one that is not there."""
    held = {point: NAMED.findall(point) for point in promises(text)}
    return [
        point
        for point, named in held.items()
        if not named or any(test not in functions_of(file) for file, test in named)
    ]


def test_every_promise_names_tests_that_are_there() -> None:
    assert len(promises(TEXT)) > 20
    assert unheld(TEXT) == []


def test_a_promise_without_a_test_or_with_one_that_has_gone_is_found() -> None:
    begun = "## What is promised\n\n**x**\n\n* All is well.\n* So it is: `tests/test_docs.py::test_gone`.\n"
    good = "`tests/supply/test_promises.py::test_every_promise_names_tests_that_are_there`"
    assert unheld(f"{begun}\n**y**\n\n* Here: {good}.\n\n## What is not\n") == [
        "All is well.",
        "So it is: `tests/test_docs.py::test_gone`.",
    ]
