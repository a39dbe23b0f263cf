"""The workbook says what the scorecard says, holds no formulas, and is the same bytes everywhere."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]
import pytest
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from tests.export import made_up as m
from tracker.domain.language.punctuation import full_width
from tracker.domain.listing.columns import units_text
from tracker.domain.listing.tables import DATA_SHEET
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import kept_short, plain
from tracker.domain.measure.target import Kind, Operator
from tracker.domain.measure.target import Path as ExpectedPath
from tracker.domain.meetings.snapshot import content_sha256
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import FEWEST_FOR_SHARES
from tracker.domain.progress.scorecard import Group, LeaderRef, Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import headline
from tracker.export.options import Options
from tracker.export.sheets.overview import (
    DUE,
    EARLY,
    FIRST_COUNT,
    INDEX,
    MEAN,
    MEDIAN,
    ON_PACE,
    OWED,
    REPORTED,
    SHARE,
    TOTAL,
    VERDICT,
)
from tracker.export.sheets.progress import CUT, LONGEST
from tracker.export.workbook import workbook_bytes

# The reader says that it drops the data bars, which no test looks at.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
ROOT = Path(__file__).parents[2]
EVIL = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "http://example.com/x",
    "mailto:a@b.c",
    "<img onerror=alert(1)>",
    "internal:Sheet1!A1",
    "\t=1",
    "\u202e反转",
    "😀🀄",
    "a\x00b\x0bc",
    "_x000D_",
    "&D&P",
    "长" * 40_000,
]


def written(card: Scorecard | None = None, texts: dict[int, Texts] | None = None) -> bytes:
    content = m.content(card, texts)
    return workbook_bytes(content, content_sha256(content), "2025Q3-02")


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


@pytest.fixture(scope="module")
def book() -> Any:
    return opened(written())


def data_rows(book: Any) -> list[dict[str, Any]]:
    rows = list(book["全部数据"].iter_rows(min_row=2, values_only=True))
    names = [column.head for column in DATA_SHEET]
    return [dict(zip(names, row, strict=False)) for row in rows[1:]]


def test_the_sheets_are_there_in_order(book: Any) -> None:
    assert book.sheetnames == [
        "总览",
        "进度表",
        "全部数据",
        "透视数据",
        "预算执行",
        "调整与更正",
        "需协调事项",
        "与上次会议对比",
        "说明",
    ]


def test_every_number_of_the_area_and_department_tables_is_the_scorecards(book: Any) -> None:
    card = m.card()
    rows = {row[0].value: row for row in book["总览"].iter_rows() if isinstance(row[0].value, str)}
    groups = (*card.areas, *card.departments, Group("全部目标", 0, card.targets, card.whole))
    for group in groups:
        found, rollup = [cell.value for cell in rows[group.name]], group.rollup
        numbers = {
            TOTAL: rollup.total,
            DUE: rollup.due,
            ON_PACE: rollup.on_pace,
            OWED: rollup.owed,
            REPORTED: rollup.reported,
        }
        assert {column: found[column] for column in numbers} == numbers
        shares = {MEAN: rollup.mean, MEDIAN: rollup.median}
        shares |= {
            SHARE: rollup.on_pace_share if rollup.has_shares else None,
            INDEX: rollup.index if rollup.has_shares else None,
        }
        for column, ratio in shares.items():
            assert found[column] == (None if ratio is None else pytest.approx(float(ratio)))
        counts = [rollup.counts[status] for status in Status]
        assert sum(found[FIRST_COUNT : EARLY + 1]) == rollup.total
        counts[0] -= rollup.early
        assert found[FIRST_COUNT : EARLY + 1] == [*counts, rollup.early]
        verdict = card.verdict(group)
        assert (found[VERDICT] or "") == ("" if verdict is Verdict.SOME_BEHIND else verdict.word)


def test_the_counts_strip_and_headline_are_the_scorecards(book: Any) -> None:
    card, sheet = m.card(), book["总览"]
    assert sheet["A1"].value == headline(card)
    labels = {cell.value: cell for cell in sheet[5] if cell.value}
    for status in Status:
        label = labels[labelled(status)]
        count = card.whole.counts[status] - (card.whole.early if status is Status.ACHIEVED else 0)
        assert sheet.cell(label.row + 1, label.column).value == count


def test_groups_of_few_due_targets_have_counts_and_no_shares(book: Any) -> None:
    rows = {row[0].value: row for row in book["总览"].iter_rows() if isinstance(row[0].value, str)}
    few = [group for group in m.card().departments if group.rollup.due < FEWEST_FOR_SHARES]
    assert few
    for group in few:
        assert rows[group.name][SHARE].value is rows[group.name][INDEX].value is None
        assert rows[group.name][ON_PACE].value == group.rollup.on_pace


def test_departments_are_sorted_by_what_the_heading_says(book: Any) -> None:
    names = [row[0].value for row in book["总览"].iter_rows()]
    assert "各牵头部门（每项目标只计入牵头单位，按应达项数从多到少）" in names
    by_due = sorted(m.card().departments, key=lambda group: -group.rollup.due)
    listed = sorted(m.card().departments, key=lambda group: names.index(group.name))
    assert [group.rollup.due for group in listed] == [group.rollup.due for group in by_due]


def test_a_finished_milestone_alone_is_shown_as_done_and_not_as_nothing() -> None:
    done = m.score(m.terms(Kind.MILESTONE), "1", named="规划出台")
    sheet = opened(written(m.card(scores=(done,)), {}))["总览"]
    (row,) = [row for row in sheet.iter_rows() if row[0].value == "全部目标"]
    assert (row[DUE].value, row[EARLY].value, row[VERDICT].value) == (0, 1, "本期没有应达目标")


def test_every_target_and_budget_is_one_row_of_numbers(book: Any) -> None:
    rows, card = data_rows(book), m.card()
    assert [row["编号"] for row in rows] == [score.target.code for score in card.scores]
    for row, score in zip(rows, card.scores, strict=True):
        assert row["状态"] == labelled(score.status)
        done, pace = score.judgement.completion, score.judgement.pace
        done = None if score.target.terms.kind.is_kept else done
        assert row["完成率、\n执行率"] == (
            None if done is None else pytest.approx(float(kept_short(done, pace)))
        )
        assert row["应达比例"] == (None if pace is None else pytest.approx(float(pace)))
        if score.target.terms.kind is not Kind.MILESTONE and score.figure is not None:
            value = score.figure.value
            assert row["当前值"] == (None if value is None else pytest.approx(float(value)))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    ("case", "word"),
    [("missing", "未填报"), ("not due", "未到节点"), ("not applicable", "不适用"), ("zero", "0")],
)
def test_none_stays_an_empty_cell_for_every_kind(kind: Kind, case: str, word: str) -> None:
    has_due = kind in (Kind.MILESTONE, Kind.STOCK) and case != "not due"
    due: dict[str, Any] = {"due": m.Q3} if has_due else {}
    path: dict[str, Any] = (
        {"path": ExpectedPath.YEAR_END} if kind is not Kind.MILESTONE and case == "not due" else {}
    )
    asked = m.terms(kind, **due, **path)
    value, reported = ("0" if case == "zero" else None), case in ("zero", "not applicable")
    row = data_rows(opened(written(m.card(scores=(m.score(asked, value, reported=reported),)), {})))[0]
    if case == "zero":
        assert row["当前值"] == ("尚未完成" if kind is Kind.MILESTONE else 0)
    else:
        assert row["当前值"] is row["完成率、\n执行率"] is row["比上季度"] is None
        assert word in row["状态"]
        assert word in row["没有数据的原因、口径说明"]


def test_values_that_wait_for_review_say_so(book: Any) -> None:
    waiting = [row for row in data_rows(book) if row["审核状态"] == "待审核（未审核）"]
    assert waiting
    assert all(row["当前值"] is not None for row in waiting)
    assert not {"上报值", "审核值"} & waiting[0].keys()
    texts = [str(row[6].value) for row in book["进度表"].iter_rows(min_row=5)]
    assert sum("未审核" in text for text in texts) == len(waiting)


def test_amounts_beyond_fifteen_digits_are_kept_exactly_as_text() -> None:
    large = "99999999999999.9999"
    card = m.card(scores=(m.score(m.terms(value=large), "0.0001"), m.score(m.terms(value="36.5"), "1200", 2)))
    rows = data_rows(opened(written(card, {})))
    assert rows[0]["目标值"] == "99,999,999,999,999.9999"
    assert rows[0]["当前值"] == pytest.approx(0.0001)
    assert (rows[1]["目标值"], rows[1]["当前值"]) == (36.5, 1200)


@pytest.mark.parametrize("evil", EVIL, ids=lambda text: ascii(text[:12]))
def test_what_was_typed_never_becomes_a_formula_or_a_link(evil: str) -> None:
    score = m.score(m.terms(unit=evil[:32]), "9", named=evil[:200])
    book = opened(written(m.card(scores=(score,)), {1: Texts(evil, evil, evil, evil)}))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
                if cell.data_type == "s":
                    assert cell.quotePrefix


def test_control_characters_do_not_reach_the_file() -> None:
    data = written(m.card(scores=(m.score(m.terms(), "9"),)), {1: Texts("a\x00b\x0bc\ufffe\u202ed")})
    assert data_rows(opened(data))[0]["进展情况"] == "abcd"


def test_a_very_long_text_is_cut_in_the_table_to_print_and_whole_in_the_one_to_calculate_with() -> None:
    text = "推进情况" * 500
    book = opened(written(m.card(scores=(m.score(m.terms(), "9"),)), {1: Texts("", text)}))
    (told,) = [row[6] for row in book["进度表"].iter_rows(min_row=6, max_row=6, values_only=True)]
    assert told == text[: len(told) - len(CUT)] + CUT
    assert len(told) == LONGEST
    assert data_rows(book)[0]["存在问题"] == text


HEADS = ["序号", "主要目标", "年度目标", "1—9月", "完成率", "状态", "存在问题与下一步", "责任单位"]


def table_rows(book: Any) -> list[Any]:
    """The cells of the targets' rows, without the bands of areas."""
    return [row for row in book["进度表"].iter_rows(min_row=5) if isinstance(row[0].value, int)]


