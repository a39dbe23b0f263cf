"""A notice as .docx: what Word shows is what is read, in its order."""

import re

import pytest

from tests.notice.documents import (
    SEED_NOTICE,
    cell,
    docx,
    level,
    lists,
    numbers,
    paragraph,
    row,
    run,
    table,
)
from tracker.notice.files import text_of_file
from tracker.notice.proposal import propose

COUNT = "[一二三四五六七八九十]+"
LINES = [" ".join(line.split()) for line in SEED_NOTICE.read_text("utf-8").splitlines() if line.strip()]


def read(content: bytes) -> list[str]:
    return text_of_file("通知.docx", content).text.split("\n")


def automatically_numbered(line: str) -> str:
    """The line with its marker taken off and counted by a list instead."""
    for number, marker in enumerate((rf"{COUNT}、", rf"\({COUNT}\)"), start=1):
        if found := re.match(marker, line):
            return paragraph(line[found.end() :], number)
    return paragraph(line)


def test_a_notice_of_43_articles_comes_back_word_for_word() -> None:
    assert read(docx("".join(map(paragraph, LINES)))) == LINES


def test_markers_that_word_counts_by_itself_are_in_the_text() -> None:
    counted = lists(level(0, "japaneseCounting", "%1、"), level(0, "chineseCountingThousand", "(%1)"))
    assert read(docx("".join(map(automatically_numbered, LINES)), numbering=counted)) == LINES


def test_the_same_targets_are_found_in_the_word_file() -> None:
    def found(text: str) -> list[tuple[object, ...]]:
        return [(one.code, one.article, one.name, one.lead) for one in propose(text).targets]

    expected = found(SEED_NOTICE.read_text("utf-8"))
    assert len(expected) > 75
    assert found(text_of_file("通知.docx", docx("".join(map(paragraph, LINES)))).text) == expected


def test_a_notice_laid_out_as_a_table_keeps_its_numbers_in_order() -> None:
    rows = [line.partition("。") for line in LINES]
    made = table(*(row(cell(paragraph(first + stop)), cell(paragraph(rest))) for first, stop, rest in rows))
    assert re.findall(r"[\d.]+", "\n".join(read(docx(made)))) == re.findall(r"[\d.]+", "\n".join(LINES))


def test_other_programs_files_are_read() -> None:
    from io import BytesIO

    from docx import Document

    document = Document()
    document.add_heading("一、总体要求", level=1)
    document.add_paragraph("新增高新技术企业100家。")
    made = document.add_table(rows=2, cols=2)
    for at, text in enumerate(("序号", "目标", "1", "新建公园3个")):
        made.cell(*divmod(at, 2)).text = text
    saved = BytesIO()
    document.save(saved)
    assert read(saved.getvalue()) == [
        "一、总体要求",
        "新增高新技术企业100家。",
        "序号\t目标",
        "1\t新建公园3个",
    ]


DELETED = "<w:del><w:r><w:delText>50</w:delText></w:r></w:del>"
INSERTED = f"<w:ins>{run('100')}</w:ins>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SUM(ABOVE)</w:instrText></w:r>{}'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
TWICE = (
    f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{BOX}</wps:txbx></mc:Choice><mc:Fallback><w:pict>"
    f"<v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
CONTENTS = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
)
WITHIN = [
    ("a tracked change as accepted", f"{run('新增')}{DELETED}{INSERTED}{run('家')}", ["新增100家"]),
    ("hidden words out", run("新增") + run("草稿", "<w:vanish/>") + run("3个"), ["新增3个"]),
    ("words that are hidden no more", run("新增3个", '<w:vanish w:val="0"/>'), ["新增3个"]),
    ("words of a hidden style out", run("新增3个") + run("草稿", '<w:rStyle w:val="secret"/>'), ["新增3个"]),
    ("a soft line end", f"{run('标题上')}<w:r><w:br/></w:r>{run('标题下')}", ["标题上", "标题下"]),
    ("no line end where a page ends", f'{run("上")}<w:r><w:br w:type="page"/></w:r>{run("下")}', ["上下"]),
    ("a field's result", run("共") + FIELD.format("", run("36")) + run("项"), ["共36项"]),
    (
        "not what stands in a field's instruction",
        run("共") + FIELD.format(FIELD.format("", run("9")), run("36")) + run("项"),
        ["共36项"],
    ),
    ("a link's words", f"<w:hyperlink>{run('附件1')}</w:hyperlink>", ["附件1"]),
    ("no note's number", f"{run('20项')}<w:r><w:footnoteReference/></w:r>{run('以上')}", ["20项以上"]),
    ("no reading above a character", f"<w:r><w:ruby><w:rt>{run('guan')}</w:rt><w:rubyBase>{run('观')}"
     "</w:rubyBase></w:ruby></w:r>", ["观"]),
    ("a text box once, behind its paragraph", run("正文") + TWICE, ["正文", "框内"]),
    ("a content control's words", f"<w:sdt><w:sdtContent>{run('2025年')}</w:sdtContent></w:sdt>", ["2025年"]),
    ("no placeholder", f"{run('单位')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
     f"{run('单击此处')}</w:sdtContent></w:sdt>", ["单位"]),
    ("a hyphen that does not break", f"{run('2')}<w:r><w:noBreakHyphen/></w:r>{run('3个')}", ["2-3个"]),
]  # fmt: skip
SECRET = '<w:style w:type="character" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>'


