"""python -m tracker serve: its own socket, Streamlit's options, an orderly end."""

import os
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest
import uvicorn

from tests.bench.server import tracker
from tests.ports import free_port
from tracker.cli import main
from tracker.settings import ROOT, Settings
from tracker.web import serving


@pytest.fixture
def listener() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def test_connections_do_not_wait_for_acknowledgements(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers_at_once: list[bool] = []

    def accept_one(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        with socket.create_connection(sockets[0].getsockname()):
            connection, _address = sockets[0].accept()
            answers_at_once.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
            connection.close()

    monkeypatch.chdir(tmp_path)  # put back after the test
    monkeypatch.setattr(uvicorn.Server, "run", accept_one)
    with listener:
        assert serving.run(Settings(), listener) == 3, "an app that did not come up is a failure"
    assert answers_at_once == [True]
    assert Path.cwd() == ROOT, "Streamlit reads the .streamlit/config.toml of the current folder"


def test_the_server_follows_streamlits_configuration() -> None:
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    config = serving.server_config(Settings())
    assert config.ws_max_size == given["maxMessageSize"] * 10**6
    assert not config.server_header


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not made for Windows")
def test_the_server_turns_on_the_loop_that_is_made_for_it() -> None:
    make = serving.server_config(Settings()).get_loop_factory()
    assert make is not None
    loop = make()
    loop.close()
    assert type(loop).__module__ == "uvloop"


# What `serve` leaves to app.py, and what every command begins with.
SERVED = """
import asyncio, gc
gc.disable()
import app
async def up():
    async with app.lifespan(app.app):
        print(gc.isenabled(), gc.get_freeze_count() > 100_000)
asyncio.run(up())
"""
COMMAND = """
import gc, runpy, sys
sys.argv = ["tracker", "--help"]
try:
    runpy.run_module("tracker", run_name="__main__")
except SystemExit:
    print(gc.isenabled(), gc.get_freeze_count() > 100_000)
"""


@pytest.mark.parametrize("script", [SERVED, COMMAND], ids=["the server", "a command"])
def test_the_collector_works_again_after_the_imports_and_leaves_them_alone(
    script: str, tmp_path: Path
) -> None:
    environ = {**os.environ, "TRACKER_DATABASE_URL": f"sqlite:///{tmp_path / 'tracker.db'}"}
    done = subprocess.run(
        (sys.executable, "-c", script), cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "True True"


def test_a_taken_port_is_refused_in_words_before_anything_is_touched(
    listener: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    running = tmp_path / "demo.db"
    running.write_text("in use")
    monkeypatch.setenv("TRACKER_VAR_FOLDER", str(tmp_path))
    monkeypatch.setenv("TRACKER_PORT", str(listener.getsockname()[1]))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'tracker.db'}")
    with listener:
        for command in ("serve", "demo"):
            assert main([command]) == 1
            assert "TRACKER_PORT" in capsys.readouterr().err
    assert running.read_text() == "in use"
    assert not (tmp_path / "tracker.db").exists()


def test_a_taken_port_of_the_metrics_is_refused_likewise(
    listener: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Two processes that were given one: the second says so, and no traceback."""
    monkeypatch.setenv("TRACKER_PORT", str(free_port()))
    monkeypatch.setenv("TRACKER_METRICS_PORT", str(listener.getsockname()[1]))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'tracker.db'}")
    with listener:
        assert main(["serve"]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.endswith("set TRACKER_METRICS_PORT")
    assert not (tmp_path / "tracker.db").exists()


def test_the_server_does_not_name_itself(tmp_path: Path) -> None:
    with (
        tracker(f"sqlite:///{tmp_path / 'tracker.db'}", tmp_path) as server,
        urllib.request.urlopen(f"http://{server.address}/login") as answer,
    ):
        assert answer.headers["server"] is None
        assert answer.headers["date"]


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    with tracker(f"sqlite:///{tmp_path / 'tracker.db'}", tmp_path) as server:
        os.kill(server.pid, signal.SIGINT)
        _pid, status = os.waitpid(server.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert "Traceback" not in (tmp_path / f"server-{server.port}.log").read_text()
