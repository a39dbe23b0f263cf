"""What a plan of one's own can't be, wherever its values come from: typed, stated or in a register's CSV."""

from itertools import pairwise

from tracker.domain.language import _
from tracker.domain.measure.quantity import with_unit
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Terms, completion
from tracker.domain.workflow.entry import EXCESS


def plan_faults(terms: Terms) -> tuple[str, ...]:
    """Each in a sentence: a total that falls, and a value far beyond the target. Empty without such a plan.

    A rate may well be higher in spring than what is asked of the year.
    """
    values = terms.plan_values or ()
    faults = []
    if terms.kind.is_flow and any(later < earlier for earlier, later in pairwise(values)):
        noun = Rhythm.of(len(values)).noun
        faults.append(_("计划值是本年累计,后一{noun}不能小于前一{noun}。").format(noun=noun))
    shares = [] if terms.kind.is_rate else [(each, completion(terms, each)) for each in values]
    faults += [
        _("计划值 {amount} 超过全年目标的 120%,请核对数值和单位。").format(
            amount=with_unit(value, terms.unit_of_measure)
        )
        for value, share in shares
        if share is not None and share > EXCESS
    ]
    return tuple(faults)
