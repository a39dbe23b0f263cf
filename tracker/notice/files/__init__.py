"""A file's bytes -> the text of a notice: .docx, .pdf with text, .txt; or what was pasted.

__init__.py    text_of_file, text_of_paste: what a file is by its content, and the process that reads it
child.py       that process, within bounds of memory and time
plain.py       text files and their codings
word.py        .docx; numbering.py: the markers that Word counts by itself
pdf.py         .pdf, its characters and rules; layout.py: lines and paragraphs; grids.py: ruled tables
reading.py     what they hand on
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tracker.bounds import Broken, Child
from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.workflow.media_types import MediaType
from tracker.domain.workflow.office_files import judge_compound, judge_zip
from tracker.notice.files.plain import words_of_text
from tracker.notice.files.reading import Unreadable, Words

FILE_LIMIT = 20 << 20
TEXT_LIMIT = 500_000  # characters; a notice of 43 articles has 10,000
MEMORY_BYTES = 512 << 20
CPU_SECONDS = 15
_WALL_SECONDS = 30
_CHILD = Child("tracker.notice.files.child")

_EMPTY = marked("文件是空的。请确认选对了文件,重新导出后再上传。")
_TOO_LARGE = marked("文件超过 {limit} MB。请删去其中的图片或另存为 .docx 再上传,或把正文粘贴进来。")
_NOT_READ = marked(
    "文件内容过多或结构特殊,没有读出来。请用 Word 或 WPS 另存为新的 .docx 再上传,或把正文粘贴进来。"
)
_OLD_WORD = marked("这是旧格式的 Word 或 WPS 文件(.doc、.wps)。请打开后另存为 .docx 再上传。")
_SHEET = marked("这是电子表格。请在表格里选中内容,复制后粘贴进来。")
_SLIDES = marked("这是演示文稿。请上传通知的 Word 或 PDF 文件,或把正文粘贴进来。")
_OFD = marked("这是 OFD 版式文件。请用 OFD 阅读软件转存为带文字的 PDF 再上传,或把正文粘贴进来。")
_PICTURE = marked("这是图片,里面没有文字。请上传带文字的 Word 或 PDF 文件,或识别成文字后粘贴进来。")
_ARCHIVE = marked("这是压缩包。请解压后上传里面的通知。")
_RICH_TEXT = marked("这是 RTF 文件。请用 Word 或 WPS 打开,另存为 .docx 再上传。")
_WEB_PAGE = marked("这是网页文件。请在浏览器里打开,选中正文,复制后粘贴进来。")
_NOT_WHAT_IT_IS_NAMED = marked(
    "文件内容与扩展名 .{ending} 不符,可能已损坏。请用 Word 或 WPS 打开后另存为 .docx 再上传。"
)
_NOTHING_SAID = marked("没有文字。请上传通知的文件,或把正文粘贴进来。")

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_ZIPS = (b"PK\3\4", b"PK\5\6")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_OTHER_KINDS = {
    MediaType.XLSX: _SHEET,
    MediaType.XLS: _SHEET,
    MediaType.PPTX: _SLIDES,
    MediaType.PPT: _SLIDES,
    MediaType.DOC: _OLD_WORD,
    MediaType.OFD: _OFD,
}
# Names of files that are never plain text.
_NEVER_TEXT = ("docx", "doc", "wps", "pdf", "ofd", "xlsx", "xls", "et", "pptx")
_WEB = re.compile(rb"\s*(<!doctype html|<html|<\?xml|mime-version:|<head|<meta|<div|<body)", re.IGNORECASE)
# Programs that make PDF write radicals for characters that look the same: 人⺠政府.
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
_WHOLE_RADICALS = re.compile("[\u2f00-\u2fdf]")


@dataclass(frozen=True)
class NoticeText:
    """The text as read; what it was read from, in words; what the office should know of the reading."""

    text: str
    source: str
    remarks: tuple[str, ...] = ()


def text_of_file(name: str, content: bytes) -> NoticeText:
    """What the file says. Raises BadInput in words that say what to do; no half of a file is ever given.

    A kind is known by the content; the name is only asked where that says nothing.
    """
    if not content:
        raise BadInput(_(_EMPTY))
    if len(content) > FILE_LIMIT:
        raise BadInput(_(_TOO_LARGE).format(limit=FILE_LIMIT >> 20))
    try:
        kind, read = _reader(name, content)
        return _given(kind, read(content))
    except Unreadable as why:
        raise _refused(why) from None


def characters_of_file(name: str, content: bytes) -> str:
    """The text with nothing taken out but the byte order mark, each line end one character.

    For programs that count its characters; Python reads a text file so. Raises BadInput.
    """
    try:
        return _LINE_END.sub("\n", _reader(name, content)[1](content).text)
    except Unreadable as why:
        raise _refused(why) from None


def _refused(why: Unreadable) -> BadInput:
    return BadInput(_(why.sentence).format(**why.filled))


_LINE_END = re.compile("\r\n?")


def text_of_paste(typed: str) -> NoticeText:
    """What was pasted or typed, without what no page or file can carry. Raises BadInput."""
    return _given(_("粘贴的文字"), Words(typed))


def _reader(name: str, content: bytes) -> tuple[str, Callable[[bytes], Words]]:
    """The file's kind in words, and what reads it. Raises Unreadable or BadInput for all other kinds."""
    # Some writers put bytes of their own in front of it.
    if b"%PDF-" in content[:1024]:
        return "PDF", lambda whole: _read_in_child("pdf", whole)
    if content.startswith(_ZIPS):
        judged = judge_zip(content)
        if judged is MediaType.DOCX:
            return MediaType.DOCX.word, lambda whole: _read_in_child("docx", whole)
        raise Unreadable(_OTHER_KINDS[judged] if judged else _ARCHIVE)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        judged = judge_compound(content)
        raise Unreadable(_OTHER_KINDS[judged] if judged else _OLD_WORD)
    if _is_picture(content):
        raise Unreadable(_PICTURE)
    if content.startswith(_ARCHIVES):
        raise Unreadable(_ARCHIVE)
    if content.startswith(b"{\\rtf"):
        raise Unreadable(_RICH_TEXT)
    if _WEB.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable(_WEB_PAGE)
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in _NEVER_TEXT:
        raise Unreadable(_NOT_WHAT_IT_IS_NAMED, {"ending": ending})
    return _("文本文件"), words_of_text


