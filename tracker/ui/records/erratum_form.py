"""作勘误: one clause read anew, a target that was missed, one that is none, or one that is one after all."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.target import target_text
from tracker.domain.progress.scorecard import Target
from tracker.domain.workflow.erratum import (
    ErratumKind,
    ReadAs,
    check_reading,
    corrected_versions,
    differences,
    keeps_figures_as_reported,
    placed,
    read_typed,
)
from tracker.queries.errata import Known, known_of, preview_of, units_named
from tracker.queries.notice import notice, readings_of_none
from tracker.queries.plans import clause_around
from tracker.queries.units import current_units
from tracker.services import errata as service
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import clauses, errata, tables
from tracker.ui.records import adjustments, chosen_target, erratum_fields

CLICKS = "erratum-clicks"  # what the last click on the page came to (frame/clicks.py)
_TURN = "erratum-turn"


def show(targets: tuple[Target, ...], withdrawn: tuple[Target, ...]) -> None:
    """First what kind of erratum, then its fields; the address (?code=…) chooses a target to correct."""
    kinds = [each for each in ErratumKind if each is not ErratumKind.RESTORED or withdrawn]
    kind = st.segmented_control(
        _("勘误事项"),
        [each.value for each in kinds],
        format_func=lambda each: ErratumKind(each).word,
        default=ErratumKind.CORRECTED.value,
        required=True,
        key=_key("kind"),
    )
    if kind == ErratumKind.MISSED:
        _show_missed()
        return
    offered = withdrawn if kind == ErratumKind.RESTORED else targets
    target = chosen_target.choose(offered, _("目标"), _key("target", kind))
    if target is None:
        return
    clauses.heading(target)
    clauses.quoted(target)
    {ErratumKind.CORRECTED: _show_correction, ErratumKind.WITHDRAWN: _show_withdrawal}.get(
        ErratumKind(kind), _show_restoring
    )(target)


def _key(*names: object) -> str:
    """Names the account and the turn: nothing is carried over to another person, or to the next erratum."""
    turn = st.session_state.get(_TURN, 0)
    return "-".join(str(name) for name in ("erratum", shell.visit().person.account_id, turn, *names))


def _show_correction(target: Target) -> None:
    known = shell.read(lambda s, p: known_of(s, p, target))
    sheet = erratum_fields.Sheet(
        _key(target.id), known.reading.read, shell.read(lambda s, _p: current_units(s))
    )
    erratum_fields.show(sheet)
    _ask_reason(target.id)
    read = _read(sheet)
    if read is not None:
        _show_preview(target, known, read)
    _button(_("保存勘误"), _correct, target, sheet, read)


def _read(sheet: erratum_fields.Sheet) -> ReadAs | None:
    """The reading before the person's eyes; None, with the reason in words, where there is none yet."""
    before = sheet.before
    try:
        read = read_typed(erratum_fields.typed(sheet))
    except BadInput as refusal:
        prose.line(str(refusal), "accent")
        return None
    refusals = check_reading(read, before)
    if refusals:
        prose.line(" ".join(refusals))
        return None
    return read


def _show_preview(target: Target, known: Known, read: ReadAs) -> None:
    visit, before = shell.visit(), known.reading.read
    adjustments.show_changes(differences(before, read), _("勘误为"), _("勘误内容"))
    try:
        made = corrected_versions(known.reading, read, known.versions, visit.plan.periods[0])
        turns = shell.read(lambda s, p: preview_of(s, p, visit.plan, target, read))
    except BadInput as refusal:
        prose.box(str(refusal), "accent")
        return
    if len(made) > 1:
        prose.line(_("目标调整改过的部分保留,勘误后各时段的要求如下:"), "ink", strong=True)
        rows = [
            {
                _("起始"): new.effective.label,
                _("目标"): target_text(new.read.terms),
                _("牵头单位"): new.read.lead.name,
            }
            for __, new in made
        ]
        tables.table(rows, _("勘误后各时段的要求"))
    if keeps_figures_as_reported(before, read):
        prose.box(errata.figures_note())
    adjustments.show_turns(turns)


def _show_missed() -> None:
    visit = shell.visit()
    st.text_area(
        _("原文摘录"),
        key=_key("quote"),
        height=80,
        persist_state="session",
        placeholder=_("照抄原文里写明目标的那一句,只能有一处"),
    )
    st.text_input(
        _("其中的数字(照原文写,没有数字的不填)"),
        key=_key("number"),
        autocomplete="off",
        persist_state="session",
        width=360,
    )
    quote, number = _quoted()
    if not quote.strip():
        return
    try:
        text = shell.known(
            "notice to quote", lambda s, p: notice(s, p, visit.plan, visit.default_period)
        ).text
        place = placed(text, quote, number)
    except BadInput as refusal:
        prose.line(str(refusal), "accent")
        return
    clause = shell.read(lambda s, p: clause_around(s, p, visit.plan.id, place.start))
    prose.passage(clause.title, clause.text)
    sheet = erratum_fields.Sheet(
        _key("missed", place.start),
        None,
        shell.read(lambda s, _p: current_units(s)),
        shell.read(lambda s, p: units_named(s, p, visit.plan, place.start)),
    )
    erratum_fields.show(sheet)
    _ask_reason("missed")
    read = _read(sheet)
    if read is not None:
        prose.line(
            _("补登后自{period}起计入:{target},{lead}牵头。未填报的按未填报对待。").format(
                period=visit.plan.periods[0].label, target=target_text(read.terms), lead=read.lead.name
            )
        )
    _button(_("补登这项目标"), _add_missed, sheet, read)


