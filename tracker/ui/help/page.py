"""使用说明: what each role does here, in plain words; the person's own role first."""

from html import escape

import streamlit as st

from tracker.domain.access import Acting, Duty, Role
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.help.words import HELP
from tracker.ui.parts import bars, links
from tracker.ui.parts.links import Link


def page() -> None:
    asked = st.query_params.get("role", "")
    own = shell.visit().person.role
    st.html(_help_html(Role(asked) if asked in list(Role) else own, own))


def _help_html(role: Acting, own: Acting) -> str:
    # Of the three administrators each reads of the own duty.
    listed: tuple[Acting, ...] = (*Role,)
    if isinstance(own, Duty):
        listed = (*(each for each in Role if each is not Role.ADMINISTRATOR), own)
    roles = {each.value: Link(each.word, links.to("help", role=each.value)) for each in listed}
    choice = bars.choice_html(_("角色"), roles, role.value)
    rhythm = shell.visit().plan.rhythm
    words = {
        "noun": rhythm.noun,
        "this": rhythm.this_short,
        "last": rhythm.last_short,
        "september": rhythm.name_of(9 // rhythm.months),
    }
    parts = "".join(
        f"<dt>{escape(_(question).format(**words))}</dt><dd>{escape(_(answer).format(**words))}</dd>"
        for question, answer in HELP[role]
    )
    return f'{bars.section_html(role.word, choice)}<dl class="help">{parts}</dl>'
