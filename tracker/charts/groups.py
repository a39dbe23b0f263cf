"""Groups of targets, a row each: what all their charts share, and the mean completion of running totals."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tracker.charts.frame import Chart, Theme, axis, ink_on, label, layout, note
from tracker.domain.language import _, with_colon
from tracker.domain.measure.quantity import percent
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.rollup import FEWEST_FOR_MEAN
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.sentences import group_nothing, mean_text, share_text

ROW = 36
_FRAME = 84
# Below this share of the axis a label does not fit inside its bar.
_ROOM_INSIDE = 18
_LONGEST_LINE = 8
Column = tuple[str, int, list[str]]  # its head, pixels from the bars, a text for each row


def completion_by(groups: Sequence[Group], card: Scorecard, *, theme: Theme = LIGHT, what: str = "") -> Chart:
    """Horizontal bars in the given order: mean completion of the running totals, each at most 100 %.

    The dashed line is the one 时序进度 of the period, which holds for running totals alone. The bars have no
    status's colour: a mean has no verdict. A group with fewer than three of them has no bar but words.
    ``customdata[0]`` of every mark is the group's key, for selections by click.
    """
    means = [(row, group, group.rollup.mean) for row, group in enumerate(groups)]
    drawn = [(row, group, mean) for row, group, mean in means if mean is not None]
    blank = [(row, group) for row, group, mean in means if mean is None]
    bars, beside_bars = _bars(drawn, card, theme)
    nothing = words(blank, [1.0] * len(blank), [_why_none(group) for _row, group in blank], theme)
    averaged = [_("{count}项").format(count=group.rollup.averaged) for group in groups]
    pace, pace_line = _pace(card, theme)
    frame = layout(
        theme,
        _FRAME + ROW * len(groups),
        margin={"l": 8, "r": 64, "t": 34, "b": 48},
        bargap=0.28,
        xaxis=_shares(bars["x"], theme),
        yaxis=names(groups, theme),
        annotations=[*beside_bars, pace, *columns([(_("有数据"), 8, averaged)], theme)],
        shapes=[pace_line],
    )
    alt = _("各{what}累计量目标平均完成率横条图,共{count}个{what},时序进度{pace}。").format(
        what=what or _("领域"), count=len(groups), pace=percent(card.pace)
    )
    alt += "".join(_("{line}。").format(line=_line(group, card)) for group in groups)
    return Chart({"data": [trace for trace in (bars, nothing) if trace["y"]], "layout": frame}, alt)


def _bars(
    drawn: Sequence[tuple[int, Group, Fraction]], card: Scorecard, theme: Theme
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A bar for each row and mean, its share inside; and beside it where the bar is too short for it."""
    texts = [share_text(mean, card.pace) for _row, _group, mean in drawn]
    lengths = [float(mean * 100) for _row, _group, mean in drawn]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": [row for row, _group, _mean in drawn],
        "marker": {"color": theme["bar"], "line": {"width": 0}},
        "text": [text if x >= _ROOM_INSIDE else "" for text, x in zip(texts, lengths, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "insidetextfont": {"color": ink_on(theme["bar"]), "size": 13},
        "hovertext": [label(_line(group, card)) for _row, group, _mean in drawn],
        "hoverinfo": "text",
        "customdata": [[group.key] for _row, group, _mean in drawn],
    }
    notes = [
        note(text, max(x, 0) + 1, row, theme, xanchor="left")
        for (row, _group, _mean), text, x in zip(drawn, texts, lengths, strict=True)
        if x < _ROOM_INSIDE
    ]
    return bars, notes


def _pace(card: Scorecard, theme: Theme) -> tuple[dict[str, Any], dict[str, Any]]:
    """The one 时序进度: its words above the bars, and the dashed line."""
    at, text = float(card.pace * 100), _("时序进度{pace}").format(pace=percent(card.pace))
    line = {"color": theme["pace"], "width": 1.5, "dash": "dash"}
    shape = {"type": "line", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}
    return note(text, at, 1, theme, yref="paper", yanchor="bottom", yshift=4), shape


def _shares(lengths: Sequence[float], theme: Theme) -> dict[str, Any]:
    return axis(
        theme,
        range=[min([0.0, *lengths]) * 1.1, 101],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25", "50", "75", "100%"],
        tickangle=0,
        title={"text": _("累计量目标平均完成率(单项最高计100%)"), "font": {"size": 12}},
    )


def _line(group: Group, card: Scorecard) -> str:
    text = _why_none(group) if group.rollup.mean is None else mean_text(group.rollup, card.pace)
    return with_colon(group.name, text)


def _why_none(group: Group) -> str:
    """Why there is no mean; of what has nothing due which nothing it is."""
    if not group.rollup.averaged and not group.rollup.due:
        return group_nothing(group.rollup)
    return _("累计量不足{fewest}项").format(fewest=FEWEST_FOR_MEAN)


def words(
    blank: Sequence[tuple[int, Group]], at: list[float], texts: list[str], theme: Theme
) -> dict[str, Any]:
    """What stands in the rows of groups without a bar: the reason in words, no mark that looks like 0."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": at,
        "y": [row for row, _group in blank],
        "text": [label(text) for text in texts],
        "textposition": "middle right",
        "textfont": {"color": theme["muted"], "size": 13},
        "hoverinfo": "skip",
        "customdata": [[group.key] for _row, group in blank],
        "cliponaxis": False,
    }


def columns(shown: Sequence[Column], theme: Theme) -> list[dict[str, Any]]:
    """Short texts to the right of the bars, each column under its head."""
    notes = []
    for head, at, texts in shown:
        place = {"xref": "paper", "xanchor": "left", "xshift": at, "align": "left"}
        if any(texts):
            top = {"yref": "paper", "yanchor": "bottom", "yshift": 4, "color": theme["muted"], "size": 12}
            notes.append(note(head, 1, 1, theme, **place, **top))
        notes += [note(text, 1, row, theme, **place, size=12) for row, text in enumerate(texts) if text]
    return notes


def names(groups: Sequence[Group], theme: Theme) -> dict[str, Any]:
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
