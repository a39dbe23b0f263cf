"""Long lists on pages of their own, made on the server; which page stands in the address."""

from collections.abc import Sequence
from math import ceil
from typing import TypeVar

import streamlit as st

from tracker.ui.frame import address
from tracker.ui.frame.language import _

Each = TypeVar("Each")
_MOST_DIGITS = 8


def sheet(listed: Sequence[Each], size: int, name: str) -> tuple[Sequence[Each], int]:
    """What the page of the address (?name=2) shows of a list, and its number.

    A page that the list does not have is the first. The control is drawn where there are several.
    """
    pages = ceil(len(listed) / size)
    if pages <= 1:
        return listed, 1
    asked, key = address.seen().get(name, ""), f"sheet_{name}"
    known = asked.isdecimal() and len(asked) <= _MOST_DIGITS and 1 <= int(asked) <= pages
    st.session_state[key] = int(asked) if known else 1
    page = st.pagination(pages, key=key, on_change=_put, args=(name, key))
    sentence = _("第{page}/{pages}页,共{total}项")
    st.caption(sentence.format(page=page, pages=pages, total=len(listed)))
    return listed[(page - 1) * size : page * size], page


def _put(name: str, key: str) -> None:
    st.query_params[name] = str(st.session_state[key])
