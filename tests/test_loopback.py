"""The guard of tests/loopback.py: what leads out is refused, in whatever way it is asked for."""

import asyncio
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

from tests.children.sitecustomize import Outside
from tests.loops import played
from tracker import bounds

# RFC 5737 and 3849: nobody has these addresses.
ELSEWHERE, ELSEWHERE_6 = "192.0.2.1", "2001:db8::1"


def over(kind: socket.SocketKind, ask: Callable[[socket.socket], object]) -> None:
    with socket.socket(socket.AF_INET, kind) as one:
        one.settimeout(0.2)
        ask(one)


STREAM, DATAGRAM = socket.SOCK_STREAM, socket.SOCK_DGRAM
WAYS: dict[str, Callable[[], object]] = {
    "connect": lambda: over(STREAM, lambda one: one.connect((ELSEWHERE, 80))),
    "connect_ex": lambda: over(STREAM, lambda one: one.connect_ex((ELSEWHERE, 80))),
    "a datagram's connect": lambda: over(DATAGRAM, lambda one: one.connect((ELSEWHERE, 53))),
    "sendto": lambda: over(DATAGRAM, lambda one: one.sendto(b"x", (ELSEWHERE, 514))),
    "sendto with flags": lambda: over(DATAGRAM, lambda one: one.sendto(b"x", 0, (ELSEWHERE, 514))),
    "sendmsg": lambda: over(DATAGRAM, lambda one: one.sendmsg([b"x"], [], 0, (ELSEWHERE, 514))),
    "the sixth version": lambda: socket.create_connection((ELSEWHERE_6, 80), 0.2),
    "an event loop": lambda: played(asyncio.open_connection(ELSEWHERE, 80)),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_socket_of_a_test_leads_out(way: str) -> None:
    with pytest.raises(Outside, match="loopback only"):
        WAYS[way]()


ASKED: dict[str, Callable[[], object]] = {
    "getaddrinfo": lambda: socket.getaddrinfo("kpi.example.gov.cn", 80),
    "getaddrinfo, in bytes": lambda: socket.getaddrinfo(b"kpi.example.gov.cn", 80),
    "getaddrinfo, nearly our name": lambda: socket.getaddrinfo("localhost.example", 80),
    "gethostbyname": lambda: socket.gethostbyname("kpi.example.gov.cn"),
    "gethostbyname_ex": lambda: socket.gethostbyname_ex("kpi.example.gov.cn"),
    "gethostbyaddr": lambda: socket.gethostbyaddr(ELSEWHERE),
}


@pytest.mark.parametrize("way", ASKED)
def test_no_name_is_looked_up(way: str) -> None:
    with pytest.raises(socket.gaierror, match="look up no name"):
        ASKED[way]()


LEADS_OUT = f"import socket; socket.create_connection(({ELSEWHERE!r}, 80), 0.2)"
LOOKS_UP = "import urllib.request as r; r.urlopen('http://kpi.example.gov.cn/', timeout=0.2)"


@pytest.mark.parametrize("environ", [os.environ, bounds._environment], ids=["a test's", "the product's"])
@pytest.mark.parametrize(("script", "told"), [(LEADS_OUT, "loopback only"), (LOOKS_UP, "look up no name")])
def test_no_child_leads_out(script: str, told: str, environ: Any) -> None:
    env = environ() if callable(environ) else environ
    child = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert told in child.stderr


def test_no_page_in_the_browser_leads_out(browser: Browser) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        browser.new_page().goto(f"http://{ELSEWHERE}/")


def test_a_program_is_told_as_where_no_network_is() -> None:
    with pytest.raises(OSError, match="look up no name"):
        urllib.request.urlopen("http://kpi.example.gov.cn/", timeout=0.2)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_what_is_here_is_reached(host: str) -> None:
    with (
        socket.create_server(("127.0.0.2" if host == "127.0.0.2" else "127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1]), 5) as line,
    ):
        line.sendall(b"x")
        taken, _address = server.accept()
        with taken:
            assert taken.recv(1) == b"x"


def test_a_unix_socket_is_reached_and_a_datagram_to_loopback(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as line:
        server.bind(str(tmp_path / "s"))
        server.listen()
        assert line.connect_ex(str(tmp_path / "s")) == 0
    with socket.socket(type=DATAGRAM) as port, socket.socket(type=DATAGRAM) as out:
        port.bind(("127.0.0.1", 0))
        assert out.sendto(b"x", port.getsockname()) == 1
        assert out.sendmsg([b"y"], [], 0, port.getsockname()) == 1
        out.connect(port.getsockname())
        assert out.sendmsg([b"z"]) == 1
        assert [port.recv(1) for _ in range(3)] == [b"x", b"y", b"z"]
