"""One passage while it is written: stored as typed, and never over what a colleague has just written."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from tracker.domain.language import named
from tracker.domain.language.errors import StaleState
from tracker.domain.language.texts import storable
from tracker.domain.meetings.paper import Request
from tracker.domain.meetings.wording import HEADING_LIMIT, TEXT_LIMIT, Part, Piece, Step, Touched
from tracker.queries.papers import paper_draft
from tracker.services import papers as service
from tracker.services.papers import Decision
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.meeting import papers
from tracker.ui.meeting.papers import Papers
from tracker.ui.parts import typed

_TEXTS = ("heading", "text")


@dataclass
class Opening:
    """A passage as this tab has it. ``seen``: the newest step about it that the person saw.

    ``typed``: before the person's eyes; ``stored``: as last known stored, or proposed. ``theirs``: what
    another hand stored meanwhile. ``unsaved``: why what is typed could not be stored.
    """

    key: str
    about: str
    seen: int
    basis: Request | None
    typed: Request
    stored: Request
    theirs: Step | None = None
    unsaved: str = ""

    def widget(self, name: str) -> str:
        return f"{self.key}-{name}"


def show(work: Papers, piece: Piece) -> None:
    """The fields of a passage, what is not stored of it, and the way out."""
    opening = _opening_of(work, piece)
    part = piece.part
    if part.has_heading:
        st.text_input(
            _("小标题"),
            key=_ready(opening, "heading"),
            on_change=_keep,
            args=(work, opening),
            max_chars=HEADING_LIMIT,
            autocomplete="off",
        )
    st.text_area(
        _("要求的内容(只写做什么;单位和时限在下面选)") if part is Part.REQUEST else part.word,
        key=_ready(opening, "text"),
        on_change=_keep,
        args=(work, opening),
        height=120,
        max_chars=TEXT_LIMIT,
    )
    if part is Part.REQUEST:
        _show_asked(work, opening)
    _show_unsaved(work, opening)
    st.html(typed.marks_html(_stored_texts(opening)))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(_("完成"), key=f"{opening.key}-done", on_click=_leave, args=(opening,))
        if not opening.unsaved and opening.seen and opening.theirs is None:
            prose.line(_("已保存"))


def asked_text(work: Papers, said: Request) -> str:
    """市科技局、市经信局; 分管领导; of a request that names nobody the office itself, of others nothing."""
    names = _unit_names(work)
    units = [names[unit] for unit in said.unit_ids if unit in names]
    if said.to_leaders:
        units.append(_("分管领导"))
    if not units and said.due is not None:
        return _("市府办")
    return _("、").join(units)


def _unit_names(work: Papers) -> dict[int, str]:
    return {
        unit.id: named(unit.name)
        for score in work.card.scores
        for unit in (score.target.lead, *score.target.co_units)
    }


def _opening_of(work: Papers, piece: Piece) -> Opening:
    key = work.key("write", piece.about)
    stands = piece.said or Request("")
    stands = replace(stands, is_proposed=False)
    basis = None if piece.proposal is None else piece.proposal.basis
    opened: Opening | None = st.session_state.get(key)
    if opened is None:
        opened = Opening(key, piece.about, piece.seen, basis, stands, stands)
        st.session_state[key] = opened
    elif piece.seen != opened.seen and piece.step is not None:
        if opened.typed in (opened.stored, stands):
            opened.seen, opened.stored, opened.theirs = piece.seen, stands, None
            _put(opened, stands)
        else:
            opened.theirs = piece.step
    return opened


def _put(opening: Opening, said: Request) -> None:
    """Set what is before the person's eyes; the widgets are made anew from it."""
    opening.typed = said
    for name in (*_TEXTS, "units", "leaders", "due", "from", "targets"):
        st.session_state.pop(opening.widget(name), None)


def _ready(opening: Opening, name: str) -> str:
    """The widget's key, with its state made from what was typed where it has none."""
    key, said = opening.widget(name), opening.typed
    if key not in st.session_state:
        st.session_state[key] = {
            "heading": said.heading,
            "text": said.text,
            "units": list(said.unit_ids),
            "leaders": said.to_leaders,
            "due": said.due,
            "from": said.is_from,
            "targets": list(said.target_ids),
        }[name]
    return key


