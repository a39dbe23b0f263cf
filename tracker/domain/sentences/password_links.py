"""What the owner of an account is told of a link that sets its password: who made it, when, from where."""

from datetime import datetime

from tracker.domain.language import _, bracketed, in_chinese, with_colon
from tracker.domain.workflow.chasing import Message
from tracker.domain.workflow.lifecycle import day_and_hour
from tracker.domain.workflow.news import IssuedLink


def link_told(link: IssuedLink, now: datetime) -> str:
    """陈管理于10月20日18:00为您签发了密码链接,来自10.1.2.3;10月21日09:00已用它设置密码,来自10.1.2.4。"""
    made = _("{by}于{at}为您签发了密码链接,来自{address}").format(
        by=link.by or _("系统"), at=day_and_hour(link.at), address=came_from(link.address)
    )
    if link.used_from is not None and link.used_at is not None:
        used = _("{at}已用它设置密码,来自{address}").format(
            at=day_and_hour(link.used_at), address=link.used_from
        )
    else:
        is_over = link.used_at is not None and link.used_at <= now
        used = _("现已失效") if is_over else _("还没有使用")
    return _("{made};{used}。").format(made=made, used=used)


def link_hint() -> str:
    return _("不是您要求的,请立即联系管理员。")


@in_chinese()
def link_message(
    name: str, login: str, by: str, now: datetime, address: str | None, base_url: str
) -> Message:
    """The same by mail, when the link was made; the link itself is not in it."""
    whose = with_colon(_("{name},您好").format(name=bracketed(name, login)), "")
    made = _("{by}于{at}为您的账号签发了密码链接,来自{address}。").format(
        by=by or _("系统"), at=day_and_hour(now), address=came_from(address)
    )
    hint = _("链接会由签发人交给您,用它设置密码以后,原来的密码和登录即失效。")
    return Message(_("您的账号签发了密码链接"), "\n".join((whose, made, hint, link_hint(), base_url)))


def came_from(address: str | None) -> str:
    return _("服务器") if address is None else address
