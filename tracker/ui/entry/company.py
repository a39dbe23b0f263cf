"""Who else of the department types in the same draft: said on the form, and looked up again by itself."""

from collections.abc import Mapping

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.workflow.drafts import Cell, Hand, other_hands
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.tasks import calendar_days
from tracker.queries.forms import Form, draft_of
from tracker.ui.entry.state import Opening
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _

_EVERY = "20s"


def show(opening: Opening, shown: Form) -> None:
    """Name whoever else has typed here; offer what came meanwhile. The form itself stays."""
    _look(opening, [shown.cells])


@st.fragment(run_every=_EVERY)
def _look(opening: Opening, read: list[Mapping[Field, Cell]]) -> None:
    """``read``: what the page itself has read; taken once, later runs of the fragment look again."""
    if opening.must_reload:
        st.rerun()
    stored = read.pop() if read else _stored(opening)
    if stored is None:
        return  # signed out meanwhile, or the database is away: the next click says so
    for hand in other_hands(stored, shell.visit().person.account_id):
        prose.line(sentence(hand), "ink")
    if any(cell.version != opening.stored[name].version for name, cell in stored.items()):
        st.button(
            _("载入对方刚保存的内容"),
            key=f"{opening.key}-catch-up",
            icon=":material/sync:",
            on_click=_reload,
            args=(opening,),
        )


def _stored(opening: Opening) -> Mapping[Field, Cell] | None:
    return clicks.look(
        lambda session, _person: draft_of(session, shell.person_now(session), opening.target, opening.period)
    )


def _reload(opening: Opening) -> None:
    opening.must_reload = True


def others(shown: Form, person: Person) -> tuple[Hand, ...]:
    """Who else has typed in a draft, as it was read."""
    return other_hands(shown.cells, person.account_id)


def sentence(hand: Hand) -> str:
    """何雨 09:05 填写了本年累计、进展情况."""
    when = moments.clock(hand.at)
    if calendar_days(hand.at, shell.now()):
        when = moments.day_and_clock(hand.at)
    names = _("、").join(name.label for name in hand.fields)
    return _("{who} {when} 也在这份草稿中填写:{names}").format(who=hand.name, when=when, names=names)
