"""A notice as .pdf: paragraphs and tables come back, though a PDF knows only characters and their places."""

import io
import json
import re

import pypdf
import pytest

from tests.notice.documents import SEED_NOTICE, pdf, set_by_typst
from tracker.notice.files import text_of_file
from tracker.notice.proposal import propose

LINES = [" ".join(line.split()) for line in SEED_NOTICE.read_text("utf-8").splitlines() if line.strip()]
LONG = "新增高新技术企业100家," * 12 + "完成。"


def read(content: bytes) -> list[str]:
    return text_of_file("通知.pdf", content).text.split("\n")


def rewritten(content: bytes, change: object) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        change(page)  # type: ignore[operator]
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


@pytest.mark.parametrize("is_justified", [True, False])
def test_a_notice_of_15_pages_comes_back_paragraph_by_paragraph(is_justified: bool) -> None:
    said = text_of_file("通知.pdf", pdf(LINES, head="海宁市人民政府文件", justify=is_justified))
    assert re.sub(r"\s", "", said.text) == re.sub(r"\s", "", "".join(LINES))
    assert said.text.split("\n") == LINES
    assert said.source.startswith("PDF（1")
    assert said.remarks == ()


def test_the_same_targets_are_found_in_the_pdf() -> None:
    def found(text: str) -> list[tuple[object, ...]]:
        return [(one.code, one.article, one.name, one.lead) for one in propose(text).targets]

    expected = found(SEED_NOTICE.read_text("utf-8"))
    assert len(expected) > 75
    assert found(text_of_file("通知.pdf", pdf(LINES)).text) == expected


def test_the_numbers_of_the_notice_come_back_in_their_order() -> None:
    assert re.findall(r"[\d.]+", "\n".join(read(pdf(LINES)))) == re.findall(r"[\d.]+", "\n".join(LINES))


def test_200_pages_are_read() -> None:
    lines = [f"{number}.{LONG}" for number in range(1, 960)]
    said = text_of_file("a.pdf", pdf(lines))
    assert int(re.sub(r"\D", "", said.source)) >= 200
    assert said.text.split("\n") == lines


PLAIN = """#set page(paper: "a4", margin: 2.5cm)
#set text(font: "Tracker Sans", size: 14pt, lang: "zh", region: "cn")
"""
MARKED, COUNTED = [f"(一){LONG}", f"(二){LONG}"], " ".join(["one two three four five"] * 9)
LAYOUTS = [
    ("paragraphs apart by space alone", "#set par(spacing: 2em)\n" + f"{LONG}\n\n{LONG}", [LONG, LONG]),
    ("markers without an indent", "#set par(spacing: 0.65em)\n" + "\n\n".join(MARKED), MARKED),
    ("a heading in large type", f"= 一、总体要求\n{LONG}", ["一、总体要求", LONG]),
    ("two Latin words over a line's end", COUNTED, [COUNTED]),
    ("a note's number is left out", "完成协同创新项目20项#super[1]以上", ["完成协同创新项目20项以上"]),
    ("a power stays", "面积3km#super[2]以上", ["面积3km2以上"]),
    ("a watermark is left out", f"#place(center, rotate(-40deg, text(60pt)[内部]))\n{LONG}", [LONG]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "source", "lines"), LAYOUTS, ids=[case[0] for case in LAYOUTS])
def test_a_layout_is_understood(what: str, source: str, lines: list[str]) -> None:
    assert read(set_by_typst(PLAIN + source)) == lines


def test_numbers_that_count_with_the_pages_are_no_text() -> None:
    bodies = [f"{sign}、{LONG}" for sign in "一二三四"]
    source = PLAIN + '#set page(numbering: "1")\n' + "\n#pagebreak()\n".join(bodies)
    assert read(set_by_typst(source)) == bodies


@pytest.mark.parametrize(
    "words", ["海政发〔2025〕10号 第{}页", "#h(-2cm) 10/notice.html #h(1fr) {}/4 #h(-2cm)"]
)
def test_a_head_with_the_pages_number_is_no_text_and_a_body_that_looks_alike_is(words: str) -> None:
    head = f"#set page(header: context [{words.format('#counter(page).display()')}])\n"
    bodies = [f"第{quarter}季度完成{quarter * 20}%" for quarter in (1, 4, 2, 3)]
    assert read(set_by_typst(PLAIN + head + "\n#pagebreak()\n".join(bodies))) == bodies


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_looked_at(turn: int) -> None:
    lines = ["一、总体要求", LONG]
    content = pdf(lines)
    assert read(rewritten(content, lambda page: page.rotate(turn))) == lines
    assert read(rewritten(content, lambda page: page.rotate(turn).transfer_rotation_to_content())) == lines


