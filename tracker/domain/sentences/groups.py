"""The words of a group and of the whole plan: counts first, then shares, and a verdict by the rule set.

Nothing here says more than the counts do (DOMAIN §4): what has no verdict is named before a conclusion is
drawn, and below five due targets there are counts and no shares.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.quantity import percent, share_text
from tracker.domain.meetings.turns import Turn, Turns
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import FEWEST_FOR_MEAN, FEWEST_FOR_SHARES, Rollup
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as, without_verdict

_NAMED = 4


def zero_meaning() -> str:
    return _("填报为0: 牵头单位明确上报的0,照常计算完成率,与上面各种“没有数据”都不同。")


def shares_meaning() -> str:
    """What the numbers of a group are of; printed where they stand."""
    return _(
        "应报: 本期要填报的目标,是上报率的分母;应达: 到期末应有进度的目标,是达时序率和进度指数的分母,"
        "没有数据的不算达时序。达时序率 = (已完成 + 达时序) ÷ 应达;进度指数 = 各项“实际÷应达”"
        "(单项最多按100%、没有判定结果的按0)的平均。平均完成率只算累计量目标,与时序进度对照。预算单列。"
        "应达不足{shares}项的只列项数;累计量目标不足{mean}项的不算平均。"
    ).format(shares=FEWEST_FOR_SHARES, mean=FEWEST_FOR_MEAN)


def _numbered(rollup_counts: dict[Status, int], statuses: Iterable[Status]) -> list[str]:
    """滞后8项 for each status that has any."""
    return [
        _("{status}{count}项").format(status=status.word, count=rollup_counts[status])
        for status in statuses
        if rollup_counts[status]
    ]


def due_text(rollup: Rollup) -> str:
    """应达66项,其中已完成8项、达时序26项,合计34项,占51.5%;稍慢11项,滞后8项;未填报8项,待审核5项。"""
    if not rollup.due:
        return _("没有应达目标")
    done = _numbered(rollup.due_counts, counted_as(CountsAs.ON_PACE))
    first = _("、").join(done) or _("达时序0项")
    if len(done) > 1:
        first += _(",合计{count}项").format(count=rollup.on_pace)
    if rollup.has_shares and rollup.on_pace_share is not None:
        first += _(",占{share}").format(share=share_text(rollup.on_pace_share))
    behind = _(",").join(_numbered(rollup.due_counts, counted_as(CountsAs.BEHIND)))
    silent = _(",").join(_numbered(rollup.due_counts, without_verdict()))
    parts = [_("应达{due}项: {first}").format(due=rollup.due, first=first), behind, silent]
    return _(";").join(part for part in parts if part)


def beside_due_text(rollup: Rollup) -> str:
    """另有5项提前完成、13项未到节点; empty where all are due."""
    outside = _numbered(rollup.counts, counted_as(CountsAs.OUTSIDE))
    parts = [_("提前完成{count}项").format(count=rollup.early)] if rollup.early else []
    return _("另有{parts}").format(parts=_("、").join(parts + outside)) if parts or outside else ""


def counts(rollup: Rollup, noun: str = "") -> str:
    """目标任务84项,应达66项: …。另有提前完成5项、未到节点13项。 The counts of a group, whole."""
    if not rollup.due and rollup.counts[Status.NOT_OPEN]:
        return _("{noun}{total}项,本期尚未开放填报。").format(noun=noun or _("目标"), total=rollup.total)
    parts = [f"{noun or _('目标')}{_('{total}项').format(total=rollup.total)}{_(',')}{due_text(rollup)}"]
    beside = beside_due_text(rollup)
    return _("。").join([*parts, beside] if beside else parts) + _("。")


def plan_counts(card: Scorecard) -> str:
    return counts(card.whole, _("全年目标任务"))


def coverage(rollup: Rollup) -> str:
    """应报70项,已报64项. To stand beside every share."""
    if rollup.counts[Status.NOT_OPEN] and not rollup.owed:
        return _("本期尚未开放填报")
    if not rollup.owed:
        return _("本期无应报")
    return _("应报{owed}项,已报{reported}项").format(owed=rollup.owed, reported=rollup.reported)


def coverage_short(rollup: Rollup) -> str:
    """64/70 under a head 已报/应报, where a chart has room for a label only."""
    return f"{rollup.reported}/{rollup.owed}" if rollup.owed else _("无应报")


def timeliness(rollup: Rollup) -> str:
    """上报率91.4%,按时上报率85.7%: reported, and on time, of what is owed."""
    if rollup.completeness is None or rollup.timeliness is None:
        return coverage(rollup)
    return _("上报率{share},按时上报率{share2}").format(
        share=share_text(rollup.completeness), share2=share_text(rollup.timeliness)
    )


def on_pace_text(rollup: Rollup) -> str:
    """达时序率51.5%; below five due targets 5项中2项; which nothing where none is due."""
    if not rollup.due:
        return group_nothing(rollup)
    if not rollup.has_shares or rollup.on_pace_share is None:
        return _("{due}项中{on_pace}项").format(due=rollup.due, on_pace=rollup.on_pace)
    return share_text(rollup.on_pace_share)


def shares(rollup: Rollup) -> str:
    """达时序率51.5%(有判定结果的64.2%),进度指数83.2%(有判定结果的92.4%)。 Empty below five due targets."""
    if not rollup.has_shares or rollup.on_pace_share is None or rollup.index is None:
        return ""
    return _("达时序率{share},进度指数{index}。").format(
        share=_of_both(rollup.on_pace_share, rollup.on_pace_of_judged, rollup),
        index=_of_both(rollup.index, rollup.index_of_judged, rollup),
    )


def _of_both(share: Fraction, of_judged: Fraction | None, rollup: Rollup) -> str:
    if of_judged is None or not rollup.unjudged:
        return share_text(share)
    return _("{share}(有判定结果的{of_judged})").format(
        share=share_text(share), of_judged=share_text(of_judged)
    )


def mean_text(rollup: Rollup, pace: Fraction) -> str:
    """累计量目标23项平均完成率71.2%,中位数75.0%,时序进度75%; why there is none below three of them."""
    if rollup.mean is None or rollup.median is None:
        return _("累计量目标有数据的{count}项,不足{fewest}项,不算平均").format(
            count=rollup.averaged, fewest=FEWEST_FOR_MEAN
        )
    return _("累计量目标{count}项平均完成率{mean},中位数{median},时序进度{pace}").format(
        count=rollup.averaged,
        mean=share_text(rollup.mean, pace),
        median=share_text(rollup.median, pace),
        pace=percent(pace),
    )


def group_nothing(rollup: Rollup) -> str:
    """Why a group has no due targets: 未开放; 1项已完成; 3项未到节点. Empty where it has some."""
    if rollup.due:
        return ""
    if rollup.counts[Status.NOT_OPEN]:
        return Status.NOT_OPEN.word
    parts = [_("{count}项提前完成").format(count=rollup.early)] if rollup.early else []
    parts += [
        _("{count}项{status}").format(status=status.word, count=rollup.counts[status])
        for status in counted_as(CountsAs.OUTSIDE)
        if rollup.counts[status]
    ]
    return _("、").join(parts) or _("没有目标")


def group_line(group: Group, card: Scorecard) -> str:
    """交通强市: 应达10项: 达时序6项,占60.0%;滞后3项;未填报1项。落后较多。"""
    text = due_text(group.rollup) if group.rollup.due else group_nothing(group.rollup)
    verdict = card.verdict(group)
    told = verdict.word + _("。") if verdict.is_told else ""
    return _("{group}: {text}。{verdict}").format(group=group.name, text=text, verdict=told)


def headline(card: Scorecard) -> str:
    """The conclusion in one sentence of counts, for the top of the overview and of every file."""
    areas = areas_text(card)
    return _("{whole};{areas}").format(whole=whole_text(card), areas=areas) if areas else whole_text(card)


def whole_text(card: Scorecard) -> str:
    """The first half of the headline: how many are where they should be, behind, and without a verdict.

    At the year's end how many are 完成. With too little data no judgement of the whole at all.
    """
    whole, span, verdict = card.whole, card.period.span, card.verdict(card.whole)
    if verdict is Verdict.NOT_OPEN:
        return _("{period}尚未开放填报").format(period=card.period.name)
    if verdict is Verdict.NOTHING_DUE:
        return _("{span}没有应达目标").format(span=span)
    silent = _("、").join(_numbered(whole.due_counts, without_verdict()))
    if verdict is Verdict.TOO_LITTLE:
        judged = _judged_text(whole)
        return _("{span}应达{due}项,{silent},暂不作总体判断{judged}").format(
            span=span, due=whole.due, silent=silent, judged=judged
        )
    lead = _("{span}{verdict}: ").format(span=span, verdict=verdict.word) if _is_told(verdict) else span
    parts = [_("{lead}应达{due}项").format(lead=lead, due=whole.due), *_reached(card), *_behind(whole)]
    return _(",").join([*parts, silent] if silent else parts)


def _is_told(verdict: Verdict) -> bool:
    return verdict in (Verdict.MUCH_BEHIND, Verdict.ON_PACE)


def _reached(card: Scorecard) -> list[str]:
    """34项达时序; at the year's end 61项完成, and apart from it what has no full-year data yet."""
    whole = card.whole
    if card.period.next is not None:
        return [_("{count}项达时序").format(count=whole.on_pace)]
    done = whole.due_counts[Status.ACHIEVED]
    rest = whole.on_pace - done
    text = [_("{count}项完成").format(count=done)]
    return [*text, _("{count}项达时序(尚无全年数据)").format(count=rest)] if rest else text


