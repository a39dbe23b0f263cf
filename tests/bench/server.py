"""A server in a process of its own, and what /proc says of it. Loopback only; stopped by its id."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port
from tracker.settings import ROOT

# What clock_getcpuclockid(3) makes of a process id; /proc/PID/stat counts in ticks of 10 ms.
_CPU_OF_A_PROCESS = 2
_START_SECONDS = 120
_QUIET = 4  # quarters of a second in a row


@dataclass(frozen=True)
class Server:
    pid: int
    port: int
    start_seconds: float

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def cpu_seconds(self) -> float:
        """User and system time of the process so far, ended threads' too, in nanoseconds' resolution."""
        return time.clock_gettime(~self.pid << 3 | _CPU_OF_A_PROCESS)

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def tracker(
    database_url: str,
    folder: Path,
    *,
    at_rest: bool = True,
    program: Sequence[str] = ("-m", "tracker", "serve"),
    **environ: str,
) -> Iterator[Server]:
    """``python -m tracker serve`` on an existing database; ``at_rest``: once nothing is being made ready."""
    port = free_port()
    command = [sys.executable, *program]
    settings = {
        "TRACKER_DATABASE_URL": database_url,
        "TRACKER_PORT": str(port),
        "TRACKER_PUBLIC_URL": f"http://127.0.0.1:{port}",
        **environ,
    }
    with _running(command, port, "/healthz", folder, settings) as server:
        if at_rest:
            _wait_until_idle(server)
        yield server


# Streamlit by itself brings no uvloop; the aims were set beside it as it comes.
_AS_IT_COMES = (
    "import sys; sys.modules['uvloop'] = None; from streamlit.web.cli import main; sys.exit(main())"
)


@contextmanager
def empty_page(folder: Path) -> Iterator[Server]:
    """The empty page under the tracker's own .streamlit/config.toml, served by Streamlit as it comes."""
    port = free_port()
    script = str(Path(__file__).with_name("empty.py"))
    options = [f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [sys.executable, "-c", _AS_IT_COMES, "run", script, *options]
    with _running(command, port, "/_stcore/health", folder, {}) as server:
        yield server


@contextmanager
def dash(database_url: str, folder: Path) -> Iterator[Server]:
    """The Dash page beside 总览 (dash_page.py)."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.dash_page", database_url, str(port)]
    with _running(command, port, "/", folder, {}) as server:
        yield server


@contextmanager
def _running(
    command: Sequence[str], port: int, health: str, folder: Path, settings: dict[str, str]
) -> Iterator[Server]:
    env = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")} | settings
    log = folder / f"server-{port}.log"
    begun = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}{health}", process, log)
        yield Server(process.pid, port, time.monotonic() - begun)
    finally:
        _stop(process)


def _wait_until_healthy(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _wait_until_idle(server: Server) -> None:
    """What the first visitor would wait for is made behind the first answers (ui/frame/warming.py)."""
    deadline, quiet = time.monotonic() + _START_SECONDS, 0
    while quiet < _QUIET and time.monotonic() < deadline:
        spent = server.cpu_seconds
        time.sleep(0.25)
        quiet = quiet + 1 if server.cpu_seconds - spent < 0.01 else 0


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
