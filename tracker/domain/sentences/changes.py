"""How much changed between two snapshots, targets and budgets apart: the same words and counts everywhere."""

from tracker.domain.language import _
from tracker.domain.meetings.comparison import ChangeKind, Comparison


def targets_counted(comparison: Comparison) -> tuple[str, ...]:
    """补上进度10项, 新落后3项: of targets only, one part for each group."""
    return tuple(_counted(each.kind, each.targets) for each in comparison.counts if each.targets)


def budgets_counted(comparison: Comparison) -> str:
    """预算单独统计:补上进度7项,新落后2项. Empty where no budget changed."""
    parts = [_counted(each.kind, each.budgets) for each in comparison.counts if each.budgets]
    return _("预算单独统计:{counts}").format(counts=_(",").join(parts)) if parts else ""


def _counted(kind: ChangeKind, count: int) -> str:
    return _("{kind}{count}项").format(kind=kind.word, count=count)
