"""Real servers on loopback: a mail server, and one that answers as the messengers' robots do."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.ports import free_port

USER, PASSWORD = "ducha", "mail-pass-9137"


@dataclass
class Mailbox:
    """What arrived; ``refused`` addresses are not taken, ``answer`` ends the data."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    answer: str = "250 OK"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.to.append(envelope.rcpt_tos)
        return self.answer


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    known = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, asks: bool = False
) -> Iterator[Mailbox]:
    box = Mailbox(port=free_port())
    how: dict[str, Any] = {"ssl_context": tls} if tls else {}
    if starttls:
        how |= {"tls_context": starttls, "require_starttls": True}
    if asks:
        how |= {"authenticator": _knows, "auth_required": True, "auth_require_tls": bool(starttls)}
    controller = Controller(box, hostname="localhost", port=box.port, ready_timeout=60, **how)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@dataclass
class Robot:
    """``answers``: status and body of each answer to come; then ``ok``. ``delay``: seconds before each."""

    address: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    delay: float = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)


@contextmanager
def robot() -> Iterator[Robot]:
    """A group robot's webhook: DingTalk's and WeCom's answers have one form."""
    robot = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            robot.asked.append(
                {name: values[0] for name, values in parse_qs(urlparse(self.path).query).items()}
            )
            robot.texts.append(json.loads(body)["text"]["content"])
            robot.over.wait(robot.delay)
            status, said = robot.answers.pop(0) if robot.answers else (200, '{"errcode":0,"errmsg":"ok"}')
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(said.encode())

        do_GET = do_POST

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    robot.address = f"http://127.0.0.1:{server.server_port}/robot/send?access_token=key-4471"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        robot.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