TABLE = """
#set page(width: WIDTH, height: HEIGHT, margin: 2cm, numbering: "1")
#set text(font: "Tracker Sans", size: 12pt, lang: "zh", region: "cn")
#let rows = json(bytes(sys.inputs.rows))
#align(center, text(size: 18pt)[2026年民生实事项目责任分解表])
#table(columns: (1cm, 2fr, 1fr, 1fr), table.header(..rows.first()), ..rows.slice(1).flatten())
各单位要抓好落实。
"""
ROWS = [
    ["序号", "实事项目", "责任单位", "配合单位"],
    ["1", "新建成公办幼儿园4所，新增学位1260个。1.4月底前2所主体完工；2.8月底前竣工。", "教育局", "住建局"],
    ["2", "新增婴幼儿照护服务托位300个，开展胃肠癌联合筛查8000例以上。", "卫生健康局", "财政局、民政局"],
    ["3", "★实施农村公路大中修80公里，新增公交线路3条，优化调整公交线路15条。", "交通运输局", "各镇街"],
    ["4", "居家养老服务中心等级评定率100%，为老年人提供助餐服务不少于20万人次。", "民政局", ""],
    ["5", "新增停车位2000个以上，其中充电车位占比30%。", "住建局", "公安分局"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "height", "pages"),
    [("21cm", "29.7cm", 1), ("29.7cm", "21cm", 1), ("21cm", "9cm", 3), ("21cm", "7cm", 8)],
    ids=["upright", "landscape", "over several pages", "with rows cut in two"],
)
def test_a_ruled_table_comes_back_row_by_row(width: str, height: str, pages: int) -> None:
    source = TABLE.replace("WIDTH", width).replace("HEIGHT", height)
    said = text_of_file("a.pdf", set_by_typst(source, {"rows": json.dumps(ROWS)}))
    assert said.source == f"PDF（{pages}页）"
    rows = ["\t".join(row).rstrip() for row in ROWS]
    assert said.text.split("\n") == ["2026年民生实事项目责任分解表", *rows, "各单位要抓好落实。"]


def test_merged_cells_are_said_once() -> None:
    source = (
        "#table(columns: 3, table.cell(colspan: 2)[一、工业], [甲局], "
        "table.cell(rowspan: 2)[提质], [一], [乙局], [二], [丙局])"
    )
    assert read(set_by_typst(PLAIN + source)) == ["一、工业\t\t甲局", "提质\t一\t乙局", "\t二\t丙局"]


def test_names_below_each_other_in_a_narrow_cell_stay_apart() -> None:
    source = "#table(columns: (3cm, 2.4cm), [甲], [教育局\\ 财政局\\ 自然资源和规划局])"
    assert read(set_by_typst(PLAIN + source)) == ["甲\t教育局 财政局 自然资源和规划局"]


def test_a_frame_around_the_text_is_no_table() -> None:
    assert read(set_by_typst(PLAIN + f"#rect(inset: 1em)[{LONG}\n\n{LONG}]")) == [LONG, LONG]


def test_radicals_that_a_program_wrote_for_characters_are_characters_again() -> None:
    assert text_of_file("a.txt", "市⼈⺠政府新增⻋位5个".encode()).text == "市人民政府新增车位5个"


def test_characters_without_a_code_are_marked_and_counted() -> None:
    def lose(page: pypdf.PageObject) -> None:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            codes = font.get_object()["/ToUnicode"].get_object()
            codes.set_data(codes.get_data().replace(b"<5B8C>", b"<E000>"))  # 完, into a private place

    said = text_of_file("a.pdf", rewritten(pdf([LONG]), lose))
    assert said.text == LONG.replace("完", "〓")
    assert said.remarks == ("有1个字读不出来，以“〓”代替，请对照原文补上。",)


def test_an_empty_page_is_not_a_scanned_one() -> None:
    said = text_of_file(
        "a.pdf", set_by_typst(f"{PLAIN}{LONG}\n#pagebreak()\n#line(length: 3cm)\n#pagebreak()\n一")
    )
    assert (said.text, said.remarks) == (f"{LONG}\n一", ())


def test_a_page_that_was_scanned_is_named() -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PDF")
    writer = pypdf.PdfWriter()
    for part in (pdf([LONG] * 8), picture.getvalue(), pdf([LONG])):
        writer.append(io.BytesIO(part))
    saved = io.BytesIO()
    writer.write(saved)
    said = text_of_file("a.pdf", saved.getvalue())
    assert said.text.count("完成。") == 9
    assert said.remarks == ("第3页没有文字，可能是扫描图片，没有读入。",)
