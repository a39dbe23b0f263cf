"""The cases of a sign-in's life (RELIABILITY T16): each is refused on the next request."""

from datetime import datetime

import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.accounts.office import IDLE, NEW_PASSWORD, PASSWORD, Office
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.services import accounts
from tracker.services.sign_in import fingerprint
from tracker.tables import SignInSession
from tracker.web.site import Site


def test_signing_in_leads_to_the_page_that_was_wanted(office: Office, browser: Browser) -> None:
    asked = browser.get("/entry?q=2025Q3")
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Fentry%3Fq%3D2025Q3")
    answer = browser.submit(asked.headers["location"], login="keji", password="wrong")
    assert answer.status_code == 403
    assert 'value="keji"' in answer.text, "the login name stays"
    assert "账号或密码不正确" in answer.text
    answer = browser.submit(asked.headers["location"], login="keji", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/entry?q=2025Q3")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert browser.is_in()
    assert browser.get("/login?next=/entry").headers["location"] == "/entry", "no second form"


def test_fixation_a_cookie_from_before_the_sign_in_never_becomes_valid(
    office: Office, browser: Browser
) -> None:
    browser.client.cookies.set("tracker", "planted-by-somebody-else", domain="localhost.local", path="/")
    browser.sign_in("keji")
    assert browser.cookie
    stranger = Browser(TestClient(browser.client.app, base_url=browser.origin, follow_redirects=False))
    stranger.client.cookies.set("tracker", "planted-by-somebody-else")
    assert not stranger.is_in()


def test_takeover_the_identity_comes_from_the_cookie_and_from_nothing_a_client_sends(
    office: Office, browser: Browser
) -> None:
    browser.sign_in("keji")
    own, others = fingerprint(browser.cookie), office.key_of("guanli")
    for name in ("x-tracker-sid", "X-Tracker-Sid", "X_Tracker_Sid", "x-tracker_sid"):
        assert browser.client.get("/overview", headers={name: others}).json()["told"] == [own]
    with browser.socket(x_tracker_sid=others) as socket:
        assert socket.receive_json() == [own]


def test_a_session_key_is_not_a_cookie(office: Office, browser: Browser) -> None:
    """What st.user holds, and what a page could leak, signs nobody in."""
    browser.client.cookies.set("tracker", office.key_of("keji"))
    assert not browser.is_in()


def test_reuse_after_signing_out_the_old_cookie_is_dead(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    old = browser.cookie
    answer = browser.submit("/logout")
    assert answer.headers["location"] == "/login?note=out"
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    browser.client.cookies.set("tracker", old)
    assert not browser.is_in()


def test_signing_in_again_ends_the_earlier_sign_in_of_that_browser(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    old = browser.cookie
    form = {"form": browser.client.cookies["tracker-form"], "login": "ducha", "password": PASSWORD}
    assert browser.post("/login", form).status_code == 303
    assert browser.cookie != old
    browser.client.cookies.set("tracker", old)
    assert not browser.is_in()


def test_a_disabled_person_is_out(office: Office, browser: Browser, now: datetime) -> None:
    browser.sign_in("keji")
    with transaction(office.engine) as session:
        accounts.set_active(session, None, office.ids["keji"], False, now)
    assert browser.get("/overview").status_code == 303
    assert browser.get("/media/abc").status_code == 401


def test_a_role_taken_away_is_gone_at_the_next_request(
    office: Office, browser: Browser, now: datetime
) -> None:
    browser.sign_in("ducha")
    assert browser.get("/download/snapshot/2025Q3-01.xlsx").status_code == 404, "may read, but there is none"
    with transaction(office.engine) as session:
        unit = office.units["市科技局"]
        accounts.change_account(session, None, office.ids["ducha"], "周督查", Role.CLERK, [unit], now)
    assert browser.get("/download/snapshot/2025Q3-01.xlsx").status_code == 403
    assert browser.is_in()


def test_a_new_password_ends_the_sign_in(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    office.set_password("keji", NEW_PASSWORD)
    assert not browser.is_in()


def test_idle_minutes_end_the_sign_in_and_requests_prolong_it(
    office: Office, browser: Browser, clock: Clock
) -> None:
    browser.sign_in("keji")
    for _ in range(3):
        clock.pass_by(minutes=IDLE - 1)
        assert browser.is_in()
    clock.pass_by(minutes=IDLE)
    assert not browser.is_in()
    assert not browser.is_in(), "the refused request did not revive it"


def test_after_its_hours_the_sign_in_ends_however_busy(
    office: Office, browser: Browser, clock: Clock, site: Site
) -> None:
    browser.sign_in("keji")
    for _ in range(site.settings.session_hours * 3 - 1):
        clock.pass_by(minutes=20)
        assert browser.is_in()
    clock.pass_by(minutes=20)
    assert not browser.is_in()


def sign_in_cookie(answer: Response) -> str:
    """Not the one by which the browser is known later."""
    (cookie,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("tracker=")]
    return cookie.lower()


def test_a_device_stays_signed_in_for_the_days_that_were_chosen(
    office: Office, browser: Browser, clock: Clock
) -> None:
    assert "max-age" not in sign_in_cookie(browser.sign_in("keji"))
    browser.submit("/logout")
    answer = browser.submit("/login", login="keji", password=PASSWORD, keep="7")
    assert f"max-age={7 * 24 * 3600}" in sign_in_cookie(answer)
    clock.pass_by(minutes=7 * 24 * 60 - 1)
    assert browser.is_in()
    clock.pass_by(minutes=1)
    assert not browser.is_in()


def test_where_the_site_keeps_nobody_signed_in_nobody_can_ask_for_it(
    office: Office, browser: Browser, site: Site
) -> None:
    assert '<option value="30">30天</option>' in browser.get("/login").text
    object.__setattr__(site.settings, "keep_signed_in", False)
    assert "保持登录" not in browser.get("/login").text
    answer = browser.submit("/login", login="keji", password=PASSWORD, keep="30")
    assert "max-age" not in sign_in_cookie(answer)


def test_a_screen_on_the_wall_keeps_the_sign_in_alive(office: Office, browser: Browser, clock: Clock) -> None:
    """What web/present.js asks while it is in sight."""
    browser.sign_in("keji")
    for _ in range(3):
        clock.pass_by(minutes=IDLE - 1)
        assert browser.client.head("/present").status_code == 200
    assert browser.is_in()


def rerun(by_timer: bool) -> bytes:
    message = BackMsg()
    message.rerun_script.is_auto_rerun = by_timer
    data: bytes = message.SerializeToString()
    return data


def test_work_in_an_open_page_prolongs_the_sign_in_and_its_timers_do_not(
    office: Office, browser: Browser, clock: Clock
) -> None:
    browser.sign_in("keji")
    key, start = fingerprint(browser.cookie), clock()

    def seen_at() -> datetime:
        with reading(office.engine) as session:
            return session.get_one(SignInSession, key).seen_at

    with browser.socket() as socket:
        socket.receive_json()
        for data, prolongs in ((rerun(by_timer=True), False), (b"\xff\xff", False), (rerun(False), True)):
            clock.pass_by(minutes=2)
            socket.send_bytes(data)
            assert socket.receive_text() == "heard"
            assert (seen_at() > start) is prolongs
        clock.pass_by(minutes=IDLE)
        socket.send_bytes(rerun(by_timer=False))
        socket.receive_text()
    assert not browser.is_in(), "a click after the idle time does not revive what has ended"


def test_an_open_page_that_is_signed_out_elsewhere_can_not_connect_again(
    office: Office, application: Starlette, browser: Browser
) -> None:
    browser.sign_in("keji")
    old = browser.cookie
    browser.submit("/logout")
    browser.client.cookies.set("tracker", old)
    with (
        pytest.raises(WebSocketDisconnect),
        browser.socket(),
    ):
        pass
