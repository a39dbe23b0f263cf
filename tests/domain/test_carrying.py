"""A scorecard's groups are carried on from those of the one before it: equal to new ones in every field."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.build import Q2, Q3, QUICK, RULES, budget, level, milestone, rate, stock, total
from tracker.domain.measure.figure import Figure, Finality, ReportState, Waiting
from tracker.domain.progress.carrying import rolled_up_after
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import (
    AreaRef,
    ClauseAnchor,
    LeaderRef,
    PlanRef,
    Score,
    Scorecard,
    Target,
    UnitRef,
)

PLAN = PlanRef(1, "t", "方案", "", 2025, date(2025, 1, 15))
UNITS = [UnitRef(number, f"第{number}局") for number in range(1, 5)]
AREAS = [AreaRef(number, number, f"领域{number}", None) for number in range(1, 4)]
TERMS = [total(), total(7), level(), stock(), rate(), milestone(), milestone(due=Q3.of_year[3]), budget()]
ANCHOR = ClauseAnchor(1, 1, "新增100家", 0, 2, 5)
GROUPS = ("areas", "departments", "departments_with_co_led")
FEW = settings(QUICK, max_examples=15)  # of sixteen targets each: enough to meet every pair of kinds
COMPUTED = ("targets", "budgets", "whole", *GROUPS, "behind", "missing", "early", "leaders")


def target(number: int) -> Target:
    """Sixteen of them stand in every kind, every area and with every lead; a third has leaders."""
    lead, co_led = UNITS[number % 4], UNITS[(number + number % 3) % 4]
    return Target(
        id=number,
        code=f"T-{number:02}",
        name=f"目标{number}",
        area=AREAS[number % 3],
        anchor=ANCHOR,
        terms=TERMS[number % len(TERMS)],
        terms_id=number,
        terms_version=1,
        lead=lead,
        co_units=(co_led, UNITS[(number + 1) % 4]),
        leader=LeaderRef(number % 5, f"市长{number % 5}") if number % 3 else None,
    )


TARGETS = [target(number) for number in range(16)]
VALUES = st.none() | st.sampled_from([0, 1, 30, 60, 75, 75, 100]).map(Decimal)


@st.composite
def score(draw: st.DrawFn, own: Target) -> Score:
    figures = {}
    for period in (Q2, Q3):
        value = draw(VALUES)
        if value is not None:
            at = datetime(2025, 10, 9, tzinfo=UTC)
            month = draw(st.integers(period.last_month - 4, period.last_month))
            state = draw(st.sampled_from([ReportState.APPROVED, ReportState.SUBMITTED]))
            figures[own.id, period] = Figure(
                1, value, value, month, Finality.FINAL, state, at, draw(st.booleans()), False
            )
    waiting = draw(st.none() | st.builds(Waiting, st.booleans(), st.integers(4, 9)))
    return score_of(own, Q3, figures, RULES, waiting)


SCORES = st.tuples(*map(score, TARGETS))


def card_of(scores: tuple[Score, ...]) -> Scorecard:
    return Scorecard(PLAN, Q3, RULES, scores)


@FEW
@given(SCORES, SCORES, st.sets(st.integers(0, 15)), st.booleans())
def test_whatever_changed_the_groups_are_those_of_a_new_scorecard(
    old: tuple[Score, ...], new: tuple[Score, ...], changed: set[int], with_all: bool
) -> None:
    before = card_of(old).rolled_up()
    if with_all:
        _ = before.departments_with_co_led, before.early
    scores = tuple(new[place] if place in changed else old[place] for place in range(len(old)))
    carried, fresh = rolled_up_after(before, card_of(scores)), card_of(scores)
    assert differing(carried, fresh) == []


def differing(carried: Scorecard, fresh: Scorecard) -> list[str]:
    """By name: records are long to tell."""
    names = [*(each.name for each in fields(fresh)), *COMPUTED]
    return [name for name in names if getattr(carried, name) != getattr(fresh, name)]


@FEW
@given(SCORES, SCORES, st.integers(0, 15))
def test_a_group_without_a_change_is_the_same_object(
    old: tuple[Score, ...], new: tuple[Score, ...], place: int
) -> None:
    before = card_of(old).rolled_up()
    carried = rolled_up_after(before, card_of((*old[:place], new[place], *old[place + 1 :])))
    own = old[place].target
    for name, key in (("areas", own.area.number), ("departments", own.lead.id)):
        pairs = zip(getattr(before, name), getattr(carried, name), strict=True)
        others = [one is two for one, two in pairs if one.key != key]
        assert others
        assert all(others)


@FEW
@given(SCORES)
def test_other_targets_are_counted_anew(scores: tuple[Score, ...]) -> None:
    """Those that another read made are not the same, whatever they say: a lead may have changed."""
    moved = replace(TARGETS[0], lead=UNITS[2], area=AREAS[1])
    others = (replace(scores[0], target=moved), *scores[1:])
    for after in (others, scores[:-1], scores[::-1]):
        carried = rolled_up_after(card_of(scores).rolled_up(), card_of(after))
        assert differing(carried, card_of(after)) == []
