"""Counted and timed for Prometheus, on a port of its own: requests, runs, waits of writes, open pages.

The port is not the site's: no proxy leads there, and nobody signs in. What is asked of the ledger, the disk
and the files of ``backup`` and ``verify`` is asked at each visit. Labels are few and known beforehand.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from time import perf_counter, time
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from tracker import condition
from tracker.db import reading, told_of_waits
from tracker.domain.access import PAGES, Person
from tracker.journal import Asking, asking
from tracker.notify import trail
from tracker.queries.condition import usage
from tracker.queries.shipped import unshipped
from tracker.services import schema
from tracker.settings import BadSetting, Settings
from tracker.web import batching, forgetting
from tracker.web.site import Site

_LOG = logging.getLogger("tracker.web")
_ACCESS = logging.getLogger("tracker.access")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
SLOW = 2.0  # seconds of a run that is worth a line of the log
# A first part of a path -> how it is counted; what is behind it may be a secret, and is not logged.
_KINDS = {
    "": "page",
    **dict.fromkeys(PAGES, "page"),
    **dict.fromkeys(("login", "logout", "password", "auth"), "sign-in"),
    **dict.fromkeys(("healthz", "readyz"), "health"),
    **{name: name for name in ("static", "download", "media", "component", "_stcore")},
}
_LOGGED_WHOLE = frozenset({"page", "health", "static", "download"})
_ENDS = {
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS: "page",
    ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS: "fragment",
    ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN: "given up",
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_COMPILE_ERROR: "broken",
}

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)  # open files and their limit, memory, processor time
REQUESTS = Counter("tracker_requests", "Answered requests", ("kind", "status"), registry=REGISTRY)
REQUEST_SECONDS = Histogram(
    "tracker_request_seconds", "Until an answer is sent", ("kind",), buckets=SECONDS, registry=REGISTRY
)
RERUN_SECONDS = Histogram(
    "tracker_rerun_seconds", "Runs of a page or a fragment", ("end",), buckets=SECONDS, registry=REGISTRY
)
WRITE_WAIT_SECONDS = Histogram(
    "tracker_write_wait_seconds", "Until a write may begin", buckets=SECONDS, registry=REGISTRY
)
OPEN_PAGES = Gauge("tracker_open_pages", "Websockets of browser tabs", registry=REGISTRY)
CLOSED_PAGES = Gauge("tracker_closed_pages", "Closed tabs that may come back for a moment", registry=REGISTRY)
CLOSED_PAGES.set_function(forgetting.closed_and_kept)
_run = local()


def _hear(event: ScriptRunnerEvent) -> None:
    """Of a run, in its thread: what it logs is about one number, and its seconds are counted."""
    if event is ScriptRunnerEvent.SCRIPT_STARTED:
        asking.set(Asking(request=secrets.token_hex(6)))
        _run.begun = perf_counter()
    elif event in _ENDS and (begun := getattr(_run, "begun", None)) is not None:
        seconds, _run.begun = perf_counter() - begun, None
        RERUN_SECONDS.labels(_ENDS[event]).observe(seconds)
        if seconds >= SLOW:
            _LOG.info("a run took long", extra={"told": {"run": _ENDS[event], "ms": round(seconds * 1000)}})


def install() -> None:
    """Once a process."""
    if _hear not in batching.listeners:
        batching.listeners.append(_hear)
        told_of_waits.append(WRITE_WAIT_SECONDS.observe)


class Measured:
    """The outermost middleware: numbers each request, times it, and writes its line of the access log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            with _about(scope), OPEN_PAGES.track_inprogress():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status, size = perf_counter(), 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        with _about(scope):
            try:
                await self._app(scope, receive, counted)
            finally:
                seconds = perf_counter() - begun
                kind = kind_of(scope["path"])
                REQUESTS.labels(kind, f"{status // 100}xx").inc()
                REQUEST_SECONDS.labels(kind).observe(seconds)
                if kind != "health" or status >= 400:  # asked every few seconds
                    told = {
                        "method": scope["method"] if scope["method"].isalpha() else "?",
                        "path": shown_path(scope["path"]),
                        "status": status,
                        "ms": round(seconds * 1000),
                        "bytes": size,
                    }
                    _ACCESS.info("request", extra={"told": told})


