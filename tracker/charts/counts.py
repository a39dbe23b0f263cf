"""Targets counted by status: one stacked bar a group, and one of all; a cell is a target."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.charts.frame import Chart, Theme, axis, ink_on, label, layout, note
from tracker.charts.groups import ROW, columns, names, words
from tracker.domain.language import _
from tracker.domain.listing.wanted import EARLY
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as, labelled
from tracker.domain.sentences import counts, coverage_short, group_line, group_nothing, on_pace_text

_STRIP = 52
_BAR = 0.72
_EDGE = 0.2  # cells: room for the outline of the last one
_GAP = 0.5  # cells between what is due and what is not
_LEGEND_LINE, _LINE_HEIGHT = 5, 20
_HEADS = 40


@dataclass(frozen=True)
class Cells:
    """Targets of one status that lie beside each other in a bar, from ``start``.

    ``is_early``: met before anything was due, 提前完成, which is set off with what is not due.
    """

    status: Status
    count: int
    start: float
    is_early: bool = False

    @property
    def words(self) -> str:
        word = f"{self.status.shape} {_('提前完成')}" if self.is_early else labelled(self.status)
        return _("{labelled} {count}项").format(labelled=word, count=self.count)


def cells_of(rollup: Rollup) -> tuple[Cells, ...]:
    """A group's bar from the left: the due ones in the statuses' order, then, set off, what is not due."""
    due = [(status, rollup.due_counts[status], False) for status in Status]
    outside = [(status, rollup.counts[status], False) for status in counted_as(CountsAs.OUTSIDE)]
    cells: list[Cells] = []
    for part in (due, [(Status.ACHIEVED, rollup.early, True), *outside]):
        start = cells[-1].start + cells[-1].count + _GAP if cells else 0.0
        for status, count, is_early in part:
            if count:
                cells.append(Cells(status, count, start, is_early))
                start += count
    return tuple(cells)


def counts_by(
    groups: Sequence[Group],
    card: Scorecard,
    *,
    theme: Theme = LIGHT,
    what: str = "",
    cells: int = 0,
) -> Chart:
    """A bar a group in the given order: its targets by status, one cell each, all cells equally wide.

    At its end 达时序率 (below five due targets 5项中2项), 已报/应报 and the verdict, but for 有落后, where
    most groups are. What has no verdict, and all of a group with too little data, is hollow. ``cells``:
    as many as the bars of another chart beside this one are drawn for. ``customdata[0]`` of every mark is
    the group's key, for selections by click.
    """
    bars = [cells_of(group.rollup) for group in groups]
    ends = [bar[-1].start + bar[-1].count if bar else 0.0 for bar in bars]
    rows = list(enumerate(groups))
    kinds = dict.fromkeys((each.status, each.is_early) for bar in bars for each in bar)
    ordered = sorted(kinds, key=lambda kind: (kind[1] or kind[0].is_outside, list(Status).index(kind[0])))
    data = [_of_status(*kind, rows, bars, card, theme) for kind in ordered]
    blank = [(row, group) for row, group in rows if not group.rollup.due]
    beside_end = [ends[row] + 0.2 for row, _group in blank]
    data.append(words(blank, beside_end, [group_nothing(group.rollup) for _row, group in blank], theme))
    legend = _legend(ordered, theme)
    below = _LINE_HEIGHT * (legend.count("<br>") + 1) + 8
    frame = layout(
        theme,
        _HEADS + below + ROW * len(groups),
        margin={"l": 8, "r": 146, "t": _HEADS, "b": below},
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": 10},
        xaxis=axis(theme, visible=False, range=[0, max([cells + _GAP, 1.0, *ends]) + _EDGE]),
        yaxis=names(groups, theme),
        annotations=[*columns(_ends(groups, card, theme), theme), note(legend, 0, 0, theme, **_BELOW)],
    )
    alt = _("各{what}目标按状态计数的条形图,一格一项,共{count}个{what}。").format(
        what=what or _("领域"), count=len(groups)
    )
    alt += "".join(group_line(group, card) for group in groups)
    return Chart({"data": [trace for trace in data if trace["y"]], "layout": frame}, alt)


_BELOW = {
    "xref": "paper",
    "yref": "paper",
    "xanchor": "left",
    "yanchor": "top",
    "yshift": -4,
    "align": "left",
    "size": 12,
}


def _ends(groups: Sequence[Group], card: Scorecard, theme: Theme) -> list[tuple[str, int, list[str]]]:
    """What stands at the bars' ends; nothing where no report is owed or nothing is due."""
    verdicts = [card.verdict(group) for group in groups]
    shares = [on_pace_text(each.rollup) if each.rollup.due else "" for each in groups]
    coverages = [coverage_short(each.rollup) if each.rollup.owed else "" for each in groups]
    muted = f'<span style="color:{theme["muted"]}">{{}}</span>'
    both = [f"{share}<br>{muted.format(of)}" for share, of in zip(shares, coverages, strict=True)]
    return [
        (
            _("达时序率<br>已报/应报"),
            14,
            [text if group.rollup.owed else "" for text, group in zip(both, groups, strict=True)],
        ),
        ("", 80, [verdict.word if verdict.is_told else "" for verdict in verdicts]),
    ]


