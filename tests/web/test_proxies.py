"""Whose word counts on where a request comes from: that of named proxies."""

import logging
import socket

import pytest
import uvicorn
from starlette.requests import Request
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tracker.settings import BadSetting, Settings, read_settings
from tracker.web import callers, serving


def client_seen(proxies: str, peer: str, forwarded: str) -> str:
    """What the server makes of a connection of ``peer`` that says ``forwarded``."""
    config = serving.server_config(Settings(proxies=proxies))
    scope = {
        "type": "http",
        "client": (peer, 1),
        "headers": [(b"x-forwarded-for", forwarded.encode())] if forwarded else [],
    }
    if config.proxy_headers:
        app = ProxyHeadersMiddleware(_nothing, trusted_hosts=config.forwarded_allow_ips)
        with pytest.raises(StopIteration):
            app(scope, None, None).send(None)  # type: ignore[arg-type]
    return callers.address_of(Request(scope))


async def _nothing(*_given: object) -> None:
    return None


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "seen"),
    [
        ("", "127.0.0.1", "10.1.2.3", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "10.1.2.3", "10.1.2.3"),
        (
            "127.0.0.1",
            "127.0.0.1",
            "6.6.6.6, 10.1.2.3",
            "10.1.2.3",
        ),  # behind a forgery
        ("127.0.0.1, 10.2.0.0/16", "127.0.0.1", "10.1.2.3, 10.2.0.9", "10.1.2.3"),
        ("10.2.0.0/16", "10.1.2.3", "6.6.6.6", "10.1.2.3"),
        ("::1", "::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_of_a_named_proxy(
    proxies: str, peer: str, forwarded: str, seen: str
) -> None:
    assert client_seen(proxies, peer, forwarded) == seen


def test_a_proxy_that_is_not_named_is_told_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "_told", set())
    for _ in range(3):
        client_seen("10.2.0.1", "10.2.0.9", "10.1.2.3")
    (record,) = caplog.records
    assert "10.2.0.9" in record.getMessage()
    assert "TRACKER_PROXIES" in record.getMessage()


@pytest.mark.parametrize("text", ["*", "nginx", "0.0.0.0/0", "::/0", "10.2.0.1/16", "10.2.0.0/33"])
def test_a_proxy_is_an_address_or_a_network_and_not_everybody(text: str) -> None:
    with pytest.raises(BadSetting, match="TRACKER_PROXIES"):
        read_settings({"TRACKER_PROXIES": text})


@pytest.mark.parametrize(
    ("given", "is_warned"),
    [
        ({}, False),
        ({"TRACKER_PUBLIC_URL": "https://kpi.example.gov.cn"}, True),
        ({"TRACKER_PUBLIC_URL": "https://kpi.example.gov.cn", "TRACKER_PROXIES": "127.0.0.1"}, False),
        ({"TRACKER_PUBLIC_URL": "http://10.1.2.9:8501", "TRACKER_HOST": "0.0.0.0"}, False),
    ],
)
def test_at_start_a_proxy_that_is_not_named_is_warned_of(
    given: dict[str, str],
    is_warned: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(".")  # put back after the test
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_given: None)
    with caplog.at_level(logging.WARNING), socket.create_server(("127.0.0.1", 0)) as listener:
        serving.run(read_settings(given), listener)
    assert any(callers.UNNAMED_PROXY in each.getMessage() for each in caplog.records) is is_warned


@pytest.mark.parametrize(
    ("given", "is_warned"),
    [
        ({}, False),
        ({"TRACKER_PUBLIC_URL": "http://localhost:8501"}, False),
        ({"TRACKER_PUBLIC_URL": "http://127.0.0.1:8501"}, False),
        ({"TRACKER_PUBLIC_URL": "https://kpi.example.gov.cn"}, False),
        ({"TRACKER_PUBLIC_URL": "http://kpi.example.gov.cn"}, True),
        ({"TRACKER_PUBLIC_URL": "http://10.1.2.9:8501", "TRACKER_HOST": "0.0.0.0"}, True),
    ],
)
def test_at_start_a_public_address_in_plain_http_is_warned_of(
    given: dict[str, str],
    is_warned: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(".")
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_given: None)
    with caplog.at_level(logging.WARNING), socket.create_server(("127.0.0.1", 0)) as listener:
        serving.run(read_settings(given), listener)
    assert any(serving.IN_CLEAR in each.getMessage() for each in caplog.records) is is_warned


def test_the_servers_own_variable_is_not_read_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(".")
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_given: None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving.run(Settings(), listener)
    assert "FORWARDED_ALLOW_IPS" in caplog.text
    assert client_seen("", "127.0.0.1", "10.1.2.3") == "127.0.0.1"
