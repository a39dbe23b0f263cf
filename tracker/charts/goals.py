"""A target over the quarters of its year: the line steps where adjusted terms take effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from tracker.charts.frame import Theme, note
from tracker.domain.language import _
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Terms
from tracker.domain.progress.scorecard import Score

Goals = Sequence[tuple[Period, Terms]]
_NEAR_LEFT = 5  # of the months along the axis


@dataclass(frozen=True)
class Step:
    """Other terms from the start of ``period`` on."""

    period: Period
    before: Terms
    after: Terms

    @property
    def month(self) -> int:
        return self.period.month_before

    @property
    def words(self) -> str:
        """三季度起目标调整 230→150; what else than the value was adjusted is named."""
        since = self.period.name
        if self.before.value != self.after.value and self.before.value is not None and self.after.value:
            old, new = amount_text(self.before.value), amount_text(self.after.value)
            return _("{since}起目标调整 {old}→{new}").format(since=since, old=old, new=new)
        if self.before.due != self.after.due and self.after.due is not None:
            return _("{since}起节点改为{due}").format(since=since, due=self.after.due.label)
        return _("{since}起进度路径调整").format(since=since)


def goals_over_year(series: Sequence[tuple[Period, Score]]) -> Goals:
    """The terms in force at each quarter; where the series has none, those of the quarter before it."""
    known = {period: score.target.terms for period, score in series}
    terms, goals = series[0][1].target.terms, []
    for period in series[-1][0].of_year:
        terms = known.get(period, terms)
        goals.append((period, terms))
    return tuple(goals)


def steps(goals: Goals) -> tuple[Step, ...]:
    """Where the terms change."""
    return tuple(
        Step(period, before, after) for (_at, before), (period, after) in pairwise(goals) if before != after
    )


def goal_lines(goals: Goals, theme: Theme) -> list[dict[str, Any]]:
    """A level for each stretch with one value: dashed, former ones dotted."""
    stretches = [(value, [period for period, _terms in stretch]) for value, stretch in _by_value(goals)]
    lines = []
    for number, (value, periods) in enumerate(stretches, start=1):
        is_last = number == len(stretches)
        start = 0 if number == 1 else periods[0].month_before
        if value is not None:
            colour, dash = (theme["edge"], "5px,4px") if is_last else (theme["edge"], "dot")
            lines.append(
                {
                    "type": "line",
                    "layer": "below",
                    "x0": start,
                    "x1": periods[-1].last_month,
                    "y0": float(value),
                    "y1": float(value),
                    "line": {"color": colour, "width": 1.5, "dash": dash},
                }
            )
    return lines


def goal_bands(goals: Goals, theme: Theme) -> list[dict[str, Any]]:
    """A range is a band between its ends, of which the lower one has its line."""
    bands = []
    for (value, upper), stretch in groupby(goals, key=lambda goal: (goal[1].value, goal[1].upper)):
        periods = [period for period, _terms in stretch]
        if value is not None and upper is not None:
            bands.append(
                {
                    "type": "rect",
                    "layer": "below",
                    "x0": periods[0].month_before,
                    "x1": periods[-1].last_month,
                    "y0": float(value),
                    "y1": float(upper),
                    "fillcolor": theme["accent"],
                    "opacity": 0.14,
                    "line": {"width": 0},
                }
            )
    return bands


def _by_value(goals: Goals) -> list[tuple[Decimal | None, list[tuple[Period, Terms]]]]:
    return [(value, list(stretch)) for value, stretch in groupby(goals, key=lambda goal: goal[1].value)]


def step_lines(goals: Goals, theme: Theme) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "layer": "below",
            "yref": "paper",
            "x0": step.month,
            "x1": step.month,
            "y0": 0,
            "y1": 1,
            "line": {"color": theme["edge"], "width": 1, "dash": "dot"},
        }
        for step in steps(goals)
    ]


def step_notes(goals: Goals, theme: Theme) -> list[dict[str, Any]]:
    """The step named at its head, and each former value where its line begins."""
    notes = []
    for step in steps(goals):
        # Near the left edge a centred label would be cut off.
        place = {"xanchor": "left", "align": "left"} if step.month <= _NEAR_LEFT else {}
        notes.append(
            note(
                f"▼ {step.words}",
                step.month,
                1.02,
                theme,
                yref="paper",
                yanchor="bottom",
                color=theme["ink"],
                size=12,
                **place,
            )
        )
    for value, _periods in _by_value(goals)[:-1]:
        if value is not None:
            text = _("原目标 {value}").format(value=amount_text(value))
            notes.append(
                note(
                    text,
                    0.01,
                    float(value),
                    theme,
                    xref="paper",
                    xanchor="left",
                    yanchor="bottom",
                    color=theme["muted"],
                    size=12,
                )
            )
    return notes
