"""我的账号: when and where somebody signs in as this person, and what with; each can be changed or ended."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from html import escape

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.language import with_colon
from tracker.domain.sentences.devices import device
from tracker.queries.credentials import (
    LastSignIn,
    Own,
    SignInLine,
    last_sign_in,
    own_credentials,
    own_sign_ins,
)
from tracker.services.own_sign_ins import end_one, end_others
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import facts, links
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link

# Plain pages of their own (web/own_account.py).
_PASSWORD, _SECOND_STEP = "/account/password", "/account/second-step"


def page() -> None:
    visit, key = shell.visit(), str(st.user.get("sid"))
    clicks.show_done()
    idle = shell.settings().idle_minutes
    own = shell.read(own_credentials)
    last = shell.read(lambda session, _person: last_sign_in(session, key))
    lines = shell.read(lambda session, person: own_sign_ins(session, person, key, visit.now, idle))
    prose.html(_last_html(last) + _password_html(own) + _second_step_html(own))
    _sign_ins(lines, key)


def _last_html(last: LastSignIn | None) -> str:
    if last is None:
        return section_html(_("上次登录")) + facts.listed_html([(_("时间"), _("这是第一次登录"))])
    told = [
        (_("时间"), moment(last.at)),
        (_("地址"), last.address or _("未记录")),
        (_("设备"), device(last.agent)),
        (_("此后输错"), _("密码或验证码{n}次").format(n=last.failures) if last.failures else ""),
    ]
    return section_html(_("上次登录")) + facts.listed_html(told)


def _password_html(own: Own) -> str:
    """Of somebody whom the city's provider signs in there is nothing to change here."""
    if not _uses_password(own):
        way = shell.settings().oidc_label
        said = _("您通过{way}登录,密码和两步验证在那里办理。").format(way=way)
        return section_html(_("密码")) + facts.listed_html([(_("登录方式"), said)])
    since = moment(own.password_set_at) if own.password_set_at else _("未记录")
    change = links.link_html(Link(_("修改密码"), _PASSWORD), "go")
    return section_html(_("密码"), change) + facts.listed_html([(_("最近设置"), since)])


def _second_step_html(own: Own) -> str:
    if not _uses_password(own):
        return ""
    if own.second_step_since is None:
        told = [
            (_("状态"), _("未启用")),
            (_("说明"), _("启用后,用密码登录时还要输入手机验证应用显示的6位验证码。")),
        ]
    else:
        left = _("还有{n}个").format(n=own.codes_left) if own.codes_left else _("已用完,重新设置可得新的")
        told = [(_("状态"), _("已启用")), (_("启用时间"), moment(own.second_step_since)), (_("备用码"), left)]
    word = _("启用") if own.second_step_since is None else _("更换备用码、重新设置或停用")
    return section_html(_("两步验证"), links.link_html(Link(word, _SECOND_STEP), "go")) + facts.listed_html(
        told
    )


def _uses_password(own: Own) -> bool:
    person = shell.visit().person
    return own.has_password and shell.demands().admits_password(person.login, person.account_role)


def _sign_ins(lines: Sequence[SignInLine], key: str) -> None:
    """The sign-ins that last, each with its button; this one is ended by signing out."""
    st.html(section_html(_("正在登录的设备{n}处").format(n=len(lines))))
    for line in lines:
        with st.container(horizontal=True, vertical_alignment="center", key=f"sign-in-{line.handle}"):
            prose.html(_line_html(line))
            if not line.is_this and st.button(_("结束"), key=f"end-{line.handle}", icon=":material/logout:"):
                clicks.at_once(partial(_end, line.handle), _("这次登录已结束。"), advance=False)
    if len(lines) > 1 and st.button(_("结束其他全部登录"), key="end-others", icon=":material/devices_off:"):
        clicks.at_once(
            lambda s, p, now: end_others(s, p, key, now),
            lambda n: _("已结束{n}处登录。").format(n=n),
            advance=False,
        )


def _end(handle: str, session: Session, person: Person, now: datetime) -> None:
    end_one(session, person, handle, now)


def _line_html(line: SignInLine) -> str:
    this = f' <span class="in-accent">{escape(_("本次登录"))}</span>' if line.is_this else ""
    where = _(",").join(each for each in (device(line.agent), line.address) if each)
    since = with_colon(_("登录于"), moment(line.created_at))
    used = with_colon(_("最近使用"), moment(line.seen_at))
    return (
        f'<div class="own-sign-in"><span class="strong">{escape(where)}</span>{this}'
        f"<small>{escape(since)} · {escape(used)}</small></div>"
    )
