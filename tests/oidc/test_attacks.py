"""What must not sign anybody in: forged answers, forged tokens, stolen codes, planted cookies."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.accounts.office import Office
from tests.entry.ledger import rows
from tests.oidc.conftest import Visitor
from tests.oidc.liar import CLIENT, SECRET
from tests.oidc.providers import Running
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of
from tracker.db import transaction
from tracker.domain.guessing import BY_PLACE, FIRST, too_many
from tracker.services import accounts
from tracker.settings import Settings
from tracker.tables import Audit, ExternalIdentity, SignInAttempt, SignInSession
from tracker.web.site import Site

DOUBTFUL, LOST, AWAY = "没有通过核验", "已失效或不是从本浏览器开始的", "暂时无法连接统一身份认证"


def refused(answer: httpx.Response, because: str, status: int = 403) -> None:
    """On the sign-in page, in words, with nothing of the cause."""
    assert answer.status_code == status
    assert because in answer.text
    assert 'name="password"' in answer.text, "the password is still a way in"
    for leak in ("Traceback", "Error", "id_token", "127.0.0.1"):
        assert leak not in answer.text


def nobody_is_in(office: Office, visitor: Visitor) -> None:
    assert not visitor.is_in
    assert not rows(office.engine, SignInSession)
    assert not rows(office.engine, ExternalIdentity)


def now() -> int:
    return int(time.time())


FORGED: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "of an earlier sign-in"}},
    "no nonce": {"claims": {"nonce": None}},
    "for another client": {"claims": {"aud": "another-client"}},
    "for others only": {"claims": {"aud": ["another-client", "a-third"]}},
    "for no client": {"claims": {"aud": None}},
    "for us among others without azp": {"claims": {"aud": [CLIENT, "another-client"]}},
    "for us, given to another": {"claims": {"aud": [CLIENT, "another-client"], "azp": "another-client"}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "no issuer": {"claims": {"iss": None}},
    "the issuer with a slash": {"claims": {"iss": "http://127.0.0.1/"}},
    "expired": {"claims": {"exp": now() - 3600}},
    "expired beyond the leeway": {"claims": {"exp": now() - 62, "iat": now() - 100}},
    "without an end": {"claims": {"exp": None}},
    "an end that is no number": {"claims": {"exp": "never"}},
    "issued tomorrow": {"claims": {"iat": now() + 86_400}},
    "not yet valid": {"claims": {"nbf": now() + 86_400}},
    "without a person": {"claims": {"sub": None}},
    "a person without a name": {"claims": {"sub": ""}},
    "a person who is a number": {"claims": {"sub": 1}},
    "a person too long to keep": {"claims": {"sub": "x" * 201}},
    "a person with a line break": {"claims": {"sub": "sso-0001\n"}},
    "alg none": {"sign": "none"},
    "the public key as a secret": {"sign": "hmac"},
    "a stranger's key": {"sign": "stranger"},
    "a key that comes along": {"sign": "embedded"},
    "no token": {"tokens": {"id_token": None}},
    "no JWT": {"tokens": {"id_token": "a.b.c"}},
    "an access token swapped": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "somebody else's profile": {"claims": {"preferred_username": None}, "userinfo": {"sub": "sso-9999"}},
}


@pytest.mark.parametrize("lie", FORGED)
def test_a_token_that_proves_nothing_signs_nobody_in(
    office: Office, visitor: Visitor, liar: Running, lie: str
) -> None:
    liar.lie(**FORGED[lie])
    refused(visitor.sign_in("/entry"), DOUBTFUL)
    nobody_is_in(office, visitor)
    assert [(each.login, each.succeeded) for each in rows(office.engine, SignInAttempt)] == [("?", False)]
    last = rows(office.engine, Audit)[-1]
    assert (last.action, last.subject) == ("登录失败", "?")
    assert json.loads(last.detail)["reason"]


def test_the_same_sign_in_without_a_lie_goes_through(office: Office, visitor: Visitor, liar: Running) -> None:
    assert visitor.sign_in("/entry").headers["location"] == "/entry"
    assert visitor.is_in


@pytest.mark.parametrize("state", ["", "wrong", None, "é", "x" * 5000])
def test_an_answer_with_another_state_is_not_ours(
    office: Office, visitor: Visitor, liar: Running, state: str | None
) -> None:
    liar.lie(answer={"state": state})
    refused(visitor.sign_in(), LOST)
    nobody_is_in(office, visitor)


def test_an_answer_to_a_browser_that_began_nothing_is_refused(
    office: Office, visitor: Visitor, open_visitor: Callable[[], Visitor]
) -> None:
    """The answer was meant for another browser: whoever sends it around signs nobody in as themselves."""
    attacker, victim = visitor, open_visitor()
    back = httpx.get(attacker.begin()).headers["location"]
    refused(victim.answer(back), LOST)
    nobody_is_in(office, victim)


def test_an_answer_to_another_browsers_question_is_refused(
    office: Office, visitor: Visitor, open_visitor: Callable[[], Visitor]
) -> None:
    attacker, victim = visitor, open_visitor()
    back = httpx.get(attacker.begin()).headers["location"]
    victim.begin()
    refused(victim.answer(back), LOST)
    nobody_is_in(office, victim)


def test_a_stolen_code_is_worth_nothing_without_the_verifier(
    office: Office, visitor: Visitor, open_visitor: Callable[[], Visitor]
) -> None:
    """The thief puts the victim's code into an answer to a question of their own."""
    victim, thief = visitor, open_visitor()
    stolen = parse_qs(urlsplit(httpx.get(victim.begin()).headers["location"]).query)["code"][0]
    state = parse_qs(urlsplit(thief.begin()).query)["state"][0]
    refused(thief.at_ours.get(f"/auth/oidc/callback?code={stolen}&state={state}"), DOUBTFUL)
    nobody_is_in(office, thief)


