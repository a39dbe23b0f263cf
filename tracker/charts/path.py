"""One target over the year: what was expected, what was reported, what is promised, where it is heading."""

from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from tracker.charts.beside import ALONE, Beside, corrected, heading, heading_notes
from tracker.charts.frame import Chart, Theme, axis, label, layout, note
from tracker.charts.goals import (
    Goals,
    goal_bands,
    goal_lines,
    goals_over_year,
    step_lines,
    step_notes,
    steps,
)
from tracker.charts.timeline import Series, months, timeline
from tracker.domain.language import _, with_colon
from tracker.domain.measure.figure import Figure, Finality
from tracker.domain.measure.pace import expected_value
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.quantity import amount_text, scale_of
from tracker.domain.measure.target import Kind, Path, Terms
from tracker.domain.measure.units import counts
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import progress, target_text

_HEIGHT = 340
_ROOM_TO_THE_LEFT = 3
Expected = list[tuple[int, float | None]]  # month, value; None where the line breaks off


def target_path(series: Series, *, theme: Theme = LIGHT, beside: Beside = ALONE) -> Chart | None:
    """A target's scores by quarter, in order; the last one's terms are in force.

    Filled marks are approved, hollow ones not; a diamond is an estimate. A cross is what was
    reported where another value was verified, or what counted before a correction. A quarter without
    a figure is a gap in the line. Dotted on to December is the forecast. The target's line steps where
    adjusted terms take effect. A milestone is a timeline. None for an empty series.
    """
    if not series:
        return None
    period, last = series[-1]
    goals = beside.goals or goals_over_year(series)
    alt = _("“{target}”{year}年{every}进展,目标{target2}。").format(
        every=period.rhythm.every,
        target=last.target.name,
        year=period.year,
        target2=last.target.aim,
    )
    alt += "".join(with_colon(at.span, progress(score, at)) for at, score in series)
    alt += "".join(_("{said}。").format(said=step.words) for step in steps(goals)) + beside.words(
        last.target.terms
    )
    if last.target.terms.kind is Kind.MILESTONE:
        return Chart(timeline(series, theme, goals), alt)
    return Chart(_lines(series, theme, goals, beside), alt)


def _lines(series: Series, theme: Theme, goals: Goals, beside: Beside) -> dict[str, Any]:
    terms = series[-1][1].target.terms
    expected = _expected(goals)
    data = [
        _reported_line(series, theme),
        *_verified_otherwise(series, theme),
        *corrected(series, beside, theme),
        *heading(beside, terms, theme),
    ]
    if _has_line(terms) and expected:
        data.insert(0, _expected_line(terms, expected, theme))
    span = _range(series, expected, goals, beside)
    notes = [_goal_note(terms, theme), *_figure_notes(series, theme, beside)]
    notes += [*_path_note(terms, goals[-1][0].name, expected, theme), *step_notes(goals, theme)]
    notes += heading_notes(beside, terms, span, theme)
    frame = layout(
        theme,
        _HEIGHT,
        margin={"l": 8, "r": 118, "t": 44 if steps(goals) else 26, "b": 34},
        xaxis=axis(theme, range=[-0.3, 12.3], showgrid=False, **months()),
        yaxis=axis(
            theme,
            range=span,
            automargin=True,
            tickformat=",~r",
            nticks=6,
            title={"text": label(terms.unit_of_measure), "font": {"size": 12}},
        ),
        annotations=notes,
        shapes=[*goal_bands(goals, theme), *goal_lines(goals, theme), *step_lines(goals, theme)],
    )
    return {"data": data, "layout": frame}


def _expected(goals: Goals) -> Expected:
    """Month and value of the path expected by the terms in force then; a total starts at its baseline.

    Where adjusted terms take effect the path breaks off and goes on from the new one's value there.
    """
    line: Expected = []
    for terms, periods in groupby(goals, key=lambda goal: goal[1]):
        stretch = [period for period, _terms in periods]
        points = [
            (month, expected_value(terms, month, period))
            for period in stretch
            for month in range(period.month_before + 1, period.last_month + 1)
        ]
        known: Expected = [(month, float(value)) for month, value in points if value is not None]
        first, before = points[0][0], stretch[0].month_before
        if known and not terms.kind.is_rate and _has_line(terms):
            start = terms.baseline if before == 0 else expected_value(terms, before, stretch[0])
            known.insert(0, (before, float(start)) if start is not None else (before, None))
        line += [(first, None), *known] if line and known else known
    return line


def _has_line(terms: Terms) -> bool:
    """Whether what is expected grows from month to month; a level has the one line of its target."""
    return terms.kind is not Kind.MILESTONE and terms.path in (Path.EVEN, Path.OWN_PLAN)


