"""Accounts from a list in Excel: what a row may hold, what is refused, and that nothing is half loaded."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from time import perf_counter

import pytest
from openpyxl import Workbook, load_workbook

from tests.entry.ledger import JIAOTONG, KEJI, NOW, Desk, rows
from tests.pages.conftest import half_width
from tests.units.test_reforms import person, reform, unit_id
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import BadInput, NotAllowed, Refusal
from tracker.domain.workflow.account_list import HEADS, MOST, AccountList, read_list
from tracker.export.account_book import BookLine, account_book, cells_of, link_book
from tracker.queries.new_administrators import administrators_told
from tracker.queries.people import known_accounts, link_owner
from tracker.queries.successions import known_units
from tracker.services.account_import import Imported, import_accounts
from tracker.services.sign_in import fingerprint
from tracker.services.units import add_alias
from tracker.tables import Account, AccountUnit, Audit, OneTimeLink

HEAD = [*HEADS.values()]
ZHAO = ["赵琪", "zhaoqi", "部门填报人", KEJI, "13800000000", "zhao@example.gov.cn"]


def book(*lines: Sequence[object]) -> bytes:
    workbook, target = Workbook(), BytesIO()
    for line in lines:
        workbook.active.append(list(line))
    workbook.save(target)
    return target.getvalue()


def read(desk: Desk, *lines: Sequence[str]) -> AccountList:
    with reading(desk.engine) as session:
        accounts = known_accounts(session, desk.people["陈"])
        return read_list([HEAD, *lines], accounts, known_units(session), NOW.date())


def load(desk: Desk, *lines: Sequence[str], who: str = "陈") -> Imported:
    with transaction(desk.engine) as session:
        return import_accounts(session, desk.people[who], [HEAD, *lines], NOW)


def test_a_new_account_gets_its_units_and_a_link_that_is_kept_as_a_hash_alone(desk: Desk) -> None:
    made = load(desk, ZHAO)
    ((handed),) = made.handed
    account = next(each for each in rows(desk.engine, Account) if each.login == "zhaoqi")
    assert (account.name, account.role, account.phone) == ("赵琪", Role.CLERK, "13800000000")
    assert (account.email, account.password_hash) == ("zhao@example.gov.cn", None)
    assert person(desk, "zhaoqi").unit_ids == {unit_id(desk, KEJI)}
    with reading(desk.engine) as session:
        owner = link_owner(session, fingerprint(handed.token), NOW)
    assert owner is not None
    assert owner.login == "zhaoqi"
    assert handed.token not in str([each.model_dump() for each in rows(desk.engine, OneTimeLink)])
    row = rows(desk.engine, Audit)[-1]
    assert (row.action, row.subject) == ("导入账号", "新建1个，修改0个")
    assert handed.token not in row.detail


def test_a_known_account_is_changed_in_what_differs_and_said_so(desk: Desk) -> None:
    load(desk, ZHAO)
    line = ["赵琪", "ZhaoQi", "部门填报人", f"{KEJI}、{JIAOTONG}", "0573-87288001", ""]
    (listed,) = read(desk, line).rows
    assert [change.text for change in listed.changes] == [
        f"所在单位 {KEJI} → {KEJI}、{JIAOTONG}",
        "电话 13800000000 → 0573-87288001",
    ]
    made = load(desk, line)
    assert (made.handed, made.changed) == ((), 1)
    assert person(desk, "zhaoqi").unit_ids == {unit_id(desk, KEJI), unit_id(desk, JIAOTONG)}
    # The same list again has nothing to do, and leaves no trace.
    before = len(rows(desk.engine, Audit))
    assert load(desk, line).changed == 0
    assert len(rows(desk.engine, Audit)) == before


def test_whom_a_list_makes_administrators_the_others_are_told_of(desk: Desk) -> None:
    load(desk, ZHAO, ["何督", "hedu", "市府办督查", "", "", ""])
    load(desk, ["吴军", "wu", "系统管理员", "", "", ""], ["赵琪", "zhaoqi", "系统管理员", "", "", ""])
    with reading(desk.engine) as session:
        told = administrators_told(session, desk.people["陈"], None, NOW)
    assert {"wu", "zhaoqi"} <= {each.login for each in told}
    assert "hedu" not in {each.login for each in told}


def test_an_empty_cell_leaves_what_a_known_account_has(desk: Desk) -> None:
    load(desk, ZHAO)
    (listed,) = read(desk, ["赵琪", "zhaoqi", "部门填报人", "", "", ""]).rows
    assert (listed.changes, listed.email, listed.phone) == ((), ZHAO[5], ZHAO[4])


@pytest.mark.parametrize(
    ("place", "text", "says"),
    [
        (0, "", "请填写姓名"),
        (0, "琪" * 65, "最多64个字"),
        (1, "", "账号为2至64个字母"),
        (1, "zhao qi", "不含空格"),
        (2, "处长", "角色“处长”无法识别，应为：部门填报人、单位负责人"),
        (2, "", "角色“”无法识别"),
        (2, "市领导", "市领导不设置所在单位"),
        (3, "", "部门填报人至少要有一个所在单位"),
        (3, "市科技", f"没有名为“市科技”的单位，是否为：{KEJI}"),
        (3, "市审计局", "没有名为“市审计局”的单位，请先在“单位”页新增"),
        (4, "电话13800", "电话无法识别"),
        (5, "zhao", "邮箱地址无法识别"),
        (0, '=HYPERLINK("http://x")', "“姓名”是公式"),
        (4, "=1+1", "“电话”是公式"),
    ],
)
def test_what_a_row_may_not_hold_is_refused_with_its_number(
    desk: Desk, place: int, text: str, says: str
) -> None:
    wrong = [*ZHAO[:place], text, *ZHAO[place + 1 :]]
    listed = read(desk, ["何新", "hexin", "部门填报人", KEJI], wrong)
    assert [each.row for each in listed.refused] == [3]
    assert says in listed.refused[0].text
    assert listed.refused[0].text.startswith("第3行：")
    with pytest.raises(BadInput, match="第3行"):
        load(desk, ["何新", "hexin", "部门填报人", KEJI], wrong)
    assert "hexin" not in {each.login for each in rows(desk.engine, Account)}


@pytest.mark.parametrize("units", [KEJI, "市政府", f"{KEJI}、市府办"])
def test_who_is_of_no_unit_is_told_to_leave_it_empty_whatever_unit_is_written(desk: Desk, units: str) -> None:
    (refused,) = read(desk, ["孙", "sun", "市领导", units, "", ""]).refused
    assert refused.text == "第2行：市领导不设置所在单位，请把“所在单位”留空。"


def test_every_refusal_is_listed_at_once(desk: Desk) -> None:
    listed = read(desk, ["", "zhaoqi", "处长", "市审计局", "x", "y"], ["钱", "ZHAOQI ", "市领导", "", "", ""])
    assert [each.row for each in listed.refused] == [2, 2, 2, 2, 2, 3]
    assert "登录名与第2行重复" in listed.refused[-1].text


def test_units_are_found_by_short_names_aliases_and_what_they_became(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        add_alias(session, desk.people["陈"], unit_id(desk, JIAOTONG), "交通局", NOW)
    reform(desk)
    (listed,) = read(desk, ["赵", "zhaoqi", "部门填报人", f"{KEJI}，交通局", "", ""]).rows
    assert {unit.name for unit in listed.units} == {"市科学技术局", JIAOTONG}
    load(desk, ["赵", "zhaoqi", "部门填报人", KEJI, "", ""])
    # With the history of the unit that has ended.
    assert unit_id(desk, KEJI) in person(desk, "zhaoqi").unit_ids


def test_heads_may_stand_below_a_title_in_any_order(desk: Desk) -> None:
    cells = [
        ["账号表"],
        [],
        ["角色", "登录 名", "姓名", "别的"],
        ["市领导", "sun", "孙", "x"],
        ["", "", "", ""],
    ]
    with reading(desk.engine) as session:
        listed = read_list(cells, known_accounts(session, desk.people["陈"]), (), NOW.date())
    assert [(each.row, each.login, each.role) for each in listed.rows] == [(4, "sun", Role.LEADER)]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([], "没有找到表头"),
        ([["编号", "目标"]], "表头应有：姓名、登录名、角色"),
        ([HEAD], "表中没有账号"),
        ([HEAD, *([[f"人{n}", f"ren{n}", "市领导"] for n in range(MOST + 1)])], "一次最多导入5000个账号"),
    ],
    ids=["empty", "another table", "heads alone", "too many"],
)
def test_a_sheet_that_is_no_list_of_accounts_is_told_what_to_do(cells: list[list[str]], says: str) -> None:
    listed = read_list(cells, {}, (), NOW.date())
    assert listed.rows == ()
    assert [says in each.text for each in listed.refused] == [True]


def test_nobody_changes_their_own_role_by_a_list(desk: Desk) -> None:
    load(desk, ["孙", "sunguan", "系统管理员", "", "", ""])
    desk.people["孙"] = person(desk, "sunguan")
    with pytest.raises(Refusal, match="不能更改自己的角色"):
        load(desk, ["孙", "sunguan", "市府办督查", "", "", ""], who="孙")
    assert load(desk, ["孙关", "sunguan", "系统管理员", "", "", ""], who="孙").changed == 1


def test_only_who_manages_accounts_brings_a_list(desk: Desk) -> None:
    for who in ("王", "周", "沈"):
        with pytest.raises(NotAllowed):
            load(desk, ZHAO, who=who)


def test_what_is_taken_along_can_be_brought_back_and_changes_nothing(desk: Desk) -> None:
    load(desk, ZHAO, ["孙", "sunguan", "系统管理员", "", "", ""])
    with reading(desk.engine) as session:
        # Logins of a single character no account of a city has.
        known = known_accounts(session, desk.people["陈"]).items()
    accounts = {login: account for login, account in known if len(login) > 1}
    lines = [
        BookLine(
            each.name,
            each.login,
            each.role,
            tuple(unit.name for unit in each.units),
            each.phone,
            each.email,
        )
        for each in accounts.values()
    ]
    cells = cells_of(account_book(lines, [KEJI, JIAOTONG]))
    with reading(desk.engine) as session:
        listed = read_list(cells, accounts, known_units(session), NOW.date())
    assert (len(listed.rows), listed.unchanged, listed.refused) == (2, 2, ())


def test_a_sheet_is_read_as_texts_by_a_process_of_its_own() -> None:
    cells = cells_of(book(HEAD, ["赵", "zhao", "市领导", None, 13800000000, "=1+1"]))
    assert cells[1][:6] == ["赵", "zhao", "市领导", "", "13800000000", "=1+1"]


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes whose one sheet unpacks to hundreds of megabytes."""
    target, source = BytesIO(), BytesIO(book(HEAD))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                row = b'<row><c t="inlineStr"><is><t>' + b"x" * 300_000_000 + b"</t></is></c></row>"
                content = content.replace(b"</sheetData>", row + b"</sheetData>")
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0" + b"\0" * 600],
    ids=["empty", "torn", "xls"],
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refusal, match="另存为"):
        cells_of(content)


