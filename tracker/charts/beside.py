"""What stands beside a target's figures: the forecast, the department's call, what was corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tracker.charts.frame import Theme
from tracker.charts.goals import Goals
from tracker.domain.language import _
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Terms
from tracker.domain.progress.forecast import Basis, Forecast
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences import inner_marks_but_span
from tracker.domain.sentences.outlook import forecast_text, shown_amount


@dataclass(frozen=True)
class Beside:
    """``start``: the figure that the forecast goes on from. ``call_value``: the department's year end.

    ``replaced``: by report id of a correction, the value that counted before it. ``goals``: the terms
    at each quarter of the year, also those that the series does not reach.
    """

    forecast: Forecast | None = None
    start: Decimal | None = None
    call_value: Decimal | None = None
    replaced: Mapping[int, Decimal] = field(default_factory=dict)
    goals: Goals = ()

    @property
    def values(self) -> list[Decimal | None]:
        ahead = None if self.forecast is None else self.forecast.value
        return [ahead, self.call_value, *self.replaced.values()]

    def marks(self, figure: Figure) -> tuple[str, ...]:
        """As everywhere, with the value that a correction replaced; the months behind it are on the axis."""
        old = self.replaced.get(figure.report_id)
        if old is None:
            joined = _(",").join(inner_marks_but_span(figure))
            return (joined,) if joined else ()
        correction = _("更正,原{value}").format(value=amount_text(old))
        marks = (correction if mark == _("更正") else mark for mark in inner_marks_but_span(figure))
        return (_(",").join(marks),)

    def words(self, terms: Terms) -> str:
        """For the alternative text."""
        text = "" if self.forecast is None else forecast_text(self.forecast, terms)
        if self.call_value is not None:
            text += _("牵头单位预计全年{value}。").format(value=amount_text(self.call_value))
        return text


ALONE = Beside()


def heading(beside: Beside, terms: Terms, theme: Theme) -> list[dict[str, Any]]:
    """Dotted from the figure to December, hollow at its end: nothing of it has been reported."""
    traces: list[dict[str, Any]] = []
    if beside.forecast is not None and beside.start is not None:
        ahead = beside.forecast
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [ahead.data_month, MONTHS_OF_YEAR],
                "y": [float(beside.start), float(ahead.value)],
                "line": {"color": theme["ink"], "width": 1.6, "dash": "2px,4px"},
                "marker": {
                    "size": [0, 8],
                    "symbol": "circle",
                    "opacity": 1,
                    "color": theme["paper"],
                    "line": {"width": 1.6, "color": theme["ink"]},
                },
                "hovertext": ["", forecast_text(ahead, terms)],
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    if beside.call_value is not None:
        text = _("牵头单位预计全年{value}").format(value=amount_text(beside.call_value))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [MONTHS_OF_YEAR],
                "y": [float(beside.call_value)],
                "marker": {
                    "size": 10,
                    "symbol": "diamond",
                    "opacity": 1,
                    "color": theme["paper"],
                    "line": {"width": 1.6, "color": theme["ink"]},
                },
                "hovertext": [text],
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    return traces


def heading_ends(beside: Beside, terms: Terms) -> list[tuple[float, str]]:
    """照此推算90.7 and 单位研判95, by the values at which they end."""
    ends: list[tuple[float, str]] = []
    # What only holds ends at the figure's own height, where its label already says the value.
    is_moving = beside.forecast is not None and beside.forecast.basis is not Basis.HOLDS
    if beside.forecast is not None and beside.start is not None and is_moving:
        amount = amount_text(shown_amount(beside.forecast.value, terms))
        ends.append((float(beside.forecast.value), _("照此推算{value}").format(value=amount)))
    if beside.call_value is not None:
        amount = amount_text(beside.call_value)
        ends.append((float(beside.call_value), _("单位研判{value}").format(value=amount)))
    return ends


def corrected(series: Sequence[tuple[Period, Score]], beside: Beside, theme: Theme) -> list[dict[str, Any]]:
    """A cross where the corrected figure stood."""
    figures = [score.figure for _at, score in series if score.figure is not None]
    old = [
        (figure.data_month, beside.replaced[figure.report_id])
        for figure in figures
        if figure.report_id in beside.replaced
    ]
    if not old:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [month for month, _value in old],
            "y": [float(value) for _month, value in old],
            "marker": {"symbol": "x-thin", "size": 11, "line": {"width": 2, "color": theme["muted"]}},
            "hovertext": [_("更正前 {value}").format(value=amount_text(value)) for _month, value in old],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    ]
