"""The layouts that a deck is made of: their names, their placeholders' names, the house's places."""

from dataclasses import dataclass

from tracker.export.slides.marks import MM, Box

WIDTH, HEIGHT = 12_192_000, 6_858_000
_LEFT, _ACROSS = 15.0, 308.0


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


TITLE = _place("标题", "title", 0, (_LEFT + 4, 9, _ACROSS - 4, 19), 150, 12)
ABOUT = _place("说明", "body", 13, (_LEFT + 4, 29, _ACROSS - 4, 7))
SOURCE = _place("来源", "body", 14, (_LEFT, 180.5, 270, 5.5), 120, 4)
_COMMON = (TITLE, ABOUT, SOURCE)

COVER, WHOLE, PAIR, ILLUSTRATED, TABLE, POINTS = "封面", "概况", "双图", "图文", "表格", "要点"
LAYOUTS: dict[str, tuple[Place, ...]] = {
    COVER: (
        _place("标题", "ctrTitle", 0, (28, 62, 270, 34), 150, 20),
        _place("副标题", "subTitle", 1, (28, 104, 270, 24), 150, 12),
        _place("落款", "body", 11, (28, 146, 270, 16), 100, 10),
        _place("来源", "body", 14, (28, 172, 270, 6), 120, 4),
    ),
    WHOLE: (
        *_COMMON,
        _place("数字", "body", 15, (_LEFT, 40, _ACROSS, 31), 150, 24),
        _place("图表", "chart", 16, (_LEFT, 75, _ACROSS, 32), 150, 24),
        _place("要点", "body", 18, (_LEFT, 112, _ACROSS, 62), 150, 40),
    ),
    PAIR: (
        *_COMMON,
        _place("左图", "chart", 16, (_LEFT, 40, 168, 136), 90, 70),
        _place("右图", "chart", 17, (_LEFT + 174, 40, 134, 136), 70, 70),
    ),
    ILLUSTRATED: (
        *_COMMON,
        _place("图表", "chart", 16, (_LEFT, 40, 190, 136), 90, 70),
        _place("要点", "body", 18, (_LEFT + 198, 44, 110, 130), 60, 70),
    ),
    TABLE: (*_COMMON, _place("表格", "tbl", 19, (_LEFT, 40, _ACROSS, 136), 200, 80)),
    POINTS: (*_COMMON, _place("要点", "body", 18, (_LEFT + 4, 42, _ACROSS - 4, 132), 150, 70)),
}
