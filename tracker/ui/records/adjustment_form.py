"""申请调整: new terms for one target, previewed while they are typed."""

import streamlit as st

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, Path, Terms
from tracker.domain.progress.scorecard import Target
from tracker.domain.workflow.adjustment import (
    KINDS_WITH_DUE,
    Proposed,
    Version,
    adjusted,
    check_terms,
    paths_open_to,
    read_proposal,
    what_changes,
)
from tracker.domain.workflow.entry import typing_hint
from tracker.queries.adjustments import Adjustment, preview, unit_names, versions
from tracker.queries.units import current_units
from tracker.services import adjustments as service
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import clauses, facts, period_fields
from tracker.ui.records import adjustments, chosen_target

_TURN = "adjustment-turn"
_AT_THE_END = "year end"


def choose(targets: tuple[Target, ...]) -> Target | None:
    key = f"adjustment-target-{shell.visit().person.account_id}"
    return chosen_target.choose(targets, _("要调整的目标"), key)


def show(target: Target, waiting: Adjustment | None) -> None:
    """The fields of one target, what they would change, and the button."""
    current = shell.read(lambda s, p: versions(s, p, target))[-1]
    clauses.quoted(target)
    facts.beside((*clauses.promise(target, shell.card(shell.visit().plan.periods[-1]).rules),))
    if waiting is not None:
        sentence = _("{who}已于{when}就这项目标提出申请,尚待审定。再次申请将替代它。")
        prose.box(sentence.format(who=waiting.applied_by, when=moments.day_and_clock(waiting.applied_at)))
    _fields(target, current)
    proposed = _show_preview(target, current)
    st.button(
        _("提交申请"),
        key=_key(target, "apply"),
        type="primary",
        icon=":material/send:",
        on_click=_apply,
        args=(target, current.terms, proposed),
    )


def _key(target: Target, name: str) -> str:
    """Names person, target and turn: nothing is carried over to another, or to the next request."""
    turn = st.session_state.get(_TURN, 0)
    return f"adjust-{shell.visit().person.account_id}-{target.id}-{turn}-{name}"


def _fields(target: Target, current: Version) -> None:
    noun = shell.visit().plan.rhythm.noun
    periods = {str(each): each.label for each in shell.visit().plan.periods}
    left, right = st.columns(2, gap="medium")
    with left:
        if current.terms.kind is not Kind.MILESTONE:
            _fields_of_amount(target, current.terms)
        if current.terms.kind in KINDS_WITH_DUE:
            due = current.terms.due
            # A milestone has to name its period; a stock that names none is due at the year's end.
            unnamed = {} if current.terms.kind is Kind.MILESTONE else {_AT_THE_END: _("年底")}
            offered = unnamed | {str(each): each.label for each in _due_periods(due)}
            before = _AT_THE_END if due is None else str(due)
            _pick(target, "due", _("完成{noun}").format(noun=noun), offered, before)
        # A lead that has ended stands until it is changed.
        standing = shell.read(lambda s, _p: current_units(s)) | {target.lead.id: target.lead}
        units = {str(key): unit.name for key, unit in standing.items()}
        _pick(target, "lead", _("牵头单位"), units, str(current.lead_unit_id))
    with right:
        effective = str(shell.visit().default_period)
        _pick(
            target,
            "effective",
            _("生效{noun}").format(noun=noun),
            periods,
            effective,
        )
        st.text_area(
            _("调整理由"),
            key=_key(target, "reason"),
            height=100,
            persist_state="session",
            placeholder=_("为什么需要调整"),
        )
        st.text_area(
            _("调整依据"),
            key=_key(target, "basis"),
            height=80,
            persist_state="session",
            placeholder=_("文件名称、文号或会议纪要"),
        )


def _fields_of_amount(target: Target, terms: Terms) -> None:
    key = _key(target, "value")
    label = _("全年目标({unit})").format(unit=terms.unit_of_measure)
    _type(key, label, "" if terms.value is None else plain(terms.value))
    prose.line(typing_hint(st.session_state.get(key) or "", terms, None))
    rhythm = shell.visit().plan.rhythm
    words = {path.value: path.word_in(rhythm) for path in paths_open_to(terms)}
    if _pick(target, "path", _("进度路径"), words, terms.path.value) != Path.OWN_PLAN:
        return
    planned = terms.plan_values or ()
    period_fields.show(_periods(), planned, lambda number: _key(target, f"plan{number}"))


def _type(key: str, label: str, before: str) -> None:
    st.text_input(label, before, key=key, autocomplete="off", persist_state="session")


def _pick(target: Target, name: str, label: str, words: dict[str, str], before: str) -> str:
    options = list(words)
    chosen: str = st.selectbox(
        label,
        options,
        index=options.index(before),
        format_func=lambda each: words[each],
        key=_key(target, name),
        filter_mode="contains",
        persist_state="session",
    )
    return chosen


def _periods() -> tuple[Period, ...]:
    return shell.visit().plan.periods


def _due_periods(own: Period | None) -> tuple[Period, ...]:
    """The plan's periods, and the one that stands there now where it lies beyond them (到2028年)."""
    periods = _periods()
    return periods if own is None or own in periods else (*periods, own)


def _held(target: Target, name: str) -> str:
    return st.session_state.get(_key(target, name)) or ""


def _typed(target: Target, terms: Terms) -> Proposed:
    """The proposal before the person's eyes. Raises BadInput for what can't be read."""
    due, effective, lead = (_held(target, name) for name in ("due", "effective", "lead"))
    by_text = {str(each): each for each in _due_periods(terms.due)}
    path = Path(_held(target, "path") or terms.path)
    plan = [_held(target, f"plan{number}") for number in range(len(_periods()))]
    return read_proposal(
        terms, _held(target, "value"), path, plan, by_text.get(due), int(lead), by_text[effective]
    )


def _show_preview(target: Target, current: Version) -> Proposed | None:
    """What the typed terms would change; None, with the reason in words, where they make no new version."""
    visit = shell.visit()
    try:
        proposed = _typed(target, current.terms)
    except BadInput as refusal:
        prose.line(str(refusal), "accent")
        return None
    refusals = check_terms(current, proposed, visit.plan.year)
    if refusals:
        prose.line(" ".join(refusals))
        return proposed
    names = shell.read(lambda s, _p: unit_names(s))
    adjustments.show_changes(what_changes(current, adjusted(current, proposed), names), _("调整为"))
    adjustments.show_turns(shell.read(lambda s, p: preview(s, p, visit.plan, target, proposed)))
    return proposed


def _apply(target: Target, terms: Terms, previewed: Proposed | None) -> None:
    """Ask for what was previewed, on the terms that were shown; a refusal leaves everything typed."""
    try:
        proposed = _typed(target, terms)
    except BadInput as refusal:
        clicks.refuse(adjustments.CLICKS, str(refusal))
        return
    if proposed != previewed:
        chosen_target.refuse_unseen(adjustments.CLICKS)
        return
    click = chosen_target.click_key(_key(target, "click"))
    reason, basis = _held(target, "reason"), _held(target, "basis")
    clicked = clicks.do(
        lambda s, p, now: service.apply(
            s, p, target.id, target.terms_id, proposed, reason, basis, click, now
        ),
        key=adjustments.CLICKS,
        done=_("{code} 的调整申请已提交,等待市府办督查审定。").format(code=target.code),
    )
    if clicked.is_done:
        chosen_target.next_turn(_TURN)
