"""How a plan goes from draft to its end, which one an address means, and who publishes: tables of cases."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.language.errors import BadInput, Locked, NotFound
from tracker.domain.measure.plan import PlanKind, PlanState
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.plan_states import check_step, may_follow

DRAFT, PUBLISHED, CLOSED = PlanState
ANNUAL = PlanRef(1, "y2025", "2025年方案", "1号", 2025, date(2025, 6, 1))
LIVELIHOOD = replace(ANNUAL, id=2, code="ms2025", issued=date(2025, 7, 1), kind=PlanKind.LIVELIHOOD)
NEXT = replace(ANNUAL, id=3, code="y2026", year=2026, issued=date(2026, 1, 5))


def known(**states: PlanState) -> tuple[PlanRef, ...]:
    """The plans, the newest first, each in the state given by its code."""
    return tuple(replace(plan, state=states[plan.code]) for plan in (NEXT, LIVELIHOOD, ANNUAL))


@pytest.mark.parametrize(
    ("states", "period", "meant"),
    [
        pytest.param((PUBLISHED, PUBLISHED, PUBLISHED), "", "y2026", id="the newest of all"),
        pytest.param((PUBLISHED, PUBLISHED, DRAFT), "", "ms2025", id="a draft is not come to by chance"),
        pytest.param((PUBLISHED, CLOSED, CLOSED), "", "y2025", id="one that has ended gives way"),
        pytest.param((CLOSED, CLOSED, CLOSED), "", "y2026", id="all have ended: the newest"),
        pytest.param((CLOSED, DRAFT, DRAFT), "", "y2025", id="one that has ended before a draft"),
        pytest.param((DRAFT, DRAFT, DRAFT), "", "y2026", id="nothing but drafts"),
        pytest.param((CLOSED, PUBLISHED, PUBLISHED), "2025Q3", "y2025", id="an old link keeps its plan"),
        pytest.param((DRAFT, PUBLISHED, PUBLISHED), "2025Q3", "ms2025", id="no link was to a draft"),
        pytest.param((CLOSED, PUBLISHED, DRAFT), "2026Q1", "ms2025", id="of that year only a draft"),
    ],
)
def test_an_address_that_names_no_plan_means_this_one(
    states: tuple[PlanState, ...], period: str, meant: str
) -> None:
    plans = known(**dict(zip(("y2025", "ms2025", "y2026"), states, strict=True)))
    assert plan_meant(plans, "", period).code == meant


def test_a_plan_that_is_named_is_meant_in_any_state() -> None:
    plans = known(y2025=CLOSED, ms2025=DRAFT, y2026=PUBLISHED)
    assert [plan_meant(plans, code).code for code in ("y2025", "ms2025")] == ["y2025", "ms2025"]
    with pytest.raises(NotFound):
        plan_meant(plans, "y2024")
    with pytest.raises(NotFound):
        plan_meant(())


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (None, DRAFT, True),
        (None, PUBLISHED, True),  # of before there were drafts
        (None, CLOSED, False),
        (DRAFT, DRAFT, False),
        (DRAFT, PUBLISHED, True),
        (DRAFT, CLOSED, False),
        (PUBLISHED, DRAFT, False),
        (PUBLISHED, PUBLISHED, False),
        (PUBLISHED, CLOSED, True),
        (CLOSED, DRAFT, False),
        (CLOSED, PUBLISHED, True),
        (CLOSED, CLOSED, False),
    ],
)
def test_a_plan_goes_this_way_and_no_other(before: PlanState | None, after: PlanState, may: bool) -> None:
    assert may_follow(before, after) is may
    if before is not None and not may:
        with pytest.raises(Locked, match=before.word):
            check_step(before, after, "理由。")


def test_a_plan_is_closed_and_opened_again_with_a_reason_and_published_without_one() -> None:
    check_step(DRAFT, PUBLISHED, "")
    for before, after in ((PUBLISHED, CLOSED), (CLOSED, PUBLISHED)):
        check_step(before, after, "年度结束。")
        with pytest.raises(BadInput, match="理由"):
            check_step(before, after, "")


def test_every_kind_and_state_has_a_word_and_a_plan_its_own_short_name() -> None:
    assert len({each.word for each in (*PlanKind, *PlanState)}) == len(PlanKind) + len(PlanState)
    assert plan_called(ANNUAL) == "2025年方案"
    assert plan_called(replace(ANNUAL, short="年度方案")) == "年度方案"
