"""The seed as loaded once, and a copy of it that a test may break."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.notice import files
from tracker.notice.records import Register
from tracker.notice.register import load_register
from tracker.notice.seed_csv import COLUMNS, write_rows

SEED = Path(__file__).parents[2] / "seed" / "haining-2025"
Edit = Callable[[list[dict[str, str]]], None]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the house gives a file up after, ten times: a busy machine is none of its contents."""
    monkeypatch.setattr(files, "CPU_SECONDS", 10 * files.CPU_SECONDS)
    monkeypatch.setattr(files, "_WALL_SECONDS", 10 * files._WALL_SECONDS)


@pytest.fixture(scope="session")
def register() -> Register:
    return load_register(SEED)


@pytest.fixture(scope="session")
def text(register: Register) -> str:
    return register.text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


@pytest.fixture
def edit(folder: Path) -> Callable[[str, Edit], None]:
    """Change the rows of one file of the copy, as a person would in a spreadsheet."""

    def change(file: str, edit_rows: Edit) -> None:
        with (folder / file).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        edit_rows(rows)
        assert file in COLUMNS
        write_rows(folder, file, rows)

    return change
