"""What can be done about a matter, for whom it is to do: raise, decide, report, close, withdraw."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import streamlit as st

from tracker.domain.access import Action, Person, Relation, allowed
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Target, UnitRef
from tracker.domain.workflow.matters import AskedOf, MatterLine, Step
from tracker.queries.matters import units_to_ask
from tracker.services import matters
from tracker.ui.frame import address, clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html

_NEW = "new"
_CLICK = "matter-click-key"
CLICKS = "matter-clicks"  # what the last click on the page came to (frame/clicks.py)
_Step = Callable[..., None]


def _key(*names: object) -> str:
    """Holds the account: a tab that changes hands shows nobody else's words."""
    return "-".join(str(name) for name in ("matter", shell.visit().person.account_id, *names))


def _held(key: str) -> Any:
    return st.session_state.get(key)


def may_raise() -> bool:
    visit = shell.visit()
    return visit.admits(Action.RAISE_MATTER) and allowed(
        visit.person.role, Action.RAISE_MATTER, Relation.LEADS
    )


def open_raising() -> None:
    st.query_params[links.RAISE] = _NEW


def close_raising() -> None:
    st.query_params.pop(links.RAISE, None)


def show_raising() -> None:
    """提请协调: the target, the obstacle, what is asked and of whom."""
    st.html(section_html(_("提请协调")))
    period = shell.period()
    person = shell.visit().person
    led = [each.target for each in shell.card(period).scores if each.target.lead.id in person.unit_ids]
    if not led:
        st.caption(_("您所在单位没有牵头的目标,不能提请协调。"))
        return
    target = _pick_target(led)
    obstacle, request = _key("new", "obstacle"), _key("new", "request")
    st.text_area(
        _("遇到的困难"),
        key=obstacle,
        height=100,
        persist_state="session",
        placeholder=_("影响目标推进的具体问题,如用地指标、资金、审批等"),
    )
    st.text_area(
        _("提请协调的内容"),
        key=request,
        height=100,
        persist_state="session",
        placeholder=_("希望谁在什么时候前解决什么"),
    )
    _ask_whom()
    with st.container(horizontal=True):
        st.button(_("提交"), type="primary", icon=":material/gavel:", on_click=_raise, args=(target, period))
        st.button(_("取消"), on_click=close_raising)


def _pick_target(led: list[Target]) -> Target:
    by_code = {target.code: target for target in led}
    key = _key("new", "target")
    address.follow(links.RAISE, key, list(by_code), led[0].code)
    chosen = st.selectbox(
        _("涉及目标"),
        list(by_code),
        format_func=lambda code: f"{code} {by_code[code].name}",
        key=key,
        on_change=address.put,
        args=(links.RAISE, key),
    )
    return by_code[chosen or led[0].code]


def _ask_whom() -> None:
    whom = {each.value: each.word for each in AskedOf}
    asked_of = st.segmented_control(
        _("提请对象"),
        list(whom),
        format_func=lambda name: whom[name],
        key=_key("new", "asked"),
        persist_state="session",
    )
    if asked_of == AskedOf.UNIT:
        others = [unit for unit in _units() if unit.id not in shell.visit().person.unit_ids]
        _pick_unit(_("哪个部门"), others, _key("new", "asked-unit"))


def _units() -> tuple[UnitRef, ...]:
    return shell.read(units_to_ask)


def _pick_unit(label: str, units: list[UnitRef], key: str) -> None:
    names = {unit.id: unit.name for unit in units}
    st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda unit_id: names[unit_id],
        key=key,
        placeholder=_("输入名称查找"),
        filter_mode="contains",
        persist_state="session",
    )


def _raise(target: Target, period: Period) -> None:
    keys = [_key("new", name) for name in ("obstacle", "request", "asked", "asked-unit")]
    obstacle, request, asked_of, asked_unit = (_held(key) for key in keys)
    # The key of one matter: it is renewed when the matter is stored, so that a second click adds none.
    click_key = st.session_state.setdefault(_CLICK, uuid4().hex)
    plan = shell.visit().plan

    def act(session: Any, person: Person, now: datetime) -> None:
        if not asked_of:
            raise BadInput(_("请选择提请对象。"))
        matters.raise_matter(
            session,
            person,
            plan.id,
            target.id,
            period,
            obstacle or "",
            request or "",
            AskedOf(asked_of),
            asked_unit if asked_of == AskedOf.UNIT else None,
            click_key,
            now,
        )

    if _do(act, _("已提请协调,市府办会在议程中看到。"), keys):
        st.session_state.pop(_CLICK)
        close_raising()


