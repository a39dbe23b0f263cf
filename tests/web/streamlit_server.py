"""A real Streamlit behind the gate, in this process: its event loop, its runtime, its websocket."""

import json
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from google.protobuf import text_format
from starlette.middleware import Middleware
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime

from tests.web.browser import Browser
from tracker.domain.language.errors import Refusal
from tracker.settings import ROOT
from tracker.web import assets, downloads, mishaps, tabs
from tracker.web.gate import Gate
from tracker.web.oidc import OidcPages
from tracker.web.own_account import OwnAccountPages
from tracker.web.password import PasswordPages
from tracker.web.sign_in import SignInPages
from tracker.web.sign_in_steps import StepPages
from tracker.web.site import Site
from tracker.web.uploads import Uploads

_ENDS = ForwardMsg.ScriptFinishedStatus
_DONE = (_ENDS.FINISHED_SUCCESSFULLY, _ENDS.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@contextmanager
def running_streamlit(site: Site, script: Path) -> Iterator[Callable[[], Browser]]:
    """Wired as app.py does it; gives a maker of browsers in which nobody has signed in."""
    before, no_runtime = config.get_option("server.trustedUserHeaders"), Runtime._instance
    Runtime._instance = None
    config.set_option("server.trustedUserHeaders", json.loads(_configured_headers()))
    app = st.App(
        script,
        routes=[
            *SignInPages(site).routes(),
            *StepPages(site).routes(),
            *OwnAccountPages(site).routes(),
            *PasswordPages(site).routes(),
            *OidcPages(site).routes(),
            *downloads.routes(site),
            *tabs.routes(),
            *assets.routes(),
        ],
        middleware=[
            Middleware(Gate, site=site, script_hashes=assets.inline_script_hashes(assets.streamlit_page())),
            Middleware(tabs.Tabs),
            Middleware(Uploads),
            Middleware(assets.Assets),
        ],
        on_script_error=mishaps.show_script_error,
        exception_handlers={Refusal: mishaps.refusal_page, 404: mishaps.not_found_page},
    )

    def make() -> Browser:
        client = TestClient(app, base_url="http://localhost:8501", follow_redirects=False)
        client.portal = running.portal  # Streamlit lives in one event loop
        return Browser(client)

    with TestClient(app, base_url="http://localhost:8501") as running:
        yield make
    config.set_option("server.trustedUserHeaders", before)
    Runtime._instance = no_runtime


def _configured_headers() -> str:
    text: str = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"][
        "trustedUserHeaders"
    ]
    return text


def run_page(socket: WebSocketTestSession, query: str = "", page: str = "") -> tuple[str, str]:
    """Ask for a rerun; gives the session's id and everything that was sent until it finished."""
    message = BackMsg()
    message.rerun_script.query_string, message.rerun_script.page_name = query, page
    socket.send_bytes(message.SerializeToString())
    return told_until_done(socket)


def told_until_done(socket: WebSocketTestSession) -> tuple[str, str]:
    """The session's id, and what is sent until a run of the page or of a fragment has finished."""
    session_id, shown = "", ""
    while True:
        try:
            told = ForwardMsg.FromString(socket.receive_bytes())
        except WebSocketDisconnect:  # the sign-in has ended: the server has said so and closed
            return session_id, shown
        shown += text_format.MessageToString(told, as_utf8=True)
        if told.HasField("new_session"):
            session_id = told.new_session.initialize.session_id
        # A page that leads to another one finishes early, and the other one runs.
        if told.WhichOneof("type") == "script_finished" and told.script_finished in _DONE:
            return session_id, shown
