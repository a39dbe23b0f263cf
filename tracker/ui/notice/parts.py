"""The parts of 原文: which area is asked for, its passages, what its numbers are, the way on."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from tracker.domain.progress.scorecard import Scorecard, Target, article_label
from tracker.domain.progress.status import Status
from tracker.queries.notice import Notice, NoticeArea, Passage, notice
from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.notice.text import Marker
from tracker.ui.parts import links
from tracker.ui.parts.links import notice_area_link

_AREA = "notice_area"


def kept_notice(card: Scorecard) -> Notice:
    """The notice as the person may see it at the card's quarter."""
    visit = shell.visit()
    return shell.keep(
        card,
        "notice",
        lambda: shell.read(lambda s, p: notice(s, p, visit.plan, card.period, as_of=visit.as_of)),
    )


def wanted(card: Scorecard) -> Target | None:
    """The target whose words the address asks for (?code=A4-02)."""
    code = st.query_params.get("code")
    return next((score.target for score in card.scores if score.target.code == code), None)


def asked_passage(notice: Notice, target: Target | None) -> Passage | None:
    """The one passage that the address asks for: a target's, or the one at a character (?at=4666).

    It is shown alone: the browser can't scroll to a place of a page that is not drawn yet.
    """
    at = st.query_params.get("at", "")
    # -1 stands in no passage.
    offset = target.anchor.quote_start if target else int(at) if at.isdecimal() and len(at) < 9 else -1
    return next((each for each in notice.area_of(offset).passages if each.start <= offset < each.end), None)


def choose_area(notice: Notice, passage: Passage | None) -> NoticeArea:
    """The area of the asked passage, else that of the address (?area=3)."""
    titles = {str(area.number): area_title(area) for area in notice.areas}
    if passage is None:
        address.follow("area", _AREA, list(titles), default=next(iter(titles)))
    else:
        st.session_state[_AREA] = str(notice.area_of(passage.start).number)
    chosen = st.selectbox(
        _("领域"), list(titles), format_func=titles.__getitem__, key=_AREA, on_change=_go_to_chosen_area
    )
    return notice.area(int(chosen))


def _go_to_chosen_area() -> None:
    for name in ("code", "at"):
        st.query_params.pop(name, None)
    address.put("area", _AREA)


def area_title(area: NoticeArea) -> str:
    if not area.lead:
        return area.title
    return _("{number} {title}({lead}牵头)").format(number=area.number, title=area.title, lead=area.lead)


def show_contents(area: NoticeArea) -> None:
    """The articles of the area, each a jump within the page."""
    jumps = "".join(
        f'<a href="#{_place(passage)}">{escape(passage_title(passage))}</a>' for passage in area.passages
    )
    st.html(f'<nav class="contents" aria-label="{escape(_("本领域各条"))}">{jumps}</nav>')


def passage_title(passage: Passage) -> str:
    if passage.article is None:
        return passage.title
    return f"{article_label(passage.article)} {passage.title}"


def show_passages(
    notice: Notice, passages: Sequence[Passage], card: Scorecard, target: Target | None
) -> None:
    """The text of some passages, each under its heading, to which the contents jump."""
    marker = Marker(notice, {score.target.id: score for score in card.scores}, target)
    for passage in passages:
        st.subheader(prose.literal(passage_title(passage)), anchor=_place(passage))
        key = f"passage-{passage.start}-{target.code if target else ''}"
        st.html(shell.keep(card, key, partial(marker.passage, passage)))


def _place(passage: Passage) -> str:
    return f"at-{passage.start}"


def show_legend(notice: Notice, area: NoticeArea, card: Scorecard) -> None:
    """How many numbers of the area are what, and how each is marked."""
    inside = [each for each in notice.numbers if area.holds(each.start)]
    kinds = Counter(each.kind for each in inside)
    parts = [f"{kind.word} {count}" for kind, count in sorted(kinds.items(), key=lambda pair: -pair[1])]
    st.caption(_("本领域共{count}个数字: {parts}。").format(count=len(inside), parts=_("、").join(parts)))
    scores = {score.target.id: score for score in card.scores}
    shown = Counter(
        scores[each.target.id].status for each in inside if each.target and each.target.id in scores
    )
    chips = "".join(
        f'<span class="chip"><span class="shape" aria-hidden="true" style="color:var(--{status})">'
        f"{status.shape}</span>{escape(status.word)} {count}</span>"
        for status, count in ((each, shown[each]) for each in Status)
        if count
    )
    how = _("实线为目标,双线为预算,点开看进展;小字标明的数字不是目标。")
    st.html(f'<div class="legend">{chips}<span class="in-muted">{escape(how)}</span></div>')


def show_way_to_area(area: NoticeArea) -> None:
    st.html(links.link_html(notice_area_link(area.number, _("查看本领域全文"))))


def show_neighbours(notice: Notice, area: NoticeArea) -> None:
    """The areas before and behind this one."""
    place = notice.areas.index(area)
    before = notice.areas[place - 1] if place else None
    after = notice.areas[place + 1] if place + 1 < len(notice.areas) else None
    ways = [
        links.link_html(notice_area_link(each.number, f"{mark} {area_title(each)}"))
        for each, mark in ((before, "←"), (after, "→"))
        if each is not None
    ]
    st.html(f'<div class="neighbours">{"".join(ways)}</div>')
