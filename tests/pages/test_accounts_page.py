"""账号: the administrator keeps accounts; passwords are set by their owners, with a link shown once."""

import re

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages import world
from tests.pages.conftest import Visit, errors_of, is_refused, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.db import reading
from tracker.domain.access import Person, Role
from tracker.queries.people import AccountLine, link_owner, list_accounts
from tracker.services.sign_in import fingerprint


def accounts(engine: Engine) -> dict[str, AccountLine]:
    with reading(engine) as session:
        listed = list_accounts(session, Person(0, "", "", Role.ADMINISTRATOR), world.NOW)
    return {account.login: account for account in listed}


def button(at, word: str):  # type: ignore[no-untyped-def]
    return next(each for each in at.button if each.label == word)


def test_the_list_shows_who_may_sign_in_and_as_what(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "accounts")
    assert not at.exception
    clerk = next(row for row in rows_of(text_of(at), "账号列表") if row[0] == "keji")
    assert clerk[1:5] == ["王晓岚", "部门填报人", "市科技局", "在用"]
    assert clerk[6] == "2025-10-09 08:57"


def listed(at: AppTest) -> list[str]:
    return [row[0] for row in rows_of(text_of(at), "账号列表")]


def test_a_row_leads_to_its_account(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "accounts", role="clerk")
    clerk = accounts(world_engine)[KEJI]
    assert f'href="/accounts?role=clerk&amp;account={clerk.id}"' in text_of(at)
    at = visit(ADMINISTRATOR, "accounts", account=str(clerk.id))
    assert at.text_input[0].value == "王晓岚"
    assert "没有这个账号" in text_of(visit(ADMINISTRATOR, "accounts", account="99999"))


def test_the_list_is_narrowed_by_what_stands_in_the_address(visit: Visit, world_engine: Engine) -> None:
    unit = next(iter(accounts(world_engine)[JIAOTONG].unit_ids))
    assert listed(visit(ADMINISTRATOR, "accounts", unit=str(unit))) == [JIAOTONG]
    assert listed(visit(ADMINISTRATOR, "accounts", role="leader")) == [LEADER]
    assert "没有符合条件的账号" in text_of(visit(ADMINISTRATOR, "accounts", state="stopped"))
    at = visit(ADMINISTRATOR, "accounts")
    assert len(listed(at)) == 5
    at.text_input[0].set_value("晓岚").run()
    assert listed(at) == [KEJI]
    assert at.query_params["text"] in ("晓岚", ["晓岚"])
    assert len(listed(visit(ADMINISTRATOR, "accounts", role="alles", unit="x", state="?"))) == 5


def test_an_account_is_created_with_its_units(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "accounts", account="new")
    unit_id = next(iter(accounts(world_engine)[JIAOTONG].unit_ids))
    at.text_input(key="login_5").set_value("Zhaoqi")
    at.text_input(key="name_new_5").set_value("赵琪")
    at.multiselect(key="units_new_5").set_value([unit_id])
    button(at, "新建账号").click().run()
    assert not at.exception
    created = accounts(world_engine)["zhaoqi"]
    assert (created.name, created.role, created.units) == ("赵琪", Role.CLERK, ("市交通运输局",))
    assert not created.has_password
    assert "已生成密码设置链接,请交给赵琪本人" in text_of(at)
    with reading(world_engine) as session:
        owner = link_owner(session, fingerprint(str(at.code[0].value).rpartition("/")[2]), world.NOW)
    assert owner is not None
    assert owner.login == "zhaoqi"
    assert at.query_params["account"] in (str(created.id), [str(created.id)]), "it is managed from there"


def test_a_clerk_without_a_unit_is_refused_in_words(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "accounts", account="new")
    at.text_input(key="login_5").set_value("zhaoqi")
    at.text_input(key="name_new_5").set_value("赵琪")
    button(at, "新建账号").click().run()
    assert errors_of(at) == ["部门填报人至少要有一个所在单位。"]
    assert "zhaoqi" not in accounts(world_engine)


def test_role_and_units_can_be_changed(visit: Visit, world_engine: Engine) -> None:
    clerk = accounts(world_engine)[KEJI]
    at = visit(ADMINISTRATOR, "accounts", account=str(clerk.id))
    role = next(each for each in at.selectbox if each.label == "角色" and str(clerk.id) in str(each.key))
    role.set_value(Role.LEADER).run()
    button(at, "保存修改").click().run()
    assert not at.exception
    changed = accounts(world_engine)[KEJI]
    assert (changed.role, changed.units) == (Role.LEADER, ())


def test_a_disabled_account_is_out_at_once_and_can_come_back(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "accounts", account=str(accounts(world_engine)[KEJI].id))
    button(at, "停用账号").click().run()
    assert not accounts(world_engine)[KEJI].is_active
    assert button(at, "签发密码链接").disabled
    button(at, "启用账号").click().run()
    assert accounts(world_engine)[KEJI].is_active


def test_nobody_disables_themselves(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "accounts", account=str(accounts(world_engine)[ADMINISTRATOR].id))
    button(at, "停用账号").click().run()
    assert errors_of(at) == ["不能停用自己的账号,请由另一位系统管理员操作。"]


def test_a_link_is_absolute_usable_and_shown_once(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "accounts", account=str(accounts(world_engine)[KEJI].id))
    button(at, "签发密码链接").click().run()
    assert not at.exception
    address = str(at.code[0].value)
    found = re.fullmatch(r"https://kpi\.example\.gov\.cn/password/([\w-]+)", address)
    assert found
    with reading(world_engine) as session:
        owner = link_owner(session, fingerprint(found[1]), world.NOW)
    assert owner is not None
    assert owner.login == KEJI
    at.run()
    assert not at.code


@pytest.mark.parametrize("login", [KEJI, REVIEWER, LEADER])
def test_only_the_administrator_opens_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "accounts"))
