"""A city that signs everybody in at its provider: passwords are refused in words, and no link is given."""

import pytest

from tests.accounts.office import NEW_PASSWORD, PASSWORD
from tests.own_account.conftest import CHANGE, SECOND_STEP, Desk
from tests.web.browser import hidden
from tracker.db import transaction
from tracker.domain.access import Role
from tracker.domain.credentials import Demands
from tracker.domain.language.errors import Refusal
from tracker.services import account_import, accounts, sign_in

ONLY: dict[str, object] = {"oidc_only": True, "oidc_issuer": "https://sso.example", "oidc_client_id": "t"}
DEMANDS = Demands(provider_only=True, break_glass="guanli")


def test_the_sign_in_page_has_nothing_to_type(desk: Desk) -> None:
    page = desk.browser(**ONLY).get("/login?next=/targets").text
    assert 'href="/auth/oidc/start?next=%2Ftargets"' in page
    assert "<input" not in page
    assert "密码" not in page.partition("<footer>")[0]


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_a_password_that_is_posted_all_the_same_is_refused_right_or_wrong(desk: Desk, password: str) -> None:
    browser = desk.browser(**ONLY)
    browser.client.cookies.set("tracker-form", "x" * 43)
    answer = browser.post("/login", {"form": "x" * 43, "login": "keji", "password": password})
    assert answer.status_code == 403
    assert "本系统只通过统一身份认证登录，不使用密码" in answer.text
    assert not browser.is_in()
    assert "登录失败" not in desk.actions(), "nothing was guessed at"


def test_one_administrator_may_still_where_the_city_names_one(desk: Desk) -> None:
    browser = desk.browser(**ONLY, break_glass="guanli")
    assert "<input" not in browser.get("/login").text
    asked = browser.get("/login?way=password")
    assert 'name="password"' in asked.text
    form = hidden(asked)
    assert browser.post("/login", form | {"login": "keji", "password": PASSWORD}).status_code == 403
    assert browser.post("/login", form | {"login": "guanli", "password": PASSWORD}).status_code == 303
    assert browser.is_in()


def test_the_name_alone_is_not_enough(desk: Desk) -> None:
    """Only an administrator: a clerk of that name would else sign in past the provider."""
    browser = desk.browser(**ONLY, break_glass="keji")
    form = hidden(browser.get("/login?way=password"))
    assert browser.post("/login", form | {"login": "keji", "password": PASSWORD}).status_code == 403
    assert not browser.is_in()


def test_links_are_not_given_and_those_of_before_set_nothing(desk: Desk) -> None:
    path = f"/password/{desk.office.link_for('keji')}"
    browser = desk.browser(**ONLY)
    assert "不使用密码" in browser.get(path).text
    browser.client.cookies.set("tracker-form", "x" * 43)
    fields = {"form": "x" * 43, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert browser.post(path, fields).status_code == 403
    now, ids = desk.clock(), desk.office.ids
    with pytest.raises(Refusal, match="不使用密码"), transaction(desk.office.engine) as session:
        accounts.issue_link(session, None, ids["keji"], now, DEMANDS)
    with transaction(desk.office.engine) as session:
        assert accounts.issue_link(session, None, ids["guanli"], now, DEMANDS)
    with pytest.raises(Refusal, match="不使用密码"), transaction(desk.office.engine) as session:
        accounts.set_password(session, path.rpartition("/")[2], NEW_PASSWORD, now, DEMANDS)


def test_a_device_that_was_asked_to_stay_by_a_password_does_so_no_more(desk: Desk) -> None:
    kept, usual = desk.browser(), desk.browser()
    kept.submit("/login", login="keji", password=PASSWORD, keep="30")
    usual.sign_in("keji")
    with transaction(desk.office.engine, advance=False) as session:
        sign_in.put_in_force(session, DEMANDS, desk.clock())
    assert not kept.is_in()
    assert usual.is_in(), "until its day ends"


def test_accounts_of_a_list_are_made_without_links(desk: Desk) -> None:
    cells = [["姓名", "登录名", "角色"], ["新人", "newcomer", "市领导"]]
    with transaction(desk.office.engine) as session:
        administrator = desk.office.person("guanli")
        made = account_import.import_accounts(session, administrator, cells, desk.clock(), DEMANDS)
        assert [(each.row.login, each.token) for each in made.handed] == [("newcomer", "")]


def test_own_forms_of_passwords_say_where_it_is_done(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    cookie = browser.cookie
    browser = desk.browser(**ONLY)
    browser.client.cookies.set("tracker", cookie)
    for path in (CHANGE, SECOND_STEP):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "您通过统一身份认证登录" in answer.text
    browser.client.cookies.set("tracker-form", "x" * 43)
    fields = {"form": "x" * 43, "old": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert "不使用密码" in browser.post(CHANGE, fields).text


@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_breaks_the_glass(role: Role) -> None:
    assert DEMANDS.admits_password("guanli", role) is (role is Role.ADMINISTRATOR)
    assert not DEMANDS.admits_password("keji", role)
    assert Demands().admits_password("keji", role)
