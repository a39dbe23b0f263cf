"""The CSV files of a seed folder: UTF-8 with a signature, so that a spreadsheet opens them.

One row is one line. A person opens and corrects them. What can't be read is refused with file, line
and reason.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from tracker.domain.language.errors import Refusal
from tracker.domain.measure.quantity import DECIMAL_PLACES
from tracker.domain.measure.rhythm import Rhythm

ENCODING = "utf-8-sig"
# Where the values of a plan of its own stand, for each rhythm of the plan.
PLANNED = {
    Rhythm.QUARTERLY: ("plan_q1", "plan_q2", "plan_q3", "plan_q4"),
    Rhythm.MONTHLY: tuple(f"plan_m{month}" for month in range(1, 13)),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "plan.csv": ("key", "value"),
    "units.csv": ("name", "short"),
    "areas.csv": ("number", "title", "lead", "start", "end", "preamble_start", "preamble_end", "label"),
    "articles.csv": ("number", "area", "title", "start", "end", "units", "label"),
    "readings.csv": ("start", "end", "text", "kind", "source", "target", "note"),
    "targets.csv": (
        *("code", "area", "article", "name", "quote", "quote_start", "number_start", "number_end"),
        *("value", "unit_of_measure", "wording", "operator", "kind", "path"),
        *PLANNED[Rhythm.QUARTERLY],
        *("baseline", "upper", "due", "steps", "stretch", "reduction"),
        *("condition", "lead", "lead_source", "co_units", "part_of", "note"),
    ),
}
# May be left out of a file: a register made before them has none, and each rhythm has its own.
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "areas.csv": ("label",),
    "articles.csv": ("label",),
    "targets.csv": ("upper", "steps", *(column for columns in PLANNED.values() for column in columns)),
}
_WHOLE = re.compile(r"[0-9]+")
_AMOUNT = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")
Choice = TypeVar("Choice", bound=StrEnum)


class BrokenSeed(Refusal):
    """A seed file cannot be taken as it is. ``line`` counts from 1, the header included."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file} 第 {line} 行:{reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Row:
    """One line of a file; its readers refuse with the line's number."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refuse(self, reason: str) -> BrokenSeed:
        return BrokenSeed(self.file, self.line, reason)

    def text(self, column: str) -> str:
        return self.cells[column]

    def required(self, column: str) -> str:
        if not self.cells[column]:
            raise self.refuse(f"“{column}”不能为空。")
        return self.cells[column]

    def whole(self, column: str) -> int:
        written = self.required(column)
        if not _WHOLE.fullmatch(written):
            raise self.refuse(f"“{column}”应为半角数字的整数,现为“{written}”。")
        return int(written)

    def whole_or_none(self, column: str) -> int | None:
        return self.whole(column) if self.cells[column] else None

    def amount(self, column: str) -> Decimal | None:
        """An exact amount, or None for an empty cell: empty is not zero."""
        written = self.cells[column]
        if not written:
            return None
        match = _AMOUNT.fullmatch(written)
        if not match:
            raise self.refuse(f"“{column}”应为半角数字,现为“{written}”。")
        if len(match[1] or "") > DECIMAL_PLACES:
            raise self.refuse(f"“{column}”最多保留 {DECIMAL_PLACES} 位小数,现为“{written}”。")
        return Decimal(written)

    def choice(self, column: str, choices: type[Choice]) -> Choice:
        try:
            return choices(self.cells[column])
        except ValueError:
            known = "、".join(choices)
            raise self.refuse(f"“{column}”应为 {known} 之一,现为“{self.cells[column]}”。") from None

    def yes(self, column: str) -> bool:
        if self.cells[column] not in ("yes", "no"):
            raise self.refuse(f"“{column}”应为 yes 或 no,现为“{self.cells[column]}”。")
        return self.cells[column] == "yes"

    def several(self, column: str) -> tuple[str, ...]:
        return tuple(name for name in self.cells[column].split(";") if name)


def read_text(path: Path) -> str:
    """The characters as stored: positions count them, so line ends are not translated."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise BrokenSeed(path.name, 1, "缺少这个文件。") from None
    except UnicodeDecodeError:
        raise BrokenSeed(path.name, 1, "不是 UTF-8 编码,请另存为“CSV UTF-8”。") from None


def read_rows(folder: Path, file: str) -> tuple[Row, ...]:
    lines = read_text(folder / file).removeprefix("\ufeff").splitlines()
    header = next(csv.reader(lines[:1]), [])
    optional = OPTIONAL.get(file, ())
    missing = [column for column in COLUMNS[file] if column not in (*header, *optional)]
    if missing:
        raise BrokenSeed(file, 1, f"缺少列:{'、'.join(missing)}。")
    return tuple(_row(file, number, header, line) for number, line in enumerate(lines[1:], start=2) if line)


def _row(file: str, number: int, header: list[str], line: str) -> Row:
    """Each line is read by itself, so that an open quotation mark can't swallow the lines below."""
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error:
        raise BrokenSeed(file, number, "引号不成对;每条记录只占一行。") from None
    if len(cells) != len(header):
        raise BrokenSeed(file, number, f"应有 {len(header)} 列,现有 {len(cells)} 列。")
    absent = dict.fromkeys(OPTIONAL.get(file, ()), "")
    return Row(file, number, absent | {name: cell.strip() for name, cell in zip(header, cells, strict=True)})


def write_rows(folder: Path, file: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Columns that a row does not name stay empty."""
    with (folder / file).open("w", encoding=ENCODING, newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS[file], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
