"""The layouts that a deck is made of: their names, their placeholders' names, the house's places."""

from dataclasses import dataclass

from tracker.export.slides.marks import MM, Box

WIDTH, HEIGHT = 12_192_000, 6_858_000
_LEFT, _ACROSS = 15.5, 307.5


@dataclass(frozen=True)
class Place:
    """A placeholder: ``kind`` is the type of its p:ph, ``fewest_mm`` the width and height that it needs."""

    name: str
    kind: str
    index: int
    box: Box
    fewest_mm: tuple[int, int] = (60, 4)


def _place(name: str, kind: str, index: int, box: tuple[float, float, float, float], *fewest: int) -> Place:
    left, top, width, height = (round(part * MM) for part in box)
    sizes = (fewest[0], fewest[1]) if fewest else (60, 4)
    return Place(name, kind, index, Box(left, top, width, height), sizes)


TITLE = _place("标题", "title", 0, (_LEFT, 11, _ACROSS, 20), 150, 12)
ABOUT = _place("说明", "body", 13, (_LEFT, 32, _ACROSS, 9))
SOURCE = _place("来源", "body", 14, (_LEFT, 179.5, 284, 6), 120, 4)
_COMMON = (TITLE, ABOUT, SOURCE)
# The rule above the foot, from the left edge of the text to the right one.
RULE = (_LEFT, 177.5, _ACROSS)

COVER, WHOLE, PAIR, ILLUSTRATED, TABLE, POINTS = "封面", "概况", "双图", "图文", "表格", "要点"
LAYOUTS: dict[str, tuple[Place, ...]] = {
    COVER: (
        _place("标题", "ctrTitle", 0, (_LEFT + 8, 58, 292, 28), 150, 20),
        _place("副标题", "subTitle", 1, (_LEFT + 8, 89, 292, 26), 150, 12),
        _place("落款", "body", 11, (_LEFT + 8, 117, 292, 12), 100, 10),
        _place("来源", "body", 14, (_LEFT, 179.5, _ACROSS, 6), 120, 4),
    ),
    WHOLE: (
        *_COMMON,
        _place("数字", "body", 15, (_LEFT, 42, _ACROSS, 50), 150, 24),
        _place("图表", "chart", 16, (_LEFT, 98, _ACROSS, 20), 150, 16),
        _place("要点", "body", 18, (_LEFT, 127, _ACROSS, 46), 150, 40),
    ),
    PAIR: (
        *_COMMON,
        _place("左图", "chart", 16, (_LEFT, 40, 186, 134), 90, 70),
        _place("右图", "chart", 17, (_LEFT + 200, 40, 107.5, 134), 70, 70),
    ),
    ILLUSTRATED: (
        *_COMMON,
        _place("图表", "chart", 16, (_LEFT, 43, 190, 131), 90, 70),
        _place("要点", "body", 18, (_LEFT + 198, 43, 109.5, 131), 60, 70),
    ),
    TABLE: (*_COMMON, _place("表格", "tbl", 19, (_LEFT, 42, _ACROSS, 132), 200, 80)),
    POINTS: (*_COMMON, _place("要点", "body", 18, (_LEFT, 42, _ACROSS, 132), 150, 70)),
}
