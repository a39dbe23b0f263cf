"""Notices as offices have them, made for the tests: Word files written by hand, PDF set by typst."""

import io
import json
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

import typst

from tracker.export.report.contents import FONTS

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)


def docx(body: str, *, numbering: str = "", styles: str = "", namespace: str = W) -> bytes:
    """A Word file of this body; ``numbering`` and ``styles`` hold what stands inside their parts."""
    spaces = (
        f'xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        if numbering:
            package.writestr("word/numbering.xml", f"<w:numbering {spaces}>{numbering}</w:numbering>")
        if styles:
            package.writestr("word/styles.xml", f"<w:styles {spaces}>{styles}</w:styles>")
    return file.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, number: int | None = None, level: int = 0) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered if number is not None else ''}</w:pPr>{run(text)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def document_of(text: str) -> bytes:
    """A text as a Word file: lines with tabs are rows of a table, a line between them one merged cell."""
    lines = text.rstrip("\n").split("\n")
    rows = [at for at, line in enumerate(lines) if "\t" in line]
    body, cells = "", ""
    for at, line in enumerate(lines):
        if rows and rows[0] <= at <= rows[-1]:
            merged = '<w:gridSpan w:val="7"/>' if "\t" not in line else ""
            cells += row(*(cell(paragraph(words), merged) for words in line.split("\t")))
            if at == rows[-1]:
                body += table(cells)
        else:
            body += paragraph(line)
    return docx(body)


def level(at: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*each: str) -> str:
    """Lists 1, 2, … of these levels; a list may be more than one instance: ``numbers`` adds them."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>' for at, levels in enumerate(each, 1)
    )
    return abstract + "".join(numbers(at, at) for at in range(1, len(each) + 1))


def numbers(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


_PAGE = """
#set page(paper: "a4", margin: (x: 2.8cm, y: 3.2cm), numbering: "— 1 —", number-align: center,
  header: if sys.inputs.head != "" { align(right, text(size: 9pt, sys.inputs.head)) })
#set text(font: "Tracker Sans", size: 16pt, lang: "zh", region: "cn")
#set par(justify: sys.inputs.justify == "yes", first-line-indent: (amount: 2em, all: true), spacing: 1em)
"""
_PARAGRAPHS = "#for line in json(bytes(sys.inputs.lines)) { par(line) }"


def pdf(lines: Sequence[str], *, head: str = "", justify: bool = True) -> bytes:
    """Paragraphs as a notice has them: indented by two characters, pages numbered in dashes."""
    inputs = {"lines": json.dumps(lines), "head": head, "justify": "yes" if justify else "no"}
    return set_by_typst(_PAGE + _PARAGRAPHS, inputs)


def set_by_typst(source: str, inputs: dict[str, str] | None = None) -> bytes:
    made = typst.compile(
        source.encode(),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs=inputs or {},
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


SEED_NOTICE = Path(__file__).parents[2] / "seed" / "haining-2025" / "notice.txt"
