"""A pasted column: which cell goes where, what it says, and what is left out with a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import Q3, QUICK, milestone, rate, total
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.pasting import LONGEST, PasteRow, cell_of_draft, draft_of_cell, read_paste

ROWS = (
    PasteRow("A1-01", "新增高新技术企业", total()),
    PasteRow("A4-02", "集装箱吞吐量", total(36, "万标箱")),
    PasteRow("A3-01", "服务贸易增速", rate()),
    PasteRow("T17-01", "启动创建5A", milestone(Q3)),
)
NA = "不适用"


def values(text: str, rows: tuple[PasteRow, ...] = ROWS) -> dict[str, str]:
    """What goes into which draft, as a cell shows it."""
    terms = {row.code: row.terms for row in rows}
    lines = read_paste(text, rows)
    return {
        line.code: cell_of_draft(line.typed, terms[line.code]) for line in lines if line.code and line.typed
    }


def of_four(text: str) -> str:
    """A column with a line for each row; what is blank at its end is copied too."""
    return text + "\n" * (len(ROWS) - text.count("\n"))


def said(text: str) -> list[str]:
    return [line.said for line in read_paste(text, ROWS)]


COLUMNS = [
    pytest.param("68\n27\n12.5\n已完成", ("68", "27", "12.5", "已完成"), id="one for each"),
    pytest.param("68\r\n27\r\n12.5\r\n已完成\r\n", ("68", "27", "12.5", "已完成"), id="as Windows copies"),
    pytest.param("68\r27\r12.5\r1", ("68", "27", "12.5", "已完成"), id="as an old Mac copies"),
    pytest.param("\ufeff68\n27", ("68", "27", None, None), id="with a byte order mark"),
    pytest.param("68\n\n12.5\n", ("68", None, "12.5", None), id="a blank cell leaves its draft"),
    pytest.param(" \n27\n\t\n0", (None, "27", None, "未完成"), id="blank is not zero, and zero is not blank"),
    pytest.param("0\n0\n0\n0", ("0", "0", "0", "未完成"), id="zeros"),
    pytest.param("６８\n２７\n１２．５", ("６８", "２７", "１２．５", None), id="full-width digits"),
    pytest.param("1,234\n27,000\n-3.5", ("1,234", "27,000", "-3.5", None), id="separators"),
    pytest.param("—\n不适用\n——\n本季不适用", (NA, NA, NA, NA), id="marks for not applicable"),
    pytest.param("36家\n36万标箱\n12%", ("36家", "36万标箱", "12%", None), id="with the unit behind"),
    pytest.param('"68"\n"27"', ("68", "27", None, None), id="quoted cells"),
    pytest.param("本年累计\n68\n27\n12.5\n未完成", ("68", "27", "12.5", "未完成"), id="a heading"),
    pytest.param("2025年三季度\n68\n27\n12.5\n未完成", ("68", "27", "12.5", "未完成"), id="a dated heading"),
    pytest.param("暂无\n27", (None, "27", None, None), id="words that are no column's name"),
    pytest.param("约68\n27", (None, "27", None, None), id="what can't be read moves nothing"),
    pytest.param("-", (None, None, None, None), id="a hyphen may be a zero: asked, not guessed"),
    pytest.param("#REF!\n27", (None, "27", None, None), id="a formula's error"),
    pytest.param("-68\n27", (None, "27", None, None), id="a total is not negative"),
    pytest.param("78.5\n27", (None, "27", None, None), id="a part of what is counted"),
    pytest.param("", (None, None, None, None), id="nothing"),
    pytest.param("\n\n\r\n", (None, None, None, None), id="nothing but line ends"),
]


@pytest.mark.parametrize(("text", "cells"), COLUMNS)
def test_one_column_goes_down_the_rows_as_shown(text: str, cells: tuple[str | None, ...]) -> None:
    expected = {row.code: cell for row, cell in zip(ROWS, cells, strict=True) if cell is not None}
    assert values(of_four(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("68\n27", id="rows left out"),
        pytest.param("累计\n68", id="a heading over a part"),
        pytest.param("68\n27\n12\n1\n99", id="one too many"),
        pytest.param("\n68\n27\n12\n1", id="a blank line in front"),
        pytest.param("指标\n本年累计\n68\n27\n12\n1", id="two headings"),
    ],
)
def test_a_column_with_another_number_of_lines_than_rows_fills_nothing(text: str) -> None:
    with pytest.raises(BadInput, match="不能按顺序对应。请把编号（或名称）和数值两列一起复制"):
        read_paste(text, ROWS)


def test_a_locked_row_keeps_its_place_and_takes_nothing() -> None:
    first, *others = ROWS
    rows = (PasteRow(first.code, first.name, first.terms, "已审核"), *others)
    assert values("68\n27\n12.5\n已完成", rows) == {"A4-02": "27", "A3-01": "12.5", "T17-01": "已完成"}
    assert read_paste("68\n27\n12.5\n已完成", rows)[0].said == "没有填入：已审核"


WIDE = "编号\t目标\t全年目标\t1—6月\t1—9月累计\t单位\n"


def test_a_whole_form_is_read_by_its_codes_and_the_head_of_the_figure() -> None:
    lines = "A4-02\t集装箱吞吐量\t36\t17.5\t27\t万标箱\nA1-01\t新增高新技术企业\t100\t44\t\t家"
    assert values(WIDE + lines) == {"A4-02": "27"}
    assert values("2025年三季度填报表\n" + WIDE + lines) == {"A4-02": "27"}
    with pytest.raises(BadInput, match="只复制一列数值"):
        read_paste(lines, ROWS)


PAIRS = [
    pytest.param("A4-02\t27\nA1-01\t68", {"A4-02": "27", "A1-01": "68"}, id="by code, in any order"),
    pytest.param("a4-02\t27\nＡ１－０１\t68", {"A4-02": "27", "A1-01": "68"}, id="small or full-width codes"),
    pytest.param("集装箱吞吐量\t27", {"A4-02": "27"}, id="by name"),
    pytest.param("A4-02 集装箱吞吐量\t27", {"A4-02": "27"}, id="code and name in one cell"),
    pytest.param("集装箱 吞吐量 \t27", {"A4-02": "27"}, id="a name with spaces"),
    pytest.param("编号\t数值\nA1-01\t68", {"A1-01": "68"}, id="with headings"),
    pytest.param("A1-01\t68\nA9-99\t5", {"A1-01": "68"}, id="an unknown code"),
    pytest.param("A1-01\t\nA4-02\t27", {"A4-02": "27"}, id="a blank value"),
    pytest.param("A1-01\t68\nA1-01\t69", {"A1-01": "68"}, id="the same target twice"),
    pytest.param('"集装箱\n吞吐量"\t27', {"A4-02": "27"}, id="a quoted cell with a line end"),
    pytest.param("A1-01\t68\t\t\nA4-02\t27\t", {"A1-01": "68", "A4-02": "27"}, id="empty columns behind"),
    pytest.param("\t68\nA4-02\t27", {"A4-02": "27"}, id="no code"),
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_two_columns_are_matched_by_code_or_name(text: str, expected: dict[str, str]) -> None:
    assert values(text) == expected


def test_two_targets_of_one_name_need_their_codes() -> None:
    rows = (*ROWS, PasteRow("B4-02", "集装箱吞吐量", total()))
    assert values("集装箱吞吐量\t27", rows) == {}
    assert "改用编号" in read_paste("集装箱吞吐量\t27", rows)[0].said
    assert values("B4-02\t27", rows) == {"B4-02": "27"}


def test_everything_left_out_says_why() -> None:
    assert said("编号\t数值\nA1-01\t约68\nA4-02\t\nX\t1\nA4-02\t1\nA4-02\t2\n\t3") == [
        "首行不是目标，当作标题行，没有填入。",
        "“约68”不是数字。请只填数字，单位是家。",
        "空白，保持原样。",
        "没有这个编号或名称的可填目标。",
        "",
        "与第5行重复，没有填入。",
        "没有编号或名称，不知道填给哪一项。",
    ]
    assert said("68\n\n12\n1")[1] == "空白，保持原样。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1\t2\t3", "只复制一列数值"),
        ('A1-01\t"68\nA4-02\t27', "不成对的引号"),
        ("6" * (LONGEST + 1), "太长"),
    ],
)
def test_what_is_no_such_table_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_paste(text, ROWS)


TABLES = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.lists(st.sampled_from(["A1-01", "68", "", "—", '"', "集装箱吞吐量", "１", "\n", "0"]), max_size=3)
    ).map(lambda rows: "\r\n".join("\t".join(cells) for cells in rows)),
)


@QUICK
@given(TABLES)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        lines = read_paste(text, ROWS)
    except BadInput:
        return
    for line in lines:
        assert bool(line.typed) != bool(line.said), "taken, or told why not"
        assert not line.typed or line.code in {row.code for row in ROWS}
    taken = [line.code for line in lines if line.typed]
    assert len(taken) == len(set(taken)), "no target gets two values"


@QUICK
@given(st.text(max_size=30), st.sampled_from([row.terms for row in ROWS]))
def test_a_cell_shows_what_was_put_into_it(text: str, terms: object) -> None:
    drafted = draft_of_cell(text, terms)  # type: ignore[arg-type]
    again = draft_of_cell(cell_of_draft(drafted, terms), terms)  # type: ignore[arg-type]
    assert again == drafted


def test_a_mark_keeps_the_number_and_a_number_takes_the_mark_away() -> None:
    assert draft_of_cell("不适用", total()) == {Field.NOT_APPLICABLE: "1"}
    assert draft_of_cell("68", total()) == {Field.VALUE: "68", Field.NOT_APPLICABLE: ""}
    assert draft_of_cell("", total()) == {Field.VALUE: "", Field.NOT_APPLICABLE: ""}
