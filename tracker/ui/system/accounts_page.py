"""账号: who may sign in, as what, for which units. Passwords are set by their owners, with one-time links."""

import streamlit as st

from tracker.domain.access import Action
from tracker.queries.people import list_accounts, with_sign_ins
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.parts.sheets import sheet
from tracker.ui.system import account_lists, accounts


def page() -> None:
    visit = shell.visit()

    past.present_only(visit)
    clicks.show_done()
    # Names, roles and units are facts of the ledger; sign-ins and links are not, and are read at each run.
    listed = shell.known("accounts", lambda s, p: list_accounts(s, p, visit.now))
    asked = st.query_params.get(accounts.ACCOUNT, "")
    enables = not asked and accounts.asks_for_waiting() and accounts.may(Action.GRANT_RIGHTS)
    if asked != account_lists.IMPORT and not enables:
        account_lists.forget_links()
    if asked:
        back = links.link_html(Link(_("返回清单"), links.same_page(**{accounts.ACCOUNT: ""})), "go")
        words = {accounts.NEW: _("新建账号"), account_lists.IMPORT: _("从 Excel 导入账号")}
        title = next(
            (each.name for each in listed if str(each.id) == asked), words.get(asked, words[accounts.NEW])
        )
        st.html(section_html(title, back))
        with st.container(width=560):
            accounts.hand_over()
            manages = accounts.may(Action.MANAGE_ACCOUNTS)
            if asked in words and not manages:
                st.caption(_("账号由系统管理员新建和导入。"))
            elif asked == accounts.NEW:
                accounts.create(len(listed))
            elif asked == account_lists.IMPORT:
                account_lists.show()
            else:
                chosen = [each.id for each in listed if str(each.id) == asked]
                for account in shell.read(lambda s, p: list_accounts(s, p, visit.now, chosen)):
                    accounts.manage(account)
                if not chosen:
                    st.caption(_("没有这个账号。"))
        return

    wanted = accounts.ask(listed)
    place = st.container()
    shown, _page = sheet(wanted, 50, "sheet")
    ways = ((_("从 Excel 导入"), account_lists.IMPORT), (_("新建账号"), accounts.NEW))
    new = " ".join(
        links.link_html(Link(word, links.same_page(**{accounts.ACCOUNT: way})), "go")
        for word, way in ways
        if accounts.may(Action.MANAGE_ACCOUNTS)
    )
    title = _("账号 {n}个").format(n=len(wanted))
    with place:
        lines = shell.read(lambda s, p: with_sign_ins(s, p, visit.now, shown))
        prose.html(section_html(title, new) + accounts.list_html(lines))
        if not lines:
            prose.empty(_("没有符合条件的账号"), _("可以清空筛选条件。"))
    if enables:
        account_lists.offer_to_enable(lines)
    account_lists.export_button(wanted)
