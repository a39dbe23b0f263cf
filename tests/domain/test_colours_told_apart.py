"""The cells of a bar of counts can be told apart by who sees no red, green or blue, and on grey paper.

Two statuses that stand side by side in a bar either count on their colours, which are then held to ``LEAST``
in every theme and every sight, or differ by the shape of their cells (web/style/base.css): hanging, framed,
hatched, striped. ``BY_SHAPE`` says which pairs of filled cells count on the shape alone.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from tracker.domain.progress import palette
from tracker.domain.progress.status import Status
from tracker.settings import ROOT

THEMES = {
    "light": palette.LIGHT,
    "dark": palette.DARK,
    "light, 老年模式": palette.LIGHT_CONTRAST,
    "dark, 老年模式": palette.DARK_CONTRAST,
}
# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE
# TVCG 15(6), 2009, severity 1.0; on linear RGB. Grey is the luminance of WCAG 2.2.
SIGHTS = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey paper": ((0.2126, 0.7152, 0.0722),) * 3,
}
LEAST = 8.5  # CIEDE2000; 1 is seen side by side by a trained eye, and these are areas of 3 px and more
BAR = tuple(status for status in Status if not status.is_outside)  # what is due
FILLED = {status for status in BAR if status.is_verdict}
# In some theme, to somebody, these are of one colour.
BY_SHAPE = {
    frozenset(pair)
    for pair in (
        (Status.ACHIEVED, Status.BEHIND),
        (Status.ACHIEVED, Status.MISSED),
        (Status.ACHIEVED, Status.SLIGHTLY_BEHIND),
        (Status.ON_PACE, Status.SLIGHTLY_BEHIND),
        (Status.ON_PACE, Status.BEHIND),
    )
}
SHEET = (ROOT / "tracker/web/style/base.css").read_text("utf-8")
Lab = tuple[float, float, float]


def cell(status: Status) -> frozenset[str]:
    """What the sheet says of the status's cell in a bar, but for its colours: () is a plain area."""
    said: set[str] = set()
    for names, rules in re.findall(r"^(\.stHtml \.counts [^{]*)\{([^}]*)\}", SHEET, re.MULTILINE):
        if re.search(rf"\.counts \.of-{status}(?![a-z_])", names):
            said |= {re.sub(rf"var\(--{status}\)", "var(--own)", each.strip()) for each in rules.split(";")}
    return frozenset(
        each for each in said if not each.startswith("color:") and each != "background:var(--own)"
    )


def apart(one: str, other: str, sight: Sequence[Sequence[float]]) -> float:
    return ciede2000(_seen(one, sight), _seen(other, sight))


def _seen(colour: str, sight: Sequence[Sequence[float]]) -> Lab:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return _lab([min(1.0, max(0.0, _dot(row, linear))) for row in sight])


def _dot(row: Sequence[float], values: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(row, values, strict=True))


def _lab(linear: Sequence[float]) -> Lab:
    """CIELAB under D65, of linear sRGB (IEC 61966-2-1)."""
    rows = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    shares = [_dot(row, linear) / white for row, white in zip(rows, (0.95047, 1, 1.08883), strict=True)]
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Lab, other: Lab) -> float:
    """The colour difference of ISO/CIE 11664-6, as Sharma, Wu, Dalal (2005) wrote it down."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    seventh = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    greyer = 1.5 - 0.5 * sqrt(seventh / (seventh + 25**7))
    a1, a2 = a1 * greyer, a2 * greyer
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    t = 1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
    t += 0.32 * cos(radians(3 * hue + 6)) - 0.2 * cos(radians(4 * hue - 63))
    by_l = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / sqrt(20 + (lightness - 50) ** 2))
    by_c = (c2 - c1) / (1 + 0.045 * chroma)
    by_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * t)
    twist = 2 * sqrt(chroma**7 / (chroma**7 + 25**7))
    twist *= sin(radians(60 * exp(-(((hue % 360 - 275) / 25) ** 2))))
    return sqrt(by_l**2 + by_c**2 + by_h**2 - twist * by_c * by_h)


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [  # of the test data of Sharma, Wu, Dalal: blues, hues about zero, greys, and far ones
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_that_were_published(one: Lab, other: Lab, difference: float) -> None:
    assert ciede2000(one, other) == pytest.approx(difference, abs=5e-5)


def test_red_and_green_are_far_apart_but_to_who_sees_neither() -> None:
    red, green = "#B4232A", "#4F7A1E"
    assert apart(red, green, SIGHTS["everybody"]) > 50
    assert apart(red, green, SIGHTS["deuteranopia"]) < 25


def one_colour(theme: Mapping[str, str]) -> set[frozenset[Status]]:
    """Pairs of filled cells that are not far enough apart to somebody."""
    return {
        frozenset(pair)
        for pair in combinations(FILLED, 2)
        if min(apart(theme[pair[0]], theme[pair[1]], sight) for sight in SIGHTS.values()) < LEAST
    }


def test_what_is_of_one_colour_to_somebody_is_what_we_say_it_is() -> None:
    assert set.union(*map(one_colour, THEMES.values())) == BY_SHAPE


@pytest.mark.parametrize("pair", list(combinations(BAR, 2)), ids=" ".join)
def test_cells_side_by_side_differ_by_colour_or_by_shape(pair: tuple[Status, Status]) -> None:
    one, other = pair
    counts_on_colour = cell(one) == cell(other)
    assert not (counts_on_colour and frozenset(pair) in BY_SHAPE)
    if counts_on_colour:
        assert {one, other} <= FILLED, "what has no verdict does not count on its colour"


@pytest.mark.parametrize("token", ["achieved", "behind"])
def test_a_token_that_comes_too_near_another_is_found(token: str) -> None:
    """The pair counts on colour: their cells have one shape."""
    beside = {"achieved": Status.ON_PACE, "behind": Status.MISSED}[token]
    changed = {**palette.LIGHT, token: palette.LIGHT[beside]}
    assert frozenset((Status(token), beside)) in one_colour(changed) - BY_SHAPE


def test_every_status_has_a_shape_of_its_own_in_lists_and_files() -> None:
    assert len({status.shape for status in Status}) == len(Status)
    drawn = {
        status: re.findall(rf"^\.stHtml \.shape\.of-{status}(\{{[^}}]*\}})", SHEET, re.MULTILINE)
        for status in Status
    }
    looks = {re.sub(rf"var\(--{status}\)", "", "".join(rules)) for status, rules in drawn.items()}
    assert all(drawn.values())
    assert len(looks) == len(Status)
