"""The notice's words with every number marked by what it is taken for."""

from html import escape

from tracker.notice.normalise import Span
from tracker.notice.preparing import Pile, PreparedNumber
from tracker.notice.readings import PROMISES
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.preparing.work import AT, NUMBERS, STEP, Work

_AROUND = 260  # characters before and behind a number that is looked at


def whole_html(work: Work) -> str:
    return _box(_marked(work, Span(0, len(work.plan.text)), None))


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
    text, at, html = work.plan.text, span.start, ""
    for number in work.plan.numbers:
        if not (at <= number.span.start and number.span.end <= span.end):
            continue
        html += escape(text[at : number.span.start]) + _number_html(number, number is looked_at)
        at = number.span.end
    return html + escape(text[at : span.end])


def _number_html(number: PreparedNumber, is_looked_at: bool) -> str:
    look = "promise" if number.reads in PROMISES else "other"
    if number.pile is not Pile.SURE:
        look += f" {number.pile}"
    address = links.same_page(**{STEP: NUMBERS, AT: number.span.start, "pile": ""})
    link = (
        f'<a class="{look}" href="{escape(address)}" title="{escape(number.reads.word)}">'
        f"{escape(number.text)}<sup>{escape(number.reads.word)}</sup></a>"
    )
    return f"<mark>{link}</mark>" if is_looked_at else link
