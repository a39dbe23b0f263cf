"""The server of ``python -m tracker serve``: uvicorn on a socket of our own, with Streamlit's options."""

import logging
import os
import socket
from contextlib import suppress

import uvicorn
from streamlit.web import bootstrap
from streamlit.web.server.starlette import starlette_server

from tracker.settings import ROOT, Settings
from tracker.web import quiet
from tracker.web.callers import UNNAMED_PROXY
from tracker.web.connections import WaryProtocol, WaryWebSocket

IN_CLEAR = (
    "TRACKER_PUBLIC_URL is plain http: passwords, cookies and figures can be read on the way. Put HTTPS in "
    "front (deploy/nginx, deploy/caddy) and name the address with https://"
)
STOP_SECONDS = 20  # for what is under way; the units and the container kill after 30
# uvicorn's own exit code for an app that did not come up.
_NOT_STARTED = 3
_LOG = logging.getLogger("tracker.web")


def run(settings: Settings, listener: socket.socket) -> int:
    """Serve until SIGTERM or Ctrl+C; requests under way are answered first. Returns the exit code."""
    quiet.install()
    os.chdir(ROOT)  # Streamlit looks for .streamlit/config.toml in the current folder
    bootstrap.load_config_options({"server.port": settings.port, "server.address": settings.host})
    # Each rerun would wait up to 40 ms for the browser's delayed acknowledgement (docs/bench.md).
    # Connections inherit it; asyncio sets it only on sockets that name TCP, which this one doesn't.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if settings.is_in_clear:
        _LOG.warning("%s", IN_CLEAR)
    if settings.is_behind_unnamed_proxy:
        _LOG.warning("%s", UNNAMED_PROXY)
    if os.environ.get("FORWARDED_ALLOW_IPS"):
        _LOG.warning("FORWARDED_ALLOW_IPS is not read: name the proxies in TRACKER_PROXIES")
    server = uvicorn.Server(server_config(settings))
    with suppress(KeyboardInterrupt):  # uvicorn raises it again once everything is closed
        server.run([listener])
    return 0 if server.started else _NOT_STARTED


def server_config(settings: Settings) -> uvicorn.Config:
    """What ``streamlit run`` gives uvicorn (websockets, TLS, logs), but for its name in every response,

    and for forwarded addresses, which uvicorn believes of anybody on this machine: named proxies alone.

    The function is private to Streamlit, which is pinned: values of our own would part from its config.toml.
    """
    return uvicorn.Config(
        "app:app",
        http=WaryProtocol,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxy_list,
        timeout_graceful_shutdown=STOP_SECONDS,
        **starlette_server._get_uvicorn_config_kwargs() | {"ws": WaryWebSocket},
    )
