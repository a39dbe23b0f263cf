"""The registry of columns: every column is drawn by every medium, stands in a table, and is documented."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.export import made_up as m
from tracker.domain.listing import tables
from tracker.domain.listing.cells import Column, Points, Row, rows_of, shown, widths
from tracker.domain.listing.columns import BY_KEY, COLUMNS
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.progress.status import Status, labelled
from tracker.export.listing import workbook_of
from tracker.export.rows_csv import for_people, for_programs
from tracker.export.slides.tables import cells_of, columns_of
from tracker.ui.parts import columns as on_page
from tracker.ui.parts import links
from tracker.ui.parts.tables import Number

ROOT = Path(__file__).parents[2]
FROZEN = thaw(m.content())
ROWS = tuple(rows_of(FROZEN, FROZEN.card.scores, number="2025Q3-02", sha256="ab" * 32))
TABLES: dict[str, tuple[Column, ...]] = {
    name: table
    for name, table in vars(tables).items()
    if isinstance(table, tuple) and table and isinstance(table[0], Column)
}


def test_a_key_names_one_column_and_fits_into_an_address() -> None:
    assert len(BY_KEY) == len(COLUMNS)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in BY_KEY)


@pytest.mark.parametrize("key", BY_KEY)
def test_a_column_stands_in_some_table(key: str) -> None:
    assert any(column.key == key for table in TABLES.values() for column in table)


@pytest.mark.parametrize("name", TABLES)
def test_the_heads_of_a_table_are_told_apart(name: str) -> None:
    heads = [column.head for column in TABLES[name]]
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("key", BY_KEY)
def test_a_column_is_drawn_by_every_medium(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "carried", dict)  # nobody visits
    column = BY_KEY[key]
    for row in ROWS:
        cell = column.read(row)
        drawn = on_page.cells_of([column], row)[column.head]
        text = drawn.text if isinstance(drawn, links.Link | Number) else drawn
        if isinstance(drawn, Status):  # its shape is drawn in its colour
            text = labelled(drawn)
        assert text == shown(cell)
        assert (shown(cell) == "—") == (for_people(cell) == "") == (for_programs(cell) == "")
        assert len(cells_of([column], row)) == len(columns_of([column], 2)) == 1


def test_a_workbook_of_all_columns_has_numbers_where_there_are_numbers() -> None:
    made = workbook_of(COLUMNS, FROZEN.card, FROZEN.card.scores)
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert [cell.value for cell in sheet[4]] == [column.head for column in COLUMNS]
    for line, score in enumerate(FROZEN.card.scores, 5):
        for place, column in enumerate(COLUMNS, 1):
            cell, written = column.read(Row(score, FROZEN.card)), sheet.cell(line, place)
            if cell is None or cell == "":
                assert written.value is None
            elif isinstance(cell, Decimal):
                assert written.value == pytest.approx(float(cell))
            elif isinstance(cell, Points):
                assert written.value == pytest.approx(float(cell.ratio * 100))


def test_one_column_more_takes_its_width_from_the_others() -> None:
    table = tables.BULLETIN_APPENDIX
    longer = (*table, BY_KEY["area"])
    assert sum(widths(table, 12_750)) == pytest.approx(sum(widths(longer, 12_750)))
    assert widths(longer, 12_750)[1] < widths(table, 12_750)[1]


def test_what_a_table_heads_in_its_own_words_is_still_the_registrys_figure() -> None:
    """Also under another key, by which addresses keep it: 完成率、执行率 stands under completion in 全表."""
    read = {id(column.read) for column in BY_KEY.values()}
    assert all(id(column.read) in read for table in TABLES.values() for column in table)


@pytest.mark.parametrize(("title", "table"), [("数据.csv", tables.DATA_CSV), ("目标全表", tables.LISTING)])
def test_every_column_of_a_file_is_documented_in_order(title: str, table: tuple[Column, ...]) -> None:
    parts = re.split(r"^## ", (ROOT / "docs" / "export-columns.md").read_text("utf-8"), flags=re.MULTILINE)
    (part,) = (part for part in parts if part.startswith(title))
    documented = re.findall(r"^\| (\S+) \| ([a-z0-9_]+) \| .+ \|$", part, re.MULTILINE)
    assert documented[1:] == [(column.head, column.key) for column in table]
