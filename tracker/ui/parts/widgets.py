"""What several pages draw in the same way: badges, clauses, facts, local times, empty states.

People's texts and the notice's words reach the page escaped, never as Markdown or HTML of their own.
Status colours come from the palette and always stand beside a shape and a word.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from html import escape

import streamlit as st

from tracker.domain.measure.period import SHANGHAI
from tracker.domain.progress.palette import shape_colour
from tracker.domain.progress.status import Status
from tracker.domain.sentences import share_text
from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _

Facts = Iterable[tuple[str, str]]
_WORD = "word_for_the_next_run"
_WHOLE = 7
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def literal(text: str) -> str:
    """A text for Markdown places (titles, labels, captions) that shows as it is written."""
    return _MARKDOWN.sub(r"\\\1", text)


def here(instant: datetime) -> datetime:
    """An instant as the wall clock of Asia/Shanghai shows it, naive: what input widgets hold."""
    return instant.astimezone(SHANGHAI).replace(tzinfo=None)


def instant_of(wall_clock: datetime) -> datetime:
    """What an input widget holds, read as Asia/Shanghai whatever zone the host or the browser is in."""
    return wall_clock.replace(tzinfo=SHANGHAI)


def moment(instant: datetime | None) -> str:
    """2025-10-09 09:00, in Asia/Shanghai."""
    return "—" if instant is None else f"{here(instant):%Y-%m-%d %H:%M}"


def day(when: date) -> str:
    """2025年10月20日."""
    return _("{year}年{month}月{day}日").format(year=when.year, month=when.month, day=when.day)


def badge(status: Status) -> None:
    """The status of a target: shape in the status's colour, word in ink."""
    st.html(badge_html(status.shape, status.word, shell.colours()[status]), width="content")


def badge_html(shape: str, word: str, colour: str) -> str:
    """The word keeps the text's colour: amber or grey words on white could not be read."""
    return (
        f'<span style="display:inline-block;border:1.5px solid {colour};border-radius:4px;'
        f'padding:2px 10px;font-size:0.95rem;font-weight:600;white-space:nowrap">'
        f'<span aria-hidden="true" style="color:{colour};margin-right:6px">{escape(shape)}</span>'
        f"{escape(word)}</span>"
    )


def status_html(status: Status) -> str:
    """● 达时序 in a line of text: the shape in the status's colour, the word in ink."""
    return f'<span style="white-space:nowrap">{shape_html(status)} {escape(status.word)}</span>'


def shape_html(status: Status) -> str:
    """The shape of a status in its colour; its word must stand beside it."""
    colour = shape_colour(shell.colours(), status)
    return f'<span aria-hidden="true" style="color:{colour}">{status.shape}</span>'


def clause(parts: tuple[str, str, str, str, str]) -> None:
    """The notice's passage: before the quote, quote before the number, number, quote after it, the rest."""
    colours = shell.colours()
    before, quote, number, quote_end, after = (escape(part) for part in parts)
    quoted = f"border-bottom:2px solid {colours['accent']};padding-bottom:1px"
    marked = f"background:{colours['accent']};color:{colours['paper']};padding:0 5px;border-radius:3px"
    shown = f'<strong style="{marked}">{number}</strong>' if number else ""
    st.html(
        f'<blockquote style="margin:0;padding:14px 18px;background:{colours["card"]};'
        f'border-left:3px solid {colours["accent"]};line-height:1.95;font-size:1rem">'
        f'<span style="color:{colours["muted"]}">{before}</span>'
        f'<mark style="background:none;color:inherit;{quoted}">{quote}{shown}{quote_end}</mark>'
        f'<span style="color:{colours["muted"]}">{after}</span></blockquote>'
    )


def facts(rows: Facts) -> None:
    """Show ``facts_html``."""
    st.html(facts_html(rows))


def facts_html(rows: Facts) -> str:
    """Labels with their texts, one below the other; rows without a text are left out."""
    colours = shell.colours()
    lines = "".join(
        f'<div style="display:flex;gap:14px;padding:7px 0;border-bottom:1px solid {colours["line"]}">'
        f'<dt style="flex:0 0 6.2em;color:{colours["muted"]};font-weight:400">{escape(label)}</dt>'
        '<dd style="flex:1;margin:0;min-width:0;white-space:pre-wrap;overflow-wrap:anywhere">'
        f"{escape(text)}</dd></div>"
        for label, text in rows
        if text
    )
    return f'<dl style="margin:0;padding:0;line-height:1.65;font-size:0.95rem">{lines}</dl>'


@dataclass(frozen=True)
class Link:
    """A cell that leads to another page of the tracker; the past that is looked at goes along."""

    text: str
    address: str
    is_number: bool = False


@dataclass(frozen=True)
class Number:
    """A number in a cell, as people read it: on the right, its digits under one another."""

    text: str


Cell = str | Link | Number


def table(rows: Sequence[Mapping[str, Cell]], name: str, *, width: int | None = None) -> None:
    """Show ``table_html``."""
    st.html(table_html(rows, name, width=width))


