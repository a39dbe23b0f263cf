"""A period is read on from the one before it, equal to one that is read anew (docs/decisions/0043)."""

from typing import Any

import pytest

from tests.entry.ledger import NOW, Q2, Desk
from tests.scorecard.test_carrying import carry, read
from tests.scorecard.walk import same
from tracker.domain.measure.period import Period
from tracker.queries import scorecard


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The periods whose figures were read."""
    periods: list[str] = []
    figures_of = scorecard.figures_of

    def counted(session: Any, plan_id: int, about: Any, **named: Any) -> Any:
        periods.extend(map(str, about))
        return figures_of(session, plan_id, about, **named)

    monkeypatch.setattr(scorecard, "figures_of", counted)
    return periods


def with_a_figure_of_june(desk: Desk) -> None:
    desk.approve(desk.submit(period=Q2, value="45", at=NOW.replace(month=7)))


def test_figures_of_the_periods_before_are_not_read_again(desk: Desk, asked: list[str]) -> None:
    with_a_figure_of_june(desk)
    desk.approve(desk.submit())
    before, fresh = read(desk, period=Q2), read(desk)
    asked.clear()
    same(read(desk, before=before), fresh)
    assert asked == ["2025Q3"]


@pytest.mark.parametrize("differs", ["a write", "another period", "what is not approved", "carried on"])
def test_all_is_read_where_the_one_before_does_not_hold(desk: Desk, asked: list[str], differs: str) -> None:
    with_a_figure_of_june(desk)
    before = read(desk, period=Period(2025, 1) if differs == "another period" else Q2)
    named = {"include_unapproved": True} if differs == "what is not approved" else {}
    if differs == "a write":
        desk.approve(desk.submit())
    if differs == "carried on":
        carried = carry(desk, before)
        assert carried is not None
        before = carried
    fresh = read(desk, **named)
    asked.clear()
    same(read(desk, before=before, **named), fresh)
    assert asked == ["2025Q1", "2025Q2", "2025Q3"]
