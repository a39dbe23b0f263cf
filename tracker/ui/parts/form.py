"""What the pages of filling in and of reviewing share: plain words in a tone, clauses, facts, passages.

Texts that people or the notice wrote never pass through Markdown: they go to st.text, or escaped
into st.html, which reads no Markdown.
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape

import streamlit as st

from tracker.domain import sentences
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.quantity import read_back
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Target
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts.widgets import literal

Fact = tuple[str, str]
_TOAST = "toast-for-the-next-run"


def leave_toast(text: str) -> None:
    """Say at the next run what was done: wherever the page is scrolled to, it is seen."""
    st.session_state[_TOAST] = text


def show_toast() -> None:
    text = st.session_state.pop(_TOAST, None)
    if text is not None:
        st.toast(literal(text), icon=":material/check:")


def clock(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%H:%M}"


def day_and_clock(instant: datetime) -> str:
    here = instant.astimezone(SHANGHAI)
    return _("{month}月{day}日 {here}").format(month=here.month, day=here.day, here=f"{here:%H:%M}")


def line(text: str, tone: str = "muted", *, strong: bool = False) -> None:
    """One line in a colour of the palette; ``tone`` is its token."""
    colour = shell.colours()[tone]
    weight = 600 if strong else 400
    st.html(
        f'<div role="status" style="color:{colour};font-weight:{weight};font-size:0.9rem;line-height:1.6">'
        f"{escape(text)}</div>"
    )


def box(text: str, tone: str = "muted") -> None:
    """A sentence that must not be overlooked: why something is locked, refused or not saved."""
    ink = shell.colours()
    st.html(
        f'<div role="alert" style="border-left:3px solid {ink[tone]};background:{ink["card"]};'
        f'color:{ink["ink"]};padding:0.6rem 0.9rem;border-radius:0 0.35rem 0.35rem 0;line-height:1.65">'
        f"{escape(text)}</div>"
    )


def remark(text: str) -> None:
    """Show ``remark_html``."""
    st.html(remark_html(text))


def remark_html(text: str) -> str:
    """What the office wrote beside a field, line by line as it was written."""
    ink = shell.colours()
    return (
        f'<div role="note" style="border-left:3px solid {ink["accent"]};padding:0.1rem 0 0.1rem 0.7rem;'
        f"color:{ink['ink']};font-size:0.95rem;line-height:1.65;white-space:pre-wrap;"
        f'overflow-wrap:anywhere"><span style="color:{ink["accent"]};font-weight:600">'
        f"{escape(_('退回意见'))}</span> {escape(text)}</div>"
    )


def clause(target: Target) -> None:
    """The quoted words of the notice with the number in bold, and where they stand."""
    ink = shell.colours()
    before, number, behind = (escape(part) for part in target.anchor.split())
    marked = f'<strong style="color:{ink["accent"]}">{number}</strong>' if number else ""
    area = f"{target.area.title} · " if target.area.number else ""
    st.html(
        f'<blockquote style="margin:0;padding:0.15rem 0 0.15rem 0.9rem;border-left:3px solid {ink["line"]};'
        f'line-height:1.75">{before}{marked}{behind}'
        f'<div style="color:{ink["muted"]};font-size:0.85rem">{escape(area + target.anchor.label)}</div>'
        "</blockquote>"
    )


def facts(listed: Iterable[Fact]) -> None:
    """Show ``facts_html``."""
    st.html(facts_html(listed))


def facts_html(listed: Iterable[Fact]) -> str:
    """Short facts side by side, each under its name; empty ones are left out."""
    ink = shell.colours()
    cells = "".join(
        f'<div style="min-width:6.5rem;max-width:100%"><dt style="color:{ink["muted"]};font-size:0.85rem">'
        f'{escape(name)}</dt><dd style="margin:0;font-size:1.02rem;line-height:1.6">{escape(text)}</dd></div>'
        for name, text in listed
        if text
    )
    return f'<dl style="display:flex;flex-wrap:wrap;gap:0.7rem 2.2rem;margin:0;padding:0">{cells}</dl>'


def figures(listed: Iterable[tuple[str, str, str]]) -> None:
    """A few words in large letters side by side: name, what is said, the tone of it."""
    ink = shell.colours()
    cells = "".join(
        f'<div><div style="color:{ink["muted"]};font-size:0.85rem">{escape(name)}</div>'
        f'<div style="color:{ink[tone]};font-size:1.35rem;font-weight:600;line-height:1.5;'
        f'white-space:nowrap">{escape(text)}</div></div>'
        for name, text, tone in listed
    )
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:0.4rem 2.6rem">{cells}</div>')


def passage(name: str, text: str) -> None:
    """A longer text as it was written, under its name; nothing where none was written."""
    if text:
        with st.container(gap=None):
            line(name)
            st.text(text)


def heading(target: Target) -> None:
    ink = shell.colours()
    st.html(
        f'<div style="color:{ink["muted"]};font-size:0.9rem">{escape(target.code)} · '
        f'{escape(target.lead.name)}</div><h3 style="margin:0;padding:0;font-size:1.35rem;line-height:1.45">'
        f"{escape(target.name)}</h3>"
    )


def promise(target: Target, rules: RuleSet) -> tuple[Fact, ...]:
    """What the target asks for, as facts."""
    terms = target.terms
    asked = sentences.target_text(terms)
    single = read_back(terms.value, terms.unit_of_measure) if terms.value is not None else None
    return (
        (_("全年目标"), asked),
        (_("折合"), single.split(" = ")[1] if single else ""),
        (_("类型"), f"{terms.kind.word} · {terms.path.word}"),
        (_("数值含义"), sentences.operator_note(terms, rules)),
        (_("条件说明"), terms.condition),
    )
