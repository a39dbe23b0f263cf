"""A served tracker that somebody wants to stop: it goes on answering. In full: make attack."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.attack.attacker import (
    FEW_HANDLES,
    has_ended,
    idle_connections,
    large_file,
    log_of,
    open_tabs,
    refusal_at,
    seconds_to_answer,
    slow_body,
)
from tests.bench import world
from tests.bench.server import Server, tracker
from tests.conftest import MakeOnce
from tests.loops import played
from tracker.db import engine_for
from tracker.domain.access import Person, Role
from tracker.web import tabs


@pytest.fixture(scope="module")
def ledger(make_once: MakeOnce) -> str:
    def make(folder: Path) -> None:
        engine = engine_for(f"sqlite:///{folder / 'small.db'}")
        world.build(engine, world.Size(4))
        engine.dispose()

    return f"sqlite:///{make_once('small', make) / 'small.db'}"


@pytest.fixture(scope="module")
def served(ledger: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path_factory.mktemp("attack")
    with tracker(ledger, folder) as server:
        yield server, folder


def test_tabs_beyond_the_limit_are_led_to_a_sentence_and_others_work_on(served: tuple[Server, Path]) -> None:
    server, folder = served

    async def attack() -> None:
        async with AsyncExitStack() as stack:
            opened = await open_tabs(server, world.token_of(0), tabs.OF_ONE + 3, stack)
            assert opened == (tabs.OF_ONE, ["/full"] * 3)
            assert "打开的页面太多" in refusal_at(server, "/full", 429)
            assert "现在使用的人很多" in refusal_at(server, "/full?all", 503)
            other = await open_tabs(server, world.token_of(1), 1, stack)
            assert other.shown == 1, "somebody else opens the site as ever"
        async with AsyncExitStack() as stack:
            again = await open_tabs(server, world.token_of(0), 1, stack)
            assert again.shown == 1, "closed tabs count no longer"

    played(attack())
    assert log_of(server, folder).count("one more tab of account ") == 1


def test_connections_that_keep_it_waiting_leave_handles_for_others_and_do_not_hold_up_its_end(
    ledger: str, tmp_path: Path
) -> None:
    with tracker(ledger, tmp_path, at_rest=False, program=("-c", FEW_HANDLES, "serve")) as server:
        for said in (b"", b"GET / HTTP/1.1\r\n", large_file(server), slow_body(server)):
            with ExitStack() as stack:
                idle_connections(server, 500, stack, said)
                seconds_to_answer(server)
                if said == slow_body(server):
                    os.kill(server.pid, signal.SIGTERM)
                    assert has_ended(server.pid, within=15)
        assert "Traceback" not in log_of(server, tmp_path).split("error uvicorn.error Cancel")[0]


def test_tabs_beyond_what_a_process_holds_are_led_to_another_sentence() -> None:
    led: list[str] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        await is_over.wait()

    async def opened(number: int) -> None:
        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            if message["type"] == "websocket.send":
                led.append(str(ForwardMsg.FromString(message["bytes"]).auth_redirect.url))

        person = Person(number, "", "", Role.LEADER)
        await door({"type": "websocket", "state": {"person": person}}, receive, send)

    async def attack() -> None:
        nonlocal is_over, door
        is_over, door = asyncio.Event(), tabs.Tabs(page, of_all=2)
        async with asyncio.TaskGroup() as group:
            for number in range(3):
                group.create_task(opened(number))
                await asyncio.sleep(0)
            is_over.set()
        await opened(4)

    is_over: asyncio.Event
    door: tabs.Tabs
    played(attack())
    assert led == ["/full?all"], "the third; and once they are closed nobody"