def _behind(whole: Rollup) -> list[str]:
    """19项落后(稍慢11项、滞后8项); at the year's end 未完成5项."""
    parts = _numbered(whole.due_counts, counted_as(CountsAs.BEHIND))
    if not parts:
        return [] if whole.unjudged else [_("没有落后")]
    if len(parts) == 1:
        return parts
    return [_("{count}项落后({parts})").format(count=whole.behind, parts=_("、").join(parts))]


def _judged_text(whole: Rollup) -> str:
    if not whole.judged:
        return ""
    if not whole.behind:
        return _(";已判定的{judged}项中没有落后").format(judged=whole.judged)
    return _(";已判定的{judged}项中{behind}项落后").format(judged=whole.judged, behind=whole.behind)


def areas_text(card: Scorecard) -> str:
    """The second half: “甲”“乙”落后较多,“丙”数据不足; empty where no area is either."""
    return groups_text(card, card.areas)


def groups_text(card: Scorecard, groups: Iterable[Group]) -> str:
    parts = []
    for verdict in (Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE):
        names = [f"“{group.name}”" for group in groups if card.verdict(group) is verdict]
        if names:
            more = _("等{count}个").format(count=len(names)) if len(names) > _NAMED else ""
            text = _("{names}{verdict}")
            parts.append(text.format(names="".join(names[:_NAMED]) + more, verdict=verdict.word))
    return _(",").join(parts)


