"""Files that can't be read: a sentence that says what to do, and nothing half read."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from xml.etree import ElementTree
from xml.parsers import expat

import pypdf
import pytest
from PIL import Image

from tests.evidence import samples
from tests.notice.documents import cell, docx, paragraph, pdf, row, set_by_typst, table
from tracker.domain import language
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.office_files import judge_zip
from tracker.notice import files
from tracker.notice.files import text_of_file
from tracker.notice.files.word import words_of_docx

LONG = "新增高新技术企业100家," * 12 + "完成。"
WORD, PAGES = docx(paragraph(LONG)), pdf([LONG])
HTML = "<!DOCTYPE html><html><body><p>一、工业</p></body></html>".encode()
ADVICE = "请"
PICTURES = ("png", "jpeg", "gif", "bmp", "tiff")


def picture(kind: str) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(saved, kind)
    return saved.getvalue()


def changed(content: bytes, change: object) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    change(writer)  # type: ignore[operator]
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def without_codes(writer: pypdf.PdfWriter) -> None:
    """Fonts that do not say which characters their shapes are."""
    for one in writer._objects:
        if isinstance(one, pypdf.generic.DictionaryObject) and one.get("/Type") == "/Font":
            one.pop("/ToUnicode", None)


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The Word file with one part replaced."""
    saved = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return saved.getvalue()


def of_many_parts() -> bytes:
    return samples.zipped({"[Content_Types].xml": b"", **{f"part{at}": b"" for at in range(5_000)}})


LAUGHS = (
    b'<!DOCTYPE d [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (at + 1, b"&%c;" % at * 10) for at in range(ord("a"), ord("l")))
    + b"]><document><body><p><r><t>&l;</t></r></p></body></document>"
)
DEEP = b"<document><body>" + b"<sdt>" * 200_000 + b"</sdt>" * 200_000 + b"</body></document>"

