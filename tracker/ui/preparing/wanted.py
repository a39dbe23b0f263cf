"""The fields of what a target asks for, and a milestone that the reader missed."""

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.measure.period import Period, parse_period, periods_of
from tracker.domain.measure.quantity import parse_amount, plain
from tracker.domain.measure.target import Kind, Operator, target_text
from tracker.domain.workflow.erratum import placed
from tracker.notice.decisions import Decision, LeadSet, MilestoneSet, Place, Wanted
from tracker.notice.drafting import terms_of
from tracker.notice.preparing import PreparedTarget
from tracker.notice.structure import split_units
from tracker.ui.frame.language import _
from tracker.ui.preparing.work import PILE, Work, decide, refuse

_YEARS_AHEAD = 5
_SEPARATOR = "、"


def aim_text(asked: Wanted) -> str:
    """100家; 不超过5%; 2026年四季度底前完成; 待定 where it is none yet."""
    try:
        return target_text(terms_of(asked))
    except BadInput:
        return _("待定")


def show(work: Work, target: PreparedTarget, decision: Callable[[Wanted], Decision], after: str) -> None:
    """Kept as one decision on the target, and one on its lead where that was changed."""
    asked = target.wanted
    key = work.key("wanted", work.draft.seen, target.start)
    off = not work.is_open
    st.text_input(_("目标名称"), asked.name, key=f"{key}-name", autocomplete="off", disabled=off)
    one, two, three, four = st.columns([3, 2, 3, 3])
    kinds = [kind for kind in Kind if (kind is Kind.MILESTONE) == (asked.kind is Kind.MILESTONE)]
    with one:
        _pick(f"{key}-kind", _("类型"), {each.value: each.word for each in kinds}, asked.kind.value, off)
    if asked.kind is not Kind.MILESTONE:
        with two:
            unit = asked.unit_of_measure
            st.text_input(_("计量单位"), unit, key=f"{key}-unit", autocomplete="off", disabled=off)
        with three:
            words = {each.value: each.word for each in Operator}
            _pick(f"{key}-operator", _("怎么算达到"), words, asked.operator.value, off)
    with four:
        _pick(f"{key}-due", _("完成时限"), _due_words(work, asked.due), str(asked.due or ""), off)
    if asked.kind is not Kind.MILESTONE:
        one, two, three, four = st.columns([3, 2, 3, 3])
        value = plain(asked.value) if asked.value is not None else ""
        with one:
            st.text_input(_("目标值"), value, key=f"{key}-value", autocomplete="off", disabled=off)
        with two:
            upper = plain(asked.upper) if asked.upper is not None else ""
            st.text_input(_("区间上限"), upper, key=f"{key}-upper", autocomplete="off", disabled=off)
        with three:
            st.text_input(
                _("基数"), plain(asked.baseline), key=f"{key}-base", autocomplete="off", disabled=off
            )
        with four:
            st.checkbox(_("按下降幅度"), asked.is_reduction, key=f"{key}-reduction", disabled=off)
            st.checkbox(_("力争"), asked.is_stretch, key=f"{key}-stretch", disabled=off)
    one, two = st.columns([3, 5])
    one.text_input(_("牵头单位"), target.lead, key=f"{key}-lead", autocomplete="off", disabled=off)
    co_units = _SEPARATOR.join(target.co_units)
    two.text_input(_("配合单位(用顿号隔开)"), co_units, key=f"{key}-co", autocomplete="off", disabled=off)
    if work.is_open:
        st.button(
            _("保存并看下一个") if after else _("保存"),
            key=f"{key}-save",
            type="primary",
            shortcut="Ctrl+Enter",
            on_click=_save,
            args=(work, target, key, decision, after),
        )


def _pick(key: str, label: str, words: dict[str, str], now: str, off: bool) -> None:
    options = list(words)
    st.selectbox(
        label, options, index=options.index(now), format_func=words.__getitem__, key=key, disabled=off
    )


