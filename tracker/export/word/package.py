# ruff: noqa: E501
"""The parts of a Word document → one .docx."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from tracker.export.drawingml import Chart, chart_xml, workbook_of
from tracker.export.ooxml import zip_bytes
from tracker.export.theme import theme_xml
from tracker.export.word.marks import attribute, mm, text, words
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
    "/word/footer1.xml": f"{_WORD}.footer+xml",
    "/word/footer2.xml": f"{_WORD}.footer+xml",
    "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINKS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId4", "theme", "theme/theme1.xml"),
    ("rId5", "footer", "footer1.xml"),
    ("rId6", "footer", "footer2.xml"),
)
_CHART_LINK, _WORKBOOK_LINK = "rId7", "rId1"
_EMU = 36_000


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; ``when`` is the snapshot's instant, never the host's clock."""

    title: str
    subject: str
    author: str
    comments: str
    when: datetime


@dataclass(frozen=True)
class Document:
    """``body`` is the inside of w:body, with its last section's properties. ``footers``: odd, even."""

    body: str
    properties: Properties
    line: Decimal
    footers: tuple[str, str]
    chart: Chart | None = field(default=None)


def section(*, landscape: bool = False, line: Decimal, last: bool = False) -> str:
    """A4 by GB/T 9704: block 156 × 225 mm; a landscape page is the same page turned.

    The right margin is 25.93 mm, within tolerance, so that a line holds 28 characters.
    """
    width, height = mm(210), mm(297)
    if landscape:
        page = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        margins = _margins(mm(28), mm(35), mm(26), mm(37), mm(16))
    else:
        page = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        margins = _margins(mm(37), 1470, mm(35), mm(28), mm(25.5))
    inside = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/>'
        f'<w:type w:val="nextPage"/>{page}{margins}<w:docGrid w:type="lines" w:linePitch="{round(line * 20)}"/>'
        "</w:sectPr>"
    )
    return inside if last else f'<w:p><w:pPr><w:pStyle w:val="Flush"/>{inside}</w:pPr></w:p>'


def _margins(top: int, right: int, bottom: int, left: int, footer: int) -> str:
    return (
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{footer}" w:gutter="0"/>'
    )


def page_numbers(mark: str = "") -> tuple[str, str]:
    """— 1 —, odd pages right, even pages left, one character in; below it the mark of made-up figures."""
    shown = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r>'
        '</w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    below = text("Source", mark) if mark else ""
    return _footer(shown, "right") + below, _footer(shown, "left") + below


def _footer(shown: str, side: str) -> str:
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}</w:pPr>{shown}</w:p>'


def text_footers(content: str) -> tuple[str, str]:
    """The same line of text at the foot of every page."""
    line = text("Source", content)
    return line, line


def drawing(description: str, width: float = 154, height: float = 78) -> str:
    """The run that shows the chart; lengths in millimetres."""
    across, down = round(width * _EMU), round(height * _EMU)
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="1" name="Chart 1" descr={attribute(description)}/><wp:cNvGraphicFramePr/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.'
        f'openxmlformats.org/drawingml/2006/chart" r:id="{_CHART_LINK}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def docx_bytes(document: Document) -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(document.chart is not None),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(document.properties),
        "word/document.xml": f"{_XML}<w:document {NAMESPACES}><w:body>{document.body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(*_document_links(document)),
        "word/styles.xml": styles_xml(document.line),
        "word/settings.xml": f"{_XML}<w:settings {NAMESPACES}>{_SETTINGS}</w:settings>",
        "word/fontTable.xml": _font_table(),
        "word/theme/theme1.xml": theme_xml(FANGSONG),
    }
    for number, footer in enumerate(document.footers, 1):
        parts[f"word/footer{number}.xml"] = f"{_XML}<w:ftr {NAMESPACES}>{footer}</w:ftr>"
    # The chart's workbook is bytes already; the parts that are text become bytes before it joins them.
    files = {name: part.encode() for name, part in parts.items()}
    if document.chart is not None:
        files["word/charts/chart1.xml"] = chart_xml(document.chart, _WORKBOOK_LINK)
        link = (_WORKBOOK_LINK, f"{_OFFICE}/package", "../embeddings/workbook1.xlsx")
        files["word/charts/_rels/chart1.xml.rels"] = _relationships(link).encode()
        files["word/embeddings/workbook1.xlsx"] = workbook_of(document.chart, document.properties.when)
    return zip_bytes(files.items())


def _document_links(document: Document) -> list[tuple[str, str, str]]:
    links = [(key, f"{_OFFICE}/{kind}", target) for key, kind, target in _LINKS]
    if document.chart is not None:
        links.append((_CHART_LINK, f"{_OFFICE}/chart", "charts/chart1.xml"))
    return links


def _content_types(has_chart: bool) -> str:
    types = _TYPES | ({"/word/charts/chart1.xml": _CHART_TYPE} if has_chart else {})
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    book = f'<Default Extension="xlsx" ContentType="{_BOOK_TYPE}"/>' if has_chart else ""
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{book}{overrides}</Types>'
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
    names = (FANGSONG, SONG_TITLE, HEI, KAI, SONG)
    fonts = "".join(f'<w:font w:name="{name}"><w:charset w:val="86"/></w:font>' for name in names)
    return f"{_XML}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
