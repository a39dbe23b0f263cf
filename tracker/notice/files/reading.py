"""What the readers of files hand on: words, and sentences that are translated only where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Unreadable(Exception):
    """The file can't be read; the message is an untranslated sentence that says what to do."""


@dataclass
class Words:
    """What a file says.

    ``remarks``: an untranslated sentence and what is filled into it; ``pages``: of a PDF, else 0;
    ``coding``: of a text file, else empty.
    """

    text: str
    remarks: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    pages: int = 0
    coding: str = ""
