"""Connections that say nothing, or not enough: closed in time, and in nobody's way."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from tests.attack.attacker import is_closed
from tests.waiting import comes_to_be
from tracker.web import connections
from tracker.web.connections import WaryProtocol, WaryWebSocket

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"
LARGE = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
UPGRADE = (
    b"GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==\r\n\r\n"
)
SIZE = 12 << 20  # more than the system keeps for who does not read


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "bytes": bytes(SIZE)})
        if scope["path"] == "/closed":
            await send({"type": "websocket.close"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
    elif scope["path"] == "/stands-still":
        time.sleep(2)  # longer than anybody is waited for
        await PlainTextResponse("read 0")(scope, receive, send)
    elif scope["path"] == "/large":
        await Response(bytes(SIZE))(scope, receive, send)
    else:
        with suppress(ClientDisconnect):
            body = await Request(scope, receive).body()
            await PlainTextResponse(f"read {len(body)}")(scope, receive, send)


class HastyWebSocket(WaryWebSocket):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.close_timeout = 0.3


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[uvicorn.Server]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.5)
    monkeypatch.setattr(connections, "BODY_SECONDS", 1.5)
    monkeypatch.setattr(connections, "LEAST_RATE", 5)
    monkeypatch.setattr(connections, "READING_SECONDS", 1.5)
    monkeypatch.setattr(connections, "MOST_WAITING", 20)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=WaryProtocol, lifespan="off", log_config=None, ws=HastyWebSocket)
    config.timeout_keep_alive = 1
    config.port, config.ws_ping_interval, config.ws_ping_timeout = listener.getsockname()[1], 0.3, 0.3
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()
    assert not WaryProtocol._waiting, "what has gone is not remembered"


@pytest.fixture
def port(server: uvicorn.Server) -> int:
    return server.config.port


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def connect(port: int, stack: ExitStack, said: bytes = b"", room: int = 0) -> socket.socket:
    connection = stack.enter_context(socket.socket())
    if room:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    connection.settimeout(5)
    connection.connect(("127.0.0.1", port))
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
    assert is_closed(connection, 10)


def test_a_byte_now_and_then_gains_no_time(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, HEAD)
    for _ in range(100):
        if is_closed(connection, 0.1):
            return
        with suppress(OSError):
            connection.sendall(b"X-More: 1\r\n")
    raise AssertionError("each byte gained time")


def test_a_body_that_comes_slowly_but_comes_is_read(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, POST)
    for byte in b"hello":
        time.sleep(0.1)
        connection.sendall(bytes([byte]))
    assert answer(connection).endswith(b"read 5")


def test_a_body_that_comes_too_slowly_is_not_waited_for(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, POST.replace(b"5", b"100"))
    for _byte in range(20):
        if is_closed(connection, 0.4):
            return
        with suppress(OSError):
            connection.sendall(b"x")
    raise AssertionError("each byte gained time")


def test_a_connection_is_used_again_and_then_waited_for_as_long(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, HEAD + b"\r\n")
    assert answer(connection).startswith(b"HTTP/1.1 200")
    time.sleep(0.3)
    connection.sendall(HEAD + b"\r\n")
    assert answer(connection).startswith(b"HTTP/1.1 200")
    assert is_closed(connection, 10)


@pytest.mark.parametrize("answered", [False, True])
def test_what_was_said_in_time_is_heard_though_the_process_stood_still(
    port: int, stack: ExitStack, answered: bool
) -> None:
    connection = connect(port, stack)
    if answered:
        connection.sendall(HEAD + b"\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 200")
    time.sleep(0.2)  # until it is waited for
    still = connect(port, stack, HEAD.replace(b"/ ", b"/stands-still ") + b"\r\n")
    time.sleep(0.2)  # until nothing is heard
    connection.sendall(HEAD + b"\r\n")
    assert answer(still).startswith(b"HTTP/1.1 200")
    assert answer(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("said", [b"", POST], ids=["nothing", "no body"])
def test_of_too_many_the_one_goes_that_has_waited_longest(said: bytes, port: int, stack: ExitStack) -> None:
    opened = [connect(port, stack, said) for _ in range(25)]
    assert answer(connect(port, stack, HEAD + b"\r\n")).startswith(b"HTTP/1.1 200")
    assert all(is_closed(connection, 0.1) for connection in opened[:5])
    assert not is_closed(opened[-1], 0.05)


def test_who_sends_a_body_as_it_should_is_not_the_one_that_goes(
    server: uvicorn.Server, port: int, stack: ExitStack
) -> None:
    upload = connect(port, stack, POST.replace(b"5", b"50"))

    def counted(bytes_of_body: int) -> bool:
        """Whether the server waits for the rest of this connection's body, and has taken so much of it."""
        ours = upload.getsockname()
        here = [each for each in list(server.server_state.connections) if each.client == ours]
        return [(each._awaited, each._came) for each in here] == [(connections._Awaited.BODY, bytes_of_body)]

    assert comes_to_be(lambda: counted(0)), "the head by itself"
    for piece in range(10):
        for _slow in range(4):
            connect(port, stack, POST)
        upload.sendall(bytes(5))
        if piece < 9:
            assert comes_to_be(lambda sent=5 * (piece + 1): counted(sent))
    assert b"read 50" in upload.recv(4096)


