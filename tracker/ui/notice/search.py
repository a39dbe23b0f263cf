"""原文, 查找: where some words stand in the notice."""

from html import escape

import streamlit as st

from tracker.domain.language import named
from tracker.queries.notice import Notice, NoticeArea, Passage
from tracker.ui.frame import prose
from tracker.ui.frame.language import _
from tracker.ui.notice.parts import passage_title
from tracker.ui.parts import links
from tracker.ui.parts.links import notice_passage_link

_MOST_FOUND = 40
_CONTEXT = 28


def show(notice: Notice, words: str) -> None:
    """Where the words stand in the notice; none is said so."""
    hits = notice.places(words)
    if not hits:
        prose.empty(_("没有找到“{words}”").format(words=words), _("请换一个词,或清空搜索框。"))
        return
    if len(hits) > _MOST_FOUND:
        st.caption(_("共{count}处,以下是前{most}处。").format(count=len(hits), most=_MOST_FOUND))
    items = "".join(_hit(notice, *hit, words) for hit in hits[:_MOST_FOUND])
    name = escape(_("查找结果"))
    st.html(f'<ol class="hits" aria-label="{name}">{items}</ol>')


def _hit(notice: Notice, area: NoticeArea, passage: Passage, at: int, words: str) -> str:
    """The way to the passage, and some of the words around, those looked for in bold."""
    end = at + len(words)
    before = notice.text[max(passage.start, at - _CONTEXT) : at].lstrip()
    after = notice.text[end : min(passage.end, end + _CONTEXT)].rstrip()
    link = links.link_html(notice_passage_link(at, f"{named(area.title)} {passage_title(passage)}"))
    return (
        f"<li>{link}"
        f"<div>…{escape(before)}<strong>{escape(notice.text[at:end])}</strong>{escape(after)}…</div></li>"
    )
