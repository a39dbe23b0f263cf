"""The pages of three administrators: each is shown what is theirs to do, and told who does the rest."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, text_of
from tests.pages.test_accounts_page import button
from tests.pages.world import ADMINISTRATOR, KEJI, NOW
from tracker.db import reading, transaction
from tracker.domain.access import PAGES, Duty, Person, Role, may_open
from tracker.queries.people import AccountLine, list_accounts
from tracker.services import accounts, duties
from tracker.tables import SignInSession
from tracker.ui.navigation import home_of

LOGINS = {Duty.SYSTEM: ADMINISTRATOR, Duty.SECURITY: "anquan", Duty.AUDIT: "shenji"}
Open = Callable[..., AppTest]


@pytest.fixture
def open_as(visit: Visit, world_engine: Engine) -> Open:
    """The world with administration split over three people who have signed in."""
    with transaction(world_engine) as session:
        duties.put_in_force(session, True, NOW)
        for duty in (Duty.SECURITY, Duty.AUDIT):
            login = LOGINS[duty]
            account = accounts.create_account(
                session, None, login, duty.word, Role.ADMINISTRATOR, [], NOW, duty=duty
            )
            session.add(
                SignInSession(
                    token_sha256=login,
                    account_id=account,
                    created_at=NOW,
                    seen_at=NOW,
                    expires_at=NOW.replace(hour=23),
                )
            )
    return lambda duty, page, **address: visit(LOGINS[duty], page, **address)


def line(engine: Engine, login: str) -> AccountLine:
    with reading(engine) as session:
        listed = list_accounts(session, Person(0, "", "", Role.ADMINISTRATOR), NOW)
    return next(each for each in listed if each.login == login)


def words(at: AppTest) -> set[str]:
    return {each.label for each in at.button}


@pytest.mark.parametrize("duty", Duty)
def test_each_page_opens_to_whose_duty_it_is_and_says_so_to_the_others(open_as: Open, duty: Duty) -> None:
    for page in ("accounts", "units", "rules", "audit", "status", "handover", "plans", "help"):
        at = open_as(duty, page)
        assert not at.exception, page
        assert ("您没有查看" in text_of(at)) is not may_open(duty, page), page
    assert home_of(duty) in PAGES


def test_the_security_administrator_sets_rights_and_reads_the_rest(
    open_as: Open, world_engine: Engine
) -> None:
    at = open_as(Duty.SECURITY, "accounts", account=str(line(world_engine, KEJI).id))
    assert {"停用账号", "签发密码链接"} <= words(at)
    disabled = {each.label: each.disabled for each in (*at.text_input, *at.selectbox)}
    assert (disabled["姓名"], disabled["邮箱"], disabled["角色"]) == (True, True, False)
    assert "新建账号" not in text_of(open_as(Duty.SECURITY, "accounts"))
    assert "账号由系统管理员新建和导入" in text_of(open_as(Duty.SECURITY, "accounts", account="new"))
    peer = open_as(Duty.SECURITY, "accounts", account=str(line(world_engine, ADMINISTRATOR).id))
    assert button(peer, "签发密码链接").disabled
    assert "保存修改" not in words(peer)


def test_the_system_administrator_makes_an_account_that_waits(open_as: Open, world_engine: Engine) -> None:
    unit = next(iter(line(world_engine, KEJI).unit_ids))
    at = open_as(Duty.SYSTEM, "accounts", account="new")
    turn = next(str(each.key).removeprefix("login_") for each in at.text_input if each.label == "登录名")
    at.text_input(key=f"login_{turn}").set_value("xin")
    at.text_input(key=f"name_new_{turn}").set_value("新人")
    at.multiselect(key=f"units_new_{turn}").set_value([unit])
    assert "系统管理员" not in at.selectbox(key=f"role_new_{turn}").options
    button(at, "新建账号").click().run()
    assert not at.exception
    assert "待安全管理员核对角色和单位后启用" in text_of(at)
    made = line(world_engine, "xin")
    assert made.waits
    assert words(at).isdisjoint({"停用账号", "启用账号", "签发密码链接"})
    said = text_of(open_as(Duty.SECURITY, "accounts", state="waiting"))
    assert "账号 1个" in said
    assert f"account={made.id}" in said
    at = open_as(Duty.SECURITY, "accounts", account=str(made.id))
    button(at, "启用账号").click().run()
    assert line(world_engine, "xin").is_active


def test_what_waits_is_enabled_in_one_click_with_a_sheet_of_links(
    open_as: Open, world_engine: Engine
) -> None:
    system = Person(line(world_engine, ADMINISTRATOR).id, ADMINISTRATOR, "", Duty.SYSTEM)
    with transaction(world_engine) as session:
        for login in ("xin", "zhao"):
            accounts.create_account(session, system, login, "新人", Role.LEADER, [], NOW)
    assert "签发链接" not in "".join(words(open_as(Duty.SYSTEM, "accounts", state="waiting")))
    at = open_as(Duty.SECURITY, "accounts", state="waiting")
    button(at, "启用本页2个并签发链接").click().run()
    assert not at.exception
    assert "已启用2个账号" in text_of(at)
    assert [line(world_engine, login).is_active for login in ("xin", "zhao")] == [True, True]
    assert line(world_engine, "xin").link_expires_at is not None
    assert [each.label for each in at.get("download_button")][:1] == ["下载登录链接表"]


@pytest.mark.parametrize("duty", Duty)
def test_each_has_help_of_the_own_duty(open_as: Open, duty: Duty) -> None:
    said = text_of(open_as(duty, "help"))
    assert duty.word in said
    assert "三位管理员的账号从哪里来" in said
