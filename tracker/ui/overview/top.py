"""The top of 总览: how the whole stands in one sentence, the counts by status, the shares, and one bar."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from html import escape

from tracker.domain.language import bracketed, marked, with_colon
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.quantity import percent, share_text
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences import on_pace_text, plan_counts
from tracker.domain.sentences.conclusion import conclusion
from tracker.domain.workflow.lifecycle import Window
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links, overall
from tracker.ui.parts.badges import shape_html

# In the year's course nothing is missed yet, but for a limit that is passed; at its end nothing is behind.
_USUAL = (Status.ACHIEVED, Status.ON_PACE, Status.SLIGHTLY_BEHIND, Status.BEHIND)
_FINAL = (Status.ACHIEVED, Status.MISSED)
_UNJUDGED = (Status.NOT_REPORTED, Status.NOT_UPDATED, Status.UNDER_REVIEW)
_MEANINGS = {
    Status.NOT_REPORTED: marked("应报未报"),
    Status.NOT_UPDATED: marked("数据为旧月份"),
    Status.UNDER_REVIEW: marked("已报待审"),
    Status.NOT_COMPUTABLE: marked("没有可对照的要求"),
}


def headline_html(card: Scorecard, units: str) -> str:
    """The verdict and the sentence; ``units``: whose part of the plan it is, empty for the whole plan."""
    verdict, text = card.verdict(card.whole), conclusion(card)
    headline = with_colon(units, text) if units else text
    return (
        f'<div class="conclusion"><span class="verdict" style="--mark:var(--{verdict.status})">'
        f"{shape_html(verdict.status)}{escape(verdict.word)}</span><h2>{escape(headline)}</h2></div>"
    )


def counts_html(card: Scorecard, earlier: Scorecard | None, window: Window | None) -> str:
    """The due targets by status, each count with its list, and the same as one bar.

    Below a count that is a verdict stands that of the period before; beside them the share, or how far
    reporting has come while too little is known.
    """
    whole = card.whole
    if not whole.due:
        return ""
    is_little = card.verdict(whole) is Verdict.TOO_LITTLE
    usual = _FINAL if card.period.next is None else _USUAL
    judged = "".join(
        _state(status, whole, _before(status, earlier, card), is_dim=is_little)
        for status in _shown(usual, whole, (each for each in Status if each.is_verdict))
    )
    unjudged = "".join(
        _state(status, whole, _(_MEANINGS[status]))
        for status in _shown(_UNJUDGED, whole, counted_as(CountsAs.NO_SHARE))
    )
    share = _reported(card, window) if is_little else _shares(whole, earlier)
    label, told = escape(_("打开清单")), escape(plan_counts(card))
    return (
        f'<nav class="states" aria-label="{label}">{judged}<i class="rule"></i>{unjudged}{share}</nav>'
        f'<div class="strip" role="img" aria-label="{told}">{bars.counts_html(whole)}</div>'
    )


def _shown(usual: tuple[Status, ...], whole: Rollup, others: Iterable[Status]) -> tuple[Status, ...]:
    """The usual ones, and of the others those that some target has, in the statuses' order."""
    shown = {*usual, *(status for status in others if whole.due_counts[status])}
    return tuple(status for status in Status if status in shown)


def _before(status: Status, earlier: Scorecard | None, now: Scorecard) -> str:
    if earlier is None or earlier.is_unopened:
        return ""
    span, count = earlier.period.span, earlier.whole.due_counts[status]
    if count and count == now.whole.due_counts[status]:
        return _("与{span}持平").format(span=span)
    return _("{span}{count}项").format(span=span, count=count)


def _state(status: Status, whole: Rollup, below: str, *, is_dim: bool = False) -> str:
    """A count with its shape, its word and what stands below; nothing to open behind a 0."""
    count = whole.due_counts[status]
    inside = (
        f'<span class="count">{shape_html(status)}{count}</span>'
        f'<span class="word">{escape(status.word)}</span><span class="below">{escape(below)}</span>'
    )
    look = "state dim" if is_dim or not count else "state"
    if not count:
        return f'<span class="{look}">{inside}</span>'
    return f'<a class="{look}" href="{escape(overall.list_of(status).address)}">{inside}</a>'


def _shares(whole: Rollup, earlier: Scorecard | None) -> str:
    """52.3% 达时序率 34/65, then what of it is known; below five due targets counts alone."""
    how = links.link_html(links.method_link(text=_("怎么算")))
    if not whole.has_shares or whole.on_pace_share is None or whole.index is None:
        return _rate(escape(on_pace_text(whole)), _("达时序"), "", how)
    lines = []
    if whole.unjudged and whole.on_pace_of_judged is not None:
        known = _("已有判定的{share}").format(share=share_text(whole.on_pace_of_judged))
        lines.append(bracketed(known, then) if (then := _share_before(earlier)) else known)
    elif then := _share_before(earlier):
        lines.append(then)
    lines.append(_("进度指数{share}").format(share=share_text(whole.index)))
    share = share_text(whole.on_pace_share).removesuffix("%")
    below = f"{'<br>'.join(map(escape, lines))} {how}"
    return _rate(f"{share}<small>%</small>", _("达时序率"), f"{whole.on_pace}/{whole.due}", below)


def _share_before(earlier: Scorecard | None) -> str:
    """上半年59.4%, of what had a verdict then."""
    if earlier is None or not earlier.whole.has_shares or earlier.whole.on_pace_of_judged is None:
        return ""
    share = share_text(earlier.whole.on_pace_of_judged)
    return _("{span}{share}").format(span=earlier.period.span, share=share)


def _reported(card: Scorecard, window: Window | None) -> str:
    """1/65 已上报, until enough is known for a share."""
    whole = card.whole
    least = percent(1 - Fraction(card.rules.group_unjudged) / 100)
    lines = [_("{share}以上有判定后显示达时序率").format(share=least)]
    if window is not None:
        lines.append(_("{day}截止").format(day=day_text(window.due_at)))
    large = f"{whole.reported}<small>/{whole.owed}</small>"
    return _rate(large, _("已上报"), "", "<br>".join(map(escape, lines)))


def day_text(moment: datetime) -> str:
    """10月20日."""
    at = moment.astimezone(SHANGHAI)
    return _("{month}月{day}日").format(month=at.month, day=at.day)


def _rate(large: str, word: str, of: str, below: str) -> str:
    return (
        f'<div class="rate"><span class="count">{large}</span><span class="word">{escape(word)}'
        f'<span class="of">{escape(of)}</span></span><span class="below">{below}</span></div>'
    )
