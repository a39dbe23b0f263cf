"""The parts of 工作交接: what a successor works from, section by section; the handing over itself."""

from html import escape

import streamlit as st

from tracker.domain import sentences
from tracker.domain.access import Action, allowed
from tracker.domain.language import bracketed
from tracker.domain.measure.figure import Finality, YearEndCall, inner_marks
from tracker.domain.measure.target import Kind, milestone_choices, value_in_words
from tracker.domain.progress.scorecard import Target, UnitRef
from tracker.domain.sentences.directives import directive_words
from tracker.domain.workflow.directive import DirectiveLine
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import day_and_hour
from tracker.domain.workflow.matters import MatterLine
from tracker.domain.workflow.stated_path import stated_text
from tracker.queries.handover import Contact, DueNext, Handover, Promise
from tracker.queries.open_work import OpenDraft, OpenReport
from tracker.queries.people import list_accounts
from tracker.queries.stated_paths import PathRow
from tracker.services.handover import HandedOver, hand_over
from tracker.ui.frame import address, clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import bars, facts, links, tables
from tracker.ui.parts.tables import Row

_UNIT = "handover-unit"


def choose_unit(units: tuple[UnitRef, ...]) -> UnitRef | None:
    """One of the units that the person may see; the choice stands in the address."""
    if len(units) == 1:
        return units[0]
    names = {str(unit.id): unit.name for unit in units}
    address.follow(links.UNIT, _UNIT, list(names))
    chosen = st.selectbox(
        _("单位"),
        list(names),
        index=None,
        format_func=lambda key: names[key],
        key=_UNIT,
        on_change=address.put,
        args=(links.UNIT, _UNIT),
        placeholder=_("选择单位"),
        filter_mode="contains",
        width=360,
    )
    return next((unit for unit in units if str(unit.id) == chosen), None)


def show(handover: Handover) -> None:
    """Everything in the order in which a successor needs it; sections without a line say so."""
    # The scope note of a target was written with its last figure, beside the next step.
    scope = {each.target.id: each for each in handover.promises}
    every = shell.visit().plan.rhythm.every
    parts = [
        _table(_("联系人"), [_contact_row(each) for each in handover.contacts], _("没有在用的账号")),
        _cards(_("退回待改"), [_returned(each) for each in handover.returned]),
        _cards(_("未提交的草稿"), [_draft(each) for each in handover.drafts]),
        _table(_("已提交、等待审核"), [_waiting_row(each) for each in handover.waiting]),
        _table(
            _("接下来要报"),
            [_due_row(each) for each in handover.due],
            _("本年{every}均已结束").format(every=every),
            width=900,
        ),
        _table(
            _("已承诺的下一步举措和年底研判"), [_promise_row(each) for each in handover.promises], width=900
        ),
        _table(_("未办结的需协调事项"), [_matter_row(each) for each in handover.matters], width=900),
        _table(_("未销号的批示"), [_directive_row(each) for each in handover.directives], width=900)
        if handover.directives
        else "",
        _table(_("未定的进度安排"), [_path_row(each) for each in handover.paths], width=900)
        if handover.paths
        else "",
        _table(
            _("牵头目标的口径"),
            [_definition_row(each, scope.get(each.id), handover) for each in handover.led],
            _("没有牵头的目标"),
            width=900,
        ),
    ]
    st.html(f'<div class="handover">{"".join(parts)}</div>')


def show_transfer(handover: Handover) -> None:
    """交接: for administrators, who moves in for whom."""
    visit = shell.visit()
    if visit.as_of is not None or not allowed(visit.person.role, Action.GRANT_RIGHTS):
        return
    with st.container(key="handover-transfer"):
        _transfer(handover)