@pytest.mark.parametrize(("what", "content", "lines"), WITHIN, ids=[case[0] for case in WITHIN])
def test_within_a_paragraph_is_read(what: str, content: str, lines: list[str]) -> None:
    assert read(docx(f"<w:p>{content}</w:p>", styles=SECRET)) == lines


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    ended = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('新增企业')}</w:p>"
    assert read(docx(ended + paragraph("100家。") + paragraph("二、"))) == ["新增企业100家。", "二、"]


def test_the_end_of_a_cell_or_of_the_text_ends_a_paragraph_whose_own_end_is_deleted() -> None:
    open_end = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p>"
    assert read(docx(table(row(cell(open_end), cell(paragraph("乙")))) + open_end)) == ["甲\t乙", "甲"]


def test_a_table_of_contents_is_left_out_and_said_to_be() -> None:
    contents = f"{CONTENTS}<w:sdtContent>{paragraph('一、总体要求 1')}</w:sdtContent></w:sdt>"
    said = text_of_file("a.docx", docx(contents + paragraph("一、总体要求")))
    assert (said.text, said.remarks) == ("一、总体要求", ("目录没有读入。",))


def test_tracked_changes_are_said_to_be_there() -> None:
    said = text_of_file("a.docx", docx(f"<w:p>{run('新增')}{DELETED}{INSERTED}</w:p>"))
    assert said.remarks == ("文件里有未接受的修订，按接受后的文字读入。",)


def test_the_strict_form_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert read(docx(paragraph("新增100家"), namespace=strict)) == ["新增100家"]


