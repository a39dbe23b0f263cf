"""What the readers of files hand on: words, and sentences that are translated only where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Unreadable(Exception):
    """The file can't be read: an untranslated sentence that says what to do, and what is filled into it."""

    def __init__(self, sentence: str, filled: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.filled = filled or {}


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
