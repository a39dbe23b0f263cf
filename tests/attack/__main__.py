"""python -m tests.attack [tabs|idle|slow_bodies|slow_readers …]: what stopped the site once, in full.

On loopback, with as few file handles as it starts with. Fails when it stops it again.

300 tabs of one account, 1,024 connections that say nothing, as many with half a head, more than there are
handles with bodies that come by a byte in ten seconds, as many that read no answer, a flood of sign-ins, a
gigabyte of uploads, and nonsense; all the while somebody else opens pages. It is stopped while bodies come.
"""

import asyncio
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from tests.attack.attacker import (
    drip,
    handles_of,
    has_ended,
    idle_connections,
    is_closed,
    large_file,
    log_of,
    open_tabs,
    seconds_to_answer,
    slow_body,
)
from tests.bench import world
from tests.bench.server import Server, tracker
from tests.bench.visitor import Visitor
from tracker.db import engine_for
from tracker.domain.access import Role
from tracker.web import connections, handles, serving, tabs

PATIENCE = 3.0  # seconds for a page of somebody else, all the while
LOG_LIMIT = 1 << 20  # bytes of log for the whole attack
_OTHER = world.token_of(1)
_CROWD = handles.NEEDED + 100
_AS_FEW = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({handles.NEEDED},) * 2)"


def main() -> None:
    only = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'tracker.db'}"
        engine = engine_for(url)
        world.build(engine, world.Size(80))
        engine.dispose()
        with tracker(url, folder, program=("-c", f"{_AS_FEW}; import tracker.__main__", "serve")) as server:
            asyncio.run(_first_page(server))
            for attack in _ATTACKS:
                if only and attack.__name__.strip("_") not in only:
                    continue
                before = len(log_of(server, folder))
                with _SomebodyElse(server) as other:
                    found = attack(server)
                log = len(log_of(server, folder)) - before
                print(
                    f"{attack.__name__.strip('_')}: {found}; somebody else's {len(other.waits)} pages: "
                    f"longest {max(other.waits):.2f} s; {handles_of(server.pid)} handles, "
                    f"{server.megabytes:.0f} MB, {log} bytes of log",
                    flush=True,
                )
                assert max(other.waits) < PATIENCE, "somebody else was kept waiting"
                assert log < LOG_LIMIT
            print(f"stopped within {_stopped(server):.0f} s while {_CROWD} bodies came", flush=True)


class _SomebodyElse:
    """Opens a tab, draws the front page and closes it, over and over, in a thread of its own."""

    def __init__(self, server: Server) -> None:
        self._server, self.waits = server, list[float]()
        self._over = threading.Event()
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> "_SomebodyElse":
        self._work = self._thread.submit(lambda: asyncio.run(self._visit()))
        return self

    def __exit__(self, *_about: object) -> None:
        self._over.set()
        self._work.result()
        self._thread.shutdown()

    async def _visit(self) -> None:
        while not self._over.is_set() or not self.waits:
            begun = time.monotonic()
            async with Visitor(self._server.address, _OTHER, "help") as tab:
                await tab.rerun()
            self.waits.append(time.monotonic() - begun)
            await asyncio.sleep(0.2)


async def _first_page(server: Server) -> None:
    async with Visitor(server.address, _OTHER, "help") as tab:
        await tab.rerun()


def _tabs(server: Server) -> str:
    async def opened() -> str:
        async with AsyncExitStack() as stack:
            found = await open_tabs(server, world.token_of(0), 300, stack)
            assert found.shown == tabs.OF_ONE, found
            assert set(found.led) == {"/full"}
            return f"{found.shown} shown, {len(found.led)} led to /full"

    return asyncio.run(opened())


def _idle(server: Server) -> str:
    with ExitStack() as stack:
        silent = idle_connections(server, 1024, stack)
        half = idle_connections(server, 1024, stack, b"GET / HTTP/1.1\r\nHost: x\r\n")
        longest = max(seconds_to_answer(server) for _ in range(20))
        assert longest < PATIENCE
        time.sleep(connections.HEAD_SECONDS + 2)
        assert all(is_closed(each, 0.01) for each in (*silent, *half))
    return f"2,048 opened, /login answered within {longest:.2f} s, all closed"


def _gathered(server: Server, stack: ExitStack, said: bytes) -> list[socket.socket]:
    """A crowd that lets the server keep step: that they wait is tried, not how fast they are answered."""
    gathered = idle_connections(server, 1, stack, said)
    time.sleep(5)  # a file is made ready for its first reader
    while len(gathered) < _CROWD:
        gathered += idle_connections(server, 100, stack, said)
        time.sleep(0.2)
        seconds_to_answer(server)
    return gathered


