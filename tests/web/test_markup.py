"""Whether a piece of HTML is nothing but style (tracker/web/markup.py)."""

import hashlib
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web import markup

PIECES = (
    *("", " ", "\n", "<", "<s", "<!", "a", "ä", "-->", "</style>"),
    *(
        "<style>",
        "<STYLE media=print>a{}</STYLE>",
        "<!-- style -->",
        "<div>",
        "<svg>",
        "<st",
        "yle>",
        "style>",
    ),
)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_it_says_of_every_text_what_streamlit_says(text: str) -> None:
    assert markup._html_only_style_tags(text) == markup.REPLACED(text)


@pytest.mark.parametrize("text", ["<div>x</div><style>a{}</style>", " <nav></nav>", "目标"])
def test_what_is_read_is_not_searched(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(markup, "REPLACED", pytest.fail)
    assert not markup._html_only_style_tags(text)


def test_streamlit_still_words_what_is_replaced_as_it_did() -> None:
    """After an upgrade: read it again (does it ask for anything else?), note the sum."""
    source = inspect.getsource(markup.REPLACED)
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == "de251f7e37e57b21"
