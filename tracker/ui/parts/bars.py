"""Bars of HTML: a group's targets counted by status, a value on the year's scale, and what stands above them.

A page that is only read is one st.html; classes are those of web/style/base.css.
"""

from collections.abc import Mapping
from fractions import Fraction
from html import escape

from tracker.domain.measure.quantity import percent
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.ui.frame.language import _
from tracker.ui.parts.links import Link


def counts_html(rollup: Rollup, *, of: int = 0, hollow: bool = False, numbered: bool = False) -> str:
    """The due targets of a group, a cell each, the numbers in the cells that hold more than one.

    ``of``: how many cells the width stands for, so that bars below each other have cells of one width; 0:
    the bar fills its place and every part is numbered. ``hollow``: nothing is to be concluded from it.
    ``numbered``: every part is, where the cells are wide enough.
    """
    if not rollup.due:
        return ""
    parts = "".join(
        _part(status, rollup.due_counts[status], always=numbered or not of)
        for status in Status
        if rollup.due_counts[status]
    )
    look = "counts hollow" if hollow else "counts"
    width = f' style="width:{percent(Fraction(rollup.due, of))}"' if of else ""
    return f'<span class="{look}"{width}>{parts}</span>'


def _part(status: Status, count: int, *, always: bool) -> str:
    words = escape(_("{status}{count}项").format(status=status.word, count=count))
    number = str(count) if always or count > 1 else ""
    return f'<span class="of-{status}" style="flex:{count}" title="{words}">{number}</span>'


def bullet_html(score: Score, *, in_colour: bool = True) -> str:
    """How far a target has come on the year's scale, with a tick at what was due; nothing without one.

    Levels and rates have come no way. Colour is for what is behind: good news is grey, and so are budgets
    (not ``in_colour``). Where all of the scale was due there is no tick.
    """
    judgement = score.judgement
    if judgement.completion is None or score.target.terms.kind.is_kept:
        return ""
    reached = min(max(judgement.completion, Fraction(0)), Fraction(1))
    tone = f' class="of-{judgement.status}"' if in_colour and judgement.status.is_behind else ""
    pace = judgement.pace
    tick = "" if pace is None or pace >= 1 else f'<u style="left:calc({percent(pace)} - 1px)"></u>'
    return f'<span class="bullet"><i{tone} style="width:{percent(reached)}"></i>{tick}</span>'


def section_html(title: str, *beside: str) -> str:
    """The head of a part of the page; ``beside`` is HTML: links, a choice, a note."""
    return f'<div class="section"><h2>{escape(title)}</h2>{"".join(beside)}</div>'


def choice_html(label: str, options: Mapping[str, Link], chosen: str) -> str:
    """One of several looks at the same, as links: what is chosen stands in the address."""
    links = "".join(
        f'<a href="{escape(link.address)}"{" aria-current=true" * (key == chosen)}>{escape(link.text)}</a>'
        for key, link in options.items()
    )
    return f'<nav class="choice" aria-label="{escape(label)}">{links}</nav>'
