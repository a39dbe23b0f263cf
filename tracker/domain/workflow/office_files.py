"""Office files by their directories: the zips of Office Open XML and OFD, the compound files before them.

Unpacked are, within bounds, one list of content types and the parts in which something may stand that acts
by itself (active_content).
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.active_content import ODD_ZIP, require_no_package, require_passive_office
from tracker.domain.workflow.media_types import MediaType
from tracker.domain.workflow.memory import require_memory

PART_LIMIT = 4_000
_DIRECTORY_LIMIT = 512 << 10
UNPACKED_LIMIT = 200 << 20
_UNPACKED_IS_SMALL = 20 << 20
RATIO_LIMIT = 100
_LIST_LIMIT = 1 << 20
_LIST = "[Content_Types].xml"
_OFFICE_OPEN_XML = (MediaType.DOCX, MediaType.XLSX, MediaType.PPTX)
_STREAMS = {
    "worddocument": MediaType.DOC,
    "workbook": MediaType.XLS,
    "book": MediaType.XLS,
    "powerpoint document": MediaType.PPT,
}
INCOMPLETE = marked("文件不完整,可能没有传完或已损坏,请重新导出后再上传。")
ENCRYPTED = marked("文件设有密码或权限限制,无法打开,请取消限制后再上传。")
_WITH_MACROS = marked("文件含有宏或控件,不能上传。请另存为不含宏的格式(如 .docx、.xlsx)或导出为 PDF。")
_BROKEN = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def judge_compound(content: bytes) -> MediaType | None:
    """The old binary form of Word, Excel, PowerPoint and WPS; also what an encrypted new one is put into."""
    names = _entries(content)
    if names & {"encryptedpackage", "encryptedsummary"}:
        raise BadInput(_(ENCRYPTED))
    if names & {"vba", "_vba_project", "_vba_project_cur", "macros"}:
        raise BadInput(_(_WITH_MACROS))
    require_no_package(names)
    return next((kind for stream, kind in _STREAMS.items() if stream in names), None)


def _entries(content: bytes) -> set[str]:
    """The names in a compound file's directory, wherever it lies.

    An entry is 128 bytes and so aligned: its name, the name's length at 64, at 66 whether it is a
    storage (1) or a stream (2). All aligned places are read: no chain of sectors can hide one.
    """
    names = set()
    for mark in re.finditer(rb"[\x01\x02]", content[66::128]):
        at = 128 * mark.start()
        length = int.from_bytes(content[at + 64 : at + 66], "little")
        if 2 < length <= 64:
            names.add(content[at : at + length - 2].decode("utf-16-le", "ignore").casefold())
    return names


def judge_zip(content: bytes) -> MediaType | None:
    parts = _parts(content)
    if "ofd.xml" in parts:
        return MediaType.OFD
    if _LIST.casefold() not in parts:
        return None
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        types = _content_types(archive, parts[_LIST.casefold()])
        if any(hint in kind for kind in types for hint in ("vbaproject", "macro", "activex")) or any(
            "vbaproject" in part or "/activex/" in part for part in parts
        ):
            raise BadInput(_(_WITH_MACROS))
        is_text = any("wordprocessingml" in kind for kind in types)
        require_passive_office(archive, parts, _entries, is_text=is_text)
    except _BROKEN as error:
        require_memory(error)
        raise BadInput(_(INCOMPLETE)) from None
    return next((kind for kind in _OFFICE_OPEN_XML if f"{kind}.main+xml" in types), None)


def _parts(content: bytes) -> Mapping[str, zipfile.ZipInfo]:
    """The parts by name in small letters, from the zip's directory alone; refuses what no office writes."""
    _check_directory(content)
    try:
        listed = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BadInput(_(INCOMPLETE)) from None
    # Bit 0 of a part's flags: encrypted.
    if any(part.flag_bits & 1 for part in listed):
        raise BadInput(_(ENCRYPTED))
    parts = {part.filename.casefold(): part for part in listed}
    unpacked = sum(part.file_size for part in listed)
    is_common = all(part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in listed)
    is_bomb = unpacked > UNPACKED_LIMIT or unpacked > max(_UNPACKED_IS_SMALL, RATIO_LIMIT * len(content))
    # Of two parts with one name programs differ in which they open: what was judged may not be what runs.
    has_twins = len(parts) < len(listed)
    if is_bomb or has_twins or not is_common or len(listed) > PART_LIMIT or any(map(_leads_out, parts)):
        raise BadInput(_(ODD_ZIP))
    return parts


def _check_directory(content: bytes) -> None:
    """Find the directory's end record, and refuse a directory that would take long to read."""
    end = content.rfind(b"PK\5\6", max(0, len(content) - 22 - 0xFFFF))
    record = content[end : end + 22]
    if end < 0 or len(record) < 22:
        raise BadInput(_(INCOMPLETE))
    size, start, comment = (int.from_bytes(record[a:b], "little") for a, b in ((12, 16), (16, 20), (20, 22)))
    is_zip64 = content[max(0, end - 20) : end].startswith(b"PK\6\7")  # other numbers would count then
    if is_zip64 or size > _DIRECTORY_LIMIT or start + size != end or end + 22 + comment != len(content):
        raise BadInput(_(ODD_ZIP))


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _content_types(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> set[str]:
    """The content types that an Office Open XML file declares, in small letters."""
    types: set[str] = set()

    def started(_name: str, attributes: dict[str, str]) -> None:
        types.add(attributes.get("ContentType", "").casefold())

    def refused(*_declared: object) -> None:
        raise BadInput(_(ODD_ZIP))

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = refused  # no entities, so nothing can grow
    with archive.open(part) as file:
        parser.Parse(file.read(_LIST_LIMIT), True)
    return types