def test_the_same_answer_twice_signs_in_once(office: Office, visitor: Visitor) -> None:
    there = visitor.begin()
    held = dict(visitor.at_ours.client.cookies)
    back = httpx.get(there).headers["location"]
    assert visitor.answer(back).status_code == 303
    visitor.at_ours.submit("/logout")
    refused(visitor.answer(back), LOST)
    for name, value in held.items():
        visitor.at_ours.client.cookies.set(name, value)
    refused(visitor.answer(back), DOUBTFUL)
    assert not visitor.is_in, "with the question's cookie put back the provider refuses the used code"


def test_a_question_is_forgotten_after_ten_minutes(office: Office, visitor: Visitor, clock: Clock) -> None:
    back = httpx.get(visitor.begin()).headers["location"]
    clock.pass_by(minutes=10, seconds=1)
    refused(visitor.answer(back), LOST)
    nobody_is_in(office, visitor)


MADE_UP = [
    '{"state": "", "nonce": ""}',
    '{"state": "s", "nonce": "n", "verifier": "v", "wanted": "/", "at": 1e999}',
    "[" * 2_500,
]
PLANTED = [
    "",
    "x",
    "e30=",
    "W10=",
    "bnVsbA==",
    "é",
    *(base64.b64encode(t.encode()).decode() for t in MADE_UP),
]


@pytest.mark.parametrize("planted", PLANTED)
def test_a_cookie_that_we_did_not_make_is_no_question(office: Office, visitor: Visitor, planted: str) -> None:
    cookie = f"tracker-oidc={planted}".encode()
    answer = visitor.at_ours.client.get("/auth/oidc/callback?code=x&state=", headers={b"cookie": cookie})
    refused(answer, LOST)
    nobody_is_in(office, visitor)


def test_a_state_that_no_text_holds_is_not_ours(office: Office, visitor: Visitor, clock: Clock) -> None:
    held = {"state": "\ud800", "nonce": "n", "verifier": "v", "wanted": "/", "at": clock().timestamp()}
    cookie = b"tracker-oidc=" + base64.urlsafe_b64encode(json.dumps(held).encode())
    answer = visitor.at_ours.client.get("/auth/oidc/callback?code=x&state=y", headers={b"cookie": cookie})
    refused(answer, LOST)
    nobody_is_in(office, visitor)


def test_fixation_a_cookie_from_before_the_sign_in_never_becomes_valid(
    office: Office, visitor: Visitor, open_visitor: Callable[[], Visitor]
) -> None:
    visitor.at_ours.client.cookies.set("tracker", "planted", domain="localhost.local", path="/")
    visitor.sign_in()
    assert visitor.is_in
    attacker = open_visitor()
    attacker.at_ours.client.cookies.set("tracker", "planted")
    assert not attacker.is_in


def test_signing_in_ends_the_earlier_sign_in_of_that_browser(office: Office, visitor: Visitor) -> None:
    there = visitor.begin()
    visitor.at_ours.sign_in("ducha")
    old = visitor.at_ours.cookie
    visitor.come_back(there)
    assert visitor.at_ours.cookie != old
    visitor.at_ours.client.cookies.clear()
    visitor.at_ours.client.cookies.set("tracker", old)
    assert not visitor.is_in


