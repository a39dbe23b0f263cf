"""需协调事项: what waits for a decision, what was decided and until when, what is settled."""

import streamlit as st

from tracker.domain.language import bracketed
from tracker.queries.matters import matter_of, matters
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives, links, switches, tables
from tracker.ui.records import matter_forms
from tracker.ui.records import matters as parts


def leave() -> None:
    st.query_params.pop(parts.MATTER, None)


def page() -> None:
    visit = shell.visit()

    clicks.show_done()
    clicks.show(matter_forms.CLICKS)
    asked = st.query_params.get(parts.MATTER)
    if asked is not None:
        st.button(_("返回清单"), icon=":material/arrow_back:", on_click=leave)
        with shell.told():
            # No id is so long, and 0 is none: what is no number is answered as an unknown one is.
            number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
            line = shell.read(lambda s, p: matter_of(s, p, visit.plan, number, as_of=visit.as_of))
            left, right = st.columns([3, 2], gap="large")
            with left:
                parts.show(line)
            with right:
                matter_forms.show_steps(line)
        return

    if matter_forms.may_raise():
        if links.RAISE in st.query_params:
            with st.container(border=True):
                matter_forms.show_raising()
        else:
            st.button(_("提请协调"), icon=":material/gavel:", on_click=matter_forms.open_raising)

    listed = shell.known("matters", lambda s, p: matters(s, p, visit.plan, as_of=visit.as_of))
    if not listed:
        prose.empty(
            _("没有需协调事项"),
            _("牵头单位在填报中遇到需要市领导、市府办或其他部门解决的问题时,可以提请协调,事项会列在这里。"),
        )
        return
    shown = parts.choose(listed)
    in_full = switches.switch(_("议程全文(打印)"), "agenda")
    if not shown:
        st.caption(_("没有符合条件的事项。"))
    elif in_full:
        parts.show_agenda(shown)
        directives.show_open()
    else:
        for title, lines in parts.sections(shown):
            st.subheader(prose.literal(bracketed(title, len(lines))), anchor=False)
            tables.table(parts.rows_of(lines), title, width=980)
