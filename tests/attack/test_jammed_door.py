"""A served tracker that somebody wants to stop: it goes on answering. In full: make attack."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.attack.attacker import log_of, open_tabs, refusal_at
from tests.bench import world
from tests.bench.server import Server, tracker
from tests.conftest import MakeOnce
from tests.loops import played
from tracker.db import engine_for
from tracker.web import tabs


@pytest.fixture(scope="module")
def served(make_once: MakeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    def make(folder: Path) -> None:
        engine = engine_for(f"sqlite:///{folder / 'small.db'}")
        world.build(engine, world.Size(4))
        engine.dispose()

    folder = tmp_path_factory.mktemp("attack")
    with tracker(f"sqlite:///{make_once('small', make) / 'small.db'}", folder) as server:
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
