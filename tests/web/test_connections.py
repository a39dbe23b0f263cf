"""Connections that say nothing, or not enough: closed in time, and in nobody's way."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.attack.attacker import is_closed
from tracker.web import connections
from tracker.web.connections import WaryProtocol

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(f"read {len(body)}")(scope, receive, send)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.5)
    monkeypatch.setattr(connections, "MOST_WAITING", 20)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, http=WaryProtocol, lifespan="off", log_config=None, ws="websockets-sansio")
    )
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(10)
    assert not WaryProtocol._waiting, "what has gone is not remembered"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def connect(port: int, stack: ExitStack, said: bytes = b"") -> socket.socket:
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 5))
    connection.sendall(said)
    return connection


def answer(connection: socket.socket) -> bytes:
    connection.settimeout(5)
    text = b""
    while not text.endswith((b"read 0", b"read 5")):
        piece = connection.recv(4096)
        assert piece, text
        text += piece
    return text


@pytest.mark.parametrize(
    "said", [b"", HEAD, POST, POST + b"ab"], ids=["nothing", "half a head", "no body", "half a body"]
)
def test_who_says_too_little_is_cut_off_in_time(said: bytes, port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, said)
    assert not is_closed(connection, 0.2)
    assert is_closed(connection, 2)


def test_a_byte_now_and_then_gains_no_time(port: int, stack: ExitStack) -> None:
    connection, begun = connect(port, stack, HEAD), time.monotonic()
    while not is_closed(connection, 0.1):
        assert time.monotonic() - begun < 2
        with suppress(OSError):
            connection.sendall(b"X-More: 1\r\n")


def test_a_body_that_comes_slowly_but_comes_is_read(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, POST)
    for byte in b"hello":
        time.sleep(0.2)
        connection.sendall(bytes([byte]))
    assert answer(connection).endswith(b"read 5")


def test_a_connection_is_used_again_and_then_waited_for_as_long(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, HEAD + b"\r\n")
    assert answer(connection).startswith(b"HTTP/1.1 200")
    time.sleep(0.3)
    connection.sendall(HEAD + b"\r\n")
    assert answer(connection).startswith(b"HTTP/1.1 200")
    assert is_closed(connection, 2)


def test_of_too_many_the_one_goes_that_has_waited_longest(port: int, stack: ExitStack) -> None:
    opened = [connect(port, stack) for _ in range(25)]
    assert answer(connect(port, stack, HEAD + b"\r\n")).startswith(b"HTTP/1.1 200")
    assert all(is_closed(connection, 0.1) for connection in opened[:5])
    assert not is_closed(opened[-1], 0.05)
