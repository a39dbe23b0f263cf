"""Colours can be told from what they stand on (WCAG 2.2), and no colour is written outside the palette."""

import re
from collections.abc import Mapping

import pytest

from tracker.charts.frame import ink_on
from tracker.domain.progress import palette
from tracker.domain.progress.status import Status
from tracker.settings import ROOT

GROUNDS = ("paper", "ground")
AREAS = (*GROUNDS, "soft", "track", "waiting")  # what is chosen, a bar's ground, a cell of 待审核
# The letters of pages -> what they stand on; paper is that of buttons, chips and the demo mark.
LETTERS = {
    "ink": AREAS,
    "muted": AREAS,
    "accent": AREAS,
    "behind": (*GROUNDS, "soft"),
    "paper": ("ink", "accent"),
}
THEMES = {"light": palette.LIGHT, "dark": palette.DARK}
STRONG = {"light": palette.LIGHT_CONTRAST, "dark": palette.DARK_CONTRAST}
# Where colours may be written: the palette itself, and what no theme reaches.
WRITTEN = {
    "domain/progress/palette.py": "the palette",
    "domain/progress/status.py": "the colours of each status, in its record",
    "charts/frame.py": "the ink of labels on a bar, whichever contrasts more",
    "web/paper.py": "the pressed button and the word on it, before anybody has signed in",
    "export/report/report.typ": "fallbacks; the colours come with the contents",
}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21
    assert round(contrast("#667085", "#FFFFFF"), 2) == 4.97


@pytest.mark.parametrize(
    "theme", [*THEMES.values(), *STRONG.values()], ids=[*THEMES, *(f"{name}, large" for name in STRONG)]
)
@pytest.mark.parametrize("text", LETTERS)
def test_every_text_can_be_read_on_what_it_stands_on(theme: Mapping[str, str], text: str) -> None:
    for ground in LETTERS[text]:
        assert contrast(theme[text], theme[ground]) >= 4.5, ground


def test_the_sheet_writes_letters_in_no_other_colour() -> None:
    """``mark`` is a shape beside its word; ``on-`` stand on a status's area, and are tried below."""
    sheet = "".join(file.read_text("utf-8") for file in (ROOT / "tracker/web/style").glob("*.css"))
    written = set(re.findall(r"[^-]color:var\(--([a-z_-]+)\)", sheet))
    assert {each for each in written if not each.startswith("on-")} == {*LETTERS, "mark"}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_shape_of_every_status_is_seen_on_paper(theme: Mapping[str, str]) -> None:
    for status in Status:
        assert contrast(theme[status], theme["paper"]) >= 3, status


@pytest.mark.parametrize("theme", STRONG.values(), ids=STRONG)
def test_large_type_has_texts_at_seven_and_marks_at_three_to_one(theme: Mapping[str, str]) -> None:
    for ground in GROUNDS:
        for text in ("ink", "muted", "accent"):
            assert contrast(theme[text], theme[ground]) >= 7
        for mark in (*Status, "edge", "bar", "pace"):
            assert contrast(theme[mark], theme[ground]) >= 3, mark


@pytest.mark.parametrize("theme", [*THEMES.values(), *STRONG.values()])
def test_a_label_on_a_bar_can_be_read(theme: Mapping[str, str]) -> None:
    """Bold and 13 px: 4:1, as charts/frame.py says."""
    for status in Status:
        assert contrast(ink_on(theme[status]), theme[status]) >= 4, status


def test_no_colour_is_written_outside_the_palette() -> None:
    found = []
    for file in sorted((ROOT / "tracker").rglob("*")):
        name = file.relative_to(ROOT / "tracker").as_posix()
        is_ours = not name.startswith("web/vendor/")
        if is_ours and file.suffix in (".py", ".typ", ".js") and name not in WRITTEN:
            found += [f"{name}: {each}" for each in re.findall(r"#[0-9A-Fa-f]{6}\b", file.read_text("utf-8"))]
    assert found == []