def _of_status(
    status: Status,
    is_early: bool,
    rows: Iterable[tuple[int, Group]],
    bars: Sequence[tuple[Cells, ...]],
    card: Scorecard,
    theme: Theme,
) -> dict[str, Any]:
    """One trace: the cells of this status in every group that has any."""
    drawn = [
        (row, group, each)
        for row, group in rows
        for each in bars[row]
        if (each.status, each.is_early) == (status, is_early)
    ]
    hollow = [card.verdict(group) is Verdict.TOO_LITTLE for _row, group, _each in drawn]
    return _segments(status, [each for _row, _group, each in drawn], hollow, theme) | {
        "y": [row for row, _group, _each in drawn],
        "hovertext": [
            f"{each.words}<br>{label(group_line(group, card)).replace(';', ';<br>')}"
            for _row, group, each in drawn
        ],
        "customdata": [[group.key] for _row, group, _each in drawn],
    }


def _segments(status: Status, cells: Sequence[Cells], hollow: Sequence[bool], theme: Theme) -> dict[str, Any]:
    """Filled is judged, hollow is not; the shape and the count stand inside where they have room."""
    is_hollow = [not status.is_verdict or each for each in hollow]
    outline, ink = theme[status], ink_on(theme[status])
    return {
        "type": "bar",
        "orientation": "h",
        # Else each trace takes a width of its own, by how near its rows lie.
        "width": _BAR,
        "name": labelled(status),
        "x": [each.count for each in cells],
        "base": [each.start for each in cells],
        "marker": {
            "color": [theme["paper"] if each else theme[status] for each in is_hollow],
            "line": {
                "color": [outline if each else theme["paper"] for each in is_hollow],
                "width": 1.5,
            },
        },
        "text": [status.shape if each.count == 1 else f"{status.shape} {each.count}" for each in cells],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"color": [theme["ink"] if each else ink for each in is_hollow], "size": 13},
        "hoverinfo": "text",
    }


def _legend(kinds: Iterable[tuple[Status, bool]], theme: Theme) -> str:
    """Shape and word of every status that is drawn, a few a line."""
    entries = [
        f'<span style="color:{theme[status]}">{status.shape}</span>'
        f" {label(_('提前完成') if is_early else status.word)}"
        for status, is_early in kinds
    ]
    lines = [entries[at : at + _LEGEND_LINE] for at in range(0, len(entries), _LEGEND_LINE)]
    return "<br>".join("   ".join(line) for line in lines)


def status_strip(rollup: Rollup, *, theme: Theme = LIGHT, noun: str = "") -> Chart:
    """One bar of all targets by status; the page names them below, where the names wrap on a phone.

    ``customdata[0]`` is the status's value, for selections by click; EARLY of what was met early.
    """
    cells = cells_of(rollup)
    frame = layout(
        theme,
        _STRIP,
        barmode="overlay",
        margin={"l": 0, "r": 0, "t": 6, "b": 6},
        uniformtext={"mode": "hide", "minsize": 12},
        xaxis=axis(
            theme, visible=False, range=[0, cells[-1].start + cells[-1].count + _EDGE if cells else 1]
        ),
        yaxis=axis(theme, visible=False),
    )
    data = [
        _segments(each.status, [each], [False], theme)
        | {
            "y": [0],
            "name": each.words,
            "hovertext": [each.words],
            "customdata": [[EARLY if each.is_early else each.status.value]],
        }
        for each in cells
    ]
    alt = _("各状态目标数量条: {counts}").format(counts=counts(rollup, noun or _("目标任务")))
    return Chart({"data": data, "layout": frame}, alt)