def test_the_published_table_has_a_row_for_each_target_and_a_star_before_the_lead(book: Any) -> None:
    sheet, first = book["进度表"], m.card().targets[0]
    assert [cell.value for cell in sheet[4]] == HEADS
    rows = table_rows(book)
    assert [row[0].value for row in rows] == list(range(1, len(m.card().targets) + 1))
    assert rows[0][7].value == units_text(first.target)
    assert rows[0][7].value.startswith(f"★{first.target.lead.name}")


def test_numbers_of_the_table_are_numbers_and_their_units_are_formats(book: Any) -> None:
    by_area = sorted(m.card().targets, key=lambda score: score.target.area.number)
    for row, score in zip(table_rows(book), by_area, strict=True):
        terms, figure = score.target.terms, score.figure
        if terms.value is None:
            assert row[2].value == "四季度底前" or terms.due != Period(2025, 4)
            continue
        assert row[2].value == pytest.approx(float(terms.value))
        assert f'{full_width(terms.unit_of_measure)}"' in row[2].number_format
        if figure is None or figure.value is None:
            assert row[3].value == "—"
        else:
            assert row[3].value == pytest.approx(float(figure.value))
            assert f'{full_width(terms.unit_of_measure)}"' in row[3].number_format


@pytest.mark.parametrize(
    ("asked", "quote", "value", "form"),
    [
        (m.terms(value="100", unit="家"), "", 100, '#,##0"家";−#,##0"家"'),
        (m.terms(value="100", unit="根"), "以上", 100, '#,##0"根以上";−#,##0"根以上"'),
        (m.terms(operator=Operator.MORE_THAN), "", 36, '"超过"#,##0"万标箱";"超过"−#,##0"万标箱"'),
        (
            m.terms(value="16.5", unit="亿元", is_stretch=True),
            "",
            16.5,
            '"力争"#,##0.0"亿元";"力争"−#,##0.0"亿元"',
        ),
        (m.terms(value="20", unit='"家;@'), "", 20, '#,##0"”家；@";−#,##0"”家；@"'),
        (m.terms(value="3", unit="家", operator=Operator.RANGE, upper=Decimal(5)), "", "3—5家", "General"),
    ],
)
def test_words_around_an_aim_are_its_format(asked: Any, quote: str, value: Any, form: str) -> None:
    score = m.score(asked, "9")
    anchor = score.target.anchor
    text = f"{anchor.quote}{quote}"
    start = text.index(plain(asked.value))
    anchor = replace(
        anchor,
        quote=text,
        quote_start=0,
        number_start=start,
        number_end=start + len(plain(asked.value)),
    )
    score = replace(score, target=replace(score.target, anchor=anchor))
    cell = table_rows(opened(written(m.card(scores=(score,)), {})))[0][2]
    assert (cell.value, cell.number_format) == (value, form)