def _transfer(handover: Handover) -> None:
    visit = shell.visit()
    st.html(bars.section_html(_("办理交接")))
    accounts = [each for each in shell.read(lambda s, p: list_accounts(s, p, visit.now)) if each.is_active]
    people = {each.id: f"{each.name} · {each.login} · {each.role.word}" for each in accounts}
    staff = [each.account_id for each in handover.contacts]
    if not staff:
        st.caption(_("这个单位没有在用的账号,请在“账号”页为其设置填报人。"))
        return
    # The staff in the keys: after a handover the fields start anew.
    turn = f"{handover.unit.id}_{staff}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        leaver = st.selectbox(
            _("移交人"),
            staff,
            format_func=lambda key: people.get(key, "—"),
            index=None if len(staff) > 1 else 0,
            key=f"leaver_{turn}",
            placeholder=_("选择账号"),
        )
        able = [each.id for each in accounts if each.role.is_of_a_unit and each.id != leaver]
        successor = st.selectbox(
            _("接收人"),
            able,
            format_func=lambda key: people[key],
            index=None,
            key=f"successor_{turn}_{leaver}",
            placeholder=_("输入姓名或登录名查找"),
            filter_mode="contains",
        )
        ready = leaver is not None and successor is not None
        clicked = st.button(_("交接"), type="primary", icon=":material/swap_horiz:", disabled=not ready)
    st.caption(_("草稿、填报和事项都属于单位的目标,交接后原样留下,由接收人继续办理。"))
    if clicked and leaver is not None and successor is not None:
        clicks.at_once(lambda s, p, now: hand_over(s, p, handover.unit.id, leaver, successor, now), _said)


def _said(done: HandedOver) -> str:
    sentence = _("{unit}的工作已由{leaver}交给{successor}。").format(
        unit=done.unit, leaver=done.leaver, successor=done.successor
    )
    if done.is_out:
        sentence += _("{leaver}已没有所在单位,其登录已结束;如不再使用本系统,请在“账号”页停用该账号。").format(
            leaver=done.leaver
        )
    return sentence


def _table(title: str, rows: list[Row], nothing: str = "", *, width: int | None = None) -> str:
    nothing = f'<p class="nothing">{escape(nothing or _("没有。"))}</p>'
    body = tables.table_html(rows, title, width=width) if rows else nothing
    return f"<section>{bars.section_html(title)}{body}</section>"


def _cards(title: str, cards: list[str]) -> str:
    nothing = f'<p class="nothing">{escape(_("没有。"))}</p>'
    body = "".join(f'<div class="left-open">{card}</div>' for card in cards)
    return f"<section>{bars.section_html(title)}{body or nothing}</section>"


def _heading(target: Target, period: str) -> str:
    return f'<div class="strong">{links.link_html(links.target_with_code(target))} · {escape(period)}</div>'


def _contact_row(contact: Contact) -> Row:
    return {
        _("姓名"): contact.name,
        _("角色"): contact.role.word,
        _("登录名"): contact.login,
        _("邮箱"): contact.email or "—",
    }


def _returned(report: OpenReport) -> str:
    facts_of = (
        (_("填报值"), value_in_words(report.value, report.target.terms)),
        (_("退回意见"), report.note),
        (_("退回"), f"{report.returned_by} · {moment(report.returned_at)}"),
    )
    return _heading(report.target, report.period.label) + facts.listed_html(facts_of)


def _draft(draft: OpenDraft) -> str:
    rhythm = draft.period.rhythm
    typed = [(field.label_in(rhythm), _typed(field, text, draft.target)) for field, text in draft.typed]
    files = (_("佐证材料"), _("、").join(draft.files))
    saved = (_("最近保存"), f"{draft.saved_by} · {moment(draft.saved_at)}")
    return _heading(draft.target, draft.period.label) + facts.listed_html((*typed, files, saved))


