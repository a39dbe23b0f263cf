"""Let people work on a served ledger, watch it, see them off, and say what is not as it must be."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func
from sqlmodel import col, select

from tests.attack.attacker import log_of
from tests.bench.server import Server, tracker
from tests.bench.table import show
from tests.ports import free_port
from tests.soak.people import Somebody, Tally
from tests.soak.watch import WATCHED, Sample, Watch, grown_on, growth, left_behind, most, second_half
from tracker import demo
from tracker.db import engine_for, reading, transaction
from tracker.domain.access import Role
from tracker.queries import integrity
from tracker.services.accounts import issue_link, set_password
from tracker.tables import Account, Report, Review
from tracker.web import forgetting

# By their logins how many browsers each has open; of clerks so many write, each at a browser.
_READERS = {demo.LEADER: 6, demo.DEPUTY: 4, demo.REVIEWER: 4, demo.HEAD: 3, demo.ADMINISTRATOR: 3}
_CLERKS = 8
_ONE_OF_EACH = dict.fromkeys(_READERS, 1)
# A line of the log that says so, and what a traceback ends with.
_ERROR = re.compile(r"^.* error .*$|^\s*[\w.]+(?:Error|Exception|Busy|TooLong)\b.*$", re.MULTILINE)
_PATIENCE = 5  # seconds more than the server needs to forget a tab
_HEADS = ("", "before", "start", "middle", "end", "all gone", "grew in 2nd half", "of at most")


@dataclass(frozen=True)
class Soak:
    """``keeps``: seconds for which a tab that was closed is kept; ``pause`` between somebody's acts.

    ``is_short``: one reader of each role, two clerks; caches still fill up while it lasts.
    """

    ledger: Path
    passwords: dict[str, str]
    seconds: float
    warm_up: float
    pause: float = 2.0
    keeps: int = 60
    looks: int = 60
    program: Sequence[str] = ("-m", "tracker", "serve")
    is_short: bool = False


@dataclass
class Found:
    tally: Tally = field(default_factory=Tally)
    samples: list[Sample] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def show(self) -> None:
        before, *during, after = self.samples
        half = second_half(during)
        rows = [
            (
                each.name,
                *(each.of(one) for one in (before, during[0], during[len(during) // 2], during[-1], after)),
                growth(each, half),
                most(each, half),
            )
            for each in WATCHED
        ]
        show(f"Soak: {during[-1].acts:,} acts in {during[-1].second / 60:.1f} minutes", _HEADS, rows)
        print(", ".join(f"{name} {count:,}" for name, count in self.tally.done.most_common()))
        print(*(self.wrong or ["nothing grew on, no answer was wrong, verify found nothing"]), sep="\n")


def play(soak: Soak) -> Found:
    url, found = f"sqlite:///{soak.ledger}", Found()
    engine, port = engine_for(url), free_port()
    passwords = soak.passwords | ({} if soak.is_short else _passwords_of_clerks(engine, set(soak.passwords)))
    before = _decided(engine)
    folder, metrics = soak.ledger.parent, {"TRACKER_METRICS_PORT": str(port)}
    with tracker(url, folder, program=soak.program, **metrics) as server:
        watch = Watch(server, folder, soak.ledger, port)
        asyncio.run(_watched(server, watch, soak, passwords, found.tally))
        log = log_of(server, folder)
    found.samples = watch.samples
    found.wrong += found.tally.wrong[:20]
    coming, *during, gone = watch.samples
    found.wrong += grown_on(during, is_short=soak.is_short) + left_behind(coming, gone)
    found.wrong += _ERROR.findall(log)[:20]
    found.wrong += not_stored(before, _decided(engine), found.tally)
    with reading(engine) as session:
        found.wrong += [f"verify: {each}" for each in integrity.findings(session)]
    engine.dispose()
    return found


async def _watched(server: Server, watch: Watch, soak: Soak, passwords: dict[str, str], tally: Tally) -> None:
    clock = asyncio.get_running_loop().time
    begun = clock()

    async def look() -> Sample:
        return await asyncio.to_thread(watch.look, clock() - begun, tally.acts)

    watch.samples.append(await look())
    over = asyncio.Event()
    people = _people(server, passwords, tally, _ONE_OF_EACH if soak.is_short else _READERS)
    at_work = [asyncio.create_task(each.work(over, soak.pause)) for each in people]
    try:
        await asyncio.sleep(soak.warm_up)
        for _ in range(soak.looks):
            watch.samples.append(await look())
            await asyncio.sleep(soak.seconds / soak.looks)
        over.set()
        await asyncio.gather(*at_work)
    finally:
        for each in at_work:
            each.cancel()
    last = clock() + soak.keeps + forgetting.EVERY + _PATIENCE
    while left_behind(watch.samples[0], gone := await look()) and clock() < last:
        await asyncio.sleep(1)
    watch.samples.append(gone)


def _people(
    server: Server, passwords: dict[str, str], tally: Tally, readers: dict[str, int]
) -> list[Somebody]:
    """One at each clerk's and the office's desk writes; all others read."""
    roles = {demo.LEADER: Role.LEADER, demo.DEPUTY: Role.LEADER, demo.HEAD: Role.HEAD}
    roles |= {demo.REVIEWER: Role.REVIEWER, demo.ADMINISTRATOR: Role.ADMINISTRATOR}
    writing = [demo.REVIEWER, *(login for login in passwords if login not in roles)]
    reading_too = [login for login, browsers in readers.items() for _ in range(browsers)]
    who = [(login, True) for login in writing] + [(login, False) for login in reading_too]
    return [
        Somebody(server, login, passwords[login], roles.get(login, Role.CLERK), tally, writes=writes)
        for login, writes in who
    ]


def _passwords_of_clerks(engine: Engine, known: set[str]) -> dict[str, str]:
    """For clerks who have none yet, so that several departments write."""
    now, password = datetime.now(UTC), "河边有三只白鹭在等着雨停"
    with transaction(engine) as session:
        clerks = select(Account).where(Account.role == Role.CLERK, col(Account.login).not_in(known))
        some = session.exec(clerks.order_by(Account.login).limit(_CLERKS - len(demo.CLERKS))).all()
        for each in some:
            assert each.id is not None
            set_password(session, issue_link(session, None, each.id, now), password, now)
    return {each.login: password for each in some}


def _decided(engine: Engine) -> tuple[int, int]:
    """How many submissions and decisions stand in the ledger."""
    with reading(engine) as session:
        submitted = session.exec(select(func.count()).select_from(Report)).one()
        decided = session.exec(select(func.count()).select_from(Review)).one()
    return submitted, decided


def not_stored(before: tuple[int, int], after: tuple[int, int], tally: Tally) -> list[str]:
    """What was acknowledged and does not stand there, or stands there too often."""
    said = tally.done["submitted"], tally.done["approved"] + tally.done["sent back"]
    stored = after[0] - before[0], after[1] - before[1]
    return [] if said == stored else [f"(submitted, decided): {said} were acknowledged, {stored} are stored"]