def _expected_line(terms: Terms, expected: Expected, theme: Theme) -> dict[str, Any]:
    """Of what is counted one by one the line goes up in steps, as whole units fall due."""
    in_steps = counts(terms.unit_of_measure) and scale_of(terms.unit_of_measure) == 1
    return {
        "type": "scatter",
        "mode": "lines" if len(expected) > 1 else "markers",
        "x": [month for month, _ in expected],
        "y": [value for _, value in expected],
        "line": {
            "color": theme["muted"],
            "width": 2,
            "dash": "dash",
            "shape": "hv" if in_steps else "linear",
        },
        "hovertemplate": _("%{x}月限额 %{y:,.4~f}<extra></extra>")
        if terms.is_ceiling
        else _("%{x}月应达 %{y:,.4~f}<extra></extra>"),
    }


def _reported_line(series: Series, theme: Theme) -> dict[str, Any]:
    points = [(at, score, score.figure) for at, score in series]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        # None breaks the line: a quarter that was not reported is neither 0 nor interpolated.
        "x": [at.last_month if figure is None else figure.data_month for at, _, figure in points],
        "y": [None if figure is None else _number(figure.value) for _, _, figure in points],
        "connectgaps": False,
        "line": {"color": theme["ink"], "width": 2.5},
        "marker": {
            "size": 13,
            "symbol": [_symbol(figure) for _, _, figure in points],
            "color": [theme[score.status] for _, score, _ in points],
            "line": {"width": 2.5, "color": [theme[score.status] for _, score, _ in points]},
        },
        "hovertext": [label(f"{labelled(score.status)} {progress(score, at)}") for at, score, _ in points],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _symbol(figure: Figure | None) -> str:
    if figure is None:
        return "circle"
    shape = "diamond" if figure.finality is Finality.ESTIMATE else "circle"
    return f"{shape}-open" if figure.is_unapproved else shape


def _verified_otherwise(series: Series, theme: Theme) -> list[dict[str, Any]]:
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


def _figure_notes(series: Series, theme: Theme, beside: Beside) -> list[dict[str, Any]]:
    notes = []
    for at, score in series:
        figure = score.figure
        if figure is not None and figure.value is not None:
            text = f"<b>{amount_text(figure.value)}</b>"
            text += "".join(f"<br>{mark}" for mark in beside.marks(figure))
            notes.append(_beside(text, figure, at, score, theme))
    return notes


def _beside(text: str, figure: Figure, at: Period, score: Score, theme: Theme) -> dict[str, Any]:
    """Above the mark, or below where the mark lies under the expected line: so labels keep off it."""
    terms = score.target.terms
    expected = expected_value(terms, figure.data_month, at)
    below = figure.value is not None and expected is not None and Fraction(figure.value) < expected
    place: dict[str, Any] = {"yanchor": "bottom", "yshift": 10}
    if _has_line(terms) and figure.data_month >= _ROOM_TO_THE_LEFT:
        place |= {"xanchor": "right", "xshift": 8}  # the line and the forecast go on to the upper right
    if below:
        # A rising line leaves the lower right free, but for the right edge, where the goal is named.
        at_edge = figure.data_month == MONTHS_OF_YEAR
        place = {"yanchor": "top", "yshift": -9} | ({} if at_edge else {"xanchor": "left", "xshift": -4})
    return note(text, figure.data_month, _number(figure.value) or 0.0, theme, **place)


def _goal_note(terms: Terms, theme: Theme) -> dict[str, Any]:
    ends = [float(end) for end in (terms.value, terms.upper) if end is not None]
    at = sum(ends) / len(ends) if ends else 0.0
    text = _("<b>目标</b> {label}").format(label=label(target_text(terms)))
    # The margin on the right holds no more in one line.
    if len(target_text(terms)) > 9:
        text = text.replace("</b> ", "</b><br>")
    return note(text, 1.01, at, theme, xref="paper", xanchor="left", align="left", color=theme["accent"])


def _path_note(terms: Terms, last: str, expected: Expected, theme: Theme) -> list[dict[str, Any]]:
    """The dashed line named where it stands; a year end, which has none, in words."""
    if terms.path is Path.YEAR_END:
        return [
            note(
                _("年底一次性完成,{last}前不计时序").format(last=last),
                0.01,
                0.02,
                theme,
                xref="paper",
                yref="paper",
                xanchor="left",
                color=theme["muted"],
                size=12,
            )
        ]
    if not _has_line(terms) or len(expected) < 2:
        return []
    # Near the line's start: later on figures, forecast and goal have their labels.
    month, value = expected[len(expected) // 6]
    if value is None:
        return []
    above = "bottom" if terms.is_rising else "top"
    place = {"xanchor": "right", "yanchor": above, "xshift": -4}
    word = _("限额") if terms.is_ceiling else _("应达")
    return [note(word, month, value, theme, color=theme["muted"], size=12, **place)]


def _range(series: Series, expected: Expected, goals: Goals, beside: Beside) -> list[float]:
    """Everything drawn, with room for labels; a total is drawn from its start, never cut off."""
    values = [value for _, value in expected if value is not None]
    numbers = [end for _, terms in goals for end in (terms.value, terms.upper)]
    for _period, score in series:
        if score.figure is not None:
            numbers += [score.figure.value, score.figure.reported_value]
    numbers += beside.values
    values += [float(value) for value in numbers if value is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.18
    return [low - room if low or min(values, default=0.0) < 0 else low - room / 2, high + room]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
