"""Beside a newer program: /readyz takes the process out, pages say so, open tabs come back elsewhere."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.accounts.office import open_office
from tests.upgraded.conftest import Clock, Newer
from tests.web.browser import Browser
from tests.web.conftest import application_of
from tracker import db
from tracker.settings import Settings
from tracker.web import health, open_pages
from tracker.web.site import Site


@pytest.fixture
def browser(engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Signed in, in a process that looks at each read."""
    for module, name in ((db, "READS_ASK"), (health, "KEPT_SECONDS"), (open_pages, "EVERY")):
        monkeypatch.setattr(module, name, 0.0)
    open_office(engine, clock())
    application = application_of(Site(engine, Settings(), clock))
    with TestClient(application, base_url="http://localhost:8501", follow_redirects=False) as client:
        browser = Browser(client)
        browser.sign_in("keji")
        yield browser


def test_every_page_says_in_words_that_the_tracker_is_being_upgraded(browser: Browser, newer: Newer) -> None:
    assert browser.get("/overview").status_code == 200
    newer()
    for path in ("/overview", "/login", "/account/password", "/download/targets.csv", "/password/x"):
        answer = browser.get(path)
        assert answer.status_code == 503, path
        assert "正在升级" in answer.text, path
        assert "编号" not in answer.text, "it is no incident"


def test_what_is_sent_from_a_form_of_before_is_answered_likewise(browser: Browser, newer: Newer) -> None:
    fields = {"form": browser.client.cookies["tracker-form"], "login": "keji", "password": "x"}
    newer()
    answer = browser.post("/login", fields)
    assert (answer.status_code, "正在升级" in answer.text) == (503, True)


def test_readyz_takes_the_process_out_and_says_the_schema(
    browser: Browser, newer: Newer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 20)  # a slow machine is no busy ledger
    assert browser.get("/readyz").status_code == 200
    newer()
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "schema": "failed", "disk": "ok"}
    assert browser.get("/healthz").status_code == 200, "nobody kills it: it is about to be restarted"


def test_an_open_tab_is_let_go_to_come_back_and_is_not_sent_to_the_sign_in(
    browser: Browser, newer: Newer
) -> None:
    with browser.socket() as socket:
        socket.receive_json()
        newer()
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
        assert closed.value.code == 1012
    with pytest.raises(WebSocketDisconnect), browser.socket() as socket:
        socket.receive_json()
