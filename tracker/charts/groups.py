"""Groups of targets: mean completion against pace, and counts per status."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tracker.charts.frame import Chart, Theme, axis, ink_on, label, layout, note
from tracker.domain.language import _
from tracker.domain.progress.groups import group_gap, group_status
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Group
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import counts, coverage_short, group_line, group_nothing, share_text

_ROW, _FRAME = 34, 106
_STRIP = 52
# Below this share of the axis a label does not fit inside its bar.
_ROOM_INSIDE = 22
_SEGMENT_WITH_NUMBER = 0.045
_LONGEST_LINE = 8


def completion_by(
    groups: Sequence[Group],
    rules: RuleSet,
    *,
    overall_pace: Fraction | None = None,
    theme: Theme = LIGHT,
    what: str = "",
) -> Chart:
    """Horizontal bars in the given order: mean completion of the reported, in the status's colour.

    The status of a group is ``sentences.group_status``: its mean against its own mean pace, by the
    rule set's thresholds. The tick on a bar is the group's own pace; the dashed line is the plan's
    (``overall_pace``, e.g. ``card.whole.mean_pace``). A group without a mean has no bar but words.
    ``customdata[0]`` of every mark is the group's key, for selections by click.
    """
    drawn = [(row, group) for row, group in enumerate(groups) if group.rollup.mean_of_reported is not None]
    blank = [(row, group) for row, group in enumerate(groups) if group.rollup.mean_of_reported is None]
    data = [_bars(drawn, rules, theme), _pace_ticks(drawn, theme), _words(blank, rules, theme)]
    notes = [_coverage_note(row, group, theme) for row, group in enumerate(groups)]
    notes.append(_coverage_head(theme))
    notes += [_outside_note(row, group, rules, theme) for row, group in drawn if not _fits(group)]
    shapes, line_note = _overall(overall_pace, theme)
    frame = layout(
        theme,
        _FRAME + _ROW * len(groups),
        margin={"l": 8, "r": 80, "t": 34, "b": 66},
        bargap=0.28,
        xaxis=_percent_axis(drawn, theme),
        yaxis=_names(groups, theme),
        annotations=notes + line_note,
        shapes=shapes,
    )
    return Chart({"data": [trace for trace in data if trace["y"]], "layout": frame}, _alt(groups, what))


def _percent_axis(drawn: list[tuple[int, Group]], theme: Theme) -> dict[str, Any]:
    lowest = min([0.0, *(_percent(group.rollup.mean_of_reported) for _, group in drawn)])
    return axis(
        theme,
        range=[lowest * 1.1, 101],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25", "50", "75", "100%"],
        tickangle=0,
        title={"text": _("平均完成率(单项最高计100%)<br>┃ 为各自的时序进度"), "font": {"size": 12}},
    )


def _bars(drawn: list[tuple[int, Group]], rules: RuleSet, theme: Theme) -> dict[str, Any]:
    statuses = [group_status(group.rollup, rules) for _, group in drawn]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [_percent(group.rollup.mean_of_reported) for _, group in drawn],
        "y": [row for row, _ in drawn],
        "marker": {"color": [theme[status] for status in statuses], "line": {"width": 0}},
        "text": [_bar_text(group, rules) if _fits(group) else "" for _, group in drawn],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "insidetextfont": {"color": [ink_on(theme[status]) for status in statuses], "size": 13},
        "hovertext": [label(group_line(group)) for _, group in drawn],
        "hoverinfo": "text",
        "customdata": [[group.key] for _, group in drawn],
    }


def _fits(group: Group) -> bool:
    return _percent(group.rollup.mean_of_reported) >= _ROOM_INSIDE


def _bar_text(group: Group, rules: RuleSet) -> str:
    mean = group.rollup.mean_of_reported
    return "" if mean is None else f"{group_status(group.rollup, rules).shape} {share_text(mean)}"


def _outside_note(row: int, group: Group, rules: RuleSet, theme: Theme) -> dict[str, Any]:
    at = max(_percent(group.rollup.mean_of_reported), 0) + 1
    return note(_bar_text(group, rules), at, row, theme, xanchor="left")


def _pace_ticks(drawn: list[tuple[int, Group]], theme: Theme) -> dict[str, Any]:
    paced = [(row, group) for row, group in drawn if group.rollup.mean_pace is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_percent(group.rollup.mean_pace) for _, group in paced],
        "y": [row for row, _ in paced],
        "marker": {
            "symbol": "line-ns",
            "size": 22,
            "line": {"width": 3, "color": theme["pace"]},
        },
        "hoverinfo": "skip",
        "customdata": [[group.key] for _, group in paced],
        "cliponaxis": False,
    }


def _words(blank: list[tuple[int, Group]], rules: RuleSet, theme: Theme) -> dict[str, Any]:
    """Groups without a mean: the reason in words at the foot of the row, and no mark that looks like 0."""
    rollups = [group.rollup for _, group in blank]
    words = [f"{group_status(rollup, rules).shape} {group_nothing(rollup)}" for rollup in rollups]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [1] * len(blank),
        "y": [row for row, _ in blank],
        "text": words,
        "textposition": "middle right",
        "textfont": {"color": theme["muted"], "size": 13},
        "hovertext": [label(group_line(group)) for _, group in blank],
        "hoverinfo": "text",
        "customdata": [[group.key] for _, group in blank],
    }


def _coverage_note(row: int, group: Group, theme: Theme) -> dict[str, Any]:
    text = coverage_short(group.rollup)
    return note(text, 1.012, row, theme, xref="paper", xanchor="left", color=theme["muted"], size=12)


def _coverage_head(theme: Theme) -> dict[str, Any]:
    at_the_top = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 18}
    return note(_("已报/应报"), 1.012, 1, theme, color=theme["muted"], size=12, **at_the_top)


def _overall(pace: Fraction | None, theme: Theme) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if pace is None:
        return [], []
    at = _percent(pace)
    line = {"color": theme["pace"], "width": 1.5, "dash": "dash"}
    shape = {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}
    name = note(
        _("总体时序 {share}").format(share=share_text(pace)),
        at,
        1,
        theme,
        yref="paper",
        yanchor="bottom",
        yshift=4,
    )
    return [shape], [name]


def _names(groups: Sequence[Group], theme: Theme) -> dict[str, Any]:
    return axis(
        theme,
        tickvals=list(range(len(groups))),
        ticktext=[_short(group.name) + "  " for group in groups],
        range=[len(groups) - 0.5, -0.5],
        showgrid=False,
        automargin=True,
        tickfont={"color": theme["ink"], "size": 13},
    )


def _short(name: str) -> str:
    """Long names break in the middle instead of taking half of the chart."""
    if len(name) <= _LONGEST_LINE:
        return label(name)
    kept = name if len(name) <= 2 * _LONGEST_LINE else f"{name[: 2 * _LONGEST_LINE - 1]}…"
    half = (len(kept) + 1) // 2
    return f"{label(kept[:half])}<br>{label(kept[half:])}"


def _percent(ratio: Fraction | None) -> float:
    return 0.0 if ratio is None else float(ratio * 100)


def _alt(groups: Sequence[Group], what: str) -> str:
    """The worst by its gap to pace is named; so are those that can't be drawn."""
    what = what or _("领域")
    gaps = [(group_gap(group.rollup), group) for group in groups]
    known = [(gap, group) for gap, group in gaps if gap is not None]
    text = _("各{what}平均完成率与时序进度横条图,共{count}个{what}。").format(what=what, count=len(groups))
    if known:
        worst = min(known, key=lambda pair: pair[0])[1]
        best = max(known, key=lambda pair: pair[0])[1]
        text += _("与时序相比最慢的是{group_line}").format(group_line=group_line(worst))
        text += _("最快的是{group_line}").format(group_line=group_line(best)) if best.key != worst.key else ""
    blank = [group.name for group in groups if group.rollup.mean_of_reported is None]
    return text + (_("没有完成率的: {listed}。").format(listed=_("、").join(blank)) if blank else "")


