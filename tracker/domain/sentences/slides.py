"""The conclusions that slides carry as titles, and what a meeting is asked to decide.

Every title is a computed sentence without its full stop; half-width marks, as everywhere in the house.
"""

from tracker.domain.language import _, marked
from tracker.domain.measure.period import Period
from tracker.domain.meetings.decisions import Cause, Decision
from tracker.domain.meetings.meeting import LastMeeting, Records
from tracker.domain.progress.groups import keeps_pace, ranked_groups
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as, without_verdict
from tracker.domain.sentences.groups import areas_text, coverage
from tracker.domain.sentences.since import counted

_TOLD = 4
_LONGEST_NAME = 24


def deck_title(period: Period) -> str:
    return _("{year}年{span}重点目标任务进展情况").format(year=period.year, span=period.span)


def areas_title(card: Scorecard) -> str:
    """“教育科技人才”领先,“对外开放”慢于时序进度25.6个百分点."""
    return areas_text(card) or _("可比的领域不足两个,各领域分别列示")


def departments_title(card: Scorecard) -> str:
    """可比的12个牵头部门中5个达到时序进度,市教育局差距最大."""
    departments = ranked_groups(card.departments)
    if not departments:
        text = _("没有应报目标足够的牵头部门,{this}不作部门比较")
        return text.format(this=card.period.rhythm.this)
    ahead = sum(1 for _group, gap in departments if keeps_pace(gap))
    text = _("可比的{count}个牵头部门中{ahead}个达到时序进度").format(count=len(departments), ahead=ahead)
    last, gap = departments[-1]
    return text + (_(",{name}差距最大").format(name=_short(last.name)) if not keeps_pace(gap) else "")


def behind_title(card: Scorecard) -> str:
    """11项未达时序进度,其中滞后6项;差距最大的是“服务贸易增速”(市商务局)."""
    if not card.behind:
        return _("已有数据的目标均达到时序进度") if card.whole.reported else _("尚无数据可供对照")
    late, worst = card.whole.counts[Status.BEHIND], card.behind[0].target
    words = _("{count}项未达时序进度").format(count=len(card.behind))
    words += _(",其中滞后{count}项").format(count=late) if late else ""
    return words + _(";差距最大的是“{name}”({lead})").format(
        name=_short(worst.name), lead=_short(worst.lead.name)
    )


def nothing_title(card: Scorecard) -> str:
    """应报70项,已报62项;未填报8项,未到节点5项."""
    whole = card.whole
    parts = [
        _("{status}{counts}项").format(status=status.word, counts=whole.counts[status])
        for status in without_verdict()
        if whole.counts[status]
    ]
    return coverage(whole) + _(";") + _(",").join(parts) if parts else _("目标均有可对照的数据")


def since_title(last: LastMeeting) -> str:
    """与上次会议相比,补上进度2项,新落后3项."""
    grouped = [(kind, len(last.comparison.of_targets(kind))) for kind in last.comparison.grouped]
    told = [_("{kind}{count}项").format(kind=kind.word, count=count) for kind, count in grouped if count][
        :_TOLD
    ]
    return _("与上次会议相比,{told}").format(told=",".join(told) or _("各项目标状态和数据没有变化"))


def changed_title(records: Records) -> str:
    return counted(records).rstrip(_("。"))


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
    return _("{count}项目标建议提请会议研究,{name}居首").format(
        count=len(decisions), name=f"“{_short(decisions[0].score.target.name)}”"
    )


def area_title(group: Group, gap_words: str) -> str:
    """“对外开放”低于时序进度25.6个百分点,3项滞后,2项稍慢."""
    counts = group.rollup.counts
    parts = [f"“{_short(group.name)}”{gap_words}"] + [
        _("{counts}项{status}").format(counts=counts[status], status=status.word)
        for status in reversed(counted_as(CountsAs.BEHIND))
        if counts[status]
    ]
    return ",".join(parts)


def unapproved_mark(card: Scorecard) -> str:
    """What every slide says of figures that nobody has approved."""
    count = sum(1 for score in card.scores if score.figure is not None and score.figure.is_unapproved)
    return _("含未审核数据{count}项").format(count=count) if count else _("均为已审核数据")


def table_pointer(shown: int, total: int) -> str:
    return _("本表列前{shown}项,其余{rest}项详见进度表").format(shown=shown, rest=total - shown)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
