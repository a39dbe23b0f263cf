"""A text file's bytes -> its text: UTF-8, UTF-16 with a byte order mark, GB 18030."""

import codecs

from tracker.domain.language import marked
from tracker.notice.files.reading import Unreadable, Words

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB 18030"}
# Of the signs beyond ASCII, the share that has to be in everyday use: Big5 read as GB 18030 has about half.
_EVERYDAY = 0.7
_UNKNOWN = marked("认不出文件里的文字编码。请用记事本打开,另存为 UTF-8 编码的 .txt 再上传,或把正文粘贴进来。")


def words_of_text(content: bytes) -> Words:
    """Raises Unreadable for what decodes in none of them, and for what is no text at all."""
    marked_as = next((coding for mark, coding in _MARKS if content.startswith(mark)), None)
    for coding in (marked_as,) if marked_as else ("utf-8", "gb18030"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if _is_binary(text) or (coding == "gb18030" and not _is_everyday(text)):
            break
        return Words(text, coding=_NAMES[coding])
    raise Unreadable(_UNKNOWN)


def _is_binary(text: str) -> bool:
    return any(character < " " and character not in "\t\n\r\f\x1a" for character in text)


def _is_everyday(text: str) -> bool:
    """GB 18030 decodes almost anything: believed when most of it is marks and common characters."""
    beyond = [character for character in text if character > "\x7f"]
    return sum(map(_is_common, beyond)) >= _EVERYDAY * len(beyond)


def _is_common(character: str) -> bool:
    """Rows 1 to 9 and 16 to 55 of GB 2312: signs, and the 3,755 characters of its first level."""
    try:
        row = character.encode("gb2312")[0] - 0xA0
    except UnicodeEncodeError:
        return False
    return row <= 9 or 16 <= row <= 55
