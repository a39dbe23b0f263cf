"""Rounds of a rehearsal; each raises Broken at the first thing that is not as it must be."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import NamedTuple
from zipfile import ZipFile

from sqlalchemy import Engine, select
from sqlmodel import col

from tests.backup.contents import ENDED, OWN, Contents, contents
from tests.drill.processes import ACTION, PATIENCE, ROWS, back_up, file_of, running, write
from tracker.backup import archive, placing
from tracker.db import engine_for, reading
from tracker.tables import Audit, Ledger, StoredFile

WRITERS = ("a", "b")
LONGEST = 1.0  # seconds until a backup is killed


class Broken(Exception):
    """Something acknowledged is missing, halved or altered, or a failed backup left or stopped something."""


class Round(NamedTuple):
    acknowledged: int
    rows: int
    killed_whole: bool  # the killed one had already been written


def rounds(url: str, elsewhere: dict[str, str], folder: Path, number: int, seed: int) -> Iterator[Round]:
    """``url``: a migrated ledger with one account; ``elsewhere``: where to restore, by the engine's name."""
    random = Random(seed)
    acknowledged: list[str] = []
    with ExitStack() as stack:
        pipes = [stack.enter_context(running(write, url, name))[1] for name in WRITERS]
        for _ in range(number):
            _await_more(pipes, acknowledged)
            whole = _kill_one(url, folder, random.uniform(0, LONGEST))
            _await_more(pipes, acknowledged)
            _run_out_of_space(url, folder, random.randrange(1, 200_000))
            _await_more(pipes, acknowledged)
            yield _restore_one(url, elsewhere, folder, acknowledged, whole)


def _await_more(pipes: list[Connection], acknowledged: list[str]) -> None:
    """Each writer goes on: a failed backup has stopped none."""
    for pipe in pipes:
        if not pipe.poll(PATIENCE):
            raise Broken("a writer acknowledges nothing any more")
        while pipe.poll():
            acknowledged.append(pipe.recv())


def _kill_one(url: str, folder: Path, seconds: float) -> bool:
    """Kill a backup under way. It is there as a whole, or not at all."""
    file = folder / "killed.zip"
    with running(back_up, url, str(file), None) as (_process, told):
        if not told.poll(PATIENCE):
            raise Broken("a backup did not begin")
        time.sleep(seconds)
    whole = file.exists()
    if whole:
        with archive.unpacked(file, folder):
            file.unlink()
    return whole


def _run_out_of_space(url: str, folder: Path, most_bytes: int) -> None:
    with running(back_up, url, str(folder / "full.zip"), most_bytes) as (process, told):
        process.join(PATIENCE)
        said = [told.recv(), told.recv()]
    if "备份没有写成，没有留下文件" not in said[1]:
        raise Broken(f"a backup without space said: {said[1]}")
    if (folder / "full.zip").exists():
        raise Broken("a backup without space left a file")


def _restore_one(
    url: str, elsewhere: dict[str, str], folder: Path, acknowledged: list[str], whole: bool
) -> Round:
    before = list(acknowledged)
    backup, origin = folder / "ledger.zip", engine_for(url)
    archive.write(origin, backup, datetime.now(UTC))
    if left := [each.name for each in folder.iterdir() if each.name != backup.name]:
        raise Broken(f"what was killed left {left}")
    packed = _packed(backup, folder)
    check(packed, before)
    check_nothing_altered(origin, packed)
    then = contents(packed)
    for name, place in elsewhere.items():
        target = engine_for(place)
        shelf = folder / name
        placing.restore(backup, target, shelf, datetime.now(UTC))
        compare(then, contents(target), name)
        target.dispose()
        shutil.rmtree(shelf, ignore_errors=True)
    for engine in (packed, origin):
        engine.dispose()
    for each in folder.iterdir():
        each.unlink()
    return Round(len(before), sum(map(len, then.values())), whole)


def _packed(backup: Path, folder: Path) -> Engine:
    with ZipFile(backup) as opened:
        opened.extract("ledger.db", folder)
        manifest = json.loads(opened.read("manifest.json"))
    if archive.sha256_of(folder / "ledger.db") != manifest["sha256"]:
        raise Broken("the manifest's SHA-256 is not the ledger's")
    return engine_for(f"sqlite:///{folder / 'ledger.db'}")


def check(engine: Engine, acknowledged: list[str]) -> None:
    """Every acknowledged batch is there, each is whole with its file, as many as there were transactions."""
    with reading(engine) as session:
        sequence = session.execute(select(col(Ledger.sequence))).scalar_one()
        rows = session.execute(select(col(Audit.subject)).where(col(Audit.action) == ACTION)).scalars()
        files = set(session.execute(select(col(StoredFile.sha256))).scalars())
        batches = Counter(rows)
    if lost := set(acknowledged) - batches.keys():
        raise Broken(f"{len(lost)} acknowledged batches are lost: {sorted(lost)[:5]}")
    if halves := [batch for batch, found in batches.items() if found != ROWS]:
        raise Broken(f"batches by halves: {halves[:5]}")
    if files != {sha256(file_of(batch)).hexdigest() for batch in batches}:
        raise Broken("files and batches differ")
    if sequence != len(batches) + 1:  # the account's
        raise Broken(f"the sequence says {sequence} transactions, the rows say {len(batches) + 1}")


def check_nothing_altered(origin: Engine, packed: Engine) -> None:
    """What is in the backup stands in the ledger as it is there."""
    taken, stands = contents(packed), contents(origin)
    for name in ("audit", "stored_file"):
        if not set(taken[name]) <= set(stands[name]):
            raise Broken(f"rows of {name} are not those of the ledger")


def compare(packed: Contents, restored: Contents, name: str) -> None:
    """Row by row, but for what a restore sets itself: one row of the trail, and that all sign-ins end."""
    for table in packed.keys() | restored.keys():
        wanted, found = packed.get(table), restored.get(table)
        if table in OWN | ENDED:
            continue
        if table == "audit" and found is not None:
            found = found[:-1]
        if wanted != found:
            raise Broken(f"on {name}, {table} is not what was backed up")
