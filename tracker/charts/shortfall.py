"""What a target lacks to its path, drawn from the last figure up to where it was to be: 少27根."""

from fractions import Fraction
from typing import Any

from tracker.charts.frame import Theme, label, note
from tracker.charts.reported import Series
from tracker.domain.language import _
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import MONTHS_OF_YEAR
from tracker.domain.measure.quantity import IN_POINTS, with_unit

_LEAST = 0.08  # of the height: a shorter line has no room between its marks


def shortfall(
    series: Series, span: list[float], theme: Theme
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Traces and notes; nothing where it is not behind."""
    period, score = series[-1]
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None or not score.status.is_behind or score.judgement.is_stale:
        return [], []
    expected = expected_value(terms, figure.data_month, period)
    if terms.upper is not None and figure.value > terms.upper:
        expected = Fraction(terms.upper)
    if expected is None:
        return [], []
    due, reached, height = float(expected), float(figure.value), span[1] - span[0]
    lack = abs(due_amount(terms, expected) - figure.value)
    if not lack:
        return [], []
    month, colour = figure.data_month, theme[score.status]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [month],
        "y": [due],
        "marker": {
            "symbol": "circle",
            "size": 7,
            "opacity": 1,
            "color": theme["paper"],
            "line": {"color": theme["edge"], "width": 1.5},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    if abs(due - reached) < _LEAST * height:
        return [marks], []
    room = (0.015 if due < reached else -0.015) * height
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [month, month],
        "y": [due + room, reached - 2 * room],
        "line": {"color": colour, "width": 1.5},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    unit = _("个百分点") if terms.unit_of_measure in IN_POINTS else terms.unit_of_measure
    text = (_("少{amount}") if due > reached else _("多{amount}")).format(amount=with_unit(lack, unit))
    # The goal is named to the right of the axis's end.
    side, shift = ("right", -6) if month == MONTHS_OF_YEAR else ("left", 6)
    place = {"xanchor": side, "xshift": shift, "color": colour}
    said = note(f"<b>{label(text)}</b>", month, reached + 0.6 * (due - reached), theme, **place)
    return [line, marks], [said]
