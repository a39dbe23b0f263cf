"""账号: who may sign in, as what, for which units. Passwords are set by their owners, with one-time links."""

import streamlit as st

from tracker.domain.access import Role
from tracker.queries.people import AccountLine, list_accounts
from tracker.services.accounts import LINK_HOURS, change_account, create_account, issue_link, set_active
from tracker.services.external_sign_in import unbind
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.parts.sheets import sheet
from tracker.ui.system.accounts import account_rows, email_field, fields, label, unbinding

LINK = "link_to_hand_over"


def create(turn: int) -> None:
    hint = _("字母、数字或 . _ - @")
    login = st.text_input(_("登录名"), key=f"login_{turn}", max_chars=64, placeholder=hint)
    name, role, unit_ids = fields(f"new_{turn}", "", Role.CLERK, {})
    email = email_field(f"new_{turn}", "")
    if st.button(_("新建账号"), type="primary", icon=":material/person_add:", key=f"create_{turn}"):
        clicks.at_once(
            lambda s, p, now: create_account(s, p, login, name, role, unit_ids, now, email=email),
            _("账号已建立。请在下方为它签发密码链接。"),
        )


def manage(account: AccountLine) -> None:
    # Keyed by what is stored: after a change by anybody the fields show what is in force.
    held = dict(zip(sorted(account.unit_ids), account.units, strict=True))
    turn = f"{account.id}_{account.name}_{account.role}_{sorted(account.unit_ids)}_{account.email}"
    name, role, unit_ids = fields(turn, account.name, account.role, held)
    email = email_field(turn, account.email)
    with st.container(horizontal=True):
        save = st.button(_("保存修改"), type="primary", icon=":material/save:")
        word = _("停用账号") if account.is_active else _("启用账号")
        switch = st.button(word, icon=":material/block:" if account.is_active else ":material/check:")
        link = st.button(_("签发密码链接"), icon=":material/key:", disabled=not account.is_active)
        unbinds = unbinding(account)
    if save:
        clicks.at_once(
            lambda s, p, now: change_account(s, p, account.id, name, role, unit_ids, now, email=email),
            _("修改已保存,对方下一次操作时生效。"),
        )
    if switch:
        clicks.at_once(
            lambda s, p, now: set_active(s, p, account.id, not account.is_active, now),
            _("账号已停用,登录已结束。") if account.is_active else _("账号已启用。"),
        )
    if link:
        clicks.at_once(
            lambda s, p, now: issue_link(s, p, account.id, now), lambda token: _keep(account.name, token)
        )
    if unbinds:
        clicks.at_once(
            lambda s, p, now: unbind(s, p, account.id, now),
            _("统一身份绑定已解除,登录已结束。对方下次登录时重新绑定。"),
        )


def _keep(name: str, token: str) -> str:
    """For ``hand_over`` at the next run, which says what is to be said."""
    st.session_state[LINK] = (name, f"{shell.settings().base_url}/password/{token}")
    return ""


def hand_over() -> None:
    """The link once: it is not stored, and the next click takes it off the page."""
    name, address = st.session_state.pop(LINK, ("", ""))
    if address:
        said = _("请把链接交给{name}本人。只显示这一次,{hours}小时内有效,用后作废。")
        st.info(prose.literal(said.format(name=name, hours=LINK_HOURS)), icon=":material/key:")
        st.code(address, language=None, wrap_lines=True)


def page() -> None:
    here = shell.visit()

    st.header(_("账号"), anchor=False)
    past.present_only(here)
    clicks.show_done()
    # Names, roles and units are facts of the ledger; sign-ins and links are not, and are read at each run.
    labels = shell.known(
        "accounts", lambda s, p: {each.id: label(each) for each in list_accounts(s, p, here.now)}
    )
    place = st.container()
    shown, _page = sheet(list(labels), 50, "sheet")
    with place:
        lines = shell.read(lambda s, p: list_accounts(s, p, here.now, shown))
        tables.table(account_rows(lines), _("账号列表"))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("管理账号"), anchor=False)
        hand_over()
        chosen = st.selectbox(
            _("账号"),
            list(labels),
            index=None,
            format_func=lambda found: labels[found],
            key="account",
            placeholder=_("输入姓名或登录名查找"),
            filter_mode="contains",
        )
        if chosen is not None:
            only = (chosen,)
            manage(*shell.read(lambda s, p: list_accounts(s, p, here.now, only)))
    with right:
        st.subheader(_("新建账号"), anchor=False)
        create(len(labels))
