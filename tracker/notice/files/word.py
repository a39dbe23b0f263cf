"""A .docx as a person sees it: paragraphs with the markers that Word counts, and tables, in their order.

Read from its XML by the standard library: tracked deletions, hidden words, instructions of fields, comments,
notes, heads and feet of pages and the table of contents stay out; text boxes stand behind the paragraph that
holds them. ECMA-376 Part 1, 17; names are compared without their namespace, as the strict form has others.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tracker.domain.language import marked
from tracker.domain.workflow.memory import require_memory
from tracker.notice.files.numbering import Numbering, number_of, value_of
from tracker.notice.files.reading import Unreadable, Words

_BROKEN = marked("Word 文件已损坏或没有传完。请用 Word 或 WPS 打开,另存为新的 .docx 再上传。")
_EMPTY = marked("Word 文件里没有文字,正文可能是图片。请换带文字的文件,或把正文粘贴进来。")
CONTENTS_LEFT_OUT = marked("目录没有读入。")
DELETIONS_LEFT_OUT = marked("文件里有未接受的修订,按接受后的文字读入。")
# What holds no words of the text.
_SILENT = {
    *("delText", "instrText", "delInstrText", "rt", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr"),
    *("tcPr", "sectPr", "object", "binData", "imagedata"),
}
_DELETED = {"del", "moveFrom"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CONTENTS = re.compile(r"(toc|目录) ?\d", re.IGNORECASE)
_OFF = ("0", "false", "off")
_COLUMN_LIMIT = 100


def words_of_docx(content: bytes) -> Words:
    """Raises Unreadable for a broken document and one without words."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            main = _main_part(package)
            folder = posixpath.dirname(main)
            parts = [_part(package, f"{folder}/{name}.xml") for name in ("styles", "numbering")]
            body = _root(package, main).find("body")
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        EOFError,
        OSError,
        ValueError,
        LookupError,
        NotImplementedError,
    ) as error:
        require_memory(error)
        raise Unreadable(_BROKEN) from None
    if body is None:
        raise Unreadable(_BROKEN)
    document = _Document(*parts)
    lines = [line for line in document.story(body) if line]
    if not lines:
        raise Unreadable(_EMPTY)
    return Words("\n".join(lines), [(remark, {}) for remark in sorted(document.remarks)])


def _main_part(package: zipfile.ZipFile) -> str:
    for one in _root(package, "_rels/.rels"):
        if one.get("Type", "").endswith("/officeDocument"):
            return one.get("Target", "").lstrip("/")
    raise LookupError("officeDocument")


def _part(package: zipfile.ZipFile, name: str) -> Element:
    """A part that a document may do without: an empty one then."""
    return _root(package, name) if name in package.namelist() else Element("none")


def _root(package: zipfile.ZipFile, name: str) -> Element:
    """The part's elements and attributes under their names without namespace."""
    root = ElementTree.fromstring(package.read(name))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for key in [key for key in element.attrib if key.startswith("{")]:
            element.attrib[key.rpartition("}")[2]] = element.attrib.pop(key)
    return root


def _is_on(parent: Element | None, path: str) -> bool | None:
    """A switch: None where it is not mentioned."""
    switch = None if parent is None else parent.find(path)
    return None if switch is None else switch.get("val", "1") not in _OFF


class _Styles:
    def __init__(self, root: Element) -> None:
        self._styles = {one.get("styleId", ""): one for one in root.findall("style")}
        self.default = next(
            (
                key
                for key, one in self._styles.items()
                if one.get("type") == "paragraph" and one.get("default") in ("1", "true")
            ),
            "",
        )

    def of(self, name: str) -> list[Element]:
        """The style and those that it is based on, nearest first."""
        chain: list[Element] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.append(self._styles[name])
            name = value_of(chain[-1], "basedOn") or ""
        return chain


