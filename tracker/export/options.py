"""What an office may choose about its files, handed on as values: export reads no setting itself."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from tracker.domain.meetings.paper_settings import HOUSE_PAPER, PaperKind, PaperSettings

_BULLETIN = "bulletin_"


@dataclass(frozen=True)
class Options:
    """``slides_template``: the path of the office's own .pptx; empty for the house's.

    ``is_preview``: made before 定稿; every page and sheet of every file says 预览.
    """

    paper: PaperSettings = HOUSE_PAPER
    slides_template: str = ""
    is_preview: bool = False

    @classmethod
    def chosen(cls, settings: object) -> Self:
        """From fields TRACKER_BULLETIN_…, the defaults, of tracker.settings, which export doesn't know."""
        named = {field.name: f"{_BULLETIN}{field.name}" for field in fields(PaperSettings)}
        given = {name: getattr(settings, key) for name, key in named.items() if hasattr(settings, key)}
        return cls(PaperSettings(**given), slides_template=getattr(settings, "slides_template", ""))

    @property
    def plain(self) -> dict[str, Any]:
        """What JSON can hold; ``read_options`` reads it back."""
        return asdict(self)


def read_options(stored: dict[str, Any]) -> Options:
    paper = stored["paper"]
    return Options(**stored | {"paper": PaperSettings(**paper | {"kind": PaperKind(paper["kind"])})})


HOUSE = Options()
