"""What the sheet (web/style) takes from the person: the tokens of their screen, and 老年模式.

The sheet itself comes with Streamlit's page; a style of an element's own is for what is computed: a width.
"""

from functools import cache

from tracker.charts.frame import ink_on
from tracker.domain.access import Preferences
from tracker.domain.progress import palette
from tracker.domain.progress.status import Status
from tracker.ui.frame import shell
from tracker.ui.frame.language import spoken

_ASKED_FOR = "22"  # of the accent's 255: how strong the words that are asked for are marked in the notice
# All type grows (the pages measure in rem); fine lines get contrast.
_LARGE_TYPE = (
    "html{font-size:18.75px!important}@media (max-width:480px){html{font-size:18px!important}}"
    "[data-testid=stTextInputRootElement]:not(:focus-within),[data-testid=stTextAreaRootElement]:not(:focus-within),"
    "#root .stSelectbox [role=group]:not(:focus-within),#root .stMultiSelect [role=group]:not(:focus-within),"
    "#root .stDateInput [role=group]:not(:focus-within),[data-testid=stButtonGroup] button,.stButton>button"
    "{border-color:var(--muted)!important}"
    "[data-testid^=stBaseButton-primary]:not(:disabled){background:var(--accent)!important}"
    ".stHtml a,.stMarkdown a{text-decoration:underline!important}"
)


def dress(likes: Preferences, *rules: str) -> str:
    """A style of the tokens for the theme in use, of ``rules`` of this page, and of what the person likes."""
    sheet = tokens(is_dark=shell.is_dark(), contrast=likes.large_type, language=spoken())
    return f"<style>{sheet}{''.join(rules)}{_LARGE_TYPE if likes.large_type else ''}</style>"


@cache
def tokens(*, is_dark: bool, contrast: bool, language: str) -> str:
    """The palette as custom properties; ``on-<status>`` are letters on an area of that status.

    ``language`` is for the words of our scripts (web/picture.js).
    """
    colours = palette.screen(dark=is_dark, contrast=contrast)
    letters = {f"on-{status}": ink_on(colours[status]) for status in Status}
    named = {**colours, **letters, "asked": colours["accent"] + _ASKED_FOR, "language": language}
    return ":root{" + ";".join(f"--{name}:{colour}" for name, colour in named.items()) + "}"
