"""总览: how a plan stands at a period: the counts, what is furthest behind, where, and what is not known."""

from functools import partial

import streamlit as st

from tracker.charts import completion_by
from tracker.domain.meetings.turns import Turns, turns_after, turns_of
from tracker.domain.progress.scorecard import Scorecard
from tracker.queries.scorecard import waiting_figures
from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.kept import Carry
from tracker.ui.overview import groups
from tracker.ui.overview.sheet import Sheet
from tracker.ui.parts import links, nothing


def page() -> None:
    """One st.html of what is only read; asked for the means of running totals, charts stand beside it."""
    card = shell.current_card()
    if not card.targets:
        nothing.show()
        return
    visit, before = shell.visit(), card.period.previous
    sheet = Sheet(
        card=card,
        earlier=None if before is None else shell.narrowed(shell.card(before, visit.unapproved)),
        person=visit.person,
        choices=groups.choices_of(address.seen()),
        window=visit.window_of(card.period),
        waiting=lambda shown: shell.read(lambda session, _p: waiting_figures(session, card, shown)),
        turns=lambda earlier: _turns(earlier, card),
    )
    if sheet.choices.chart == groups.MEANS and card.whole.due:
        _with_charts(sheet)
    else:
        prose.html(_kept(sheet, "whole"))


def _kept(sheet: Sheet, part: str) -> str:
    """Kept by what it rests on besides the scorecard; people who see the same share it."""
    name = f"overview {part} {sheet.person.role} {sheet.choices}"
    return shell.keep(sheet.card, name, lambda: sheet.html(part))


def _turns(earlier: Scorecard, card: Scorecard) -> Turns:
    """How the targets turned since the period before, made of how they had before what was written last."""
    carry = Carry[Turns](lambda before: turns_after(before, earlier, card), size_of)
    return shell.keep_record(card, "turns", lambda: turns_of(earlier, card), carry)


def size_of(turns: Turns) -> int:
    """Of both scorecards, which it keeps in memory."""
    return len(turns.older.scores) + len(turns.newer.scores)


def _with_charts(sheet: Sheet) -> None:
    """The same page with the mean completion of running totals in place of the bars of counts."""
    card, choices = sheet.card, sheet.choices
    prose.html(_kept(sheet, "top"))
    left, right = st.columns(Sheet.WIDTHS, gap="medium")
    left.html(_kept(sheet, "left"))
    with right:
        for part in groups.parts_of(card, sheet.person, choices):
            st.html(sheet.wrapped(groups.head_html(part)))
            draw = partial(completion_by, part.shortly, card, theme=shell.colours(), what=part.noun)
            to_group = partial(links.group_address, part.name, co_led=part.co_led) if part.name else None
            shell.chart(card, f"means {part.name} {part.co_led}", draw, leads_to=to_group)
    prose.html(_kept(sheet, "bottom"))
