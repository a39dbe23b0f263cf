"""The one sheet (style.css), sent once a page: the tokens of the person's screen, then the classes.

A style of an element's own is for what is computed: a width, the colour of a status.
"""

from functools import cache
from pathlib import Path

import streamlit as st

from tracker.domain.access import Preferences
from tracker.ui.frame import shell

# Where a token of the palette has another name on pages.
_NAMES = {"card": "ground"}
_ASKED_FOR = "22"  # of the accent's 255: how strong the words that are asked for are marked in the notice
# White on Streamlit's dark red button is 3.4:1.
_PRIMARY = ("stBaseButton-primary", "stBaseButton-primaryFormSubmit", "stBaseLinkButton-primary")
_ABLE = [f"[data-testid={name}]:not(:disabled)" for name in _PRIMARY]  # a disabled one has the page's ground
_DARK = ",".join(f"{button},{button} *" for button in _ABLE)
# All type grows (the pages measure in rem); fine lines get contrast.
_LARGE_TYPE = (
    "html{font-size:20px}@media (max-width:480px){html{font-size:18px}}"
    "[data-baseweb=input],[data-baseweb=textarea],[data-baseweb=select]>div,.stButton>button"
    "{border-color:var(--muted)!important}"
    ".stHtml a,.stMarkdown a{text-decoration:underline!important}"
)


def dress(likes: Preferences) -> None:
    """Send the sheet, for the theme in use and as the person likes it."""
    rules = tokens() + _sheet()
    if shell.is_dark():
        rules += f"{_DARK}{{color:var(--paper)!important}}"
    st.html(f"<style>{rules}{_LARGE_TYPE if likes.large_type else ''}</style>")


def tokens() -> str:
    """The palette as custom properties."""
    colours = shell.colours()
    named = {_NAMES.get(token, token): colour for token, colour in colours.items()}
    named["asked"] = colours["accent"] + _ASKED_FOR
    return ":root{" + ";".join(f"--{name}:{colour}" for name, colour in named.items()) + "}"


@cache
def _sheet() -> str:
    return (Path(__file__).parent / "style.css").read_text("utf-8")
