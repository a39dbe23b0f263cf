"""The plain pages speak the reader's language: that of who is signed in, else what the browser kept."""

import re
from dataclasses import replace

import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.accounts.office import PASSWORD, Office
from tests.web.browser import Browser, hidden
from tests.web.conftest import Clock, application_of
from tracker.db import transaction
from tracker.domain.access import Preferences
from tracker.services.preferences import set_preferences
from tracker.settings import Settings
from tracker.web.gate import Gate
from tracker.web.site import Site
from tracker.web.uploads import PATH, Uploads

CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]+")
COOKIE = "tracker-language"
# Of people and the settings: data, and the other language's own name.
DATA = {"王晓岚", "周督查", "统一身份认证", "中文"}


def prefer(office: Office, login: str, language: str) -> None:
    with transaction(office.engine, advance=False) as session:
        set_preferences(session, office.person(login), Preferences(language=language))


def chinese_in(page: Response) -> set[str]:
    said = re.sub(r"<style>.*?</style>", "", page.text, flags=re.DOTALL)
    return set(CHINESE.findall(said)) - DATA


def test_it_is_chinese_until_somebody_asks_for_english_and_the_browser_keeps_that(
    browser: Browser, office: Office
) -> None:
    del office
    assert '<html lang="zh-CN">' in browser.get("/login").text
    assert COOKIE not in browser.client.cookies
    page = browser.get("/login?language=en&next=/targets")
    assert '<html lang="en">' in page.text
    assert chinese_in(page) == set()
    assert "/login?language=zh&amp;next=%2Ftargets" in page.text, "and the way back"
    again = browser.get("/login")
    assert chinese_in(again) == set()
    wrong = browser.post("/login", hidden(again) | {"login": "keji", "password": "wrong"})
    assert "Account or password is wrong." in wrong.text
    assert chinese_in(wrong) == set()
    assert '<html lang="zh-CN">' in browser.get("/login?language=zh").text
    assert '<html lang="zh-CN">' in browser.get("/login?language=tlh").text


def test_who_is_signed_in_is_spoken_to_as_they_like_and_so_is_the_sign_in_afterwards(
    browser: Browser, office: Office
) -> None:
    prefer(office, "keji", "en")
    browser.sign_in("keji")
    browser.get("/overview")
    assert browser.client.cookies[COOKIE] == "en"
    for path in ("/account/password", "/account/second-step", "/logout", "/full", "/full?all", "/no-such"):
        page = browser.get(path)
        assert '<html lang="en">' in page.text, path
        assert chinese_in(page) == set(), path
    refused = browser.submit("/account/password", old="wrong", password=PASSWORD, again=PASSWORD)
    assert "The present password is wrong." in refused.text
    browser.submit("/logout")
    assert "You have signed out." in browser.get("/login?note=out").text
    prefer(office, "keji", "zh")
    browser.sign_in("keji")
    browser.get("/overview")
    assert '<html lang="zh-CN">' in browser.get("/account/password").text
    assert browser.client.cookies[COOKIE] == "zh"


def test_the_second_step_and_a_link_to_a_password_speak_english(
    browser: Browser, office: Office, clock: Clock
) -> None:
    browser.get("/login?language=en")
    link = browser.get(f"/password/{office.link_for('keji', clock())}")
    assert chinese_in(link) == set()
    assert "Hello" in link.text
    assert chinese_in(browser.get("/password/used-up")) == set()
    assert browser.get("/login/step").headers["location"] == "/login?note=step"
    assert "took too long" in browser.get("/login?note=step").text
    prefer(office, "keji", "en")
    browser.sign_in("keji")
    shown = browser.submit("/account/second-step", old=PASSWORD)
    assert "<svg" in shown.text
    assert chinese_in(shown) == set()


def test_between_two_english_sentences_stands_a_space(browser: Browser, office: Office) -> None:
    prefer(office, "keji", "en")
    browser.sign_in("keji")
    assert re.search(r"[a-z]\. All sign-ins on other devices", browser.get("/account/password").text)


@pytest.mark.parametrize(("language", "said"), [("en", "Your account has no page"), ("zh", "您的账号没有")])
def test_an_upload_is_refused_in_the_readers_language(
    office: Office, site: Site, browser: Browser, language: str, said: str
) -> None:
    prefer(office, "lingdao", language)
    browser.sign_in("lingdao")
    behind = Starlette(
        routes=[Route("/{path:path}", lambda _request: PlainTextResponse("taken"), methods=["PUT"])],
        middleware=[Middleware(Gate, site=site), Middleware(Uploads)],
    )
    client = TestClient(behind, base_url=browser.origin, cookies=browser.client.cookies)
    answer = client.put(f"{PATH}a/b", content=b"x", headers={"origin": browser.origin})
    assert answer.status_code == 403
    assert said in answer.text
    assert answer.headers["content-language"][:2] == language, "else it is not shown"


def test_over_https_the_cookie_is_secure_and_no_script_reads_it(office: Office, clock: Clock) -> None:
    settings = replace(Settings(), public_url="https://kpi.example.gov.cn")
    client = TestClient(
        application_of(Site(office.engine, settings, clock)), base_url="https://kpi.example.gov.cn"
    )
    set_cookie = client.get("/login?language=en").headers.get_list("set-cookie")
    (kept,) = [each for each in set_cookie if "-language=en" in each]
    assert kept.startswith("__Host-tracker-language=")
    assert {"HttpOnly", "Secure", "Path=/"} <= set(kept.split("; "))
