"""A milestone over the year: the months, when it is due, and how it stood at each quarter."""

from collections.abc import Sequence
from typing import Any

from tracker.charts.frame import Theme, axis, label, layout, note
from tracker.charts.goals import Goals
from tracker.domain.language import _
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import value_text

Series = Sequence[tuple[Period, Score]]


def months() -> dict[str, Any]:
    """The ticks of a year's axis."""
    named = [_("年初"), *(_("{month}月").format(month=month) for month in (3, 6, 9, 12))]
    return {"tickvals": [0, 3, 6, 9, 12], "ticktext": named}


_HEIGHT = 150


def timeline(series: Series, theme: Theme, goals: Goals) -> dict[str, Any]:
    line = {
        "type": "line",
        "x0": 0,
        "x1": 12,
        "y0": 0,
        "y1": 0,
        "layer": "below",
        "line": {"color": theme["line"], "width": 4},
    }
    frame = layout(
        theme,
        _HEIGHT,
        margin={"l": 30, "r": 70, "t": 16, "b": 30},
        xaxis=axis(theme, range=[-0.3, 12.3], showgrid=False, **months()),
        yaxis=axis(theme, visible=False, range=[-1, 1.4]),
        shapes=[line],
        annotations=[*_due(series, theme), *_former_due(goals, theme)],
    )
    return {"data": [_states(series, theme)], "layout": frame}


def _states(series: Series, theme: Theme) -> dict[str, Any]:
    """Filled when done, hollow when not; a quarter without a figure has no mark."""
    known = [
        (score.figure, score) for _at, score in series if score.figure and score.figure.value is not None
    ]
    colours = [theme[score.status] for _figure, score in known]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [figure.data_month for figure, _score in known],
        "y": [0] * len(known),
        "marker": {
            "size": 18,
            "symbol": ["circle" if _is_done(figure, score) else "circle-open" for figure, score in known],
            "color": colours,
            "line": {"width": 3, "color": colours},
        },
        "text": [value_text(score) for _figure, score in known],
        "textposition": "bottom center",
        "hovertext": [labelled(score.status) for _figure, score in known],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _is_done(figure: Figure, score: Score) -> bool:
    return figure.value == score.target.terms.steps_in_all


def _due(series: Series, theme: Theme) -> list[dict[str, Any]]:
    period, last = series[-1]
    terms, due = last.target.terms, last.target.terms.due
    earlier = [
        note(
            _("{step} {due}底前").format(step=label(step.name), due=step.due.name),
            step.due.last_month,
            0.5,
            theme,
        )
        for step in terms.steps[:-1]
        if step.due.year == period.year
    ]
    if due is None or due.year != period.year:
        return earlier
    arrow = {"showarrow": True, "arrowhead": 2, "arrowcolor": theme["accent"], "ax": 0, "ay": -30}
    text = _("<b>应完成</b> {due}底前").format(due=due.label)
    return [*earlier, note(text, due.last_month, 0.18, theme, color=theme["accent"], **arrow)]


def _former_due(goals: Goals, theme: Theme) -> list[dict[str, Any]]:
    """Until when it was to be done before an adjustment."""
    year, last = goals[-1][0].year, goals[-1][1].due
    former = dict.fromkeys(terms.due for _period, terms in goals)
    return [
        note(
            _("原定 {due}底前").format(due=due.name),
            due.last_month,
            0.5,
            theme,
            color=theme["muted"],
            size=12,
        )
        for due in former
        if due is not None and due != last and due.year == year
    ]
