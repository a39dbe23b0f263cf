"""The words of a group and of the whole plan: counts, coverage, averages and the conclusion."""

from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.quantity import amount_text, rounded, share_text
from tracker.domain.measure.target import Kind
from tracker.domain.progress.groups import compared_groups, group_gap, keeps_pace, kind_of_nothing
from tracker.domain.progress.rollup import FEWEST_TO_RANK, Rollup
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as, without_verdict
from tracker.domain.sentences.scores import difference_text


def zero_meaning() -> str:
    return _("填报为0: 牵头单位明确上报的0,照常计算完成率,与上面各种“没有数据”都不同。")


def averages_meaning() -> str:
    return _(
        "平均完成率按有完成率的已报目标计算,单项超过100%的按100%计;“未报计0”把应报未报的也计入分母。时序进度取同一批目标的平均。预算不计入平均。应报不足{fewest_to_rank}项的部门不参与排序。"
    ).format(fewest_to_rank=FEWEST_TO_RANK)


def counts(rollup: Rollup, noun: str = "") -> str:
    """量化目标55项,达到时序进度44项,占80.0%;未达到11项(稍慢7项,滞后4项)。

    The share is of the due ones; where some are not, their number is said first.
    """
    noun = noun or _("量化目标")
    if rollup.due == 0:
        return _("{noun}{total}项,本季度均不要求数据。").format(noun=noun, total=rollup.total)
    lead = _("{noun}{total}项").format(noun=noun, total=rollup.total)
    if rollup.due != rollup.total:
        lead += _(",其中应报{due}项").format(due=rollup.due)
    parts = [
        _("{lead},达到时序进度{on_pace}项,占{share}").format(
            lead=lead, on_pace=rollup.on_pace, share=share_text(Fraction(rollup.on_pace, rollup.due))
        )
    ]
    if rollup.behind:
        split = _(",").join(
            _("{status}{counts}项").format(status=status.word, counts=rollup.counts[status])
            for status in counted_as(CountsAs.BEHIND)
            if rollup.counts[status]
        )
        parts.append(_("未达到{behind}项({split})").format(behind=rollup.behind, split=split))
    parts += [
        _("{status}{counts}项").format(status=status.word, counts=rollup.counts[status])
        for status in without_verdict()
        if rollup.counts[status]
    ]
    return _("{said}。").format(said=_(";").join(parts))


def plan_counts(card: Scorecard) -> str:
    """The counts of the whole plan; what holds milestones isn't called 量化目标."""
    has_milestones = any(score.target.terms.kind is Kind.MILESTONE for score in card.targets)
    return counts(card.whole, _("目标任务") if has_milestones else _("量化目标"))


def coverage(rollup: Rollup) -> str:
    """应报70项,已报64项. To stand beside every average."""
    if rollup.due == 0:
        return _("本季度无应报")
    return _("应报{due}项,已报{reported}项").format(due=rollup.due, reported=rollup.reported)


def coverage_short(rollup: Rollup) -> str:
    """64/70 under a head 已报/应报, where a chart has room for a label only."""
    return f"{rollup.reported}/{rollup.due}" if rollup.due else _("无应报")


def averages(rollup: Rollup) -> str:
    """The mean with both denominators and the coverage, in one sentence."""
    if rollup.mean_of_reported is None:
        return _("{coverage},没有可平均的完成率。").format(coverage=coverage(rollup))
    words = _("已报目标平均完成率{share}").format(share=share_text(rollup.mean_of_reported))
    if rollup.mean_of_due is not None and rollup.mean_of_due != rollup.mean_of_reported:
        words += _("(未报计0为{share})").format(share=share_text(rollup.mean_of_due))
    return _("{words};{coverage}。").format(words=words, coverage=coverage(rollup))


def timeliness(rollup: Rollup) -> str:
    """上报率91.4%,按时上报率85.7%: reported, and on time, of what is due."""
    if rollup.completeness is None or rollup.timeliness is None:
        return _("本季度无应报")
    return _("上报率{share},按时上报率{share2}").format(
        share=share_text(rollup.completeness), share2=share_text(rollup.timeliness)
    )


