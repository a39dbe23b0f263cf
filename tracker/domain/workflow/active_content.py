"""What in a file of evidence would act by itself where it is opened: run a program, fetch from elsewhere.

Read are, within bounds, the relations, field codes and links of Office Open XML, what old and embedded
compound files hold, and a PDF's actions, also those inside its compressed objects.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from xml.parsers import expat

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput

OLE_PACKAGE = "\x01ole10native"  # the stream in which Office keeps a file of any other program
_XML_LIMIT = 64 << 20
_PIECE = 1 << 16
_OBJECTS_LIMIT = 64 << 20
_FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
# A drive of the reader's own machine, or a place beside the file.
_NEAR = re.compile(r"(?i)(file:/{0,3})?[a-z](:|%3a)[\\/]|(?![\\/]{2}|[a-z][a-z0-9+.-]+:)")
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
    return b"/" + b"".join(letters) + rb"(?![^\s/<>\[\]()%])"


_ACTIONS = re.compile(_name("JavaScript") + b"|" + _name("Launch"))
_COMPRESSED_OBJECTS = re.compile(_name("ObjStm") + rb"[^\0]{0,400}?stream\r?\n")


def require_passive_pdf(content: bytes) -> None:
    """Raises BadInput where a script or a /Launch stands in the file or in one of its object streams."""
    if _ACTIONS.search(content):
        raise BadInput(_(_ACTING))
    left = _OBJECTS_LIMIT
    for found in _COMPRESSED_OBJECTS.finditer(content):
        unpacked = _unpacked(memoryview(content)[found.end() :], left)
        left -= len(unpacked)
        if left <= 0 or _ACTIONS.search(unpacked):
            raise BadInput(_(_ACTING))


def _unpacked(stream: memoryview, limit: int) -> bytes:
    """As far as it can be; empty where it is not compressed, and so was seen as it is."""
    unpacker, pieces, at = zlib.decompressobj(), [], 0
    with suppress(zlib.error):
        while at < len(stream) and not unpacker.eof and limit > 0:
            pieces.append(unpacker.decompress(stream[at : at + _PIECE], limit))
            limit -= len(pieces[-1])
            at += _PIECE
    return b"".join(pieces)


def require_no_package(entries: Collection[str]) -> None:
    """``entries``: the names in a compound file's directory, in small letters."""
    if OLE_PACKAGE in entries:
        raise BadInput(_(_PACKAGED))


def require_passive_office(
    archive: zipfile.ZipFile,
    parts: Mapping[str, zipfile.ZipInfo],
    entries_of: Callable[[bytes], Collection[str]],
) -> None:
    """``parts``: by name in small letters. Raises BadInput; what zipfile and expat raise is the caller's."""
    left = _XML_LIMIT
    for name, part in parts.items():
        if "/embeddings/" in name and name.endswith(".bin"):
            require_no_package(entries_of(archive.read(part)))
        reader = _reader_of(name)
        if reader is None:
            continue
        left -= part.file_size
        if left < 0:
            raise BadInput(_(ODD_ZIP))
        with archive.open(part) as xml:
            while piece := xml.read(_PIECE):
                reader.Parse(piece, False)
        reader.Parse(b"", True)


def _reader_of(name: str) -> expat.XMLParserType | None:
    """For the parts in which something that acts may stand."""
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = _refuse_entities
    if name.endswith(".rels"):
        reader.StartElementHandler = _meet_relation
    elif name.startswith("xl/externallinks/"):
        reader.StartElementHandler = _meet_link
    elif name.startswith("word/") and name.endswith(".xml"):
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
    is_fetched = about.get("Type", "").casefold().endswith(_FETCHED)
    if is_fetched and about.get("TargetMode") == "External" and not _NEAR.match(about.get("Target", "")):
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
