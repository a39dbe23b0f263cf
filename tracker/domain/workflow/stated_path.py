"""Stating paths at the start of a year (DOMAIN §3): a lead says how much is expected when, the office agrees.

Awards, quotas and acceptances come late: nobody should be behind in March with what comes in November.
stated → agreed, which makes the target's next terms from the plan's first period on; or returned with a
note, and stated again. Before the first agreement no adjustment is needed; afterwards a change is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from tracker.domain.language import _, with_colon
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import with_unit
from tracker.domain.measure.target import Path, Terms, planned_text
from tracker.domain.measure.units import is_whole
from tracker.domain.workflow.adjustment import read_amount
from tracker.domain.workflow.lifecycle import Window, day_and_hour
from tracker.domain.workflow.planned import plan_faults
from tracker.domain.workflow.windows import default_window


class PathState(StrEnum):
    STATED = "stated"
    AGREED = "agreed"
    RETURNED = "returned"
    SUPERSEDED = "superseded"

    @property
    def word(self) -> str:
        return {
            "stated": _("待同意"),
            "agreed": _("已同意"),
            "returned": _("已退回"),
            "superseded": _("已被新的安排替代"),
        }[self]


def path_state(*, is_decided: bool, made_terms: bool, is_newest: bool) -> PathState:
    """Where a statement stands. ``is_newest``: its target has no later one; only the newest can wait."""
    if is_decided:
        return PathState.AGREED if made_terms else PathState.RETURNED
    return PathState.STATED if is_newest else PathState.SUPERSEDED


@dataclass(frozen=True)
class StatedPath:
    """A path as stated; ``plan_values`` are cumulative, by period, and only with a plan of one's own."""

    path: Path
    plan_values: tuple[Decimal, ...] | None = None

    def of(self, terms: Terms) -> Terms:
        """The terms that it makes. Raises BadInput where they contradict each other."""
        return replace(terms, path=self.path, plan_values=self.plan_values)


@dataclass(frozen=True)
class Asked:
    """A statement to be made, on the terms and the earlier statement that were seen; None where none was."""

    target_id: int
    seen_terms_id: int
    seen_statement_id: int | None
    stated: StatedPath
    note: str = ""


def may_be_stated(terms: Terms) -> bool:
    """Whether there is anything to choose: a milestone has no path, a level to keep has one."""
    return len(terms.kind.paths) > 1


def path_typed(path: Path | None, typed: Sequence[str]) -> Path | None:
    """The path that a row means: values alone are a plan of one's own; None for an empty row."""
    return Path.OWN_PLAN if path is None and any(text.strip() for text in typed) else path


def read_stated(terms: Terms, path: Path, typed: Sequence[str], periods: Sequence[Period]) -> StatedPath:
    """The statement behind what was typed, a text for each period. Raises BadInput for what can't be read."""
    rhythm = periods[0].rhythm
    if path is not Path.OWN_PLAN:
        if any(text.strip() for text in typed):
            raise BadInput(
                _("已选“{path}”,不需要计划值;要按计划值评价,请选“{own}”。").format(
                    path=path.word_in(rhythm), own=Path.OWN_PLAN.word_in(rhythm)
                )
            )
        return StatedPath(path)
    amounts = [
        read_amount(_("{span}计划值").format(span=period.span), text, terms)
        for period, text in zip(periods, typed, strict=True)
    ]
    missing = [period.span for period, amount in zip(periods, amounts, strict=True) if amount is None]
    if missing:
        raise BadInput(_("还缺{spans}的计划值;没有预期的请填 0。").format(spans=_("、").join(missing)))
    return StatedPath(path, tuple(amount for amount in amounts if amount is not None))


def check_stated(terms: Terms, stated: StatedPath, periods: Sequence[Period]) -> tuple[str, ...]:
    """Why a path can't be stated, each in a sentence; empty when it can."""
    if stated.path not in terms.kind.paths:
        path = stated.path.word_in(periods[0].rhythm)
        return (_("{kind}类目标不能采用“{path}”。").format(kind=terms.kind.word, path=path),)
    values, unit = stated.plan_values or (), terms.unit_of_measure
    if stated.path is Path.OWN_PLAN and len(values) != len(periods):
        return (_("请填写{periods}的计划值。").format(periods=periods[0].rhythm.all_of_year),)
    refusals = [
        _("{span}计划值不能是{amount},这项按整数计。").format(span=period.span, amount=with_unit(value, unit))
        for period, value in zip(periods, values, strict=False)
        if not is_whole(value, unit)
    ]
    if terms.kind.is_state and not _goes_on(terms, values):
        refusals.append(
            _("计划值应逐{noun}向目标靠近,后一{noun}不能比前一{noun}离目标更远。").format(
                noun=periods[0].rhythm.noun
            )
        )
    try:
        refusals += plan_faults(stated.of(terms))
    except BadInput as refusal:
        refusals.append(str(refusal))
    return tuple(refusals)


def _goes_on(terms: Terms, values: Sequence[Decimal]) -> bool:
    """Whether a stock is at each period as near to its target as at the one before."""
    pairs = pairwise(values)
    return all(later >= earlier if terms.is_rising else later <= earlier for earlier, later in pairs)


def stated_text(terms: Terms) -> str:
    """按月均衡; an own plan with its values: 自定季度计划:一季度0、上半年10、前三季度40、全年100."""
    values = planned_text(terms)
    return with_colon(terms.path_word, values) if values else terms.path_word


def expected_by_period(terms: Terms, periods: Sequence[Period]) -> tuple[Decimal | None, ...]:
    """What a path expects by the end of each period, as it is printed; None for nothing."""
    exact = (expected_value(terms, period.last_month, period) for period in periods)
    return tuple(None if amount is None else due_amount(terms, amount) for amount in exact)


def differences(before: Terms, stated: Terms, periods: Sequence[Period]) -> tuple[Decimal | None, ...]:
    """Stated less today's as both are printed, by period; None where either expects nothing to be said."""
    pairs = zip(expected_by_period(before, periods), expected_by_period(stated, periods), strict=True)
    return tuple(None if old is None or new is None else new - old for old, new in pairs)


def stated_until(first: Period, window: Window | None) -> datetime:
    """Until when statements are taken: the plan's first period is due, as set or else as usual."""
    return (default_window(first) if window is None else window).due_at


def path_lock(
    state: PathState | None, *, is_settled: bool, first: Period, window: Window | None, now: datetime
) -> str | None:
    """Why a target's path can't be stated now, in words; None where it can.

    ``state`` of the newest statement. ``is_settled``: the newest terms count only from a later period on.
    """
    if state is PathState.AGREED:
        return _("进度安排已经同意。要改变,请申请目标调整。")
    if is_settled:
        return _("年内已调整过这项目标。要改变进度路径,请申请目标调整。")
    until = stated_until(first, window)
    if now < until:
        return None
    return _("进度安排受理到{until}({period}填报截止)。要改变进度路径,请申请目标调整。").format(
        until=day_and_hour(until), period=first.name
    )
