"""A figure as people read it: in words, and as a reading with what it is made of."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.measure.quantity import with_unit
from tracker.domain.measure.target import Kind, Terms
from tracker.ui.frame.language import _
from tracker.ui.parts.links import Link, link_html


def figure_text(value: Decimal | None, terms: Terms, marks: Iterable[str] = ()) -> str:
    """27万标箱(预计,未审核); a milestone in words; 不适用 where there is no value."""
    if value is None:
        bare = _("不适用")
    elif terms.kind is Kind.MILESTONE:
        bare = _("已完成") if value == 1 else _("尚未完成")
    else:
        bare = with_unit(value, terms.unit_of_measure)
    beside = _(",").join(marks)
    return bracketed(bare, beside) if beside else bare


def reading(title: str, said: str, arithmetic: Iterable[str], why: Link | None = None) -> None:
    """One reading of a score on a card: what is said, below it the arithmetic, the way to its explanation."""
    steps = "".join(f"<div>{escape(line)}</div>" for line in arithmetic)
    link = "" if why is None else f"<span>{link_html(why)}</span>"
    with st.container(border=True, height="stretch"):
        st.html(
            f'<div class="reading"><div class="over">{link}{escape(title)}</div>'
            f'<div class="says">{escape(said)}</div><div class="below">{steps}</div></div>'
        )
