"""单位: the list, a new unit, a new name; and 账号 offers units that lead nothing."""

from sqlalchemy import Engine

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, is_refused, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, REVIEWER
from tracker.domain.access import Role
from tracker.tables import Account, AccountUnit, Unit


def button(at, word: str):  # type: ignore[no-untyped-def]
    return next(each for each in at.button if each.label == word)


def field(at, label: str, part: str):  # type: ignore[no-untyped-def]
    return next(each for each in at.text_input if each.label == label and part in str(each.key))


def test_the_list_marks_units_that_lead_and_have_no_clerk(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "units")
    assert not at.exception
    listed = {row[0]: row for row in rows_of(text_of(at), "单位列表")}
    _name, _short, _aliases, led, _co_led, clerks, _heads = listed["市科技局"]
    assert (clerks, int(led) > 0) == ("王晓岚", True)
    assert listed["市发改局"][5] == "没有填报人"
    assert "个牵头单位还没有填报人" in text_of(at)
    assert "项数含目标和预算。" in text_of(at)


def test_a_new_unit_can_be_given_to_an_account_at_once(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "units", edit="new")
    field(at, "单位名称", "new").set_value("市数据局")
    button(at, "新增单位").click().run()
    assert not at.exception
    assert not errors_of(at)
    unit = next(each for each in rows(world_engine, Unit) if each.name == "市数据局")
    at = visit(ADMINISTRATOR, "accounts", account="new")
    at.text_input(key="login_5").set_value("shuju")
    at.text_input(key="name_new_5").set_value("赵琪")
    at.selectbox(key="role_new_5").set_value(Role.HEAD).run()
    at.multiselect(key="units_new_5").set_value([unit.id])
    button(at, "新建账号").click().run()
    assert not at.exception
    account = next(each for each in rows(world_engine, Account) if each.login == "shuju")
    assert account.role is Role.HEAD
    assert (account.id, unit.id) in {
        (each.account_id, each.unit_id) for each in rows(world_engine, AccountUnit)
    }


def test_a_head_without_a_unit_is_refused_in_words(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "accounts", account="new")
    at.text_input(key="login_5").set_value("juzhang")
    at.text_input(key="name_new_5").set_value("赵琪")
    at.selectbox(key="role_new_5").set_value(Role.HEAD).run()
    button(at, "新建账号").click().run()
    assert errors_of(at) == ["单位负责人至少要有一个所在单位。"]


def test_a_clerk_becomes_the_head_of_another_unit(visit: Visit, world_engine: Engine) -> None:
    clerk = next(each for each in rows(world_engine, Account) if each.login == KEJI)
    other = next(each for each in rows(world_engine, Unit) if each.name == "市财政局")
    at = visit(ADMINISTRATOR, "accounts", account=str(clerk.id))
    role = next(each for each in at.selectbox if each.label == "角色" and str(clerk.id) in str(each.key))
    role.set_value(Role.HEAD).run()
    units = next(each for each in at.multiselect if str(clerk.id) in str(each.key))
    units.set_value([other.id])
    button(at, "保存修改").click().run()
    assert not at.exception
    changed = next(each for each in rows(world_engine, Account) if each.login == KEJI)
    own = {each.unit_id for each in rows(world_engine, AccountUnit) if each.account_id == clerk.id}
    assert (changed.role, own) == (Role.HEAD, {other.id})


def test_a_unit_is_renamed(visit: Visit, world_engine: Engine) -> None:
    unit = next(each for each in rows(world_engine, Unit) if each.name == "市科技局")
    assert f'href="/units?edit={unit.id}"' in text_of(visit(ADMINISTRATOR, "units"))
    at = visit(ADMINISTRATOR, "units", edit=str(unit.id))
    field(at, "单位名称", f"{unit.id}_").set_value("市科学技术局")
    button(at, "保存修改").click().run()
    assert not at.exception
    assert "修改已保存" in text_of(at)
    assert "市科学技术局" in {each.name for each in rows(world_engine, Unit)}


def test_a_name_that_is_taken_is_refused_in_words(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "units", edit="new")
    field(at, "单位名称", "new").set_value("市财政局")
    button(at, "新增单位").click().run()
    assert len(errors_of(at)) == 1
    assert "“市财政局”已是" in errors_of(at)[0]


def test_the_page_says_that_it_has_no_past(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "units", edit="new", asof="2025-07-01")
    assert "显示的是现在的情况" in text_of(at)
    field(at, "单位名称", "new").set_value("市数据局")
    button(at, "新增单位").click().run()
    assert any("正在回看过去的情况" in each for each in errors_of(at))


def test_others_do_not_open_it(visit: Visit) -> None:
    assert all(is_refused(visit(login, "units")) for login in (KEJI, REVIEWER, LEADER))
