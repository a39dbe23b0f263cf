"""The list at the end of a run (tests/slow.py)."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.slow import REASONS, pytest_terminal_summary

ROOT = Path(__file__).resolve().parent.parent
WITH_A_REASON = next(iter(REASONS))


def report(test: str, when: Any, seconds: float) -> pytest.TestReport:
    return pytest.TestReport(test, ("", 0, ""), {}, "passed", None, when, duration=seconds)


def test_a_slow_test_is_named_with_its_reason_or_as_one_that_has_none() -> None:
    lines: list[str] = []
    reports = [
        report(f"{WITH_A_REASON}::test_a[x]", "call", 9.0),
        report("tests/new.py::test_b", "setup", 1.5),
        report("tests/new.py::test_b", "call", 1.5),
        report("tests/new.py::test_c", "call", 1.5),
    ]
    reporter = SimpleNamespace(stats={"passed": reports}, section=lines.append, line=lines.append)
    pytest_terminal_summary(reporter)  # type: ignore[arg-type]
    assert len(lines) == 3
    assert REASONS[WITH_A_REASON] in lines[1]
    assert "test_b: NO REASON GIVEN" in lines[2]


def test_every_reason_is_of_a_test_file_that_stands() -> None:
    assert [name for name in REASONS if not (ROOT / name.split("::")[0]).is_file()] == []


def test_tests_of_pages_and_browsers_have_their_reason() -> None:
    names = {file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").glob("*/test_*.py")}
    assert [
        name for name in sorted(names) if name.endswith(("_page.py", "in_browser.py")) and name not in REASONS
    ] == []
