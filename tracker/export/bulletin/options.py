"""What an office may choose about its bulletin."""

import os
from dataclasses import dataclass
from decimal import Decimal

NORMAL_LINE, FULL_LINE = Decimal(28), Decimal("28.95")


@dataclass(frozen=True)
class BulletinOptions:
    """``line_spacing`` in points: 28, or 28.95, which fills the block of 22 lines to its foot.

    ``red_head`` prints ``office`` in red above the document number; without an office there is none.
    ``series``: 发文机关代字, e.g. 海政办发; the number itself is given when the document is registered.
    ``addressee``: 主送机关, e.g. 各镇人民政府,市政府各部门.
    """

    line_spacing: Decimal = NORMAL_LINE
    red_head: bool = False
    office: str = ""
    series: str = ""
    addressee: str = ""

    def __post_init__(self) -> None:
        if self.line_spacing not in (NORMAL_LINE, FULL_LINE):
            raise ValueError("the line spacing is 28 or 28.95 points")

    def document_number(self, year: int) -> str:
        """海政办发〔2025〕 号, with room for the number to be written in; empty without a series."""
        return f"{self.series.strip()}〔{year}〕 号" if self.series.strip() else ""

    @property
    def has_red_head(self) -> bool:
        return self.red_head and bool(self.office.strip())


def configured() -> BulletinOptions:
    """What the office has set: TRACKER_BULLETIN_… as settings.py has checked them at the start.

    Read from the environment, which a child process inherits; export does not know the settings.
    """
    given = {name: os.environ.get(f"TRACKER_BULLETIN_{name}", "").strip() for name in _SETTINGS}
    return BulletinOptions(
        line_spacing=Decimal(given["LINE_SPACING"] or NORMAL_LINE),
        red_head=given["RED_HEAD"].lower() in _YES,
        office=given["OFFICE"],
        series=given["SERIES"],
        addressee=given["ADDRESSEE"],
    )


_SETTINGS = ("LINE_SPACING", "RED_HEAD", "OFFICE", "SERIES", "ADDRESSEE")
_YES = ("1", "true")
