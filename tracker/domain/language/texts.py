"""Texts that people type: normalised exactly, cleaned of what no page or file can carry."""

import re
import unicodedata

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput

NOTE_LIMIT = 2_000
NAME_LIMIT = 200
PERSON_LIMIT = 64
DRAFT_LIMIT = 20_000
_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029]")
_EMAIL = re.compile(
    r"(?=.{1,200}$)[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_PHONE = re.compile(r"\+?[0-9](?:[0-9() -]{1,28})[0-9]")
_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = _BIDI | {"\ufeff", "\u200b"}


def clean_text(text: str, limit: int = NOTE_LIMIT, what: str = "") -> str:
    """NFC, one kind of line end, no control characters, bidi controls, surrogates or non-characters.

    Office libraries break on some of these at save time, and bidi controls can make a name read
    as another. Raises BadInput when more than ``limit`` characters remain: nothing is cut silently.
    """
    what = what or _("文字")
    # Bounded before normalising: a text of a million characters costs nothing more than this look.
    if len(text) > 20 * limit:
        raise BadInput(
            _("{what}太长:{count}个字,最多{limit}个字。").format(
                what=what, count=f"{len(text):,}", limit=f"{limit:,}"
            )
        )
    lines = _LINE_END.sub("\n", text)
    # Composed last: an invisible character between a letter and its accent would keep them apart.
    kept = unicodedata.normalize("NFC", storable(lines)).strip()
    if len(kept) > limit:
        raise BadInput(
            _("{what}太长:{count}个字,最多{limit}个字。").format(
                what=what, count=f"{len(kept):,}", limit=f"{limit:,}"
            )
        )
    return kept


def storable(text: str) -> str:
    """A draft as typed, less what no database or page can carry (control characters, surrogates)."""
    return "".join(c for c in text if _is_kept(c))


def clean_name(text: str, what: str = "") -> str:
    """A name: one line, at most 200 characters, not empty."""
    what = what or _("名称")
    name = " ".join(clean_text(text, NAME_LIMIT, what).split())
    if not name:
        raise BadInput(_("请填写{what}。").format(what=what))
    return name


def clean_person_name(text: str) -> str:
    """The name of a person, as an account has it. Raises BadInput."""
    name = clean_name(text, _("姓名"))
    if len(name) > PERSON_LIMIT:
        raise BadInput(_("姓名最多{short_name}个字。").format(short_name=PERSON_LIMIT))
    return name


def clean_email(text: str) -> str:
    """An e-mail address as a mail server takes it: half-width, ASCII, no spaces; empty where none is given.

    Raises BadInput. Whether somebody reads it, only a message shows.
    """
    address = unicodedata.normalize("NFKC", text).strip()
    if address and not _EMAIL.fullmatch(address):
        raise BadInput(_("邮箱地址无法识别,应如 wang@example.gov.cn。"))
    return address


def clean_login(text: str) -> str:
    """A login as stored: NFKC (full-width letters of an input method), lower case, one word.

    Raises BadInput if it can't be a login.
    """
    login = unicodedata.normalize("NFKC", text[:200]).strip().casefold()
    if not 2 <= len(login) <= 64 or not all(c.isalnum() or c in "._-@" for c in login):
        raise BadInput(_("账号为2至64个字母、数字或 . _ - @，不含空格。"))
    return login


def clean_phone(text: str) -> str:
    """A telephone number as it is dialled: 13800000000, 0573-87288001, +86 573 …; empty where none is given.

    Raises BadInput.
    """
    phone = " ".join(unicodedata.normalize("NFKC", text).split())
    if phone and not _PHONE.fullmatch(phone):
        raise BadInput(_("电话无法识别,应如 13800000000 或 0573-87288001。"))
    return phone


def _is_kept(character: str) -> bool:
    if character in "\n\t":
        return True
    # The last two code points of each plane and U+FDD0 to U+FDEF are no characters.
    if character in _INVISIBLE or (ord(character) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
        return False
    return unicodedata.category(character) not in ("Cc", "Cs")
