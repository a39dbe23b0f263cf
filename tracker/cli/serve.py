"""Bringing the ledger up and serving it: serve, init, demo."""

import argparse
import gc
import logging
import os
import socket
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from tracker import anchoring
from tracker import demo as demo_world
from tracker.cli import clock
from tracker.cli.administrators import links_for_administrators
from tracker.cli.arguments import SEED, Commands
from tracker.cli.engines import ready_engine
from tracker.db import engine_for, reading, transaction
from tracker.domain.workflow.register_changes import RegisterDiffers
from tracker.queries.condition import SERVES, serving
from tracker.services import register, sign_in
from tracker.settings import BadSetting, Settings, read_settings
from tracker.web import handles
from tracker.web.demands import demands_of

COMPANY = (
    "%d processes serve this ledger, TRACKER_PROCESSES says %d: set it to their number, and one "
    "STREAMLIT_SERVER_COOKIE_SECRET, in each (docs/operations/several-processes.md)"
)
_LOG = logging.getLogger("tracker.cli")
_AT_ONCE = timedelta(minutes=2)  # processes that start within it have started together


def serve(settings: Settings, given: argparse.Namespace) -> int:
    """Bring the database up and serve; prints a link for the first administrator."""
    listener = _listening(settings)
    # Read by PostgreSQL's library for every connection that this process will make.
    os.environ["PGAPPNAME"] = f"{SERVES} {settings.port} {socket.gethostname()}"
    try:
        _init(settings, given, _AT_ONCE)
    except RegisterDiffers as refusal:  # no reason to be away: the plan stands as it was loaded
        print(*refusal.lines, sep="\n", file=sys.stderr, flush=True)
    _warn_of_company(settings)
    print(f"\n  {settings.base_url}\n", flush=True)
    end = anchoring.every_day(engine_for(settings.database_url), settings, clock.now)
    try:
        return _run_server(settings, listener)
    finally:
        end()


def _warn_of_company(settings: Settings) -> None:
    """Where processes serve that nobody spoke of: each would not know what the other signs."""
    engine = engine_for(settings.database_url)
    with reading(engine) as session:
        processes = serving(session)
    engine.dispose()
    if processes > settings.processes:
        _LOG.warning(COMPANY, processes, settings.processes)


def init(settings: Settings, given: argparse.Namespace) -> int:
    """Bring the database up and load the plan of a seed folder, if one is given; nothing is loaded twice."""
    return _init(settings, given)


def _init(settings: Settings, given: argparse.Namespace, unless_given_for: timedelta = timedelta()) -> int:
    engine = ready_engine(settings)
    with transaction(engine, advance=False) as session:
        sign_in.put_in_force(session, demands_of(settings), clock.now())
    for whose, link in links_for_administrators(engine, settings, unless_given_for):
        print(f"{whose}请在72小时内打开此链接设置密码：\n  {link}", flush=True)
    if given.seed is not None:
        with transaction(engine) as session:
            register.load_folder(session, given.seed, clock.now())
    return 0


def demo(settings: Settings, given: argparse.Namespace) -> int:
    """Serve a database of its own, filled with demonstration figures; prints accounts and passwords."""
    # Before anything is thrown away: the database may be that of a demonstration which is running.
    listener = None if given.fill_only else _listening(settings)
    file = Path(settings.var_folder) / "demo.db"
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    # Also for app.py and the pages, which read their settings anew.
    os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{file}"
    settings = read_settings()
    engine = ready_engine(settings)
    passwords = demo_world.fill(engine, given.seed, clock.now())
    engine.dispose()
    print("演示账号（每次启动重新生成）：")
    for login, (role, password) in passwords.items():
        print(f"  {login:<12} {password}   {role}")
    print(f"\n  {settings.base_url}\n", flush=True)
    return 0 if listener is None else _run_server(settings, listener)


def _listening(settings: Settings) -> socket.socket:
    """A socket on the address to serve on. Raises BadSetting where there can't be one, or too few.

    The port of the metrics is tried, too: the server takes it late, and would end there with a traceback.
    """
    handles.raise_limit()
    if settings.metrics_port:
        _bound(settings.metrics_host, settings.metrics_port, "TRACKER_METRICS_PORT").close()
    return _bound(settings.host, settings.port, "TRACKER_HOST or TRACKER_PORT")


def _bound(host: str, port: int, named: str) -> socket.socket:
    is_v6 = ":" in host
    try:
        return socket.create_server(
            (host, port),
            family=socket.AF_INET6 if is_v6 else socket.AF_INET,
            dualstack_ipv6=is_v6 and socket.has_dualstack_ipv6(),
        )
    except OSError as error:
        raise BadSetting(f"{host} port {port}: {error.strerror}; set {named}") from error


def _run_server(settings: Settings, listener: socket.socket) -> int:
    gc.collect()  # connections of the way here are not to be kept for ever
    gc.disable()  # until app.py has frozen what is imported now: 0.4 s of a start
    from tracker.web import serving  # late: Streamlit takes a second, which the other commands spare

    return serving.run(settings, listener)


_SEED: dict[str, Any] = {"type": Path, "help": "a seed folder; its plan is loaded and published"}
COMMANDS: Commands = {
    serve: {"--seed": _SEED},
    init: {"--seed": _SEED},
    demo: {
        "--seed": _SEED | {"default": SEED, "help": "the seed folder to fill with figures"},
        "--fill-only": {"action": "store_true", "help": "fill the database, don't serve"},
    },
}
