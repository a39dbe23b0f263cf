"""A scorecard is carried on over any writes, equal to one that is read anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.asof.walk import INSTANTS
from tests.entry.ledger import CLOSES, DUE, JIAOTONG, KEJI, NOW, Q3, Desk
from tests.linking.cast import CODE
from tests.scorecard import walk
from tests.scorecard.walk import LINKED, open_plans, readers_of, same
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.queries.audit import TrailRow, newest_row
from tracker.queries.carrying import carried_on
from tracker.queries.plans import plans
from tracker.queries.scorecard import CardRead, read_card
from tracker.services import links, windows

# A history reads some twenty scorecards: of the other suites' examples a third, on PostgreSQL a twelfth.
SHARE, POSTGRESQL_SHARE = 3, 12


class Undone(Exception):
    """Ends a history's transaction: the next one starts from the same ledger."""


def explore(
    desk: Desk,
    examples: int,
    histories: Any,
    check: Callable[[walk.Readers], None],
    kind: type[walk.Readers] = walk.Readers,
) -> None:
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(history=histories, now=st.sampled_from(INSTANTS))
    def compare(history: list[Any], now: Any) -> None:
        try:
            with transaction(desk.engine) as session:
                readers = readers_of(session, desk, kind)
                for step in history:
                    readers.take(step)
                readers.look_again(now)
                check(readers)
                raise Undone
        except Undone:
            pass

    compare()


def examples_for(desk: Desk) -> int:
    share = SHARE if desk.engine.name == "sqlite" else POSTGRESQL_SHARE
    return settings.default.max_examples // share


def test_carried_on_over_any_history_it_is_the_one_that_is_read(desk: Desk) -> None:
    """By lot none of the histories may carry anything on: that it is done the tests below show."""
    explore(desk, examples_for(desk), walk.HISTORIES, lambda _readers: None)


def test_over_figures_alone_nothing_is_read_anew(desk: Desk) -> None:
    def check(readers: walk.Readers) -> None:
        assert readers.anew == 0

    explore(desk, examples_for(desk), walk.FIGURES_ALONE, check)


def read(desk: Desk, who: str = "周", period: Period = Q3, code: str = "t", **asked: Any) -> CardRead:
    with reading(desk.engine) as session:
        plan = next(each for each in plans(session) if each.code == code)
        return read_card(session, plan, period, desk.people[who], now=NOW, **asked).rolled_up()


def carry(desk: Desk, before: CardRead, who: str = "周", now: datetime = NOW) -> CardRead | None:
    with reading(desk.engine) as session:
        plan = next(each for each in plans(session) if each.id == before.card.plan.id)
        return carried_on(session, before, plan, desk.people[who], now)


def test_what_did_not_change_is_the_same_object(desk: Desk) -> None:
    before = read(desk)
    desk.approve(desk.submit())
    carried = carry(desk, before)
    assert carried is not None
    same(carried, read(desk))
    changed = {
        new.target.name
        for old, new in zip(before.card.scores, carried.card.scores, strict=True)
        if old is not new
    }
    assert changed == {"企业"}
    by_key = {group.name: group for group in before.card.departments}
    assert {group.name: group is by_key[group.name] for group in carried.card.departments} == {
        KEJI: False,
        JIAOTONG: True,
    }


