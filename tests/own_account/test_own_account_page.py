"""我的账号: what somebody signs in with, where they are signed in, and what they are told then."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.own_account.test_own_sign_ins import PHONE
from tests.pages.conftest import Visit, text_of, visit, world_engine, world_file, world_url
from tests.pages.test_accounts_page import accounts, button
from tests.pages.world import ADMINISTRATOR, KEJI, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.queries.people import person_of_login
from tracker.services import sign_in
from tracker.tables import (
    Account,
    Authenticator,
    ExternalIdentity,
    PasswordChange,
    RecoveryCode,
    SignInSession,
)
from tracker.ui.frame import shell

__all__ = ["visit", "world_engine", "world_file", "world_url"]
DAY = timedelta(days=1)


def signed_in(engine: Engine, token: str, before: timedelta, login: str = KEJI) -> None:
    at = NOW - before
    with transaction(engine, advance=False) as session:
        account = person_of_login(session, login).account_id
        row = SignInSession(
            token_sha256=token, account_id=account, created_at=at, seen_at=at, expires_at=at + DAY
        )
        row.address, row.agent = "10.7.8.9", PHONE
        session.add(row)


def test_other_devices_are_ended_one_by_one_or_all(visit: Visit, world_engine: Engine) -> None:
    for number, token in enumerate(("a-phone", "a-tablet", "a-meeting-room"), 1):
        signed_in(world_engine, token, timedelta(minutes=number))
    signed_in(world_engine, "somebody else's", timedelta(minutes=1), REVIEWER)
    at = visit(KEJI, "account")
    assert not at.exception
    assert "正在登录的设备4处" in text_of(at)
    assert text_of(at).count("本次登录") == 1
    assert text_of(at).count("安卓手机,微信,10.7.8.9") == 3
    at.button(key="end-a-tablet").click().run()
    assert not at.exception
    assert "这次登录已结束" in text_of(at)
    assert "正在登录的设备3处" in text_of(at)
    button(at, "结束其他全部登录").click().run()
    assert "已结束2处登录" in text_of(at)
    assert "正在登录的设备1处" in text_of(at)
    assert not {each.label for each in at.main.button} & {"结束", "结束其他全部登录"}
    with reading(world_engine) as session:
        assert session.get_one(SignInSession, "somebody else's").ended_at is None


def test_a_password_and_a_second_step_are_shown_with_the_way_to_change_them(
    visit: Visit, world_engine: Engine
) -> None:
    with transaction(world_engine, advance=False) as session:
        account = session.get_one(Account, person_of_login(session, KEJI).account_id)
        account.password_hash = "a hash"
        session.add(account)
        assert account.id is not None
        session.add(PasswordChange(account_id=account.id, set_at=NOW - 3 * DAY))
    said = text_of(visit(KEJI, "account"))
    assert 'href="/account/password"' in said
    assert "2025-10-06 09:00" in said
    assert "未启用" in said
    with transaction(world_engine, advance=False) as session:
        session.add(Authenticator(account_id=account.id, secret="A" * 32, confirmed_at=NOW, last_step=1))
        session.add_all(RecoveryCode(account_id=account.id, code_sha256=str(n)) for n in range(3))
    said = text_of(visit(KEJI, "account"))
    assert "已启用" in said
    assert "还有3个" in said
    assert "A" * 32 not in said


def test_who_signs_in_at_the_provider_has_nothing_to_change_here(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine, advance=False) as session:
        account = person_of_login(session, KEJI).account_id
        session.add(ExternalIdentity(issuer="https://sso", subject="9", account_id=account, bound_at=NOW))
    said = text_of(visit(KEJI, "account"))
    assert "您通过统一身份认证登录" in said
    assert "/account/password" not in said


def test_the_last_sign_in_is_told_on_the_page_that_is_opened_first(
    visit: Visit, world_engine: Engine
) -> None:
    assert "上次登录" not in text_of(visit(KEJI, "tasks")), "it was the first"
    signed_in(world_engine, "before", 2 * DAY)
    said = text_of(visit(KEJI, "tasks"))
    assert "上次登录:10月7日 09:00,10.7.8.9,安卓手机,微信" in said
    assert "输错" not in said
    with transaction(world_engine, advance=False) as session:
        for _ in range(3):
            sign_in.count_attempt(session, KEJI, "10.1.2.3", False, NOW - DAY)
    assert "此后密码或验证码输错3次" in text_of(visit(KEJI, "tasks"))


def test_who_lost_the_phone_is_helped_with_one_click_and_told(visit: Visit, world_engine: Engine) -> None:
    keji = accounts(world_engine)[KEJI].id
    with transaction(world_engine, advance=False) as session:
        session.add(Authenticator(account_id=keji, secret="A" * 32, confirmed_at=NOW, last_step=1))
    at = visit(ADMINISTRATOR, "accounts", account=str(accounts(world_engine)[REVIEWER].id))
    assert "解除两步验证" not in {each.label for each in at.button}
    at = visit(ADMINISTRATOR, "accounts", account=str(keji))
    button(at, "解除两步验证").click().run()
    assert not at.exception
    assert "两步验证已解除" in text_of(at)
    assert "解除两步验证" not in {each.label for each in at.button}
    signed_in(world_engine, "before", DAY)
    with transaction(world_engine, advance=False) as session:
        session.get_one(SignInSession, KEJI).ended_at = None
    assert "您的两步验证已由系统管理员于10月9日 09:00解除" in text_of(visit(KEJI, "tasks"))


@pytest.fixture
def provider_only(world_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("ONLY", "1"), ("ISSUER", "https://sso.example"), ("CLIENT_ID", "tracker")):
        monkeypatch.setenv(f"TRACKER_OIDC_{name}", text)
    shell.settings.cache_clear()


@pytest.mark.usefixtures("provider_only")
def test_with_the_provider_alone_no_link_is_offered(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "accounts", account=str(accounts(world_engine)[KEJI].id))
    assert not at.exception
    assert "签发密码链接" not in {each.label for each in at.button}
    at = visit(ADMINISTRATOR, "accounts", account="new")
    at.text_input(key="login_5").set_value("zhaoqi")
    at.text_input(key="name_new_5").set_value("赵琪")
    at.selectbox(key="role_new_5").set_value(Role.LEADER)
    button(at, "新建账号").click().run()
    assert not at.exception
    assert "本人通过统一身份认证登录" in text_of(at)
    assert accounts(world_engine)["zhaoqi"].link_expires_at is None
