"""The meeting kit: every file of a snapshot (formats.py), and all of them in one zip.

A file is made from the snapshot's content and the office's options alone and is the same bytes whenever and
wherever it is made, so what was made is kept for the next request. Large Word, PowerPoint and PDF files are
made in a child process (child.py): their libraries take hundreds of megabytes and keep them.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256 as hash_of
from threading import BoundedSemaphore, Lock

from tracker.domain.language import _
from tracker.domain.language.errors import Refusal
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import child
from tracker.export.formats import FORMATS, Format
from tracker.export.ooxml import zip_bytes
from tracker.export.options import Options

# Above so many targets a heavy format is made in a child process.
CHILD_TARGETS = 500
_KEPT_BYTES = 64 * 2**20
ZIP, ZIP_TYPE = "zip", "application/zip"
# The snapshot itself has none: it comes to be at 定稿.
PREVIEWED = tuple(each for each in FORMATS if each.key != "json")
_SUMS = "SHA256SUMS.txt"


def file_bytes(file_format: Format, content: str, sha256: str, number: str, options: Options) -> bytes:
    """A file of the kit, kept from the last time or made. Raises Refusal where it can't be made.

    A content that is not what the hash says is refused: a file of it would vouch for what was never frozen.
    """
    if content_sha256(content) != sha256:
        raise Refusal(
            _("会议材料的内容与其存证编号不一致,不能生成文件。请系统管理员运行 tracker verify 核查。")
        )
    data = kept(file_format, sha256, number, options)
    if data is None:
        # Outside the lock: two who ask at once may both make it, and get the same bytes.
        data = _made(file_format, content, sha256, number, options)
        _keep(sha256, number, options, file_format.key, data)
    return data


def previewed(file_format: Format, content: str, number: str, options: Options) -> bytes:
    """A file of what is not frozen yet, marked 预览; kept nowhere. Raises Refusal as ``file_bytes`` does."""
    as_preview = replace(options, is_preview=True)
    with _previews:
        return _made(file_format, content, content_sha256(content), number, as_preview)


def previews_zip(content: str, number: str, options: Options) -> bytes:
    """Every file that has a preview in one zip, each marked; kept nowhere."""
    return zip_bytes([(each.file_name, previewed(each, content, number, options)) for each in PREVIEWED])


def _made(file_format: Format, content: str, sha256: str, number: str, options: Options) -> bytes:
    is_far = file_format.is_heavy and targets_in(content) > CHILD_TARGETS
    make = child.made_in_child if is_far else Format.bytes_of
    return make(file_format, content, sha256, number, options)


def files(content: str, sha256: str, number: str, options: Options) -> Iterator[tuple[Format, bytes]]:
    """All files of the kit, one after the other."""
    for file_format in FORMATS:
        yield file_format, file_bytes(file_format, content, sha256, number, options)


def zip_of(content: str, sha256: str, number: str, options: Options) -> bytes:
    """All files in one zip, with a list of their hashes that ``sha256sum -c`` reads."""
    made = [(each.file_name, data) for each, data in files(content, sha256, number, options)]
    sums = "".join(f"{hash_of(data).hexdigest()}  {name}\n" for name, data in made)
    return zip_bytes([*made, (_SUMS, sums.encode())])


def targets_in(content: str) -> int:
    """How many targets a content holds, without reading it as JSON: a text's own quotes are escaped there."""
    return content.count('"judgement":')


_files: OrderedDict[tuple[str, str, Options, str], bytes] = OrderedDict()
_lock = Lock()
# Previews are made anew at each click: so many at once, the others wait.
_previews = BoundedSemaphore(2)


def kept(file_format: Format, sha256: str, number: str, options: Options) -> bytes | None:
    """A file that is at hand from the last time."""
    asked = (sha256, number, options, file_format.key)
    with _lock:
        data = _files.get(asked)
        if data is not None:
            _files.move_to_end(asked)
        return data


def _keep(sha256: str, number: str, options: Options, key: str, data: bytes) -> None:
    """The files used last stay, up to a bound of bytes; a file beyond it is not kept at all."""
    with _lock:
        _files[sha256, number, options, key] = data
        while sum(map(len, _files.values())) > _KEPT_BYTES:
            _files.popitem(last=False)


def forget() -> None:
    """Make everything anew; for tests and measurements."""
    with _lock:
        _files.clear()
