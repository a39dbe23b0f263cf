"""What a file is by its content, and whether it may be kept as evidence.

Only the outside of a file is read: signatures and ends here, directories in office_files. What is
not looked at: docs/decisions/0010.
"""

import re
from collections.abc import Callable

from tracker.domain.language import _, bracketed, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.active_content import require_passive_pdf
from tracker.domain.workflow.media_types import ACCEPTED, ACCEPTED_IN_WORDS, MediaType
from tracker.domain.workflow.office_files import ENCRYPTED, INCOMPLETE, judge_compound, judge_zip

# What phones and departments have instead, with what to do about it.
_PHONE_PHOTO = ("heic", "heif")
_PHONE_PHOTO_STARTS = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"))
_SEGMENTS_AT_MOST = 2_000
_UNPACK = marked("请解压后逐个上传。")
_INSTEAD = {"csv": marked("请用 Excel 打开后另存为 .xlsx。"), "zip": _UNPACK, "rar": _UNPACK, "7z": _UNPACK}


def media_type_of(content: bytes, name: str) -> MediaType:
    """What the content is, if its name's ending agrees and nothing speaks against keeping it.

    Raises BadInput in words: another kind of file, incomplete, protected by a password, with macros,
    or built to harm the program that opens it.
    """
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in _PHONE_PHOTO or content[4:12] in _PHONE_PHOTO_STARTS:
        raise BadInput(
            _("这是手机的 HEIC 照片。请在手机“设置-相机-格式”中选“兼容性最佳”再拍摄,或转为 JPG 后上传。")
        )
    if ending not in ACCEPTED:
        refused = _("不接受这类文件")
        refusal = _("{refused}。可以上传{accepted_in_words}。").format(
            refused=bracketed(refused, f".{ending[:10]}") if ending else refused,
            accepted_in_words=_(ACCEPTED_IN_WORDS),
        )
        raise BadInput(refusal + (_(_INSTEAD[ending]) if ending in _INSTEAD else ""))
    if not content:
        raise BadInput(_("文件是空的。"))
    media_type = next((judge(content) for start, judge in _JUDGES if content.startswith(start)), None)
    if media_type is None or ending not in media_type.extensions:
        raise BadInput(
            _("文件内容与扩展名 .{ending} 不符。请用相应的软件打开后另存,再上传。").format(ending=ending)
        )
    return media_type


def _pdf(content: bytes) -> MediaType:
    # Not at the very end: some writers put bytes of their own behind it.
    if b"%%EOF" not in content[-2048:]:
        raise BadInput(_(INCOMPLETE))
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", content):
        raise BadInput(_(ENCRYPTED))
    require_passive_pdf(content)
    return MediaType.PDF


def _png(content: bytes) -> MediaType:
    return _whole(MediaType.PNG, content[12:16] == b"IHDR" and b"IEND\xaeB`\x82" in content)


def _jpeg(content: bytes) -> MediaType:
    """Walk the segments up to the picture itself: a thumbnail in front of it has an end of its own."""
    at = 2
    for _segment in range(_SEGMENTS_AT_MOST):  # cameras write some dozen; empty ones could fill 20 MB
        if content[at : at + 1] != b"\xff" or content[at + 1 : at + 2] == b"\xda":
            break
        at += 2 + int.from_bytes(content[at + 2 : at + 4] or b"\xff\xff")
    return _whole(MediaType.JPEG, content[at : at + 2] == b"\xff\xda" and content.find(b"\xff\xd9", at) > 0)


def _gif(content: bytes) -> MediaType:
    return _whole(MediaType.GIF, content.rstrip(b"\0").endswith(b";"))


def _webp(content: bytes) -> MediaType | None:
    if content[8:12] != b"WEBP":
        return None
    return _whole(MediaType.WEBP, int.from_bytes(content[4:8], "little") + 8 <= len(content))


def _whole(kind: MediaType, is_whole: bool) -> MediaType:
    if not is_whole:
        raise BadInput(_(INCOMPLETE))
    return kind


_JUDGES: tuple[tuple[bytes, Callable[[bytes], MediaType | None]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"GIF87a", _gif),
    (b"GIF89a", _gif),
    (b"RIFF", _webp),
    (b"PK\x03\x04", judge_zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", judge_compound),
)
