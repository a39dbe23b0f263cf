"""The parts of 账号: the list and its filter, the fields of one account, creating and managing one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Action, Duty, Person, Role, acting, allowed, are_peers, offered_roles
from tracker.domain.language.texts import clean_login
from tracker.domain.sentences.password_links import link_message
from tracker.notify.password_links import tell
from tracker.queries.people import AccountLine
from tracker.queries.units import unit_refs
from tracker.services import audit
from tracker.services.accounts import (
    LINK_HOURS,
    change_account,
    create_account,
    issue_link,
    lift_waits,
    record_told,
    set_active,
)
from tracker.services.external_sign_in import unbind
from tracker.services.second_step import remove_for
from tracker.ui.frame import address, clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import links, tables

ACCOUNT, NEW = "account", "new"  # in the address: an account's id, or that one is to be created
TEXT, ROLE, STATE = "text", "role", "state"  # in the address, as links.UNIT: what the list is narrowed to
_EVERY, _ACTIVE, _WAITING, _STOPPED = "all", "active", "waiting", "stopped"
_LINK = "link_to_hand_over"


def ask(accounts: Sequence[AccountLine]) -> list[AccountLine]:
    """The accounts that the address asks for, and the fields to ask for others."""
    units = shell.made(
        "account units",
        lambda: {str(unit_id): name for each in accounts for unit_id, name in _units_of(each).items()},
    )
    choices = {
        ROLE: (_("角色"), {each.value: each.word for each in Role}),
        links.UNIT: (_("单位"), units),
        STATE: (_("状态"), {_ACTIVE: _("在用"), _WAITING: _("待启用"), _STOPPED: _("已停用")}),
    }
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = _ask_text()
        role, unit, state = (_ask_choice(name, *choices[name]) for name in choices)
    return shell.made(
        "accounts asked for",
        lambda: [
            each
            for each in accounts
            if text.casefold() in f"{each.name} {each.login} {each.phone} {each.email}".casefold()
            and role in (_EVERY, each.role.value)
            and (unit == _EVERY or int(unit) in each.unit_ids)
            and state in (_EVERY, _state(each))
        ],
        text,
        role,
        unit,
        state,
    )


def asks_for_waiting() -> bool:
    """Whether the address narrows the list to accounts that wait to be enabled."""
    return st.query_params.get(STATE, "") == _WAITING


def may(action: Action) -> bool:
    return allowed(shell.visit().person.role, action)


def _state(account: AccountLine) -> str:
    if account.is_active:
        return _ACTIVE
    return _WAITING if account.waits else _STOPPED


def _units_of(account: AccountLine) -> dict[int, str]:
    return dict(zip(sorted(account.unit_ids), account.units, strict=True))


def _ask_text() -> str:
    key = f"accounts-{TEXT}"
    st.session_state[key] = st.query_params.get(TEXT, "")
    return st.text_input(
        _("查找"),
        key=key,
        placeholder=_("姓名、登录名或邮箱"),
        on_change=address.put,
        args=(TEXT, key),
        max_chars=64,
        width=220,
    ).strip()


def _ask_choice(name: str, label: str, options: Mapping[str, str]) -> str:
    words, key = {_EVERY: _("全部")} | dict(options), f"accounts-{name}"
    address.follow(name, key, list(words), _EVERY)
    chosen = st.selectbox(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=address.put,
        args=(name, key),
        filter_mode="contains",
        width=150,
    )
    return chosen or _EVERY


def list_html(accounts: Sequence[AccountLine]) -> str:
    """A row an account; each of its cells leads to it, its name for the keyboard."""
    heads = (
        _("登录名"),
        _("姓名"),
        _("角色"),
        _("所在单位"),
        _("状态"),
        _("密码"),
        _("最近活动"),
        _("电话"),
        _("邮箱"),
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    address_of_list = links.same_page(**{ACCOUNT: ""})
    rows = shell.made(
        "account rows", lambda: "".join(map(_row_html, accounts)), tuple(accounts), address_of_list
    )
    table = f'<table class="rows on-one-line led"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return tables.scrolling(table, _("账号列表"))


def _row_html(account: AccountLine) -> str:
    there = escape(links.same_page(**{ACCOUNT: account.id}))
    cells = "".join(
        f'<td><a href="{there}"{" tabindex=-1" * (number > 0)}>{escape(text)}</a></td>'
        for number, text in enumerate(_row(account))
    )
    return f"<tr{'' if account.is_active else ' class=pale'}>{cells}</tr>"


def _row(account: AccountLine) -> tuple[str, ...]:
    return (
        account.login,
        account.name,
        account.word,
        _("、").join(account.units) or "—",
        {_ACTIVE: _("在用"), _WAITING: _("待启用"), _STOPPED: _("已停用")}[_state(account)],
        _password(account),
        moment(account.seen_at),
        account.phone or "—",
        account.email or "—",
    )


def _password(account: AccountLine) -> str:
    if account.link_expires_at is not None:
        return _("链接有效至 {until}").format(until=moment(account.link_expires_at))
    return _("已设置") if account.has_password else _("未设置")


def _email_field(turn: str, email: str) -> str:
    """The address to which 催报 goes."""
    hint = _("选填;催报邮件发到这里,如 wang@example.gov.cn")
    is_read = not may(Action.MANAGE_ACCOUNTS)
    return st.text_input(
        _("邮箱"), email, key=f"email_{turn}", max_chars=200, placeholder=hint, disabled=is_read
    )


def _phone_field(turn: str, phone: str) -> str:
    hint, is_read = _("选填"), not may(Action.MANAGE_ACCOUNTS)
    return st.text_input(
        _("电话"), phone, key=f"phone_{turn}", max_chars=32, placeholder=hint, disabled=is_read
    )


def _fields(
    turn: str,
    name: str,
    role: Role,
    held: dict[int, str],
    *,
    is_new: bool = False,
    duty: Duty | None = None,
) -> tuple[str, Role, list[int]]:
    """Name, role and, for department staff, units, of which ``held`` are chosen already.

    ``turn`` keeps the keys of two such forms apart. What the person does not set can be read.
    """
    new_name = st.text_input(
        _("姓名"), name, key=f"name_{turn}", max_chars=64, disabled=not may(Action.MANAGE_ACCOUNTS)
    )
    roles = list(offered_roles(shell.visit().person.role, None if is_new else role))
    is_read = len(roles) == 1 or not (is_new or may(Action.GRANT_RIGHTS))
    new_role = st.selectbox(
        _("角色"),
        roles,
        index=roles.index(role),
        format_func=lambda each: acting(each, duty).word,
        key=f"role_{turn}",
        disabled=is_read,
    )
    if not new_role.is_of_a_unit:
        return new_name, new_role, []
    units = {unit.id: unit.name for unit in shell.known("unit names", unit_refs)} | held
    chosen = st.multiselect(
        _("所在单位"),
        list(units),
        default=list(held),
        format_func=lambda unit_id: units[unit_id],
        key=f"units_{turn}",
        placeholder=_("选择单位"),
        disabled=is_read,
    )
    return new_name, new_role, chosen


def create(turn: int) -> None:
    hint = _("字母、数字或 . _ - @")
    login = st.text_input(_("登录名"), key=f"login_{turn}", max_chars=64, placeholder=hint)
    name, role, unit_ids = _fields(f"new_{turn}", "", Role.CLERK, {}, is_new=True)
    phone = _phone_field(f"new_{turn}", "")
    email = _email_field(f"new_{turn}", "")
    if not st.button(_("新建账号"), type="primary", icon=":material/person_add:", key=f"create_{turn}"):
        return

    grants, demands = may(Action.GRANT_RIGHTS), shell.demands()

    def act(session: Session, person: Person, now: datetime) -> tuple[int, str]:
        account = create_account(session, person, login, name, role, unit_ids, now, email=email, phone=phone)
        if not grants or not demands.admits_password(clean_login(login), role):
            return account, ""
        # With the link by which its owner sets the password: without one the account is of no use.
        return account, issue_link(session, person, account, now, demands)

    def created(made: tuple[int, str]) -> str:
        account, token = made
        st.query_params[ACCOUNT] = str(account)
        if not token:
            if grants:
                return _("账号已新建,本人通过{way}登录。").format(way=shell.settings().oidc_label)
            return _("账号已新建,待安全管理员核对角色和单位后启用。")
        return _keep(_Owner(account, login.strip(), name, email.strip()), token)

    clicks.at_once(act, created)


def manage(account: AccountLine) -> None:
    # Keyed by what is stored: after a change by anybody the fields show what is in force.
    held = _units_of(account)
    facts = (account.name, account.role, sorted(account.unit_ids), account.email, account.phone)
    turn = f"{account.id}_{facts}"
    name, role, unit_ids = _fields(turn, account.name, account.role, held, duty=account.duty)
    phone = _phone_field(turn, account.phone)
    email = _email_field(turn, account.email)
    grants = may(Action.GRANT_RIGHTS)
    asking = shell.visit().person
    is_peer, is_own = are_peers(asking.role, account.duty), account.id == asking.account_id
    with st.container(horizontal=True):
        has_something = may(Action.MANAGE_ACCOUNTS) or not is_peer
        save = has_something and st.button(_("保存修改"), type="primary", icon=":material/save:")
        word = _("停用账号") if account.is_active else _("启用账号")
        switch = grants and st.button(
            word, icon=":material/block:" if account.is_active else ":material/check:"
        )
        demands = shell.demands()
        has_link = grants and not is_own and demands.admits_password(account.login, account.role)
        link = has_link and st.button(
            _("签发密码链接"), icon=":material/key:", disabled=is_peer or not account.is_active
        )
        # From the city's identity provider.
        unbinds = grants and account.is_bound and st.button(_("解除统一身份绑定"), icon=":material/link_off:")
        may_lift = grants and account.failures and not is_own
        lifts = may_lift and st.button(_("解除登录限制"), icon=":material/lock_open:")
        # Of a phone that was lost; one's own stands in 我的账号.
        unsteps = (
            grants
            and account.has_second_step
            and not (is_own or is_peer)
            and st.button(_("解除两步验证"), icon=":material/phonelink_erase:")
        )
    if not grants:
        st.caption(_("角色和单位、启用停用、密码链接由安全管理员办理。"))
    elif not may(Action.MANAGE_ACCOUNTS):
        st.caption(_("姓名和联系方式由系统管理员修改。"))
    if is_peer:
        st.caption(_("管理员的密码链接和两步验证只能在服务器上用命令办理。"))
    if account.failures:
        st.caption(_("近一天密码输错{n}次").format(n=account.failures))
    if save:
        clicks.at_once(
            lambda s, p, now: change_account(
                s, p, account.id, name, role, unit_ids, now, email=email, phone=phone
            ),
            _("修改已保存,对方下一次操作时生效。"),
        )
    if switch:
        clicks.at_once(
            lambda s, p, now: set_active(s, p, account.id, not account.is_active, now),
            _("账号已停用,登录已结束。") if account.is_active else _("账号已启用。"),
        )
    if link:
        owner = _Owner(account.id, account.login, account.name, account.email)
        clicks.at_once(
            lambda s, p, now: issue_link(s, p, account.id, now, demands), lambda token: _keep(owner, token)
        )
    if lifts:
        clicks.at_once(
            lambda s, p, now: lift_waits(s, p, account.id, now), _("登录限制已解除,对方现在就可以登录。")
        )
    if unsteps:
        clicks.at_once(
            lambda s, p, now: remove_for(s, p, account.id, now),
            _("两步验证已解除,登录已结束。对方下次登录时会看到提示,并可重新设置。"),
        )
    if unbinds:
        clicks.at_once(
            lambda s, p, now: unbind(s, p, account.id, now),
            _("统一身份绑定已解除,登录已结束。对方下次登录时重新绑定。"),
        )


@dataclass(frozen=True)
class _Owner:
    """For whom a link was made."""

    account_id: int
    login: str
    name: str
    email: str


def _keep(owner: _Owner, token: str) -> str:
    """For ``hand_over`` at the next run, which says what is to be said."""
    link = f"{shell.settings().base_url}/password/{token}"
    st.session_state[_LINK] = (owner.name, link, _told_by_mail(owner))
    return ""


def _told_by_mail(owner: _Owner) -> str:
    """The owner is told that there is a link; in words what became of it, nothing where there is no mail."""
    settings, now, by = shell.settings(), shell.now(), shell.visit().person.name
    message = link_message(owner.name, owner.login, by, now, audit.address(), settings.base_url)
    error = tell(settings, owner.email, message, now)
    if error is None:
        return ""
    clicks.do(lambda s, p, now: record_told(s, p, owner.account_id, owner.email, error, now))
    if error:
        return _("告知邮件没有发出:{why}").format(why=error)
    return _("已发邮件告知本人:{email}。").format(email=owner.email)


def hand_over() -> None:
    """The link once: it is not stored, and the next click takes it off the page."""
    name, link, told = st.session_state.pop(_LINK, ("", "", ""))
    if link:
        sentence = _("已生成密码设置链接,请交给{name}本人。只显示这一次,{hours}小时内有效,用后作废。")
        words = sentence.format(name=name, hours=LINK_HOURS)
        st.success(prose.literal(f"{words}{told}"), icon=":material/key:")
        st.code(link, language=None, wrap_lines=True)