def _quoted() -> tuple[str, str]:
    return st.session_state.get(_key("quote")) or "", st.session_state.get(_key("number")) or ""


def _show_withdrawal(target: Target) -> None:
    if target.anchor.number_start is not None:
        words = readings_of_none()
        st.selectbox(
            _("这个数字应读作"),
            list(words),
            index=None,
            format_func=lambda each: words[each],
            key=_key(target.id, "reads"),
            persist_state="session",
            placeholder=_("请选择"),
            width=360,
        )
    _ask_reason(target.id)
    first = shell.visit().plan.periods[0].label
    prose.box(
        _(
            "撤销后,自{period}起不再计入任何统计,也不再填报;原有填报和审核记录仍可查看,已定稿的会议材料不变。"
        ).format(period=first)
    )
    _button(_("撤销这项目标"), _withdraw, target)


def _show_restoring(target: Target) -> None:
    _ask_reason(target.id)
    prose.box(_("恢复后,这项目标按撤销前的要求重新计入,撤销前填报的数据照旧有效。"))
    _button(_("恢复这项目标"), _restore, target)


def _ask_reason(name: object) -> None:
    st.text_area(
        _("勘误理由"),
        key=_key(name, "reason"),
        height=80,
        persist_state="session",
        placeholder=_("原文怎么写,原来错在哪里"),
    )


def _reason(name: object) -> str:
    return st.session_state.get(_key(name, "reason")) or ""


def _button(label: str, act: Callable[..., None], *about: object) -> None:
    st.button(label, key=_key("save"), type="primary", icon=":material/spellcheck:", on_click=act, args=about)


def _correct(target: Target, sheet: erratum_fields.Sheet, previewed: ReadAs | None) -> None:
    read = _previewed(sheet, previewed)
    if read is None:
        return
    reason, click = _reason(target.id), chosen_target.click_key(_key(target.id, "click"))
    _do(
        lambda s, p, now: service.correct(s, p, target.id, target.terms_id, read, reason, click, now),
        lambda _id: _("{code} 已勘误,自{period}起按更正后的读法重新评价。").format(
            code=target.code, period=shell.visit().plan.periods[0].label
        ),
    )


def _add_missed(sheet: erratum_fields.Sheet, previewed: ReadAs | None) -> None:
    read = _previewed(sheet, previewed)
    if read is None:
        return
    plan_id, (quote, number) = shell.visit().plan.id, _quoted()
    reason, click = _reason("missed"), chosen_target.click_key(_key("missed", "click"))
    _do(
        lambda s, p, now: service.add_missed(s, p, plan_id, quote, number, read, reason, click, now),
        lambda code: _("已补登目标 {code}。").format(code=code),
    )


def _withdraw(target: Target) -> None:
    reads = st.session_state.get(_key(target.id, "reads")) or ""
    reason, click = _reason(target.id), chosen_target.click_key(_key(target.id, "click"))
    _do(
        lambda s, p, now: service.withdraw(s, p, target.id, target.terms_id, reads, reason, click, now),
        lambda _id: _("{code} 已撤销,不再计入。").format(code=target.code),
    )


def _restore(target: Target) -> None:
    reason, click = _reason(target.id), chosen_target.click_key(_key(target.id, "click"))
    _do(
        lambda s, p, now: service.restore(s, p, target.id, reason, click, now),
        lambda _id: _("{code} 已恢复,重新计入。").format(code=target.code),
    )


def _previewed(sheet: erratum_fields.Sheet, previewed: ReadAs | None) -> ReadAs | None:
    """What the fields hold now, if it is what the preview showed; else None, and the page says why."""
    try:
        read = read_typed(erratum_fields.typed(sheet))
        refusals = check_reading(read, sheet.before)
    except BadInput as refusal:
        refusals = (str(refusal),)
    if refusals:
        clicks.refuse(CLICKS, *refusals)
        return None
    if read != previewed:
        chosen_target.refuse_unseen(CLICKS)
        return None
    return read


def _do(act: Callable[[Session, Person, datetime], object], done: Callable[[object], str]) -> None:
    if clicks.do(act, key=CLICKS, done=done).is_done:
        chosen_target.next_turn(_TURN)
