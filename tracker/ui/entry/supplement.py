"""补充说明 on an approved figure that is behind: what its submission does not say, asked of the lead."""

import streamlit as st

from tracker.domain.workflow.entry import Field
from tracker.queries.entries import Form
from tracker.services import supplements
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import typed

_REFUSED = "supplement-refused"


def asked_text(shown: Form) -> str:
    """Why it is asked: by which figure the target is behind, and what is not written."""
    names = _("、").join(name.label for name in shown.asked)
    figure = shown.approved
    if figure is None or not figure.is_verified_otherwise:
        return _("按审核通过的数据,这项目标进度落后,还没有填写{names},请补充说明。").format(names=names)
    return _("按审核值,这项目标进度落后,填报时没有填写{names},请补充说明。").format(names=names)


def show(shown: Form) -> None:
    """The small form; nothing where nothing is asked."""
    clicks.show(_REFUSED)
    if not shown.asked or shown.approved is None:
        return
    with st.container(border=True):
        prose.line(asked_text(shown), "ink", strong=True)
        prose.line(_("补充后随审核值一起列入会议材料;不补充的,材料中写“未填写”。"))
        for name in shown.asked:
            st.text_area(name.label, key=_key(shown, name))
        st.html(typed.marks_html(sent={_key(shown, name): "" for name in shown.asked}))
        st.button(
            _("提交补充说明"),
            key=f"supplement-send-{shown.target.code}-{shown.period}",
            type="primary",
            icon=":material/send:",
            on_click=_send,
            args=(shown, shown.approved.report_id),
        )


def _send(shown: Form, report_id: int) -> None:
    # Read before the transaction: nothing of Streamlit is called inside it.
    problem, next_step = (
        st.session_state.get(_key(shown, name), "") for name in (Field.PROBLEM, Field.NEXT_STEP)
    )
    clicks.do(
        lambda session, person, now: supplements.supplement(
            session, person, report_id, problem, next_step, now
        ),
        key=_REFUSED,
        done=_("{code} 的补充说明已提交。").format(code=shown.target.code),
    )


def _key(shown: Form, name: Field) -> str:
    return f"supplement-{name.value}-{shell.visit().person.account_id}-{shown.target.code}-{shown.period}"
