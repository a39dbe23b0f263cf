"""What a tab sends to a server that was started anew (tracker/web/returning.py): the first click counts."""

import hashlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from google.protobuf import text_format
from sqlalchemy import Engine
from starlette.testclient import WebSocketTestSession
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

from tests.accounts.office import open_office
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit
from tracker.settings import Settings
from tracker.web import returning
from tracker.web.site import Site

SCRIPT = """
import time
import streamlit as st

def press(what):
    st.session_state.setdefault("pressed", []).append(what + ":" + st.session_state["note"])

time.sleep(0.3)
run, done = st.query_params.get("run"), st.session_state.get("pressed", [])
st.text(f"run={run}: pressed={','.join(done)};")
st.text_input("note", key="note")
st.button("first", key="first", on_click=press, args=("first",))
st.button("second", key="second", on_click=press, args=("second",))
if run == "first":
    done.append("a whole run")
    st.session_state["pressed"] = done
"""
LAST = "last"


@pytest.fixture
def visitor(
    sqlite_engine: Engine, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Browser]:
    for name in ("request_rerun", "_handle_scriptrunner_event_on_event_loop"):
        monkeypatch.setattr(AppSession, name, getattr(AppSession, name))  # as they were, after the test
    returning.install()
    office = open_office(sqlite_engine, clock())
    (tmp_path / "main.py").write_text(SCRIPT, "utf-8")
    with running_streamlit(Site(office.engine, Settings(), clock), tmp_path / "main.py") as make:
        browser = make()
        assert browser.sign_in("keji").status_code == 303
        yield browser


def widgets(visitor: Browser) -> Callable[[str], str]:
    """The ids of the page's widgets, which are the same in every session."""
    with visitor.socket(sec_websocket_protocol="streamlit") as socket:
        shown = run_page(socket)[1]
    return lambda key: re.findall(rf'"(\$\$ID-[^"]*-{key})"', shown)[0]


def pressed(socket: WebSocketTestSession, of: Callable[[str], str], *buttons: str) -> str:
    """What was done for a tab that comes back, in whose page these are pressed at once, by its last run."""
    for button in ("", *buttons, LAST):
        message = BackMsg()
        states = message.rerun_script.widget_states.widgets
        states.add(id=of("note"), string_value="typed before")
        if button == LAST:
            message.rerun_script.query_string = "run=last"
        elif button:
            states.add(id=of(button), trigger_value=True)
        socket.send_bytes(message.SerializeToString())
    return said_by(socket, LAST)


def said_by(socket: WebSocketTestSession, run: str) -> str:
    while True:
        shown = text_format.MessageToString(ForwardMsg.FromString(socket.receive_bytes()), as_utf8=True)
        found = re.search("run=(.*): pressed=(.*);", shown)
        if found and found[1] == run:
            return found[2]


@pytest.mark.parametrize("buttons", [("first",), ("first", "second")])
def test_buttons_pressed_before_the_page_was_drawn_anew_do_what_they_say(
    visitor: Browser, buttons: tuple[str, ...]
) -> None:
    of = widgets(visitor)
    with visitor.socket(sec_websocket_protocol="streamlit") as socket:
        done = ",".join(f"{button}:typed before" for button in buttons)
        assert pressed(socket, of, *buttons) == done


def test_a_page_that_is_loaded_is_broken_off_as_ever_by_who_turns_to_another(visitor: Browser) -> None:
    with visitor.socket(sec_websocket_protocol="streamlit") as socket:
        for query in ("run=first", "run=last"):
            message = BackMsg()
            message.rerun_script.query_string = query
            socket.send_bytes(message.SerializeToString())
        assert said_by(socket, LAST) == "", "the last run knows of no whole one before it"


@pytest.mark.parametrize(
    ("method", "known"),
    [(returning._ASKED, "52f29d8973368c8b"), (returning._HEARD, "ed8b8b01f1b6a039")],
)
def test_streamlit_still_words_what_is_wrapped_as_it_did(method: Callable[..., None], known: str) -> None:
    """After an upgrade: read these methods of AppSession again, mend returning.py, then note the new sums."""
    assert hashlib.sha256(inspect.getsource(method).encode()).hexdigest()[:16] == known
