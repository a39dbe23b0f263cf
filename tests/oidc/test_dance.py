"""The whole way: our button, the provider's page, back to us, in. With a provider that tells the truth."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from tests.accounts.office import Office
from tests.entry.ledger import rows
from tests.oidc.conftest import CALLBACK, Visitor
from tests.oidc.providers import Running
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of
from tracker.db import reading
from tracker.services.sign_in import fingerprint
from tracker.settings import Settings
from tracker.tables import Audit, ExternalIdentity, SignInAttempt, SignInSession
from tracker.web.site import Site


@pytest.fixture
def visitor(office: Office, clock: Clock, honest_provider: Running) -> Visitor:
    honest_provider.add_user("u-1001", preferred_username="keji", name="王晓岚")
    honest_provider.add_user("u-1002", preferred_username="nobody-here")
    settings = Settings(**honest_provider.register(CALLBACK))
    application = application_of(Site(office.engine, settings, clock))
    return Visitor(Browser(TestClient(application, base_url="http://localhost:8501", follow_redirects=False)))


def agree(there: str, subject: str) -> str:
    """Sign in on the provider's own page; the address that it sends the browser to."""
    with httpx.Client() as at_the_provider:
        page = at_the_provider.get(there)
        assert page.status_code == 200, page.text
        answer = at_the_provider.post(there, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]


def test_the_button_leads_to_the_provider_and_back_to_the_page_that_was_wanted(
    office: Office, visitor: Visitor
) -> None:
    page = visitor.at_ours.get("/login?next=/entry?q=2025Q3")
    link = re.search(r'<a class="button other" href="([^"]+)">统一身份认证</a>', page.text)
    assert link is not None
    assert link.group(1) == "/auth/oidc/start?next=%2Fentry%3Fq%3D2025Q3"
    started = visitor.at_ours.get(link.group(1))
    asked = {name: value[0] for name, value in parse_qs(urlsplit(started.headers["location"]).query).items()}
    assert asked["redirect_uri"] == CALLBACK
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert "openid" in asked["scope"].split()
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    cookie = started.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=lax", "path=/", "max-age=600"):
        assert word in cookie
    answer = visitor.answer(agree(started.headers["location"], "u-1001"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/entry?q=2025Q3")
    assert visitor.is_in
    key = fingerprint(visitor.at_ours.cookie)
    assert visitor.at_ours.get("/overview").json()["told"] == [key]
    assert rows(office.engine, SignInSession)[-1].account_id == office.ids["keji"]


def test_a_first_sign_in_binds_the_person_and_both_stand_in_the_trail(
    office: Office, visitor: Visitor, honest_provider: Running
) -> None:
    visitor.answer(agree(visitor.begin(), "u-1001"))
    (bound,) = rows(office.engine, ExternalIdentity)
    assert (bound.issuer, bound.subject) == (honest_provider.issuer, "u-1001")
    assert bound.account_id == office.ids["keji"]
    with reading(office.engine) as session:
        trail = session.exec(select(Audit).where(Audit.actor_id == office.ids["keji"])).all()
        attempts = session.exec(select(SignInAttempt)).all()
    assert [row.action for row in trail][-2:] == ["绑定统一身份", "登录"]
    assert '"way": "统一身份认证"' in trail[-1].detail
    assert [(each.login, each.succeeded) for each in attempts] == [("keji", True)]


def test_a_second_sign_in_binds_nothing_more(office: Office, visitor: Visitor) -> None:
    for _ in range(2):
        visitor.answer(agree(visitor.begin(), "u-1001"))
        visitor.at_ours.submit("/logout")
        assert not visitor.is_in
    assert len(rows(office.engine, ExternalIdentity)) == 1
    assert [row.action for row in rows(office.engine, Audit)].count("绑定统一身份") == 1


def test_no_account_is_made_for_somebody_whom_only_the_provider_knows(
    office: Office, visitor: Visitor
) -> None:
    answer = visitor.answer(agree(visitor.begin("/entry"), "u-1002"))
    assert answer.status_code == 403
    assert "本系统没有账号“nobody-here”" in answer.text
    assert 'name="next" value="/entry"' in answer.text, "the way on is kept for the password"
    assert not visitor.is_in
    assert not rows(office.engine, ExternalIdentity)


def test_who_changes_their_mind_at_the_provider_is_back_at_our_form(office: Office, visitor: Visitor) -> None:
    there = visitor.begin()
    back = httpx.post(there, data={"action": "deny"}).headers["location"]
    assert "error=access_denied" in back
    state = parse_qs(urlsplit(there).query)["state"][0]
    answer = visitor.at_ours.get(f"/auth/oidc/callback?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "统一身份认证没有完成" in answer.text
    assert not visitor.is_in


def test_somebody_who_is_in_already_is_not_sent_to_the_provider(office: Office, visitor: Visitor) -> None:
    visitor.at_ours.sign_in("keji")
    assert visitor.at_ours.get("/auth/oidc/start?next=/entry").headers["location"] == "/entry"


def test_signing_out_ends_our_session_and_the_button_signs_in_anew(office: Office, visitor: Visitor) -> None:
    visitor.answer(agree(visitor.begin(), "u-1001"))
    old = visitor.at_ours.cookie
    visitor.at_ours.submit("/logout")
    visitor.at_ours.client.cookies.set("tracker", old)
    assert not visitor.is_in
    visitor.at_ours.client.cookies.clear()
    visitor.answer(agree(visitor.begin(), "u-1001"))
    assert visitor.is_in
