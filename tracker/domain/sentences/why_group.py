"""The arithmetic behind a group's shares and verdict, numbers put in, to check by hand (DOMAIN §4)."""

from collections.abc import Sequence
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.period import MONTHS_OF_YEAR
from tracker.domain.measure.quantity import percent, plain, share_text
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import FEWEST_FOR_SHARES, Entry, Item, Rollup
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences.groups import beside_due_text, group_nothing, mean_text

_SPELLED_OUT = 8  # so many addends still read as a sum


def why_group(rollup: Rollup, items: Sequence[Item], card: Scorecard) -> tuple[str, ...]:
    """How the group's counts, shares, mean and verdict come about, a step a line."""
    if not rollup.due:
        return (
            _("没有应达目标({nothing}),不算达时序率和进度指数").format(nothing=group_nothing(rollup)),
            *_mean(rollup, items, card),
        )
    beside = beside_due_text(rollup)
    counted = _("应达{due}项 = {sum}").format(due=rollup.due, sum=_sum_of(rollup, tuple(Status)))
    return (
        _("{counted};{beside},不计入应达").format(counted=counted, beside=beside) if beside else counted,
        *_shares(rollup, items),
        *_mean(rollup, items, card),
        *_verdict(rollup, card),
    )


def _sum_of(rollup: Rollup, statuses: Sequence[Status]) -> str:
    """已完成7项 + 达时序27项."""
    counts = [(status.word, rollup.due_counts[status]) for status in statuses]
    return " + ".join(_("{status}{count}项").format(status=word, count=n) for word, n in counts if n)


def _shares(rollup: Rollup, items: Sequence[Item]) -> tuple[str, ...]:
    if not rollup.has_shares or rollup.on_pace_share is None or rollup.index is None:
        few = _("应达不足{fewest}项,只列项数: {due}项中{on_pace}项达时序,不算达时序率和进度指数")
        return (few.format(fewest=FEWEST_FOR_SHARES, due=rollup.due, on_pace=rollup.on_pace),)
    on_pace = _sum_of(rollup, counted_as(CountsAs.ON_PACE)) or _("{n}项").format(n=0)
    lines = [
        _("达时序率 = ({on_pace}) ÷ 应达{due}项 = {share}").format(
            on_pace=on_pace, due=rollup.due, share=share_text(rollup.on_pace_share)
        )
    ]
    indexed = [item.indexed for item in items if item.entry is Entry.JUDGED]
    added = _added(indexed)
    lines.append(
        _("进度指数 = {added} ÷ 应达{due}项 = {share}").format(
            added=added, due=rollup.due, share=share_text(rollup.index)
        )
    )
    if rollup.unjudged and rollup.on_pace_of_judged is not None and rollup.index_of_judged is not None:
        lines.append(
            _(
                "只看有判定结果的{judged}项: 达时序率 = {on_pace} ÷ {judged} = {share},"
                "进度指数 = {sum} ÷ {judged} = {index}"
            ).format(
                judged=rollup.judged,
                on_pace=rollup.on_pace,
                share=share_text(rollup.on_pace_of_judged),
                sum=share_text(sum(indexed, Fraction(0))),
                index=share_text(rollup.index_of_judged),
            )
        )
    return tuple(lines)


def _added(shares: Sequence[Fraction]) -> str:
    """(60.0% + 75.0%), or the sum of many; of each at most 100 %."""
    if len(shares) <= _SPELLED_OUT:
        return f"({' + '.join(share_text(share) for share in shares) or '0'})"
    total = share_text(sum(shares, Fraction(0)))
    return _("{count}项“实际÷应达”(单项最多按100%)之和{total}").format(count=len(shares), total=total)


