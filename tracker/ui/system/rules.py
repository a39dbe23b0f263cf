"""The parts of 判定规则: the fields of a new version, its preview, and the history."""

from dataclasses import dataclass

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.progress.judging import StatusChange
from tracker.domain.progress.rule_sets import (
    Method,
    RuleSet,
    Threshold,
    read_rules,
    rule_differences,
    starting_point,
)
from tracker.domain.progress.scorecard import VerdictChange
from tracker.queries.rules import RuleVersion, preview, preview_groups
from tracker.services.rules import set_rules
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import tables
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import target_with_code

_PREVIEWED, _CLICKS, _TURN = "rules-previewed", "rules-clicks", "rules-turn"
_FEW, _MOST = 10, 200  # of a quarter's changes: shown at once; listed at all


@dataclass(frozen=True)
class Previewed:
    """What is saved is what was previewed: these rules, on this version in force."""

    rules: RuleSet
    reason: str
    seen_version: int


def _key(name: str) -> str:
    return f"rules-{shell.visit().person.account_id}-{st.session_state.get(_TURN, 0)}-{name}"


def edit(current: RuleSet) -> None:
    """The fields, and the button that previews them. Each method keeps what was typed for it."""
    left, right = st.columns(2, gap="large")
    with left:
        st.text_input(_("规则名称"), current.name, key=_key("name"), max_chars=64, persist_state="session")
        words = {each.value: each.word for each in Method}
        chosen = st.segmented_control(
            _("判定方法"),
            list(words),
            default=current.method.value,
            format_func=lambda each: words[each],
            key=_key("method"),
            required=True,
            persist_state="session",
            help=_("按比例:完成率÷时序进度不低于界限;按百分点:低于时序进度不超过界限。"),
        )
        st.text_area(
            _("修改理由"),
            key=_key("reason"),
            height=110,
            persist_state="session",
            placeholder=_("为什么修改判定规则,如会议决定、上级文件"),
        )
    with right:
        method = Method(chosen or current.method)
        start = starting_point(current, method)
        for threshold in Threshold:
            label = bracketed(threshold.label, threshold.unit(method))
            st.text_input(
                label,
                plain(threshold.of(start)),
                key=_key(f"{method}-{threshold}"),
                autocomplete="off",
                persist_state="session",
            )
    st.button(
        _("预览"),
        key=_key("preview"),
        icon=":material/visibility:",
        on_click=_preview,
        args=(current.version,),
    )


def _typed(version: int) -> tuple[RuleSet, str]:
    """The rules before the person's eyes and the reason. Raises BadInput."""
    held = {name: st.session_state.get(_key(name)) or "" for name in ("name", "method", "reason")}
    method = Method(held["method"])
    texts = {each: st.session_state.get(_key(f"{method}-{each}")) or "" for each in Threshold}
    return read_rules(version, held["name"], method, texts), held["reason"]


def _preview(seen_version: int) -> None:
    st.session_state.pop(_PREVIEWED, None)
    try:
        rules, reason = _typed(seen_version + 1)
        if not reason.strip():
            raise BadInput(_("请写明修改判定规则的理由。"))
    except BadInput as refusal:
        clicks.refuse(_CLICKS, str(refusal))
        return
    st.session_state[_PREVIEWED] = Previewed(rules, reason, seen_version)


def show_preview(current: RuleSet) -> None:
    """What the previewed rules change, and the button that saves them; gone once the fields say otherwise."""
    clicks.show(_CLICKS)
    previewed: Previewed | None = st.session_state.get(_PREVIEWED)
    if previewed is None:
        return
    if not _is_still(previewed, current):
        prose.line(_("内容有改动,请重新预览后再保存。"), "ink", strong=True)
        return
    with st.container(gap="small"):
        st.html(section_html(_("预览")))
        st.text(previewed.rules.sentence)
        differences = rule_differences(current, previewed.rules)
        rows = [
            {_("修改内容"): each.what, _("现行"): each.before, _("修改为"): each.after}
            for each in differences
        ]
        tables.table(rows, _("修改内容"))
        visit = shell.visit()
        _show_changes(shell.read(lambda s, p: preview(s, p, visit.plan, previewed.rules)))
        groups = shell.read(lambda s, p: preview_groups(s, p, visit.plan, previewed.rules, visit.now))
        _show_verdicts(groups)
        with st.container(horizontal=True):
            st.button(
                _("确认保存"),
                key=_key("save"),
                type="primary",
                icon=":material/save:",
                on_click=_save,
                args=(previewed,),
            )
            st.button(_("取消"), key=_key("cancel"), on_click=_forget)


def _is_still(previewed: Previewed, current: RuleSet) -> bool:
    """Whether the fields and the rules in force are those of the preview."""
    try:
        typed = _typed(current.version + 1)
    except BadInput:
        return False
    return (*typed, current.version) == (previewed.rules, previewed.reason, previewed.seen_version)


def _show_changes(changes: tuple[StatusChange, ...]) -> None:
    if not changes:
        prose.line(_("按已审核的数据,没有目标的状态会改变。"), "ink", strong=True)
        return
    targets = {each.target.id for each in changes}
    sentence = _("按已审核的数据,以下{n}项目标的状态将改变:").format(n=len(targets))
    prose.line(sentence, "ink", strong=True)
    for period in shell.visit().plan.periods:
        listed = [each for each in changes if each.period == period]
        if listed:
            _show_period(period, listed)


def _show_verdicts(changes: tuple[VerdictChange, ...]) -> None:
    if not changes:
        prose.line(_("领域、部门和全市的总体判断都不变。"))
        return
    sentence = _("以下{n}处总体判断将改变:").format(n=len(changes))
    prose.line(sentence, "ink", strong=True)
    rows = [
        {
            shell.visit().plan.rhythm.noun.capitalize(): each.period.name,
            _("领域或部门"): each.group or _("全部目标"),
            _("现行"): each.before.word,
            _("修改为"): each.after.word,
        }
        for each in changes[:_MOST]
    ]
    tables.table(rows, _("总体判断"), width=700)


def _show_period(period: Period, listed: list[StatusChange]) -> None:
    title = _("{period}:{n}项").format(period=period.label, n=len(listed))
    with st.expander(title, key=f"turns-{period}", expanded=len(listed) <= _FEW):
        tables.table([_change_row(each) for each in listed[:_MOST]], period.label, width=700)
        if len(listed) > _MOST:
            prose.line(_("此处列前{shown}项。").format(shown=_MOST))


def _change_row(each: StatusChange) -> tables.Row:
    target = each.target
    return {
        _("目标"): target_with_code(target, each.period),
        _("牵头单位"): target.lead.name,
        _("状态变化"): each.turn,
    }


def _save(previewed: Previewed) -> None:
    plan_id = shell.visit().plan.id
    clicked = clicks.do(
        lambda s, p, now: set_rules(
            s, p, plan_id, previewed.rules, previewed.reason, previewed.seen_version, now
        ),
        key=_CLICKS,
        done=lambda version: _("第{n}版判定规则已保存,即时生效。").format(n=version),
    )
    if clicked.is_done or clicked.has_moved_on:
        _forget()
    if clicked.is_done:
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _forget() -> None:
    st.session_state.pop(_PREVIEWED, None)


def history_rows(history: tuple[RuleVersion, ...]) -> list[dict[str, str]]:
    """All versions in words, the one in force first."""
    return [
        {
            _("名称"): each.rules.name,
            _("规则"): each.rules.sentence,
            _("修改理由"): each.reason or _("随方案载入"),
            _("修改人"): each.author or "—",
            _("时间"): moment(each.created_at),
        }
        for each in history
    ]
