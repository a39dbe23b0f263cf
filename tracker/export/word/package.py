# ruff: noqa: E501
"""The parts of a Word document → one .docx."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from tracker.export.ooxml import zip_bytes
from tracker.export.theme import theme_xml
from tracker.export.word.marks import mm, paragraph, run, text, words
from tracker.export.word.styles import FANGSONG, HEI, KAI, NAMESPACES, SONG, SONG_TITLE, styles_xml

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_LINKS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId4", "theme", "theme/theme1.xml"),
)


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; ``when`` is the snapshot's instant, never the host's clock."""

    title: str
    subject: str
    author: str
    comments: str
    when: datetime


@dataclass(frozen=True)
class Frame:
    """What stands around the pages of a section: (odd, even) at their foot and at their head."""

    footers: tuple[str, str]
    heads: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Document:
    """``body`` is the inside of w:body, with its last section's properties.

    ``footers`` and ``heads``: odd, even; of a section with a frame of its own they stand in ``frames``, by
    ``section(frame=)`` from 1.
    """

    body: str
    properties: Properties
    line: Decimal
    footers: tuple[str, str]
    heads: tuple[str, str] = ("", "")
    frames: tuple[Frame, ...] = ()

    @property
    def all_frames(self) -> tuple[Frame, ...]:
        return (Frame(self.footers, self.heads), *self.frames)


def section(*, landscape: bool = False, line: Decimal, last: bool = False, frame: int = 0) -> str:
    """The properties of a section that ends here: in a paragraph of its own, or ``last`` in the body."""
    inside = section_properties(landscape=landscape, line=line, frame=frame)
    return inside if last else f'<w:p><w:pPr><w:pStyle w:val="Flush"/>{inside}</w:pPr></w:p>'


def section_properties(
    *, landscape: bool = False, line: Decimal, frame: int = 0, starts: str = "nextPage"
) -> str:
    """A4 by GB/T 9704: block 156 × 225 mm; a landscape page is the same page turned.

    The right margin is 25.93 mm, within tolerance, so that a line holds 28 characters. A turned page has its
    head at the binding on odd pages and at the cut on even ones, so both margins lie between theirs.
    ``starts``: evenPage leaves a page free where it has to. To stand last in a paragraph's properties.
    """
    width, height = mm(210), mm(297)
    if landscape:
        page = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        margins = _margins(mm(27), mm(36), mm(27), mm(36), mm(10))
    else:
        page = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        margins = _margins(mm(37), 1470, mm(35), mm(28), mm(_FOOT))
    return (
        f'<w:sectPr>{references(frame)}<w:type w:val="{starts}"/>{page}{margins}'
        f'<w:docGrid w:type="lines" w:linePitch="{round(line * 20)}"/></w:sectPr>'
    )


def references(frame: int = 0) -> str:
    """Which heads and feet stand around a section; first in its properties."""
    return "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="{_frame_link(frame, part, kind)}"/>'
        for part in ("header", "footer")
        for kind in ("default", "even")
    )


def _frame_link(frame: int, part: str, kind: str) -> str:
    return f"rId{part}{kind}{frame}"


def _margins(top: int, right: int, bottom: int, left: int, footer: int) -> str:
    return (
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{footer}" w:gutter="0"/>'
    )


# From the page's foot to that of its number, whose dashes then lie 7 mm below the block.
_FOOT = 25.5
_NUMBER = (
    '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r>'
    '</w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
)


def page_numbers(mark: str = "") -> tuple[str, str]:
    """— 1 —, odd pages right, even pages left, one character in; below it the mark of made-up figures."""
    below = text("Source", mark) if mark else ""
    return _page_number("right") + below, _page_number("left") + below


def _page_number(side: str, before: str = "") -> str:
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{before}{indent}</w:pPr>{_NUMBER}</w:p>'


def page_numbers_below(content: str) -> tuple[str, str]:
    """The same under ``content`` (版记), whose last rule lies on the block's foot."""
    before = '<w:spacing w:before="204" w:line="320" w:lineRule="exact"/>'
    return content + _page_number("right", before), content + _page_number("left", before)


