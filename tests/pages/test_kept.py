"""What reruns share is made once for each state of the ledger."""

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from tracker.ui.frame.kept import _MOST_OF_OBJECTS, Carry, _of_objects, found, kept, kept_of, uncollected


class Maker:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        sleep(0.05)
        self.made += 1
        return self.made


def test_many_who_ask_at_once_share_one_maker() -> None:
    maker = Maker()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: kept("test:together", 1, "card", maker), range(8)))
    assert answers == [1] * 8


def test_a_write_makes_everything_anew() -> None:
    maker = Maker()
    assert [kept("test:writes", sequence, "card", maker) for sequence in (1, 1, 2, 2)] == [1, 1, 2, 2]


def test_a_rerun_on_an_older_state_gets_its_own_and_spoils_nothing() -> None:
    maker = Maker()
    kept("test:older", 5, "card", maker)
    assert kept("test:older", 4, "card", lambda: 40) == 40
    assert kept("test:older", 5, "card", maker) == 1


def test_what_nobody_has_made_is_not_found_nor_what_an_older_state_had() -> None:
    assert found("test:found", 1, "card") is None
    kept("test:found", 1, "card", lambda: 7)
    assert [found("test:found", sequence, "card") for sequence in (1, 2)] == [7, None]
    assert found("test:found", 1, "another") is None


def test_who_looks_for_what_is_being_made_waits_for_it() -> None:
    begun, go_on = Event(), Event()

    def make() -> int:
        begun.set()
        go_on.wait(10)
        return 7

    with ThreadPoolExecutor(2) as pool:
        pool.submit(kept, "test:being made", 1, "card", make)
        begun.wait(10)
        looked = pool.submit(found, "test:being made", 1, "card")
        go_on.set()
        assert looked.result(10) == 7


def test_a_maker_that_failed_is_asked_again() -> None:
    def fail() -> int:
        raise OSError

    for attempt in (fail, fail):
        try:
            kept("test:fails", 1, "card", attempt)
        except OSError:
            continue
    assert found("test:fails", 1, "card") is None
    assert kept("test:fails", 1, "card", lambda: 3) == 3


def carry_on(by: Callable[[int], int | None]) -> Carry[int]:
    return Carry(by, lambda _made: 1)


def test_what_can_be_carried_on_is_made_of_what_stood_before_however_many_writes_ago() -> None:
    def asked(sequence: int, carry: Carry[int]) -> int:
        return kept("test:carry", sequence, "card", lambda: 1, carry=carry)

    assert asked(1, carry_on(lambda before: before + 10)) == 1
    kept("test:carry", 2, "another", lambda: 0)
    assert asked(3, carry_on(lambda before: before + 10)) == 11
    assert asked(3, carry_on(lambda before: before + 10)) == 11
    assert asked(4, carry_on(lambda _before: None)) == 1


def test_what_was_made_for_an_older_sequence_while_a_write_came_is_carried_on() -> None:
    def make() -> int:
        kept("test:overtaken", 2, "another", lambda: 0)  # meanwhile somebody has seen the write
        return 1

    carry = carry_on(lambda before: before + 10)
    assert kept("test:overtaken", 1, "card", make, carry=carry) == 1
    assert kept("test:overtaken", 2, "card", lambda: 2, carry=carry) == 11


def test_what_stands_back_is_bounded_and_what_was_asked_for_last_stays() -> None:
    large = Carry[str](lambda before: f"{before} carried", lambda _made: 40_000)
    for key in "abc":
        kept("test:bounded", 1, key, lambda: "new", carry=large)
    again = [kept("test:bounded", 2, key, lambda: "new", carry=large) for key in "cba"]
    assert again == ["new carried", "new carried", "new"]


def test_ledgers_do_not_mix() -> None:
    assert kept("test:one", 1, "card", lambda: "one") == "one"
    assert kept("test:two", 1, "card", lambda: "two") == "two"


def test_the_collector_is_back_at_work_after_two_who_made_something_and_one_who_failed() -> None:
    with uncollected():
        assert not gc.isenabled()
        with pytest.raises(ZeroDivisionError), uncollected():
            raise ZeroDivisionError
        assert not gc.isenabled(), "the one inside did not find it at work"
    assert gc.isenabled()


def test_the_collector_is_back_at_work_after_two_who_came_and_went_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second comes while the first is at it, and whatever it looks at then, the first has gone after."""
    look, first_is_in, second_is_there, first_is_out = gc.isenabled, Event(), Event(), Event()
    at_work: list[bool] = []

    def looked_at() -> bool:
        found = look()
        if first_is_in.is_set():
            second_is_there.set()
            assert first_is_out.wait(60)
        return found

    def first() -> None:
        with uncollected():
            first_is_in.set()
            assert second_is_there.wait(60)
        first_is_out.set()

    def second() -> None:
        assert first_is_in.wait(60)
        with uncollected():
            second_is_there.set()
            assert first_is_out.wait(60)
            at_work.append(look())

    monkeypatch.setattr(gc, "isenabled", looked_at)
    try:
        with ThreadPoolExecutor(2) as pool:
            for each in [pool.submit(first), pool.submit(second)]:
                each.result()
        assert at_work == [False], "whoever is still at it is left without the collector"
        assert look()
    finally:
        gc.enable()


def test_who_finds_the_collector_off_leaves_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


class Part:
    """Of a scorecard."""


def test_what_is_made_of_a_part_is_kept_as_long_as_the_part_is_there() -> None:
    part, other, maker = Part(), Part(), Maker()
    assert [kept_of(part, "row", maker), kept_of(part, "row", maker)] == [1, 1]
    assert kept_of(other, "row", maker) == 2
    assert kept_of(part, "row of another page", maker) == 3
    assert kept_of(part, "row", maker) == 1


def test_a_part_that_came_where_one_that_is_gone_had_been_gets_its_own() -> None:
    """In CPython another object often has the id of the one before."""
    made = []
    for number in range(50):
        part = Part()
        made.append(kept_of(part, "row", lambda number=number: number))
        del part
    assert made == list(range(50))


def test_what_is_kept_of_parts_is_bounded() -> None:
    part = Part()
    for number in range(_MOST_OF_OBJECTS + 5):
        kept_of(part, number, lambda: "a row")
    assert len(_of_objects) == _MOST_OF_OBJECTS
