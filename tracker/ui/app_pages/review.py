"""审核: what the departments submitted and the office has not decided on."""

import streamlit as st

from tracker.queries.plans import rules_at
from tracker.ui import form, review_decide, review_detail, review_queue, shell, widgets
from tracker.ui.language import _

visit = shell.visit()
st.header(_("审核"), anchor=False)
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    quarter = shell.pick_quarter()
    queue = review_queue.queue(quarter)
    listed = review_queue.of_unit(queue)
form.show_toast()
review_queue.show_if_gone(listed)

if not listed:
    review_decide.show_refusal()
    widgets.empty(
        _("{quarter}没有待审核的填报").format(quarter=quarter.label),
        _("部门提交后会出现在这里。也可以选择其他季度查看。"),
    )
    st.stop()

rules = shell.read(lambda session, person: rules_at(session, visit.plan.id))
work, listing = st.columns([7, 3], gap="large")
with listing:
    waiting = review_queue.choose(listed)
with work, st.container(gap="medium"):
    review_detail.show(waiting, quarter, rules)
    review_decide.show(waiting, review_queue.following(listed, waiting))
