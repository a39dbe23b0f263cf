"""The nine cases of a sign-in's life (RELIABILITY T16), on the tracker's own pages.

Each is refused on the next rerun of a page that is open, and on HTTP, and the old cookie is dead;
for a sign-in by password and for one through the city's identity provider.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from tests.accounts.office import HOURS, IDLE, NEW_PASSWORD, PASSWORD
from tests.oidc.conftest import Visitor, honest_provider, liar, lying_provider
from tests.oidc.liar import CLIENT, SECRET
from tests.oidc.providers import Running
from tests.pages.conftest import world_engine, world_file, world_url
from tests.pages.world import ADMINISTRATOR, KEJI, REVIEWER
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.queries.people import account_ids, person_of_login
from tracker.services import accounts, external_sign_in
from tracker.services.sign_in import fingerprint
from tracker.settings import ROOT, Settings
from tracker.ui.frame import shell
from tracker.web import open_pages
from tracker.web.site import Site

__all__ = ["honest_provider", "liar", "lying_provider", "world_engine", "world_file", "world_url"]
NAMES = {KEJI: "王晓岚 :small[部门填报人]", REVIEWER: "周督查 :small[市府办督查]"}
GONE = "auth_redirect"  # the message by which st.logout() sends the browser to the sign-in page
SignIn = Callable[[str], Browser]


class City:
    """The pages' world behind the gate, with a provider that knows its people."""

    def __init__(self, engine: Engine, clock: Clock, liar: Running, make: Callable[[], Browser]) -> None:
        self.engine, self.clock, self.liar, self.make = engine, clock, liar, make
        with reading(engine) as session:
            self.ids = account_ids(session)
        for login in NAMES:
            self.set_password(login, PASSWORD)

    def set_password(self, login: str, password: str) -> None:
        with transaction(self.engine) as session:
            token = accounts.issue_link(session, None, self.ids[login], self.clock())
            accounts.set_password(session, token, password, self.clock())

    def by_password(self, login: str) -> Browser:
        browser = self.make()
        assert browser.sign_in(login).status_code == 303
        return browser

    def by_provider(self, login: str) -> Browser:
        browser = self.make()
        self.liar.lie(user={"sub": f"sso-{login}", "preferred_username": login})
        assert Visitor(browser).sign_in().status_code == 303
        return browser


@pytest.fixture
def clock() -> Clock:
    """The provider's tokens are of this moment."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def city(
    world_engine: Engine, clock: Clock, liar: Running, monkeypatch: pytest.MonkeyPatch
) -> Iterator[City]:
    monkeypatch.setattr(shell, "now", clock)
    monkeypatch.setattr(open_pages, "EVERY", 3600.0)  # what a click is told; test_open_pages.py has the rest
    settings = Settings(oidc_issuer=liar.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
    main: Path = ROOT / "tracker" / "ui" / "main.py"
    with running_streamlit(Site(world_engine, settings, clock), main) as make:
        yield City(world_engine, clock, liar, make)


@pytest.fixture(params=["by_password", "by_provider"])
def sign_in(city: City, request: pytest.FixtureRequest) -> SignIn:
    way: SignIn = getattr(city, request.param)
    return way


def open_page(browser: Browser) -> WebSocketTestSession:
    return browser.socket(sec_websocket_protocol="streamlit")


def shows(socket: WebSocketTestSession, login: str) -> str:
    """The page runs for this person; gives Streamlit's id of the open page."""
    session_id, shown = run_page(socket)
    assert NAMES[login] in shown
    assert GONE not in shown
    return session_id


def is_refused_everywhere(browser: Browser, socket: WebSocketTestSession, login: str) -> None:
    """On the next rerun of the open page, on HTTP, on a new websocket with the old cookie."""
    _, shown = run_page(socket)
    assert GONE in shown
    assert NAMES[login] not in shown
    assert "市科技局" not in shown, "nothing of the ledger is sent"
    is_dead(browser)


def is_dead(browser: Browser) -> None:
    assert browser.get("/overview").headers["location"] == "/login?next=%2Foverview"
    assert browser.get("/media/abc.png").status_code == 401
    assert browser.get("/download/snapshot/2025Q3-01.xlsx").status_code == 401
    with pytest.raises(WebSocketDisconnect), open_page(browser):
        pytest.fail("the old cookie opened a page")


def with_cookie(city: City, value: str) -> Browser:
    browser = city.make()
    browser.client.cookies.set("tracker", value)
    return browser


def test_1_fixation_a_cookie_from_before_the_sign_in_never_becomes_valid(city: City, sign_in: SignIn) -> None:
    planted = "p" * 43
    make = city.make

    def prepared() -> Browser:
        browser = make()
        browser.client.cookies.set("tracker", planted, domain="localhost.local", path="/")
        return browser

    city.make = prepared
    victim = sign_in(KEJI)
    city.make = make
    assert victim.cookie
    with open_page(victim) as socket:
        shows(socket, KEJI)
    is_dead(with_cookie(city, planted))


