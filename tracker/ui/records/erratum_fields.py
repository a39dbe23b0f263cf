"""勘误: the fields of a reading, as the notice was read or as they are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, Operator, Path
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.erratum import ReadAs, Typed, steps_typed
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import period_fields

_YEARS_AHEAD = 5  # how far behind the plan's year a due period is offered


@dataclass(frozen=True)
class Sheet:
    """The fields of one form: the prefix of their keys, what stands in them at first, who can be named."""

    key: str
    before: ReadAs | None
    units: Mapping[int, UnitRef]
    named: tuple[UnitRef, ...] = ()

    def held(self, name: str, default: Any = "") -> Any:
        """What a field holds; ``default`` before it was ever drawn, and where it is not drawn now."""
        return st.session_state.get(f"{self.key}-{name}", default)


def show(sheet: Sheet) -> None:
    """All fields; which ones are needed follows from the kind."""
    read = sheet.before
    terms = None if read is None else read.terms
    left, right = st.columns(2, gap="medium")
    with left:
        _type(sheet, "name", _("目标名称"), "" if read is None else read.name)
        kinds = {each.value: each.word for each in Kind}
        kind = Kind(
            _pick(sheet, "kind", _("类型"), kinds, Kind.RUNNING_TOTAL if terms is None else terms.kind)
        )
        if kind is not Kind.MILESTONE:
            _fields_of_amount(sheet, kind)
        else:
            st.text_area(
                _("步骤(没有时不填)"),
                "" if terms is None else steps_typed(terms),
                key=f"{sheet.key}-steps",
                height=100,
                persist_state="session",
                placeholder=_("每行一步,名称后空一格写期限,如“开工 {period}”").format(
                    period=shell.visit().plan.periods[1]
                ),
            )
    with right:
        named = sheet.named if read is None else (read.lead, *read.co_units)
        # A unit of the reading may have ended since.
        words = {str(unit.id): unit.name for unit in (*sheet.units.values(), *named)}
        lead = str(named[0].id) if named else next(iter(words))
        _pick(sheet, "lead", _("牵头单位"), words, lead)
        st.multiselect(
            _("配合单位"),
            list(words),
            [str(unit.id) for unit in named[1:]],
            format_func=lambda each: words[each],
            key=f"{sheet.key}-co",
            persist_state="session",
            placeholder=_("可选多个"),
        )
        due = None if terms is None else terms.due
        offered = {"": _("无")} | {str(each): each.label for each in _due_periods(due)}
        _pick(sheet, "due", _("完成时限"), offered, "" if due is None else str(due))
        _type(sheet, "condition", _("条件说明"), "" if terms is None else terms.condition)
        _check(sheet, "stretch", _("力争(努力方向)"), terms is not None and terms.is_stretch)


def _fields_of_amount(sheet: Sheet, kind: Kind) -> None:
    terms = None if sheet.before is None else sheet.before.terms
    operators = {each.value: each.word for each in Operator}
    stated = Operator.AT_LEAST if terms is None else terms.operator
    is_range = _pick(sheet, "operator", _("数值含义"), operators, stated) == Operator.RANGE
    columns = st.columns(3 if is_range else 2)
    with columns[0]:
        value = None if terms is None else terms.value
        _type(sheet, "value", _("目标值"), "" if value is None else plain(value))
    if is_range:
        with columns[1]:
            upper = None if terms is None else terms.upper
            _type(sheet, "upper", _("上限"), "" if upper is None else plain(upper))
    with columns[-1]:
        _type(sheet, "unit", _("计量单位"), "" if terms is None else terms.unit_of_measure)
    baseline = plain(terms.baseline) if terms is not None and terms.baseline else ""
    _type(sheet, "baseline", _("基数(没有时不填)"), baseline)
    paths = kind.paths
    path = kind.usual_path
    if terms is not None and terms.kind is kind:
        path = terms.path
        paths = paths if path in paths else (*paths, path)
    # The paths go with the kind: another kind offers its own, its usual one chosen.
    words = {each.value: each.word_in(shell.visit().plan.rhythm) for each in paths}
    if _pick(sheet, f"path-{kind}", _("进度路径"), words, path) == Path.OWN_PLAN:
        planned = () if terms is None else terms.plan_values or ()
        period_fields.show(shell.visit().plan.periods, planned, lambda number: f"{sheet.key}-plan{number}")
    _check(sheet, "reduction", _("按下降幅度填写"), terms is not None and terms.is_reduction)


def typed(sheet: Sheet) -> Typed:
    """What stands in the fields."""
    periods = shell.visit().plan.periods
    kind = Kind(sheet.held("kind", Kind.RUNNING_TOTAL))
    due = {str(each): each for each in _due_periods(None if sheet.before is None else sheet.before.terms.due)}
    return Typed(
        name=sheet.held("name"),
        kind=kind,
        operator=Operator(sheet.held("operator", Operator.AT_LEAST)),
        value=sheet.held("value"),
        upper=sheet.held("upper"),
        unit_of_measure=sheet.held("unit"),
        baseline=sheet.held("baseline"),
        path=Path(sheet.held(f"path-{kind}", kind.usual_path)),
        plan=tuple(sheet.held(f"plan{number}") for number in range(len(periods))),
        due=due.get(sheet.held("due")),
        steps=sheet.held("steps"),
        is_reduction=kind is not Kind.MILESTONE and sheet.held("reduction", False),
        is_stretch=sheet.held("stretch", False),
        condition=sheet.held("condition"),
        lead=sheet.units[int(sheet.held("lead"))],
        co_units=tuple(sheet.units[int(each)] for each in sheet.held("co", ())),
        periods=periods,
    )


def _due_periods(own: Period | None) -> Sequence[Period]:
    """The plan's periods, the ends of the years behind them, and the one that stands there now."""
    plan = shell.visit().plan
    ends = (periods_of(plan.year + ahead, plan.rhythm)[-1] for ahead in range(1, _YEARS_AHEAD + 1))
    offered = (*plan.periods, *ends)
    return offered if own is None or own in offered else (*offered, own)


def _type(sheet: Sheet, name: str, label: str, before: str) -> None:
    st.text_input(label, before, key=f"{sheet.key}-{name}", autocomplete="off", persist_state="session")


def _check(sheet: Sheet, name: str, label: str, before: bool) -> None:
    st.checkbox(label, before, key=f"{sheet.key}-{name}", persist_state="session")


def _pick(sheet: Sheet, name: str, label: str, words: Mapping[str, str], before: str) -> str:
    chosen: str = st.selectbox(
        label,
        list(words),
        index=list(words).index(before),
        format_func=lambda each: words[each],
        key=f"{sheet.key}-{name}",
        filter_mode="contains",
        persist_state="session",
    )
    return chosen