def test_statuses_survive_grey_print_by_fill_letters_and_shape(book: Any) -> None:
    seen = set()
    for row in table_rows(book):
        cell, status = row[5], next(each for each in Status if labelled(each) == row[5].value)
        fill = cell.fill.fgColor.rgb if cell.fill.patternType else ""
        assert fill == {"behind": "FFB4232A", "missed": "FF6E1015", "slightly_behind": "FFF5DFB3"}.get(
            status, ""
        )
        assert bool(cell.font.bold) is status.is_behind
        seen.add(status)
    assert {Status.BEHIND, Status.SLIGHTLY_BEHIND, Status.ON_PACE} <= seen


def test_areas_are_bands_with_their_counts(book: Any) -> None:
    bands = [row[0].value for row in book["进度表"].iter_rows(min_row=5) if isinstance(row[0].value, str)]
    for band, group in zip(bands, m.card().areas, strict=False):
        assert group.name in band
        assert f"应达{group.rollup.due}项" in band


def test_leaders_stand_beside_the_number_where_anybody_is_in_charge() -> None:
    score = m.score(m.terms(), "9")
    led = replace(score, target=replace(score.target, leader=LeaderRef(1, "陆副市长")))
    sheet = opened(written(m.card(scores=(led,)), {}))["进度表"]
    assert [cell.value for cell in sheet[4]] == [HEADS[0], "分管领导", *HEADS[1:]]
    assert sheet["B6"].value == "陆副市长"


