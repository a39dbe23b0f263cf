"""填报: what the department has to fill in this quarter, and one form of it."""

import streamlit as st

from tracker.queries import entries
from tracker.queries.entries import Tasks
from tracker.ui.entry import form as entry_form
from tracker.ui.entry import head
from tracker.ui.frame import clicks, shell
from tracker.ui.parts import nothing, window


def page() -> None:
    visit = shell.visit()
    period = shell.period()

    ledger = shell.forms_ledger(period)
    drafts = shell.read(lambda session, person: entries.drafted(session, person, ledger))
    tasks = shell.known(
        "tasks", lambda _s, person: Tasks(entries.tasks_of(person, ledger, drafts)), period, drafts
    )
    if not tasks.all:
        window.show(period)
        nothing.show_none_led()
        return

    window.show(period, shell.made("form count", lambda: head.count_html(tasks), period, drafts))
    head.show_refusal(tasks)
    clicks.show_done()
    task = head.chosen(tasks)
    target = task.target
    # The list stands beside the form on a wide screen and below it on a phone.
    work, listing = st.columns([7, 3], gap="large")
    with listing:
        head.show_list(tasks, task, drafts)
    with work:
        head.show_moves(tasks, task)
        with shell.told():
            if target.id in drafts:
                form = shell.read(lambda s, person: entries.form(s, person, ledger, target, visit.now))
            else:
                form = entries.filed_form(visit.person, ledger, target, visit.now)
            entry_form.show(form)
