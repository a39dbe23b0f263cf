"""A closed tab is forgotten in time, with all that it held; a dropped line finds its page again."""

import gc
import inspect
import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from tests.accounts.office import open_office
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit
from tests.web.test_uploads import put, waiting
from tracker.settings import ROOT, Settings
from tracker.web import forgetting
from tracker.web.site import Site


@pytest.fixture
def keji(
    sqlite_engine: Engine, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Browser]:
    office = open_office(sqlite_engine, clock())
    monkeypatch.setattr(MemorySessionStorage, "save", forgetting._save)
    (tmp_path / "main.py").write_text("import streamlit as st\nst.text('here')\n", "utf-8")
    with running_streamlit(Site(office.engine, Settings(), clock), tmp_path / "main.py") as make:
        browser = make()
        assert browser.sign_in("keji").status_code == 303
        yield browser


def storage() -> MemorySessionStorage:
    kept = Runtime.instance()._session_mgr._session_storage  # type: ignore[attr-defined]
    assert isinstance(kept, MemorySessionStorage)
    return kept


def open_and_close(browser: Browser, size: int = 0) -> str:
    with browser.socket(sec_websocket_protocol="streamlit") as socket:
        session_id, _ = run_page(socket)
        if size:
            assert put(browser, session_id, size).status_code == 204
    return session_id


def in_the_loop(browser: Browser, do: Callable[[], None]) -> None:
    """Run it where Streamlit lives, and let what it has asked for happen."""

    async def done() -> None:
        do()

    assert browser.client.portal is not None
    browser.client.portal.call(done)
    browser.client.portal.call(done)


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_what_a_closed_tab_left_goes_when_its_time_is_over(
    keji: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_close(keji)  # what the first one leaves for all
    gc.collect()  # and what other tests left
    before = handles()
    for _ in range(5):
        open_and_close(keji, 1000)
    assert waiting() == 5000
    assert handles() - before >= 15, "three for each, which is why they have to go"
    kept = storage()
    in_the_loop(keji, lambda: forgetting.forget(kept))
    assert waiting() == 5000, "a line that was only dropped may come back"
    assert forgetting.closed_and_kept() == 6
    monkeypatch.setattr(kept._cache, "_timer", lambda now=kept._cache.timer: now() + 61)
    assert forgetting.closed_and_kept() == 6, "who counts them lets none go"
    in_the_loop(keji, lambda: forgetting.forget(kept))
    assert (len(kept.list()), waiting(), forgetting.closed_and_kept()) == (0, 0, 0)
    assert handles() <= before


def test_of_more_closed_tabs_than_are_kept_the_oldest_goes_at_once(
    keji: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage()._cache, "_maxsize", 2)
    opened = [open_and_close(keji, 1000) for _ in range(4)]
    in_the_loop(keji, lambda: None)
    assert [left.session.id for left in storage().list()] == opened[-2:]
    assert waiting() == 2000


def test_a_dropped_line_finds_its_page_again(keji: Browser) -> None:
    session_id = open_and_close(keji)
    with keji.socket(sec_websocket_protocol=f"streamlit, x, {session_id}") as socket:
        assert run_page(socket)[0] == session_id


def test_streamlit_keeps_left_sessions_where_we_look() -> None:
    assert "self._cache[session_info.session.id] = session_info" in inspect.getsource(forgetting._SAVED)
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert given["disconnectedSessionTTL"] == 60
    assert config.get_option("server.disconnectedSessionTTL") is not None, "an option of Streamlit's"