def test_numbers_get_smaller_where_they_are_too_wide_instead_of_printing_as_hashes(book: Any) -> None:
    for name in ("进度表", "全部数据", "透视数据", "预算执行"):
        numbers = [
            cell
            for row in book[name].iter_rows(min_row=2)
            for cell in row
            if isinstance(cell.value, int | float)
        ]
        assert numbers
        assert [cell.coordinate for cell in numbers if not cell.alignment.shrink_to_fit] == [], name


def test_one_row_for_each_figure_with_typed_columns_from_the_first_row_on(book: Any) -> None:
    sheet, card = book["透视数据"], m.card()
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    before = [score for score in card.scores if score.previous is not None]
    assert len(rows) == len(card.scores) + len(before)
    assert {row["季度"] for row in rows} == {"2025Q2", "2025Q3"}
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    assert not sheet.merged_cells.ranges
    for head in ("数据月份", "目标值", "当前值", "完成率、执行率", "应达", "与时序差（百分点）"):
        assert {type(row[head]) for row in rows} <= {int, float, type(None)}, head
    now = {row["编号"]: row for row in rows if row["季度"] == "2025Q3"}
    then = {row["编号"]: row for row in rows if row["季度"] == "2025Q2"}
    for score in card.scores:
        assert now[score.target.code]["状态"] == labelled(score.status)
        if score.previous is not None and score.previous.value is not None:
            row = then[score.target.code]
            assert row["当前值"] == pytest.approx(float(score.previous.value))
            assert row["数据月份"] == score.previous.data_month
            assert row["完成率、执行率"] is row["应达"] is None


def test_a_preview_says_so_on_every_sheet() -> None:
    content = m.content()
    data = workbook_bytes(content, content_sha256(content), "2025Q3-02", Options(is_preview=True))
    for sheet in opened(data):
        assert "预览" in sheet.oddHeader.right.text
    assert not any("预览" in (sheet.oddHeader.right.text or "") for sheet in opened(written()))


def test_pages_are_set_up_for_paper(book: Any) -> None:
    for sheet, paper in (
        ("总览", 9),
        ("进度表", 9),
        ("全部数据", 8),
        ("透视数据", 8),
        ("调整与更正", 9),
        ("与上次会议对比", 9),
        ("说明", 9),
    ):
        assert book[sheet].page_setup.paperSize == paper
        assert "2025Q3-02" in book[sheet].oddFooter.left.text
    assert book["进度表"].print_title_rows == "$4:$4"
    assert book["全部数据"].auto_filter.ref == f"A2:AA{2 + 78}"
    assert (book["全部数据"].freeze_panes, book["进度表"].freeze_panes) == ("C3", "C5")