PAGES_501 = set_by_typst("#for at in range(501) [#at #pagebreak(weak: true)]")
SHAPES = set_by_typst("#for at in range(99) [#circle(radius: 3pt)]")
REFUSED = [
    ("empty", "a.docx", b"", "文件是空的"),
    ("too large", "a.pdf", b"%PDF-" + bytes(files.FILE_LIMIT), "文件超过 20 MB"),
    ("scanned", "a.pdf", picture("PDF"), "扫描件"),
    ("letters drawn as shapes", "a.pdf", SHAPES, "扫描件"),
    ("without codes", "a.pdf", changed(PAGES, without_codes), "乱码"),
    ("with a password", "a.pdf", changed(PAGES, lambda writer: writer.encrypt("x")), "设有密码"),
    ("half a PDF", "a.pdf", PAGES[: len(PAGES) // 2], "PDF 文件已损坏"),
    ("only a PDF's head", "a.pdf", b"%PDF-1.7\n", "PDF 文件已损坏"),
    ("501 pages", "a.pdf", PAGES_501, "PDF 文件有501页，最多读500页"),
    ("half a Word file", "a.docx", WORD[: len(WORD) // 2], "文件不完整"),
    ("a Word file without words", "a.docx", docx(paragraph("")), "没有文字"),
    ("a Word file without its body", "a.docx", with_part(WORD, "word/document.xml", b"<a/>"), "已损坏"),
    ("a Word file of broken XML", "a.docx", with_part(WORD, "word/document.xml", b"<a><b></a>"), "已损坏"),
    ("a Word file without its relations", "a.docx", with_part(WORD, "_rels/.rels", b"<a/>"), "已损坏"),
    ("entities that grow", "a.docx", with_part(WORD, "word/document.xml", LAUGHS), "结构异常"),
    ("nested too deep", "a.docx", with_part(WORD, "word/document.xml", DEEP), "结构特殊"),
    ("more words than a notice", "a.docx", docx(paragraph("新" * (files.TEXT_LIMIT + 1))), "正文太长"),
    ("unpacks to 300 MB", "a.docx", samples.bomb(), "内部结构异常"),
    ("5,000 parts", "a.docx", of_many_parts(), "内部结构异常"),
    ("a sheet", "a.xlsx", samples.xlsx(), "电子表格"),
    ("a sheet named .docx", "a.docx", samples.xlsx(), "电子表格"),
    ("an old sheet", "a.et", samples.compound("Workbook"), "电子表格"),
    ("an old Word file", "a.doc", samples.compound("WordDocument"), "另存为 .docx"),
    ("a WPS file", "a.wps", samples.compound("WordDocument"), "另存为 .docx"),
    ("an unknown compound file", "a.wps", samples.compound("Nothing"), "另存为 .docx"),
    ("a Word file with a password", "a.docx", samples.compound("EncryptedPackage"), "密码"),
    ("with macros", "a.docm", samples.office(parts={"word/vbaProject.bin": b"x"}), "宏"),
    ("slides", "a.pptx", samples.office(samples.PPTX), "演示文稿"),
    ("an OFD", "a.ofd", samples.ofd(), "转存为带文字的 PDF"),
    ("an archive", "a.zip", samples.zipped({"通知.txt": b"x"}), "解压"),
    ("another archive", "a.rar", b"Rar!\x1a\x07\x01\x00", "解压"),
    *((f"a picture of {kind}", f"a.{kind}", picture(kind), "图片") for kind in PICTURES),
    ("a picture named .pdf", "a.pdf", picture("png"), "图片"),
    ("a phone's picture", "a.heic", b"\0\0\0\x18ftypheic", "图片"),
    ("a web page", "a.html", HTML, "选中正文"),
    ("a web page named .doc", "a.doc", b"\xef\xbb\xbf\r\n" + HTML, "选中正文"),
    ("an RTF", "a.doc", rb"{\rtf1\ansi x}", "另存为 .docx"),
    ("a text named .docx", "a.docx", "一、工业".encode(), "与扩展名 .docx 不符"),
    ("binary", "a.txt", bytes(range(256)), "文字编码"),
    ("UTF-16 cut in half", "a.txt", "新增".encode("utf-16")[:-1], "文字编码"),
    ("UTF-16 without its mark", "a.txt", "新增a\n".encode("utf-16-le"), "文字编码"),
    ("Big5", "a.txt", "關於印發促進經濟高質量發展若干政策的通知".encode("big5"), "文字编码"),
    ("only blanks", "a.txt", b" \r\n\t ", "没有文字"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "content", "words"), REFUSED, ids=[case[0] for case in REFUSED])
def test_it_is_refused_in_words_that_say_what_to_do(what: str, name: str, content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        text_of_file(name, content)
    said = str(refused.value)
    assert "/" not in said, "nothing of the machine is told"
    assert ADVICE in said or "最多" in said


def test_the_child_is_understood_in_the_language_of_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_asked", lambda: language.ENGLISH)
    with pytest.raises(BadInput, match="has 501 pages; at most 500 are read"):
        text_of_file("a.pdf", PAGES_501)
    assert text_of_file("a.pdf", PAGES).source == "PDF (1 page)"


@pytest.mark.parametrize(("kind", "content"), [("docx", docx(paragraph(LONG) * 3_000)), ("pdf", PAGES)])
@pytest.mark.parametrize(
    ("bound", "value"), [("MEMORY_BYTES", 1 << 19), ("_WALL_SECONDS", 0.01)], ids=["memory", "time"]
)
def test_a_reader_that_breaks_its_bounds_is_ended(
    kind: str, content: bytes, bound: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, bound, value)
    with pytest.raises(BadInput, match="没有读出来"):
        text_of_file(f"a.{kind}", content)


INFLATE = zlib.error("Error -4 while decompressing data")
PARSED, HANDLED = ElementTree.ParseError("out of memory"), expat.ExpatError("out of memory")
PARSED.code = HANDLED.code = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


@pytest.mark.parametrize(
    ("read", "error"),
    [(words_of_docx, INFLATE), (words_of_docx, PARSED), (judge_zip, INFLATE), (judge_zip, HANDLED)],
)
def test_no_file_is_called_broken_because_memory_ran_out(
    read: Callable[[bytes], object], error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_memory(*_asked: object) -> bytes:
        raise error

    monkeypatch.setattr(zipfile.ZipFile, "read", without_memory)
    monkeypatch.setattr(zipfile.ZipFile, "open", without_memory)
    with pytest.raises(MemoryError):
        read(WORD)


def broken_word(chance: random.Random) -> bytes:
    """Bytes of a part changed before it is packed: behind the zip's own sums."""
    part = chance.choice(("word/document.xml", "_rels/.rels", "[Content_Types].xml"))
    with zipfile.ZipFile(io.BytesIO(WORD)) as package:
        return with_part(WORD, part, with_changes(package.read(part), chance))


def with_changes(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _each in range(chance.choice((1, 3, 30))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["docx", "docx inside", "pdf"])
def test_a_file_with_changed_bytes_is_read_or_refused_and_nothing_else(kind: str, seed: int) -> None:
    chance = random.Random(f"{kind} {seed}")
    content = (
        broken_word(chance)
        if kind == "docx inside"
        else with_changes(WORD if kind == "docx" else PAGES, chance)
    )
    try:
        said = text_of_file(f"a.{kind[:4].strip()}", content).text
    except BadInput as refused:
        said = str(refused)
    assert said


def test_a_table_of_two_billion_columns_is_cut_to_what_a_table_has() -> None:
    wide = row(cell(paragraph("甲"), '<w:gridSpan w:val="2000000000"/>'), cell(paragraph("乙")))
    assert text_of_file("a.docx", docx(table(wide))).text.split("\t")[::100] == ["甲", "乙"]
