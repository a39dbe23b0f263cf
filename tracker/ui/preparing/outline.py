"""Step 2: areas and articles beside the text, the layout in words, and who answers for each."""

from collections.abc import Callable
from html import escape

import streamlit as st

from tracker.notice.decisions import LayoutSet, LeadSet, Place, units_text
from tracker.notice.drafting import written_label
from tracker.notice.layouts import LEVELS, LeadRule
from tracker.notice.normalise import Span
from tracker.notice.structure import ParsedArea, ParsedArticle
from tracker.ui.frame import prose
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html
from tracker.ui.preparing import text
from tracker.ui.preparing.wanted import units_typed
from tracker.ui.preparing.work import AT, Work, decide


def show(work: Work) -> None:
    left, right = st.columns([5, 6], gap="large")
    with left:
        with st.container(key="preparing-layout"):
            _show_layout(work)
        st.html(_outline_html(work))
    with right:
        chosen = _chosen(work)
        if chosen is None:
            st.html(section_html(_("原文")) + text.whole_html(work))
            return
        st.html(section_html(_heading(work, chosen)))
        _show_lead(work, chosen)
        st.html(text.passage_html(work, Span(chosen.start, chosen.end)))


def _show_layout(work: Work) -> None:
    """What was recognised, in words; another level or rule is one choice."""
    layout = work.plan.layout
    prose.line(layout.words, "ink", strong=True)
    levels = {level.key: level.key for level in LEVELS} | {"": _("没有")}
    rules = {rule.value: rule.word for rule in LeadRule}
    step = work.draft.step_about("layout")
    turn = step.number if step else 0
    for column, (name, label, words, now) in zip(
        st.columns([4, 4, 7]),
        (
            ("area", _("领域的层级"), levels, layout.area),
            ("article", _("条目的层级"), levels, layout.article),
            ("rule", _("谁牵头"), rules, layout.lead_rule.value),
        ),
        strict=True,
    ):
        column.selectbox(
            label,
            list(words),
            index=list(words).index(now),
            format_func=words.__getitem__,
            key=work.key("layout", turn, name),
            on_change=_set_layout,
            args=(work, turn),
            disabled=not work.is_open,
        )


def _set_layout(work: Work, turn: int) -> None:
    area, article, rule = (
        st.session_state[work.key("layout", turn, name)] for name in ("area", "article", "rule")
    )
    decide(work, LayoutSet(area, article, LeadRule(rule)), then="", done=_("已按新的结构重新识别。"))


def _outline_html(work: Work) -> str:
    plan = work.plan
    articles = plan.structure.articles
    places: list[ParsedArea | ParsedArticle] = [each for each in articles if each.area is None]
    for area in plan.structure.areas:
        places += area, *(each for each in articles if each.area == area.number)
    address_at = links.same_page_at(AT)
    parts = [_place_html(work, each, address_at) for each in places]
    counted = _("识别出领域{areas}个、条目{articles}条").format(
        areas=len(plan.structure.areas), articles=len(articles)
    )
    notes = "".join(
        f'<p class="caution">{escape(each.reason)}</p>' for each in plan.proposed.unread if each.span is None
    )
    return section_html(counted) + notes + f'<ol class="preparing-outline">{"".join(parts)}</ol>'


def _place_html(work: Work, place: ParsedArea | ParsedArticle, address_at: Callable[[object], str]) -> str:
    lead, co_units = _units(work, place)
    is_area = isinstance(place, ParsedArea)
    units = escape(lead or ("" if is_area else _("牵头单位待定")))
    if co_units:
        units += f'<span class="note"> {escape(_("配合:"))}{escape(units_text(co_units))}</span>'
    current = ' aria-current="true"' if st.query_params.get(AT) == str(place.start) else ""
    look = "area" if is_area else "article" if lead else "article open"
    return (
        f'<li class="{look}"><a href="{escape(address_at(place.start))}"{current}>'
        f"{escape(_heading(work, place))}</a><div>{units}</div></li>"
    )


def _heading(work: Work, place: ParsedArea | ParsedArticle) -> str:
    """一、主要预期目标; (七)改造道路; 3. 财政总收入."""
    layout = work.plan.layout
    level = layout.area if isinstance(place, ParsedArea) else layout.article
    return f"{written_label(place, level)}{place.title}"


def _units(work: Work, place: ParsedArea | ParsedArticle) -> tuple[str, tuple[str, ...]]:
    kind = Place.AREA if isinstance(place, ParsedArea) else Place.ARTICLE
    set_by_hand = work.plan.leads.get(LeadSet(kind, place.start, "").about)
    if set_by_hand:
        return set_by_hand.lead, set_by_hand.co_units
    if isinstance(place, ParsedArea):
        return place.lead, ()
    names = [unit.name for unit in place.units]
    return (names[0], tuple(names[1:])) if names else ("", ())


def _chosen(work: Work) -> ParsedArea | ParsedArticle | None:
    asked = st.query_params.get(AT, "")
    structure = work.plan.structure
    places: tuple[ParsedArea | ParsedArticle, ...] = (*structure.areas, *structure.articles)
    return next((each for each in places if str(each.start) == asked), None)


def _show_lead(work: Work, place: ParsedArea | ParsedArticle) -> None:
    lead, co_units = _units(work, place)
    kind = Place.AREA if isinstance(place, ParsedArea) else Place.ARTICLE
    turn = work.turn("layout", LeadSet(kind, place.start, "").about)
    key = work.key("lead", turn, place.start)
    one, two = st.columns([2, 3])
    one.text_input(_("牵头单位"), lead, key=f"{key}-lead", autocomplete="off", disabled=not work.is_open)
    if isinstance(place, ParsedArticle):
        two.text_input(
            _("配合单位(用顿号隔开)"),
            units_text(co_units),
            key=f"{key}-co",
            autocomplete="off",
            disabled=not work.is_open,
        )
    if work.is_open:
        st.button(_("保存责任单位"), key=f"{key}-save", on_click=_set_lead, args=(work, place, key))


def _set_lead(work: Work, place: ParsedArea | ParsedArticle, key: str) -> None:
    kind = Place.AREA if isinstance(place, ParsedArea) else Place.ARTICLE
    lead = str(st.session_state.get(f"{key}-lead") or "").strip()
    co_units = str(st.session_state.get(f"{key}-co") or "").strip()
    decide(work, LeadSet(kind, place.start, lead, units_typed(co_units)), done=_("责任单位已保存。"))
