"""Which plan an address or a command is about (DESIGN decision 11)."""

from collections.abc import Sequence

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound
from tracker.domain.measure.period import parse_period
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.scorecard import PlanRef


def plan_meant(known: Sequence[PlanRef], code: str = "", period: str = "") -> PlanRef:
    """The plan with this code; without one the first that was loaded for the year of ``period`` (2025Q3).

    An address that names no plan was written while there was only one, and keeps meaning it, whatever became
    of it since. Where no year is asked for either, it is the newest that is published; a closed plan is meant
    where there is no such, and a draft where there is nothing else. ``known`` has the newest first.
    Raises NotFound.
    """
    if not known:
        raise NotFound(_("还没有方案。"))
    if code:
        named = next((plan for plan in known if plan.code == code), None)
        if named is None:
            raise NotFound(_("没有这个方案,链接可能不完整或已更改。"))
        return named
    try:
        year = parse_period(period).year
    except BadInput:
        return _newest(known)
    of_year = [plan for plan in known if plan.year == year and plan.state is not PlanState.DRAFT]
    return min(of_year, key=lambda plan: plan.id) if of_year else _newest(known)


_SHOWN_FIRST = (PlanState.PUBLISHED, PlanState.CLOSED, PlanState.DRAFT)


def _newest(known: Sequence[PlanRef]) -> PlanRef:
    return min(known, key=lambda plan: _SHOWN_FIRST.index(plan.state))  # the first of equals
