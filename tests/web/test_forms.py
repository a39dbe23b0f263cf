"""The forms for signing in and out and for one-time links."""

from datetime import datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.accounts.office import NEW_PASSWORD, PASSWORD, Office
from tests.web.browser import Browser, hidden
from tests.web.conftest import Clock
from tracker.db import transaction
from tracker.services.register import mark_as_demonstration


def test_a_login_form_needs_its_own_token(office: Office, browser: Browser) -> None:
    browser.get("/login")
    own = browser.client.cookies["tracker-form"]
    for token in ("", "x" * 43, own[:-1], own + "a"):
        answer = browser.post("/login", {"login": "keji", "password": PASSWORD, "form": token})
        assert answer.status_code == 403
        assert "请再试一次" in answer.text
        assert not browser.cookie
    browser.client.cookies.clear()
    assert browser.post("/login", {"login": "keji", "password": PASSWORD, "form": ""}).status_code == 403
    browser.client.cookies.set("tracker-form", "short")
    assert browser.post("/login", {"login": "keji", "password": PASSWORD, "form": "short"}).status_code == 403


def test_five_wrong_passwords_make_the_login_wait_on_the_page_too(
    office: Office, browser: Browser, clock: Clock
) -> None:
    for _ in range(5):
        browser.sign_in("keji", "wrong")
    answer = browser.sign_in("keji")
    assert "请30秒后再试" in answer.text
    assert not browser.cookie
    clock.pass_by(seconds=30)
    assert browser.sign_in("keji").status_code == 303


def test_a_browser_that_signed_in_before_passes_while_others_wait(
    office: Office, browser: Browser, application: Starlette, clock: Clock
) -> None:
    kept = browser.sign_in("keji").headers.get_list("set-cookie")
    (mark,) = [each.lower() for each in kept if each.startswith("tracker-known=")]
    assert "httponly" in mark
    assert "samesite=strict" in mark
    assert f"max-age={180 * 24 * 3600}" in mark
    browser.submit("/logout")
    stranger = Browser(TestClient(application, base_url=browser.origin, follow_redirects=False))
    for _ in range(5):
        stranger.sign_in("keji", "wrong")
    assert stranger.sign_in("keji").status_code == 403, "its right password, too"
    assert browser.sign_in("keji").status_code == 303


def test_the_browser_that_set_a_password_is_known(office: Office, browser: Browser) -> None:
    path = f"/password/{office.link_for('keji')}"
    browser.submit(path, password=NEW_PASSWORD, again=NEW_PASSWORD)
    for _ in range(6):
        office.try_sign_in("keji", "wrong", address="testclient")
    assert browser.sign_in("keji", NEW_PASSWORD).status_code == 303


def test_what_is_typed_comes_back_as_text(office: Office, browser: Browser) -> None:
    page = browser.sign_in('"><script>alert(1)</script>', "x")
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_flood_of_a_form_is_cut_off(office: Office, browser: Browser) -> None:
    assert browser.post("/login", {"login": "x" * 20_000}).status_code == 413
    assert browser.post("/login", {f"f{n}": "x" for n in range(50)}).status_code == 400


def test_a_link_sets_a_password_once_and_leads_to_the_sign_in(office: Office, browser: Browser) -> None:
    path = f"/password/{office.link_for('keji')}"
    assert "王晓岚" in browser.get(path).text
    assert browser.get(path).status_code == 200, "looking does not use it up"
    answer = browser.submit(path, password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?note=password")
    assert "密码已设置" in browser.get("/login?note=password").text
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert browser.sign_in("keji", NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("short", "short", "12"),
        (NEW_PASSWORD, PASSWORD, "不一致"),
        ("haining20252025", "haining20252025", "猜到"),
    ],
)
def test_a_refused_password_is_explained_and_the_link_lives_on(
    office: Office, browser: Browser, password: str, again: str, told: str
) -> None:
    path = f"/password/{office.link_for('keji')}"
    answer = browser.submit(path, password=password, again=again)
    assert answer.status_code == 400
    assert told in answer.text
    assert password not in answer.text
    assert browser.submit(path, password=NEW_PASSWORD, again=NEW_PASSWORD).status_code == 303


def test_a_password_form_from_elsewhere_sets_nothing(office: Office, browser: Browser) -> None:
    path = f"/password/{office.link_for('keji')}"
    fields = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert browser.post(path, fields).status_code == 400
    assert (
        browser.post(path, hidden(browser.get(path)) | fields, origin="https://evil.example").status_code
        == 403
    )
    assert browser.sign_in("keji", PASSWORD).status_code == 303


def test_an_expired_or_invented_link_says_so(office: Office, browser: Browser, clock: Clock) -> None:
    path = f"/password/{office.link_for('keji')}"
    clock.pass_by(hours=73)
    for dead in (path, "/password/invented", "/password/%00"):
        page = browser.get(dead)
        assert page.status_code == 404
        assert "链接" in page.text


def test_notes_on_the_sign_in_page_are_ours_only(office: Office, browser: Browser) -> None:
    assert "已退出" in browser.get("/login?note=out").text
    assert "转账" not in browser.get("/login?note=请转账").text


def test_the_sign_out_of_streamlit_works_from_our_pages_only(office: Office, browser: Browser) -> None:
    """st.logout() sends the browser to GET /auth/logout."""
    elsewhere = [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"referer": "https://evil.example/"},
        {"referer": "http://localhost:9999/"},
        {},
    ]
    for headers in elsewhere:
        browser.sign_in("keji")
        answer = browser.get("/auth/logout", **headers)
        assert answer.headers["location"] == "/logout", headers
        assert browser.is_in()
    for headers in ({"sec_fetch_site": "same-origin"}, {"referer": "http://localhost:8501/entry"}):
        browser.sign_in("keji")
        answer = browser.get("/auth/logout", **headers)
        assert answer.headers["location"] == "/login?note=out"
        assert not browser.is_in()


def test_a_page_whose_sign_in_has_ended_is_told_so(office: Office, browser: Browser, now: datetime) -> None:
    browser.client.cookies.set("tracker", "x" * 43)
    answer = browser.get("/auth/logout", sec_fetch_site="same-origin")
    assert answer.headers["location"] == "/login?note=ended"
    assert "登录已失效" in browser.get(answer.headers["location"]).text


def test_signing_out_without_the_forms_token_asks_again(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    assert browser.post("/logout", {}).headers["location"] == "/logout"
    assert browser.is_in()
    assert "退出登录" in browser.get("/logout").text


def test_the_sign_in_page_of_made_up_figures_says_so(office: Office, browser: Browser, now: datetime) -> None:
    assert "演示数据" not in browser.get("/login").text
    with transaction(office.engine) as session:
        mark_as_demonstration(session, now)
    assert "演示数据，非真实填报" in browser.get("/login").text
