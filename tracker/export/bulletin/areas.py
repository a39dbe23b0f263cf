"""The areas against their pace: a native chart, and the table with every count behind it."""

from fractions import Fraction

from tracker.domain.measure.quantity import amount_text, rounded
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.groups import group_gap, group_status
from tracker.domain.progress.rollup import Rollup
from tracker.export.drawingml import Chart, Series, percent_of
from tracker.export.word.marks import Column, paragraph, row, table, text
from tracker.export.word.package import drawing
from tracker.export.word.styles import FANGSONG, LATIN

# More columns than these have no room for their names; the table says it all.
_FEWEST, _MOST = 2, 10
_LONGEST_NAME = 24
_LETTERS = 9.5
_COLUMNS = (
    Column("领域", 2700),
    Column("目标", 560, "center"),
    Column("应报", 560, "center"),
    Column("已报", 560, "center"),
    Column("达时序", 760, "center"),
    Column("未达到", 760, "center"),
    Column("平均完成率", 980, "center"),
    Column("时序进度", 980, "center"),
    Column("差(百分点)", 980, "center"),
)


def area_chart(frozen: Frozen) -> Chart | None:
    """None where there are too few areas with a mean to compare, or too many to name."""
    groups = frozen.card.areas
    names = tuple(group.name[:_LONGEST_NAME] for group in groups)
    done = percent_of([group.rollup.mean_of_reported for group in groups])
    pace = percent_of([group.rollup.mean_pace for group in groups])
    if sum(value is not None for value in done) < _FEWEST or len(groups) > _MOST:
        return None
    statuses = tuple(group_status(group.rollup, frozen.card.rules).value for group in groups)
    means = "、".join(
        f"{name}{'无数据' if value is None else value}" for name, value in zip(names, done, strict=True)
    )
    return Chart(
        names=names,
        series=(
            Series("平均完成率(%)", done, statuses),
            Series("时序进度(%)", pace, ("pace",), is_labelled=False, is_line=True),
        ),
        description=f"各领域平均完成率(%)与时序进度:{means}",
        letters=_LETTERS,
        faces=(LATIN, FANGSONG),
    )


def areas_shown(frozen: Frozen) -> str:
    """Figure and table, with their captions."""
    card, shown = frozen.card, ""
    if not card.areas:
        return ""
    chart = area_chart(frozen)
    if chart is not None:
        shown += paragraph("Figure", drawing(chart.description))
        shown += text("Caption", "图1 各领域平均完成率与时序进度(%)", '<w:keepNext w:val="0"/>')
    rows = [row(_COLUMNS, _cells(group.name, group.rollup), together=True) for group in card.areas]
    rows.append(row(_COLUMNS, _cells("全部目标", card.whole), "TableBand"))
    return (
        shown
        + text("Caption", "表1 各领域进展情况")
        + table(_COLUMNS, rows, "各领域目标数和平均完成率")
        + text("Flush", "", '<w:snapToGrid w:val="0"/><w:spacing w:line="200" w:lineRule="exact"/>')
    )


def _cells(name: str, rollup: Rollup) -> list[str]:
    counted = [rollup.total, rollup.due, rollup.reported, rollup.on_pace, rollup.behind]
    mean, pace, gap = rollup.mean_of_reported, rollup.mean_pace, group_gap(rollup)
    if mean is None:
        # Why there is none, in three characters: the column holds no more.
        reason = "无应报" if rollup.due == 0 else "无可算" if rollup.reported else "未填报"
        return [name, *map(str, counted), reason, "—", "—"]
    return [name, *map(str, counted), _one(mean), _one(pace), _signed(gap)]


def _one(share: Fraction | None) -> str:
    return "—" if share is None else f"{rounded(share * 100):.1f}"


def _signed(gap: Fraction | None) -> str:
    if gap is None:
        return "—"
    points = rounded(gap * 100)
    # Of the rounded gap: a tiny one is shown as 0.0, without a sign.
    sign = "+" if points > 0 else ""
    whole = amount_text(points)
    return f"{sign}{whole}" if "." in whole else f"{sign}{whole}.0"