def test_a_bomb_ends_its_own_process_and_nothing_else() -> None:
    with pytest.raises(Refusal, match="表格"):
        cells_of(bomb())


def test_a_sheet_of_nothing_but_unknown_units_is_refused_at_once(desk: Desk) -> None:
    """Every name is looked for; to which others it is similar, for the first few hundred alone."""
    began = perf_counter()
    listed = read(
        desk, *([f"人{n}", f"ren{n:04d}", "部门填报人", f"市科技{n}局", "", ""] for n in range(MOST))
    )
    assert len(listed.refused) == MOST
    assert f"是否为:{KEJI}" in half_width(listed.refused[0].text)
    assert "请先在“单位”页新增" in listed.refused[-1].text
    print(f"{MOST} unknown units: {perf_counter() - began:.1f} s")


def test_five_thousand_accounts_are_read_and_stored_in_one_go(desk: Desk) -> None:
    lines = [[f"人{n}", f"ren{n:04d}", "部门填报人", KEJI, "", ""] for n in range(MOST)]
    content = book(HEAD, *lines)
    began = perf_counter()
    cells = cells_of(content)
    with transaction(desk.engine) as session:
        made = import_accounts(session, desk.people["陈"], cells, NOW)
    assert len(made.handed) == len({each.token for each in made.handed}) == MOST
    assert len(rows(desk.engine, AccountUnit)) == MOST + 3
    print(f"{MOST} accounts: {perf_counter() - began:.1f} s")


def test_the_sheet_to_hand_out_has_a_line_and_a_link_for_each(desk: Desk) -> None:
    made = load(desk, ZHAO)
    link = f"https://x.gov.cn/password/{made.handed[0].token}"
    sheet = load_workbook(
        BytesIO(link_book([BookLine("赵琪", "zhaoqi", Role.CLERK, (KEJI,), link=link)], made.until))
    ).active
    assert "10月12日" in sheet["A1"].value
    assert [cell.value for cell in sheet[3]] == ["赵琪", "zhaoqi", "部门填报人", KEJI, link]