def _due_words(work: Work, due: Period | None) -> dict[str, str]:
    facts = work.plan.facts
    year = facts.year or (due.year if due else 0)
    own = periods_of(year, facts.rhythm) if year else ()
    later = (
        tuple(periods_of(year + ahead, facts.rhythm)[-1] for ahead in range(1, _YEARS_AHEAD + 1))
        if year
        else ()
    )
    offered = dict.fromkeys([*own, *later, *([due] if due else [])])
    return {"": _("年底")} | {str(each): each.label for each in offered}


def _save(
    work: Work, target: PreparedTarget, key: str, decision: Callable[[Wanted], Decision], after: str
) -> None:
    try:
        asked = _typed(target.wanted, key)
        terms_of(asked)
    except Refusal as refusal:
        refuse(refusal)
        return
    decisions = [decision(asked)]
    typed = (_text(f"{key}-lead"), _text(f"{key}-co"))
    if typed != (target.lead, _SEPARATOR.join(target.co_units)):
        decisions.append(LeadSet(Place.TARGET, target.start, typed[0], units_typed(typed[1])))
    decide(work, *decisions, then=after if after else None, done=_("已保存。"))


def _typed(before: Wanted, key: str) -> Wanted:
    """Raises BadInput for what can't be read."""
    name, kind = _text(f"{key}-name"), Kind(_text(f"{key}-kind"))
    if not name:
        raise BadInput(_("请填写名称。"))
    due = parse_period(_text(f"{key}-due")) if _text(f"{key}-due") else None
    if kind is Kind.MILESTONE:
        return Wanted(name=name, kind=kind, due=due or before.due, condition=before.condition)
    unit = _text(f"{key}-unit")
    path_stays = kind is before.kind and before.plan_values is not None
    return Wanted(
        name=name,
        kind=kind,
        operator=Operator(_text(f"{key}-operator")),
        value=_amount(f"{key}-value", unit),
        upper=_amount(f"{key}-upper", unit),
        unit_of_measure=unit,
        path=before.path if path_stays else None,
        plan_values=before.plan_values if path_stays else None,
        baseline=_amount(f"{key}-base", unit) or Decimal(0),
        due=due,
        is_reduction=bool(st.session_state.get(f"{key}-reduction")),
        is_stretch=bool(st.session_state.get(f"{key}-stretch")),
        condition=before.condition,
    )


def units_typed(typed: str) -> tuple[str, ...]:
    """The units of a list as notices write them: 各乡、镇人民政府 is one."""
    return tuple(unit.name for unit in split_units(typed)) if typed else ()


def _amount(key: str, unit: str) -> Decimal | None:
    typed = _text(key)
    return parse_amount(typed, unit, may_be_negative=True) if typed else None


def _text(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def show_new_milestone(work: Work) -> None:
    """A point to be reached that the reader saw none in."""
    key = work.key("new-milestone", work.draft.seen)
    with st.expander(_("增加一个节点"), icon=":material/add:"):
        st.text_area(
            _("原文摘录"), key=f"{key}-quote", height=80, placeholder=_("照抄原文里的那一句,只能有一处")
        )
        st.text_input(_("节点名称"), key=f"{key}-name", autocomplete="off")
        _pick(f"{key}-due", _("完成时限"), _due_words(work, None), "", False)
        st.button(_("增加节点"), key=f"{key}-save", on_click=_add_milestone, args=(work, key))


def _add_milestone(work: Work, key: str) -> None:
    try:
        place = placed(work.plan.text, _text(f"{key}-quote"), "")
        facts = work.plan.facts
        if facts.year is None:
            raise BadInput(_("请先在“文件”一步填写年度。"))
        due = _text(f"{key}-due")
        last = periods_of(facts.year, facts.rhythm)[-1]
        quote = _text(f"{key}-quote")
        asked = Wanted(
            name=_text(f"{key}-name") or quote[:200],
            kind=Kind.MILESTONE,
            due=parse_period(due) if due else last,
        )
    except Refusal as refusal:
        refuse(refusal)
        return
    found = MilestoneSet(place.start, place.start + len(quote), asked)
    if decide(work, found, then=str(place.start), done=_("节点已增加。")):
        st.query_params[PILE] = "targets"
