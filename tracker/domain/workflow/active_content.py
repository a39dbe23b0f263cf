"""What in a file of evidence would act by itself where it is opened: run a program, fetch from elsewhere.

Read are, within bounds, the relations, field codes and links of Office Open XML, what old and embedded
compound files hold, and a PDF's actions, also those inside its compressed objects.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from typing import IO
from xml.parsers import expat

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput

OLE_PACKAGE = "\x01ole10native"  # the stream in which Office keeps a file of any other program
_COMPOUND, _ENTRY = bytes.fromhex("d0cf11e0a1b11ae1"), 128  # its first bytes; of its directory
_XML_LIMIT = 64 << 20
_PIECE = 1 << 16  # whole entries
_OBJECTS_LIMIT = 64 << 20
_FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
# A drive of the reader's own machine, or a place beside the file.
_NEAR = re.compile(r"(?i)(file:/{0,3})?[a-z](:|%3a)[\\/]|(?![\\/]{2}|[a-z][a-z0-9+.-]+:)")
# The parts of a workbook's links to others; read wherever they lie, refused where they are called otherwise.
_OF_LINKS = re.compile(r"(?:^|/)externallinks/[^/]+$")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_DDE_FIELD = re.compile(r"(?i)\s*DDE(AUTO)?\b")
ODD_ZIP = marked("文件内部结构异常,不能上传。请用办公软件打开后另存,再上传。")
_LINKED = marked(
    "文件链接了别处的模板或对象,打开时会自行读取,不能上传。请在办公软件中断开链接后另存,或导出为 PDF。"
)
_PACKAGED = marked("文件中嵌有其他程序的文件(OLE 对象),不能上传。请删去该对象后另存,把其中的文件单独上传。")
_DDE = marked("文件含有 DDE 链接,打开时会运行其他程序,不能上传。请删去该链接后另存,或导出为 PDF。")
_ACTING = marked("PDF 含有脚本或启动其他程序的动作,不能上传。请用“打印到 PDF”另存后再上传。")


def _name(name: str) -> bytes:
    """A PDF name as a pattern: each letter may be written as # and its number."""
    letters = (b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in name.encode())
    return b"/" + b"".join(letters) + rb"(?![^\0\s/<>\[\](){}%])"


