"""What 总览 and 投影 both say of a scorecard: how many stand where, and what is furthest behind."""

from collections.abc import Mapping
from html import escape

from tracker.domain.listing import cells as figures
from tracker.domain.listing.tables import BEHIND
from tracker.domain.listing.wanted import TARGETS
from tracker.domain.measure.figure import Texts
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.ui.frame.language import _
from tracker.ui.parts.badges import shape_html
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import Link, link_html, list_link
from tracker.ui.parts.tables import Row


def list_of(status: str, text: str = "") -> Link:
    """The list behind the count of a status; budgets are not among them."""
    return list_link(text, status=status, kind=TARGETS)


def counts_html(card: Scorecard) -> str:
    """The strip's legend: each status with its shape, its count the way to its list."""
    words = _("{status} {count}项")
    counts = "".join(
        f'<span class="whole">{shape_html(status)} '
        f"{link_html(list_of(status, words.format(status=status.word, count=count)))}</span>"
        for status, count in card.whole.counts.items()
        if count
    )
    return f'<nav class="counts" aria-label="{escape(_("打开清单"))}">{counts}</nav>'


def behind_rows(card: Scorecard, scores: tuple[Score, ...], texts: Mapping[int, Texts]) -> list[Row]:
    """The worst gaps to pace, each with its cause and next step."""
    return [cells_of(BEHIND, figures.Row(score, card, _texts_of(score, texts))) for score in scores]


def _texts_of(score: Score, texts: Mapping[int, Texts]) -> Texts:
    return Texts() if score.figure is None else texts.get(score.figure.report_id, Texts())
