"""使用说明: what each role does here, in plain words; the person's own role first."""

from html import escape

import streamlit as st

from tracker.domain.access import Role
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.help.words import HELP
from tracker.ui.parts import bars, links
from tracker.ui.parts.links import Link


def page() -> None:
    asked = st.query_params.get("role", "")
    role = Role(asked) if asked in list(Role) else shell.visit().person.role
    st.html(_help_html(role))


def _help_html(role: Role) -> str:
    roles = {each.value: Link(each.word, links.to("help", role=each.value)) for each in Role}
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
