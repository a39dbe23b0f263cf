"""The server of ``python -m tracker serve``: uvicorn on a socket of our own, with Streamlit's options."""

import os
import socket
from contextlib import suppress

import uvicorn
from streamlit.web import bootstrap
from streamlit.web.server.starlette import starlette_server

from tracker.settings import ROOT, Settings

# uvicorn's own exit code for an app that did not come up.
_NOT_STARTED = 3


def run(settings: Settings, listener: socket.socket) -> int:
    """Serve until SIGTERM or Ctrl+C; requests under way are answered first. Returns the exit code."""
    os.chdir(ROOT)  # Streamlit looks for .streamlit/config.toml in the current folder
    bootstrap.load_config_options({"server.port": settings.port, "server.address": settings.host})
    # Each rerun would wait up to 40 ms for the browser's delayed acknowledgement (docs/bench.md).
    # Connections inherit it; asyncio sets it only on sockets that name TCP, which this one doesn't.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = uvicorn.Server(server_config())
    with suppress(KeyboardInterrupt):  # uvicorn raises it again once everything is closed
        server.run([listener])
    return 0 if server.started else _NOT_STARTED


def server_config() -> uvicorn.Config:
    """What ``streamlit run`` gives uvicorn (websockets, TLS, logs), but for its name in every response.

    The function is private to Streamlit, which is pinned: values of our own would part from its config.toml.
    """
    return uvicorn.Config("app:app", server_header=False, **starlette_server._get_uvicorn_config_kwargs())
