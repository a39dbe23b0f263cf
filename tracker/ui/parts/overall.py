"""What 总览 and 投影 say of a scorecard: how many stand where, and what is furthest behind."""

from collections.abc import Mapping
from html import escape

from tracker.domain.listing import cells as figures
from tracker.domain.listing.tables import BEHIND
from tracker.domain.listing.wanted import EARLY, TARGETS
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.quantity import share_text
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.scorecard import by_size as by_size
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences import on_pace_text
from tracker.ui.frame.language import _
from tracker.ui.parts.badges import shape_html
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import Link, link_html, list_link, method_link
from tracker.ui.parts.tables import Row


def list_of(status: str, text: str = "") -> Link:
    """The list behind the count of a status; budgets are not among them."""
    return list_link(text, status=status, kind=TARGETS)


def tiles_html(card: Scorecard) -> str:
    """The due targets by status, then what is not due, then the share; each count leads to its list."""
    whole = card.whole
    due = [
        _tile(status, status, status.word, whole.due_counts[status])
        for status in Status
        if whole.due_counts[status]
    ]
    outside = [
        _tile(status, status, status.word, whole.counts[status])
        for status in counted_as(CountsAs.OUTSIDE)
        if whole.counts[status]
    ]
    if whole.early:
        outside.insert(0, _tile(Status.ACHIEVED, EARLY, _("提前完成"), whole.early))
    parts = (part for part in ("".join(due), "".join(outside), _share_tile(whole)) if part)
    tiles = '<div class="rule"></div>'.join(parts)
    return f'<nav class="tiles" aria-label="{escape(_("打开清单"))}">{tiles}</nav>'


def _tile(status: Status, asked: str, word: str, count: int) -> str:
    to, spoken = list_of(asked).address, _("{status} {count}项").format(status=word, count=count)
    return (
        f'<div class="tile"><div class="count">{shape_html(status)}{count}</div>'
        f'<div><a href="{escape(to)}" aria-label="{escape(spoken)}">{escape(word)}</a></div></div>'
    )


def _share_tile(whole: Rollup) -> str:
    """达时序率 over the due ones; smaller the same over what has a verdict, and the progress index."""
    if not whole.due:
        return ""
    lines = [_("达时序率 {on_pace}/{due}").format(on_pace=whole.on_pace, due=whole.due)]
    if whole.has_shares and whole.index is not None:
        of_judged = whole.on_pace_of_judged
        if of_judged is not None and whole.unjudged:
            lines.append(_("有判定结果的{share}").format(share=share_text(of_judged)))
        lines.append(_("进度指数{share}").format(share=share_text(whole.index)))
    below = "<br>".join(map(escape, lines[1:]))
    below += " · "[: 3 * bool(below)] + link_html(method_link(text=_("怎么算")))
    return (
        f'<div class="tile share"><div class="count">{escape(on_pace_text(whole))}</div>'
        f'<div>{escape(lines[0])}</div><div class="below">{below}</div></div>'
    )


def behind_rows(card: Scorecard, scores: tuple[Score, ...], texts: Mapping[int, Texts]) -> list[Row]:
    """What is furthest from what was due, each with its cause and next step."""
    return [cells_of(BEHIND, figures.Row(score, card, _texts_of(score, texts))) for score in scores]


def _texts_of(score: Score, texts: Mapping[int, Texts]) -> Texts:
    return Texts() if score.figure is None else texts.get(score.figure.report_id, Texts())