def test_the_notes_trace_the_file_back_to_its_snapshot(book: Any) -> None:
    words = [str(cell) for row in book["说明"].iter_rows(values_only=True) for cell in row if cell]
    assert content_sha256(m.content()) in words
    assert any(m.RULES.sentence in text for text in words)
    assert all(labelled(status) in words for status in Status)


def test_the_native_chart_counts_each_area_by_status_and_draws_no_line() -> None:
    silent = m.score(m.terms(), None, 2, reported=False, area=2)
    card = m.card(scores=(m.score(m.terms(), "27"), silent))
    with ZipFile(BytesIO(written(card, {}))) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
        assert "xl/charts/chart2.xml" not in parts.namelist()
    named = [labelled(status) for status in (Status.ON_PACE, Status.NOT_REPORTED)]
    assert re.findall(r"<c:tx>.*?<c:v>(.*?)</c:v>", chart) == named
    assert '<c:grouping val="stacked"/>' in chart
    assert "lineChart" not in chart


def test_an_empty_plan_is_still_a_workbook() -> None:
    assert opened(written(m.card(scores=()), {})).sheetnames[0] == "总览"


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("99", "America/New_York")])
def test_the_same_content_gives_the_same_bytes_on_another_host(seed: str, zone: str) -> None:
    script = "from tests.export.test_workbook import written; import hashlib; "
    script += "print(hashlib.sha256(written()).hexdigest())"
    host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=host, capture_output=True, check=True)
    assert run.stdout.decode().strip() == sha256(written()).hexdigest()


def test_the_file_carries_the_snapshots_time_and_not_the_hosts(book: Any) -> None:
    assert book.properties.created == datetime(2025, 10, 10, 1, 30)  # noqa: DTZ001
    assert book.properties.modified == book.properties.created
    assert Decimal(len(written())) < 200_000


def words_of(sheet: Any) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_adjustments_and_corrections_stand_with_old_new_reason_and_basis(book: Any) -> None:
    rows = words_of(book["调整与更正"])
    (adjusted,) = [row for row in rows if row[0] == "★T06-01"]
    assert adjusted[2] == "全年目标 70家 → 50家"
    assert adjusted[3] == "2025年三季度起"
    assert (adjusted[5], adjusted[6]) == (full_width(m.records(m.card()).adjustments[0].basis), "李建国")
    (corrected,) = [row for row in rows if row[0] == "★T09-01"]
    assert (corrected[2], corrected[3]) == ("52% → 50%", "2025年二季度")


def test_errata_stand_with_what_was_read_and_why_those_since_the_last_meeting_marked(book: Any) -> None:
    rows = words_of(book["调整与更正"])
    (withdrawn,) = [row for row in rows if row[0] == "T12-09"]
    assert (withdrawn[4], withdrawn[6]) == ("原文是上年对照数。", "撤销目标")
    named = m.records(m.card()).errata[1]
    (corrected,) = [row for row in rows if row[0] == f"★{named.code}"]
    assert corrected[2] == f"目标名称 误登的名称 → {named.read.name}"
    assert "登记目标调整1次、勘误1次、撤销目标1次、数据更正1次" in rows[1][0]


def test_every_change_since_the_last_meeting_is_a_row(book: Any) -> None:
    last = m.records(m.card()).last
    assert last is not None
    rows = words_of(book["与上次会议对比"])
    assert "2025Q2-01" in rows[1][0]
    changes = last.comparison.changes
    assert [(row[0], row[1]) for row in rows[4:]] == [
        *((each.kind.word, each.code) for each in changes if not each.is_budget),
        *((f"{each.kind.word}（预算）", each.code) for each in changes if each.is_budget),
    ]


def test_a_first_meeting_has_nothing_to_compare_and_no_records() -> None:
    book = opened(written(m.card()))
    assert "没有更早的会议材料" in words_of(book["与上次会议对比"])[1][0]
    assert [row[0] for row in words_of(book["调整与更正"])].count("无") == 3
