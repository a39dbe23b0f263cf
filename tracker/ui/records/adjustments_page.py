"""目标调整: what is asked for, original and adjusted side by side, why, by whom, from when on."""

import streamlit as st

from tracker.domain.access import Action
from tracker.domain.workflow.adjustment import RequestState
from tracker.queries.adjustments import adjustments, newest_targets
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import changes, offers, register_filters, tables
from tracker.ui.records import adjustment_form
from tracker.ui.records import adjustments as parts


def page() -> None:
    visit = shell.visit()
    changes.choose("adjustments")
    clicks.show_done()
    everything = shell.known("adjustments", lambda s, p: adjustments(s, p, visit.plan, as_of=visit.as_of))
    targets = shell.known("newest targets", lambda s, p: newest_targets(s, p, visit.plan, as_of=visit.as_of))
    open_to = shell.known(
        "may request", lambda _s, person: tuple(each for each in targets if offers.may_request(person, each))
    )
    waiting = {each.target.id: each for each in everything if each.state is RequestState.WAITING}

    clicks.show(parts.CLICKS)
    if waiting:
        st.subheader(_("待审定 {n}项").format(n=len(waiting)), anchor=False)
    for request in waiting.values():
        parts.show_waiting(request)

    if open_to and visit.admits(Action.REQUEST_ADJUSTMENT):
        with st.expander(
            _("申请调整"),
            key="adjusting-open",
            icon=":material/tune:",
            expanded="code" in st.query_params,
        ):
            target = adjustment_form.choose(open_to)
            if target is not None:
                adjustment_form.show(target, waiting.get(target.id))

    st.subheader(_("调整登记"), anchor=False)
    if not everything:
        prose.empty(_("没有目标调整"), _("牵头单位或市府办督查提出调整申请后,会登记在这里。"))
        return
    with st.container(horizontal=True):
        period = register_filters.period()
        unit = register_filters.department(
            {each.applicant_unit_id: each.applicant_unit for each in everything}
        )
        state = register_filters.state({each.value: each.word for each in RequestState})
    shown = tuple(
        each
        for each in everything
        if period in ("", str(each.proposed.effective))
        and unit in (None, each.applicant_unit_id)
        and state in ("", each.state)
    )
    st.caption(_("共{total}次,符合筛选条件{shown}次。").format(total=len(everything), shown=len(shown)))
    if shown:
        tables.table(parts.rows(shown), _("调整登记"), width=960)
    else:
        prose.empty(_("没有符合条件的调整"), _("请改变上面的筛选条件。"))
