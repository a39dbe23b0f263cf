"""What a submission is held against, read in one statement, is what the general reading gives."""

from collections.abc import Callable

import pytest

from tests.entry.ledger import Q3, Desk
from tracker.db import reading
from tracker.domain.measure.period import Period
from tracker.queries.figures import compared_with, own_year_of
from tracker.queries.plans import plans


def waiting(desk: Desk) -> None:
    desk.submit()


def approved(desk: Desk) -> None:
    desk.approve(desk.submit())


def sent_back(desk: Desk) -> None:
    desk.send_back(desk.submit())


def withdrawn(desk: Desk) -> None:
    desk.withdraw("王", desk.submit())


def submitted_again(desk: Desk) -> None:
    sent_back(desk)
    desk.submit(number=1, value="42")


def correction_that_waits(desk: Desk) -> None:
    approved(desk)
    desk.submit(number=1, value="43", reason="口径核实后更正。")


def correction_sent_back(desk: Desk) -> None:
    approved(desk)
    desk.send_back(desk.submit(number=1, value="43", reason="口径核实后更正。"))


HISTORIES = (
    waiting,
    approved,
    sent_back,
    withdrawn,
    submitted_again,
    correction_that_waits,
    correction_sent_back,
)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda each: each.__name__)
def test_seen_from_another_quarter_it_is_what_the_general_reading_gives(
    desk: Desk, history: Callable[[Desk], None]
) -> None:
    history(desk)
    target_id, q4 = desk.targets["企业"], Period(Q3.year, 4)
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        newest, others = own_year_of(session, target_id, q4)
        assert newest is None
        assert others == compared_with(session, plan.id, q4, among=(target_id,)).get(target_id, {})


@pytest.mark.parametrize("history", HISTORIES, ids=lambda each: each.__name__)
def test_in_its_own_quarter_it_is_the_newest_submission_and_where_it_stands(
    desk: Desk, history: Callable[[Desk], None]
) -> None:
    history(desk)
    with reading(desk.engine) as session:
        newest, others = own_year_of(session, desk.targets["企业"], Q3)
    assert newest is not None
    assert newest.state is desk.state()
    assert newest.by == "王"
    assert newest.number == (2 if "again" in history.__name__ or "correction" in history.__name__ else 1)
    assert (newest.approved_id is not None) == (desk.counted() is not None)
    assert others == {}
