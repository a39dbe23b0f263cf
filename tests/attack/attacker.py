"""What somebody does who wants the site to stop, from this machine to this machine."""

import asyncio
import os
import socket
import time
import urllib.error
import urllib.request
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
import streamlit
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from tests.bench.server import Server
from tests.bench.visitor import Visitor

_LITTLE = 2_048  # bytes that a client has room for which reads nothing


# `serve` with few file handles, fewer connections that are waited for, and a stop that is soon over.
FEW_HANDLES = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (400, 400))
from tracker.web import connections, handles, serving
handles.NEEDED, connections.MOST_WAITING, serving.STOP_SECONDS = 400, 100, 1
import tracker.__main__
"""


class Opened(NamedTuple):
    """Of many tabs: those that showed their page, and where the others were led."""

    shown: int
    led: list[str]


def handles_of(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def log_of(server: Server, folder: Path) -> str:
    return (folder / f"server-{server.port}.log").read_text()


def seconds_to_answer(server: Server, path: str = "/login") -> float:
    begun = time.monotonic()
    with urllib.request.urlopen(f"http://{server.address}{path}", timeout=30) as answer:
        assert answer.status == 200
    return time.monotonic() - begun


def refusal_at(server: Server, path: str, status: int) -> str:
    """The page that stands there, which is no success."""
    with pytest.raises(urllib.error.HTTPError, match=str(status)) as refused:
        urllib.request.urlopen(f"http://{server.address}{path}", timeout=30)
    return refused.value.read().decode()


async def open_tabs(server: Server, token: str, number: int, stack: AsyncExitStack) -> Opened:
    """Tabs of one sign-in, which stay open as long as ``stack``."""
    shown, led = 0, []
    for _ in range(number):
        tab = await stack.enter_async_context(Visitor(server.address, token, "help"))
        try:
            await tab.rerun()
            shown += 1
        except ConnectionClosed:
            led.append(await where_led(server, token))
    return Opened(shown, led)


async def where_led(server: Server, token: str) -> str:
    """The page that a refused tab is sent to."""
    async with Visitor(server.address, token) as tab:
        assert tab._socket is not None
        data = await asyncio.wait_for(tab._socket.recv(), 10)
    assert isinstance(data, bytes)
    return str(ForwardMsg.FromString(data).auth_redirect.url)


def idle_connections(server: Server, number: int, stack: ExitStack, said: bytes = b"") -> list[socket.socket]:
    """Connections that say ``said`` and then nothing, and read nothing."""
    opened = []
    for _ in range(number):
        connection = stack.enter_context(socket.socket())
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _LITTLE)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", server.port))
        with suppress(ConnectionError):  # it may have had to go for a later one
            connection.sendall(said)
        opened.append(connection)
    return opened


def slow_body(server: Server) -> bytes:
    """A sign-in of which the fields are to come."""
    return _request(server, "POST", "/login", 9_000)


def large_file(server: Server) -> bytes:
    """A request, without signing in, for more than the system keeps of an answer that is not read."""
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    largest = max(scripts.iterdir(), key=lambda file: file.stat().st_size)
    path = f"/static/js/{largest.name}"
    ready = urllib.request.Request(f"http://{server.address}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(ready, timeout=60) as answer:  # a file is made ready for its first reader
        answer.read()
    return _request(server, "GET", path, 0)


def _request(server: Server, method: str, path: str, length: int) -> bytes:
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {server.address}\r\nOrigin: http://{server.address}\r\n"
        f"Accept-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def drip(connections: list[socket.socket]) -> None:
    """One byte more on each that still stands."""
    for connection in connections:
        with suppress(OSError):
            connection.sendall(b"x")


def is_closed(connection: socket.socket, within: float) -> bool:
    connection.settimeout(max(within, 0.01))
    try:
        return connection.recv(65_536) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def has_ended(pid: int, within: float) -> bool:
    """Whether a child came to its end, which its parent may still ask about."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return True
        time.sleep(0.05)
    return False
