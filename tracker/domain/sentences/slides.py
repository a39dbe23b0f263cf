"""The conclusions that slides carry as titles, and what a meeting is asked to decide.

Every title is a computed sentence without its full stop; half-width marks, as everywhere in the house.
"""

from collections.abc import Sequence

from tracker.domain.language import _, marked
from tracker.domain.measure.period import Period
from tracker.domain.meetings.decisions import Cause, Decision
from tracker.domain.meetings.meeting import LastMeeting
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import Status, without_verdict
from tracker.domain.sentences.changes import targets_counted
from tracker.domain.sentences.groups import areas_text, coverage, due_text, group_nothing
from tracker.domain.sentences.since import behind_since

_TOLD = 4
_LONGEST_NAME = 24


def deck_title(period: Period) -> str:
    return _("{year}年{span}重点目标任务进展情况").format(year=period.year, span=period.span)


def areas_title(card: Scorecard) -> str:
    """“对外开放”落后较多,“民生保障”数据不足; else how many areas have something behind."""
    return areas_text(card) or _groups_title(card, card.areas, _("领域"))


def departments_title(card: Scorecard) -> str:
    """12个牵头部门中3个落后较多,2个数据不足."""
    return _groups_title(card, card.departments, _("牵头部门"))


def _groups_title(card: Scorecard, groups: Sequence[Group], noun: str) -> str:
    """How many groups have which verdict; of those that have something due."""
    verdicts = [card.verdict(group) for group in groups]
    due = [each for each in verdicts if each not in (Verdict.NOTHING_DUE, Verdict.NOT_OPEN)]
    if not due:
        return (
            group_nothing(card.whole)
            if card.is_unopened
            else _("{this}没有应达目标").format(this=card.period.rhythm.this)
        )
    shown = (Verdict.ON_PACE, Verdict.SOME_BEHIND, Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE)
    parts = [
        _("{count}个{verdict}").format(count=due.count(each), verdict=each.word)
        for each in shown
        if each in due
    ]
    return _("{count}个{noun}有应达目标: {parts}").format(
        count=len(due), noun=noun, parts=_("、").join(parts)
    )


def behind_title(card: Scorecard) -> str:
    """19项落后,其中滞后8项; what has no verdict is named before it is said that nothing is behind."""
    whole = card.whole
    if not card.behind:
        if not whole.due:
            return group_nothing(whole)
        if whole.unjudged:
            text = _("已判定的{judged}项没有落后,{rest}项没有判定结果")
            return text.format(judged=whole.judged, rest=whole.unjudged)
        return _("应达{due}项均达时序").format(due=whole.due)
    text = _("应达{due}项中{count}项落后").format(due=whole.due, count=whole.behind)
    if whole.behind == whole.far_behind or not whole.far_behind:
        return text
    far = [
        _("{status}{counts}项").format(status=status.word, counts=whole.due_counts[status])
        for status in Status
        if status.is_far_behind and whole.due_counts[status]
    ]
    return _("{text},其中{far}").format(text=text, far=_("、").join(far))


def nothing_title(card: Scorecard) -> str:
    """应报70项,已报62项;未填报8项,未到节点5项."""
    whole = card.whole
    parts = [
        _("{status}{counts}项").format(status=status.word, counts=whole.counts[status])
        for status in without_verdict()
        if whole.counts[status]
    ]
    return coverage(whole) + _(";") + _(",").join(parts) if parts else _("目标均有可对照的数据")


def since_title(last: LastMeeting, card: Scorecard) -> str:
    """与上次会议相比,滞后由15项减到8项: …; where nothing is or was far behind, the kinds of change."""
    turned = behind_since(last, card).rstrip(_("。"))
    if turned:
        return _("与上次会议相比,{told}").format(told=turned)
    told = targets_counted(last.comparison)[:_TOLD]
    return _("与上次会议相比,{told}").format(told=_(",").join(told) or _("各项目标状态和数据没有变化"))


# Why a target stands before a meeting, and what might be decided.
_CAUSES = {
    Cause.ADJUST: (marked("牵头部门研判年底需调整目标"), marked("是否按程序调整目标")),
    Cause.DIFFICULT: (marked("牵头部门研判年底完成有困难"), marked("协调解决的措施和时限")),
    Cause.OVERDUE: (marked("节点已到,尚未完成"), marked("新的完成时限和责任人")),
}


def decision_why(decision: Decision) -> str:
    return _(";").join(_(_CAUSES[cause][0]) for cause in decision.causes)


def decision_proposal(decision: Decision) -> str:
    """By the weightiest cause."""
    return _(_CAUSES[decision.causes[0]][1])


def decisions_title(decisions: tuple[Decision, ...]) -> str:
    if not decisions:
        return _("没有需要提请会议研究的目标")
    return _("{count}项目标建议提请会议研究").format(count=len(decisions))


def area_title(group: Group, card: Scorecard) -> str:
    """“对外开放”应达8项: 达时序2项,滞后4项,待审核1项,未填报1项,落后较多."""
    rollup, verdict = group.rollup, card.verdict(group)
    text = due_text(rollup) if rollup.due else group_nothing(rollup)
    told = verdict.word if verdict in (Verdict.ON_PACE, Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE) else ""
    return _(",").join(filter(None, (f"“{_short(group.name)}”{text}", told)))


def unapproved_mark(card: Scorecard) -> str:
    """What every slide says of figures that nobody has approved."""
    count = sum(1 for score in card.scores if score.figure is not None and score.figure.is_unapproved)
    return _("含未审核数据{count}项").format(count=count) if count else _("均为已审核数据")


def table_pointer(shown: int, total: int) -> str:
    return _("本表列前{shown}项,其余{rest}项详见进度表").format(shown=shown, rest=total - shown)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