def kind_of(path: str) -> str:
    if path == "/_stcore/health":
        return "health"
    return _KINDS.get(path.split("/")[1] if path.startswith("/") else "?", "unknown")


def shown_path(path: str) -> str:
    """As the log shows it: links, sessions and files are named by secrets, and nonsense may hold anything."""
    kind = kind_of(path)
    if kind in _LOGGED_WHOLE:
        return path[:200]
    first = path.split("/")[1] if path.startswith("/") else ""
    return f"/{first}" + "/…" * (path.count("/") > 1) if kind != "unknown" else "/…"


@contextmanager
def _about(scope: Scope) -> Iterator[None]:
    def account() -> int | None:
        person = scope.get("state", {}).get("person")  # the gate writes it there
        return person.account_id if isinstance(person, Person) else None

    plan = "" if scope["type"] == "websocket" else HTTPConnection(scope).query_params.get("plan", "")
    is_code = plan.isascii() and plan.replace("-", "").isalnum() and len(plan) <= 40
    before = asking.set(Asking(secrets.token_hex(6), plan if is_code else "", account))
    try:
        yield
    finally:
        asking.reset(before)


class _Standing(Collector):
    """What is asked at each visit; a part that can't be told is left out, and the ledger's says so."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterator[Metric]:
        build = {"program": condition.program(), "revision": schema.newest_revision() or ""}
        yield InfoMetricFamily("tracker_build", "The program, and the newest migration that it knows", build)
        yield from self._ledger()
        settings = self._site.settings
        try:
            disk = condition.disk(settings)
        except OSError:
            _LOG.exception("the disk could not be asked")
        else:
            yield GaugeMetricFamily("tracker_disk_free_bytes", "Free on the ledger's disk", disk.free)
        for name in condition.NOTED:
            ended = condition.noted(settings, name)
            if ended is None:
                continue
            about = f"tracker_{name}_last"
            yield GaugeMetricFamily(f"{about}_timestamp_seconds", "When it ended", ended.at.timestamp())
            yield GaugeMetricFamily(f"{about}_exit_code", "How it ended: 0 is well", ended.code)
            if ended.well_at is not None:
                yield GaugeMetricFamily(
                    f"{about}_success_timestamp_seconds", "When it last ended well", ended.well_at.timestamp()
                )

    def _ledger(self) -> Iterator[Metric]:
        site = self._site
        up = GaugeMetricFamily("tracker_ledger_up", "Whether the ledger can be read")
        try:
            with reading(site.engine) as session:
                used = usage(session, site.now(), site.settings.idle_minutes)
                shipped = unshipped(session, trail.ways(site.settings))
        except Exception:
            _LOG.exception("the ledger can't be read")
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield InfoMetricFamily("tracker_ledger", "Its newest migration", {"revision": used.revision})
        yield GaugeMetricFamily("tracker_sign_ins", "Sign-ins that last", used.sign_ins)
        yield GaugeMetricFamily("tracker_people_signed_in", "Whose they are", used.people)
        yield GaugeMetricFamily("tracker_failed_sign_ins_day", "Failed in 24 hours", used.failures)
        if shipped:
            lacking = max(each.rows for each in shipped)
            yield GaugeMetricFamily(
                "tracker_audit_unshipped_rows", "Of the trail, at its slowest place", lacking
            )
        if used.written_at is not None:
            age = max(0.0, time() - used.written_at.timestamp())
            yield GaugeMetricFamily("tracker_ledger_age_seconds", "Since the last row of the trail", age)


@contextmanager
def served(site: Site, settings: Settings) -> Iterator[None]:
    """The port of the metrics, if the settings name one. Raises BadSetting where it is taken."""
    if not settings.metrics_port:
        yield
        return
    standing = _Standing(site)
    REGISTRY.register(standing)
    server: WSGIServer | None = None
    try:
        try:
            server, _thread = start_http_server(settings.metrics_port, settings.metrics_host, REGISTRY)
        except OSError as error:
            where = f"{settings.metrics_host} port {settings.metrics_port}"
            raise BadSetting(f"{where}: {error.strerror}; set TRACKER_METRICS_PORT") from error
        yield
    finally:
        REGISTRY.unregister(standing)
        if server is not None:
            server.shutdown()
            server.server_close()
