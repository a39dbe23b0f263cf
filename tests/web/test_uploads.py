"""What the upload endpoint takes: of whom, for which page, and how much at once."""

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import Engine
from streamlit.runtime import Runtime

from tests.accounts.office import Office, open_office
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit
from tracker.domain.access import Role, may_upload
from tracker.settings import Settings
from tracker.web import uploads
from tracker.web.site import Site

SCRIPT = """
import streamlit as st
st.text("anything, and no uploader")
"""
MB = 1 << 20


@pytest.fixture
def open_browser(sqlite_engine: Engine, clock: Clock, tmp_path: Path) -> Iterator[Callable[[str], Browser]]:
    office: Office = open_office(sqlite_engine, clock())
    (tmp_path / "main.py").write_text(SCRIPT, "utf-8")
    with running_streamlit(Site(office.engine, Settings(), clock), tmp_path / "main.py") as make:

        def sign_in(login: str) -> Browser:
            browser = make()
            assert browser.sign_in(login).status_code == 303
            return browser

        yield sign_in


def put(browser: Browser, session_id: str, size: int = 10, method: str = "PUT") -> Response:
    browser.get("/_stcore/health")  # gives the cookie that Streamlit asks for
    token = browser.client.cookies.get("_streamlit_xsrf") or ""
    answer = browser.client.request(
        method,
        f"/_stcore/upload_file/{session_id}/{uuid.uuid4()}",
        files={"file": ("a.pdf", bytes(size))},
        headers={"origin": "http://localhost:8501", "x-xsrftoken": token},
    )
    assert isinstance(answer, Response)
    return answer


def waiting() -> int:
    return int(Runtime.instance().uploaded_file_mgr._total_bytes)  # type: ignore[attr-defined]


def test_only_roles_with_an_uploader_on_some_page_upload() -> None:
    assert {role for role in Role if may_upload(role)} == {Role.CLERK, Role.REVIEWER, Role.ADMINISTRATOR}


def test_a_clerk_uploads_for_a_page_of_the_same_sign_in_and_nobody_elses(
    open_browser: Callable[[str], Browser],
) -> None:
    keji, another = open_browser("keji"), open_browser("keji")
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        session_id, _ = run_page(socket)
        assert put(keji, session_id).status_code == 204
        refused = put(another, session_id)
        assert (refused.status_code, refused.text) == (403, "页面已经失效，请刷新页面后再上传。")
        assert put(another, session_id, method="DELETE").status_code == 403
        assert put(keji, "no-such-session").status_code == 403
        assert waiting() == 10


def test_who_has_no_page_with_an_uploader_uploads_nothing(
    open_browser: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "may_upload", lambda role: role is not Role.CLERK)
    keji = open_browser("keji")
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        session_id, _ = run_page(socket)
        assert put(keji, session_id).status_code == 403
        assert waiting() == 0


def test_one_account_and_all_of_them_have_a_limit_of_what_waits(
    open_browser: Callable[[str], Browser],
) -> None:
    keji, ducha = open_browser("keji"), open_browser("ducha")
    with (
        keji.socket(sec_websocket_protocol="streamlit") as socket,
        ducha.socket(sec_websocket_protocol="streamlit") as other,
    ):
        session_id, _ = run_page(socket)
        answers = [put(keji, session_id, 19 * MB).status_code for _ in range(5)]
        assert answers == [204, 204, 204, 413, 413]
        other_id, _ = run_page(other)
        answers = [put(ducha, other_id, 19 * MB).status_code for _ in range(3)]
        assert answers == [204, 204, 503]
        assert waiting() <= uploads.OF_ALL
        assert re.search("请等前面的保存好", put(keji, session_id, 19 * MB).text)
        Runtime.instance().uploaded_file_mgr.remove_session_files(session_id)
        assert put(keji, session_id, 19 * MB).status_code == 204, "what is stored waits no longer"


def test_a_thousand_empty_files_count_too(
    open_browser: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_LEAST", 10 * MB)
    keji = open_browser("keji")
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        session_id, _ = run_page(socket)
        assert [put(keji, session_id, 0).status_code for _ in range(8)] == [204] * 6 + [413] * 2


@pytest.mark.parametrize("told", [{}, {"content-length": "1", "transfer-encoding": "chunked"}])
def test_a_body_without_a_length_that_counts_is_not_begun(
    open_browser: Callable[[str], Browser], told: dict[str, str]
) -> None:
    """Beside a body in pieces a length says nothing: as small as it was told, as much could be sent."""
    keji = open_browser("keji")
    with keji.socket(sec_websocket_protocol="streamlit") as socket:
        session_id, _ = run_page(socket)
        answer = keji.client.put(
            f"/_stcore/upload_file/{session_id}/x",
            content=iter([b"x"]),
            headers={"origin": "http://localhost:8501"} | told,
        )
        assert answer.status_code == 411