@pytest.mark.parametrize(
    "asked",
    [LARGE, LARGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), LARGE + UPGRADE % b"", LARGE * 3],
    ids=["kept", "the last", "an upgrade behind it", "more behind it"],
)
def test_who_reads_nothing_of_an_answer_is_cut_off(
    asked: bytes, server: uvicorn.Server, port: int, stack: ExitStack
) -> None:
    connection = connect(port, stack, asked, room=4096)
    assert is_left_alone(server)
    assert len(all_of(connection)) < SIZE


@pytest.mark.parametrize("path", [b"open", b"closed"])
def test_who_reads_nothing_of_a_websocket_is_cut_off(
    path: bytes, server: uvicorn.Server, port: int, stack: ExitStack
) -> None:
    connection = connect(port, stack, UPGRADE % path, room=4096)
    assert is_left_alone(server)
    assert len(all_of(connection)) < SIZE


def test_a_page_that_is_read_slowly_but_read_comes_whole(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, UPGRADE % b"open", room=65_536)
    connection.settimeout(20)
    came = 0
    while came < SIZE:
        piece = connection.recv(1 << 16)
        assert piece, f"cut off after {came} bytes"
        came += len(piece)
        time.sleep(0.01)  # longer in all than a ping is waited for


def test_of_too_many_who_read_nothing_the_first_goes(port: int, stack: ExitStack) -> None:
    opened = [connect(port, stack, LARGE, room=4096) for _ in range(25)]
    assert answer(connect(port, stack, HEAD + b"\r\n")).startswith(b"HTTP/1.1 200")
    assert len(all_of(opened[0])) < SIZE


def test_an_answer_that_is_read_slowly_but_read_comes_whole(port: int, stack: ExitStack) -> None:
    connection = connect(port, stack, LARGE, room=65_536)
    connection.settimeout(20)
    text = b""
    while len(text) < SIZE:
        piece = connection.recv(1 << 16)
        assert piece, f"cut off after {len(text)} bytes"
        text += piece
        time.sleep(0.01)


def is_left_alone(server: uvicorn.Server) -> bool:
    """Whether everybody came to be gone, after somebody was there."""
    state, end = server.server_state, time.monotonic() + 10
    while not (state.connections or state.total_requests) and time.monotonic() < end:
        time.sleep(0.01)
    while state.connections and time.monotonic() < end:
        time.sleep(0.01)
    return not state.connections


def all_of(connection: socket.socket) -> bytes:
    text = b""
    with suppress(ConnectionError):
        while piece := connection.recv(1 << 20):
            text += piece
    return text
