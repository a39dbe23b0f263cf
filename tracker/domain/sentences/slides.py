"""The conclusions that slides carry as titles, and what a meeting is asked to decide.

Every title is a computed sentence without its full stop; half-width marks, as everywhere in the house.
"""

from dataclasses import dataclass

from tracker.domain.language import _
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.meeting import LastMeeting, Records
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.groups import NOTHING, areas_text, coverage, group_gap
from tracker.domain.sentences.since import counted
from tracker.domain.workflow.lifecycle import YearEndCall

_TOLD = 4
_LONGEST_NAME = 24


def deck_title(period: Period) -> str:
    return _("{year}年{span}重点目标任务进展情况").format(year=period.year, span=period.span)


def areas_title(card: Scorecard) -> str:
    """“教育科技人才”领先,“对外开放”慢于时序进度25.6个百分点."""
    return areas_text(card) or _("可比的领域不足两个,各领域分别列示")


def ranked_departments(card: Scorecard) -> list[Group]:
    """Lead departments that owe enough to be compared and have a gap, the best first; ties by number."""
    gaps = [(group, group_gap(group.rollup)) for group in card.departments if not group.rollup.why_not_ranked]
    known = [(group, gap) for group, gap in gaps if gap is not None]
    return [group for group, _gap in sorted(known, key=lambda pair: (-pair[1], pair[0].key))]


def departments_title(card: Scorecard) -> str:
    """可比的12个牵头部门中5个达到时序进度,市教育局差距最大."""
    ranked = ranked_departments(card)
    if not ranked:
        said = _("没有应报目标足够的牵头部门,{this}不作部门比较")
        return said.format(this=card.period.rhythm.this)
    gaps = [group_gap(group.rollup) or 0 for group in ranked]
    ahead = sum(1 for gap in gaps if gap >= 0)
    words = _("可比的{count}个牵头部门中{ahead}个达到时序进度").format(count=len(ranked), ahead=ahead)
    return words + (_(",{name}差距最大").format(name=_short(ranked[-1].name)) if gaps[-1] < 0 else "")


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
    found = [
        _("{status}{counts}项").format(status=status.word, counts=whole.counts[status])
        for status in NOTHING
        if whole.counts[status]
    ]
    return coverage(whole) + _(";") + _(",").join(found) if found else _("目标均有可对照的数据")


def since_title(last: LastMeeting) -> str:
    """与上次会议相比,补上进度2项,新落后3项."""
    grouped = [
        (kind, sum(change.terms.kind is not Kind.BUDGET for change in found))
        for kind, found in last.comparison.grouped.items()
    ]
    told = [_("{kind}{count}项").format(kind=kind.word, count=count) for kind, count in grouped if count][
        :_TOLD
    ]
    return _("与上次会议相比,{told}").format(told=",".join(told) or _("各项目标状态和数据没有变化"))


def changed_title(records: Records) -> str:
    return counted(records.adjustments_since, records.corrections_since, records.last).rstrip(_("。"))


@dataclass(frozen=True)
class Decision:
    """A target that a meeting is asked about: why it stands here, and what might be decided."""

    score: Score
    why: str
    proposal: str


def decisions(frozen: Frozen) -> tuple[Decision, ...]:
    """What the frozen figures give cause to decide, the furthest behind first.

    A milestone overdue, and what its lead calls difficult by the year's end or in need of adjustment.
    """
    card = frozen.card
    order = {score.target.id: place for place, score in enumerate(card.behind)}
    by_lag = sorted(
        card.targets, key=lambda score: (order.get(score.target.id, len(order)), score.target.code)
    )
    found = ((score, _causes(score)) for score in by_lag)
    return tuple(
        Decision(score, ";".join(why for why, _ask in causes), causes[0][1])
        for score, causes in found
        if causes
    )


def _causes(score: Score) -> list[tuple[str, str]]:
    causes = []
    call = None if score.figure is None or score.status is Status.ACHIEVED else score.figure.call
    if call is YearEndCall.ADJUST:
        causes.append((_("牵头部门研判年底需调整目标"), _("是否按程序调整目标")))
    if call is YearEndCall.DIFFICULT:
        causes.append((_("牵头部门研判年底完成有困难"), _("协调解决的措施和时限")))
    if score.target.terms.kind is Kind.MILESTONE and score.status is Status.BEHIND:
        causes.append((_("节点已到,尚未完成"), _("新的完成时限和责任人")))
    return causes


def decisions_title(found: tuple[Decision, ...]) -> str:
    if not found:
        return _("没有需要提请会议研究的目标")
    return _("{count}项目标建议提请会议研究,{name}居首").format(
        count=len(found), name=f"“{_short(found[0].score.target.name)}”"
    )


def area_title(group: Group, gap_words: str) -> str:
    """“对外开放”低于时序进度25.6个百分点,3项滞后,2项稍慢."""
    counts = group.rollup.counts
    parts = [f"“{_short(group.name)}”{gap_words}"] + [
        _("{counts}项{status}").format(counts=counts[status], status=status.word)
        for status in (Status.BEHIND, Status.SLIGHTLY_BEHIND)
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
