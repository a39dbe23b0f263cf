"""What passes the gate, from where, and with which headers (RELIABILITY T18, T19)."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.accounts.office import Office
from tests.web.browser import NONE, Browser
from tests.web.conftest import Clock, application_of
from tracker.db import engine_for
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
    "/api/anything",
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


@pytest.mark.parametrize("path", CLOSED)
def test_what_nobody_needs_is_not_found_signed_in_or_not(office: Office, browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404
    browser.sign_in("guanli")
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "没有找到" in answer.text


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_post_from_elsewhere_is_refused(office: Office, browser: Browser, origin: str) -> None:
    browser.sign_in("keji")
    assert browser.post("/_stcore/upload_file/a/b", {}, origin=origin).status_code == 403
    assert browser.client.delete("/_stcore/upload_file/a/b", headers={"origin": origin}).status_code == 403


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


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_websocket_from_elsewhere_is_refused(office: Office, browser: Browser, origin: str) -> None:
    browser.sign_in("keji")
    with (
        pytest.raises(WebSocketDisconnect),
        browser.socket(origin=origin),
    ):
        pass


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


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8501", "localhost.evil.example", "localhost:x", "a@localhost", "", "[::1"],
)
def test_a_name_that_was_bound_to_our_address_is_refused(office: Office, browser: Browser, host: str) -> None:
    browser.sign_in("keji")
    assert browser.get("/overview", host=host).status_code == 421
    assert browser.get("/healthz", host=host).status_code == 200, "machines ask by address"
    with pytest.raises(WebSocketDisconnect), browser.socket(host=host, origin=f"http://{host}"):
        pass


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
def test_signing_in_leads_nowhere_but_to_our_own_pages(
    sqlite_engine: Engine, clock: Clock, wanted: str
) -> None:
    assert safe_way_back(wanted) == "/"
    client = TestClient(
        application_of(Site(sqlite_engine, Settings(), clock)), base_url="http://localhost:8501"
    )
    page = client.get("/login", params={"next": wanted})
    assert 'name="next" value="/"' in page.text


@pytest.mark.parametrize("wanted", ["/", "/entry", "/target?code=T-01&q=2025Q3", "/entry?x=%E4%B8%80"])
def test_the_way_back_to_our_own_pages_is_kept(wanted: str) -> None:
    assert safe_way_back(wanted) == wanted


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


@pytest.mark.parametrize("text", TRAVERSALS)
def test_no_path_reaches_the_file_system(office: Office, browser: Browser, text: str) -> None:
    browser.sign_in("ducha")
    for path in (f"/download/snapshot/{text}.xlsx", f"/password/{text}", f"/static/{text}"):
        answer = browser.get(path)
        assert "root:" not in answer.text
        if not path.startswith("/static/"):  # those are an exact table, see test_assets
            assert answer.status_code in (303, 400, 404) or "told" in answer.text
    assert browser.get(f"/download/snapshot/{text}.xlsx").headers.get("content-type", "") != "application/zip"


def test_every_answer_carries_the_security_headers(office: Office, browser: Browser) -> None:
    browser.sign_in("keji")
    paths = [
        "/",
        "/login",
        "/logout",
        "/healthz",
        "/broken",
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
    page = browser.get("/broken")
    assert page.status_code == 500
    assert "hunter2" not in page.text
    assert "secret.py" not in page.text
    number = re.search(r"编号 ([0-9A-F]{8})", page.text)
    assert number is not None
    assert f"incident {number.group(1)}" in caplog.text
    assert "hunter2" in caplog.text


def test_without_its_database_the_site_says_so_and_health_is_red(clock: Clock) -> None:
    broken = Site(engine_for("sqlite:////nowhere/at/all/tracker.db"), Settings(), clock)
    browser = Browser(
        TestClient(application_of(broken), base_url="http://localhost:8501", follow_redirects=False)
    )
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})
    browser.client.cookies.set("tracker", "x" * 43)
    page = browser.get("/overview")
    assert page.status_code == 503
    assert "数据库暂时没有响应" in page.text
    assert "nowhere" not in page.text


def test_an_empty_file_in_place_of_the_database_is_not_healthy(clock: Clock, tmp_path: Path) -> None:
    site = Site(engine_for(f"sqlite:///{tmp_path}/empty.db"), Settings(), clock)
    assert TestClient(application_of(site), base_url="http://localhost").get("/healthz").status_code == 503


def test_health_is_green_and_tells_nothing_else(office: Office, browser: Browser) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_rules_are_read_as_whole_paths() -> None:
    for path in ("/loginx", "/entry", "/", "/login/", "/healthz.txt"):
        assert rule_of(path) is Rule.PAGE
    for path in ("//", "/x/y", "/static", "/password/a/b", "/login\n/x", "", "relative", "/healthz/x"):
        assert rule_of(path) in (Rule.NOWHERE, Rule.PAGE)
        assert rule_of(path) is not Rule.OPEN
