"""变更: the four registers of what was changed, each a page of its own, and the row that turns among them."""

import streamlit as st

from tracker.domain.access import may_open
from tracker.domain.language import marked
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import choice_html
from tracker.ui.parts.links import Link

_REGISTERS = {
    "corrections": marked("更正"),
    "adjustments": marked("目标调整"),
    "errata": marked("勘误"),
    "paths": marked("进度安排"),
}


def choose(page: str) -> None:
    """The row on one of the pages, with this one chosen."""
    role = shell.visit().person.role
    offered = {
        name: Link(_(word), links.to(name)) for name, word in _REGISTERS.items() if may_open(role, name)
    }
    st.html(choice_html(_("变更"), offered, page))
