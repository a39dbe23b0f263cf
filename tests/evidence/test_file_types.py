"""What is accepted as evidence, by content; everything else is refused with the reason in words."""

import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import costs_less
from tests.evidence import samples
from tests.evidence.samples import DOCX, PPTX, XLSX
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow import active_content
from tracker.domain.workflow.active_content import _OBJECTS
from tracker.domain.workflow.file_types import media_type_of
from tracker.domain.workflow.media_types import ACCEPTED, MediaType

GOOD = [
    ("月报.pdf", samples.pdf(), MediaType.PDF),
    ("现场.PNG", samples.png(), MediaType.PNG),
    ("现场.jpg", samples.jpeg(), MediaType.JPEG),
    ("现场.jpeg", samples.jpeg(thumbnail=samples.jpeg()), MediaType.JPEG),
    ("图.gif", samples.gif(), MediaType.GIF),
    ("图.webp", samples.webp(), MediaType.WEBP),
    ("说明.docx", samples.office(DOCX), MediaType.DOCX),
    ("台账.xlsx", samples.xlsx(), MediaType.XLSX),
    ("汇报.pptx", samples.office(PPTX), MediaType.PPTX),
    ("说明.doc", samples.compound("WordDocument", "1Table"), MediaType.DOC),
    ("说明.wps", samples.compound("WordDocument"), MediaType.DOC),
    ("台账.xls", samples.compound("Workbook"), MediaType.XLS),
    ("台账.et", samples.compound("Book"), MediaType.XLS),
    ("汇报.ppt", samples.compound("PowerPoint Document"), MediaType.PPT),
    ("公文.ofd", samples.ofd(), MediaType.OFD),
]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD, ids=[name for name, *_ in GOOD])
def test_a_usual_file_is_known_by_its_content(name: str, content: bytes, kind: MediaType) -> None:
    assert media_type_of(content, name) is kind


def test_every_accepted_ending_is_in_the_corpus() -> None:
    assert {name.rpartition(".")[2].casefold() for name, *_ in GOOD} == set(ACCEPTED) - {"dps"}


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPTED, FAR = b"<</S/JavaScript>>", b"/Type /ObjStm" + b" " * 500 + b"/N 1 /First 4"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
ENCRYPTED = samples.pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R")
TWINS = samples.zipped({"[Content_Types].xml": samples.content_types(DOCX), "[CONTENT_TYPES].XML": b"<x/>"})
OVERLONG = samples.office(parts={f"word/{n}.xml": b"" for n in range(4_001)})
VBA = "application/vnd.ms-office.vbaProject"
ENTITIES = b'<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Types>&b;</Types>'
FLAGGED = samples.office(parts={"word/document.xml": b"x"}).replace(
    b"PK\1\2\x14\x03\x14\0\0\0", b"PK\1\2\x14\x03\x14\0\1\0"
)
OLE10, PACKAGE = "\x01Ole10Native", "word/embeddings/oleObject1.bin"
OBJECT = samples.compound(*map(str, range(2_000)), OLE10)
LINK = "xl/externalLinks/externalLink1.xml"
SIMPLE = samples.paragraph('<w:fldSimple w:instr="DDE cmd"/>')
SIMPLE_IN_TWO = SIMPLE.decode().encode("utf-16")
ELSEWHERE = {"xl/_rels/workbook.xml.rels": b'<Relationship Type="t/externalLink" Target="media/a.png"/>'}
OBJECTS = b"/Type /ObjStm /N 1 /First 4"


def stream(objects: bytes, about: bytes = OBJECTS, end_of_line: bytes = b"\n") -> bytes:
    """A PDF with these numbers, places and objects."""
    return samples.pdf_of_stream(zlib.compress(objects), about + b" /Filter /FlateDecode", end_of_line)


def text(*pieces: str, name: str = "word/document.xml") -> bytes:
    """A Word file with one field, which these pieces make: what is no mark is put between marks of code."""
    made = "".join(
        piece if piece.startswith("<") else f"<w:r><w:instrText>{piece}</w:instrText></w:r>"
        for piece in pieces
    )
    return samples.office(parts={name: samples.paragraph(f"{BEGIN}{made}{END}")})


