"""四期对照 as columns of a file: what each target is, and for each period status, figure and completion."""

from collections.abc import Callable, Sequence

from tracker.domain.language import _
from tracker.domain.listing.cells import Cell, Column, Row
from tracker.domain.listing.columns import BY_KEY
from tracker.domain.listing.tables import columns
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Score, Scorecard

NEAREST = 6  # periods that stand beside each other on a page; all of them where the year has no more
_FIRST = columns("code", "name", "area", "lead", "target", "measure")
_OF_PERIOD = ("status", "value", "marks", "completion")


def year_columns(year: Sequence[Scorecard]) -> tuple[Column, ...]:
    """``year``: the plan at each of its periods. A column's key is 2025Q3_status."""
    made = list(_FIRST)
    for card in year:
        scores = {score.target.id: score for score in card.scores}
        made += [_at(card, scores, BY_KEY[key]) for key in _OF_PERIOD]
    return tuple(made)


def nearest(periods: Sequence[Period], now: Period, most: int = NEAREST) -> tuple[Period, ...]:
    """The last ones up to ``now``; early in the year those that follow fill the place."""
    until = max(now.number, min(most, len(periods)))
    return tuple(periods[max(0, until - most) : until])


def _at(card: Scorecard, scores: dict[int, Score], column: Column) -> Column:
    return Column(
        f"{card.period}_{column.key}",
        _("{period}{column}").format(period=card.period.span, column=column.head),
        _read_at(card, scores, column.read),
        column.width,
        column.align,
    )


def _read_at(card: Scorecard, scores: dict[int, Score], read: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """None where the target was none yet."""

    def cell(row: Row) -> Cell:
        then = scores.get(row.target.id)
        return None if then is None else read(Row(then, card))

    return cell