def judgements(card: Scorecard) -> tuple[tuple[str, str], ...]:
    """The conclusion line by line: (label, sentence)."""
    lines = [(_("总体判断"), plan_counts(card))]
    if card.whole.has_shares:
        lines.append((_("达时序率"), shares(card.whole)))
    if card.whole.due:
        lines.append((_("累计量"), _("{text}。").format(text=mean_text(card.whole, card.pace))))
    reporting = _("{coverage};{timeliness}。").format(
        coverage=coverage(card.whole), timeliness=timeliness(card.whole)
    )
    lines.append(
        (_("填报情况"), reporting if card.whole.owed else _("{text}。").format(text=coverage(card.whole)))
    )
    areas = areas_text(card)
    return (*lines, (_("各领域"), _("{areas}。").format(areas=areas))) if areas else tuple(lines)


def change_of_behind(turns: Turns) -> str:
    """The turn of what is far behind between two scorecards of a plan."""
    return _far_behind_turned(turns.counts)


def behind_turned(old: Mapping[int, Status], new: Mapping[int, Status]) -> str:
    """The same of statuses by the target's id."""
    return _far_behind_turned(Counter((old.get(each), new.get(each)) for each in old.keys() | new.keys()))


def _far_behind_turned(counts: Mapping[Turn, int]) -> str:
    """滞后由15项减到8项: 6项仍滞后、2项补上、5项转为稍慢、2项未填报、新增2项; the parts add up (DOMAIN §4).

    Empty where nothing was and nothing is far behind.
    """
    far: Counter[tuple[bool, bool]] = Counter()
    for (before, after), count in counts.items():
        far[_is_far(before), _is_far(after)] += count
    stayed, left, joined = far[True, True], far[True, False], far[False, True]
    if not (stayed or left or joined):
        return ""
    was, is_now = stayed + left, stayed + joined
    head = _("滞后由{before}项{turn}{after}项").format(before=was, after=is_now, turn=_turn(was, is_now))
    parts = [_("{count}项仍滞后").format(count=stayed)] if stayed else []
    parts += [_("{count}项{became}").format(count=count, became=became) for became, count in _became(counts)]
    parts += [_("新增{count}项").format(count=joined)] if joined else []
    return _("{head}: {parts}").format(head=head, parts=_("、").join(parts))


def _is_far(status: Status | None) -> bool:
    return status is not None and status.is_far_behind


def _turn(before: int, after: int) -> str:
    if before == after:
        return _("变为")
    return _("减到") if after < before else _("增到")


def _became(counts: Mapping[Turn, int]) -> list[tuple[str, int]]:
    """What became of those that are not behind any more: 补上, 转为稍慢, and silence by its name."""
    left: Counter[Status | None] = Counter()
    for (before, after), count in counts.items():
        left[after] += count if _is_far(before) and not _is_far(after) else 0
    words: dict[str, int] = {}
    for status in Status:
        if left[status]:
            word = _("补上") if status.is_on_pace else _("转为{status}").format(status=status.word)
            word = word if status.is_verdict else status.word
            words[word] = words.get(word, 0) + left[status]
    return [*words.items(), (_("不再列入"), left[None])] if left[None] else list(words.items())
