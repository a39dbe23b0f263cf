"""查找, from every page: targets, departments and places of the notice by a few letters."""

from html import escape

import streamlit as st

from tracker.domain.listing.finding import targets_called, units_called
from tracker.domain.progress.scorecard import Score, Scorecard, UnitRef
from tracker.queries.notice import notice
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, links
from tracker.ui.parts.links import Link

_TARGETS, _UNITS, _PLACES = 12, 5, 4
_CONTEXT = 16
_WORDS = "find_words"


def show() -> None:
    # The decorator takes the title as it is when the module is read, before anybody's language is known.
    st.dialog(_("查找目标、单位、原文"), width="medium")(_ask)()


def _ask() -> None:
    words = st.text_input(
        _("查找目标、单位、原文"),
        key=_WORDS,
        label_visibility="collapsed",
        placeholder=_("例如 高企、集装箱、市科技局"),
    ).strip()
    if words:
        # All of the plan, whatever the page is narrowed to.
        card = shell.card(shell.period(), shell.visit().unapproved)
        st.html("".join((_targets(card, words), _units(card, words), _places(card, words))) or _none(words))


def _none(words: str) -> str:
    return f'<p class="note">{escape(_("没有找到“{words}”").format(words=words))}</p>'


def _part(title: str, rows: list[str], more: str = "") -> str:
    listed = "".join(f"<li>{row}</li>" for row in rows)
    return f'<section class="hits"><h3>{escape(title)}</h3><ol>{listed}</ol>{more}</section>' if rows else ""


def _targets(card: Scorecard, words: str) -> str:
    scores = targets_called(card.scores, words)
    rest = Link(_("全部{n}项").format(n=len(scores)), links.to("targets", search=words))
    more = links.link_html(rest, "go") if len(scores) > _TARGETS else ""
    return _part(_("目标"), [_target(score) for score in scores[:_TARGETS]], more)


def _target(score: Score) -> str:
    target = score.target
    link = links.link_html(links.target_link(target))
    return (
        f"{badges.status_html(score.status)} {link} "
        f'<span class="note">{escape(target.lead.name)} {escape(target.code)}</span>'
    )


def _units(card: Scorecard, words: str) -> str:
    called = units_called([UnitRef(group.key, group.name) for group in card.departments], words)
    addresses = [Link(unit.name, links.group_address(links.UNIT, str(unit.id))) for unit in called]
    return _part(_("部门"), [links.link_html(link) for link in addresses[:_UNITS]])


def _places(card: Scorecard, words: str) -> str:
    visit = shell.visit()
    text = shell.keep(
        card,
        "notice",
        lambda: shell.read(lambda s, p: notice(s, p, visit.plan, card.period, as_of=visit.as_of)),
    )
    places = text.places(words)
    rows = []
    for _area, _passage, at in places[:_PLACES]:
        before, after = text.text[max(0, at - _CONTEXT) : at], text.text[at + len(words) :][:_CONTEXT]
        link = links.link_html(links.notice_passage_link(at, text.text[at : at + len(words)]))
        rows.append(f"…{escape(before.lstrip())}<strong>{link}</strong>{escape(after.rstrip())}…")
    rest = Link(_("全部{n}处").format(n=len(places)), links.to("notice", find=words))
    return _part(_("原文"), rows, links.link_html(rest, "go") if len(places) > _PLACES else "")