def _mean(rollup: Rollup, items: Sequence[Item], card: Scorecard) -> tuple[str, ...]:
    shares = [item.averaged for item in items if item.averaged is not None]
    if rollup.mean is None or rollup.median is None:
        return (mean_text(rollup, card.pace),) if shares else ()
    if len(shares) <= _SPELLED_OUT:
        added = f"({' + '.join(share_text(share) for share in shares)})"
    else:
        total = share_text(sum(shares, Fraction(0)))
        added = _("{count}项之和{total}").format(count=len(shares), total=total)
    return (
        _(
            "累计量目标平均完成率 = {added} ÷ {count}项 = {mean},中位数{median};"
            "时序进度 = {month}÷{months} = {pace}"
        ).format(
            added=added,
            count=len(shares),
            mean=share_text(rollup.mean, card.pace),
            median=share_text(rollup.median, card.pace),
            month=card.period.last_month,
            months=MONTHS_OF_YEAR,
            pace=percent(card.pace),
        ),
    )


def _verdict(rollup: Rollup, card: Scorecard) -> tuple[str, ...]:
    """The thresholds in the order in which they are asked, up to the one that holds."""
    verdict, lines = card.verdict(rollup), []
    for asked, test in _tests(rollup, card):
        holds = _("满足") if asked is verdict else _("不满足")
        lines.append(_("{verdict}: {test}: {holds}").format(verdict=asked.word, test=test, holds=holds))
        if asked is verdict:
            break
    by_rule = _("按判定规则第{version}版,判定为{verdict}")
    return (*lines, by_rule.format(version=card.rules.version, verdict=verdict.word))


def _tests(rollup: Rollup, card: Scorecard) -> tuple[tuple[Verdict, str], ...]:
    rules, due = card.rules, rollup.due
    late = 0 if card.is_before_due else rollup.missing
    behind, unjudged = Fraction(rollup.far_behind + late, due), Fraction(rollup.unjudged, due)
    much = _(
        "滞后、未完成{behind}项 + 逾期未报、未更新{late}项 = {sum}项,占应达{share};"
        "要求至少{least}项、达到{limit}%,其中有滞后或未完成"
    ).format(
        behind=rollup.far_behind,
        late=late,
        sum=rollup.far_behind + late,
        share=share_text(behind, Fraction(rules.group_behind) / 100),
        least=plain(rules.group_behind_least),
        limit=plain(rules.group_behind),
    )
    little = _("没有判定结果的{unjudged}项,占应达{share};要求超过{limit}%").format(
        unjudged=rollup.unjudged, share=share_text(unjudged), limit=plain(rules.group_unjudged)
    )
    clear = _(
        "稍慢、滞后和未完成{behind}项,未报、未更新{missing}项,达时序{on_pace}项,占应达{share};"
        "要求前两项都是0,达时序率不低于{limit}%"
    ).format(
        behind=rollup.behind,
        missing=rollup.missing,
        on_pace=rollup.on_pace,
        share=share_text(Fraction(rollup.on_pace, due), Fraction(rules.group_on_pace) / 100),
        limit=plain(rules.group_on_pace),
    )
    if rollup.missing and card.is_before_due:
        much = _("{much}(还没有到填报截止时间,未报、未更新的{missing}项不计)").format(
            much=much, missing=rollup.missing
        )
    return ((Verdict.MUCH_BEHIND, much), (Verdict.TOO_LITTLE, little), (Verdict.ON_PACE, clear))


def entry_text(score: Score) -> str:
    """How a target enters its group's numbers: 计入应达,进度指数按66.7%; 不计入应达: 未到节点."""
    item = score.item
    match item.entry:
        case Entry.JUDGED:
            text = _("计入应达,进度指数按{share}").format(share=share_text(item.indexed))
        case Entry.UNJUDGED:
            text = _("计入应达: {status},没有判定结果,进度指数按0").format(status=score.status.word)
        case Entry.EARLY:
            text = _("不计入应达: 提前完成")
        case Entry.OUTSIDE:
            text = _("不计入应达: {status}").format(status=score.status.word)
        case Entry.BUDGET:
            return _("不计入: 预算与目标分开")
    if item.averaged is None:
        return text
    return _("{text};平均完成率按{share}").format(text=text, share=share_text(item.averaged))