_ACTIONS = re.compile(_name("JavaScript") + b"|" + _name("Launch"))
# Before what zlib may have packed; what its dictionary says of it is for its reader to believe.
_STREAM = re.compile(rb"stream\r?\n?(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_STREAMS_AT_MOST = 100_000
# A stream of objects begins with their numbers and places, behind which the first of them stands; in what
# draws a page an operator stands there. A comment may stand anywhere.
_OBJECTS = re.compile(rb"[\0\s]*(?:[+-]?\d{1,10}[\0\s]+)*(?:%|[+-]?\d{1,10}[\0\s]*(?:[<\[(/%tfn]|\Z))")
_HEAD = 512
_SEARCHED, _LONGEST = 1 << 18, 64


def require_passive_pdf(content: bytes) -> None:
    """Raises BadInput where a script or a /Launch stands in the file or in one of its streams of objects."""
    _require_no_action(content)
    left = _OBJECTS_LIMIT
    for number, found in enumerate(_each(_STREAM, content)):
        objects, read = _unpacked(memoryview(content)[found.end() :], left)
        _require_no_action(objects)
        left -= max(read, len(objects))
        if left <= 0 or number >= _STREAMS_AT_MOST:
            raise BadInput(_(ODD_ZIP))


def _require_no_action(content: bytes) -> None:
    if any(_each(_ACTIONS, content)):
        raise BadInput(_(_ACTING))


def _each(pattern: re.Pattern[bytes], content: bytes) -> Iterator[re.Match[bytes]]:
    """The matches, looked for piece by piece: a search holds up every other thread of the server."""
    for at in range(0, len(content), _SEARCHED):
        found = pattern.finditer(content, at, at + _SEARCHED + _LONGEST)
        yield from (each for each in found if each.start() < at + _SEARCHED)


def _unpacked(stream: memoryview, limit: int) -> tuple[bytes, int]:
    """A stream of objects as far as it can be unpacked, else nothing; and how much of the file was read."""
    unpacker, pieces, at = zlib.decompressobj(), [b""], 0
    with suppress(zlib.error):
        pieces.append(unpacker.decompress(stream[:_HEAD], _HEAD))
        if pieces[-1] and not _OBJECTS.match(pieces[-1]):
            return b"", 0
        at, waiting = _HEAD, unpacker.unconsumed_tail
        while (at < len(stream) or waiting) and not unpacker.eof and limit > 0:
            pieces.append(unpacker.decompress(waiting or stream[at : at + _PIECE], _PIECE))
            at += 0 if waiting else _PIECE
            waiting = unpacker.unconsumed_tail
            limit -= len(pieces[-1])
    return b"".join(pieces), at - len(unpacker.unused_data)


def require_no_package(entries: Collection[str]) -> None:
    """``entries``: the names in a compound file's directory, in small letters."""
    if OLE_PACKAGE in entries:
        raise BadInput(_(_PACKAGED))


def require_passive_office(
    archive: zipfile.ZipFile,
    parts: Mapping[str, zipfile.ZipInfo],
    entries_of: Callable[[bytes], Collection[str]],
    *,
    is_text: bool,
) -> None:
    """``parts``: by name in small letters. Raises BadInput; what zipfile and expat raise is the caller's.

    ``is_text``: whether any of them says that it is of Word, which finds its parts by relations, under any
    name.
    """
    left = _XML_LIMIT
    for name, part in parts.items():
        reader = _reader_of(name, is_text=is_text and _is_xml(archive, part))
        if reader is None:
            with archive.open(part) as content:
                _require_no_package_in(content, entries_of)
            continue
        left -= part.file_size
        if left < 0:
            raise BadInput(_(ODD_ZIP))
        with archive.open(part) as xml:
            while piece := xml.read(_PIECE):
                reader.Parse(piece, False)
        reader.Parse(b"", True)


def _require_no_package_in(content: IO[bytes], entries_of: Callable[[bytes], Collection[str]]) -> None:
    """Of a compound file, whatever it is called: a relation leads to any name."""
    piece = content.read(_ENTRY)
    if piece.startswith(_COMPOUND):
        while piece:
            require_no_package(entries_of(piece))
            piece = content.read(_PIECE)


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as content:
        return content.read(_HEAD).lstrip(_BEFORE_XML).startswith(b"<")


def _reader_of(name: str, *, is_text: bool) -> expat.XMLParserType | None:
    """For the parts in which something that acts may stand."""
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = _refuse_entities
    if name.endswith(".rels"):
        reader.StartElementHandler = _meet_relation
    elif _OF_LINKS.search(name):
        reader.StartElementHandler = _meet_link
    elif is_text:
        fields = _Fields()
        reader.buffer_text = True
        reader.StartElementHandler, reader.EndElementHandler = fields.start, fields.end
        reader.CharacterDataHandler = fields.text
    else:
        return None
    return reader


def _refuse_entities(*_declared: object) -> None:
    raise BadInput(_(ODD_ZIP))


def _meet_relation(_tag: str, about: dict[str, str]) -> None:
    kind, target = about.get("Type", "").casefold(), about.get("Target", "")
    if about.get("TargetMode") != "External":
        if kind.endswith("/externallink") and not _OF_LINKS.search(target.casefold()):
            raise BadInput(_(ODD_ZIP))
    elif kind.endswith(_FETCHED) and not _NEAR.match(target):
        raise BadInput(_(_LINKED))


def _meet_link(tag: str, _about: dict[str, str]) -> None:
    if tag.rpartition(":")[2] == "ddeLink":
        raise BadInput(_(_DDE))


class _Fields:
    """Word's field codes, which are cut into pieces as the writer pleased."""

    def __init__(self) -> None:
        self._code: list[str] = []
        self._is_code = False

    def start(self, tag: str, about: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self._is_code = tag in ("instrText", "delInstrText")
        if tag == "fldChar":
            self._judge("".join(self._code))
            self._code.clear()
        elif tag == "fldSimple":
            self._judge(next((text for name, text in about.items() if name.endswith("instr")), ""))

    def end(self, _tag: str) -> None:
        self._is_code = False

    def text(self, words: str) -> None:
        if self._is_code:
            self._code.append(words)

    def _judge(self, code: str) -> None:
        if _DDE_FIELD.match(code):
            raise BadInput(_(_DDE))
