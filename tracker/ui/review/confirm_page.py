"""负责人确认: the unit's head stands behind figures before the office reviews them."""

from tracker.queries.confirmations import to_confirm
from tracker.queries.signatures import head_switch
from tracker.queries.waiting import Waiting
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import directives
from tracker.ui.review import confirming


def page() -> None:
    period = shell.period()
    clicks.show_done()
    directives.show_waiting()
    visits = [each for each in shell.visits_shown() if _is_on(each)]
    listed = tuple(waiting for each in visits for waiting in _waiting(each))

    if not visits:
        clicks.show(confirming.CLICKS)
        prose.empty(
            _("没有启用单位负责人确认"),
            _("部门提交的数据直接由市府办审核。需要启用时,由市府办督查在“填报时间”设置。"),
        )
    elif not listed:
        clicks.show(confirming.CLICKS)
        prose.empty(
            _("{period}没有待确认的填报").format(period=period.label),
            _("本单位填报人提交后会出现在这里。确认后才进入市府办审核。"),
        )
    else:
        prose.line(
            _("待确认{n}项。确认后进入市府办审核,退回的由填报人修改后重新提交。").format(n=len(listed))
        )
        confirming.show(listed)


def _is_on(visit: Visit) -> bool:
    with shell.about(visit):
        return shell.known("head switch", lambda s, _p: head_switch(s, visit.plan.id, as_of=visit.as_of)).on


def _waiting(visit: Visit) -> tuple[Waiting, ...]:
    period = shell.period_of(visit)
    with shell.about(visit):
        return shell.known(
            "to confirm", lambda s, p: to_confirm(s, p, visit.plan, period, as_of=visit.as_of), period
        )
