"""The one gate of interface texts: Chinese msgids, so a catalogue can be added without touching pages."""

import gettext
from pathlib import Path

_CATALOGUE = gettext.translation("tracker", Path(__file__).parent / "locale", fallback=True)


def _(chinese: str) -> str:
    return _CATALOGUE.gettext(chinese)
