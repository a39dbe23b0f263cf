"""账号表: the accounts as a sheet to keep and to bring back, and the sign-in links of new ones to hand out.

A sheet that is brought back is read within bounds by a process of its own (python -m
tracker.export.account_book): texts alone, no formula is computed.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.bounds import Broken, Child, bound_arguments
from tracker.domain.access import Role
from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import Refusal
from tracker.domain.workflow.account_list import HEADS, MOST
from tracker.domain.workflow.lifecycle import day_and_hour
from tracker.export.sheets.look import Styles, put_text, safe_text, workbook_options
from tracker.export.theme import theme_xml

MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 15
_WALL_SECONDS = 30
_ROWS, _COLUMNS, _CELL = MOST + 200, 12, 500
_WIDTHS = (12, 18, 14, 40, 18, 30, 10)
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  equal rows are to give equal bytes
_CHILD = Child("tracker.export.account_book")


@dataclass(frozen=True)
class BookLine:
    """An account as a sheet has it; ``link``: only where it is to be handed out."""

    name: str
    login: str
    role: Role
    units: tuple[str, ...]
    phone: str = ""
    email: str = ""
    is_active: bool = True
    link: str = ""

    @property
    def first_cells(self) -> tuple[str, ...]:
        return self.name, self.login, self.role.word, _("、").join(self.units)


@in_chinese()
def account_book(lines: Sequence[BookLine], units: Sequence[str]) -> bytes:
    """The accounts with their state; without any a template. ``units``: the names that can be written."""
    rows = [
        (*line.first_cells, line.phone, line.email, "在用" if line.is_active else "已停用") for line in lines
    ]
    target = BytesIO()
    workbook, styles = _workbook(target, "账号")
    sheet = workbook.add_worksheet("账号")
    _table(sheet, styles, (*HEADS.values(), "状态"), rows, _WIDTHS)
    roles = [role.word for role in Role]
    sheet.data_validation(1, 2, MOST, 2, {"validate": "list", "source": roles})
    notes = workbook.add_worksheet("填写说明")
    notes.set_column(0, 0, 90)
    said = (
        "每行一个账号,表头不要改动;“状态”只供查看,不导入。",
        "登录名已有的,只修改与现在不同的内容,空着的单元格保持不变;没有的,新建账号并生成登录链接。",
        f"角色:{'、'.join(roles)}。",
        "填报人和单位负责人要写所在单位,几个单位用顿号隔开,名称、简称、别名都可以;其他角色不写。",
        f"一次最多{MOST}行。有一行不能导入时,全部不导入。",
        "现有单位:",
        *units,
    )
    for line, text in enumerate(said):
        put_text(notes, line, 0, text, styles.text_cell())
    workbook.close()
    return target.getvalue()


@in_chinese()
def link_book(lines: Sequence[BookLine], until: datetime) -> bytes:
    """Name, login, role, units and link of each new account, to be printed, cut and handed out."""
    rows = [(*line.first_cells, line.link) for line in lines]
    target = BytesIO()
    workbook, styles = _workbook(target, "登录链接")
    sheet = workbook.add_worksheet("登录链接")
    title = f"登录链接,请交给本人。用链接设置密码,用后作废;{day_and_hour(until)}前有效。"
    put_text(sheet, 0, 0, title, styles.text_style(bold=True))
    widths = (12, 18, 14, 30, 76)
    _table(sheet, styles, ("姓名", "登录名", "角色", "所在单位", "登录链接"), rows, widths, top=1)
    workbook.close()
    return target.getvalue()


def _workbook(target: BytesIO, title: str) -> tuple[Workbook, Styles]:
    workbook = Workbook(target, workbook_options())
    workbook.use_custom_theme(StringIO(theme_xml()))
    workbook.set_properties({"title": title, "created": _NO_MOMENT})
    return workbook, Styles(workbook)


def _table(
    sheet: Worksheet,
    styles: Styles,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    top: int = 0,
) -> None:
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        put_text(sheet, top, place, head, styles.header())
        sheet.set_column(place, place, width)
    style = styles.text_cell()
    for line, row in enumerate(rows, top + 1):
        for place, text in enumerate(row):
            # As it stands: a link or an address with other marks is another one.
            sheet.write_string(line, place, safe_text(text), style)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def cells_of(content: bytes) -> list[list[str]]:
    """The rows of the first sheet as texts. Raises Refusal when the child fails or breaks its bounds."""
    try:
        answer = _CHILD.answer(
            content=content, memory=MEMORY_BYTES, seconds=CPU_SECONDS, within=_WALL_SECONDS
        )
    except Broken as broken:
        if broken.is_late:
            raise Refusal("表格没有读完：内容太多。请用模板，只保留需要导入的账号。") from None
        raise Refusal("表格无法读取：文件已损坏、加密或内容过大。请用模板另存为 .xlsx 后再导入。") from None
    rows: list[list[str]] = json.loads(answer)
    return rows


def _read(content: bytes) -> list[list[str]]:
    """Formulas as they are written: what a program computed last nobody has typed."""
    from openpyxl import load_workbook

    book: Any = load_workbook(BytesIO(content), read_only=True)
    sheet = book.worksheets[0]
    rows = islice(sheet.iter_rows(max_col=_COLUMNS, values_only=True), _ROWS)
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """A telephone number that Excel took for a number has no .0."""
    if cell is None:
        return ""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)[:_CELL]


def main() -> None:
    bound_arguments()
    sys.stdout.write(json.dumps(_read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
