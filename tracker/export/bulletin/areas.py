"""The areas in counts: a native chart, and the table with every count behind it."""

from dataclasses import replace

from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import coverage_short, on_pace_text
from tracker.export.drawingml import Chart
from tracker.export.group_chart import counts_chart
from tracker.export.word.marks import Column, paragraph, row, table, text
from tracker.export.word.package import drawing
from tracker.export.word.styles import FANGSONG, LATIN

# More bars than these have no room for their names; the table says it all.
_FEWEST, _MOST = 2, 10
_LONGEST_NAME = 24
_LETTERS = 9.5
_COLUMNS = (
    Column("领域", 2000),
    Column("目标", 560, "center"),
    Column("应达", 560, "center"),
    Column("达时序", 800, "center"),
    Column("稍慢", 560, "center"),
    Column("滞后", 560, "center"),
    Column("未填报", 780, "center"),
    Column("待审核", 800, "center"),
    Column("达时序率", 1080, "center"),
    Column("已报/应报", 980, "center"),
    Column("判断", 1000, "center"),
)
_PRINTED = (Verdict.ON_PACE, Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE, Verdict.NOT_OPEN)


def area_chart(frozen: Frozen) -> Chart | None:
    """None where there are too few areas to show side by side, or too many to name."""
    card, groups = frozen.card, frozen.card.areas
    if not _FEWEST <= len(groups) <= _MOST:
        return None
    names = tuple(group.name[:_LONGEST_NAME] for group in groups)
    return counts_chart(card, groups, names, letters=_LETTERS, faces=(LATIN, FANGSONG))


def areas_shown(frozen: Frozen) -> str:
    """Figure and table, with their captions."""
    card, shown = frozen.card, ""
    if not card.areas:
        return ""
    chart = area_chart(frozen)
    if chart is not None:
        shown += paragraph("Figure", drawing(chart.description))
        shown += text("Caption", "图1 各领域目标按状态的项数", '<w:keepNext w:val="0"/>')
    columns = _columns(card)
    rows = [
        row(columns, _cells(group.name, group.rollup, card.verdict(group)), together=True)
        for group in card.areas
    ]
    rows.append(row(columns, _cells("全部目标", card.whole, card.verdict(card.whole)), "TableBand"))
    return (
        shown
        + text("Caption", "表1 各领域进展情况(项,达时序含已完成)")
        + table(columns, rows, "各领域目标按状态的项数和达时序率")
        + text("Flush", "", '<w:snapToGrid w:val="0"/><w:spacing w:line="200" w:lineRule="exact"/>')
    )


def _columns(card: Scorecard) -> tuple[Column, ...]:
    """Two statuses stand in one column where there are both: its head names them."""
    counts = card.whole.due_counts
    heads = {
        "滞后": "滞后、未完成" if counts[Status.MISSED] else "滞后",
        "未填报": "未填报、未更新" if counts[Status.NOT_UPDATED] else "未填报",
    }
    return tuple(replace(column, head=heads.get(column.head, column.head)) for column in _COLUMNS)


def _cells(name: str, rollup: Rollup, verdict: Verdict) -> list[str]:
    counts = rollup.due_counts
    numbers = [rollup.total, rollup.due, rollup.on_pace, counts[Status.SLIGHTLY_BEHIND], rollup.far_behind]
    numbers += [rollup.missing, counts[Status.UNDER_REVIEW]]
    share = on_pace_text(rollup) if rollup.due else "—"
    word = verdict.word if verdict in _PRINTED else "—"
    return [name, *map(str, numbers), share, coverage_short(rollup), word]
