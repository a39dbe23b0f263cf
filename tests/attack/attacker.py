"""What somebody does who wants the site to stop, from this machine to this machine."""

import asyncio
import os
import socket
import time
import urllib.error
import urllib.request
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from tests.bench.server import Server
from tests.bench.visitor import Visitor


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
    """Connections that say ``said`` and then nothing."""
    opened = []
    for _ in range(number):
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 10))
        connection.sendall(said)
        opened.append(connection)
    return opened


def is_closed(connection: socket.socket, within: float) -> bool:
    connection.settimeout(max(within, 0.01))
    try:
        return connection.recv(65_536) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
