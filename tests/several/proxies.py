"""Two processes on one ledger behind nginx or Caddy, with the very files of deploy/.

Only names, ports and paths are put in. `make test` installs nginx where it can; a test installs nothing.
"""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.browser import ROOT, serving
from tests.ports import free_port

SECRET = "only-for-tests-" + "x" * 32
NGINX = ROOT / "deploy" / "nginx" / "tracker.conf"
CADDY = ROOT / "deploy" / "caddy" / "Caddyfile"
Ports = tuple[int, int]


class Processes:
    """Two of ``python -m tracker serve``; each can be stopped and started again under its port."""

    def __init__(self, url: str, public: str, folder: Path) -> None:
        self.ports = (free_port(), free_port())
        self.logs = [folder / f"process-{port}.log" for port in self.ports]
        self.environ = {
            "TRACKER_PUBLIC_URL": public,
            "TRACKER_PROCESSES": "2",
            "TRACKER_PROXIES": "127.0.0.1",
            "STREAMLIT_SERVER_COOKIE_SECRET": SECRET,
        }
        self.url, self._running = url, [ExitStack(), ExitStack()]

    def start(self, which: int) -> None:
        served = serving(self.url, self.logs[which], self.ports[which], **self.environ)
        self._running[which].enter_context(served)

    def stop(self, which: int) -> None:
        self._running[which].close()


def program(name: str) -> str:
    """Where it is; skips, in words, where it is not."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed here: apt-get install {name} (of nginx make test does)")
    return found


@contextmanager
def behind(name: str, url: str, folder: Path) -> Iterator[tuple[str, Processes]]:
    """The address of the proxy ``name``, with two processes that answer behind it."""
    port, folder = free_port(), folder / name
    folder.mkdir()
    address = f"https://127.0.0.1:{port}"
    processes = Processes(url, address, folder)
    command = _COMMANDS[name](port, processes.ports, folder)
    with ExitStack() as ends, ThreadPoolExecutor() as both:
        for which in (0, 1):
            ends.callback(processes.stop, which)
        list(both.map(processes.start, (0, 1)))  # at once, as after a power cut
        ends.enter_context(_running(command, port, folder))
        yield address, processes


@contextmanager
def alone(name: str, folder: Path, words: Mapping[str, str] = {}) -> Iterator[int]:
    """The port of the proxy ``name`` with nobody behind it, and with ``words`` put in."""
    port = free_port()
    with _running(_COMMANDS[name](port, (free_port(), free_port()), folder, words), port, folder):
        yield port


def _nginx(port: int, processes: Ports, folder: Path, words: Mapping[str, str] = {}) -> list[str]:
    certificate, key = _certificate(folder)
    site = put(
        NGINX,
        {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "kpi.example.gov.cn": "127.0.0.1",
            "/etc/nginx/tracker.crt": str(certificate),
            "/etc/nginx/tracker.key": str(key),
            "127.0.0.1:8501": f"127.0.0.1:{processes[0]}",
            "127.0.0.1:8502": f"127.0.0.1:{processes[1]}",
            "/var/log/nginx/tracker.log": str(folder / "access.log"),
            **words,
        },
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # its own could not write into a test's folder
    config = folder / "nginx.conf"
    config.write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2;\n"
        f"events {{ worker_connections 512; }}\nhttp {{ {temporary}\n{site}\n}}\n"
    )
    return [program("nginx"), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)]


def _caddy(port: int, processes: Ports, folder: Path, words: Mapping[str, str] = {}) -> list[str]:
    certificate, key = _certificate(folder)
    config = folder / "Caddyfile"
    config.write_text(
        put(
            CADDY,
            {
                "\tservers {\n": "\tadmin off\n\tauto_https off\n\tservers {\n",
                "kpi.example.gov.cn {": f"https://127.0.0.1:{port} {{\n\tbind 127.0.0.1",
                "/etc/caddy/tracker.crt": str(certificate),
                "/etc/caddy/tracker.key": str(key),
                "127.0.0.1:8501": f"127.0.0.1:{processes[0]}",
                "127.0.0.1:8502": f"127.0.0.1:{processes[1]}",
                "/var/log/caddy/tracker.log": str(folder / "access.log"),
                "{$TRACKER_SEAT_SECRET}": SECRET,
                **words,
            },
        )
    )
    return [program("caddy"), "run", "--config", str(config), "--adapter", "caddyfile"]


_COMMANDS = {"nginx": _nginx, "caddy": _caddy}


def put(file: Path, words: Mapping[str, str]) -> str:
    """The file with words of its own; each of what is replaced must stand there."""
    text = file.read_text("utf-8")
    for theirs, ours in words.items():
        assert theirs in text, f"{file.name} has no {theirs!r}"
        text = text.replace(theirs, ours)
    return text


def trusting() -> ssl.SSLContext:
    """Of a certificate that nobody vouches for."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def plain_port(folder: Path) -> int:
    """Where nginx answers plain http."""
    (port,) = re.findall(r"^ *listen 127.0.0.1:(\d+);", (folder / "nginx.conf").read_text(), re.M)
    return int(port)


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "tracker.crt", folder / "tracker.key"
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    how = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    made = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run([program("openssl"), "req", *how, *subject, *made], check=True, capture_output=True)
    return certificate, key


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    log = folder / "proxy.log"
    environ = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with log.open("w") as output:
        proxy = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        _wait_for(port, proxy, log)
        yield
    finally:
        proxy.send_signal(signal.SIGTERM)
        try:
            proxy.wait(10)
        except subprocess.TimeoutExpired:
            proxy.kill()
            proxy.wait()


def _wait_for(port: int, proxy: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end and proxy.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the proxy did not start:\n{re.sub(SECRET, '…', log.read_text())}")
