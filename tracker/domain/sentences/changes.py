"""How much changed between two snapshots, targets and budgets apart: the same words and counts everywhere."""

from collections import Counter
from collections.abc import Iterator

from tracker.domain.language import _
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import ChangeKind, Comparison
from tracker.domain.meetings.meeting import Records
from tracker.domain.workflow.erratum import ErratumKind

# The target that a record is about, and whether that is a budget.
_Entry = tuple[int, bool]


def targets_counted(comparison: Comparison) -> tuple[str, ...]:
    """补上进度10项, 新落后3项: of targets only, one part for each group."""
    return tuple(_counted(each.kind.word, each.targets) for each in comparison.counts if each.targets)


def budgets_counted(comparison: Comparison) -> str:
    """预算单独统计:补上进度7项,新落后2项. Empty where no budget changed."""
    return _apart([_counted(each.kind.word, each.budgets) for each in comparison.counts if each.budgets])


def records_counted(records: Records) -> str:
    """自上次会议以来,目标调整1项(2次)、勘误1项;预算单独统计:数据更正1项。

    As many targets as the comparison with the last meeting counts under the same word; how often, where one
    was changed more than once. Records that this comparison has no change for (taken back since, or of a
    period that the last meeting's snapshot does not show) are told as records.
    """
    of_targets: list[str] = []
    of_budgets: list[str] = []
    besides: list[str] = []
    for word, kind, entries in _recorded(records):
        listed = entries
        if records.last is not None and kind is not None:
            listed = [(each.target_id, each.is_budget) for each in records.last.comparison.of(kind)]
        for parts, is_budgets in ((of_targets, False), (of_budgets, True)):
            ids = {target_id for target_id, is_budget in listed if is_budget is is_budgets}
            if ids:
                parts.append(_counted(word, len(ids), sum(1 for each, _kind in entries if each in ids)))
        ids = {target_id for target_id, _kind in listed}
        times = sum(1 for target_id, _kind in entries if target_id not in ids)
        if times:
            besides.append(_("{kind}{times}次").format(kind=word, times=times))
    parts = [_("、").join(of_targets), _apart(of_budgets)]
    if besides:
        text = _("另有{records},不单列为与上次会议相比的变化")
        parts.append(text.format(records=_("、").join(besides)))
    since = _("本计划") if records.last is None else _("自上次会议以来,")
    return _("{text}。").format(text=since + _(";").join(filter(None, parts)))


def records_registered(records: Records) -> str:
    """本计划年度内登记目标调整2次、勘误1次、撤销目标1次、数据更正2次。 Each record, whenever it was made."""
    words = [erratum_word(each.kind) for each in records.errata]
    counts = {ChangeKind.ADJUSTED.word: len(records.adjustments), ChangeKind.READ_ANEW.word: 0}
    counts |= Counter(words) | {ChangeKind.CORRECTED.word: len(records.corrections)}
    told = _("、").join(_("{kind}{times}次").format(kind=word, times=times) for word, times in counts.items())
    return _("本计划年度内登记{records}。").format(records=told)


def erratum_word(kind: ErratumKind) -> str:
    """勘误 of a target that was read anew, as in comparisons; what came in or went out has its own word."""
    return ChangeKind.READ_ANEW.word if kind is ErratumKind.CORRECTED else kind.word


def _recorded(records: Records) -> Iterator[tuple[str, ChangeKind | None, list[_Entry]]]:
    """The records by their word, with the group of a comparison that has the same word."""
    adjusted = [(each.target_id, each.adjusted.kind is Kind.BUDGET) for each in records.adjustments_since]
    yield ChangeKind.ADJUSTED.word, ChangeKind.ADJUSTED, adjusted
    for kind in ErratumKind:
        of_kind = [each for each in records.errata_since if each.kind is kind]
        entries = [(each.target_id, each.read.terms.kind is Kind.BUDGET) for each in of_kind]
        yield erratum_word(kind), ChangeKind.READ_ANEW if kind is ErratumKind.CORRECTED else None, entries
    corrected = [(each.target_id, each.terms.kind is Kind.BUDGET) for each in records.corrections_since]
    yield ChangeKind.CORRECTED.word, ChangeKind.CORRECTED, corrected


def _apart(counts: list[str]) -> str:
    return _("预算单独统计:{counts}").format(counts=_(",").join(counts)) if counts else ""


def _counted(word: str, count: int, times: int = 0) -> str:
    """补上进度10项; 目标调整1项(2次) where that happened more often than once to a target."""
    if times > count:
        return _("{kind}{count}项({times}次)").format(kind=word, count=count, times=times)
    return _("{kind}{count}项").format(kind=word, count=count)