def _typed(field: Field, text: str, target: Target) -> str:
    """A draft's text as typed; what was chosen, in the words of the choice."""
    words: dict[str, str] = {}
    if field is Field.FINALITY:
        words = {each.value: each.word for each in Finality}
    elif field is Field.CALL:
        words = {each.value: each.word for each in YearEndCall}
    elif field is Field.NOT_APPLICABLE:
        words = {"1": _("是")}
    elif field is Field.VALUE and target.terms.kind is Kind.MILESTONE:
        words = milestone_choices(target.terms)
    return words.get(text, text)


def _waiting_row(report: OpenReport) -> Row:
    return {
        _("目标"): links.target_with_code(report.target),
        report.period.rhythm.noun.capitalize(): report.period.label,
        _("填报值"): value_in_words(report.value, report.target.terms),
        _("提交"): f"{report.submitted_by} · {moment(report.submitted_at)}",
    }


def _due_row(due: DueNext) -> Row:
    window = due.window
    times = (
        "—"
        if window is None
        else _("{start}至{end}").format(start=day_and_hour(window.opens_at), end=day_and_hour(window.due_at))
    )
    names = _("、").join(f"{target.code} {target.name}" for target in due.missing[:12])
    more = "" if len(due.missing) <= 12 else _("等{count}项").format(count=len(due.missing))
    return {
        due.period.rhythm.noun.capitalize(): due.period.label,
        _("填报时间"): due.state.word,
        _("开放至截止"): times,
        _("未报项数"): str(len(due.missing)),
        _("要报的目标"): names + more or "—",
    }


def _promise_row(promise: Promise) -> Row:
    figure, terms = promise.figure, promise.target.terms
    call = "—" if figure.call is None else figure.call.word
    if figure.call_value is not None:
        call += _(",预计全年{value}").format(value=value_in_words(figure.call_value, terms))
    return {
        _("目标"): links.target_with_code(promise.target),
        _("最近填报"): f"{promise.period.span} {value_in_words(figure.value, terms, inner_marks(figure))}",
        _("下一步举措"): promise.texts.next_step or "—",
        _("年底研判"): call,
    }


def _matter_row(line: MatterLine) -> Row:
    may_open = allowed(shell.visit().person.role, Action.SEE_MATTERS)
    return {
        _("事项"): links.matter_link(line.id, line.obstacle) if may_open else line.obstacle,
        _("提请"): line.request,
        _("状态"): line.state.word,
        _("承办单位"): "—" if line.responsible is None else line.responsible.name,
        _("办结时限"): "—" if line.due_on is None else moments.day(line.due_on),
    }


def _directive_row(line: DirectiveLine) -> Row:
    may_open = allowed(shell.visit().person.role, Action.SEE_DIRECTIVES)
    return {
        _("批示"): links.directive_link(line.id, line.name) if may_open else line.name,
        _("批示内容"): directive_words(line),
        _("状态"): line.state.word,
        _("批示人"): line.by,
        _("答复时限"): moments.day(line.due_on),
    }


def _path_row(each: PathRow) -> Row:
    newest = each.newest
    assert newest is not None, "what is open was stated"
    return {
        _("目标"): links.target_with_code(each.target),
        _("状态"): newest.state.word,
        _("安排"): stated_text(newest.stated.of(each.target.terms)),
        _("填写"): f"{newest.stated_by} {moment(newest.stated_at)}",
        _("退回意见"): newest.decision_note or "—",
    }


def _definition_row(target: Target, promise: Promise | None, handover: Handover) -> Row:
    terms = target.terms
    scope = "" if promise is None else promise.texts.scope_note
    return {
        _("目标"): links.target_with_code(target),
        _("要求"): sentences.target_text(terms),
        _("读法"): sentences.operator_note(terms, handover.rules),
        _("类型和路径"): f"{terms.kind.word} · {terms.path_word}",
        _("条件"): terms.condition or "—",
        _("最近的口径说明"): bracketed(scope, promise.period.span) if scope and promise else "—",
        _("配合单位"): _("、").join(unit.name for unit in target.co_units) or "—",
    }
