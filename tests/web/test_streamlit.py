"""The gate before a real Streamlit: what a page is told of its visitor, and whose session a socket gets."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.accounts.office import Office, open_office
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit
from tracker.services.sign_in import fingerprint
from tracker.settings import Settings
from tracker.web import assets
from tracker.web.site import Site

SCRIPT = """
import streamlit as st
st.text("sid=" + str(st.user.get("sid")))
st.text("from=" + str(st.user.get("from")))
st.session_state.setdefault("owner", st.user.get("sid"))
st.text("owner=" + st.session_state.owner)
if st.query_params.get("fail"):
    raise RuntimeError("hunter2 in /srv/secret.py")
"""


@pytest.fixture
def sqlite_office(sqlite_engine: Engine, clock: Clock) -> Office:
    return open_office(sqlite_engine, clock())


@pytest.fixture
def open_browser(sqlite_office: Office, clock: Clock, tmp_path: Path) -> Iterator[Callable[[str], Browser]]:
    """Makes browsers in which somebody has signed in, before one running Streamlit."""
    (tmp_path / "main.py").write_text(SCRIPT, "utf-8")
    with running_streamlit(Site(sqlite_office.engine, Settings(), clock), tmp_path / "main.py") as make:

        def sign_in(login: str) -> Browser:
            browser = make()
            assert browser.sign_in(login).status_code == 303
            return browser

        yield sign_in


def test_a_page_knows_its_visitor_by_the_key_of_the_session(open_browser: Callable[[str], Browser]) -> None:
    keji = open_browser("keji")
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        _, shown = run_page(socket)
    assert f"sid={fingerprint(keji.cookie)}" in shown
    assert keji.cookie not in shown


def test_a_page_knows_the_address_from_the_gate_and_from_nothing_a_client_sends(
    open_browser: Callable[[str], Browser],
) -> None:
    forged = {"x_tracker_from": "10.9.9.9"}
    with open_browser("keji").socket(sec_websocket_protocol="streamlit", **forged) as socket:
        _, shown = run_page(socket)
    assert "from=testclient" in shown


def test_a_session_id_of_somebody_else_opens_a_session_of_ones_own(
    open_browser: Callable[[str], Browser],
) -> None:
    """Takeover (RELIABILITY 4.2): the id stands in upload addresses, so proxies log it."""
    victim, attacker = open_browser("guanli"), open_browser("keji")
    with victim.socket(sec_websocket_protocol="streamlit") as open_page:
        session_id, shown = run_page(open_page)
        assert f"owner={fingerprint(victim.cookie)}" in shown
        with attacker.socket(sec_websocket_protocol=f"streamlit, x, {session_id}") as socket:
            own_id, shown = run_page(socket)
        assert own_id != session_id
        assert f"owner={fingerprint(attacker.cookie)}" in shown
        assert fingerprint(victim.cookie) not in shown


def test_the_same_visitor_finds_the_open_page_again_after_a_dropped_line(
    open_browser: Callable[[str], Browser],
) -> None:
    keji = open_browser("keji")
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        session_id, _ = run_page(socket)
    with keji.socket(sec_websocket_protocol=f"streamlit, x, {session_id}") as socket:
        assert run_page(socket)[0] == session_id


def test_a_page_that_fails_shows_a_number_and_nothing_of_its_cause(
    open_browser: Callable[[str], Browser],
) -> None:
    with open_browser("keji").socket(sec_websocket_protocol="streamlit") as socket:
        _, shown = run_page(socket, "fail=1")
    assert "hunter2" not in shown
    assert "secret.py" not in shown
    assert "RuntimeError" not in shown
    assert "编号" in shown


def test_the_page_itself_is_ours_and_admits_only_its_own_inline_scripts(
    open_browser: Callable[[str], Browser],
) -> None:
    answer = open_browser("keji").get("/overview")
    page = assets.streamlit_page()
    assert answer.text == page
    expected = " ".join(f"'sha256-{each}'" for each in assets.inline_script_hashes(page))
    assert f"script-src 'self' {expected};" in answer.headers["content-security-policy"]


TRAVERSALS = [
    "../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "..\\..\\windows",
    "%00",
    "2025Q3-01%00",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "//host/share",
    "%5c%5chost%5cshare",
    "C:%5cwindows",
    "....//....//",
    "..;/",
    "%252e%252e%252f",
    "..%c0%af..",
    "%e0%80%ae%e0%80%ae/",
    ".",
    "..",
    "...",
    "2025Q3-01/..",
    "2025Q3-01.xlsx/../x",
    "~root",
    "$HOME",
    "`id`",
    "a" * 5000,
    "%ff%fe",
    "２０２５Q3-01",
    "2025Q3-01'--",
]


def test_no_path_reaches_the_file_system(open_browser: Callable[[str], Browser]) -> None:
    """RELIABILITY T19, on every route that takes a piece of its path from the address."""
    browser = open_browser("ducha")
    prefixes = (
        "/download/snapshot/",
        "/download/evidence/",
        "/download/evidence/1/",
        "/password/",
        "/static/",
        "/static/js/",
        "/media/",
        "/component/",
        "/",
    )
    for text in TRAVERSALS:
        for path in (f"{prefix}{text}{end}" for prefix in prefixes for end in ("", ".xlsx")):
            answer = browser.get(path)
            is_our_page = answer.status_code == 200 and answer.text == assets.streamlit_page()
            assert is_our_page or answer.status_code in (301, 303, 400, 403, 404), (path, answer.status_code)
            assert "root:" not in answer.text
            assert not re.match(r"//|\w+:|/?\\", answer.headers.get("location", "/")), path