def test_a_figure_of_another_plan_is_judged_where_it_is_linked(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        links.link(session, desk.people["周"], desk.targets[LINKED], desk.targets["企业"], "同一事项。", NOW)
    before = read(desk, code=CODE)
    desk.approve(desk.submit(value="30"))
    carried = carry(desk, before)
    assert carried is not None
    same(carried, read(desk, code=CODE))
    figure = next(each.figure for each in carried.card.scores if each.target.id == desk.targets[LINKED])
    assert figure is not None
    assert figure.value == Decimal(30)


def test_a_verified_zero_is_a_figure(desk: Desk) -> None:
    report, before = desk.submit(value="5"), read(desk)
    desk.approve(report, verified_value=Decimal(0), method=VerifyMethod.PHONE)
    carried = carry(desk, before)
    assert carried is not None
    same(carried, read(desk))
    figure = next(each.figure for each in carried.card.scores if each.target.id == desk.targets["企业"])
    assert figure is not None
    assert figure.value == Decimal(0)


def test_several_writes_later_it_is_carried_on_at_once(desk: Desk) -> None:
    before = read(desk)
    first = desk.submit(value="20")
    desk.send_back(first)
    desk.withdraw("王", desk.submit(value="30", number=1))
    desk.approve(desk.submit("李", "吞吐量", value="30"))
    desk.approve(desk.submit(value="40", number=2, reason="更正。"))
    desk.submit(value="41", number=3, reason="更正。")
    carried = carry(desk, before)
    assert carried is not None
    same(carried, read(desk))


def test_who_sees_an_older_state_gets_none_of_a_newer_one(desk: Desk) -> None:
    """A reader whose transaction began before the write that another reader's scorecard holds."""
    older = read(desk)
    with reading(desk.engine) as session:
        plan = next(each for each in plans(session) if each.code == "t")
        person = desk.people["周"]
        newest_row(session)  # its state is fixed
        desk.approve(desk.submit())
        newer = read(desk)
        assert carried_on(session, newer, plan, person, NOW) is None
        still = carried_on(session, older, plan, person, NOW)
        assert still is not None
        same(still, read_card(session, plan, Q3, person, now=NOW))
    assert newer.card.sequence > older.card.sequence


def test_another_ledger_carries_nothing_on(sqlite_engine: Engine, postgresql_engine: Engine) -> None:
    """What two ledgers were given by the same people, as far as the trail goes, is told by its hash alone."""
    desk, other = open_plans(sqlite_engine), open_plans(postgresql_engine)
    desk.submit(value="30")
    other.submit(value="40")
    assert newest(desk).id == newest(other).id
    assert carry(desk, read(other)) is None


def newest(desk: Desk) -> TrailRow:
    with reading(desk.engine) as session:
        return newest_row(session)


def test_others_do_not_get_what_one_sees(desk: Desk) -> None:
    before = read(desk, "王")
    desk.submit()
    assert carry(desk, before, "李") is None
    assert carry(desk, before) is None
    carried = carry(desk, before, "何")  # of the same unit
    assert carried is not None
    same(carried, read(desk, "何"))


def test_the_past_is_read(desk: Desk) -> None:
    assert carry(desk, read(desk, as_of=NOW)) is None


def test_a_period_that_opened_meanwhile_is_read(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        opens = NOW + timedelta(hours=1)
        windows.set_window(session, desk.people["周"], read(desk).card.plan.id, Q3, opens, DUE, CLOSES, NOW)
    before = read(desk)
    assert before.card.is_unopened
    assert carry(desk, before, now=NOW + timedelta(hours=2)) is None
    still = carry(desk, before)
    assert still is not None
    same(still, read(desk))


def test_a_period_that_only_its_figures_open_is_read_when_they_may_be_gone(desk: Desk) -> None:
    report = desk.submit()
    with transaction(desk.engine) as session:
        opens = NOW + timedelta(hours=1)
        windows.set_window(session, desk.people["周"], read(desk).card.plan.id, Q3, opens, DUE, CLOSES, NOW)
    before = read(desk)
    assert not before.card.is_unopened
    desk.send_back(report)
    assert read(desk).card.is_unopened
    assert carry(desk, before) is None


def test_silence_that_fell_due_meanwhile_counts(desk: Desk) -> None:
    """The due date passes without a write."""
    before = read(desk)
    desk.submit()
    carried = carry(desk, before, now=DUE)
    assert carried is not None
    assert (before.card.is_before_due, carried.card.is_before_due) == (True, False)
