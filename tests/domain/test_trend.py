"""The trend over a year's periods: as meetings were told, else as known; what older snapshots know of it."""

from dataclasses import replace

import pytest

from tests.export import made_up as m
from tests.export.slide_worlds import EARLIER, with_paper
from tracker.domain.measure.period import Period
from tracker.domain.meetings.meeting import EarlierPeriod, Records
from tracker.domain.meetings.paper import NO_PAPER
from tracker.domain.meetings.snapshot import is_canonical, thaw
from tracker.domain.meetings.trend import earlier_periods, statuses_before
from tracker.domain.progress.status import Status
from tracker.domain.sentences.since import behind_since


def test_the_periods_before_come_back_as_they_were_frozen() -> None:
    content = with_paper(m.content(), NO_PAPER, earlier=EARLIER)
    assert is_canonical(content)
    assert earlier_periods(thaw(content)) == EARLIER
    assert "earlier" not in m.content(), "an old snapshot's bytes stay as they are"


def test_a_snapshot_without_them_knows_the_period_before_as_its_comparison_does() -> None:
    frozen = thaw(m.content())
    assert frozen.last is not None
    ((only),) = earlier_periods(frozen)
    assert only.period == Period(2025, 2)
    before = sum(1 for status in statuses_before(frozen.last, frozen.card).values() if status.is_far_behind)
    assert sum(count for status, count in only.counts.items() if status.is_far_behind) == before
    assert f"滞后由{before}项" in behind_since(frozen.last, frozen.card)


def test_the_first_snapshot_knows_it_from_its_scores() -> None:
    late = m.score(m.terms(), "27", 1, previous="2")
    never = m.score(m.terms(), "27", 2)
    early = replace(
        m.score(m.terms(m.Kind.MILESTONE, due=Period(2025, 4)), "1", 3), previous_status=Status.ACHIEVED
    )
    frozen = thaw(m.content(m.card(scores=(late, never, early)), {}, Records()))
    # What was met before it was due is not among the due ones; of the second nothing is known.
    assert earlier_periods(frozen) == (EarlierPeriod(Period(2025, 2), {Status.BEHIND: 1}),)


@pytest.mark.parametrize("period", [Period(2025, 1)])
def test_a_years_first_period_has_none_before_it(period: Period) -> None:
    card = m.card(period=period, scores=(m.score(m.terms(), "9", 1, period=period),))
    assert earlier_periods(thaw(m.content(card, {}, Records()))) == ()