def status_strip(rollup: Rollup, *, theme: Theme = LIGHT, noun: str = "") -> Chart:
    """One bar of counts per status; the page names them below, where the names wrap on a phone.

    ``customdata[0]`` is the status's value, for selections by click.
    """
    shown = [status for status in Status if rollup.counts[status]]
    frame = layout(
        theme,
        _STRIP,
        barmode="stack",
        margin={"l": 0, "r": 0, "t": 6, "b": 6},
        xaxis=axis(theme, visible=False, range=[0, max(rollup.total, 1)]),
        yaxis=axis(theme, visible=False),
    )
    return Chart(
        {"data": [_segment(status, rollup, theme) for status in shown], "layout": frame},
        _("各状态目标数量条: {counts}").format(counts=counts(rollup, noun or _("目标任务"))),
    )


def _segment(status: Status, rollup: Rollup, theme: Theme) -> dict[str, Any]:
    count = rollup.counts[status]
    roomy = count >= rollup.total * _SEGMENT_WITH_NUMBER
    return {
        "type": "bar",
        "orientation": "h",
        "name": _("{labelled} {count}项").format(labelled=labelled(status), count=count),
        "x": [count],
        "y": [0],
        "marker": {"color": theme[status], "line": {"color": theme["paper"], "width": 1.5}},
        "text": [f"{status.shape} {count}" if roomy else ""],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"color": ink_on(theme[status]), "size": 15},
        "hovertext": [_("{labelled} {count}项").format(labelled=labelled(status), count=count)],
        "hoverinfo": "text",
        "customdata": [[status.value]],
    }
