"""What reruns share is made once for each state of the ledger."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from tracker.ui.frame.kept import kept


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


def test_a_maker_that_failed_is_asked_again() -> None:
    def fail() -> int:
        raise OSError

    for attempt in (fail, fail):
        try:
            kept("test:fails", 1, "card", attempt)
        except OSError:
            continue
    assert kept("test:fails", 1, "card", lambda: 3) == 3


def test_ledgers_do_not_mix() -> None:
    assert kept("test:one", 1, "card", lambda: "one") == "one"
    assert kept("test:two", 1, "card", lambda: "two") == "two"