def _slow_bodies(server: Server) -> str:
    with ExitStack() as stack:
        slow = _gathered(server, stack, slow_body(server))
        longest, held = 0.0, handles_of(server.pid)
        for _ in range(4):
            longest = max(longest, seconds_to_answer(server))
            time.sleep(10)
            drip(slow)
        time.sleep(connections.BODY_SECONDS)
        assert longest < PATIENCE
        assert all(is_closed(each, 0.01) for each in slow)
    return f"{_CROWD:,} opened, {held} handles held, /login answered within {longest:.2f} s, all closed"


def _slow_readers(server: Server) -> str:
    before = handles_of(server.pid)
    with ExitStack() as stack:
        _gathered(server, stack, large_file(server))
        held, longest = handles_of(server.pid), max(seconds_to_answer(server) for _ in range(5))
        time.sleep(2 * connections.READING_SECONDS + 5)
        left = handles_of(server.pid)
        assert longest < PATIENCE
        assert left < before + connections.MOST_WAITING / 2, "somebody else's tabs hold some, too"
    return f"{_CROWD:,} opened, {held} handles held, /login answered within {longest:.2f} s, {left} held then"


def _stopped(server: Server) -> float:
    with ExitStack() as stack:
        slow = idle_connections(server, _CROWD, stack, slow_body(server))
        begun = time.monotonic()
        os.kill(server.pid, signal.SIGTERM)
        while not has_ended(server.pid, within=1):
            drip(slow)
            assert time.monotonic() - begun < serving.STOP_SECONDS + PATIENCE
        return time.monotonic() - begun


def _sign_ins(server: Server) -> str:
    """600 at once, 60 at a time on this side."""

    def guess(number: int) -> int:
        fields = urllib.parse.urlencode(
            {"login": f"visitor-{number % 50}", "password": "x" * 12, "form": "x" * 43}
        )
        ask = urllib.request.Request(
            f"http://{server.address}/login",
            fields.encode(),
            {"Origin": f"http://{server.address}", "Cookie": "tracker-form=" + "x" * 43},
        )
        try:
            with urllib.request.urlopen(ask, timeout=120) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    with ThreadPoolExecutor(60) as crowd:
        answers = list(crowd.map(guess, range(600)))
    assert all(answer < 500 or answer == 503 for answer in answers)
    return "600 tried: " + ", ".join(f"{answers.count(code)} × {code}" for code in sorted(set(answers)))


def _uploads(server: Server) -> str:
    """50 files of 19 MB of one account, from a page without an uploader."""

    async def sent() -> str:
        token = world.token_of_role(Role.CLERK)
        async with Visitor(server.address, token, "help") as tab:
            await tab.rerun()
            before = server.megabytes
            answers = [await asyncio.to_thread(_put, server, token, tab.session_id) for _ in range(50)]
            grown = server.megabytes - before
        taken = answers.count(204)
        assert 0 < taken <= 3, answers
        assert grown < 150, f"{grown} MB"
        return f"{taken} of 50 taken, grown by {grown:.0f} MB"

    return asyncio.run(sent())


def _put(server: Server, token: str, session_id: str) -> int:
    with urllib.request.urlopen(f"http://{server.address}/_stcore/health") as answer:
        xsrf = answer.headers["set-cookie"].split(";")[0].removeprefix("_streamlit_xsrf=")
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    ask = urllib.request.Request(
        f"http://{server.address}/_stcore/upload_file/{session_id}/{uuid.uuid4()}",
        head.encode() + os.urandom(19 << 20) + f"\r\n--{edge}--\r\n".encode(),
        {
            "Origin": f"http://{server.address}",
            "Content-Type": f"multipart/form-data; boundary={edge}",
            "Cookie": f"tracker={token}; _streamlit_xsrf={xsrf}",
            "X-Xsrftoken": xsrf,
        },
        method="PUT",
    )
    try:
        with urllib.request.urlopen(ask, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0  # refused before the body was read


def _nonsense(server: Server) -> str:
    """2,000 unreadable messages, and as many requests that are none."""

    async def told() -> str:
        for _ in range(2_000):
            async with Visitor(server.address, world.token_of(0)) as tab:
                assert tab._socket is not None
                await tab._socket.send(b"\xff\xff\xff")
                await asyncio.wait_for(tab._socket.wait_closed(), 10)
                assert tab._socket.close_code == 1002
        return "2,000 unreadable messages"

    found = asyncio.run(told())
    for _ in range(20):
        with ExitStack() as stack:
            for each in idle_connections(server, 100, stack, b"\x16\x03\x01 nonsense\r\n\r\n"):
                each.settimeout(5)
                each.recv(1024)
    return f"{found}, 2,000 requests that are none"


_ATTACKS = (_tabs, _idle, _slow_bodies, _slow_readers, _sign_ins, _uploads, _nonsense)

if __name__ == "__main__":
    main()
