"""Choices that stand in the address, so that a link opens the same view."""

from collections.abc import Hashable
from datetime import date, datetime
from typing import NoReturn
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker.domain.measure.period import end_of_day

# What goes along from page to page (links.carried).
PLAN, PERIOD, UNAPPROVED, AS_OF = "plan", "q", "unapproved", "asof"
HOME = ""  # the page without a name: it leads each role to the page it comes for
PAGES_OF_TAB = "pages_of_tab"  # in the session state: url path -> page
_HELD, _HELD_ON = "held_{}", "held_on"  # in the session state, over a change of page
_LEFT = "addresses_left"


def follow(name: str, key: str, options: list[str], default: str | None = None) -> None:
    """Make the choice widget with this key show what the address asks for; call it before the widget.

    Streamlit's own binding (bind="query-params") puts an option's shown text into the address, which
    is no link that others can build, passes over an unknown one in silence, and forbids to set the
    parameter when another page is turned to. The value is set in every run: after a change of page
    the browser has forgotten it, and would show and send nothing chosen.

    What the address does not name is the ``default``: after the browser's Back button nothing is chosen
    that was chosen later. The period alone is kept, which the navigation leaves out of its addresses.
    """
    asked = st.query_params.get(name)
    if asked is None and name != PERIOD:
        asked = default
    if asked not in options:
        asked = st.session_state.get(key)
    if asked in options:
        st.session_state[key] = asked
    else:
        st.session_state.pop(key, None)
        if default is not None:
            st.session_state[key] = default


def put(name: str, key: str) -> None:
    """on_change of such a widget."""
    st.query_params[name] = st.session_state[key]


def put_switch(name: str) -> None:
    """on_change of a switch whose key is its name: ?name=true, or nothing."""
    if st.session_state[name]:
        st.query_params[name] = "true"
    else:
        st.query_params.pop(name, None)


def seen() -> dict[str, str]:
    """The address as the whole page is drawn from it; handed to a fragment for ``follow_moves``."""
    return st.query_params.to_dict()


def follow_moves(drawn: dict[str, str]) -> None:
    """Draw the whole page when the address has moved on since; call it first in a fragment with fields.

    A click outside of the fragment that also takes a field's text (leaving it by the click) comes as a
    run of the fragment alone: the button's callback has run, but the page around would stay as it was.
    """
    if st.query_params.to_dict() != drawn:
        st.rerun()


def plan_asked() -> str:
    """The code of the plan that the address names, or that of the page before; a quarter names its year's."""
    return st.query_params.get(PLAN) or ("" if PERIOD in st.query_params else _held(PLAN))


def day_asked() -> str:
    """What the address says of the past (?asof=2025-10-10), or what it said on the page before."""
    return st.query_params.get(AS_OF) or _held(AS_OF)


def moment_asked(now: datetime) -> datetime | None:
    """The last moment of the day asked for, in Asia/Shanghai; None for the present and the unreadable."""
    return end_of_day(day_asked(), now)


def keep_along(page: str) -> None:
    """Hold on to ?plan= and ?asof= over a change of page: Streamlit's navigation leaves parameters behind.

    Where one is missing on the same page, the browser's back button or a person took it out.
    """
    is_same_page = st.session_state.get(_HELD_ON) == page
    st.session_state[_HELD_ON] = page
    taken_out = False
    for name in (PLAN, AS_OF):
        asked, held = st.query_params.get(name), _held(name)
        if asked is not None:
            st.session_state[_HELD.format(name)] = asked
        elif held and is_same_page:
            st.session_state.pop(_HELD.format(name))
            taken_out = True
        # A quarter without a plan means the plan of its year, not the one before.
        elif held and (name != PLAN or PERIOD not in st.query_params):
            st.query_params[name] = held
    if taken_out:
        st.rerun()


def page_shown() -> str:
    """The url path of the page of this run."""
    path: str = st.session_state[_HELD_ON]
    return path


def _held(name: str) -> str:
    held: str = st.session_state.get(_HELD.format(name), "")
    return held


def enter_past(day: date) -> None:
    st.query_params[AS_OF] = day.isoformat()


def leave_past() -> None:
    st.query_params.pop(AS_OF, None)
    st.session_state.pop(_HELD.format(AS_OF), None)


def turn_to_plan(code: str, *, with_period: bool = False) -> None:
    """The same page about another plan, at the same period where it has that one.

    What else the address asked for was about the plan before.
    """
    along = (UNAPPROVED, AS_OF, PERIOD) if with_period else (UNAPPROVED, AS_OF)
    kept = {name: text for name, text in seen().items() if name in along}
    st.query_params.from_dict({PLAN: code} | kept)


def page_at(path: str) -> StreamlitPage:
    """The page under this url path, as main.py has registered it for this tab."""
    page: StreamlitPage = st.session_state[PAGES_OF_TAB][path]
    return page


def turn_to(to: str) -> NoReturn:
    """Open a page of ours by its address, as a link does, from within a run.

    Streamlit 1.67 writes the new page's parameters over those of the page that is left, and the browser's
    back button opens that one with them: ``come_back`` puts its own in their place again.
    """
    path, _mark, parameters = to.partition("?")
    asked = dict(parse_qsl(parameters, keep_blank_values=True))
    st.session_state.setdefault(_LEFT, {})[st.session_state[_HELD_ON], _named(asked)] = seen()
    st.switch_page(page_at(path.removeprefix("/")), query_params=asked)


def come_back(page: str) -> None:
    """Show a page that was left by ``turn_to`` as it was left.

    The browser's back button opens it with the parameters of the page that was turned to. While it goes
    through its history Streamlit replaces an address, so nothing is added to the ways back.
    """
    left: dict[tuple[str, Hashable], dict[str, str]] = st.session_state.get(_LEFT, {})
    own = left.get((page, _named(seen())))
    if own is not None:
        st.query_params.from_dict(own)


def _named(parameters: dict[str, str]) -> Hashable:
    return tuple(sorted(parameters.items()))
