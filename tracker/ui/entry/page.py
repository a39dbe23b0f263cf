"""填报: what the department has to fill in this quarter, and one form of it."""

import streamlit as st

from tracker.queries import entries
from tracker.ui.entry import form as entry_form
from tracker.ui.entry import head
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import window


def page() -> None:
    visit = shell.visit()
    period = shell.period()

    ledger = shell.forms_ledger(period)
    tasks = shell.read(lambda session, person: entries.tasks(session, person, ledger))
    if not tasks:
        window.show(period)
        prose.empty(_("没有由您所在单位牵头的目标"), _("如有疑问,请联系系统管理员核对账号所属单位。"))
        return

    window.show(period, head.count_html(tasks))
    head.show_refusal(tasks)
    clicks.show_done()
    task = head.chosen(tasks)
    target = task.target
    # The list stands beside the form on a wide screen and below it on a phone.
    work, listing = st.columns([7, 3], gap="large")
    with listing:
        head.show_list(tasks, task)
    with work:
        head.show_moves(tasks, task)
        with shell.told():
            entry_form.show(
                shell.read(lambda session, person: entries.form(session, person, ledger, target, visit.now))
            )
