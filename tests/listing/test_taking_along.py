"""全表 as a file: the same rows and columns as the page, and nothing in them runs."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tests.domain.build import budget, level, milestone, total
from tests.domain.test_scorecard import SCIENCE, card, score
from tests.export import made_up
from tracker.domain.listing.cells import Column, Row, shown
from tracker.domain.listing.tables import DATA_CSV, DATA_SHEET, LISTING, SLIDES_APPENDIX, YEAR
from tracker.domain.listing.wanted import columns_of
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Scorecard, UnitRef
from tracker.domain.sentences import completion_text
from tracker.export.listing import csv_of, workbook_of

EVIL = UnitRef(9, '=HYPERLINK（"http://x","点我"）')
CARD = card(
    score(1, total(), "75.5", EVIL),
    score(2, level(), None, SCIENCE),
    score(3, milestone(), "1", SCIENCE),
    score(4, budget("5.98"), "1", SCIENCE),
)


def csv_rows(shown: Scorecard = CARD) -> list[list[str]]:
    return list(csv.reader(StringIO(csv_of(LISTING, shown, shown.scores).decode("utf-8-sig"))))


def test_the_csv_has_the_columns_and_a_row_for_each_target() -> None:
    rows = csv_rows()
    assert rows[0] == [column.head for column in LISTING]
    assert [row[0] for row in rows[1:]] == ["T01", "T02", "T03", "T04"]


def test_numbers_are_numbers_and_nothing_is_an_empty_cell() -> None:
    columns = columns_of(("code", "value", "completion"))
    rows = list(csv.reader(StringIO(csv_of(columns, CARD, CARD.scores).decode("utf-8-sig"))))
    assert rows[1:] == [
        ["T01", "75.5", "", "0.755"],
        ["T02", "", "", ""],
        ["T03", "已完成", "", ""],
        ["T04", "1", "", "0.167224"],
    ]


@pytest.mark.parametrize("table", [LISTING, DATA_SHEET, DATA_CSV, SLIDES_APPENDIX, YEAR], ids=len)
def test_a_share_stands_in_a_table_only_where_the_sentences_give_one(table: tuple[Column, ...]) -> None:
    """Levels and rates have none, and what a budget's is called is 执行率 (DOMAIN §2, §3)."""
    judged = made_up.card()
    assert {each.target.terms.kind for each in judged.scores} >= {Kind.LEVEL, Kind.RATE, Kind.BUDGET}
    for each in judged.scores:
        row = Row(each, judged)
        cells = {name: column.read(row) for column in table for name in column.head.split("、")}
        told = {name.strip(): share for name, share in cells.items() if name.strip() in ("完成率", "执行率")}
        shares = [shown(share) for share in told.values() if share is not None]
        text = completion_text(each)
        assert len({*shares}) == (text is not None)
        if text is not None:
            assert text.endswith(shares[0])
            name = "执行率" if each.target.terms.kind is Kind.BUDGET else "完成率"
            assert told[name] is not None


def test_a_negative_number_stays_a_number() -> None:
    behind = card(score(1, total(), "50", SCIENCE), score(2, total(), "12345678901234.5678", SCIENCE))
    columns = columns_of(("lag", "value"))
    rows = list(csv.reader(StringIO(csv_of(columns, behind, behind.scores).decode("utf-8-sig"))))
    assert rows[1][:2] == ["-25", "50"]
    sheet = load_workbook(BytesIO(workbook_of(columns, behind, behind.scores))).active
    assert sheet is not None
    assert sheet.cell(5, 1).value == pytest.approx(-25)
    assert sheet.cell(6, 2).value == "12,345,678,901,234.5678", "beyond Excel's digits it is a text, whole"


def test_the_workbook_says_what_it_counts_and_as_of_when() -> None:
    past = replace(CARD, include_unapproved=True, as_of=datetime(2025, 10, 10, 15, 59, tzinfo=UTC))
    sheet = load_workbook(BytesIO(workbook_of(LISTING, past, past.scores))).active
    assert sheet is not None
    said = str(sheet.cell(2, 1).value)
    assert "含未审核数据" in said
    assert "2025年10月10日" in said


def test_a_unit_named_like_a_formula_stays_a_text() -> None:
    assert csv_rows()[1][5].startswith("'=")
    sheet = load_workbook(BytesIO(workbook_of(LISTING, CARD, CARD.scores))).active
    assert sheet is not None
    cell = sheet.cell(5, 6)
    assert (cell.value, cell.data_type) == (EVIL.name, "s")


def test_the_workbook_holds_what_the_page_shows() -> None:
    columns = columns_of(("code", "value", "completion", "status"))
    sheet = load_workbook(BytesIO(workbook_of(columns, CARD, CARD.scores))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[0] == ["编号", "当前值", "数据标记", "完成率、执行率", "状态"]
    assert rows[1][:2] == ["T01", 75.5]
    assert rows[1][3] == pytest.approx(0.755)
    assert rows[2][1:] == [None, None, None, "□ 未填报"]


def test_equal_rows_give_equal_bytes() -> None:
    assert workbook_of(LISTING, CARD, CARD.scores) == workbook_of(LISTING, CARD, CARD.scores)
