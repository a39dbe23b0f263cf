"""One target over the year: what was expected, what was reported, what is promised, where it is heading."""

from fractions import Fraction
from itertools import groupby
from typing import Any

from tracker.charts.beside import ALONE, Beside, corrected, heading, heading_ends
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
from tracker.charts.reported import (
    Series,
    figure_notes,
    has_path,
    reported_line,
    start,
    verified_otherwise,
)
from tracker.charts.shortfall import shortfall
from tracker.domain.language import _, with_colon
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import MONTHS_OF_YEAR
from tracker.domain.measure.quantity import amount_text, scale_of
from tracker.domain.measure.target import Kind, Path, Terms
from tracker.domain.measure.units import counts
from tracker.domain.progress.palette import LIGHT
from tracker.domain.sentences import progress

Expected = list[tuple[int, Fraction | None]]  # month, value; None where the line breaks off

_HEIGHT = 300
_NEAR = 0.09  # of the height: two labels nearer than this would lie on each other
_FEW = 24  # up to so many whole units the path is drawn in steps; more of them look even


def target_path(series: Series, *, theme: Theme = LIGHT, beside: Beside = ALONE) -> Chart | None:
    """A target's scores by quarter, in order; the last one's terms are in force.

    A mark has the shape and colour of its status, hollow where it is not approved. A cross is what was
    reported where another value was verified, or what counted before a correction. A quarter without a
    figure is a gap in the line. What is missing to the path is drawn in the status's colour; dotted on to
    December is the forecast. The target's line steps where adjusted terms take effect. None for an empty
    series and for a milestone, which has no axis of amounts.
    """
    if not series or series[-1][1].target.terms.kind is Kind.MILESTONE:
        return None
    period, last = series[-1]
    goals = beside.goals or goals_over_year(series)
    alt = _("“{target}”{year}年{every}进展,目标{target2}。").format(
        every=period.rhythm.every, target=last.target.name, year=period.year, target2=last.target.aim
    )
    alt += "".join(with_colon(at.span, progress(score, at)) for at, score in series)
    alt += "".join(_("{said}。").format(said=step.words) for step in steps(goals))
    return Chart(_lines(series, theme, goals, beside), alt + beside.words(last.target.terms))


def _lines(series: Series, theme: Theme, goals: Goals, beside: Beside) -> dict[str, Any]:
    terms = series[-1][1].target.terms
    expected = _expected(goals)
    is_paced = has_path(terms) and bool(expected)
    span = _range(series, expected, goals, beside)
    data = [
        *start(series, theme),
        *verified_otherwise(series, theme),
        *corrected(series, beside, theme),
        *heading(beside, terms, theme),
        reported_line(series, theme),
    ]
    missing, missing_notes = shortfall(series, span, theme)
    # From the back to the front.
    data = [*([_expected_line(terms, expected, theme)] if is_paced else []), *missing, *data]
    ends, named = _ends(goals[-1][1], beside, span, theme)
    notes = [*figure_notes(series, span, theme, beside), *missing_notes, *ends]
    notes += [*_path_note(series, goals[-1][0].name, expected, theme), *step_notes(goals, theme)]
    notes.append(_unit_note(terms, theme))
    is_stepped = bool(steps(goals))
    frame = layout(
        theme,
        _HEIGHT,
        margin={"l": 44, "r": named, "t": 48 if is_stepped else 34, "b": 30},
        hovermode="closest",
        xaxis=_axis(theme, range=[0, MONTHS_OF_YEAR], showgrid=False, **months()),
        yaxis=_axis(
            theme,
            range=span,
            automargin=True,
            tickformat=",~r",
            nticks=4,
            zeroline=span[0] <= 0 <= span[1],
            zerolinecolor=theme["ink"],
            zerolinewidth=1,
        ),
        annotations=notes,
        shapes=[
            *goal_bands(goals, theme),
            *(goal_lines(goals, theme) if is_stepped or not is_paced else ()),
            *step_lines(goals, theme),
        ],
    )
    return {"data": data, "layout": frame}


def months() -> dict[str, Any]:
    """The ticks of a year's axis."""
    named = [_("年初"), *(_("{month}月").format(month=month) for month in (3, 6, 9, 12))]
    return {"tickvals": [0, 3, 6, 9, 12], "ticktext": named}


def _axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """Ticks that are not seen keep their words off the marks."""
    return axis(theme, showline=False, ticks="outside", ticklen=6, tickcolor="rgba(0,0,0,0)", **more)


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
        known: Expected = [(month, value) for month, value in points if value is not None]
        first, before = points[0][0], stretch[0].month_before
        if known and not terms.kind.is_rate and has_path(terms):
            start = terms.baseline if before == 0 else expected_value(terms, before, stretch[0])
            known.insert(0, (before, None if start is None else Fraction(start)))
        line += [(first, None), *known] if line and known else known
    return line


