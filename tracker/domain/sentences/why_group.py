"""The arithmetic behind a group's averages, with the numbers put in, so that anyone can check it by hand."""

from collections.abc import Sequence
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.quantity import share_text
from tracker.domain.measure.target import Kind
from tracker.domain.progress.groups import group_gap, group_status
from tracker.domain.progress.rollup import Entry, Item, Rollup
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.groups import group_nothing
from tracker.domain.sentences.scores import difference_text

_SPELLED_OUT = 8  # so many addends still read as a sum


def why_group(rollup: Rollup, items: Sequence[Item], rules: RuleSet) -> tuple[str, ...]:
    """How the group's mean, its two denominators, its pace and its status come about, a step a line."""
    shares = [item.capped for item in items if item.capped is not None]
    if rollup.mean_of_reported is None:
        return (_("{why},没有平均完成率。").format(why=group_nothing(rollup)),)
    lines = [
        _("已报目标平均完成率 = {sum} = {mean}").format(
            sum=_quotient(shares, len(shares)), mean=share_text(rollup.mean_of_reported)
        )
    ]
    capped = sum(1 for item in items if item.capped is not None and item.capped != item.completion)
    if capped:
        lines[0] += _(",其中{count}项超过100%,按100%计").format(count=capped)
    missing = sum(1 for item in items if item.entry is Entry.MISSING)
    if missing and rollup.mean_of_due is not None:
        lines.append(
            _("未报计0的平均完成率 = {sum} ÷ ({reported}项 + 未报{missing}项) = {mean}").format(
                sum=share_text(sum(shares, Fraction(0))),
                reported=len(shares),
                missing=missing,
                mean=share_text(rollup.mean_of_due),
            )
        )
    return (*lines, *_against_pace(rollup, items, rules), *_median(rollup))


def _quotient(shares: Sequence[Fraction], count: int) -> str:
    if len(shares) <= _SPELLED_OUT:
        added = " + ".join(share_text(share) for share in shares)
        return _("({added}) ÷ {count}项").format(added=added, count=count)
    total = share_text(sum(shares, Fraction(0)))
    return _("{count}项之和{total} ÷ {count}项").format(count=count, total=total)


def _against_pace(rollup: Rollup, items: Sequence[Item], rules: RuleSet) -> tuple[str, ...]:
    paces = [item.pace for item in items if item.entry is Entry.AVERAGED and item.pace is not None]
    done, pace, gap = rollup.mean_of_reported, rollup.mean_pace, group_gap(rollup)
    if done is None or pace is None or gap is None:
        return ()
    status = group_status(rollup, rules)
    lines = [
        _("同一批目标的时序进度 = {sum} = {mean}").format(
            sum=_quotient(paces, len(paces)), mean=share_text(pace)
        ),
        _("与时序进度差 = {done} − {pace},{gap}").format(
            done=share_text(done), pace=share_text(pace), gap=difference_text(gap, _("时序进度"))
        ),
    ]
    by_rule = _("按判定规则第{version}版,判定为{status}").format(version=rules.version, status=status.word)
    if rules.method is Method.RATIO and pace:
        ratio = share_text(done / pace)
        by_rule = _("平均完成率÷时序进度 = {ratio},{verdict}").format(ratio=ratio, verdict=by_rule)
    return (*lines, by_rule)


def _median(rollup: Rollup) -> tuple[str, ...]:
    if rollup.median is None:
        return ()
    return (_("中位数 = {median}(按完成率排序居中的值)").format(median=share_text(rollup.median)),)


def entry_text(score: Score) -> str:
    """How a target enters its group's averages: 计入66.7%; 不计入: 节点类没有完成率."""
    item = score.item
    match item.entry:
        case Entry.AVERAGED if item.capped is not None and item.completion is not None:
            if item.capped != item.completion:
                return _("按100.0%计入(实为{share})").format(share=share_text(item.completion))
            return _("按{share}计入").format(share=share_text(item.capped))
        case Entry.MISSING:
            return _("未填报: 只在“未报计0”中按0计入")
        case Entry.NOT_OWED:
            return _("不计入: {status},{this}不要求数据").format(
                status=score.status.word, this=score.rhythm.this
            )
        case Entry.BUDGET:
            return _("不计入: 预算与目标分开")
    if score.status is Status.UNDER_REVIEW:
        return _("不计入: 待审核,审核通过后才有完成率")
    if item.kind is Kind.MILESTONE:
        return _("不计入: 节点类没有完成率,计入达时序和滞后的项数")
    return _("不计入: {status}").format(status=score.status.word)
