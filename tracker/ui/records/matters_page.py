"""需协调事项: what waits for a decision, what was decided and until when, what is settled."""

import streamlit as st

from tracker.domain.workflow.matters import MatterLine
from tracker.queries.matters import matter_of, matters
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import directives, links, plans
from tracker.ui.parts.links import Link
from tracker.ui.records import matter_forms
from tracker.ui.records import matters as parts


def page() -> None:
    visit = shell.visit()

    clicks.show_done()
    clicks.show(matter_forms.CLICKS)
    asked = st.query_params.get(parts.MATTER)
    if asked is not None:
        st.html(links.link_html(Link(_("返回清单"), links.same_page(**{parts.MATTER: ""})), "go"))
        with shell.told():
            # No id is so long, and 0 is none: what is no number is answered as an unknown one is.
            number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
            line = shell.read(lambda s, p: matter_of(s, p, visit.plan, number, as_of=visit.as_of))
            left, right = st.columns([3, 2], gap="large")
            left.html(parts.matter_html(line))
            with right:
                matter_forms.show_steps(line)
        return

    if matter_forms.may_raise():
        if links.RAISE in st.query_params:
            matter_forms.show_raising()
        else:
            st.button(_("提请协调"), icon=":material/gavel:", on_click=matter_forms.open_raising)

    visits = shell.visits_of_any_period()
    found = {each.plan.code: _of_plan(each) for each in visits}
    if not any(found.values()):
        prose.empty(
            _("没有需协调事项"),
            _("牵头单位在填报中遇到需要市领导、市府办或其他部门解决的问题时,可以提请协调,事项会列在这里。"),
        )
        return
    shown_plans = plans.shown(visits)
    counts = {code: len(lines) for code, lines in found.items()}
    parts.choose_plan(visits, counts)
    # In the order in which they were raised.
    placed = {line.id: (each, line) for each in shown_plans for line in found[each.plan.code]}
    listed = parts.choose([line for _visit, line in (placed[key] for key in sorted(placed))])
    shown = [placed[line.id] for line in listed]
    with_plan = len(shown_plans) > 1
    if not shown:
        st.caption(_("没有符合条件的事项。"))
    elif parts.in_full():
        st.html(parts.agenda_html(shown, with_plan=with_plan))
        directives.show_open(shown_plans)
    else:
        st.html(parts.list_html(shown, with_plan=with_plan))


def _of_plan(visit: Visit) -> tuple[MatterLine, ...]:
    with shell.about(visit):
        return shell.known("matters", lambda s, p: matters(s, p, visit.plan, as_of=visit.as_of))