def _is_picture(content: bytes) -> bool:
    is_bitmap = content.startswith(b"BM") and content[6:10] == bytes(4)
    return is_bitmap or content.startswith(_PICTURES) or content[4:8] == b"ftyp" or content[8:12] == b"WEBP"


def _read_in_child(kind: str, content: bytes) -> Words:
    """By a process of its own. Raises Unreadable when it says why not, fails, or breaks its bounds."""
    try:
        answer = _CHILD.answer(
            kind, content=content, memory=MEMORY_BYTES, seconds=CPU_SECONDS, within=_WALL_SECONDS
        )
    except Broken:
        raise Unreadable(_NOT_READ) from None
    said = json.loads(answer)
    if "refused" in said:
        raise Unreadable(*said["refused"])
    return Words(**said)


def _given(kind: str, words: Words) -> NoticeText:
    text = _WHOLE_RADICALS.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), words.text)
    text = clean_text(text.translate(_RADICALS), TEXT_LIMIT, _("正文"))
    if not text:
        raise BadInput(_(_NOTHING_SAID))
    if words.pages:
        kind = _("{kind}({count}页)").format(kind=kind, count=words.pages)
    elif words.coding:
        kind = _("{kind}({coding})").format(kind=kind, coding=words.coding)
    return NoticeText(text, kind, tuple(_(remark).format(**filled) for remark, filled in words.remarks))
