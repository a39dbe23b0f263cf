"""The words of a group and of the whole plan: counts, coverage, averages and the conclusion."""

from fractions import Fraction

from tracker.domain.quantity import amount_text, rounded
from tracker.domain.rollup import FEWEST_TO_RANK, Rollup
from tracker.domain.scorecard import Group, Scorecard
from tracker.domain.sentences.scores import difference_text, share_text
from tracker.domain.status import Method, RuleSet, Status
from tracker.domain.target import Kind

NOTHING = (
    Status.UNDER_REVIEW,
    Status.NOT_REPORTED,
    Status.NOT_COMPUTABLE,
    Status.NOT_DUE,
    Status.NOT_APPLICABLE,
)
_MEANINGS = {
    Status.ACHIEVED: "已满足全年目标的要求(比率类以12月数据为准)。",
    Status.ON_PACE: "达到截至数据月份的时序进度;水平类、比率类达到目标值。",
    Status.SLIGHTLY_BEHIND: "未达到时序进度,差距在判定规则的“稍慢”界限以内。",
    Status.BEHIND: "未达到时序进度,差距超出“稍慢”界限;节点类为到期未完成。",
    Status.NOT_DUE: "本季度不要求数据:节点未到,或约定年底一次性完成。不计入平均,不算滞后。",
    Status.NOT_REPORTED: "应报而没有数据。不是0,也不按0计算完成率。",
    Status.UNDER_REVIEW: "已提交、尚待市府办审核。计入已报,审核通过后才计算完成率。",
    Status.NOT_COMPUTABLE: "有数据,但目标值与基数相同(或目标为0),没有百分比可言。",
    Status.NOT_APPLICABLE: "牵头单位填报本季不适用,并说明了原因。不计入应报。",
}


def meaning(status: Status) -> str:
    """What a status says, for legends and the notes sheet."""
    return _MEANINGS[status]


def zero_meaning() -> str:
    return "填报为0: 牵头单位明确上报的0,照常计算完成率,与上面各种“没有数据”都不同。"


def averages_meaning() -> str:
    return (
        "平均完成率按有完成率的已报目标计算,单项超过100%的按100%计;“未报计0”把应报未报的也计入分母。"
        f"时序进度取同一批目标的平均。预算不计入平均。应报不足{FEWEST_TO_RANK}项的部门不参与排序。"
    )


def counts(rollup: Rollup, noun: str = "量化目标") -> str:
    """量化目标55项,达到时序进度44项,占80.0%;未达到11项(稍慢7项,滞后4项)。

    The share is of the due ones; where some are not, their number is said first.
    """
    if rollup.due == 0:
        return f"{noun}{rollup.total}项,本季度均不要求数据。"
    lead = f"{noun}{rollup.total}项"
    if rollup.due != rollup.total:
        lead += f",其中应报{rollup.due}项"
    parts = [f"{lead},达到时序进度{rollup.on_pace}项,占{share_text(Fraction(rollup.on_pace, rollup.due))}"]
    if rollup.behind:
        both = (Status.SLIGHTLY_BEHIND, Status.BEHIND)
        split = ",".join(
            f"{status.word}{rollup.counts[status]}项" for status in both if rollup.counts[status]
        )
        parts.append(f"未达到{rollup.behind}项({split})")
    parts += [f"{status.word}{rollup.counts[status]}项" for status in NOTHING if rollup.counts[status]]
    return ";".join(parts) + "。"


def plan_counts(card: Scorecard) -> str:
    """The counts of the whole plan; what holds milestones isn't called 量化目标."""
    has_milestones = any(score.target.terms.kind is Kind.MILESTONE for score in card.targets)
    return counts(card.whole, "目标任务" if has_milestones else "量化目标")


def coverage(rollup: Rollup) -> str:
    """应报70项,已报64项. To stand beside every average."""
    if rollup.due == 0:
        return "本季度无应报"
    return f"应报{rollup.due}项,已报{rollup.reported}项"


def coverage_short(rollup: Rollup) -> str:
    """64/70 under a head 已报/应报, where a chart has room for a label only."""
    return f"{rollup.reported}/{rollup.due}" if rollup.due else "无应报"


def averages(rollup: Rollup) -> str:
    """The mean with both denominators and the coverage, in one sentence."""
    if rollup.mean_of_reported is None:
        return f"{coverage(rollup)},没有可平均的完成率。"
    words = f"已报目标平均完成率{share_text(rollup.mean_of_reported)}"
    if rollup.mean_of_due is not None and rollup.mean_of_due != rollup.mean_of_reported:
        words += f"(未报计0为{share_text(rollup.mean_of_due)})"
    return f"{words};{coverage(rollup)}。"


def timeliness(rollup: Rollup) -> str:
    """完整率91.4%,及时率85.7%: reported, and on time, of what is due."""
    if rollup.completeness is None or rollup.timeliness is None:
        return "本季度无应报"
    return f"完整率{share_text(rollup.completeness)},及时率{share_text(rollup.timeliness)}"


