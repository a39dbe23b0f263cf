"""The periods of a year as columns: in each the status by its shape, the figure, the share of the way.

Where a list has a bullet for the share (``shares`` false) shape and figure are enough.
"""

from collections.abc import Iterable
from html import escape

from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import share_text
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.rows import months_head, share_of_way, value_cell
from tracker.ui.frame.language import _
from tracker.ui.parts.badges import shape_html
from tracker.ui.parts.links import Link, link_html, target_address

CELLS = 2  # of a period: its shape, its figure


def heads_html(periods: Iterable[Period], now: Period, unopened: Iterable[Period]) -> str:
    """``now``: the period that the page is about; of one that has not opened that is said here, once."""
    closed, heads = frozenset(unopened), []
    for each in periods:
        # The span of a month says its months (1—9月): it stands under the month itself.
        is_month = each.rhythm is Rhythm.MONTHLY
        name, months = (each.name, each.span) if is_month else (each.span, months_head(each))
        below = Status.NOT_OPEN.word if each in closed else months * (months != name)
        look = " now" * (each == now)
        heads.append(
            f'<th scope="col" colspan="{CELLS}" class="of-period{look}">{escape(name)}'
            f"<small>{escape(below)}</small></th>"
        )
    return "".join(heads)


def cells_html(scores: Iterable[tuple[Period, Score | None]], now: Period, *, shares: bool = True) -> str:
    """A target over the periods; None: it was none yet."""
    return "".join(_cells(score, period, " now" * (period == now), shares=shares) for period, score in scores)


def _cells(score: Score | None, period: Period, look: str, *, shares: bool) -> str:
    if score is None:
        return f'<td colspan="{CELLS}" class="of-period note{look}">{escape(_("尚未立项"))}</td>'
    if score.status is Status.NOT_OPEN:
        return f'<td colspan="{CELLS}" class="of-period{look}"></td>'
    figure, share, word = score.figure, share_of_way(score), escape(score.status.word)
    text = value_cell(None if figure is None else figure.value, score.target.terms)
    value = link_html(Link(text, target_address(score.target.code, period)))
    percent = ""
    if shares:
        percent = f"<small>{'' if share is None else share_text(share, score.judgement.pace)}</small>"
    return (
        f'<td class="of-shape{look}" title="{word}">{shape_html(score.status)}'
        f'<span class="spoken">{word}</span></td><td class="number{look}">{value}{percent}</td>'
    )


def legend_html(scores: Iterable[Score | None]) -> str:
    """Shape and word of every status that is drawn."""
    drawn = {score.status for score in scores if score is not None} - {Status.NOT_OPEN}
    chips = "".join(
        f'<span class="status">{shape_html(status)}{escape(status.word)}</span>'
        for status in Status
        if status in drawn
    )
    return f'<div class="status-legend">{chips}</div>'
