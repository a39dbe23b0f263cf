"""会签: what is open to a co-responsible unit, and its word on one submission."""

import logging

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.language.errors import Locked, Refusal, StaleState
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.approval import Signature, newest_words
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.countersigns import Countersignable
from tracker.services import countersigns
from tracker.services.standing import NotStored
from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import form, prose, signatures
from tracker.ui.parts.prose import literal

REPORT = "report"
_LIST, _REFUSED, _DONE = "countersign-list", "countersign-refused", "countersign-done"
log = logging.getLogger(__name__)


def choose(listed: tuple[Countersignable, ...]) -> Countersignable:
    """One of the list; the first where none is chosen."""
    names = {str(each.submission.report_id): each for each in listed}
    address.follow(REPORT, _LIST, list(names))
    unsaid = sum(each.is_unsaid for each in listed)
    chosen = st.radio(
        _("{n} 项,其中 {unsaid} 项未表态").format(n=len(listed), unsaid=unsaid),
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
    said = [word.stance.word for word in newest_words(each.submission.countersigns) if word.unit_id in own]
    parts = [each.score.target.lead.name, each.submission.state.word, *said]
    return literal(" · ".join([*parts, _("未表态")] if each.is_unsaid else parts))


@st.fragment
def show(each: Countersignable) -> None:
    """The buttons of each of the person's units, with its word as it stands."""
    if st.session_state.pop(_DONE, False):
        st.rerun()
    for unit in each.units:
        before = _own(each, unit)
        with st.container(border=True, gap="small"):
            said = signatures.words(before) if before is not None else _("还没有表态;不表态不影响审核。")
            prose.line(with_colon(unit.name, said), "ink", strong=True)
            if each.is_approved:
                prose.line(_("这项数据已审核。窗口关闭前仍可提出异议,异议将与已审核数据一并显示。"))
            st.text_area(
                _("会签意见"),
                key=_key(each, unit, "note"),
                height=90,
                persist_state="session",
                placeholder=_("同意时可不填;有异议时请写明哪里不一致、依据是什么"),
            )
            show_refusal()
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


def _own(each: Countersignable, unit: UnitRef) -> Signature | None:
    words = newest_words(each.submission.countersigns)
    return next((word for word in words if word.unit_id == unit.id), None)


def _key(each: Countersignable, unit: UnitRef, name: str) -> str:
    """Names the submission and the unit: nothing typed for one is carried over to another."""
    return f"countersign-{shell.visit().person.account_id}-{each.submission.report_id}-{unit.id}-{name}"


def _sign(each: Countersignable, unit: UnitRef, before: Signature | None, stance: Stance) -> None:
    note = st.session_state.get(_key(each, unit, "note")) or ""
    seen = None if before is None else before.id
    st.session_state.pop(_REFUSED, None)
    try:
        shell.write(
            lambda session, person, now: countersigns.sign(
                session, person, each.submission.report_id, unit.id, stance, note, now, seen=seen
            )
        )
    except (Locked, StaleState) as refusal:
        unsent = _("您填写的意见:{note}").format(note=note) if note else ""
        st.session_state[_REFUSED] = with_colon(each.score.target.code, f"{refusal}{unsent}")
    except Refusal as refusal:
        st.session_state[_REFUSED] = str(refusal)
        return
    except NotStored:
        log.exception("a countersigning could not be stored")
        st.session_state[_REFUSED] = _("操作没有完成,内容仍在本页,请再点一次。")
        return
    else:
        code = each.score.target.code
        form.leave_toast(_("{code} 已会签:{stance}。").format(code=code, stance=stance.word))
        st.session_state[_key(each, unit, "note")] = ""
    st.session_state[_DONE] = True


def show_refusal() -> None:
    """Why the last word was not taken; said once."""
    said = st.session_state.pop(_REFUSED, None)
    if said:
        prose.box(said, "accent")
