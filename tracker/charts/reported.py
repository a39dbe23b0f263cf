"""The figures of a target on its chart: a mark each in the shape and colour of its status."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tracker.charts.beside import Beside
from tracker.charts.frame import Theme, label, note
from tracker.domain.language import _
from tracker.domain.measure.pace import expected_value
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Path, Terms
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import progress

Series = Sequence[tuple[Period, Score]]
_FOOT = 0.09  # of the height: below it a label would lie on the axis

# The shapes of a status, as Plotly calls them.
_SYMBOLS = {
    "◆": "diamond",
    "●": "circle",
    "▲": "triangle-up",
    "■": "square",
    "▼": "triangle-down",
    "○": "circle-open",
    "□": "square-open",
    "◎": "circle-open-dot",
    "◇": "diamond-open",
    "×": "x-thin-open",
    "－": "line-ew-open",
    "▽": "triangle-down-open",
}


def has_path(terms: Terms) -> bool:
    """Whether what is expected grows from month to month; a level has the one line of its target."""
    return terms.path in (Path.EVEN, Path.OWN_PLAN)


def start(series: Series, theme: Theme) -> list[dict[str, Any]]:
    """From the baseline to the first period's figure; a state's value in January is not known."""
    first, terms = series[0][1].figure, series[0][1].target.terms
    if first is None or first.value is None or not terms.kind.is_flow:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [0, first.data_month],
            "y": [float(terms.baseline), float(first.value)],
            "line": {"color": theme["ink"], "width": 2.2},
            "hoverinfo": "skip",
        }
    ]


def reported_line(series: Series, theme: Theme) -> dict[str, Any]:
    points = [(at, score, score.figure) for at, score in series]
    symbols = [_symbol(score) for _, score, _ in points]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        # None breaks the line: a quarter that was not reported is neither 0 nor interpolated.
        "x": [at.last_month if figure is None else figure.data_month for at, _, figure in points],
        "y": [None if figure is None else _number(figure.value) for _, _, figure in points],
        "connectgaps": False,
        "line": {"color": theme["ink"], "width": 2.2},
        "marker": {
            "size": 12,
            "symbol": symbols,
            "opacity": 1,
            "color": [theme[score.status] for _, score, _ in points],
            "line": {
                "width": [2.2 if symbol.endswith(("-open", "-dot")) else 1.5 for symbol in symbols],
                "color": [
                    theme[score.status] if symbol.endswith(("-open", "-dot")) else theme["paper"]
                    for symbol, (_, score, _) in zip(symbols, points, strict=True)
                ],
            },
        },
        "hovertext": [label(f"{labelled(score.status)} {progress(score, at)}") for at, score, _ in points],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _symbol(score: Score) -> str:
    """The status's shape, hollow where nobody has approved the figure."""
    symbol, figure = _SYMBOLS[score.status.shape], score.figure
    is_filled = not symbol.endswith(("-open", "-dot"))
    return f"{symbol}-open" if is_filled and figure is not None and figure.is_unapproved else symbol


def verified_otherwise(series: Series, theme: Theme) -> list[dict[str, Any]]:
    figures = [score.figure for _period, score in series if score.figure is not None]
    changed = [
        (figure, figure.reported_value)
        for figure in figures
        if figure.is_verified_otherwise and figure.reported_value is not None
    ]
    if not changed:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [figure.data_month for figure, _ in changed],
            "y": [float(reported) for _at, reported in changed],
            "marker": {"symbol": "x-thin", "size": 11, "line": {"width": 2, "color": theme["muted"]}},
            "hovertext": [
                _("上报值 {amount}").format(amount=amount_text(reported)) for _at, reported in changed
            ],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    ]


def figure_notes(series: Series, span: list[float], theme: Theme, beside: Beside) -> list[dict[str, Any]]:
    """Each value below its mark, or above where the mark lies over the path: so they keep off the lines."""
    notes = []
    for at, score in series:
        figure, terms = score.figure, score.target.terms
        if figure is None or figure.value is None:
            continue
        text = f"<b>{amount_text(figure.value)}</b>"
        text += "".join(f"<br>{mark}" for mark in beside.marks(figure))
        expected = expected_value(terms, figure.data_month, at)
        at_foot = float(figure.value) - span[0] < _FOOT * (span[1] - span[0])
        above = at_foot or (expected is not None and Fraction(figure.value) >= expected)
        place: dict[str, Any] = {"yanchor": "top", "yshift": -8}
        if above:
            place = {"yanchor": "bottom", "yshift": 8}
        if at_foot and score.status.is_behind:
            place |= {"xanchor": "right", "xshift": -6}  # what is missing is drawn above the mark
        if figure.data_month == MONTHS_OF_YEAR:
            # The goal is named to the right of the axis's end.
            place |= {"xanchor": "right", "xshift": 4}
        notes.append(note(text, figure.data_month, _number(figure.value) or 0.0, theme, size=13, **place))
    return notes


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