SPAN, DOWN, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
INNER = table(row(cell(paragraph("内甲")), cell(paragraph("内乙"))))
TABLES = [
    ("paragraphs of a cell in one line", [[cell(paragraph("甲") + paragraph("乙")), cell(paragraph("丙"))]],
     ["甲 乙\t丙"]),
    ("merged across", [[cell(paragraph("一、工业"), SPAN), cell(paragraph("市经信局"))],
                       [cell(paragraph(sign)) for sign in "甲乙丙"]], ["一、工业\t\t市经信局", "甲\t乙\t丙"]),
    ("merged down", [[cell(paragraph("甲"), DOWN), cell(paragraph("乙"))],
                     [cell(paragraph(""), ON), cell(paragraph("丙"))]], ["甲\t乙", "\t丙"]),
    ("an empty cell between", [[cell(paragraph(sign)) for sign in ("甲", "", "丙")]], ["甲\t\t丙"]),
    ("a table in a cell", [[cell(INNER), cell(paragraph("外"))]], ["内甲 内乙\t外"]),
    ("a table as a frame", [[cell(paragraph("甲") + INNER + paragraph("乙"))]], ["甲", "内甲\t内乙", "乙"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "rows", "lines"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_is_read_row_by_row(what: str, rows: list[list[str]], lines: list[str]) -> None:
    assert read(docx(table(*(row(*cells) for cells in rows)))) == lines


def test_a_deleted_row_is_left_out() -> None:
    rows = [row(cell(paragraph(sign)), cell(paragraph(sign)), properties=more)
            for sign, more in (("甲", ""), ("乙", "<w:del/>"))]  # fmt: skip
    assert read(docx(table(*rows))) == ["甲\t甲"]


def test_tables_and_paragraphs_keep_their_order() -> None:
    made = table(row(cell(paragraph("甲")), cell(paragraph("乙"))))
    assert read(docx(paragraph("上") + made + paragraph("下"))) == ["上", "甲\t乙", "下"]


FORMS = [
    ("chineseCounting", "第%1条", 12, "第十二条 甲"),
    ("chineseCountingThousand", "%1、", 105, "一百零五、甲"),
    ("ideographDigital", "%1、", 10, "一○、甲"),
    ("ideographTraditional", "%1.", 2, "乙.甲"),
    ("decimal", "%1.", 3, "3.甲"),
    ("decimal", "%1", 3, "3 甲"),
    ("decimalZero", "%1)", 3, "03)甲"),
    ("decimalFullWidth", "%1．", 12, "１２．甲"),
    ("decimalEnclosedCircleChinese", "%1", 4, "④ 甲"),
    ("lowerLetter", "%1)", 28, "bb)甲"),
    ("upperRoman", "%1.", 14, "XIV.甲"),
    ("chineseLegalSimplified", "%1、", 21, "贰拾壹、甲"),
    ("none", "", 1, "甲"),
    ("bullet", "\uf0b7", 1, "甲"),
    ("bullet", "★", 1, "★甲"),
    ("somethingNew", "%1.", 5, "5.甲"),
]


@pytest.mark.parametrize(("form", "text", "start", "line"), FORMS)
def test_a_number_is_written_in_its_form(form: str, text: str, start: int, line: str) -> None:
    assert read(docx(paragraph("甲", 1), numbering=lists(level(0, form, text, start)))) == [line]


OUTLINE = (
    level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "(%2)") + level(2, "decimal", "%1.%3.")
)


@pytest.mark.parametrize(
    ("levels", "markers"),
    [
        ((0, 1, 1, 0, 1), "一、 (一) (二) 二、 (一)"),
        ((0, 2, 2, 1, 2), "一、 一.1. 一.2. (一) 一.1."),
        ((1, 1), "(一) (二)"),
    ],
)
def test_a_deeper_level_begins_anew_under_each_heading(levels: tuple[int, ...], markers: str) -> None:
    body = "".join(paragraph("", 1, at).replace("></w:t>", ">文</w:t>") for at in levels)
    said = read(docx(body, numbering=lists(OUTLINE)))
    assert " ".join(line.removesuffix("文") for line in said) == markers


def test_articles_count_on_over_the_areas_where_the_list_says_so() -> None:
    kept = level(0, "chineseCounting", "%1、") + level(
        1, "chineseCounting", "(%2)", more='<w:lvlRestart w:val="0"/>'
    )
    body = "".join(paragraph("文", 1, at) for at in (0, 1, 1, 0, 1))
    assert read(docx(body, numbering=lists(kept))) == ["一、文", "(一)文", "(二)文", "二、文", "(三)文"]


def test_instances_of_one_list_count_together_until_one_starts_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    counted = lists(level(0, "decimal", "%1.")) + numbers(7, 1) + numbers(8, 1, anew)
    body = "".join(paragraph("文", number) for number in (1, 7, 8, 8, 1))
    assert read(docx(body, numbering=counted)) == ["1.文", "2.文", "1.文", "2.文", "3.文"]


def test_numbers_of_rows_that_word_counts_are_read_and_deleted_paragraphs_do_not_count() -> None:
    gone = (
        f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>{DELETED}</w:p>'
    )
    rows = [
        row(cell(more + paragraph("", 1)), cell(paragraph(text))) for more, text in (("", "甲"), (gone, "乙"))
    ]
    assert read(docx(table(*rows), numbering=lists(level(0, "decimal", "%1")))) == ["1\t甲", "2\t乙"]


def test_a_heading_style_brings_its_number_and_number_0_takes_it_away() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="base"/></w:style>'
    )
    styled = '<w:p><w:pPr><w:pStyle w:val="h2"/>{}</w:pPr>' + run("文") + "</w:p>"
    levels = level(0, "decimal", "%1.") + level(1, "chineseCounting", "(%2)", more='<w:pStyle w:val="h2"/>')
    body = styled.format("") + styled.format('<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read(docx(body, styles=styles, numbering=lists(levels))) == ["(一)文", "文"]
