"""Rows of the audit trail, out of the house: to a syslog (RFC 5424), and as lines of JSON into a file.

Sockets of the standard library, not its SysLogHandler: that one writes the older form, and tells nobody that
a line was lost.
"""

import fcntl
import os
import socket
import ssl
import struct
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from tracker.domain.language import _
from tracker.domain.meetings.outgoing import Outgoing
from tracker.notify.outcome import NotSent
from tracker.settings import Settings

Rows = Sequence[Outgoing]
Way = Callable[[Rows], None]
TIMEOUT_SECONDS = 5
MOST_BYTES = 8_000  # of a message: what rsyslog takes unless it is told otherwise
_LOG_AUDIT, _WARNING, _NOTICE = 13, 4, 5  # facility and severities


def ways(settings: Settings) -> dict[str, tuple[str, Way]]:
    """By place the setting that names it, and how rows get there: all that are handed over, or NotSent."""
    found: dict[str, tuple[str, Way]] = {}
    if settings.audit_syslog:
        way = partial(to_syslog, settings.audit_syslog, authority=settings.audit_syslog_ca)
        found[settings.audit_syslog] = "TRACKER_AUDIT_SYSLOG", way
    if settings.audit_file:
        found[settings.audit_file] = "TRACKER_AUDIT_FILE", partial(to_file, settings.audit_file)
    return found


def to_file(path: str, rows: Rows) -> None:
    """Add them; on the disk when this returns. It may be moved away at any time, and goes on anew."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with open(handle, "r+b", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            # A line that was broken off stays alone; its row comes again.
            broken = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
            text = "".join(f"{row.line}\n" for row in rows)
            _write_whole(handle, (b"\n" if broken else b"") + text.encode("utf-8", "replace"))
            os.fsync(handle)
    except OSError as error:
        raise NotSent(_("写不进文件{path}:{error}。").format(path=path, error=error.strerror)) from error


def _write_whole(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]


def to_syslog(address: str, rows: Rows, *, authority: str = "") -> None:
    """``address``: tls://HOST:PORT, tcp://HOST:PORT, udp://HOST:PORT or unix:///PATH.

    ``authority``: the file of who vouches for a collector by TLS; empty: whom the machine trusts.
    """
    parts = urlsplit(address)
    messages = [message(row) for row in rows]
    try:
        if parts.scheme == "tls":
            _over_tls(parts.hostname or "", parts.port or 0, messages, authority)
        elif parts.scheme == "tcp":
            _over_tcp(parts.hostname or "", parts.port or 0, messages)
        elif parts.scheme == "udp":
            _over_udp(parts.hostname or "", parts.port or 0, messages)
        else:
            _to_socket(parts.path, messages)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NotSent(_("日志服务器没有收下:{error}。").format(error=why)) from error


def message(row: Outgoing) -> bytes:
    """RFC 5424, without the mark of UTF-8 before its text, which many collectors show: JSON is UTF-8."""
    priority = _LOG_AUDIT * 8 + (_WARNING if row.is_warning else _NOTICE)
    host = socket.gethostname()
    named = host if host.isascii() and host.isprintable() and host and " " not in host else "-"
    head = f"<{priority}>1 {row.moment} {named} tracker - audit - "
    return (head + row.within(MOST_BYTES - len(head))).encode("utf-8", "replace")


def _over_tcp(host: str, port: int, messages: Sequence[bytes]) -> None:
    """Counted by bytes (RFC 6587). Sent means that the other side has taken all of it, not that we wrote it:

    it closes when we have closed, or its machine has acknowledged every byte.
    """
    with socket.create_connection((host, port), TIMEOUT_SECONDS) as line:
        line.sendall(_framed(messages))
        line.shutdown(socket.SHUT_WR)
        with suppress(TimeoutError):
            while line.recv(4096):
                pass
            return
        _require_acknowledged(line)


def _over_tls(host: str, port: int, messages: Sequence[bytes], authority: str) -> None:
    """The same, read by the collector alone, which proves to be that host (RFC 5425).

    Its word that nothing more comes answers ours; where it has none, its machine's acknowledgement counts.
    """
    trusted = ssl.create_default_context(cafile=authority or None)
    with (
        socket.create_connection((host, port), TIMEOUT_SECONDS) as plain,
        trusted.wrap_socket(plain, server_hostname=host) as line,
    ):
        line.sendall(_framed(messages))
        with suppress(TimeoutError, ssl.SSLEOFError):
            line.unwrap()
            return
        _require_acknowledged(line)


def _framed(messages: Sequence[bytes]) -> bytes:
    return b"".join(b"%d %b" % (len(each), each) for each in messages)


def _require_acknowledged(line: socket.socket) -> None:
    (unacknowledged,) = struct.unpack("i", fcntl.ioctl(line, termios.TIOCOUTQ, struct.pack("i", 0)))
    if unacknowledged:
        raise TimeoutError


def _over_udp(host: str, port: int, messages: Sequence[bytes]) -> None:
    """Nobody says whether they arrive (docs/operations/retention.md)."""
    family, kind, protocol, _name, there = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as out:
        for each in messages:
            out.sendto(each, there)


def _to_socket(path: str, messages: Sequence[bytes]) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.settimeout(TIMEOUT_SECONDS)  # a collector that is behind makes it wait
        out.connect(path)
        for each in messages:
            out.send(each)
