"""会签: what is open to a co-responsible unit, and its word on one submission."""

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.approval import Signature, newest_words
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.countersigns import Countersignable
from tracker.services import countersigns
from tracker.ui.frame import address, clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.prose import literal
from tracker.ui.parts import plans, signatures, typed

REPORT = "report"
CLICKS = "countersign-clicks"  # what the last click on the page came to (frame/clicks.py)
_LIST = "countersign-list"


def choose(listed: tuple[Countersignable, ...]) -> Countersignable:
    """One of the list; the first where none is chosen."""
    names = {str(each.submission.report_id): each for each in listed}
    address.follow(REPORT, _LIST, list(names))
    unsaid = sum(each.is_unsaid for each in listed)
    chosen = st.radio(
        _("{n}项,其中{unsaid}项未表态").format(n=len(listed), unsaid=unsaid),
        list(names),
        format_func=lambda key: literal(f"{names[key].score.target.code} {names[key].score.target.name}"),
        captions=[_caption(each) for each in listed],
        key=_LIST,
        on_change=address.put,
        args=(REPORT, _LIST),
    )
    return names.get(chosen or "", listed[0])


def _caption(each: Countersignable) -> str:
    own = {unit.id for unit in each.units}
    stances = [word.stance.word for word in newest_words(each.submission.countersigns) if word.unit_id in own]
    parts = [each.score.target.lead.name, plans.short(each.plan), each.submission.state.word, *stances]
    parts = [part for part in parts if part]
    return literal(" · ".join([*parts, _("未表态")] if each.is_unsaid else parts))


@st.fragment
def show(each: Countersignable) -> None:
    """The buttons of each of the person's units, with its word as it stands."""
    clicks.follow(CLICKS)
    for unit in each.units:
        words = newest_words(each.submission.countersigns)
        before = next((word for word in words if word.unit_id == unit.id), None)
        with st.container(border=True, gap="small"):
            text = signatures.words(before) if before is not None else _("还没有表态;不表态不影响审核。")
            prose.line(with_colon(unit.name, text), "ink", strong=True)
            if each.is_approved:
                prose.line(_("这项数据已审核。填报关闭前仍可提出异议,异议将与已审核数据一并显示。"))
            st.text_area(
                _("会签意见"),
                key=_key(each, unit, "note"),
                height=90,
                persist_state="session",
                placeholder=_("同意时可不填;有异议时请写明哪里不一致、依据是什么"),
            )
            last = "" if before is None else before.note
            st.html(typed.marks_html(sent={_key(each, unit, "note"): last}))
            clicks.show(CLICKS)
            with st.container(horizontal=True):
                _button(each, unit, before, Stance.CONFIRM, ":material/check:")
                _button(each, unit, before, Stance.OBJECT, ":material/flag:")


def _button(
    each: Countersignable, unit: UnitRef, before: Signature | None, stance: Stance, icon: str
) -> None:
    st.button(
        stance.word,
        icon=icon,
        key=_key(each, unit, stance.value),
        on_click=_sign,
        args=(each, unit, before, stance),
    )


def _key(each: Countersignable, unit: UnitRef, name: str) -> str:
    """Names the submission and the unit: nothing typed for one is carried over to another."""
    return f"countersign-{shell.visit().person.account_id}-{each.submission.report_id}-{unit.id}-{name}"


def _sign(each: Countersignable, unit: UnitRef, before: Signature | None, stance: Stance) -> None:
    code, note = each.score.target.code, st.session_state.get(_key(each, unit, "note")) or ""
    seen = None if before is None else before.id
    clicked = clicks.do(
        lambda session, person, now: countersigns.sign(
            session, person, each.submission.report_id, unit.id, stance, note, now, seen=seen
        ),
        key=CLICKS,
        done=_("{code} 已会签:{stance}。").format(code=code, stance=stance.word),
        about=code,
        unsent=note,
    )
    if clicked.is_done:
        st.session_state[_key(each, unit, "note")] = ""
