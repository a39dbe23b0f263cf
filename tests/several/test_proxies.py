"""nginx and Caddy by themselves, with the files of deploy/ and nobody behind them."""

import http.client
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.several.proxies import alone, plain_port, trusting
from tests.waiting import comes_to_be

TOKEN = "a-link-that-is-good-for-a-password"
SLOW = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\n"


def status_of(port: int, path: str, **headers: str) -> int:
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=trusting())
    connection.request("GET", path, headers=headers)
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def written(text: str, folder: Path) -> list[str]:
    """Which logs hold it."""
    return [file.name for file in folder.glob("*.log") if text in file.read_text("utf-8")]


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_no_log_of_a_proxy_holds_a_link_for_a_password(proxy: str, tmp_path: Path) -> None:
    with alone(proxy, tmp_path) as port:
        assert status_of(port, f"/password/{TOKEN}?a") == 503
        assert status_of(port, "/login") == 503
    assert written("/login", tmp_path)
    assert not written(TOKEN, tmp_path)


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_the_log_of_requests_holds_no_address_that_one_came_from(proxy: str, tmp_path: Path) -> None:
    with alone(proxy, tmp_path) as port:
        assert status_of(port, "/login", Referer=f"https://127.0.0.1:{port}/password/{TOKEN}") == 503
    assert "/login" in (tmp_path / "access.log").read_text()
    assert TOKEN not in (tmp_path / "access.log").read_text()


def test_nginx_leads_plain_http_to_https(tmp_path: Path) -> None:
    with alone("nginx", tmp_path):
        connection = http.client.HTTPConnection("127.0.0.1", plain_port(tmp_path), timeout=20)
        connection.request("GET", f"/password/{TOKEN}")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["location"]) == (308, f"https://127.0.0.1/password/{TOKEN}")
        connection.close()
    assert not written(TOKEN, tmp_path)


def test_nginx_lets_one_address_have_so_many_requests_under_way(tmp_path: Path) -> None:
    fewer = {"limit_conn tracker_addresses 2000;": "limit_conn tracker_addresses 5;"}
    with alone("nginx", tmp_path, fewer) as port:
        with ExitStack() as stack:
            for _each in range(5):
                plain = socket.create_connection(("127.0.0.1", port), 20)
                connection = stack.enter_context(trusting().wrap_socket(plain))
                connection.sendall(SLOW)
            come_to_be(port, 429)
        come_to_be(port, 503)


def come_to_be(port: int, status: int) -> None:
    """nginx reads and forgets connections in its own time."""
    assert comes_to_be(lambda: status_of(port, "/login") == status), f"/login is not answered {status}"
