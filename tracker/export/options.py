"""What an office may choose about its files, handed on as values: export reads no setting itself."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Self


@dataclass(frozen=True)
class Options:
    """Named as the settings they come from: TRACKER_BULLETIN_…, TRACKER_SLIDES_TEMPLATE.

    ``bulletin_line_spacing`` in points: 28, or 28.95, which fills the block of 22 lines to its foot.
    ``bulletin_red_head`` prints ``bulletin_office`` in red above the document number; without an office there
    is none. ``bulletin_series``: 发文机关代字, e.g. 海政办发; the number itself is given when the document is
    registered. ``bulletin_addressee``: 主送机关, e.g. 各镇人民政府,市政府各部门.
    ``slides_template``: the path of the office's own .pptx; empty for the house's.
    """

    bulletin_line_spacing: str = "28"
    bulletin_red_head: bool = False
    bulletin_office: str = ""
    bulletin_series: str = ""
    bulletin_addressee: str = ""
    slides_template: str = ""

    def __post_init__(self) -> None:
        if self.bulletin_line_spacing not in ("28", "28.95"):
            raise ValueError("the line spacing is 28 or 28.95 points")

    @classmethod
    def chosen(cls, settings: object) -> Self:
        """From fields of the same names: those of tracker.settings.Settings, which export doesn't know."""
        return cls(**{option.name: getattr(settings, option.name) for option in fields(cls)})

    @property
    def line(self) -> Decimal:
        return Decimal(self.bulletin_line_spacing)

    @property
    def has_red_head(self) -> bool:
        return self.bulletin_red_head and bool(self.bulletin_office.strip())

    def document_number(self, year: int) -> str:
        """海政办发〔2025〕 号, with room for the number to be written in; empty without a series."""
        series = self.bulletin_series.strip()
        return f"{series}〔{year}〕 号" if series else ""


HOUSE = Options()
