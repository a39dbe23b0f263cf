"""The one gate of texts for people: Chinese msgids, so that a catalogue can be added without touching them.

Who is spoken to, the edge knows: it sets ``asked`` to a function that names the language of the moment.
Without one, and for every file that leaves the house, the language is Chinese.
"""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
_FOLDER = Path(__file__).resolve().parent.parent / "locale"


def _chinese() -> str:
    return CHINESE


_asked: Callable[[], str] = _chinese


def ask(language_now: Callable[[], str]) -> None:
    """From now on ``language_now()`` is asked, at each text, whom it is for."""
    global _asked
    _asked = language_now


def spoken() -> str:
    return _asked()


def _(chinese: str) -> str:
    """The text in the language of the moment; a text without a translation stays Chinese."""
    language = _asked()
    return chinese if language == CHINESE else _catalogue(language).gettext(chinese)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("tracker", _FOLDER, [language], fallback=True)
