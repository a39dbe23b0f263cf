"""A soak of some seconds finds nothing; proofs that it can: what grows, what is left, what is lost."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.loops import in_a_thread
from tests.soak.people import Tally
from tests.soak.soak import Found, Soak, not_stored, play
from tests.soak.watch import Sample, grown_on, left_behind

SERVED = ("-m", "tests.soak.served", "3")


@pytest.fixture
def short(sqlite_filled: Path, passwords: dict[str, str], tmp_path: Path) -> Soak:
    ledger = Path(shutil.copy(sqlite_filled, tmp_path / "tracker.db"))
    return Soak(
        ledger, passwords, seconds=12, warm_up=6, pause=0.3, keeps=3, looks=12, program=SERVED, is_short=True
    )


def played(soak: Soak) -> Found:
    return in_a_thread(lambda: play(soak))


def test_half_a_minute_of_work_leaves_nothing_behind(short: Soak) -> None:
    found = played(short)
    found.show()
    assert found.wrong == []
    tried = {"pages", "tabs", "files", "uploads", "submitted", "approved", "evidence"}
    assert not tried - set(found.tally.done), found.tally.done


def test_a_server_that_forgets_no_tab_is_found_out(short: Soak) -> None:
    found = played(replace(short, seconds=2, warm_up=2, looks=4, program=(*SERVED, "leaking")))
    assert any(each.startswith("tabs, open and closed") for each in found.wrong), found.wrong


def moments(megabytes: Callable[[int], float], acts: int = 4) -> list[Sample]:
    """An hour, minute by minute."""
    return [Sample(60.0 * n, acts * n, megabytes(n), 100, 20, 30, 0.0, 1.0) for n in range(60)]


@pytest.mark.parametrize(
    ("name", "megabytes", "grows"),
    [
        ("nothing", lambda n: 400.0, False),
        ("a warm-up", lambda n: 400 - 200 / (n + 1), False),
        ("files that are made now and then", lambda n: 400 + 150 * (n % 7 == 3), False),
        ("ten megabytes a minute", lambda n: 400 + 10.0 * n, True),
        ("one a minute below the noise of files", lambda n: 400 + 1.0 * n + 150 * (n % 7 == 3), True),
        ("what begins late", lambda n: 400 + 3.0 * max(0, n - 40), True),
    ],
)
def test_what_grows_on_is_told_from_what_comes_and_goes(
    name: str, megabytes: Callable[[int], float], grows: bool
) -> None:
    assert bool(grown_on(moments(megabytes))) is grows, name


def test_many_acts_may_leave_a_little_each() -> None:
    assert grown_on(moments(lambda n: 400 + 2.0 * n, acts=4))
    assert not grown_on(moments(lambda n: 400 + 2.0 * n, acts=2000))


def test_handles_that_nobody_gives_back_are_left_behind() -> None:
    before = moments(lambda n: 400)[0]
    assert left_behind(before, before._replace(megabytes=900, handles=140)) == []
    assert "file handles" in left_behind(before, before._replace(handles=160))[0]


def test_what_was_acknowledged_and_is_not_stored_is_found_and_so_is_what_is_stored_twice() -> None:
    tally = Tally()
    tally.done.update({"submitted": 3, "approved": 1, "sent back": 1})
    assert not_stored((10, 20), (13, 22), tally) == []
    assert not_stored((10, 20), (12, 22), tally)
    assert not_stored((10, 20), (13, 23), tally)
