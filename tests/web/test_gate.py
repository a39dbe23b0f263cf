"""What passes the gate, from where, and with which headers (RELIABILITY T18, T19)."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.accounts.office import PASSWORD, Office
from tests.web.browser import NONE, Browser, hidden
from tests.web.conftest import Clock, application_of
from tracker.db import engine_for
from tracker.domain.access import PAGES
from tracker.settings import Settings
from tracker.web.gate import Rule, rule_of, safe_way_back
from tracker.web.site import Site

CLOSED = [
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/auth/login",
    "/oauth2callback",
    "/app/static/x",
    "/_stcore/",
]
GUARDED = [
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
    "/media/abc.png",
    "/component/x/y.js",
    "/download/snapshot/2025Q3-01.xlsx",
    "/_stcore/bidi-components/x",
]
FOREIGN = [
    "https://evil.example",
    "null",
    "http://localhost:9999",
    "https://localhost:8501",
    "http://127.0.0.1:8501",
    "http://localhost",
    "http://localhost:8501.evil.example",
    "",
    "file://",
]


def test_an_anonymous_visitor_is_sent_to_sign_in_and_gets_no_data(office: Office, browser: Browser) -> None:
    assert browser.get("/").headers["location"] == "/login"
    assert browser.get("/entry?q=2025Q3&x=é").status_code == 303
    for path in GUARDED:
        assert browser.get(path).status_code == 401, path
    for path in ("/healthz", "/_stcore/health", "/login", "/static/js/x.js"):
        assert browser.get(path).status_code == 200, path


def test_what_nobody_needs_is_not_found_signed_in_or_not(office: Office, browser: Browser) -> None:
    assert {browser.get(path).status_code for path in CLOSED} == {404}
    browser.sign_in("guanli")
    for path in CLOSED:
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert "没有找到" in answer.text


def test_a_post_from_elsewhere_is_refused(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    path = "/_stcore/upload_file/a/b"
    assert browser.post(path, {}).status_code == 200
    for origin in FOREIGN:
        assert browser.post(path, {}, origin=origin).status_code == 403, origin
        assert browser.client.delete(path, headers={"origin": origin}).status_code == 403, origin


def test_a_post_without_an_origin_needs_the_browsers_word(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    for site, status in (
        ("same-origin", 200),
        ("same-site", 403),
        ("cross-site", 403),
        ("none", 403),
        ("", 403),
    ):
        headers = {"sec-fetch-site": site} if site else {}
        assert browser.client.put("/_stcore/upload_file/a/b", headers=headers).status_code == status


def test_a_websocket_from_elsewhere_is_refused(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    for origin in FOREIGN:
        with pytest.raises(WebSocketDisconnect), browser.socket(origin=origin):
            pytest.fail(f"let in from {origin!r}")


def test_a_websocket_without_origin_cookie_or_on_another_path_is_refused(
    office: Office, browser: Browser
) -> None:
    with pytest.raises(WebSocketDisconnect), browser.socket():
        pass
    browser.sign_in("keji")
    with browser.socket() as socket:
        assert len(socket.receive_json()) == 1
    for path, origin in (("/_stcore/stream", NONE), ("/_stcore/other", ""), ("/", ""), ("/login", "")):
        with pytest.raises(WebSocketDisconnect), browser.socket(path, origin=origin or browser.origin):
            pass


def test_a_name_that_was_bound_to_our_address_is_refused(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    for host in (
        "evil.example",
        "evil.example:8501",
        "localhost.evil.example",
        "localhost:x",
        "a@localhost",
        "",
        "[::1",
    ):
        assert browser.get("/overview", host=host).status_code == 421, host
        assert browser.get("/healthz", host=host).status_code == 200, "machines ask by address"
        with pytest.raises(WebSocketDisconnect), browser.socket(host=host, origin=f"http://{host}"):
            pytest.fail(f"let in as {host!r}")


def test_a_host_header_does_not_choose_the_path(office: Office, browser: Browser) -> None:
    """CVE-2026-48710: request.url would read /login here."""
    assert browser.get("/_stcore/host-config", host="localhost:8501/login?").status_code == 421


ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "/%0d%0aSet-Cookie:a=b\r\n",
    "///evil.example",
    "http:evil.example",
    "//evil.example/%2f..",
    "/\u2028/evil",
    " /entry",
    "/entry\x00",
    "entry",
    "",
    "/login",
    "/logout",
    "/auth/logout",
    "/_stcore/health",
    "/a//evil.example",
    "/" + "a" * 600,
    "//[evil",
    "/media/abc",
    "?next=/",
    "#",
    "/..//evil.example",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_nowhere_but_to_our_own_pages(wanted: str) -> None:
    assert safe_way_back(wanted) == "/"


def test_the_form_and_the_redirect_both_check_the_way_back(office: Office, browser: Browser) -> None:
    page = browser.client.get("/login", params={"next": "//evil.example"})
    assert hidden(page)["next"] == "/"
    answer = browser.submit("/login", login="keji", password=PASSWORD, next="//evil.example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/login?next=https://evil.example").headers["location"] == "/"


@pytest.mark.parametrize("wanted", ["/", "/entry", "/target?code=T-01&q=2025Q3", "/entry?x=%E4%B8%80"])
def test_the_way_back_to_our_own_pages_is_kept(wanted: str) -> None:
    assert safe_way_back(wanted) == wanted


def test_every_answer_carries_the_security_headers(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    paths = [
        "/",
        "/login",
        "/logout",
        "/healthz",
        "/component/broken",
        "/media/x",
        "/_stcore/metrics",
        "/_stcore/host-config",
    ]
    for path in paths:
        headers = browser.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["cache-control"] == "no-store", path
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe-eval" not in policy, path
        assert "server" not in headers, path
        assert "strict-transport-security" not in headers, path
    policy = browser.get("/overview").headers["content-security-policy"]
    assert "script-src 'self' 'sha256-abc=';" in policy
    assert "connect-src 'self' ws://localhost:8501;" in policy


def test_a_link_for_a_password_is_not_told_as_where_the_next_request_came_from(
    office: Office, browser: Browser
) -> None:
    for path in (f"/password/{office.link_for('keji')}", "/password/dead"):
        assert browser.get(path).headers["referrer-policy"] == "strict-origin", path


def test_our_own_pages_run_no_script_and_name_no_other_host(office: Office, browser: Browser) -> None:
    for path in ("/login", f"/password/{office.link_for('keji')}", "/nowhere/at/all", "/password/dead"):
        page = browser.get(path)
        assert "<script" not in page.text
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page.text)
        assert "script-src" not in page.headers["content-security-policy"]
        assert 'lang="zh-CN"' in page.text


def test_under_https_cookies_are_bound_to_the_host_and_hsts_is_sent(
    engine: Engine, clock: Clock, office: Office
) -> None:
    settings = Settings(public_url="https://kpi.example.gov.cn")
    application = application_of(Site(engine, settings, clock))
    browser = Browser(TestClient(application, base_url=settings.base_url, follow_redirects=False))
    answer = browser.sign_in("keji")
    assert answer.headers["set-cookie"].startswith("__Host-tracker=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age=" in answer.headers["strict-transport-security"]
    assert browser.is_in()
    policy = browser.get("/overview").headers["content-security-policy"]
    assert "wss://kpi.example.gov.cn" in policy
    assert browser.get("/overview", host="localhost:8501").status_code == 421
    assert browser.post("/api/x", {}, origin="http://kpi.example.gov.cn").status_code == 403


def test_a_failure_shows_a_number_and_nothing_of_its_cause(
    office: Office, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.sign_in("keji")
    page = browser.get("/component/broken")
    assert page.status_code == 500
    assert "hunter2" not in page.text
    assert "secret.py" not in page.text
    number = re.search(r"编号 ([0-9A-F]{8})", page.text)
    assert number is not None
    assert f"incident {number.group(1)}" in caplog.text
    assert "hunter2" in caplog.text


def test_without_its_database_the_site_says_so_and_is_not_ready(clock: Clock) -> None:
    broken = Site(engine_for("sqlite:////nowhere/at/all/tracker.db"), Settings(), clock)
    browser = Browser(
        TestClient(application_of(broken), base_url="http://localhost:8501", follow_redirects=False)
    )
    assert browser.get("/healthz").status_code == 200, "the process is alive"
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
    assert "nowhere" not in answer.text
    browser.client.cookies.set("tracker", "x" * 43)
    page = browser.get("/overview")
    assert page.status_code == 503
    assert "数据库暂时没有响应" in page.text
    assert "nowhere" not in page.text


def test_an_empty_file_in_place_of_the_database_is_not_ready(clock: Clock, tmp_path: Path) -> None:
    site = Site(engine_for(f"sqlite:///{tmp_path}/empty.db"), Settings(), clock)
    assert TestClient(application_of(site), base_url="http://localhost").get("/readyz").status_code == 503


def test_health_is_green_and_tells_nothing_else(office: Office, browser: Browser) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_rules_are_read_as_whole_paths() -> None:
    for path in ("/entry", "/entry/", "/", *(f"/{page}" for page in PAGES)):
        assert rule_of(path) is Rule.PAGE
    for path in ("/loginx", "/login/", "/healthz.txt", "/entry.html", "/entries", "/home"):
        assert rule_of(path) is Rule.NOWHERE
    for path in ("//", "/x/y", "/static", "/password/a/b", "/login\n/x", "", "relative", "/healthz/x"):
        assert rule_of(path) in (Rule.NOWHERE, Rule.PAGE)
        assert rule_of(path) is not Rule.OPEN
