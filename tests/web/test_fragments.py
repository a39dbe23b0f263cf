"""A part of a page that draws itself anew asks who is asking, as the whole page does."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import WebSocketTestSession
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.accounts.office import PASSWORD
from tests.pages.conftest import world_engine, world_file, world_url
from tests.pages.world import KEJI
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit, told_until_done
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.queries.people import account_ids
from tracker.services import accounts
from tracker.settings import Settings
from tracker.ui.frame import shell
from tracker.web import open_pages
from tracker.web.site import Site

__all__ = ["world_engine", "world_file", "world_url"]
SCRIPT = """
import streamlit as st
from tracker.ui.frame import shell

shell.enter()

@st.fragment(run_every="1h")
def part():
    person = shell.visit().person
    st.text(f"drawn for {person.role.value} of {len(person.unit_ids)}")
    st.text("read for " + shell.read(lambda _session, asking: asking.role.value))

part()
"""


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def make(
    world_engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[], Browser]]:
    monkeypatch.setattr(shell, "now", clock)
    monkeypatch.setattr(open_pages, "EVERY", 3600.0)  # the page is not closed: the fragment is on its own
    (tmp_path / "main.py").write_text(SCRIPT, "utf-8")
    with running_streamlit(Site(world_engine, Settings(), clock), tmp_path / "main.py") as make:
        yield make


@pytest.fixture
def browser(make: Callable[[], Browser], world_engine: Engine, clock: Clock) -> Browser:
    with transaction(world_engine) as session:
        token = accounts.issue_link(session, None, account_ids(session)[KEJI], clock())
        accounts.set_password(session, token, PASSWORD, clock())
    browser = make()
    assert browser.sign_in(KEJI).status_code == 303
    return browser


def draw_again(socket: WebSocketTestSession, fragment: str) -> str:
    message = BackMsg()
    message.rerun_script.fragment_id, message.rerun_script.is_auto_rerun = fragment, True
    socket.send_bytes(message.SerializeToString())
    return told_until_done(socket)[1]


def opened(socket: WebSocketTestSession) -> str:
    """The id of the fragment of the page that was opened."""
    _, shown = run_page(socket)
    assert "drawn for clerk of 1" in shown
    return re.findall(r'fragment_id: "(\w+)"', shown)[0]


def test_a_fragment_draws_for_the_role_of_now(browser: Browser, world_engine: Engine, clock: Clock) -> None:
    with browser.socket(sec_websocket_protocol="streamlit") as socket:
        fragment = opened(socket)
        assert "read for clerk" in draw_again(socket, fragment)
        with transaction(world_engine) as session:
            mine = account_ids(session)[KEJI]
            accounts.change_account(session, None, mine, "王晓岚", Role.LEADER, [], clock())
        shown = draw_again(socket, fragment)
        assert "drawn for leader of 0" in shown
        assert "read for leader" in shown


@pytest.mark.parametrize("cause", ["disabled", "signed out", "idle"])
def test_a_fragment_draws_nothing_for_somebody_who_is_out(
    browser: Browser, world_engine: Engine, clock: Clock, cause: str
) -> None:
    with browser.socket(sec_websocket_protocol="streamlit") as socket:
        fragment = opened(socket)
        if cause == "disabled":
            with transaction(world_engine) as session:
                accounts.set_active(session, None, account_ids(session)[KEJI], False, clock())
        elif cause == "idle":
            clock.pass_by(minutes=31)
        else:
            with transaction(world_engine, advance=False) as session:
                accounts.end_sessions(session, account_ids(session)[KEJI], clock())
        shown = draw_again(socket, fragment)
    assert "登录已失效" in shown
    assert "drawn for" not in shown
    with reading(world_engine) as session:
        assert KEJI in account_ids(session)