@pytest.mark.parametrize("bound", [False, True], ids=["at the first sign-in", "later"])
def test_a_disabled_account_is_refused_in_words(
    office: Office, visitor: Visitor, clock: Clock, bound: bool
) -> None:
    if bound:
        visitor.sign_in()
    with transaction(office.engine) as session:
        accounts.set_active(session, None, office.ids["keji"], False, clock())
    assert not visitor.is_in
    refused(visitor.sign_in(), "您的账号已停用")
    assert not visitor.is_in
    assert len(rows(office.engine, ExternalIdentity)) == bound


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/login", "/\\evil.example"])
def test_the_way_on_never_leaves_this_site(office: Office, visitor: Visitor, wanted: str) -> None:
    assert visitor.sign_in(wanted).headers["location"] == "/"


def test_an_answer_of_another_provider_is_refused(office: Office, visitor: Visitor, liar: Running) -> None:
    """RFC 9207: the answer may say who gives it."""
    liar.lie(answer={"iss": "https://evil.example"})
    refused(visitor.sign_in(), DOUBTFUL)
    nobody_is_in(office, visitor)
    liar.lie(answer={"iss": liar.issuer})
    assert visitor.sign_in().status_code == 303


def test_an_answer_without_its_issuer_is_refused_if_the_provider_always_says_it(
    office: Office, visitor: Visitor, liar: Running
) -> None:
    liar.lie(about={"authorization_response_iss_parameter_supported": True})
    refused(visitor.sign_in(), DOUBTFUL)
    nobody_is_in(office, visitor)


def test_new_keys_of_the_provider_are_read_when_they_first_sign(
    office: Office, visitor: Visitor, liar: Running
) -> None:
    assert visitor.sign_in().status_code == 303
    visitor.at_ours.submit("/logout")
    liar.lie(sign="rotated")
    assert visitor.sign_in().status_code == 303


DISHONEST: list[dict[str, Any]] = [
    {"issuer": "https://evil.example"},
    {"token_endpoint": "http://sso.example.gov.cn/token"},
    {"jwks_uri": "http://sso.example.gov.cn/keys"},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"userinfo_endpoint": "ftp://sso.example.gov.cn"},
    {"jwks_uri": None},
    {"jwks_uri": "http://127.0.0.1:1/nobody-listens"},
]


@pytest.mark.parametrize("about", DISHONEST, ids=str)
def test_a_description_that_does_not_hold_leads_nobody_there(
    office: Office, visitor: Visitor, liar: Running, about: dict[str, Any]
) -> None:
    liar.lie(about=about)
    refused(visitor.at_ours.get("/auth/oidc/start"), AWAY, 503)


def test_a_provider_that_is_away_is_said_in_words_and_the_password_still_works(
    office: Office, clock: Clock
) -> None:
    settings = Settings(oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT, oidc_client_secret=SECRET)
    application = application_of(Site(office.engine, settings, clock))
    browser = Browser(TestClient(application, base_url="http://localhost:8501", follow_redirects=False))
    refused(browser.get("/auth/oidc/start?next=/entry"), AWAY, 503)
    browser.sign_in("keji")
    assert browser.is_in()


def test_a_wrong_client_secret_signs_nobody_in(office: Office, clock: Clock, liar: Running) -> None:
    settings = Settings(oidc_issuer=liar.issuer, oidc_client_id=CLIENT, oidc_client_secret="wrong")
    application = application_of(Site(office.engine, settings, clock))
    visitor = Visitor(
        Browser(TestClient(application, base_url="http://localhost:8501", follow_redirects=False))
    )
    refused(visitor.sign_in(), DOUBTFUL)
    nobody_is_in(office, visitor)


def test_without_a_provider_there_is_no_button_and_no_way_in(sqlite_engine: Engine, clock: Clock) -> None:
    application = application_of(Site(sqlite_engine, Settings(), clock))
    browser = Browser(TestClient(application, base_url="http://localhost:8501", follow_redirects=False))
    assert "auth/oidc" not in browser.get("/login").text
    for path in ("/auth/oidc/start", "/auth/oidc/callback?code=x&state=y"):
        assert browser.get(path).status_code == 404


def test_doubtful_answers_from_one_address_are_counted_and_locked_out(
    office: Office, visitor: Visitor, liar: Running
) -> None:
    liar.lie(sign="stranger")
    for _ in range(BY_PLACE.free):
        visitor.sign_in()
    refused(visitor.sign_in(), too_many(FIRST))
    liar.lie()
    refused(visitor.sign_in(), too_many(FIRST))
    assert len(rows(office.engine, SignInAttempt)) == BY_PLACE.free
    assert rows(office.engine, Audit)[-1].action == "登录失败并锁定"
