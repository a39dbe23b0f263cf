"""The parts of 账号: the list as rows of words, and the fields of one account."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain.access import Role
from tracker.queries.people import AccountLine
from tracker.queries.units import unit_refs
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts.tables import Row


def account_rows(accounts: Sequence[AccountLine]) -> list[Row]:
    heads = (
        _("登录名"),
        _("姓名"),
        _("角色"),
        _("所在单位"),
        _("状态"),
        _("密码"),
        _("最近活动"),
        _("邮箱"),
    )
    return [dict(zip(heads, _row(account), strict=True)) for account in accounts]


def _row(account: AccountLine) -> tuple[str, ...]:
    return (
        account.login,
        account.name,
        account.role.word,
        _("、").join(account.units) or "—",
        _("在用") if account.is_active else _("已停用"),
        _password(account),
        moment(account.seen_at),
        account.email or "—",
    )


def _password(account: AccountLine) -> str:
    if account.link_expires_at is not None:
        return _("链接有效至 {until}").format(until=moment(account.link_expires_at))
    return _("已设置") if account.has_password else _("未设置")


def label(account: AccountLine) -> str:
    """王晓岚 · keji · 部门填报人(市科技局)."""
    units = f"({_('、').join(account.units)})" if account.units else ""
    off = "" if account.is_active else _(" · 已停用")
    return f"{account.name} · {account.login} · {account.role.word}{units}{off}"


def email_field(turn: str, email: str) -> str:
    """The address to which 催报 goes."""
    hint = _("选填;催报邮件发到这里,如 wang@example.gov.cn")
    return st.text_input(_("邮箱"), email, key=f"email_{turn}", max_chars=200, placeholder=hint)


def unbinding(account: AccountLine) -> bool:
    """The button that unbinds an account from the city's identity provider; whether it was clicked."""
    return account.is_bound and st.button(_("解除统一身份绑定"), icon=":material/link_off:")


def fields(turn: str, name: str, role: Role, held: dict[int, str]) -> tuple[str, Role, list[int]]:
    """Name, role and, for department staff, units, of which ``held`` are chosen already.

    ``turn`` keeps the keys of two such forms apart.
    """
    new_name = st.text_input(_("姓名"), name, key=f"name_{turn}", max_chars=64)
    roles = list(Role)
    new_role = st.selectbox(
        _("角色"), roles, index=roles.index(role), format_func=lambda each: each.word, key=f"role_{turn}"
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
    )
    return new_name, new_role, chosen