class _Document:
    """Reads blocks in their order; ``remarks``: what was left out on purpose."""

    def __init__(self, styles: Element, numbering: Element) -> None:
        self._styles = _Styles(styles)
        self._numbering = Numbering(numbering)
        # Of each field that is open: whether its result has begun. Fields may run over paragraphs.
        self._fields: list[bool] = []
        self._boxes: list[Element] = []
        # The words of paragraphs whose end is deleted or hidden: they belong to the next one.
        self._held = ""
        self.remarks: set[str] = set()

    def story(self, parent: Element) -> Iterator[str]:
        """A body, a cell or a box: no paragraph goes on over its end."""
        yield from self._blocks(parent)
        said, self._held = self._held, ""
        yield from map(str.strip, said.split("\n"))

    def _blocks(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield from self._table(child)
            elif child.tag == "sdt" and self._is_contents(child):
                self.remarks.add(CONTENTS_LEFT_OUT)
            elif child.tag == "AlternateContent":
                yield from self._blocks(_chosen(child))
            elif child.tag in _DELETED:
                self.remarks.add(DELETIONS_LEFT_OUT)
            elif child.tag not in _SILENT:
                yield from self._blocks(child)

    @staticmethod
    def _is_contents(block: Element) -> bool:
        return value_of(block, "sdtPr/docPartObj/docPartGallery") == "Table of Contents"

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        properties = paragraph.find("pPr")
        styles = self._styles.of(value_of(properties, "pStyle") or self._styles.default)
        # Read whatever comes of it: the fields that begin and end in it have to be followed.
        said = "".join(self._pieces(paragraph, _hides(styles)))
        boxes, self._boxes = self._boxes, []
        if any(_CONTENTS.fullmatch(value_of(style, "name") or "") for style in styles[:1]):
            self.remarks.add(CONTENTS_LEFT_OUT)
            return
        self._held += said
        if properties is None or not (
            properties.find("rPr/del") is not None or _is_on(properties, "rPr/vanish")
        ):
            # An empty paragraph has its marker too: numbers of rows.
            said, self._held = self._marker(properties, styles) + self._held.lstrip(), ""
            yield from map(str.strip, said.split("\n"))
        for box in boxes:
            yield from self.story(box)

    def _marker(self, properties: Element | None, styles: list[Element]) -> str:
        for place in [properties, *(style.find("pPr") for style in styles)]:
            number = value_of(place, "numPr/numId")
            if number is None:
                continue
            level = number_of(place, "numPr/ilvl")
            if level is None:
                style = styles[0].get("styleId", "") if styles else ""
                level = self._numbering.level_of_style(number, style)
            return self._numbering.marker(number, level)
        return ""

    def _pieces(self, parent: Element, is_hidden: bool) -> Iterator[str]:
        """The words within a paragraph."""
        for child in parent:
            tag = child.tag
            if tag == "r":
                yield from self._pieces(child, self._hides_run(child, is_hidden))
            elif tag == "t":
                if not is_hidden and all(self._fields):
                    yield child.text or ""
            elif tag == "fldChar":
                self._field(child.get("fldCharType"))
            elif tag in _SIGNS:
                # The end of a page or a column inside a paragraph ends no line of it.
                if not is_hidden and all(self._fields) and child.get("type") in (None, "textWrapping"):
                    yield _SIGNS[tag]
            elif tag in _DELETED:
                self.remarks.add(DELETIONS_LEFT_OUT)
            elif tag == "AlternateContent":
                yield from self._pieces(_chosen(child), is_hidden)
            elif tag == "txbxContent":
                self._boxes.append(child)
            elif tag == "sdt" and _is_on(child, "sdtPr/showingPlcHdr"):
                continue
            elif tag not in _SILENT:
                yield from self._pieces(child, is_hidden)

    def _hides_run(self, run: Element, is_hidden: bool) -> bool:
        properties = run.find("rPr")
        own = _is_on(properties, "vanish")
        if own is not None:
            return own
        style = value_of(properties, "rStyle")
        return _hides(self._styles.of(style)) if style else is_hidden

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _table(self, table: Element) -> Iterator[str]:
        """A row is a line, its cells apart by tabs; a table of one column is a frame around its blocks."""
        rows = [row for row in _inside(table, "tr") if not self._is_left_out(row)]
        cells = [list(_inside(row, "tc")) for row in rows]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    yield from self.story(cell)
            return
        for element, row in zip(rows, cells, strict=True):
            texts = [""] * min(number_of(element, "trPr/gridBefore", 0) or 0, _COLUMN_LIMIT)
            for cell in row:
                texts.append(self._cell(cell))
                # What is merged is said once, and the columns behind it stay in their places.
                texts += [""] * (min(number_of(cell, "tcPr/gridSpan", 1) or 1, _COLUMN_LIMIT) - 1)
            yield "\t".join(texts).rstrip()

    def _is_left_out(self, row: Element) -> bool:
        is_deleted = row.find("trPr/del") is not None
        if is_deleted:
            self.remarks.add(DELETIONS_LEFT_OUT)
        return is_deleted or bool(_is_on(row, "trPr/hidden"))

    def _cell(self, cell: Element) -> str:
        said = " ".join(" ".join(self.story(cell)).split())
        merged = cell.find("tcPr/vMerge")
        goes_on = merged is not None and merged.get("val") != "restart"
        return "" if goes_on else said


def _hides(styles: list[Element]) -> bool:
    said = (_is_on(style, "rPr/vanish") for style in styles)
    return next((one for one in said if one is not None), False)


def _chosen(alternatives: Element) -> Element:
    """Of the same content for newer and for older programs: one of them."""
    found = alternatives.find("Choice")
    if found is None:
        found = alternatives.find("Fallback")
    return alternatives.__class__("none") if found is None else found


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table, cells of a row, also those that stand in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(child, tag)
