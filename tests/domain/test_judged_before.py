"""What was judged already of the period before is taken where it is what judging again would give."""

from dataclasses import replace

import pytest

from tests.domain.build import Q2, Q3, RULES, level, milestone, total
from tests.domain.test_scorecard import figure, score
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.target import Terms
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.status import Status

THEN = {
    # what it asked then, what it asks now, June's figure, how that is judged now
    "as now": (total(), total(), figure("50", 6), Status.ON_PACE),
    "by a target that was lowered since": (total(200), total(100), figure("50", 6), Status.ON_PACE),
    "by one that was raised since": (total(100), total(200), figure("50", 6), Status.BEHIND),
    "as a level": (level(40), total(100), figure("50", 6), Status.ON_PACE),
    "silent": (total(), total(), None, Status.NOT_REPORTED),
    "a step that is done": (milestone(), milestone(), figure("1", 6), Status.ACHIEVED),
}


@pytest.mark.parametrize(("then", "now", "in_june", "status"), THEN.values(), ids=THEN)
@pytest.mark.parametrize("is_open", [True, False])
def test_how_it_stood_before_is_judged_by_what_it_asks_now(
    then: Terms, now: Terms, in_june: Figure | None, status: Status, is_open: bool
) -> None:
    target = score(1, now, None).target
    figures = {(1, Q3): figure("75")} | ({} if in_june is None else {(1, Q2): in_june})
    earlier = score_of(replace(target, terms=then), Q2, figures, RULES, is_open=is_open)
    judged = score_of(target, Q3, figures, RULES, earlier=earlier)
    assert judged.previous_status is status
    assert judged == score_of(target, Q3, figures, RULES)
