"""Slides as another program draws them: nothing cut, nothing over anything else, by the PDF's own boxes."""

import re
from itertools import combinations

import pytest

from tests.export import slide_worlds as w
from tests.export.on_paper import Letters, Page, drawn, needs_office

pytestmark = needs_office
WORLDS = ("words", "made up", "limits", "many behind", "twelve areas", "monthly", "year end")
_LEAST = 0.5  # millimetres: what two boxes of letters may touch


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    files = {f"{world.replace(' ', '-')}.pptx": w.deck_of(world) for world in WORLDS}
    return drawn(files, tmp_path_factory.mktemp("drawn"))


def test_every_slide_is_drawn_whole_and_nothing_lies_over_another(pages: dict[str, list[Page]]) -> None:
    for world, (name, made) in zip(WORLDS, pages.items(), strict=True):
        slides = list(w.opened(w.deck_of(world)).slides)
        assert len(made) == len(slides), name
        for page, slide in zip(made, slides, strict=True):
            where = (name, slide.shapes.title.text)
            assert missing("".join(w.texts_of(slide)), page.text) == "", where
            for line in page.lines:
                assert line.left >= 0 <= line.top, where
                assert line.right <= page.width, where
                assert line.bottom <= page.height, where
            assert [pair for pair in combinations(page.lines, 2) if overlap(*pair)] == [], where


def missing(said: str, shown: str) -> str:
    """The characters that were not drawn as often as they stand on the slide."""
    left = list(re.sub(r"\s", "", shown))
    gone = []
    for sign in re.sub(r"\s", "", said):
        if sign in left:
            left.remove(sign)
        else:
            gone.append(sign)
    return "".join(gone)


def overlap(one: Letters, other: Letters) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > _LEAST and down > _LEAST


def test_what_would_be_cut_or_covered_is_found_out() -> None:
    assert missing("应达63项", "应达6项") == "3"
    here = Letters("滞后", 10, 10, 50, 30)
    assert overlap(here, Letters("稍慢", 40, 20, 80, 40))
    assert not overlap(here, Letters("稍慢", 50, 10, 90, 30))
