"""A broken seed is refused with file, line and reason; nothing is repaired silently."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.notice.records import Register
from tracker.notice.register import load_register
from tracker.notice.seed_csv import BrokenSeed

Rows = list[dict[str, str]]
Editor = Callable[[str, Callable[[Rows], None]], None]
OWN_PLAN = {"path": "own_plan", "plan_q1": "5", "plan_q2": "10", "plan_q3": "15", "plan_q4": "20"}
CHANGES: list[tuple[str, str, dict[str, str], str]] = [
    # file, row (its first cell or code), changed cells, part of the reason
    ("targets.csv", "A1-01", {"kind": "flow"}, "kind"),
    ("targets.csv", "A1-01", {"operator": "≥"}, "operator"),
    ("targets.csv", "A1-01", {"path": "steep"}, "path"),
    ("targets.csv", "A1-01", {"lead_source": "guessed"}, "lead_source"),
    ("targets.csv", "A1-01", {"stretch": "maybe"}, "yes 或 no"),
    ("targets.csv", "A1-01", {"name": ""}, "不能为空"),
    ("targets.csv", "A1-01", {"unit_of_measure": ""}, "不能为空"),
    ("targets.csv", "A1-01", {"value": "\uff11\uff10\uff10"}, "半角数字"),
    ("targets.csv", "A1-01", {"quote_start": "\uff17\uff13\uff10"}, "半角数字"),
    ("targets.csv", "A1-01", {"value": "100.00001"}, "4 位小数"),
    ("targets.csv", "A1-01", {"value": "1,00"}, "半角数字"),
    ("targets.csv", "A1-01", {"value": ""}, "要有目标值"),
    ("targets.csv", "A1-01", {"value": "101"}, "原文写的是“100”"),
    ("targets.csv", "A4-02", {"value": "360000"}, "原文写的是“36”"),
    ("targets.csv", "T32-02", {"value": "1"}, "原文写的是“千”"),
    ("targets.csv", "A1-01", {"quote": "新增高新技术企业101家"}, "处不是"),
    ("targets.csv", "A1-01", {"quote_start": "700"}, "处不是"),
    ("targets.csv", "A1-01", {"number_start": "683", "number_end": "688"}, "不在引文之内"),
    ("targets.csv", "A1-01", {"number_start": ""}, "缺少数字位置"),
    ("targets.csv", "A1-01", {"lead": "市科学局"}, "没有单位“市科学局”"),
    ("targets.csv", "A1-01", {"lead": "市财政局"}, "按规则应由“市科技局”"),
    ("targets.csv", "A1-01", {"lead": "市财政局", "lead_source": "by hand"}, "理由"),
    ("targets.csv", "T02-01", {"co_units": "市发改局"}, "配合单位为“市财政局”"),
    ("targets.csv", "T02-01", {"co_units": "市财局"}, "没有单位“市财局”"),
    ("targets.csv", "A1-01", {"area": "9"}, "没有领域“9”"),
    ("targets.csv", "T02-01", {"article": "44"}, "没有第“44”条"),
    ("targets.csv", "T02-01", {"area": "2"}, "属于领域 1"),
    ("targets.csv", "T02-01", {"article": "3"}, "引文不在"),
    ("targets.csv", "T02-01", {"code": "A1-01"}, "重复"),
    ("targets.csv", "T02-01", {"name": "新增高新技术企业"}, "重复"),
    ("targets.csv", "B1-02", {"part_of": "B1-09"}, "没有总项“B1-09”"),
    ("targets.csv", "B1-02", {"part_of": "A1-01"}, "计量单位不同"),
    ("targets.csv", "B1-02", {"part_of": "B1-02"}, "互相包含"),
    ("targets.csv", "A1-01", {"plan_q1": "10"}, "四个季度"),
    ("targets.csv", "A1-01", {"path": "own_plan"}, "自定计划"),
    ("targets.csv", "T02-01", OWN_PLAN | {"plan_q1": "15"}, "后一季度不能小于前一季度"),
    ("targets.csv", "T02-01", OWN_PLAN | {"plan_q3": "200", "plan_q4": "200"}, "超过全年目标的 120%"),
    ("targets.csv", "T02-01", OWN_PLAN | {"plan_q1": "1.5"}, "按整数计"),
    ("targets.csv", "T13-01", {"value": "1"}, "节点类目标"),
    ("targets.csv", "T13-01", {"due": "2025年底"}, "不是季度"),
    ("targets.csv", "T13-01", {"number_start": "3700", "number_end": "3702"}, "节点类目标没有数字位置"),
    ("readings.csv", "742", {"kind": "maybe"}, "kind"),
    ("readings.csv", "742", {"source": ""}, "source"),
    ("readings.csv", "742", {"text": "1OO"}, "处是“100”"),
    ("readings.csv", "742", {"target": ""}, "目标编号"),
    ("readings.csv", "742", {"target": "A1-99"}, "没有目标“A1-99”"),
    ("readings.csv", "742", {"target": "T13-01"}, "没有数字"),
    ("readings.csv", "742", {"source": "by hand"}, "理由"),
    ("readings.csv", "742", {"kind": "budget"}, "判读却是预算"),
    ("readings.csv", "219", {"note": ""}, "理由"),
    ("readings.csv", "295", {"start": "219", "end": "224"}, "重叠"),
    ("areas.csv", "2", {"number": "1"}, "重复"),
    ("areas.csv", "2", {"lead": "市经委"}, "没有单位“市经委”"),
    ("areas.csv", "2", {"title": "加快发展"}, "没有标题"),
    ("areas.csv", "2", {"preamble_end": "9000"}, "序言的位置"),
    ("articles.csv", "7", {"area": "9"}, "没有领域“9”"),
    ("articles.csv", "7", {"area": "3"}, "不在所属领域之内"),
    ("articles.csv", "7", {"units": "市经信局;市农委"}, "没有单位“市农委”"),
    ("articles.csv", "7", {"start": "\uff17"}, "半角数字"),
    ("units.csv", "市财政局", {"name": "市科技局"}, "重复"),
    ("units.csv", "市财政局", {"short": ""}, "不能为空"),
    ("plan.csv", "year", {"value": "二〇二五"}, "半角数字"),
    ("plan.csv", "issued", {"value": "2025年6月10日"}, "不是日期"),
    ("plan.csv", "year", {"key": "code"}, "重复"),
]
NAMED_ELSEWHERE: list[tuple[str, str, dict[str, str], str, str]] = [
    # as above, and the row that is named instead: the second of a pair, or the one that points here
    ("articles.csv", "7", {"number": "8"}, "重复", "articles.csv 第 9 行"),
    ("articles.csv", "2", {"units": ""}, "按规则应由“市科技局”牵头", "targets.csv 第 [0-9]+ 行"),
    ("areas.csv", "1", {"lead": ""}, "没有写明由谁牵头", "targets.csv 第 [0-9]+ 行"),
    ("readings.csv", "742", {"target": "T02-01"}, "重复", "readings.csv 第 19 行"),
    ("targets.csv", "B0-01", {"part_of": "B1-02"}, "互相包含", "targets.csv 第 2 行"),
    ("targets.csv", "A1-01", {"kind": "budget"}, "判读却是目标", "readings.csv 第 14 行"),
]


def without(column: str, written: str) -> Callable[[Rows], None]:
    def take_out(rows: Rows) -> None:
        rows.remove(next(one for one in rows if one[column] == written))

    return take_out


def change_cells(edit: Editor, file: str, row: str, cells: dict[str, str]) -> int:
    """Change the row that begins with ``row``; its line."""
    lines: list[int] = []

    def change(rows: Rows) -> None:
        place = next(number for number, one in enumerate(rows) if next(iter(one.values())) == row)
        rows[place].update(cells)
        lines.append(place + 2)

    edit(file, change)
    return lines[0]


@pytest.mark.parametrize(("file", "row", "cells", "reason"), CHANGES)
def test_a_wrong_cell_is_refused_with_file_line_and_reason(
    folder: Path, edit: Editor, file: str, row: str, cells: dict[str, str], reason: str
) -> None:
    line = change_cells(edit, file, row, cells)
    with pytest.raises(BrokenSeed) as refusal:
        load_register(folder)
    assert (refusal.value.file, refusal.value.line) == (file, line)
    assert reason in refusal.value.reason
    assert str(refusal.value).startswith(f"{file} 第 {line} 行:")


@pytest.mark.parametrize(("file", "row", "cells", "reason", "named"), NAMED_ELSEWHERE)
def test_a_disagreement_of_two_rows_is_named_at_one_of_them(
    folder: Path, edit: Editor, file: str, row: str, cells: dict[str, str], reason: str, named: str
) -> None:
    change_cells(edit, file, row, cells)
    with pytest.raises(BrokenSeed, match=f"{named}:.*{reason}"):
        load_register(folder)


@pytest.mark.parametrize(
    "file",
    ["plan.csv", "units.csv", "areas.csv", "articles.csv", "readings.csv", "targets.csv", "notice.txt"],
)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(BrokenSeed, match=f"{file} 第 1 行:缺少这个文件"):
        load_register(folder)


def test_a_missing_column_is_named(folder: Path) -> None:
    path = folder / "targets.csv"
    path.write_text(path.read_text("utf-8-sig").replace("wording", "words", 1), "utf-8-sig")
    with pytest.raises(BrokenSeed, match=r"targets.csv 第 1 行:缺少列:wording"):
        load_register(folder)


def test_a_file_saved_in_gbk_is_refused_with_the_way_out(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_bytes(path.read_text("utf-8-sig").encode("gbk"))
    with pytest.raises(BrokenSeed, match=r"另存为“CSV UTF-8”"):
        load_register(folder)


def test_a_file_without_the_signature_is_read_alike(folder: Path, register: Register) -> None:
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text("utf-8-sig"), "utf-8")
    assert load_register(folder) == register


def test_rows_may_stand_in_another_order_and_with_windows_line_ends(folder: Path, register: Register) -> None:
    path = folder / "readings.csv"
    header, *lines = path.read_text("utf-8-sig").splitlines()
    path.write_bytes("\r\n".join([header, *reversed(lines), ""]).encode("utf-8-sig"))
    assert set(load_register(folder).readings) == set(register.readings)


def test_a_line_with_too_few_cells_is_named(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(path.read_text("utf-8-sig") + "市某局\n", "utf-8-sig")
    with pytest.raises(BrokenSeed, match=r"units.csv 第 32 行:应有 2 列,现有 1 列"):
        load_register(folder)


def test_an_open_quotation_mark_is_named_at_its_own_line(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(path.read_text("utf-8-sig").replace("市财政局,", '"市财政局,', 1), "utf-8-sig")
    with pytest.raises(BrokenSeed, match=r"units.csv 第 3 行:引号不成对"):
        load_register(folder)


def test_an_unread_number_is_named_with_its_words(folder: Path, edit: Editor) -> None:
    edit("readings.csv", without("text", "八五"))
    with pytest.raises(BrokenSeed, match=r"“八五”.*通行费八五折.*没有判读") as refusal:
        load_register(folder)
    assert refusal.value.file == "readings.csv"
    assert refusal.value.line > 1


def test_a_number_that_the_notice_gained_is_unread(folder: Path) -> None:
    path = folder / "notice.txt"
    path.write_bytes(path.read_bytes().replace("遵照执行。".encode(), "遵照执行,另增7家。".encode()))
    with pytest.raises(BrokenSeed, match=r"“7”.*没有判读"):
        load_register(folder)


def test_a_target_without_a_reading_is_refused(folder: Path, edit: Editor) -> None:
    def demote(rows: Rows) -> None:
        row = next(one for one in rows if one["target"] == "A1-01")
        row.update(kind="reference", target="", note="对照")

    edit("readings.csv", demote)
    with pytest.raises(BrokenSeed, match=r"readings.csv 中没有“A1-01”的数字") as refusal:
        load_register(folder)
    assert refusal.value.file == "targets.csv"


def test_a_reading_of_a_target_that_was_taken_out_is_refused(folder: Path, edit: Editor) -> None:
    edit("targets.csv", without("code", "A1-01"))
    with pytest.raises(BrokenSeed, match=r"targets.csv 中没有目标“A1-01”") as refusal:
        load_register(folder)
    assert refusal.value.file == "readings.csv"


def test_a_missing_fact_of_the_plan_is_named(folder: Path, edit: Editor) -> None:
    edit("plan.csv", without("key", "published"))
    with pytest.raises(BrokenSeed, match=r"plan.csv 第 1 行:缺少:published"):
        load_register(folder)


def emptied(rows: Rows) -> None:
    next(row for row in rows if row["key"] == "document_number")["value"] = ""


@pytest.mark.parametrize("change", [without("key", "document_number"), emptied], ids=["no line", "empty"])
def test_a_plan_may_have_no_document_number(
    folder: Path, edit: Editor, change: Callable[[Rows], None]
) -> None:
    edit("plan.csv", change)
    assert load_register(folder).plan.document_number == ""
