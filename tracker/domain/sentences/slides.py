"""The conclusions that slides carry as titles, and what a meeting is asked to decide.

Every title is a computed sentence without its full stop; half-width marks, as everywhere in the house.
"""

from tracker.domain.language import _, marked
from tracker.domain.measure.period import Period
from tracker.domain.meetings.decisions import Cause, Decision
from tracker.domain.meetings.meeting import LastMeeting, Records
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as, without_verdict
from tracker.domain.sentences.bulletin import nothing_behind
from tracker.domain.sentences.groups import areas_text, coverage
from tracker.domain.sentences.since import behind_since, counted

_TOLD = 4
_LONGEST_NAME = 24


def deck_title(period: Period) -> str:
    return _("{year}年{span}重点目标任务进展情况").format(year=period.year, span=period.span)


def areas_title(card: Scorecard) -> str:
    """“教育科技人才”落后较多,“对外开放”数据不足; where no area is either, how many have something behind."""
    text = areas_text(card)
    if text:
        return text
    behind = sum(1 for group in card.areas if group.rollup.behind)
    if not behind:
        return _("各领域已判定的目标中没有落后") if card.whole.judged else _("各领域尚无数据可供判定")
    return _("{all}个领域中{behind}个有落后目标").format(all=len(card.areas), behind=behind)


def departments_title(card: Scorecard) -> str:
    """28个牵头部门中12个有滞后或未完成的目标."""
    departments = [group for group in card.departments if group.rollup.due]
    if not departments:
        return _("{this}没有应达目标").format(this=card.period.rhythm.this)
    late = sum(1 for group in departments if group.rollup.far_behind)
    silent = sum(1 for group in departments if group.rollup.missing)
    parts = [_("{late}个有滞后或未完成的目标").format(late=late)] if late else []
    parts += [_("{silent}个有缺报").format(silent=silent)] if silent else []
    told = _(",").join(parts) or _("没有滞后,也没有缺报")
    return _("{all}个牵头部门中{told}").format(all=len(departments), told=told)


def behind_title(card: Scorecard) -> str:
    """19项落后,其中滞后8项."""
    if not card.behind:
        return nothing_behind(card)
    words = _("{count}项落后").format(count=len(card.behind))
    far = _("、").join(
        _("{status}{count}项").format(status=status.word, count=count)
        for status in (Status.MISSED, Status.BEHIND)
        if (count := card.whole.due_counts[status])
    )
    return words + (_(",其中{far}").format(far=far) if far else "")


def nothing_title(card: Scorecard) -> str:
    """应报70项,已报62项;未填报8项,未到节点5项."""
    whole = card.whole
    parts = [
        _("{status}{counts}项").format(status=status.word, counts=whole.counts[status])
        for status in without_verdict()
        if whole.counts[status]
    ]
    return coverage(whole) + _(";") + _(",").join(parts) if parts else _("目标均有判定结果")


def since_title(last: LastMeeting, card: Scorecard) -> str:
    """与上次会议相比,滞后由15项减到8项: …; where nothing is or was far behind, the kinds of change."""
    turned = behind_since(last, card).rstrip(_("。"))
    if turned:
        return _("与上次会议相比,{told}").format(told=turned)
    grouped = [(kind, len(last.comparison.of_targets(kind))) for kind in last.comparison.grouped]
    told = [_("{kind}{count}项").format(kind=kind.word, count=count) for kind, count in grouped if count][
        :_TOLD
    ]
    return _("与上次会议相比,{told}").format(told=",".join(told) or _("各项目标状态和数据没有变化"))


def changed_title(records: Records) -> str:
    return counted(records.adjustments_since, records.corrections_since, records.last).rstrip(_("。"))


# Why a target stands before a meeting, and what might be decided.
_CAUSES = {
    Cause.ADJUST: (marked("牵头部门研判年底需调整目标"), marked("是否按程序调整目标")),
    Cause.DIFFICULT: (marked("牵头部门研判年底完成有困难"), marked("协调解决的措施和时限")),
    Cause.OVERDUE: (marked("节点已到,尚未完成"), marked("新的完成时限和责任人")),
}


def decision_why(decision: Decision) -> str:
    return ";".join(_(_CAUSES[cause][0]) for cause in decision.causes)


def decision_proposal(decision: Decision) -> str:
    """By the weightiest cause."""
    return _(_CAUSES[decision.causes[0]][1])


def decisions_title(decisions: tuple[Decision, ...]) -> str:
    if not decisions:
        return _("没有需要提请会议研究的目标")
    return _("{count}项目标建议提请会议研究").format(count=len(decisions))


def area_title(group: Group) -> str:
    """“对外开放”应达10项中3项滞后,2项稍慢."""
    counts = group.rollup.due_counts
    parts = [
        _("{counts}项{status}").format(counts=counts[status], status=status.word)
        for status in reversed(counted_as(CountsAs.BEHIND))
        if counts[status]
    ]
    return _("“{area}”应达{due}项中{parts}").format(
        area=_short(group.name), due=group.rollup.due, parts=_(",").join(parts)
    )


def unapproved_mark(card: Scorecard) -> str:
    """What every slide says of figures that nobody has approved."""
    count = sum(1 for score in card.scores if score.figure is not None and score.figure.is_unapproved)
    return _("含未审核数据{count}项").format(count=count) if count else _("均为已审核数据")


def table_pointer(shown: int, total: int) -> str:
    return _("本表列前{shown}项,其余{rest}项详见进度表").format(shown=shown, rest=total - shown)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