def chosen(choice: str, fallback: str) -> str:
    """What Word takes the one or the other of."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="x">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def related(kind: str, mode: str = "") -> bytes:
    """A Word file with one relation to a part, or to a place outside."""
    relation = f'<Relationships><Relationship Type="t/{kind}" Target="a.rtf" {mode}/></Relationships>'
    return samples.office(parts={"word/_rels/document.xml.rels": relation.encode()})


def strict() -> bytes:
    space = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    return samples.office(parts={"word/document.xml": SIMPLE.replace(samples.WORDS.encode(), space)})


def behind_blanks() -> bytes:
    return samples.office(parts={"word/document.xml": b" " * 600 + SIMPLE})


def template(place: str) -> bytes:
    return samples.linked("attachedTemplate", place)


BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
DD = "<w:r><w:instrText>DD</w:instrText></w:r>"
WHOLE = f"{BEGIN}{END}"
EXTERNAL = 'TargetMode="External"'
SIMPLE_BROKEN = SIMPLE.replace(b"DDE cmd", b"PAGE")[:-6]
SUM = zlib.compress(b"9 0 " + SCRIPTED)[-4:]
HEX = (b"9 0 " + SCRIPTED).hex().encode() + b">"
PREDICTED = OBJECTS + b" /DecodeParms << /Predictor 12 /Columns 99 >>"
INNOCENT = zlib.compress(b"9 0 <<>>")
DECOY = OBJECTS + b" /X (stream\n" + INNOCENT + b" endstream endobj 5 0 obj) /Filter /AHx"
ANOTHER = INNOCENT + b"\n"
PICTURE = b"10 0 obj <</Filter/DCTDecode>> stream\n\xff\xd8\xff\nendstream endobj"
TABLE = b"10 0 obj <</DecodeParms<</Predictor 12>>/Type/XRef>> stream\n%b\nendstream endobj" % zlib.compress(
    b"\2\1"
)
# What pushes the names of a dictionary far from its stream, some of it like another object.
PADS = {
    "numbers": b"/X [%b]" % (b"0 " * 2_000),
    "a remark": b"%" + b" " * 2_000 + b"5 0 obj <<\n",
    "a text": rb"/X (\(" + b" " * 2_000 + b">> stream\nendstream endobj 5 0 obj <<)",
    "a number": b"/X <" + b"((<<%" * 500 + b">",
}
PALETTE = b"/ColorSpace[/Indexed/DeviceRGB 255<%b>]/Filter/DCTDecode" % (b"00ff80" * 256)
IN_GB2312 = b'<?xml version="1.0" encoding="gb2312"?>' + SIMPLE
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
BAD: list[tuple[str, str, bytes, str]] = [
    ("a program renamed", "报告.pdf", b"MZ\x90\0" + b"\0" * 200, "不符"),
    ("a page renamed", "图.png", HTML, "不符"),
    ("a page as a sheet, as old systems write it", "台账.xls", HTML, "不符"),
    ("a picture renamed", "图.pdf", samples.png(), "不符"),
    ("a document renamed", "台账.xlsx", samples.office(DOCX), "不符"),
    ("a new document under the old ending", "说明.doc", samples.office(DOCX), "不符"),
    ("a program", "setup.exe", b"MZ\x90\0", "不接受这类文件（.exe）。"),
    ("a drawing with a script", "图.svg", SVG, "不接受"),
    ("a page", "x.html", HTML, "不接受"),
    ("a script", "x.js", b"alert(1)", "不接受"),
    ("an archive", "x.zip", samples.zipped({"a.txt": b"a"}), "不接受"),
    ("an archive, with what to do", "x.zip", samples.zipped({"a.txt": b"a"}), "请解压后逐个上传"),
    ("a bare table, with what to do", "x.csv", b"a,b", "另存为 .xlsx"),
    ("a phone's photograph", "IMG_1.HEIC", HEIC, "兼容性最佳"),
    ("a phone's photograph renamed", "IMG_1.jpg", HEIC, "转为 JPG"),
    ("an archive renamed", "x.docx", samples.zipped({"a.exe": b"MZ"}), "不符"),
    ("no ending", "报告", samples.pdf(), "不接受这类文件。"),
    ("a document that may run macros", "x.docm", samples.office(DOCX), "不接受"),
    ("macros under a harmless ending", "x.docx", samples.office(parts={"word/vbaProject.bin": b"v"}), "宏"),
    ("macros under another name", "x.docx", samples.office(DOCX, VBA, parts={"word/a.bin": b"v"}), "宏"),
    (
        "a main part with macros",
        "x.xlsx",
        samples.office("", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "宏",
    ),
    ("old sheet macros", "x.xlsx", samples.office(XLSX, "application/vnd.ms-excel.macrosheet+xml"), "宏"),
    ("a control", "x.docx", samples.office(parts={"word/activeX/activeX1.xml": b"v"}), "控件"),
    ("old macros", "x.doc", samples.compound("WordDocument", "Macros"), "宏"),
    ("old macros, in a storage", "x.xls", samples.compound("Workbook", "_VBA_PROJECT_CUR", kind=1), "宏"),
    ("old macros, in small letters", "x.xls", samples.compound("Workbook", "_vba_project_cur"), "宏"),
    ("a document with a password", "x.docx", samples.compound("EncryptedPackage"), "密码"),
    ("a PDF with a password", "x.pdf", ENCRYPTED, "密码"),
    ("a part with a password", "x.docx", FLAGGED, "密码"),
    ("a compound file of no office", "x.doc", samples.compound("SomethingElse"), "不符"),
    ("a bomb", "x.docx", samples.bomb(), "结构异常"),
    (
        "a bomb of many parts",
        "x.docx",
        samples.office(parts={f"p{n}": b"\0" * (1 << 20) for n in range(30)}),
        "结构异常",
    ),
    ("too many parts", "x.docx", OVERLONG, "结构异常"),
    ("two parts of one name", "x.docx", TWINS, "结构异常"),
    ("a part that leads out", "x.docx", samples.office(parts={"../../x": b""}), "结构异常"),
    ("a part under a drive", "x.docx", samples.office(parts={"C:/x": b""}), "结构异常"),
    (
        "another compression",
        "x.docx",
        samples.zipped({"[Content_Types].xml": samples.content_types(DOCX)}, compression=14),
        "结构异常",
    ),
    ("entities", "x.docx", samples.zipped({"[Content_Types].xml": ENTITIES}), "结构异常"),
    ("another directory", "x.docx", samples.with_zip64_directory(samples.office()), "结构异常"),
    ("something in front", "x.docx", b"PK\x03\x04" + samples.office(), "结构异常"),
    ("a broken list", "x.docx", samples.zipped({"[Content_Types].xml": b"<Types>"}), "不完整"),
    ("half a document", "x.docx", samples.office()[:200], "不完整"),
    ("half a PDF", "x.pdf", samples.pdf()[:-30], "不完整"),
    ("half a picture", "x.png", samples.png()[:-8], "不完整"),
    ("half a photograph", "x.jpg", samples.jpeg(thumbnail=samples.jpeg())[:-2], "不完整"),
    ("a photograph's head", "x.jpg", b"\xff\xd8\xff", "不完整"),
    ("half an image", "x.webp", samples.webp()[:-4], "不完整"),
    ("half an animation", "x.gif", samples.gif()[:-1], "不完整"),
    ("nothing", "x.pdf", b"", "空"),
    ("a photograph of empty segments", "x.jpg", b"\xff\xd8" + b"\xff\xe0\0\0" * 5_000_000, "不完整"),
    *(
        (f"a template from {place}", "x.docx", samples.linked("attachedTemplate", place), "别处")
        for place in ("http://10.1.1.1/t.dotm", r"\\host\t.dotm", "file://host/t.dotm", "//host/t.dotm")
    ),
    ("an object from elsewhere", "x.xlsx", samples.linked("oleObject", "https://host/a.xls", XLSX), "别处"),
    ("a program in an object", "x.docx", samples.office(parts={PACKAGE: samples.compound(OLE10)}), "OLE"),
    ("one under another name", "x.docx", samples.office(parts={"word/media/a.png": OBJECT}), "OLE"),
    ("a program in an old document", "x.doc", samples.compound("WordDocument", OLE10), "OLE"),
    ("a field that runs a program", "x.docx", samples.field("DDEAUTO c:\\\\cmd.exe"), "DDE"),
    ("the same in pieces", "x.docx", samples.field(" dd", "e ", "excel"), "DDE"),
    ("the same in one mark", "x.docx", samples.office(parts={"word/header1.xml": SIMPLE}), "DDE"),
    ("a part under another name", "x.docx", samples.office(parts={"text/p.bin": SIMPLE}), "DDE"),
    ("the same in two bytes a letter", "x.docx", samples.office(parts={"p": SIMPLE_IN_TWO}), "DDE"),
    ("a link under another name", "x.xlsx", samples.office(XLSX, parts=ELSEWHERE), "结构异常"),
    (
        "a link in another folder",
        "x.xlsx",
        samples.office(XLSX, parts={f"b/{LINK[3:]}": b"<ddeLink/>"}),
        "DDE",
    ),
    ("a sheet's link that runs one", "x.xlsx", samples.office(XLSX, parts={LINK: b"<ddeLink/>"}), "DDE"),
    ("entities in a text", "x.docx", samples.office(parts={"word/document.xml": ENTITIES}), "结构异常"),
    ("a broken text", "x.docx", samples.office(parts={"word/document.xml": b"<w:p>"}), "不完整"),
    ("a PDF with a script", "x.pdf", samples.pdf_with(b"/S /JavaScript /JS (app.alert(1))"), "脚本"),
    ("a script spelt otherwise", "x.pdf", samples.pdf_with(b"/S /J#61vaScr#69pt"), "脚本"),
    ("a PDF that starts a program", "x.pdf", samples.pdf_with(b"/S/Launch/F(cmd.exe)"), "脚本"),
    ("a script behind a zero byte", "x.pdf", samples.pdf_with(b"/S/JavaScript\0/JS(app.alert(1))"), "脚本"),
    ("a script in compressed objects", "x.pdf", samples.pdf_of_objects(SCRIPTED), "脚本"),
    ("the same far from its type", "x.pdf", samples.pdf_of_objects(SCRIPTED, FAR), "脚本"),
    ("the same without a type", "x.pdf", samples.pdf_of_objects(SCRIPTED, b"/N 1 /First 4"), "脚本"),
    ("the same behind words", "x.pdf", samples.pdf_of_objects(b"%\n" + SCRIPTED), "脚本"),
    ("the same behind a number", "x.pdf", stream(b"8 0 9 4 1.5 " + SCRIPTED), "脚本"),
    ("the same behind a sign", "x.pdf", stream(b"9 0 q " + SCRIPTED), "脚本"),
    ("the same, typed by nothing but its place", "x.pdf", stream(b"9 0 q " + SCRIPTED, b"/First 6"), "脚本"),
    ("the same under a long number", "x.pdf", stream(b"00000000009 0 " + SCRIPTED), "脚本"),
    ("the same with a wrong sum", "x.pdf", stream(b"9 0 " + SCRIPTED).replace(SUM, b"\0\0\0\0"), "脚本"),
    ("the same behind a blank", "x.pdf", stream(b"9 0 " + SCRIPTED, end_of_line=b" \n"), "脚本"),
    ("the same behind a word", "x.pdf", stream(b"9 0 " + SCRIPTED, end_of_line=b" %\n"), "结构异常"),
    ("the same as differences", "x.pdf", stream(b"\2\71\347", PREDICTED), "结构异常"),
    ("the same as other differences", "x.pdf", stream(b"9 0 q", PREDICTED), "结构异常"),
    ("the same as numbers", "x.pdf", samples.pdf_of_stream(HEX, OBJECTS + b"/Filter/AHx"), "结构异常"),
    ("the same, another stream in a text", "x.pdf", samples.pdf_of_stream(HEX, DECOY), "结构异常"),
    ("the same, another stream before", "x.pdf", samples.pdf_of_stream(HEX, OBJECTS, ANOTHER), "结构异常"),
    (
        "the same in an array that a dictionary ends",
        "x.pdf",
        samples.pdf_with(b"/X [>>" + OBJECTS),
        "结构异常",
    ),
    ("the same in a text without an end", "x.pdf", samples.pdf_with(b"/X ("), "结构异常"),
    (
        "a script behind what Chromium holds for a blank",
        "x.pdf",
        samples.pdf_with(b"/S/JavaScript\x80"),
        "脚本",
    ),
    ("a form with scripts in XML", "x.pdf", samples.pdf_with(b"/S/GoTo>>/AcroForm<</XFA 9 0 R"), "脚本"),
    (
        "the same in compressed objects",
        "x.pdf",
        samples.pdf_of_objects(b"<</#58FA [(template) 9 0 R]>>"),
        "脚本",
    ),
    ("a film with a script", "x.pdf", samples.pdf_with(b"/S/Rendition/JS(app.alert(1))"), "脚本"),
    ("a field behind blanks", "x.docx", behind_blanks(), "DDE"),
    ("a field in a part called a link", "x.docx", text("DDE", name="word/externalLinks/document.xml"), "DDE"),
    ("a field in a part called relations", "x.docx", text("DDE", name="word/document.rels"), "DDE"),
    ("a field in gb2312", "x.docx", samples.office(parts={"p": IN_GB2312}), "DDE"),
    ("a field around a foreign mark", "x.docx", text("DD", "<x:fldChar/>", "EAUTO"), "DDE"),
    ("a field behind foreign code", "x.docx", text("<x:instrText>a</x:instrText>", "DDE c"), "DDE"),
    ("a field with two codes", "x.docx", text('<w:fldSimple x:instr="PAGE" w:instr="DDE c"/>'), "DDE"),
    ("a field of the strict form", "x.docx", strict(), "DDE"),
    ("a field behind what is left out", "x.docx", text(chosen(DD, ""), "DDE c"), "结构异常"),
    ("a field begun in what may be taken", "x.docx", text(chosen("", DD), "E c"), "结构异常"),
    ("a field ended in what may be left out", "x.docx", text("D", chosen(END, ""), "DE c"), "结构异常"),
    ("a field within what may be left out", "x.docx", text("D", chosen(WHOLE, ""), "DE c"), "DDE"),
    (
        "a field around a foreign word",
        "x.docx",
        text("<w:instrText>D<x:a>a</x:a>DE</w:instrText>"),
        "结构异常",
    ),
    ("another file taken in", "x.docx", related("aFChunk"), "结构异常"),
    ("another file taken in from elsewhere", "x.docx", related("aFChunk", EXTERNAL), "结构异常"),
    ("a template behind a blank", "x.docx", samples.linked("attachedTemplate", " //host/t.dotm"), "别处"),
    ("entities in another text", "x.docx", samples.office(parts={"word/header1.xml": ENTITIES}), "结构异常"),
    ("a broken text of another name", "x.docx", samples.office(parts={"p": SIMPLE_BROKEN}), "不完整"),
]
BAD += [
    (f"objects behind {pad}, {how}", "x.pdf", samples.pdf_of_stream(packed, about), words)
    for pad, padding in PADS.items()
    for how, packed, about, words in (
        ("as numbers", HEX, OBJECTS + padding + b"/Filter/AHx", "结构异常"),
        ("as differences", zlib.compress(b"\2\71"), PREDICTED + padding, "结构异常"),
        ("begun oddly", zlib.compress(b"9 0 q " + SCRIPTED), OBJECTS + padding, "脚本"),
        ("without a type", HEX, b"/#4e 1 /First 4" + padding, "结构异常"),
    )
]
SVG_OF_INKSCAPE = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd"><svg/>'
OF_GB2312 = '<?xml version="1.0" encoding="gb2312"?><a>中</a>'.encode("gb2312")
SMALL = samples.pdf_of_objects(b"<</S/GoTo>>")
FINE = [
    ("a template of the writer's own machine", template(r"file:///C:\Users\wang\公文.dotx")),
    ("a template beside the file", template("公文.dotx")),
    ("a drawing of Inkscape's", samples.office(parts={"word/media/image2.svg": SVG_OF_INKSCAPE})),
    ("what another program keeps with it", samples.office(parts={"customXml/item1.xml": OF_GB2312})),
    ("the same of another edition", samples.office(parts={"p.xml": b'<?xml version="1.1"?><a/>'})),
    ("a font that begins like a text", samples.office(parts={"word/fonts/font1.odttf": b"<\1\xff\0" * 99})),
    ("a part of nothing", samples.office(parts={"word/header1.xml": b""})),
    ("a number within a box", text("<w:t>1</w:t>", chosen(f"{BEGIN}{DD}{END}", f"{BEGIN}{DD}{END}"))),
    ("a film", samples.pdf_with(b"/S/Rendition/OP 0/R<</Type/Rendition/S/MR>>")),
    ("a picture behind objects", SMALL.replace(b"\nxref", PICTURE + b"\nxref", 1)),
    ("numbers of the table behind objects", SMALL.replace(b"\nxref", TABLE + b"\nxref", 1)),
    (
        "a picture behind an outline",
        samples.pdf_of_stream(b"\xff\xd8\xff", b"/First 4 0 R /Filter/DCTDecode"),
    ),
    ("a picture with a palette", samples.pdf_of_stream(b"\xff\xd8\xff", PALETTE)),
    ("a text with brackets", samples.pdf_with(rb"/S/GoTo/X(\((>>]\)))")),
    ("objects of nothing", stream(b"", b"/Type/ObjStm/N 0/First 0")),
    ("objects behind a blank", stream(b"9 0 <<>>", end_of_line=b" \r\n")),
]


@pytest.mark.parametrize("content", [row[1] for row in FINE], ids=[row[0] for row in FINE])
def test_what_only_lies_near_what_acts_is_no_reason_to_refuse(content: bytes) -> None:
    kind, name = (MediaType.PDF, "x.pdf") if content.startswith(b"%PDF") else (MediaType.DOCX, "x.docx")
    assert media_type_of(content, name) is kind


def test_words_that_only_look_like_something_that_acts_are_no_reason_to_refuse() -> None:
    for content in (samples.field("HYPERLINK", ' "https://zj.gov.cn/dde"'), samples.field("PAGE")):
        assert media_type_of(content, "x.docx") is MediaType.DOCX
    assert media_type_of(samples.linked("hyperlink", "https://zj.gov.cn"), "x.docx") is MediaType.DOCX
    for action in (b"/S /URI /URI (https://zj.gov.cn/Launch-day)", b"/LaunchPad /JavaScripts"):
        assert media_type_of(samples.pdf_with(action), "x.pdf") is MediaType.PDF
    assert media_type_of(samples.pdf_of_objects(b"<</S/GoTo>>"), "x.pdf") is MediaType.PDF


def test_the_elements_of_all_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs a call under the interpreter's lock: sixty megabytes of them took fifteen seconds."""
    assert active_content._ELEMENTS_LIMIT <= 2_000_000
    monkeypatch.setattr(active_content, "_ELEMENTS_LIMIT", 1_000)
    part = b"<w>" + b"<a/>" * 400 + b"</w>"
    files = [samples.office(parts={f"word/{n}.xml": part for n in range(many)}) for many in (2, 3)]
    assert media_type_of(files[0], "x.docx") is MediaType.DOCX
    assert "结构异常" in _refused(files[1], "x.docx")


