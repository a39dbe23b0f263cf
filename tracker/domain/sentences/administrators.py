"""What administrators are told of a new one: who made it, when, from where."""

from tracker.domain.language import _, bracketed
from tracker.domain.sentences.password_links import came_from
from tracker.domain.workflow.lifecycle import day_and_hour
from tracker.domain.workflow.news import NewAdministrator


def administrator_told(made: NewAdministrator) -> str:
    """陈管理于10月20日18:00把吴军(wu)设为系统管理员,来自10.1.2.3。"""
    return _("{by}于{at}把{whom}设为系统管理员,来自{address}。").format(
        by=made.by or _("系统"),
        at=day_and_hour(made.at),
        whom=bracketed(made.name, made.login),
        address=came_from(made.address),
    )


def administrator_hint() -> str:
    return _("没有这样安排过的,请立即停用这个账号,再查看操作日志。")