def group_gap(rollup: Rollup) -> Fraction | None:
    """Mean completion less mean pace of the same targets; None where either is missing."""
    done, pace = rollup.mean_of_reported, rollup.mean_pace
    return None if done is None or pace is None else done - pace


def group_status(rollup: Rollup, rules: RuleSet) -> Status:
    """A group's status: its mean completion against its mean pace, by the paced thresholds.

    A group is never 已完成: that is said of targets. Without a mean it is the kind of nothing.
    """
    done, pace = rollup.mean_of_reported, rollup.mean_pace
    if done is None or not pace:
        if rollup.due == 0:
            only_not_applicable = 0 < rollup.total == rollup.counts[Status.NOT_APPLICABLE]
            return Status.NOT_APPLICABLE if only_not_applicable else Status.NOT_DUE
        if rollup.counts[Status.UNDER_REVIEW]:
            return Status.UNDER_REVIEW
        return Status.NOT_COMPUTABLE if rollup.reported else Status.NOT_REPORTED
    if rules.method is Method.RATIO:
        reached = done / pace * 100
        on_pace, slightly = reached >= Fraction(rules.paced_on), reached >= Fraction(rules.paced_slight)
    else:
        short = (pace - done) * 100
        on_pace, slightly = short <= Fraction(rules.paced_on), short <= Fraction(rules.paced_slight)
    if on_pace:
        return Status.ON_PACE
    return Status.SLIGHTLY_BEHIND if slightly else Status.BEHIND


def group_nothing(rollup: Rollup) -> str:
    """Why a group has no mean, in words; empty when it has one."""
    if rollup.mean_of_reported is not None:
        return ""
    if rollup.due == 0:
        return "本季度无应报目标"
    if rollup.counts[Status.UNDER_REVIEW]:
        return f"已报{rollup.reported}项,待审核"
    if rollup.reported:
        return f"已报{rollup.reported}项,均无完成率可算"
    return f"未填报(应报{rollup.due}项)"


def group_line(group: Group) -> str:
    """交通强市: 平均完成率72.3%,低于时序进度2.7个百分点;应报10项,已报8项。"""
    rollup, gap = group.rollup, group_gap(group.rollup)
    if rollup.mean_of_reported is None:
        return f"{group.name}: {group_nothing(rollup)}。"
    against = "" if gap is None else f",{difference_text(gap, '时序进度')}"
    return f"{group.name}: 平均完成率{share_text(rollup.mean_of_reported)}{against};{coverage(rollup)}。"


def headline(card: Scorecard) -> str:
    """The conclusion in one sentence, for the top of the overview and of every file."""
    areas = areas_text(card)
    return f"{whole_text(card)};{areas}" if areas else whole_text(card)


def whole_text(card: Scorecard) -> str:
    """The first half of the headline: the whole plan against its pace, what is behind, what is missing."""
    gap, whole = group_gap(card.whole), card.whole
    if gap is None:
        return f"{card.quarter.span}{group_nothing(whole) or '没有应对照的时序进度'}"
    parts = [f"{card.quarter.span}总体{_pace_words(gap)}"]
    parts.append(f"{whole.counts[Status.BEHIND]}项滞后" if whole.counts[Status.BEHIND] else "没有滞后目标")
    if whole.counts[Status.NOT_REPORTED]:
        parts.append(f"{whole.counts[Status.NOT_REPORTED]}项未填报")
    return ",".join(parts)


def areas_text(card: Scorecard) -> str:
    """The second half: the first and the last area; empty when there is no mean or nothing to compare."""
    ranked = ranked_areas(card)
    if len(ranked) < 2 or group_gap(card.whole) is None:
        return ""
    (best, first), (worst, last) = ranked[0], ranked[-1]
    areas = f"“{best.name}”领先" if first >= 0 else "各领域均低于时序"
    return areas + (f",“{worst.name}”{_pace_words(last)}" if last < 0 else ",各领域均达时序")


def _pace_words(gap: Fraction) -> str:
    points = rounded(abs(gap) * 100)
    if points == 0:
        return "与时序进度基本持平" if gap else "与时序进度持平"
    return f"{'快' if gap > 0 else '慢'}于时序进度{amount_text(points)}个百分点"


def ranked_areas(card: Scorecard) -> list[tuple[Group, Fraction]]:
    """Areas with enough due targets to be compared, the best gap to pace first; ties by number."""
    gaps = [(group, group_gap(group.rollup)) for group in card.areas if group.rollup.why_not_ranked is None]
    known = [(group, gap) for group, gap in gaps if gap is not None]
    return sorted(known, key=lambda pair: (-pair[1], pair[0].key))


def judgements(card: Scorecard) -> tuple[tuple[str, str], ...]:
    """The conclusion line by line: (label, sentence)."""
    lines = [
        ("总体判断", plan_counts(card)),
        ("平均与填报", f"{averages(card.whole)}{timeliness(card.whole)}。"),
    ]
    ranked = ranked_areas(card)
    if len(ranked) > 1:
        lines.append(("领先与末位", f"{group_line(ranked[0][0])}{group_line(ranked[-1][0])}"))
    return tuple(lines)