def group_nothing(rollup: Rollup) -> str:
    """Why a group has no mean, in words; empty when it has one."""
    if rollup.mean_of_reported is not None:
        return ""
    match kind_of_nothing(rollup):
        case Status.UNDER_REVIEW:
            return _("已报{reported}项,待审核").format(reported=rollup.reported)
        case Status.NOT_COMPUTABLE:
            return _("已报{reported}项,均无完成率可算").format(reported=rollup.reported)
        case Status.NOT_REPORTED:
            return _("未填报(应报{due}项)").format(due=rollup.due)
    return _("本季度无应报目标")


def group_line(group: Group) -> str:
    """交通强市: 平均完成率72.3%,低于时序进度2.7个百分点;应报10项,已报8项。"""
    rollup, gap = group.rollup, group_gap(group.rollup)
    if rollup.mean_of_reported is None:
        return _("{group}: {said}。").format(group=group.name, said=group_nothing(rollup))
    parts = [_("平均完成率{share}").format(share=share_text(rollup.mean_of_reported))]
    parts += [] if gap is None else [difference_text(gap, _("时序进度"))]
    return _("{group}: {said};{coverage}。").format(
        group=group.name, said=_(",").join(parts), coverage=coverage(rollup)
    )


def headline(card: Scorecard) -> str:
    """The conclusion in one sentence, for the top of the overview and of every file."""
    areas = areas_text(card)
    return _("{whole};{areas}").format(whole=whole_text(card), areas=areas) if areas else whole_text(card)


def whole_text(card: Scorecard) -> str:
    """The first half of the headline: the whole plan against its pace, what is behind, what is missing."""
    gap, whole = group_gap(card.whole), card.whole
    if gap is None:
        reason = group_nothing(whole) or _("没有应对照的时序进度")
        return _("{span}{said}").format(span=card.period.span, said=reason)
    parts = [_("{span}总体{pace_words}").format(span=card.period.span, pace_words=_pace_words(gap))]
    parts.append(
        _("{counts}项滞后").format(counts=whole.counts[Status.BEHIND])
        if whole.counts[Status.BEHIND]
        else _("没有滞后目标")
    )
    if whole.counts[Status.NOT_REPORTED]:
        parts.append(_("{counts}项未填报").format(counts=whole.counts[Status.NOT_REPORTED]))
    return _(",").join(parts)


def areas_text(card: Scorecard) -> str:
    """The second half: the first and the last area; empty when there is no mean or nothing to compare."""
    areas = compared_groups(card.areas)
    if not areas or group_gap(card.whole) is None:
        return ""
    (best, first), (worst, last) = areas[0], areas[-1]
    text = _("“{best}”领先").format(best=best.name) if keeps_pace(first) else _("各领域均低于时序")
    if keeps_pace(last):
        return text + _(",各领域均达时序")
    return text + _(",“{worst}”{pace_words}").format(worst=worst.name, pace_words=_pace_words(last))


def _pace_words(gap: Fraction) -> str:
    points = rounded(abs(gap) * 100)
    if points == 0:
        return _("与时序进度基本持平") if gap else _("与时序进度持平")
    text = _("快于时序进度{amount}个百分点") if gap > 0 else _("慢于时序进度{amount}个百分点")
    return text.format(amount=amount_text(points))


def judgements(card: Scorecard) -> tuple[tuple[str, str], ...]:
    """The conclusion line by line: (label, sentence)."""
    lines = [
        (_("总体判断"), plan_counts(card)),
        (
            _("平均与填报"),
            _("{averages}{timeliness}。").format(
                averages=averages(card.whole), timeliness=timeliness(card.whole)
            ),
        ),
    ]
    areas = compared_groups(card.areas)
    if areas:
        lines.append(
            (
                _("领先与末位"),
                _("{first}{last}").format(first=group_line(areas[0][0]), last=group_line(areas[-1][0])),
            )
        )
    return tuple(lines)
