"""The one gate of texts for people: Chinese msgids, so that a catalogue can be added without touching them.

Who is spoken to, the edge knows: it sets ``asked`` to a function that names the language of the moment.
Without one, and for every file that leaves the house, the language is Chinese.
"""

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from tracker.domain.language import punctuation

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
NAME = "name"  # the catalogue's context of names, which are data
DOOR = "door"  # that of the navigation's titles: Targets, where a table's head says Target
_ONE_OR_MANY = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")
_FOLDER = Path(__file__).resolve().parents[2] / "locale"


def _chinese() -> str:
    return CHINESE


_asked: Callable[[], str] = _chinese
_chinese_only: ContextVar[bool] = ContextVar("chinese_only", default=False)
# Of a request that no page of ours answers (web/reader.py); None: as ``ask`` says.
read_by: ContextVar[str | None] = ContextVar("read_by", default=None)


def ask(language_now: Callable[[], str]) -> None:
    """From now on ``language_now()`` is asked, at each text, whom it is for."""
    global _asked
    _asked = language_now


@contextmanager
def in_chinese() -> Iterator[None]:
    """Within it every text is Chinese, whoever asked: files that leave the house. Also a decorator."""
    before = _chinese_only.set(True)
    try:
        yield
    finally:
        _chinese_only.reset(before)


@contextmanager
def read_in(language: str) -> Iterator[None]:
    """Within it every text is in this language: what is made for its readers before any of them asks."""
    before = read_by.set(language)
    try:
        yield
    finally:
        read_by.reset(before)


def spoken() -> str:
    return CHINESE if _chinese_only.get() else read_by.get() or _asked()


def _(chinese: str) -> str:
    """The text in the language of the moment; a text without a translation stays Chinese.

    Chinese comes with its full-width marks; what is filled in between quotes has its own quotes turned.
    """
    language = spoken()
    if language == CHINESE:
        return _in_chinese(chinese)
    text = _catalogue(language).gettext(chinese)
    return Counting(text) if "|" in text else text


def named(name: str) -> str:
    """The name of a unit or an area in the language of the moment.

    Names are data, and a name without a translation stays as it is.
    """
    language = spoken()
    return name if language == CHINESE else _catalogue(language).pgettext(NAME, name)


def door_title(title: str) -> str:
    """A door's title at module level, found by the extraction; translated with ``of_door``."""
    return title


def of_door(title: str) -> str:
    language = spoken()
    return _in_chinese(title) if language == CHINESE else _catalogue(language).pgettext(DOOR, title)


class Counting(str):
    """A translation that counts: {n} {n|target|targets} is 1 target and 2 targets."""

    __slots__ = ()

    def format(self, *given: object, **counted: object) -> str:
        def chosen(match: re.Match[str]) -> str:
            return match[2] if str(counted[match[1]]) == "1" else match[3]

        return _ONE_OR_MANY.sub(chosen, self).format(*given, **counted)

    def lower(self) -> "Counting":
        return Counting(super().lower())


@lru_cache(8192)  # there are hundreds on a page
def _in_chinese(text: str) -> str:
    return punctuation.quoting(punctuation.of_template(text))


def marked(chinese: str) -> str:
    """A text of a table at module level: found by the extraction, translated with ``_`` when it is used."""
    return chinese


def with_colon(label: str, text: str) -> str:
    return _("{label}:{text}").format(label=label, text=text)


def bracketed(text: str, beside: object) -> str:
    return _("{text}({beside})").format(text=text, beside=beside)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("tracker", _FOLDER, [language], fallback=True)
