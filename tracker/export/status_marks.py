"""How a status stands in the cell of a printed table, so that grey print keeps it apart.

滞后 and 未完成 are a dark fill with white letters, 稍慢 a light one with black letters; every other status is
its shape in colour beside its word in ink (PAPERS: colour is for what is behind).
"""

from dataclasses import dataclass

from tracker.domain.progress.palette import BLACK, LIGHT, PALE_AMBER, text_colour
from tracker.domain.progress.status import Status


@dataclass(frozen=True)
class Mark:
    """Colours as #RRGGBB; ``fill`` is empty where the cell stays white. ``shape`` may differ from ``ink``."""

    fill: str
    ink: str
    shape: str
    bold: bool


def mark_of(status: Status) -> Mark:
    if status.is_far_behind:
        return Mark(LIGHT[status], LIGHT["paper"], LIGHT["paper"], True)
    if status.is_behind:
        return Mark(PALE_AMBER, BLACK, BLACK, True)
    return Mark("", LIGHT["ink"], text_colour(status), False)
