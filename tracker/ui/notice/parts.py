"""The parts of 原文: which area is asked for, its passages, what its numbers are, the way on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

import streamlit as st

from tracker.domain.language import named
from tracker.domain.language.numerals import in_numerals
from tracker.domain.progress.scorecard import Score, Scorecard, Target, article_label
from tracker.domain.progress.status import Status
from tracker.queries.notice import Notice, NoticeArea, Passage, notice
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.notice.text import Marker
from tracker.ui.parts import badges, links
from tracker.ui.parts.links import notice_area_link, notice_passage_link


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
    if code is None:
        return None
    return next((score.target for score in card.scores if score.target.code == code), None)


def asked_passage(notice: Notice, target: Target | None) -> Passage | None:
    """The one passage that the address asks for: a target's, or the one at a character (?at=4666).

    It is shown alone: the browser can't scroll to a place of a page that is not drawn yet.
    """
    at = st.query_params.get("at", "")
    # -1 stands in no passage.
    offset = target.anchor.quote_start if target else int(at) if at.isdecimal() and len(at) < 9 else -1
    return next((each for each in notice.area_of(offset).passages if each.start <= offset < each.end), None)


def asked_area(notice: Notice, passage: Passage | None) -> NoticeArea:
    """The area of the asked passage, else that of the address (?area=3)."""
    if passage is not None:
        return notice.area_of(passage.start)
    asked = st.query_params.get("area", "")
    first = notice.areas[0]
    return next((area for area in notice.areas if str(area.number) == asked), first)


def area_title(area: NoticeArea) -> str:
    """一、推进教育科技人才一体发展; what frames the areas has no number."""
    if area.label or not area.number:
        return f"{area.label}{named(area.title)}"
    return _("{numeral}、{title}").format(numeral=in_numerals(area.number), title=named(area.title))


def contents_html(notice: Notice, area: NoticeArea, passage: Passage | None) -> str:
    """All areas; of the one that is read who leads it and its articles, each a jump within the page."""
    items = "".join(_area_html(each, each is area, passage) for each in notice.areas)
    return f'<nav class="notice-contents" aria-label="{escape(_("目录"))}"><ol>{items}</ol></nav>'


def _area_html(area: NoticeArea, is_read: bool, passage: Passage | None) -> str:
    link = notice_area_link(area.number, area_title(area))
    if not is_read:
        return f"<li>{links.link_html(link)}</li>"
    lead = (
        f'<div class="small">{escape(_("{lead}牵头").format(lead=named(area.lead)))}</div>'
        if area.lead
        else ""
    )
    # A passage that stands alone has its neighbours on another page.
    inside = "".join(
        f'<li><a href="{escape(f"#{_place(each)}" if passage is None else _address(each))}"'
        f"{' aria-current=true' if each is passage else ''}>{escape(passage_title(each))}</a></li>"
        for each in area.passages
    )
    return (
        f'<li class="read"><a href="{escape(link.address)}" aria-current="true">{escape(link.text)}</a>'
        f"{lead}<ol>{inside}</ol></li>"
    )


def _address(passage: Passage) -> str:
    return notice_passage_link(passage.start, "").address


def passage_title(passage: Passage) -> str:
    if passage.article is None:
        return passage.title
    return f"{article_label(passage.article, passage.label)} {passage.title}"


def passages_html(notice: Notice, passages: Sequence[Passage], card: Scorecard, target: Target | None) -> str:
    """The text of some passages, to which the contents jump; each begins with its own heading."""
    marker = Marker(notice, _by_target(card), target)
    return "".join(
        f'<section id="{_place(each)}" aria-label="{escape(passage_title(each))}">'
        + shell.keep(
            card,
            f"passage-{each.start}-{target.code if target else ''}",
            partial(marker.passage, each),
        )
        + "</section>"
        for each in passages
    )


def _by_target(card: Scorecard) -> Mapping[int, Score]:
    return shell.keep(card, "by target", lambda: {score.target.id: score for score in card.scores})


def _place(passage: Passage) -> str:
    return f"at-{passage.start}"


def legend_html(notice: Notice, area: NoticeArea, card: Scorecard) -> str:
    """How many numbers of the area are what, how each is marked, and how the targets stand."""
    inside = [each for each in notice.numbers if area.holds(each.start)]
    kinds = Counter(each.kind for each in inside)
    parts = [f"{kind.word} {count}" for kind, count in sorted(kinds.items(), key=lambda pair: -pair[1])]
    counted = _("本领域共{count}个数字: {parts}。").format(count=len(inside), parts=_("、").join(parts))
    scores = _by_target(card)
    shown = Counter(
        scores[each.target.id].status for each in inside if each.target and each.target.id in scores
    )
    chips = "".join(
        f'<span class="chip">{badges.shape_html(status)} {escape(status.word)} {shown[status]}</span>'
        for status in Status
        if shown[status]
    )
    how = _("实线为目标,双线为预算,点开看进展;小字标明的数字不是目标。")
    return f'<div class="legend">{chips}<div>{escape(counted)}{escape(how)}</div></div>'


def way_to_area_html(area: NoticeArea) -> str:
    return f"<p>{links.link_html(notice_area_link(area.number, _('查看本领域全文')), 'go')}</p>"


def neighbours_html(notice: Notice, area: NoticeArea) -> str:
    """The areas before and behind this one."""
    place = notice.areas.index(area)
    before = notice.areas[place - 1] if place else None
    after = notice.areas[place + 1] if place + 1 < len(notice.areas) else None
    ways = "".join(
        links.link_html(notice_area_link(each.number, f"{mark} {area_title(each)}"), "go")
        for each, mark in ((before, "←"), (after, "→"))
        if each is not None
    )
    return f'<div class="neighbours">{ways}</div>'
