"""What no page of ours sends: one line of log, and the tab, or at least the site, goes on."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.websockets import WebSocketDisconnect
from streamlit import logger as streamlit_logger
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import WStates

from tests.accounts.office import open_office
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit
from tracker.settings import Settings
from tracker.web import tabs, widget_states
from tracker.web.site import Site

SCRIPT = """
import datetime
import streamlit as st
said = [
    st.text_input("a", "words", key="a").strip(),
    st.text_area("b", "more", key="b").strip(),
    st.number_input("c", value=3, key="c") + 1,
    st.number_input("d", value=0.5, key="d") + 1,
    st.selectbox("e", ["x", "y"], key="e").upper(),
    [each.upper() for each in st.multiselect("f", ["x", "y"], ["x"], key="f")],
    st.checkbox("g", True, key="g") is True,
    st.date_input("h", datetime.date(2025, 9, 30), key="h").year,
    st.segmented_control("i", ["x", "y"], default="x", key="i").upper(),
    len(st.data_editor([{"n": 1}], key="j")),
    st.button("k", key="k"),
    len(st.dataframe([{"n": 1}], key="l", on_select="rerun").selection.rows),
    len(st.file_uploader("m", accept_multiple_files=True, key="m")),
    st.radio("n", ["x", "y"], key="n").upper(),
]
st.text("drawn: " + repr(said))
"""


def wrong_values() -> Iterator[Callable[[WidgetState], None]]:
    for name, value in (
        ("string_value", "{"),
        ("string_value", json.dumps({"edited_rows": 5, "selection": []})),
        ("int_value", 1 << 62),
        ("double_value", float("nan")),
        ("bool_value", True),
        ("json_value", "not json"),
        ("bytes_value", b"\xff"),
    ):
        yield lambda state, name=name, value=value: setattr(state, name, value)  # type: ignore[misc]
    yield lambda state: state.string_array_value.data.append("no such choice")
    yield lambda state: state.double_array_value.data.append(1e300)
    yield lambda state: state.int_array_value.data.append(-7)
    yield lambda state: state.file_uploader_state_value.SetInParent()
    yield lambda state: state.string_trigger_value.SetInParent()
    yield lambda state: None


@pytest.fixture
def keji(
    sqlite_engine: Engine, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Browser]:
    office = open_office(sqlite_engine, clock())
    monkeypatch.setattr(WStates, "__getitem__", widget_states._getitem)
    for logger in streamlit_logger._loggers.values():  # what Streamlit says counts too
        monkeypatch.setattr(logger, "propagate", True)
    (tmp_path / "main.py").write_text(SCRIPT, "utf-8")
    with running_streamlit(Site(office.engine, Settings(), clock), tmp_path / "main.py") as make:
        browser = make()
        assert browser.sign_in("keji").status_code == 303
        yield browser


def ids_of(shown: str) -> list[str]:
    return sorted({part.split('"')[1] for part in shown.split(" id: ")[1:] if part.startswith('"$$ID')})


def test_streamlit_reads_states_where_we_look() -> None:
    assert widget_states.READ.__qualname__ == "WStates.__getitem__"


def test_malformed_states_of_every_widget_draw_the_page_with_one_line_each(
    keji: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        _, shown = run_page(socket)
        drawn = next(line for line in shown.splitlines() if "drawn: " in line)
        widgets = ids_of(shown.replace("\n", " "))
        assert len(widgets) == 14, widgets
        for spoil in wrong_values():
            caplog.clear()
            message = BackMsg()
            for widget in widgets:
                spoil(message.rerun_script.widget_states.widgets.add(id=widget))
            socket.send_bytes(message.SerializeToString())
            text = until_done(socket)
            for record in caplog.records:
                assert record.exc_info is None, caplog.text
            assert len(caplog.records) <= len(widgets), caplog.text
            assert "drawn: " in text, (spoil, text[-3000:])
        _, shown = run_page(socket)
        assert drawn in shown, "nothing of it stays"


def until_done(socket: object) -> str:
    text = ""
    while True:
        told = ForwardMsg.FromString(socket.receive_bytes())  # type: ignore[attr-defined]
        text += str(told)
        if told.WhichOneof("type") == "script_finished":
            return text


@pytest.mark.parametrize("said", [b"\xff\xff\xff", b"\x0a\xff"], ids=["no message", "a broken one"])
def test_an_unreadable_message_closes_its_tab_with_one_line(
    said: bytes, keji: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        run_page(socket)
        caplog.clear()
        socket.send_bytes(said)
        with pytest.raises(WebSocketDisconnect) as closed:
            until_done(socket)
    assert closed.value.code == 1002
    assert [record.getMessage() for record in caplog.records] == [
        "an unreadable message of account 1: its websocket is closed"
    ]


def test_a_text_in_place_of_a_message_closes_its_tab_with_one_line(
    keji: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        socket.send_text("hello")
        with pytest.raises(WebSocketDisconnect):
            until_done(socket)
    assert [record.exc_info for record in caplog.records] == [None]


def message_of(kind: str) -> bytes:
    message = BackMsg()
    if kind == "install_skills":
        message.backend_operation_request.install_skills.SetInParent()
    elif kind == "many files":
        message.file_urls_request.file_names.extend(["a"] * 101)
    elif kind != "nothing":
        setattr(message, kind, True)
    data: bytes = message.SerializeToString()
    return data


@pytest.mark.parametrize(
    "kind",
    [
        "nothing",
        "clear_cache",
        "load_git_info",
        "set_run_on_save",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
        "install_skills",
        "many files",
    ],
)
def test_what_is_for_developers_is_left_out_and_the_tab_goes_on(
    kind: str, keji: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    assert tabs.kind_of(message_of(kind))
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        socket.send_bytes(message_of(kind))
        _, shown = run_page(socket)
        assert "drawn: " in shown
    assert len(caplog.records) == 1, caplog.text


def test_what_a_page_sends_is_heard() -> None:
    message = BackMsg()
    message.backend_operation_request.deferred_file.SetInParent()
    assert tabs.kind_of(message.SerializeToString()) == ""
    message.rerun_script.SetInParent()
    assert tabs.kind_of(message.SerializeToString()) == ""
    message.file_urls_request.file_names.append("a.pdf")
    assert tabs.kind_of(message.SerializeToString()) == ""


ODD_PATHS = (
    "/_stcore",
    "/_stcore/",
    "/_stcore/%00",
    "/_stcore/metrics?families=x",
    "/_stcore/script-health-check",
    "/_stcore/agent/anything",
    "/_stcore/host-config/..%2f",
    "/_stcore/bidi-components/%ff/%fe",
    "/_stcore/bidi-components/../../etc/passwd",
    "/_stcore/upload_file/x",
    "/_stcore/upload_file/x/y/z",
    "/_stcore/upload_file/%00/%ff",
    "/_stcore/stream",
    "/media/%ff",
    "/component/%00/x",
)


def test_odd_addresses_below_stcore_are_answered_and_leave_no_traceback(
    keji: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for path in ODD_PATHS:
        for method in ("GET", "PUT", "DELETE", "POST", "PATCH", "OPTIONS"):
            caplog.clear()
            answer = keji.client.request(method, path, headers={"origin": "http://localhost:8501"})
            assert answer.status_code < 500, (method, path, answer.status_code)
            assert len(caplog.records) <= 1, caplog.text
            assert all(record.exc_info is None for record in caplog.records), caplog.text