def _show_asked(work: Papers, opening: Opening) -> None:
    """To whom, by when, about which targets."""
    names = _unit_names(work)
    targets = {score.target.id: f"{score.target.code} {score.target.name}" for score in work.card.scores}
    names |= {unit: str(unit) for unit in opening.typed.unit_ids if unit not in names}
    targets |= {target: str(target) for target in opening.typed.target_ids if target not in targets}
    kept: dict[str, Any] = {"on_change": _keep, "args": (work, opening)}
    st.multiselect(
        _("要求谁(不选即市府办自己)"),
        list(names),
        format_func=lambda unit: names[unit],
        key=_ready(opening, "units"),
        placeholder=_("选择单位"),
        **kept,
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.date_input(_("时限"), key=_ready(opening, "due"), format="YYYY-MM-DD", width=180, **kept)
        st.checkbox(_("从这一天起(不是截止日)"), key=_ready(opening, "from"), **kept)
        st.checkbox(_("由分管领导办"), key=_ready(opening, "leaders"), **kept)
    st.multiselect(
        _("涉及的目标(写进各单位的分发版本)"),
        list(targets),
        format_func=lambda target: targets[target],
        key=_ready(opening, "targets"),
        placeholder=_("选择目标"),
        **kept,
    )


def _held(opening: Opening) -> Request:
    """What the widgets hold."""

    def of(name: str, default: object) -> object:
        return st.session_state.get(opening.widget(name), default)

    said, due = opening.typed, of("due", opening.typed.due)
    return Request(
        text=storable(str(of("text", said.text) or "")),
        heading=storable(str(of("heading", said.heading) or "")),
        unit_ids=tuple(of("units", said.unit_ids)),  # type: ignore[arg-type]
        to_leaders=bool(of("leaders", said.to_leaders)),
        due=due if isinstance(due, date) else None,
        is_from=bool(of("from", said.is_from)),
        target_ids=tuple(of("targets", said.target_ids)),  # type: ignore[arg-type]
    )


def _keep(work: Papers, opening: Opening) -> None:
    """on_change of every field: take it over and store it; what can't be stored stays, with the reason."""
    opening.typed = _held(opening)
    if opening.theirs is None:
        _store(work, opening)


def _store(work: Papers, opening: Opening) -> None:
    plan_id, said = shell.visit().plan.id, opening.typed
    decision = Decision(opening.about, Touched(said, opening.basis), opening.seen)
    clicked = clicks.do(
        lambda s, p, now: service.decide(s, p, plan_id, work.period, [decision], now),
        unanswered=_("与数据库的连接中断。"),
        advance=False,
    )
    opening.unsaved = "" if isinstance(clicked.refusal, StaleState) else clicked.refused
    if clicked.given is not None:
        opening.seen, opening.stored, opening.theirs = clicked.given, said, None
    elif isinstance(clicked.refusal, StaleState):
        draft = clicks.look(lambda s, p: paper_draft(s, p, shell.visit().plan, work.period))
        steps = () if draft is None else draft.steps
        opening.theirs = next((step for step in steps if step.about == opening.about), None)


def _stored_texts(opening: Opening) -> dict[str, str | None]:
    """By its widget's key what each text field holds; None where it is not stored."""
    is_stored = not opening.unsaved and opening.theirs is None
    keys = [opening.widget(name) for name in _TEXTS]
    return {
        key: str(st.session_state[key] or "") if is_stored else None
        for key in keys
        if key in st.session_state
    }


def _show_unsaved(work: Papers, opening: Opening) -> None:
    theirs = opening.theirs
    if theirs is None:
        if opening.unsaved:
            text = _("尚未保存,内容仍在本页。{why}").format(why=opening.unsaved)
            prose.line(text, "ink", strong=True)
            st.button(_("再保存一次"), key=f"{opening.key}-retry", on_click=_store, args=(work, opening))
        return
    said = theirs.touched.said
    with st.container(border=True):
        prose.line(_("{who}刚把这一条改为:").format(who=theirs.by), "ink", strong=True)
        st.text(_("(不用)") if said is None else "\n".join(filter(None, (said.heading, said.text))))
        prose.line(_("您填写的是:"), "ink", strong=True)
        st.text("\n".join(filter(None, (opening.typed.heading, opening.typed.text))))
        with st.container(horizontal=True):
            st.button(
                _("采用对方内容"), key=f"{opening.widget('text')}-adopt", on_click=_adopt, args=(opening,)
            )
            st.button(
                _("保留我的内容"),
                key=f"{opening.widget('text')}-insist",
                on_click=_insist,
                args=(work, opening),
            )


def _adopt(opening: Opening) -> None:
    assert opening.theirs is not None, "the button stands beside theirs"
    theirs = opening.theirs
    opening.seen, opening.theirs, opening.unsaved = theirs.number, None, ""
    opening.stored = theirs.touched.said or Request("")
    _put(opening, opening.stored)


def _insist(work: Papers, opening: Opening) -> None:
    assert opening.theirs is not None, "the button stands beside theirs"
    opening.seen, opening.theirs = opening.theirs.number, None
    _store(work, opening)


def _leave(opening: Opening) -> None:
    """Done writing; what could not be stored keeps the fields open."""
    if opening.unsaved or opening.theirs is not None:
        return
    _put(opening, opening.typed)
    st.session_state.pop(opening.key, None)
    papers.leave_editing()
