"""How an office's papers look: marks and numbers of GB/T 9704-2012, per kind of paper, kept with the plan."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text

LINE_SPACINGS = ("28", "28.95")


class PaperKind(StrEnum):
    """通报 to many; 专报 to the leaders about one thing; 简报, a series with 第N期."""

    NOTICE = "notice"
    SPECIAL = "special"
    BRIEF = "brief"

    @property
    def word(self) -> str:
        return {"notice": _("通报"), "special": _("专报"), "brief": _("简报")}[self]


@dataclass(frozen=True)
class PaperSettings:
    """``line_spacing`` in points: 28, or 28.95, which fills the block of 22 lines to its foot.

    ``red_head``: it begins with ``office`` (发文机关标志) in red; without an office there is none.
    ``document_number`` (发文字号): 海政督〔2025〕8号, whole; else ``series`` (发文机关代字) leaves room.
    ``issue``: N of 第N期, for 简报 and 专报. ``addressee`` 主送, ``signature`` 署名 (empty: the office),
    ``copies`` 抄送, ``printed_by`` 印发机关: without one there is no 版记.
    """

    kind: PaperKind = PaperKind.NOTICE
    line_spacing: str = "28"
    red_head: bool = False
    office: str = ""
    series: str = ""
    document_number: str = ""
    issue: str = ""
    addressee: str = ""
    signature: str = ""
    copies: str = ""
    printed_by: str = ""

    def __post_init__(self) -> None:
        if self.line_spacing not in LINE_SPACINGS:
            raise ValueError("the line spacing is 28 or 28.95 points")

    @property
    def line(self) -> Decimal:
        return Decimal(self.line_spacing)

    @property
    def has_red_head(self) -> bool:
        return self.red_head and bool(self.office.strip())

    @property
    def signed_by(self) -> str:
        return (self.signature or self.office).strip()

    def number_in(self, year: int) -> str:
        """海政办发〔2025〕 号 with room, where only the series is known; empty without either."""
        series = self.series.strip()
        room = _("{series}〔{year}〕 号").format(series=series, year=year) if series else ""
        return self.document_number.strip() or room


HOUSE_PAPER = PaperSettings()

# What an office writes of them, by the words of the fields, and how long each may be.
WRITTEN = {
    "office": (marked("发文机关标志"), 40),
    "series": (marked("发文机关代字"), 12),
    "document_number": (marked("发文字号"), 40),
    "issue": (marked("期号"), 6),
    "addressee": (marked("主送机关"), 120),
    "signature": (marked("署名"), 40),
    "copies": (marked("抄送机关"), 200),
    "printed_by": (marked("印发机关"), 40),
}


def cleaned(settings: PaperSettings) -> PaperSettings:
    """As they are stored. Raises BadInput, in words."""
    texts: dict[str, Any] = {
        name: " ".join(clean_text(getattr(settings, name), most, _(word)).split())
        for name, (word, most) in WRITTEN.items()
    }
    if texts["issue"] and not (texts["issue"].isascii() and texts["issue"].isdecimal()):
        raise BadInput(_("期号请填数字,如 8。"))
    if settings.red_head and not texts["office"]:
        raise BadInput(_("使用红头时,请填写发文机关标志。"))
    return replace(settings, **texts)
