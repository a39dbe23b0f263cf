"""账号, 从 Excel 导入: refusals by their rows, a preview of what is new and what changes, the links once."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, text_of
from tests.pages.world import ADMINISTRATOR, KEJI
from tests.units.test_account_list import HEAD, ZHAO, book
from tests.units.test_units_page import button
from tracker.tables import Account
from tracker.ui.system import account_lists


def chosen(monkeypatch: pytest.MonkeyPatch, content: bytes, name: str = "账号.xlsx") -> None:
    """AppTest has no uploader that takes a file: the page is given one as the widget would give it."""
    file = SimpleNamespace(name=name, getvalue=lambda: content)
    monkeypatch.setattr(account_lists.st, "file_uploader", lambda *_args, **_how: file)


def test_a_preview_says_what_is_new_and_what_changes_and_the_click_does_it(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = next(each for each in rows(world_engine, Account) if each.login == KEJI)
    line = [known.name, KEJI, "部门填报人", "市科技局", "0573-87288001", ""]
    chosen(monkeypatch, book(HEAD, ZHAO, line))
    at = visit(ADMINISTRATOR, "accounts", account="import")
    assert not at.exception
    assert "新建1个,修改1个,没有变化0个" in text_of(at)
    assert "电话 — → 0573-87288001" in text_of(at)
    button(at, "导入").click().run()
    assert not errors_of(at)
    assert "已新建1个账号,修改1个。" in text_of(at)
    assert "zhaoqi" in {each.login for each in rows(world_engine, Account)}
    links = load_workbook(BytesIO(at.session_state[account_lists._LINKS])).active
    assert "/password/" in links["E3"].value
    # Once the page is left they are gone.
    at = visit(ADMINISTRATOR, "accounts")
    assert account_lists._LINKS not in at.session_state
    assert "zhaoqi" in text_of(at)


def test_all_refusals_are_listed_and_the_button_is_shut(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(
        monkeypatch, book(HEAD, ["", "zhaoqi", "处长", "市科局", "", ""], ["孙", "孙", "市领导", "", "", ""])
    )
    at = visit(ADMINISTRATOR, "accounts", account="import")
    assert not at.exception
    for said in (
        "第2行:请填写姓名",
        "第2行:角色“处长”无法识别",
        "是否为:市科技局",
        "第3行:账号为2至64个",
    ):
        assert said in text_of(at)
    assert button(at, "导入").disabled


@pytest.mark.parametrize(
    ("name", "content"),
    [("账号.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600), ("账号.xlsx", b"no book"), ("账号.csv", b"a,b\n")],
)
def test_what_is_no_workbook_is_told_what_to_do(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    chosen(monkeypatch, content, name)
    at = visit(ADMINISTRATOR, "accounts", account="import")
    assert not at.exception
    assert "没有上传" in text_of(at) or "请选择 .xlsx 文件" in text_of(at)


def test_a_number_to_ring_is_kept_with_the_account(visit: Visit, world_engine: Engine) -> None:
    known = next(each for each in rows(world_engine, Account) if each.login == KEJI)
    at = visit(ADMINISTRATOR, "accounts", account=str(known.id))
    next(each for each in at.text_input if each.label == "电话").set_value("0573-87288001").run()
    button(at, "保存修改").click().run()
    assert not errors_of(at)
    assert "0573-87288001" in text_of(visit(ADMINISTRATOR, "accounts"))