def test_2_takeover_the_id_of_an_open_page_gives_another_person_a_page_of_their_own(
    city: City, sign_in: SignIn
) -> None:
    """A proxy logs the id: it stands in the addresses of uploads."""
    victim, attacker = sign_in(REVIEWER), sign_in(KEJI)
    with open_page(victim) as opened:
        session_id = shows(opened, REVIEWER)
        with attacker.socket(sec_websocket_protocol=f"streamlit, x, {session_id}") as socket:
            own_id, shown = run_page(socket)
        assert own_id != session_id
        assert NAMES[KEJI] in shown
        assert NAMES[REVIEWER] not in shown
        shows(opened, REVIEWER)
    for known in (session_id, fingerprint(victim.cookie)):
        is_dead(with_cookie(city, known))


def test_3_takeover_without_a_cookie_the_id_of_an_open_page_opens_nothing(
    city: City, sign_in: SignIn
) -> None:
    victim, nobody = sign_in(REVIEWER), city.make()
    with open_page(victim) as opened:
        session_id = shows(opened, REVIEWER)
        with (
            pytest.raises(WebSocketDisconnect),
            nobody.socket(sec_websocket_protocol=f"streamlit, x, {session_id}"),
        ):
            pytest.fail("let in")
        upload = f"/_stcore/upload_file/{session_id}/file"
        assert nobody.client.put(upload, headers={"origin": nobody.origin}).status_code == 401
        shows(opened, REVIEWER)
    is_dead(nobody)


def test_4_reuse_after_signing_out_the_old_cookie_is_dead(city: City, sign_in: SignIn) -> None:
    browser = sign_in(KEJI)
    old = with_cookie(city, browser.cookie)
    with open_page(browser) as socket:
        shows(socket, KEJI)
        assert browser.submit("/logout").headers["location"] == "/login?note=out"
        is_refused_everywhere(old, socket, KEJI)


def test_5_a_disabled_person_is_out(city: City, sign_in: SignIn) -> None:
    browser = sign_in(KEJI)
    with open_page(browser) as socket:
        shows(socket, KEJI)
        with transaction(city.engine) as session:
            accounts.set_active(session, None, city.ids[KEJI], False, city.clock())
        is_refused_everywhere(browser, socket, KEJI)
        with transaction(city.engine) as session:
            accounts.set_active(session, None, city.ids[KEJI], True, city.clock())
        is_refused_everywhere(browser, socket, KEJI)


def test_6_a_role_that_was_taken_away_is_gone(city: City, sign_in: SignIn) -> None:
    browser = sign_in(REVIEWER)
    with open_page(browser) as socket:
        shows(socket, REVIEWER)
        assert "您没有查看“审核”的权限" not in run_page(socket, page="review")[1]
        assert browser.get("/download/snapshot/2025Q3-01.xlsx").status_code == 404, "may read; there is none"
        with transaction(city.engine) as session:
            accounts.change_account(
                session, None, city.ids[REVIEWER], "周督查", Role.ADMINISTRATOR, [], city.clock()
            )
        _, shown = run_page(socket, page="review")
        assert "您没有查看“审核”的权限" in shown
        assert NAMES[REVIEWER] not in shown
        assert browser.get("/download/snapshot/2025Q3-01.xlsx").status_code == 403


def test_7_a_new_password_ends_every_sign_in(city: City, sign_in: SignIn) -> None:
    browser, other = sign_in(KEJI), sign_in(KEJI)
    with open_page(browser) as socket:
        shows(socket, KEJI)
        city.set_password(KEJI, NEW_PASSWORD)
        is_refused_everywhere(browser, socket, KEJI)
    is_dead(other)


def test_8_idle_for_thirty_minutes_is_out_and_a_click_in_the_open_page_revives_nothing(
    city: City, sign_in: SignIn
) -> None:
    browser = sign_in(KEJI)
    with open_page(browser) as socket:
        shows(socket, KEJI)
        city.clock.pass_by(minutes=IDLE - 1)
        shows(socket, KEJI)
        city.clock.pass_by(minutes=IDLE)
        is_refused_everywhere(browser, socket, KEJI)
        is_refused_everywhere(browser, socket, KEJI)


def test_9_after_ten_hours_a_sign_in_ends_however_busy(city: City, sign_in: SignIn) -> None:
    browser, start = sign_in(KEJI), city.clock()
    with open_page(browser) as socket:
        while city.clock() < start + timedelta(hours=HOURS, minutes=-20):
            city.clock.pass_by(minutes=20)
            assert browser.get("/healthz").status_code < 500
            assert browser.is_in()
        shows(socket, KEJI)
        city.clock.pass_by(minutes=20)
        is_refused_everywhere(browser, socket, KEJI)


def test_unbinding_a_person_from_the_provider_ends_the_sign_ins_too(city: City) -> None:
    """What a new password is to the one way, unbinding is to the other."""
    browser = city.by_provider(KEJI)
    with open_page(browser) as socket:
        shows(socket, KEJI)
        with transaction(city.engine) as session:
            administrator = person_of_login(session, ADMINISTRATOR)
            external_sign_in.unbind(session, administrator, city.ids[KEJI], city.clock())
        is_refused_everywhere(browser, socket, KEJI)