def table_html(rows: Sequence[Mapping[str, Cell]], name: str, *, width: int | None = None) -> str:
    """A small table of words; where it is too wide for the screen, it scrolls by itself.

    Lines stay whole, or with ``width`` (in pixels at the usual type) they wrap in a table at least so wide.
    Its look is ``table_rules``: written into every cell it would be most of what a page sends.
    """
    head = "".join(
        f'<th scope="col"{_side(value)}>{escape(column)}</th>'
        for column, value in (rows[0] if rows else {}).items()
    )
    body = "".join(
        "<tr>" + "".join(f"<td{_side(value)}>{cell_html(value)}</td>" for value in row.values()) + "</tr>"
        for row in rows
    )
    # In rem: with larger type the columns grow with their words, and the table scrolls sooner.
    size = "white-space:nowrap;min-width:100%" if width is None else f"width:100%;min-width:{width / 16:g}rem"
    table = f'<table class="rows" style="{size}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    frame = f'style="overflow-x:auto" tabindex="0" role="region" aria-label="{escape(name)}"'
    return f"<div {frame}>{table}</div>"


def table_rules() -> str:
    """How tables, numbers and links look, as CSS of the page."""
    colours = shell.colours()
    return (
        ".rows{border-collapse:collapse;font-size:0.95rem;line-height:1.6}"
        ".rows td,.rows th{padding:8px 16px 8px 0;vertical-align:top;text-align:left;"
        f"border-bottom:1px solid {colours['line']}}}"
        f".rows th{{white-space:nowrap;color:{colours['muted']};font-weight:400}}"
        ".rows .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
        f".whole{{white-space:nowrap}}.stHtml a{{color:{colours['accent']}}}"
    )


def _side(value: Cell) -> str:
    if isinstance(value, Number) or (isinstance(value, Link) and value.is_number):
        return ' class="number"'
    whole = isinstance(value, Link) and len(value.text) <= _WHOLE  # a target's code, 原文
    return ' class="whole"' if whole else ""


def share_cell(share: Fraction | None) -> Number:
    """A share in per cent; a dash where there is none."""
    return Number("—" if share is None else share_text(share))


def cell_html(value: Cell) -> str:
    if isinstance(value, Link):
        return link_html(value)
    if isinstance(value, Number):
        return escape(value.text)
    return "<br>".join(_line(part) for part in value.split("\n"))


def _line(text: str) -> str:
    """Short words (a status, a share) and moments stay whole where the row wraps."""
    whole = len(text) <= 6 or _MOMENT.fullmatch(text)
    return f'<span class="whole">{escape(text)}</span>' if whole else escape(text)


def link_html(link: Link) -> str:
    there = escape(shell.visit().carry(link.address))
    return f'<a href="{there}">{escape(link.text)}</a>'


def reading(title: str, said: str, arithmetic: Iterable[str], why: Link | None = None) -> None:
    """One reading of a score on a card: what is said, below it the arithmetic, the way to its explanation."""
    muted = f"color:{shell.colours()['muted']}"
    steps = "".join(f"<div>{escape(line)}</div>" for line in arithmetic)
    link = "" if why is None else f'<span style="float:right">{link_html(why)}</span>'
    with st.container(border=True, height="stretch"):
        st.html(
            f'<div style="{muted};font-size:0.9rem">{link}{escape(title)}</div>'
            '<div style="font-size:1.2rem;font-weight:600;line-height:1.5;margin:4px 0 8px">'
            f"{escape(said)}</div>"
            f'<div style="{muted};font-size:0.85rem;line-height:1.7">{steps}</div>'
        )


def empty(title: str, hint: str) -> None:
    """Nothing to show, said as such, with what will bring something here."""
    colours = shell.colours()
    st.html(
        f'<div style="border:1px dashed {colours["line"]};border-radius:6px;'
        'padding:36px 20px;text-align:center">'
        f'<div style="font-weight:600;margin-bottom:6px">{escape(title)}</div>'
        f'<div style="color:{colours["muted"]};font-size:0.92rem">{escape(hint)}</div></div>'
    )


def unapproved_switch() -> bool:
    """含未审核; stands in the address, as the quarter does."""
    return switch(_("含未审核"), "unapproved", _("显示已提交、尚未审核的数据,并标明“未审核”。"))


def co_led_switch() -> bool:
    """含配合; stands in the address."""
    return switch(_("含配合"), "co", _("计入作为配合单位的目标"))


def switch(label: str, name: str, explained: str | None = None) -> bool:
    """A switch that stands in the address as ?name=true; its key is its name."""
    st.session_state[name] = st.query_params.get(name) == "true"
    return st.toggle(label, key=name, on_change=address.put_switch, args=(name,), help=explained)


def side_words(title: str, *below: str) -> None:
    """A title in strong type and small lines below it."""
    small = f"color:{shell.colours()['muted']};font-size:0.875rem;margin-top:0.6rem"
    lines = "".join(f'<div style="{small}">{escape(line)}</div>' for line in below)
    st.html(f'<div style="font-weight:600;line-height:1.6">{escape(title)}</div>{lines}')


def leave_word(text: str) -> None:
    """Say something once at the next run: st.rerun() wipes what is on the page."""
    st.session_state[_WORD] = text


def show_word() -> None:
    text = st.session_state.pop(_WORD, None)
    if text is not None:
        st.success(literal(text), icon=":material/check_circle:")
