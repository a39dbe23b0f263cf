"""Rounds in which the power goes: of SQLite's files nothing is left but what was synced, or torn pages.

tests/crash/disk.c stands between the writer and the system and copies a file when it is synced. After the
kill the copies are the disk. Torn: of what was written since, each page is there or not, by the toss of a
coin. Linux only, and it takes a C compiler.
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import ModuleType
from unittest.mock import patch

from tests.crash.loop import Round, kill_one, played
from tests.crash.writer import Order
from tests.ledger.servers import die_with_parent

SOURCE = Path(__file__).with_name("disk.c")
PAGE = 4096
# Twenty times as often as in use, so that the power goes in the midst of checkpoints, too.
OFTEN = "wal_autocheckpoint=50"
# Kills one writer whose syncs go to that folder.
OnDisk = Callable[[Order, float, Path, Path], list[int]]


class NoCompiler(Exception):
    """The trial can't be played on this machine; the message says what it lacks."""


def compiled(folder: Path) -> Path:
    """disk.c as a library that the writer is started under. Raises NoCompiler."""
    if sys.platform != "linux":
        raise NoCompiler("the power is cut on Linux only, where LD_PRELOAD catches what is synced")
    compiler = shutil.which("cc")
    if compiler is None:
        raise NoCompiler("to cut the power takes a C compiler, and there is no cc (Debian: gcc, libc6-dev)")
    headers = [compiler, "-fsyntax-only", "-include", "pthread.h", "-x", "c", os.devnull]
    if subprocess.run(headers, capture_output=True).returncode != 0:
        raise NoCompiler(
            "to cut the power takes the C library's headers, and cc finds none (Debian: libc6-dev)"
        )
    library = folder / "disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-pthread", "-o", library, SOURCE], check=True)
    return library


@contextmanager
def on_disk(library: Path) -> Iterator[OnDisk]:
    """A process under the library, which starts the writers; it imports once what they need."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, initializer=die_with_parent) as stage:
        with (
            patch.dict(os.environ, {"LD_PRELOAD": str(library)}),
            patch.dict(sys.modules, {"__main__": ModuleType("__main__")}),  # as in kill_one
        ):
            stage.submit(os.getpid).result()
        yield lambda *what: stage.submit(_kill_one, *what).result()


def _kill_one(order: Order, seconds: float, ledger: Path, disk: Path) -> list[int]:
    os.environ |= {"DISK_LEDGER": str(ledger), "DISK_COPIES": str(disk)}
    return kill_one(order, seconds, method="fork")


def rounds(
    kill: OnDisk,
    ledger: Path,
    number: int,
    *,
    torn: bool,
    wal: bool,
    seed: int,
    pragmas: tuple[str, ...] = (OFTEN,),
) -> Iterator[Round]:
    """Cut the power ``number`` times over one migrated file; raises Broken once anything is lost."""
    ledger = ledger.resolve()
    disk = ledger.with_name("disk")
    coin = Random(seed) if torn else None
    url = f"sqlite:///{ledger}"

    def cut(first: int, seconds: float) -> list[int]:
        _lay_down(ledger, disk)
        said = kill(Order(url, first, wal, pragmas=pragmas), seconds, ledger, disk)
        _leave_the_synced(ledger, disk, coin)
        return said

    return played(url, number, cut, seed, writers=1)


def _lay_down(ledger: Path, disk: Path) -> None:
    """What stood before the round is on the disk since long."""
    shutil.rmtree(disk, ignore_errors=True)
    disk.mkdir()
    for file in _files_of(ledger, ledger.parent):
        shutil.copy(file, disk)


def _leave_the_synced(ledger: Path, disk: Path, coin: Random | None) -> None:
    """The files as they stand when the power is back: as synced, or with a coin as ``tear`` has it."""
    ledger.with_name(f"{ledger.name}-shm").unlink(missing_ok=True)  # memory that is shared, not a file
    names = {file.name for folder in (ledger.parent, disk) for file in _files_of(ledger, folder)}
    for name in sorted(names):  # so that the coin falls alike for each run of a seed
        written, synced = (_content(folder / name) for folder in (ledger.parent, disk))
        left = synced if coin is None else tear(synced, written, coin)
        if left is None:
            ledger.with_name(name).unlink(missing_ok=True)
        else:
            ledger.with_name(name).write_bytes(left)


def tear(synced: bytes | None, written: bytes | None, coin: Random) -> bytes | None:
    """A file's name, its length and each of its pages, by the toss of a coin as synced or as written.

    None is a file that is not there. A page that lies beyond what was chosen for it is empty.
    """
    if synced is None or written is None:
        chosen = coin.choice((synced, written))
        if chosen is None or written is None:
            return chosen
        synced = b""
    length = coin.choice((len(synced), len(written)))
    pages = (
        coin.choice((synced, written))[start : start + PAGE].ljust(PAGE, b"\0")
        for start in range(0, length, PAGE)
    )
    return b"".join(pages)[:length]


def _files_of(ledger: Path, folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{ledger.name}*"))


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None
