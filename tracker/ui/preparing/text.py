"""The notice's words with every number marked by what it is taken for."""

from bisect import bisect_left
from html import escape
from itertools import islice

from tracker.notice.normalise import Span
from tracker.notice.preparing import Pile, PreparedNumber
from tracker.notice.readings import PROMISES
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.preparing.work import AT, NUMBERS, PILE, STEP, Work

_AROUND = 260  # characters before and behind a number that is looked at
_WHOLE = 60_000  # characters


def whole_html(work: Work) -> str:
    """As far as a browser scrolls through it with ease: 250 numbers stand in 15,000 characters."""
    end = min(len(work.plan.text), _WHOLE)
    rest = len(work.plan.text) - end
    words = _("后面还有{n}字;点结构或清单中的一项,即显示那里的原文。").format(n=f"{rest:,}")
    note = f'<p class="note">{escape(words)}</p>' if rest else ""
    return _box(_marked(work, Span(0, end), None)) + note


def passage_html(work: Work, span: Span, looked_at: PreparedNumber | None = None) -> str:
    return _box(_marked(work, span, looked_at), is_cut=True)


def around_html(work: Work, number: PreparedNumber) -> str:
    """The paragraph of a number, cut where it is long, with what stands beside it as far as there is room."""
    text = work.plan.text
    start = max(
        text.rfind("\n", 0, max(0, number.span.start - _AROUND)) + 1, number.span.start - 3 * _AROUND, 0
    )
    end = text.find("\n", min(len(text), number.span.end + _AROUND))
    end = min(len(text) if end < 0 else end, number.span.end + 3 * _AROUND)
    return _box(_marked(work, Span(start, end), number), is_cut=True)


def _box(html: str, *, is_cut: bool = False) -> str:
    look = "preparing-text cut" if is_cut else "preparing-text"
    return f'<div class="{look}" tabindex="0" role="region" aria-label="{escape(_("原文"))}">{html}</div>'


def _marked(work: Work, span: Span, looked_at: PreparedNumber | None) -> str:
    text, at = work.plan.text, span.start
    parts: list[str] = []
    address_at = links.same_page_at(AT, **{STEP: NUMBERS, PILE: ""})
    first = bisect_left(work.plan.numbers, span.start, key=lambda each: each.span.start)
    for number in islice(work.plan.numbers, first, None):
        if number.span.end > span.end:
            break
        address = address_at(number.span.start)
        parts += escape(text[at : number.span.start]), _number_html(number, address, number is looked_at)
        at = number.span.end
    return "".join((*parts, escape(text[at : span.end])))


def _number_html(number: PreparedNumber, address: str, is_looked_at: bool) -> str:
    look = "promise" if number.reads in PROMISES else "other"
    if number.pile is not Pile.SURE:
        look += f" {number.pile}"
    link = (
        f'<a class="{look}" href="{escape(address)}" title="{escape(number.reads.word)}">'
        f"{escape(number.text)}<sup>{escape(number.reads.word)}</sup></a>"
    )
    return f"<mark>{link}</mark>" if is_looked_at else link
