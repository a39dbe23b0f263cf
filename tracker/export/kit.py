"""The meeting kit: every file that is made of a snapshot, one table, and all of them in one zip.

A file is made from the snapshot's content alone and is the same bytes whenever and wherever it is made,
so what was made is kept for the next request. Large Word, PowerPoint and PDF files are made in a child
process (child.py): their libraries take hundreds of megabytes and keep them.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256 as hash_of
from importlib import import_module
from threading import Lock

from tracker.domain.language import _, in_chinese, marked
from tracker.domain.language.errors import NotFound, Refusal
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import child
from tracker.export.ooxml import zip_bytes

# Above so many rows an appendix of slides, bulletin or report ends with a pointer to the workbook.
APPENDIX_ROWS = 500
# Above so many targets a heavy format is made in a child process.
CHILD_TARGETS = 500
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KEPT_BYTES = 64 * 2**20
ZIP, ZIP_TYPE = "zip", "application/zip"
_SUMS = "SHA256SUMS.txt"


@dataclass(frozen=True)
class Format:
    """One file of the kit. ``key`` is its ending in addresses, the suffix but for the second Word file.

    ``maker``: module:function under tracker.export, (content, sha256, number) -> bytes; imported late.
    """

    key: str
    word: str
    suffix: str
    media_type: str
    maker: str
    is_heavy: bool = False

    @property
    def file_name(self) -> str:
        return f"{self.word}.{self.suffix}"

    @property
    def title(self) -> str:
        """The file's name in the language of who looks; the file itself keeps its Chinese name."""
        return f"{_(self.word)}.{self.suffix}"

    @in_chinese()
    def bytes_of(self, content: str, sha256: str, number: str) -> bytes:
        """The file, made here and now, in Chinese whoever asks. Raises BadInput for what is no snapshot."""
        module, function = self.maker.split(":")
        make: Callable[[str, str, str], bytes] = getattr(import_module(f"tracker.export.{module}"), function)
        return make(content, sha256, number)


FORMATS = (
    Format(
        "pptx",
        marked("幻灯片"),
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
        "slides:slides_bytes",
        True,
    ),
    Format(
        "docx",
        marked("通报"),
        "docx",
        f"{_OFFICE}.wordprocessingml.document",
        "bulletin:bulletin_bytes",
        True,
    ),
    Format(
        "notes.docx",
        marked("讲话参考"),
        "docx",
        f"{_OFFICE}.wordprocessingml.document",
        "speaker_notes:speaker_notes_bytes",
        True,
    ),
    Format("pdf", marked("汇报"), "pdf", "application/pdf", "report:report_bytes", True),
    Format("xlsx", marked("进度表"), "xlsx", f"{_OFFICE}.spreadsheetml.sheet", "workbook:workbook_bytes"),
    Format("csv", marked("数据"), "csv", "text/csv; charset=utf-8", "figures_csv:csv_bytes"),
    Format("json", marked("快照"), "json", "application/json", "kit:snapshot_bytes"),
)


def format_of(key: str) -> Format:
    """Raises NotFound for a key that is no file of the kit."""
    found = next((each for each in FORMATS if each.key == key), None)
    if found is None:
        raise NotFound(_("没有这种格式的文件。"))
    return found


def snapshot_bytes(content: str, sha256: str, number: str = "") -> bytes:
    """The snapshot itself: the bytes whose SHA-256 is the snapshot's."""
    return content.encode()


def file_bytes(each: Format, content: str, sha256: str, number: str) -> bytes:
    """A file of the kit, kept from the last time or made. Raises Refusal where it can't be made.

    A content that is not what the hash says is refused: a file of it would vouch for what was never frozen.
    """
    if content_sha256(content) != sha256:
        raise Refusal(_("快照内容与其 SHA-256 不一致,不能生成文件。请管理员运行 tracker verify 核查。"))
    found = _kept(sha256, number, each.key)
    if found is None:
        far = each.is_heavy and targets_in(content) > CHILD_TARGETS
        make = child.made_in_child if far else Format.bytes_of
        found = make(each, content, sha256, number)
        _keep(sha256, number, each.key, found)
    return found


def is_made(each: Format, sha256: str, number: str) -> bool:
    """Whether a file is at hand, so that asking for it takes no time."""
    return _kept(sha256, number, each.key) is not None


def files(content: str, sha256: str, number: str) -> Iterator[tuple[Format, bytes]]:
    """All files of the kit, one after the other, for those who show how far it has come."""
    for each in FORMATS:
        yield each, file_bytes(each, content, sha256, number)


def zip_of(content: str, sha256: str, number: str) -> bytes:
    """All files in one zip, with a list of their hashes that ``sha256sum -c`` reads."""
    made = [(each.file_name, data) for each, data in files(content, sha256, number)]
    sums = "".join(f"{hash_of(data).hexdigest()}  {name}\n" for name, data in made)
    return zip_bytes([*made, (_SUMS, sums.encode())])


def targets_in(content: str) -> int:
    """How many targets a content holds, without reading it as JSON: a text's own quotes are escaped there."""
    return content.count('"judgement":')


_files: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
_lock = Lock()


def _kept(sha256: str, number: str, key: str) -> bytes | None:
    with _lock:
        found = _files.get((sha256, number, key))
        if found is not None:
            _files.move_to_end((sha256, number, key))
        return found


def _keep(sha256: str, number: str, key: str, data: bytes) -> None:
    """The files used last stay, up to a bound of bytes; a file beyond it is not kept at all."""
    with _lock:
        _files[sha256, number, key] = data
        while sum(map(len, _files.values())) > _KEPT_BYTES:
            _files.popitem(last=False)


def forget() -> None:
    """Make everything anew; for tests and measurements."""
    with _lock:
        _files.clear()
