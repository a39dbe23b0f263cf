"""Targets of a group as bullet bars: how much of the year's target is done, against the pace."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tracker.charts.frame import Chart, Theme, axis, ink_on, label, layout, note
from tracker.domain.language import _, with_colon
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import (
    completion_share,
    gap_text,
    nothing_text,
    progress,
    share_text,
    value_text,
)

MOST = 30  # of one chart; longer lists are paged on the server
_ROW, _FRAME = 54, 74
_LONGEST_NAME = 17
# Where the axis ends: 300 % of one target must not squeeze all others; its number is in words.
_LOWEST, _HIGHEST = -20.0, 125.0
_BAR, _NAME, _BELOW_NAME = 0.26, -0.17, 0.24
Rows = Sequence[tuple[int, Score]]


def bullets(scores: Sequence[Score], period: Period, *, theme: Theme = LIGHT) -> Chart | None:
    """A row for each score, in the given order; None without any. At most ``MOST`` make a chart that is read.

    The bar is the completion of the year's target in the status's colour, on a track that ends at the
    target, which has a mark; the tick is what was due by then. Above the bar: the name, the status in shape
    and word, the share. What has no share of the way has no bar but words: how a level, a rate, a limit
    stands to its target, a milestone's state, or which nothing it is.
    ``customdata[0]`` of a bar is the target's code.
    """
    if not scores:
        return None
    rows = list(enumerate(scores))
    drawn = [(row, score) for row, score in rows if _has_bar(score)]
    blank = [(row, score) for row, score in rows if not _has_bar(score)]
    data = [_track(drawn, theme), _bars(drawn, period, theme), _targets(drawn, theme), _paces(drawn, theme)]
    shares = [min(max(_share(score), _LOWEST), _HIGHEST) for _row, score in drawn]
    is_money = all(score.target.terms.kind is Kind.BUDGET for score in scores)
    frame = layout(
        theme,
        _FRAME + _ROW * len(rows),
        margin={"l": 10, "r": 24, "t": 8, "b": 58},
        barmode="overlay",
        xaxis=_percent_axis(
            shares,
            _("执行率; ┃ 为至今应达, 100%处为年度预算")
            if is_money
            else _("全年目标完成率; ┃ 为至今应达, 100%处为目标"),
            theme,
        ),
        yaxis=axis(theme, visible=False, range=[len(rows) - 0.45, -0.6]),
        annotations=[_goes_on(row, score, theme) for row, score in drawn if _share(score) > _HIGHEST],
    )
    left, right = frame["xaxis"]["range"]
    above, in_place = [row + _NAME for row, _ in rows], [row + _BELOW_NAME for row, _ in blank]
    states = [_state(score, theme) for score in scores]
    reasons = [label(_instead(score, period)) for _row, score in blank]
    texts = [
        _names(rows, left, theme),
        _texts(states, right, above, "left", theme["ink"]),
        _texts(reasons, left, in_place, "right", theme["muted"], 12),
    ]
    # Every target with its status and share: what a reader of the chart reads off it.
    alt = (
        _("{period}各预算执行率与至今应达子弹图,共{n}项。")
        if is_money
        else _("{period}各目标完成率与至今应达子弹图,共{n}项。")
    ).format(period=period.label, n=len(scores))
    alt += "".join(_line(score, period) for score in scores)
    return Chart({"data": [*(data if drawn else ()), *texts], "layout": frame}, alt)


def _percent_axis(shares: Sequence[float], title: str, theme: Theme) -> dict[str, Any]:
    return axis(
        theme,
        range=[min([0.0, *shares]), max([100.0, *shares]) + 1],
        visible=bool(shares),
        showgrid=False,
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25", "50", "75", "100%"],
        tickangle=0,
        title={"text": title, "font": {"size": 12}},
    )


def _share(score: Score) -> float:
    """Percent; only for scores that have a completion."""
    return _percent(score.judgement.completion)


def _percent(ratio: Fraction | None) -> float:
    return 0.0 if ratio is None else float(ratio * 100)


def _bar_rows(drawn: Rows) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [row + _BELOW_NAME for row, _score in drawn],
        "customdata": [[score.target.code] for _row, score in drawn],
    }


def _track(drawn: Rows, theme: Theme) -> dict[str, Any]:
    track = {"x": [100] * len(drawn), "width": _BAR, "hoverinfo": "skip"}
    return _bar_rows(drawn) | track | {"marker": {"color": theme["line"], "line": {"width": 0}}}


def _bars(drawn: Rows, period: Period, theme: Theme) -> dict[str, Any]:
    colours = [theme[score.status] for _row, score in drawn]
    return _bar_rows(drawn) | {
        "x": [min(max(_share(score), _LOWEST), _HIGHEST) for _row, score in drawn],
        "width": _BAR,
        "marker": {"color": colours, "line": {"width": 0}},
        "hovertext": [_hover(score, period) for _row, score in drawn],
        "hoverinfo": "text",
    }


def _hover(score: Score, period: Period) -> str:
    name = f"<b>{label(score.target.name)}</b> {labelled(score.status)}"
    # Plotly does not wrap: a whole sentence in one line would leave a phone's screen.
    return f"{name}<br>{label(progress(score, period)).replace(',', ',<br>', 1)}"


def _marks(at: list[float], rows: Sequence[int], size: int, width: float, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": at,
        "y": [row + _BELOW_NAME for row in rows],
        "marker": {"symbol": "line-ns", "size": size, "line": {"width": width, "color": colour}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _targets(drawn: Rows, theme: Theme) -> dict[str, Any]:
    return _marks([100.0] * len(drawn), [row for row, _score in drawn], 15, 4, theme["accent"])


def _paces(drawn: Rows, theme: Theme) -> dict[str, Any]:
    paced = [(row, score) for row, score in drawn if score.judgement.pace is not None]
    at = [min(max(_percent(score.judgement.pace), _LOWEST), _HIGHEST) for _row, score in paced]
    return _marks(at, [row for row, _score in paced], 21, 2.5, theme["pace"])


def _texts(
    texts: list[str], at: float, rows: Sequence[float], side: str, colour: str, size: int = 13
) -> dict[str, Any]:
    """One trace for all rows: thirty rows of annotations cost each rerun more than the rest of the page."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [at] * len(texts),
        "y": rows,
        "text": texts,
        "textposition": f"middle {side}",
        "textfont": {"color": colour, "size": size},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _names(rows: Rows, at: float, theme: Theme) -> dict[str, Any]:
    """Above the bars, to the left; a name that is cut stands whole under the pointer."""
    names = [score.target.name for _row, score in rows]
    cut = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name in names]
    texts = _texts([label(name) for name in cut], at, [row + _NAME for row, _ in rows], "right", theme["ink"])
    return texts | {"hovertext": [label(name) for name in names], "hoverinfo": "text"}


