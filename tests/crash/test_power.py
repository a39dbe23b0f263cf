"""The power goes a few times in each journal, pages are torn, and less careful settings are found out."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import make_url

from tests.crash.checker import Broken
from tests.crash.power import PAGE, NoCompiler, OnDisk, compiled, on_disk, rounds, tear

CUTS = 4
# Some settings lose in every other round only, and a round that loses is the last one.
UNTIL_LOST = 40


@pytest.fixture(scope="module")
def kill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnDisk]:
    try:
        library = compiled(tmp_path_factory.mktemp("disk"))
    except NoCompiler as lacking:
        pytest.skip(str(lacking))
    with on_disk(library) as made:
        yield made


@pytest.fixture
def ledger(sqlite_url: str) -> Path:
    return Path(str(make_url(sqlite_url).database))


@pytest.mark.parametrize("torn", [False, True], ids=["synced", "torn"])
@pytest.mark.parametrize("wal", [True, False], ids=["WAL", "DELETE"])
def test_nothing_acknowledged_is_lost_when_the_power_goes(
    wal: bool, torn: bool, kill: OnDisk, ledger: Path
) -> None:
    done = list(rounds(kill, ledger, CUTS, torn=torn, wal=wal, seed=2025))
    assert len(done) == CUTS
    assert all(each.acknowledged > 0 for each in done)
    assert done[-1].found >= sum(each.acknowledged for each in done)


@pytest.mark.parametrize(
    ("pragma", "wal", "torn"),
    [
        ("synchronous=NORMAL", True, False),
        ("synchronous=NORMAL", True, True),
        ("synchronous=FULL", False, False),  # the journal's end is not synced: it takes the last commit back
    ],
    ids=["WAL, NORMAL", "WAL, NORMAL, torn", "DELETE, FULL"],
)
def test_the_trial_finds_what_less_careful_settings_lose(
    pragma: str, wal: bool, torn: bool, kill: OnDisk, ledger: Path
) -> None:
    with pytest.raises(Broken, match="acknowledged batches are lost"):
        list(rounds(kill, ledger, UNTIL_LOST, torn=torn, wal=wal, seed=2025, pragmas=(pragma,)))


def test_of_a_torn_file_each_page_is_as_synced_or_as_written() -> None:
    synced, written = b"s" * 3 * PAGE, b"w" * (5 * PAGE + 1)
    seen = {tear(synced, written, Random(seed)) for seed in range(200)}
    torn = {each for each in seen if each is not None and {*b"sw"} <= {*each}}
    assert len(torn) > 20
    assert {len(each) for each in torn} == {len(synced), len(written)}
    pages = {each[start : start + PAGE] for each in torn for start in range(0, len(each), PAGE)}
    assert pages == {b"s" * PAGE, b"w" * PAGE, bytes(PAGE), b"w", bytes(1)}


def test_of_a_name_that_no_folder_has_stored_the_file_may_be_gone_or_back() -> None:
    deleted = {tear(b"synced", None, Random(seed)) for seed in range(50)}
    made = {tear(None, b"written", Random(seed)) for seed in range(50)}
    assert deleted == {b"synced", None}
    assert made == {b"written", bytes(len(b"written")), b"", None}