def _do(act: clicks.Act[None], done: str, keys: list[str]) -> bool:
    """Do it and empty the fields; or keep everything typed."""
    is_done = clicks.do(act, key=CLICKS, done=done).is_done
    if is_done:
        for key in keys:
            st.session_state.pop(key, None)
    return is_done


def show_steps(line: MatterLine) -> None:
    """The forms of the steps that may follow and that are the person's to take."""
    visit = shell.visit()
    if not visit.admits(Action.WORK_ON_MATTER):
        return
    forms = {
        Step.DECIDED: (_is_office(), _show_deciding),
        Step.PROGRESS: (_is_own(Action.WORK_ON_MATTER, line.responsible), _show_progress),
        Step.CLOSED: (_is_office(), _show_closing),
        Step.WITHDRAWN: (_is_own(Action.RAISE_MATTER, line.unit), _show_withdrawing),
    }
    for step, (is_theirs, show) in forms.items():
        if is_theirs and step in line.state.next_steps:
            show(line)


def _is_office() -> bool:
    return allowed(shell.visit().person.role, Action.DECIDE_MATTER)


def _is_own(action: Action, unit: UnitRef | None) -> bool:
    person = shell.visit().person
    return unit is not None and allowed(person.role, action, person.relation_to(unit.id))


def _take(act: _Step, done: str, keys: list[str]) -> None:
    typed = [_held(key) for key in keys]
    _do(lambda session, person, now: act(session, person, now, *typed), done, keys)


def _text(line: MatterLine, step: Step, hint: str) -> str:
    """The step's text field; returns its key."""
    key = _key(line.id, step.value)
    st.text_area(step.text_name, key=key, height=90, placeholder=hint, persist_state="session")
    return key


def _button(line: MatterLine, step: Step, label: str, icon: str, act: _Step, keys: list[str]) -> None:
    """``act`` is handed what the fields hold when it is clicked."""
    done = _("第{id}号事项:{step}已记录。").format(id=line.id, step=step.word)
    st.button(
        label,
        icon=icon,
        key=_key(line.id, step.value, "go"),
        on_click=_take,
        args=(act, done, keys),
        type="primary" if step is not Step.WITHDRAWN else "secondary",
    )


def _show_deciding(line: MatterLine) -> None:
    st.html(section_html(_("议定") if line.decision is None else _("重新议定(替代现有议定,原议定保留)")))
    text = _text(line, Step.DECIDED, _("会议或领导的决定:做什么、做到什么程度"))
    unit, due = _key(line.id, "responsible"), _key(line.id, "due")
    left, right = st.columns(2)
    with left:
        _pick_unit(_("承办单位"), list(_units()), unit)
    with right:
        today = moments.wall_clock(shell.visit().now).date()
        st.date_input(
            _("办结时限"), None, min_value=today, key=due, format="YYYY-MM-DD", persist_state="session"
        )

    def act(
        session: Any, person: Person, now: datetime, text: str | None, unit_id: int | None, until: date | None
    ) -> None:
        matters.decide(session, person, line.id, len(line.steps), text or "", unit_id, until, now)

    _button(line, Step.DECIDED, _("保存议定意见"), ":material/gavel:", act, [text, unit, due])


def _show_progress(line: MatterLine) -> None:
    st.html(section_html(_("办理情况")))
    text = _text(line, Step.PROGRESS, _("已经做了什么、还差什么、预计何时办结"))
    _button(
        line,
        Step.PROGRESS,
        _("提交办理情况"),
        ":material/edit_note:",
        lambda s, p, now, text: matters.report_progress(s, p, line.id, len(line.steps), text or "", now),
        [text],
    )


def _show_closing(line: MatterLine) -> None:
    st.html(section_html(_("销号")))
    text = _text(line, Step.CLOSED, _("问题如何解决、依据是什么;销号后不再变动"))
    _button(
        line,
        Step.CLOSED,
        _("销号"),
        ":material/task_alt:",
        lambda s, p, now, text: matters.close(s, p, line.id, len(line.steps), text or "", now),
        [text],
    )


def _show_withdrawing(line: MatterLine) -> None:
    st.html(section_html(_("撤回(议定前)")))
    text = _text(line, Step.WITHDRAWN, _("为什么不再需要协调"))
    _button(
        line,
        Step.WITHDRAWN,
        _("撤回"),
        ":material/undo:",
        lambda s, p, now, text: matters.withdraw(s, p, line.id, len(line.steps), text or "", now),
        [text],
    )
