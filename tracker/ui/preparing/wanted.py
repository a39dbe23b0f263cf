"""The fields of what a target asks for, and a milestone that the reader missed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.measure.period import Period, parse_period, periods_of
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, Operator, Path, target_text
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.erratum import Typed, placed, read_typed, steps_typed
from tracker.notice.decisions import Decision, LeadSet, MilestoneSet, PartSet, Place, Wanted, units_text
from tracker.notice.drafting import terms_of
from tracker.notice.preparing import PreparedTarget
from tracker.notice.structure import split_units
from tracker.ui.frame.language import _
from tracker.ui.parts import typed
from tracker.ui.preparing.work import PILE, Work, decide, refuse

_YEARS_AHEAD = 5
_IN_A_ROW = 4  # planned values
_WIDTHS = (5, 4, 9, 6)  # of the fields of an amount


def aim_text(asked: Wanted) -> str:
    """100家; 不超过5%; 2026年四季度底前完成; 待定 where it is none yet."""
    try:
        return target_text(terms_of(asked))
    except BadInput:
        return _("待定")


def show(work: Work, target: PreparedTarget, decision: Callable[[Wanted], Decision], after: str) -> None:
    """Kept as one decision on the target, and on its lead and its total where these were changed."""
    asked = target.wanted
    form = _Form(work, target, work.key("wanted", _turn(work, target), target.start))
    form.text("name", _("目标名称"), asked.name)
    if asked.kind is Kind.MILESTONE:
        _show_milestone(form)
    else:
        with st.container(key="preparing-amount"):
            _show_amount(form)
    if target.on_the_way:
        values = _("、").join(target.on_the_way)
        st.caption(_("原文另有阶段值:{values}。需要时在进度路径里选自定计划填写。").format(values=values))
    one, two = st.columns([3, 5])
    with one:
        form.text("lead", _("牵头单位"), target.lead)
    with two:
        form.text("co", _("配合单位(用顿号隔开)"), units_text(target.co_units))
    if work.is_open:
        st.html(typed.marks_html(sent=form.sent))
        st.button(
            _("保存并看下一个") if after else _("保存"),
            key=f"{form.key}-save",
            type="primary",
            shortcut="Ctrl+Enter",
            on_click=_save,
            args=(form, decision, after),
        )


def _turn(work: Work, target: PreparedTarget) -> int:
    """Which decision changed last what the form begins with."""
    places = [(Place.TARGET, target.start)]
    article, area = work.plan.structure.article_at(target.start), work.plan.structure.area_at(target.start)
    places += [(Place.ARTICLE, article.start)] if article else []
    places += [(Place.AREA, area.start)] if area else []
    return work.turn(
        "facts",
        "layout",
        *(f"{what}:{target.start}" for what in ("number", "milestone", "part")),
        *(f"lead:{place}:{start}" for place, start in places),
    )


@dataclass(frozen=True)
class _Form:
    """The fields of one target, by name."""

    work: Work
    target: PreparedTarget
    key: str
    sent: dict[str, str] = field(default_factory=dict)  # the texts that the button stores, as they are stored

    def text(self, name: str, label: str, before: str) -> None:
        self.sent[f"{self.key}-{name}"] = before
        st.text_input(
            label,
            before,
            key=f"{self.key}-{name}",
            autocomplete="off",
            persist_state="session",
            disabled=not self.work.is_open,
        )

    def pick(self, name: str, label: str, words: dict[str, str], now: str) -> str:
        return _pick(f"{self.key}-{name}", label, words, now, not self.work.is_open)

    def check(self, name: str, label: str, now: bool) -> None:
        st.checkbox(label, now, key=f"{self.key}-{name}", disabled=not self.work.is_open)

    def held(self, name: str, before: object = "") -> Any:
        held = st.session_state.get(f"{self.key}-{name}", before)
        return held.strip() if isinstance(held, str) else held


def _show_milestone(form: _Form) -> None:
    asked = form.target.wanted
    one, two, three = st.columns([3, 4, 2], vertical_alignment="bottom")
    with one:
        form.pick("due", _("完成时限"), _due_words(form.work, asked.due), str(asked.due or ""))
    with two:
        form.text("condition", _("条件说明"), asked.condition)
    with three:
        form.check("stretch", _("力争"), asked.is_stretch)
    form.sent[f"{form.key}-steps"] = steps = steps_typed(terms_of(asked)) if asked.due else ""
    st.text_area(
        _("步骤(每行一步:名称 空格 期限)"),
        steps,
        key=f"{form.key}-steps",
        height=80,
        persist_state="session",
        placeholder=_("没有分步骤的不填"),
        disabled=not form.work.is_open,
    )


def _show_amount(form: _Form) -> None:
    asked = form.target.wanted
    kinds = {each.value: each.word for each in Kind if each is not Kind.MILESTONE}
    one, two, three, four = st.columns(_WIDTHS)
    with one:
        kind = Kind(form.pick("kind", _("类型"), kinds, asked.kind.value))
    with two:
        form.text("unit", _("计量单位"), asked.unit_of_measure)
    with three:
        words = {each.value: each.word for each in Operator}
        operator = form.pick("operator", _("怎么算达到"), words, asked.operator.value)
    with four:
        form.pick("due", _("完成时限"), _due_words(form.work, asked.due), str(asked.due or ""))
    one, two, three, four = st.columns(_WIDTHS, vertical_alignment="bottom")
    with one:
        form.text("value", _("目标值"), "" if asked.value is None else plain(asked.value))
    with two:
        if operator == Operator.RANGE:
            form.text("upper", _("区间上限"), "" if asked.upper is None else plain(asked.upper))
        else:
            form.text("baseline", _("基数"), plain(asked.baseline) if asked.baseline else "")
    with three:
        form.text("condition", _("条件说明"), asked.condition)
    with four:
        form.check("reduction", _("按下降幅度"), asked.is_reduction)
        form.check("stretch", _("力争"), asked.is_stretch)
    _show_path(form, kind)
    if kind is Kind.BUDGET:
        words = {"": _("不是哪一项的一部分")} | {
            str(each.start): f"{each.code} {each.wanted.name}"
            for each in form.work.plan.targets
            if each.wanted.kind is Kind.BUDGET and each.start != form.target.start
        }
        now = str(form.target.part_of) if form.target.part_of is not None else ""
        form.pick("part", _("属于哪项的一部分"), words, now if now in words else "")


def _show_path(form: _Form, kind: Kind) -> None:
    """The paths go with the kind: another kind offers its own, its usual one chosen."""
    asked = form.target.wanted
    if len(kind.paths) < 2:
        return
    now = asked.path_taken if asked.kind is kind and asked.path_taken in kind.paths else kind.usual_path
    words = {each.value: each.word_in(form.work.plan.facts.rhythm) for each in kind.paths}
    if form.pick(f"path-{kind}", _("进度路径"), words, now.value) != Path.OWN_PLAN:
        return
    planned, periods = asked.plan_values or (), _periods(form.work)
    for first in range(0, len(periods), _IN_A_ROW):
        row = tuple(enumerate(periods))[first : first + _IN_A_ROW]
        for column, (number, period) in zip(st.columns(_IN_A_ROW), row, strict=False):
            with column:
                before = plain(planned[number]) if number < len(planned) else ""
                form.text(f"plan{number}", _("{span}计划").format(span=period.span), before)


def _pick(key: str, label: str, words: dict[str, str], now: str, off: bool) -> str:
    options = list(words)
    chosen: str = st.selectbox(
        label,
        options,
        index=options.index(now),
        format_func=words.__getitem__,
        key=key,
        persist_state="session",
        disabled=off,
    )
    return chosen


def _periods(work: Work) -> tuple[Period, ...]:
    facts = work.plan.facts
    return periods_of(facts.year, facts.rhythm) if facts.year else ()


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


def _save(form: _Form, decision: Callable[[Wanted], Decision], after: str) -> None:
    work, target = form.work, form.target
    try:
        asked = _typed(form)
    except Refusal as refusal:
        refuse(refusal)
        return
    decisions = [decision(asked)]
    lead, co_units = form.held("lead"), form.held("co")
    if (lead, co_units) != (target.lead, units_text(target.co_units)):
        decisions.append(LeadSet(Place.TARGET, target.start, lead, units_typed(co_units)))
    part = form.held("part") if asked.kind is Kind.BUDGET else ""
    whole = int(part) if part else None
    if whole != target.part_of:
        decisions.append(PartSet(target.start, whole))
    decide(work, *decisions, then=after if after else None, done=_("已保存。"))


def _typed(form: _Form) -> Wanted:
    """Read as an erratum is. Raises BadInput for what can't be read, and for what no target can be."""
    kind = Kind(form.held("kind", Kind.MILESTONE))
    due, nobody = form.held("due"), UnitRef(0, "")
    periods = _periods(form.work)
    path = Path(form.held(f"path-{kind}", kind.usual_path))
    if path is Path.OWN_PLAN and not periods:
        raise BadInput(_("请先在“文件”一步填写年度。"))
    read = read_typed(
        Typed(
            name=form.held("name"),
            kind=kind,
            operator=Operator(form.held("operator", Operator.AT_LEAST)),
            value=form.held("value"),
            upper=form.held("upper"),
            unit_of_measure=form.held("unit"),
            baseline=form.held("baseline"),
            path=path,
            plan=tuple(form.held(f"plan{number}") for number in range(len(periods))),
            # A milestone has to name it, and does not while the year is open.
            due=parse_period(due) if due else periods[-1] if kind is Kind.MILESTONE and periods else None,
            steps=form.held("steps"),
            is_reduction=form.held("reduction", False),
            is_stretch=form.held("stretch", False),
            condition=form.held("condition"),
            lead=nobody,
            co_units=(),
            periods=periods,
        )
    )
    terms = read.terms
    return Wanted(
        name=read.name,
        kind=kind,
        operator=terms.operator,
        value=terms.value,
        upper=terms.upper,
        unit_of_measure=terms.unit_of_measure,
        path=None if terms.path is kind.usual_path else terms.path,
        plan_values=terms.plan_values,
        baseline=terms.baseline,
        due=terms.due,
        is_reduction=terms.is_reduction,
        is_stretch=terms.is_stretch,
        condition=terms.condition,
        steps=terms.steps,
    )


def units_typed(typed: str) -> tuple[str, ...]:
    """The units of a list as notices write them: 各乡、镇人民政府 is one."""
    return tuple(unit.name for unit in split_units(typed)) if typed else ()


def _text(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def show_new_milestone(work: Work) -> None:
    """A point to be reached that the reader saw none in."""
    key = work.key("new-milestone", len(work.plan.targets))
    with st.expander(_("增加一个节点"), key=f"{key}-open", icon=":material/add:"):
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
