"""The one palette: semantic tokens for screens, charts and files, in light and in dark, each also with
more contrast for 老年模式 (there every text has 7:1 on both backgrounds and every mark 3:1, WCAG 2.2).

A status colour is used for a status only, and never without the status's word and shape (red means "best" in
some offices' sheets, and grey print drops all hues). ``edge`` frames what can be pressed, ``soft`` is what is
chosen, ``track`` the ground of a bar, ``waiting`` the cells of 待审核.
"""

from collections.abc import Mapping
from dataclasses import astuple

from tracker.domain.progress.status import Status

_FRAME = {
    # token: light, dark, and the two of 老年模式
    "accent": ("#1D4E89", "#8DB6EC", "#0B3566", "#B5D2FA"),
    "ink": ("#16202C", "#E7EBF1", "#000000", "#FFFFFF"),
    "muted": ("#566273", "#A1ADBC", "#333D4A", "#D3DAE3"),
    "line": ("#E2E6EB", "#2D3744", "#8A94A2", "#6E7B8C"),
    "edge": ("#8590A0", "#6B788A", "#4A5563", "#A9B4C2"),
    "paper": ("#FFFFFF", "#12171E", "#FFFFFF", "#0B0F14"),
    "ground": ("#F5F6F8", "#1A212B", "#F2F3F5", "#141A22"),
    "soft": ("#EAF0F7", "#1E2B3D", "#E3EBF5", "#22344D"),
    "track": ("#E9ECF0", "#27303C", "#DDE1E7", "#2A3440"),
    "bar": ("#8592A3", "#6F7D8F", "#4F5B6A", "#A9B4C2"),
    "pace": ("#16202C", "#E7EBF1", "#000000", "#FFFFFF"),
    "waiting": ("#D9E3F0", "#2B3A50", "#D0DDEE", "#2B3A50"),
}


def _theme(of: int) -> dict[str, str]:
    colours = {status.value: astuple(status.colours)[of] for status in Status}
    return {token: each[of] for token, each in _FRAME.items()} | colours


# Amber on paper, so light that black letters have 15:1 on it: the cell of what is slightly behind in a file.
PALE_AMBER, BLACK = "#F5DFB3", "#000000"
LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST = map(_theme, range(4))
# Bold letters of a chart stay white on the grey of a bar (3.0:1) and turn dark on amber and the pale greys.
_WHITE_LETTERS_LEAST = 2.9
_TEXT_LEAST = 4.5


def screen(*, dark: bool, contrast: bool) -> Mapping[str, str]:
    """The palette of a person's screen."""
    if contrast:
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def text_colour(status: Status) -> str:
    """The colour of letters in a status's hue on paper: amber takes its darker form."""
    if status.is_pale:
        return LIGHT["muted"]
    return LIGHT[status] if contrast(LIGHT[status], LIGHT["paper"]) >= _TEXT_LEAST else LIGHT_CONTRAST[status]


def letters_on(token: str) -> str:
    """The token of letters that stand out on an area of a file's chart."""
    return "paper" if contrast(LIGHT[token], LIGHT["paper"]) >= _WHITE_LETTERS_LEAST else "ink"


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