def turned_numbers(*marks: str) -> Frame:
    """Around a landscape page: its number where upright pages have it, turned with the page.

    At the left edge of the turned page, its foot bound: odd pages towards the lower corner, even pages
    towards the upper one.
    """
    left, across, along = 20.8, 8.0, 26.0
    block_end, one_in = 184.0, 4.9
    # The same distances from the corners as upright: one character in from the block.
    tops = (block_end - one_in - along, 210 - block_end + one_in)
    boxes = (
        _turned_box(left, top, across, along, side) for top, side in zip(tops, ("right", "left"), strict=True)
    )
    odd, even = (_head(marks, box) for box in boxes)
    return Frame(("", ""), (odd, even))


def _turned_box(left: float, top: float, across: float, along: float, side: str) -> str:
    """A table of one cell at its place on the page, its text turned."""
    number = f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="{side}"/></w:pPr>{_NUMBER}</w:p>'
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{mm(left)}" w:tblpY="{mm(top)}"/><w:tblW w:w="{mm(across)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f'</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{mm(across)}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:trHeight w:val="{mm(along)}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{mm(across)}" w:type="dxa"/><w:textDirection w:val="tbRl"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{number}</w:tc></w:tr></w:tbl>"
    )


def heads(*marks: str) -> tuple[str, str]:
    """What every page says at its head: that figures are made up, that it is a preview. Empty without any."""
    return (_head(marks), _head(marks)) if any(marks) else ("", "")


def _head(marks: Iterable[str], box: str = "") -> str:
    return box + paragraph("Head", run(" · ".join(filter(None, marks))))


def docx_bytes(document: Document) -> bytes:
    around = dict(_around(document.all_frames))
    parts = {
        "[Content_Types].xml": _content_types(around),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(document.properties),
        "word/document.xml": f"{_XML}<w:document {NAMESPACES}><w:body>{document.body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(*_document_links(len(document.all_frames))),
        "word/styles.xml": styles_xml(document.line),
        "word/settings.xml": f"{_XML}<w:settings {NAMESPACES}>{_SETTINGS}</w:settings>",
        "word/fontTable.xml": _font_table(),
        "word/theme/theme1.xml": theme_xml(FANGSONG),
        **{f"word/{name}": part for name, part in around.items()},
    }
    return zip_bytes((name, part.encode()) for name, part in parts.items())


def _around(frames: Iterable[Frame]) -> Iterator[tuple[str, str]]:
    """The parts of heads and feet by their names; an empty one holds an empty paragraph."""
    for place, frame in enumerate(frames):
        sides = (("header", "hdr", frame.heads), ("footer", "ftr", frame.footers))
        for part, tag, contents in sides:
            for kind, content in zip(("default", "even"), contents, strict=True):
                inside = content or paragraph("Head")
                yield f"{part}_{kind}{place}.xml", f"{_XML}<w:{tag} {NAMESPACES}>{inside}</w:{tag}>"


def _document_links(frames: int) -> Iterator[tuple[str, str, str]]:
    for key, kind, target in _LINKS:
        yield key, f"{_OFFICE}/{kind}", target
    for place in range(frames):
        for part in ("header", "footer"):
            for kind in ("default", "even"):
                yield _frame_link(place, part, kind), f"{_OFFICE}/{part}", f"{part}_{kind}{place}.xml"


def _content_types(around: Iterable[str]) -> str:
    types = _TYPES | {f"/word/{name}": f"{_WORD}.{name.partition('_')[0]}+xml" for name in around}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*links: tuple[str, str, str]) -> str:
    elements = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{elements}</Relationships>'


def _core(properties: Properties) -> str:
    when = f"{properties.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{when}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{words(properties.title)}</dc:title><dc:subject>{words(properties.subject)}</dc:subject>"
        f"<dc:creator>{words(properties.author)}</dc:creator><dc:description>{words(properties.comments)}</dc:description>"
        f"<dc:language>zh-CN</dc:language>{dates}</cp:coreProperties>"
    )


def _font_table() -> str:
    """With the face that stands in where one is not installed: 仿宋 for 仿宋_GB2312, which are one design."""
    instead = {FANGSONG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG_TITLE: "宋体", SONG: "SimSun"}
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in instead.items()
    )
    return f"{_XML}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


# 1—9月 stays on one line: the dash joins the signs that neither begin nor end one in Chinese.
_NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥—"
_NOT_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠—"
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:mirrorMargins/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(_NOT_LAST)}/>'
    f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr(_NOT_FIRST)}/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
