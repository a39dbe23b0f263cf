"""The one palette: semantic tokens for screens, charts and files, in light and in dark, each also with
more contrast for 老年模式 (there every text has 7:1 on both backgrounds and every mark 3:1, WCAG 2.2).

A status colour is used for a status only, and never without the status's word and shape
(red means "best" in some offices' sheets, and grey print drops all hues).
"""

from collections.abc import Mapping

LIGHT = {
    "accent": "#A61C1C",
    "ink": "#1F2733",
    "muted": "#667085",
    "line": "#E4E1DB",
    "card": "#F7F5F1",
    "paper": "#FFFFFF",
    "bar": "#8C96A6",
    "pace": "#1F2733",
    "achieved": "#1B6E53",
    "on_pace": "#2E8B57",
    "slightly_behind": "#E8A317",
    "behind": "#C8102E",
    "not_due": "#9AA4B2",
    "not_reported": "#C9CED6",
    "under_review": "#5B84B1",
    "not_computable": "#7A6F9B",
    "not_applicable": "#DAD5CC",
}
DARK = LIGHT | {
    "accent": "#E06666",
    "ink": "#E8EAED",
    "muted": "#A3ACBA",
    "line": "#3A4150",
    "card": "#1E2430",
    "paper": "#141922",
    "bar": "#75808F",
    "pace": "#E8EAED",
    "achieved": "#36B37E",
    "on_pace": "#4FB477",
    "slightly_behind": "#F2B84B",
    "behind": "#EF5A6F",
    "not_due": "#7C8796",
    "not_reported": "#525C6B",
    "under_review": "#7FA8D1",
    "not_computable": "#A598D0",
    "not_applicable": "#5E5A52",
}
LIGHT_CONTRAST = LIGHT | {
    "accent": "#7E1212",
    "ink": "#000000",
    "muted": "#3B4350",
    "line": "#868C96",
    "bar": "#5C6675",
    "pace": "#000000",
    "achieved": "#0F5A41",
    "on_pace": "#1F6F43",
    "slightly_behind": "#9A6400",
    "behind": "#A50D25",
    "not_due": "#6B7585",
    "not_reported": "#7B8492",
    "under_review": "#3F6796",
    "not_computable": "#5F5483",
    "not_applicable": "#857C6C",
}
DARK_CONTRAST = DARK | {
    "accent": "#FF9C9C",
    "ink": "#FFFFFF",
    "muted": "#D0D6DF",
    "line": "#6E7889",
    "bar": "#9AA5B4",
    "pace": "#FFFFFF",
    "achieved": "#4FD69A",
    "on_pace": "#7BDDA0",
    "slightly_behind": "#FFCB66",
    "behind": "#FF8090",
    "not_due": "#A3ADBB",
    "not_reported": "#8D97A6",
    "under_review": "#9CC4EC",
    "not_computable": "#C3B7EA",
    "not_applicable": "#A39D92",
}
# Too pale for a small shape on paper, where it must be seen beside its word: it is drawn muted.
_PALE = ("not_due", "not_reported", "not_applicable")


def screen(*, dark: bool, contrast: bool) -> Mapping[str, str]:
    """The palette of a person's screen."""
    if contrast:
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def shape_colour(theme: Mapping[str, str], token: str) -> str:
    """The colour of a status's shape in a line of text; areas take the token itself."""
    return theme["muted" if token in _PALE else token]
