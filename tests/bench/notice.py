"""新方案: a notice read, its page with 250 numbers beside an empty page, 10,000 targets published."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

from tests.bench import server, world
from tests.bench.reruns import Cost, measured
from tests.bench.server import Server
from tests.bench.table import show, times
from tests.bench.visitor import Visitor
from tests.notice.documents import SEED_NOTICE, docx, paragraph, pdf
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.plan import PlanState
from tracker.notice.decisions import FactsSet
from tracker.notice.files import text_of_file
from tracker.notice.preparing import prepared
from tracker.notice.proposal import propose
from tracker.queries.people import person_of_login
from tracker.queries.plan_drafts import plan_draft
from tracker.queries.plans import newest_step
from tracker.services import plan_drafts, plans
from tracker.services.accounts import create_account

NUMBERS = 250
_STEPS = ("file", "outline", "numbers", "numbers&pile=sure", "numbers&pile=targets", "beside", "check")
_THINGS = ("农村公路", "城市绿道", "供水管网", "标准厂房", "充电设施")
_UNITS = ("公里", "公里", "公里", "万平方米", "个")
_PER_ARTICLE = 25
_CLOCKS = ("seconds", "of the processor")


def run(url: str, engine: Engine, folder: Path, rounds: int, reruns: int, targets: int) -> None:
    """``url``: the database of ``engine``, of a world."""
    _read(rounds)
    _show_page(url, engine, folder, NUMBERS, rounds, reruns)
    _show_page(url, engine, folder, targets, rounds, 3)
    _publish(engine, targets)


def _read(rounds: int) -> None:
    """The home notice; a file with the start of the process that reads it."""
    text = SEED_NOTICE.read_text("utf-8")
    lines = text.splitlines()
    word, printed = docx("".join(map(paragraph, lines))), pdf(lines)
    ways: tuple[tuple[str, Callable[[], object]], ...] = (
        ("the text of the .docx", lambda: text_of_file("notice.docx", word)),
        ("the text of the .pdf", lambda: text_of_file("notice.pdf", printed)),
        ("areas, articles, numbers", lambda: propose(text)),
        ("the .docx, all of it", lambda: propose(text_of_file("notice.docx", word).text)),
        ("the .pdf, all of it", lambda: propose(text_of_file("notice.pdf", printed).text)),
    )
    rows = []
    for name, way in ways:
        tried = [_seconds(way) for _round in range(max(3, rounds))]
        rows.append((name, *map(median, zip(*tried, strict=True))))
    show(f"The home notice read, {len(text):,} characters", ("what", *_CLOCKS), rows)


def _seconds(way: Callable[[], object]) -> tuple[float, float]:
    """By the clock; of the processor, of this process and of those that it ran."""
    begun, used = time.perf_counter(), os.times()
    way()
    spent = os.times()
    cpu = sum(after - before for before, after in zip(used[:4], spent[:4], strict=True))
    return time.perf_counter() - begun, cpu


def _show_page(url: str, engine: Engine, folder: Path, targets: int, rounds: int, reruns: int) -> None:
    text = "".join(_notice(targets))
    now = datetime.now(UTC)
    with transaction(engine) as session:
        person = person_of_login(session, f"somebody-{Role.REVIEWER}")
        draft = plan_drafts.take_notice(session, person, "notice.docx", text, f"bench-{targets}", now)
    numbers = len(prepared(text, ()).numbers)
    with server.empty_page(folder) as empty, server.tracker(url, folder) as tracker:
        costs = [asyncio.run(_beside(empty, tracker, engine, draft, step, rounds, reruns)) for step in _STEPS]
    rows = [
        (step, cost.cpu, times(cost.cpu, floor.cpu), cost.wall, cost.messages, cost.kilobytes, first.cpu)
        for step, (cost, floor, first) in zip(_STEPS, costs, strict=True)
    ]
    heads = (
        "a rerun of step",
        "server CPU ms",
        "CPU: empty",
        "wall ms",
        "messages",
        "kB",
        "after a decision: CPU ms",
    )
    show(f"新方案 with {numbers:,} numbers", heads, rows)


async def _beside(
    empty: Server, tracker: Server, engine: Engine, draft: int, step: str, rounds: int, reruns: int
) -> tuple[Cost, Cost, Cost]:
    """A rerun of the step, one of the empty page, and the first run after somebody decided something."""
    token = world.token_of_role(Role.REVIEWER)
    async with AsyncExitStack() as tabs:
        nothing = await tabs.enter_async_context(Visitor(empty.address))
        async with Visitor(tracker.address, token) as front:  # tells a new server its navigation
            await front.rerun()
        tab = Visitor(tracker.address, token, "new-plan", f"draft={draft}&step={step}")
        tab = await tabs.enter_async_context(tab)
        for each in (nothing, tab):
            await each.rerun()
        both = [
            (await measured(tracker, tab, reruns), await measured(empty, nothing, reruns))
            for _round in range(rounds)
        ]
        firsts = []
        for number in range(rounds):
            _decide(engine, draft, number)
            firsts.append(await measured(tracker, tab, 1))
    page, floor = (Cost(*map(median, zip(*costs, strict=True))) for costs in zip(*both, strict=True))
    return page, floor, Cost(*map(median, zip(*firsts, strict=True)))


def _decide(engine: Engine, draft: int, number: int) -> None:
    with transaction(engine, advance=False) as session:
        person = person_of_login(session, f"somebody-{Role.REVIEWER}")
        seen = plan_draft(session, person, draft).seen
        decision = FactsSet(title=f"测试市2027年重点任务分解方案{number}", year=2027)
        plan_drafts.decide(session, person, draft, seen, [decision], datetime.now(UTC))


def _publish(engine: Engine, targets: int) -> None:
    """By two people, through the services, one transaction each."""
    now = datetime.now(UTC)
    text = "".join(_notice(targets))
    facts = FactsSet(
        title="测试市2027年重点任务分解方案",
        code="bench-2027",
        document_number="测政发〔2027〕1号",
        issuer="测试市人民政府",
        year=2027,
        issued=date(2027, 1, 15),
    )
    with transaction(engine) as session:
        first = person_of_login(session, f"somebody-{Role.REVIEWER}")
        create_account(session, None, "second", "second", Role.REVIEWER, (), now)
        second = person_of_login(session, "second")
    steps: list[tuple[str, float, float]] = []
    made: list[int] = []

    def timed(name: str, step: Callable[[], int]) -> None:
        steps.append((name, *_seconds(lambda: made.append(step()))))

    timed("read and stored", lambda: _taken(engine, first, text, facts, now))
    timed("drafted", lambda: _drafted(engine, first, made[0], now))
    timed("published", lambda: _published(engine, second, made[1], now))
    with reading(engine) as session:
        assert newest_step(session, made[1]).state is PlanState.PUBLISHED
    steps.append(("together", sum(step[1] for step in steps), sum(step[2] for step in steps)))
    show(f"A plan of {targets:,} targets", ("step", *_CLOCKS), steps)


def _taken(engine: Engine, person: Person, text: str, facts: FactsSet, now: datetime) -> int:
    with transaction(engine) as session:
        draft = plan_drafts.take_notice(session, person, "notice.docx", text, "bench-large", now)
        plan_drafts.decide(session, person, draft, 0, [facts], now)
    return draft


def _drafted(engine: Engine, person: Person, draft: int, now: datetime) -> int:
    with reading(engine) as session:
        seen = plan_draft(session, person, draft).seen
    with transaction(engine) as session:
        return plan_drafts.make_draft(session, person, draft, seen, now)


def _published(engine: Engine, person: Person, plan_id: int, now: datetime) -> int:
    with transaction(engine) as session:
        plans.publish(session, person, plan_id, 1, now)
    return plan_id


def _notice(targets: int) -> Iterator[str]:
    yield "测试市2027年重点任务分解方案\n"
    for number in range(1, -(-targets // _PER_ARTICLE) + 1):
        yield _article(number, _PER_ARTICLE)


def _article(number: int, targets: int) -> str:
    """Its targets differ in amount, and so in name by their codes."""
    said = (
        f"新增{_THINGS[place % len(_THINGS)]}{10 + place}{_UNITS[place % len(_UNITS)]}"
        for place in range(targets)
    )
    return f"\n{number}.推进第{number}批建设。{','.join(said)}。(责任单位:市第{number % 30 + 1}局)"
