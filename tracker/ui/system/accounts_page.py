"""账号: who may sign in, as what, for which units. Passwords are set by their owners, with one-time links."""

import streamlit as st

from tracker.queries.people import list_accounts
from tracker.ui.frame import clicks, past, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.parts.sheets import sheet
from tracker.ui.system.accounts import account_rows, create, hand_over, label, manage


def page() -> None:
    visit = shell.visit()

    past.present_only(visit)
    clicks.show_done()
    # Names, roles and units are facts of the ledger; sign-ins and links are not, and are read at each run.
    labels = shell.known(
        "accounts", lambda s, p: {each.id: label(each) for each in list_accounts(s, p, visit.now)}
    )
    place = st.container()
    shown, _page = sheet(list(labels), 50, "sheet")
    with place:
        lines = shell.read(lambda s, p: list_accounts(s, p, visit.now, shown))
        tables.table(account_rows(lines), _("账号列表"))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("管理账号"), anchor=False)
        hand_over()
        chosen = st.selectbox(
            _("账号"),
            list(labels),
            index=None,
            format_func=lambda account_id: labels[account_id],
            key="account",
            placeholder=_("输入姓名或登录名查找"),
            filter_mode="contains",
        )
        if chosen is not None:
            only = (chosen,)
            manage(*shell.read(lambda s, p: list_accounts(s, p, visit.now, only)))
    with right:
        st.subheader(_("新建账号"), anchor=False)
        create(len(labels))