@pytest.mark.parametrize("unit", [b"1 0 obj<<>>", b"1 0 obj<</A(", b"1 0 obj[<<(", b"(a)"])
def test_the_steps_through_a_pdfs_objects_are_bounded(monkeypatch: pytest.MonkeyPatch, unit: bytes) -> None:
    assert active_content._STEPS_AT_MOST <= 1_000_000
    monkeypatch.setattr(active_content, "_STEPS_AT_MOST", 1_000)
    assert media_type_of(samples.pdf_with(b"/X (a)" * 100), "x.pdf") is MediaType.PDF
    assert "结构异常" in _refused(samples.pdf_with(b"/X [" + unit * 1_000 + b"]"), "x.pdf")


def test_empty_segments_and_bombs_in_a_pdf_are_given_up_early() -> None:
    segments = b"\xff\xd8" + b"\xff\xe0\0\0" * 5_000_000
    assert costs_less(lambda: _refused(segments, "x.jpg"), 0.5)
    zeros = samples.pdf_of_objects(b"\0" * (70 << 20))
    tracemalloc.start()
    assert "结构异常" in _refused(zeros * 3, "x.pdf")
    assert tracemalloc.get_traced_memory()[1] < 200 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(b"/ObjStm ", id="names"),
        pytest.param(b"/J", id="beginnings of names"),
        pytest.param(b"obj%", id="objects within a remark"),
        pytest.param(b"stream\n", id="streams of nothing"),
        pytest.param(b"stream\n" + zlib.compress(b""), id="empty ones"),
        pytest.param(b"stream\n" + zlib.compress(b"1 0 <<>>"), id="small ones"),
    ],
)
def test_a_pdf_that_is_made_to_be_read_slowly_is_not(unit: bytes) -> None:
    """A search of seconds held up everybody: the interpreter does nothing beside it."""
    content = samples.pdf()
    content = content.replace(b"xref", unit * ((10 << 20) // len(unit)) + b"xref", 1)
    assert costs_less(lambda: _judged(content), 8)


def test_streams_that_are_read_again_and_again_are_given_up() -> None:
    """Each is within the one before it: blocks of nothing, and one that holds the next stream's beginning."""
    opened, nothing = b"stream\n\x78\x01", b"\x00\x00\x00\xff\xff"
    block = b"\x00%b%b%b" % (
        len(opened).to_bytes(2, "little"),
        (len(opened) ^ 0xFFFF).to_bytes(2, "little"),
        opened,
    )
    content = samples.pdf().replace(b"xref", opened + (block + nothing * 2_000) * 1_000 + b"xref", 1)
    assert costs_less(lambda: _judged(content), 8)


@pytest.mark.parametrize(
    ("drawn", "is_read"),
    [
        (b"1 0 0 1 72 720 cm /F1 12 Tf", False),
        (b"q 1 0 0 1 72 720 cm", False),
        (b"BT /F1 12 Tf ET", False),
        (b"\0\1\0\0\0\x0a\0\x80", False),
        (b"12 0 13 45 <</A 1>>", True),
        (b"12 0<</A 1>>", True),
        (b"\0\n12 0\r[1]", True),
        (b" ".join(b"%d %d" % (number, number * 40) for number in range(1, 300)), True),
        (b"12 %x\n0 (a)", True),
    ],
)
def test_a_stream_of_objects_is_told_from_what_draws_a_page(drawn: bytes, is_read: bool) -> None:
    assert bool(_OBJECTS.match(drawn[:512])) is is_read


@pytest.mark.parametrize(("name", "content", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_anything_else_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        media_type_of(content, name)
    assert words in str(refused.value)


def test_sixty_thousand_parts_are_refused_before_they_are_read() -> None:
    many = samples.zipped({f"p{n}": b"" for n in range(60_000)})
    assert costs_less(lambda: _refused(many, "x.xlsx"), 0.15)
    assert _refused(many, "x.xlsx").startswith("文件内部结构异常")


def test_a_large_old_file_is_looked_through_quickly_and_without_copies() -> None:
    entry = samples.compound("Workbook")[640:768]
    large = samples.compound("Workbook") + entry * ((20 << 20) // len(entry) - 12)
    assert costs_less(lambda: media_type_of(large, "x.xls"), 2)
    tracemalloc.start()
    media_type_of(large, "x.xls")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60 << 20


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([(name, content) for name, content, _ in GOOD]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
    st.integers(0, 10_000),
)
def test_a_mutilated_file_is_judged_or_refused_and_never_breaks_the_judge(
    good: tuple[str, bytes], changes: list[tuple[int, int]], cut: int
) -> None:
    name, content = good
    spoilt = bytearray(content)
    for place, value in changes:
        spoilt[place % len(spoilt)] = value
    cut_to = len(spoilt) - cut % 40
    with suppress(BadInput):
        assert media_type_of(bytes(spoilt[:cut_to]), name) in MediaType


def _refused(content: bytes, name: str) -> str:
    with pytest.raises(BadInput) as refused:
        media_type_of(content, name)
    return str(refused.value)


def _judged(content: bytes) -> None:
    with suppress(BadInput):
        media_type_of(content, "x.pdf")
