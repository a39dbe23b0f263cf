"""The one palette: semantic tokens for screens, charts and files, in light and in dark, each also with
more contrast for 老年模式 (there every text has 7:1 on both backgrounds and every mark 3:1, WCAG 2.2).

A status colour is used for a status only, and never without the status's word and shape
(red means "best" in some offices' sheets, and grey print drops all hues).
"""

from collections.abc import Mapping

from tracker.domain.progress.status import Status

LIGHT = {
    "accent": "#A61C1C",
    "ink": "#1F2733",
    "muted": "#667085",
    "line": "#E4E1DB",
    "card": "#F7F5F1",
    "paper": "#FFFFFF",
    "bar": "#8C96A6",
    "pace": "#1F2733",
} | {status.value: status.colours.light for status in Status}
DARK = (
    LIGHT
    | {
        "accent": "#E06666",
        "ink": "#E8EAED",
        "muted": "#A3ACBA",
        "line": "#3A4150",
        "card": "#1E2430",
        "paper": "#141922",
        "bar": "#75808F",
        "pace": "#E8EAED",
    }
    | {status.value: status.colours.dark for status in Status}
)
LIGHT_CONTRAST = (
    LIGHT
    | {
        "accent": "#7E1212",
        "ink": "#000000",
        "muted": "#3B4350",
        "line": "#868C96",
        "bar": "#5C6675",
        "pace": "#000000",
    }
    | {status.value: status.colours.light_contrast for status in Status}
)
DARK_CONTRAST = (
    DARK
    | {
        "accent": "#FF9C9C",
        "ink": "#FFFFFF",
        "muted": "#D0D6DF",
        "line": "#6E7889",
        "bar": "#9AA5B4",
        "pace": "#FFFFFF",
    }
    | {status.value: status.colours.dark_contrast for status in Status}
)
# Bold letters of a chart stay white on the grey of a bar (3.0:1) and turn dark on amber and the pale greys.
_WHITE_LETTERS_LEAST = 2.9


def screen(*, dark: bool, contrast: bool) -> Mapping[str, str]:
    """The palette of a person's screen."""
    if contrast:
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def shape_colour(theme: Mapping[str, str], status: Status) -> str:
    """The colour of a status's shape in a line of text; areas take the status's own."""
    return theme[shape_token(status)]


def shape_token(status: Status) -> str:
    return "muted" if status.is_pale else status.value


def text_colour(status: Status) -> str:
    """The colour of letters in a status's hue on paper: amber takes its darker form."""
    theme = LIGHT if status.is_pale or _takes_white(LIGHT[status]) else LIGHT_CONTRAST
    return shape_colour(theme, status)


def letters_on(token: str) -> str:
    """The token of letters that stand out on an area of a file's chart."""
    return "paper" if _takes_white(LIGHT[token]) else "ink"


def _takes_white(colour: str) -> bool:
    return 1.05 / (luminance(colour) + 0.05) >= _WHITE_LETTERS_LEAST


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