def _has_bar(score: Score) -> bool:
    """Levels and rates have no share of a way: they are held against the target itself."""
    return score.judgement.completion is not None and not score.target.terms.kind.is_kept


def _state(score: Score, theme: Theme) -> str:
    colour = theme[score.status]
    share = f" <b>{completion_share(score.judgement)}</b>" if _has_bar(score) else ""
    word = _("提前完成") if score.judgement.is_early else score.status.word
    return f'<span style="color:{colour}">{score.status.shape}</span> {label(word)}{share}'


def _instead(score: Score, period: Period) -> str:
    """What stands where no bar is: 91.3% / 91%,高于目标0.3个百分点; or which nothing it is."""
    nothing = nothing_text(score, period)
    if nothing is not None:
        return nothing
    aim = _("{value} / {target}").format(value=value_text(score), target=score.target.aim)
    gap = gap_text(score)
    return aim if gap is None else _("{aim},{gap}").format(aim=aim, gap=gap)


def _goes_on(row: int, score: Score, theme: Theme) -> dict[str, Any]:
    """A bar that ends with the axis goes on: its share stands above it."""
    return note(
        "»", _HIGHEST, row + _BELOW_NAME, theme, xanchor="right", size=15, color=ink_on(theme[score.status])
    )


def _line(score: Score, period: Period) -> str:
    pace = score.judgement.pace
    text = with_colon(score.target.name, score.status.word)
    if not _has_bar(score):
        return _("{said}。").format(said=text + _(",") + _instead(score, period))
    text += _(",完成率{share}").format(share=completion_share(score.judgement))
    text += "" if pace is None else _(",至今应达{share}").format(share=share_text(pace))
    return _("{said}。").format(said=text)
