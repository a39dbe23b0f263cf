"""Which plan an address or a command is about (DESIGN decision 11)."""

from collections.abc import Sequence

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound
from tracker.domain.measure.period import parse_period
from tracker.domain.progress.scorecard import PlanRef


def plan_meant(known: Sequence[PlanRef], code: str = "", period: str = "") -> PlanRef:
    """The plan with this code; without one the first that was loaded for the year of ``period`` (2025Q3).

    Of that year's plans those come first that report as the period is written (2025-09: monthly). An address
    that names no plan was written while there was only one, and keeps meaning it. Where no year is asked for
    either, it is the newest; ``known`` has that first. Raises NotFound.
    """
    if not known:
        raise NotFound(_("还没有载入政策方案。"))
    if code:
        named = next((plan for plan in known if plan.code == code), None)
        if named is None:
            raise NotFound(_("没有这个方案,链接可能不完整或已更改。"))
        return named
    try:
        asked = parse_period(period)
    except BadInput:
        return known[0]
    of_year = [plan for plan in known if plan.year == asked.year]
    return min(of_year, key=lambda plan: (plan.rhythm is not asked.rhythm, plan.id), default=known[0])