def _expected_line(terms: Terms, expected: Expected, theme: Theme) -> dict[str, Any]:
    """Of a few that are counted one by one the line goes up in steps, as whole units fall due."""
    unit, span = terms.unit_of_measure, terms.span
    amounts = ["" if value is None else amount_text(due_amount(terms, value)) for _, value in expected]
    in_steps = counts(unit) and scale_of(unit) == 1 and span is not None and abs(span) <= _FEW
    return {
        "type": "scatter",
        "mode": "lines" if len(expected) > 1 else "markers",
        "x": [month for month, _ in expected],
        "y": [None if value is None else float(value) for _, value in expected],
        "line": {
            "color": theme["edge"],
            "width": 1.5,
            "dash": "5px,4px",
            "shape": "hv" if in_steps else "linear",
        },
        "text": amounts,
        "hovertemplate": _("%{x}月限额 %{text}<extra></extra>")
        if terms.is_ceiling
        else _("%{x}月应达 %{text}<extra></extra>"),
    }


def _ends(terms: Terms, beside: Beside, span: list[float], theme: Theme) -> tuple[list[dict[str, Any]], int]:
    """What the lines lead to, named at their ends, and the room that the names take, in pixels."""
    ends: list[tuple[float, str, bool]] = []
    if terms.value is not None:
        amounts = [each for each in (terms.value, terms.upper) if each is not None]
        aim = terms.operator.of("—".join(amount_text(each) for each in amounts))
        word = _("预算{aim}") if terms.kind is Kind.BUDGET else _("目标{aim}")
        middle = sum(float(each) for each in amounts) / len(amounts)
        ends.append((middle, word.format(aim=aim), True))
    ends += [(at, text, False) for at, text in heading_ends(beside, terms)]
    notes: list[dict[str, Any]] = []
    lowest, widest = None, 0.0
    for at, text, is_goal in sorted(ends, key=lambda end: -end[0]):
        # From the highest down, each below the one before where they would lie on each other.
        place = at if lowest is None else min(at, lowest - _NEAR * (span[1] - span[0]))
        lowest = place
        shown = f"<b>{label(text)}</b>" if is_goal else label(text)
        colour = theme["ink"] if is_goal else theme["muted"]
        size = 13 if is_goal else 12
        notes.append(
            note(shown, MONTHS_OF_YEAR, place, theme, xanchor="left", xshift=9, color=colour, size=size)
        )
        widest = max(widest, sum(size if ord(sign) > 0x2000 else size * 0.6 for sign in text))
    return notes, min(int(widest) + 20, 190)


def _unit_note(terms: Terms, theme: Theme) -> dict[str, Any]:
    """Over the axis's numbers; what is longer than they are starts at the edge."""
    side, shift = ("right", -6) if len(terms.unit_of_measure) < 3 else ("left", -40)
    place = {"xref": "paper", "yref": "paper", "xanchor": side, "xshift": shift, "yanchor": "bottom"}
    text = label(terms.unit_of_measure)
    return note(text, 0, 1, theme, color=theme["muted"], size=12, yshift=8, **place)


def _path_note(series: Series, last: str, expected: Expected, theme: Theme) -> list[dict[str, Any]]:
    """The dashed line named on the side that the figures leave free; a year end, which has none, in words."""
    terms = series[-1][1].target.terms
    if terms.path is Path.YEAR_END and terms.value is not None:
        text = _("年底一次性完成,{last}前不计时序").format(last=last)
        below = {"xref": "paper", "xanchor": "left", "yanchor": "top", "yshift": -4}
        return [note(text, 0.01, float(terms.value), theme, color=theme["muted"], size=12, **below)]
    if not has_path(terms) or len(expected) < 2:
        return []
    # Left of the middle: later on figures, forecast and goal have their labels.
    month, value = expected[len(expected) * 5 // 12]
    if value is None:
        return []
    reached = [(score.figure.data_month, score.figure.value) for _at, score in series if score.figure]
    due = dict(expected)
    over = [at for at, amount in reached if amount is not None and Fraction(amount) >= (due.get(at) or 0)]
    is_below = 2 * len(over) < len(reached) or not reached
    place = {"xanchor": "right", "yanchor": "bottom", "xshift": -8, "yshift": 2}
    if not is_below:
        place = {"xanchor": "left", "yanchor": "top", "xshift": 8, "yshift": -2}
    word = _("限额") if terms.is_ceiling else _("应达")
    return [note(word, month, float(value), theme, color=theme["muted"], size=12, **place)]


def _range(series: Series, expected: Expected, goals: Goals, beside: Beside) -> list[float]:
    """Everything drawn, with room for labels; a total is drawn from its start, never cut off."""
    values = [float(value) for _, value in expected if value is not None]
    numbers = [end for _, terms in goals for end in (terms.value, terms.upper)]
    for _period, score in series:
        if score.figure is not None:
            numbers += [score.figure.value, score.figure.reported_value]
    numbers += beside.values
    values += [float(value) for value in numbers if value is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if series[-1][1].target.terms.kind.is_flow:
        low = min(low, 0.0)
    room = (high - low or abs(high) or 1.0) * 0.1
    return [low - 2 * room if low else low, high + room]
