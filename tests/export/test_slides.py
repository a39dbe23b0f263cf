"""The deck: conclusions as titles, native charts and tables, nothing outside its box, on either template."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]
import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.oxml.ns import qn

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.export.test_every_file import evil_content, large
from tests.export.traceable import untraceable
from tracker.domain.language.errors import Refusal
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.target import target_text
from tracker.domain.meetings.decisions import decisions
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import full_width, value_text
from tracker.domain.sentences.groups import headline, whole_text
from tracker.domain.sentences.slides import (
    areas_title,
    behind_title,
    decision_proposal,
    departments_title,
    since_title,
)
from tracker.export import child
from tracker.export.formats import format_of
from tracker.export.options import HOUSE, Options
from tracker.export.slides import slides_bytes
from tracker.export.slides.appendix import APPENDED
from tracker.export.slides.fit import LINE, clipped, lines_of
from tracker.export.slides.house import opened_template
from tracker.export.slides.layouts import HEIGHT, LAYOUTS, WIDTH
from tracker.export.slides.marks import PT
from tracker.export.slides.template import house_template

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
ROOT = Path(__file__).parents[2]
NUMBER = "2025Q3-98"


def written(content: str | None = None, options: Options = HOUSE) -> bytes:
    content = m.content() if content is None else content
    return slides_bytes(content, content_sha256(content), NUMBER, options)


def opened(data: bytes) -> Any:
    return Presentation(BytesIO(data))


def silent() -> Scorecard:
    """Nobody has reported yet."""
    asked = [m.score(m.terms(), None, number, reported=False, area=number % 3 + 1) for number in range(1, 9)]
    return m.card(scores=tuple(asked))


def crowded() -> Scorecard:
    """18 areas and 40 departments, all with names as long as the register admits."""
    made = []
    for number in range(1, 201):
        score = m.score(
            m.terms(value="100"), str(20 + number % 75), number, named=f"{'很长的目标名称' * 12}{number}"
        )
        area = replace(score.target.area, number=number % 18 + 1, title=f"{'第几个领域' * 9}{number % 18}")
        lead = replace(score.target.lead, id=number % 40 + 1, name=f"{'很长的部门名称' * 5}{number % 40}")
        made.append(replace(score, target=replace(score.target, area=area, lead=lead)))
    return m.card(scores=tuple(made))


WORLDS: dict[str, Callable[[], str]] = {
    "made up": m.content,
    "empty": lambda: m.content(m.card(scores=())),
    "silent": lambda: m.content(silent(), {}),
    "one target": lambda: m.content(m.card(scores=(m.score(m.terms(), "27"),))),
    "crowded": lambda: m.content(crowded()),
    "hostile": evil_content,
    "large": lambda: m.content(large(700), {}),
}
IN_WORLDS = pytest.mark.parametrize("world", WORLDS)


@cache
def world_of(name: str) -> tuple[str, bytes]:
    """A world's content and its deck, made once for all that look at it."""
    content = WORLDS[name]()
    return content, written(content)


@pytest.fixture(scope="module")
def deck() -> Any:
    return opened(written())


def texts_of(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def titles_of(deck: Any) -> list[str]:
    return [slide.shapes.title.text for slide in deck.slides]


@IN_WORLDS
def test_every_printed_number_is_the_snapshots(world: str) -> None:
    content, data = world_of(world)
    text = text_of_file("pptx", data)
    # 256: of SHA-256; the rest are the caps and the numbers of pages and lines.
    layout = (256, APPENDED, *range(1, 90))
    assert untraceable(text, thaw(content), *layout, sha256=content_sha256(content), number=NUMBER) == []


@IN_WORLDS
def test_the_file_has_no_finding_of_the_schema(world: str, tmp_path: Path) -> None:
    file = tmp_path / "file.pptx"
    file.write_bytes(world_of(world)[1])
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []


@IN_WORLDS
def test_no_text_runs_out_of_its_box_and_nothing_out_of_the_slide(world: str) -> None:
    for slide in opened(world_of(world)[1]).slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= WIDTH
            assert 0 <= shape.top <= shape.top + shape.height <= HEIGHT
            if shape.has_text_frame:
                needed = sum(heights(shape.text_frame.paragraphs, shape.width / PT))
                assert needed <= shape.height / PT + 0.5, shape.text_frame.text
            elif shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= 178.6 * 36_000
                check_table(shape.table)


def heights(paragraphs: Any, width: float) -> Iterator[float]:
    """Points of each paragraph by its own letters and line height, as the file gives them."""
    for paragraph in paragraphs:
        sizes = [run.font.size.pt for run in paragraph.runs]
        if sizes:
            line = paragraph.line_spacing.pt
            assert line == pytest.approx(max(sizes) * LINE, abs=0.01)
            yield lines_of(paragraph.text, width, max(sizes)) * line


def check_table(table: Any) -> None:
    for row in table.rows:
        if row.cells[0].is_merge_origin:
            continue
        for cell, column in zip(row.cells, table.columns, strict=True):
            across = (column.width - cell.margin_left - cell.margin_right) / PT
            down = (row.height - cell.margin_top - cell.margin_bottom) / PT
            assert sum(heights(cell.text_frame.paragraphs, across)) <= down + 0.5, cell.text


def test_titles_are_computed_conclusions(deck: Any) -> None:
    frozen, card = thaw(m.content()), m.card()
    assert frozen.last is not None
    titles = titles_of(deck)
    for title in (
        whole_text(card),
        areas_title(card),
        departments_title(card),
        since_title(frozen.last, frozen.card),
        behind_title(card),
    ):
        assert full_width(title) in titles
    assert headline(card) == f"{whole_text(card)}；{areas_title(card)}"


def test_every_slide_prints_number_hash_and_unapproved_figures_at_its_foot(deck: Any) -> None:
    unapproved = sum(1 for one in m.card().scores if one.figure is not None and one.figure.is_unapproved)
    assert unapproved
    for slide in deck.slides:
        foot = next(shape.text for shape in slide.placeholders if shape.name == "来源")
        assert f"材料{NUMBER}（存证编号{content_sha256(m.content())[:12]}）" in foot
        assert f"含未审核数据{unapproved}项" in foot


def test_every_slide_has_notes_with_its_provenance(deck: Any) -> None:
    for slide in deck.slides:
        said = slide.notes_slide.notes_text_frame.text
        assert said.startswith("本页内容：")
        assert content_sha256(m.content()) in said
        assert full_width(m.RULES.sentence) in said


def charts_of(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def slide_of(deck: Any, title: str) -> Any:
    return next(slide for slide in deck.slides if slide.shapes.title.text == full_width(title))


def test_the_areas_chart_is_native_and_holds_their_counts(deck: Any) -> None:
    card = m.card()
    (chart,) = charts_of(slide_of(deck, areas_title(card)))
    counted = {series.name: list(series.values) for series in all_series(chart)}
    assert counted == {
        f"{status.shape} {status.word}": [group.rollup.counts[status] for group in card.areas]
        for status in Status
        if card.whole.counts[status]
    }


def all_series(chart: Any) -> list[Any]:
    return [series for plot in chart.plots for series in plot.series]


def test_every_charts_workbook_holds_what_the_chart_shows(deck: Any) -> None:
    charts = [chart for slide in deck.slides for chart in charts_of(slide)]
    assert len(charts) >= 6
    for chart in charts:
        sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        for column, series in enumerate(all_series(chart), 2):
            assert sheet.cell(1, column).value == series.name
            kept = [sheet.cell(row, column).value for row in range(2, len(series.values) + 2)]
            assert kept == list(series.values)


def test_an_area_of_which_nothing_is_known_is_drawn_as_what_it_is() -> None:
    card = silent()
    slide = slide_of(opened(written(m.content(card, {}))), areas_title(card))
    (series,) = all_series(charts_of(slide)[0])
    assert series.name == "□ 未填报"
    assert list(series.values) == [group.rollup.total for group in card.areas]
    assert "数据不足" in slide.shapes.title.text


def test_every_department_has_a_bar_and_none_a_place(deck: Any) -> None:
    card = m.card()
    slide = slide_of(deck, departments_title(card))
    bars = [str(name) for chart in charts_of(slide) for name in chart.plots[0].categories]
    assert len(bars) == len(card.departments)
    for group in card.departments:
        assert any(bar.startswith(full_width(group.name)[:7]) for bar in bars)
    assert not any(word in "".join(texts_of(slide)) for word in ("第一", "最后", "居首", "领先", "差距最大"))


def test_who_is_behind_stands_with_cause_and_next_step(deck: Any) -> None:
    card = m.card()
    rows = rows_of(deck, behind_title(card))
    assert rows[0] == ["状态", "目标（牵头部门）", "进展", "与时序差（百分点）", "存在问题", "下一步举措"]
    for row, score in zip([row for row in rows if row[0] != "状态"], card.behind, strict=False):
        assert row[0] == f"{score.status.shape} {score.status.word}"
        assert full_width(f"{score.target.name}({score.target.lead.name})").startswith(row[1].rstrip("…"))
        assert row[4].startswith("受上级资金下达较晚")
        assert row[5].startswith("倒排工期")


def rows_of(deck: Any, title: str) -> list[list[str]]:
    slides = [slide for slide in deck.slides if slide.shapes.title.text == full_width(title)]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    return [[full_width(cell.text) for cell in row.cells] for table in tables for row in table.rows]


def test_what_is_left_out_of_a_list_is_counted() -> None:
    slow = tuple(m.score(m.terms(value="100"), "3", number) for number in range(1, 151))
    made = opened(written(m.content(m.card(scores=slow), {})))
    slides = [slide for slide in made.slides if slide.shapes.title.text.startswith("应达150项中150项落后")]
    rows = sum(len(shape.table.rows) - 1 for slide in slides for shape in slide.shapes if shape.has_table)
    assert 0 < rows < 150
    assert all(
        f"本表列前{rows}项，其余{150 - rows}项详见进度表" in "".join(texts_of(slide)) for slide in slides
    )


def test_the_kinds_of_nothing_stand_in_words_and_a_reported_zero_is_none_of_them(deck: Any) -> None:
    card = m.card()
    text = "".join(text for slide in deck.slides for text in texts_of(slide))
    for status in (Status.NOT_REPORTED, Status.NOT_DUE, Status.NOT_APPLICABLE):
        assert card.whole.counts[status]
        assert f"{status.shape} {status.word}" in text
    assert "0项" in text
    assert "没有数据不等于0" in text


def test_what_is_to_be_decided_follows_from_the_frozen_figures() -> None:
    adjust = m.score(m.terms(), "27", 1, named="甲", call=YearEndCall.ADJUST)
    late = m.score(m.terms(m.Kind.MILESTONE, due=m.Period(2025, 2)), "0", 2, named="乙")
    fine = m.score(m.terms(), "35", 3, named="丙", call=YearEndCall.CAN)
    done = m.score(m.terms(), "40", 4, named="丁", call=YearEndCall.DIFFICULT)
    frozen = thaw(m.content(m.card(scores=(adjust, late, fine, done)), {}))
    assert done.status is Status.ACHIEVED
    assert [(each.score.target.name, decision_proposal(each)) for each in decisions(frozen.card)] == [
        ("乙", "新的完成时限和责任人"),
        ("甲", "是否按程序调整目标"),
    ]


def test_the_first_snapshot_has_no_slide_about_a_last_meeting_nor_about_changes() -> None:
    titles = titles_of(opened(written(m.content(m.card(), m.texts(m.card()), m.Records()))))
    assert [title for title in titles if "与上次会议相比" in title or "调整" in title] == []


def test_adjustments_and_corrections_stand_with_reason_and_basis(deck: Any) -> None:
    rows = [
        row for row in rows_of(deck, "自上次会议以来，目标调整1项、勘误1项、数据更正1项") if row[0] != "类别"
    ]
    assert [row[0] for row in rows] == ["目标调整", "勘误", "数据更正"]
    assert "理由：受上级专项资金核减影响" in rows[0][1]
    assert "常务会议纪要" in rows[0][1]
    assert "名称登记有误" in rows[1][1]
    assert "统计口径重复计算" in rows[2][1]


def test_the_appendix_holds_every_target_once_and_is_capped() -> None:
    def numbered(data: bytes) -> list[str]:
        slides = [s for s in opened(data).slides if s.shapes.title.text.startswith("附表")]
        tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
        firsts = [row.cells[0].text for table in tables for row in table.rows]
        return [text for text in firsts if text.isdigit()]

    assert numbered(written()) == [str(n) for n in range(1, len(m.card().targets) + 1)]
    content, data = world_of("large")
    assert numbered(data) == [str(number) for number in range(1, APPENDED + 1)]
    rest = len(thaw(content).card.targets) - APPENDED
    assert f"本表列前{APPENDED}项，其余{rest}项详见进度表" in text_of_file("pptx", data)


def test_the_handout_shows_budgets_apart_with_what_was_executed_of_them(deck: Any) -> None:
    slides = [slide for slide in deck.slides if slide.shapes.title.text.startswith("附表 市级财政预算")]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert rows[0][:4] == ["预算", "年度预算", "累计执行", "执行率"]
    assert [row[0] for row in rows[1:]] == [score.target.name for score in m.card().budgets]
    assert rows[1][1:4] == ["36.71亿元", "25.6亿元", "69.7%"]


def test_a_bar_of_a_target_says_its_figure_and_its_aim_and_no_ratio(deck: Any) -> None:
    """What sorts the bars is not printed as points (DOMAIN §3)."""
    charts = [
        shape.chart._chartSpace.xml
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart and "实际÷应达" in shape.chart._chartSpace.xml
    ]
    assert charts
    against = {
        full_width(f"{value_text(score)}/{target_text(score.target.terms)}") for score in m.card().targets
    }
    for chart in charts:
        labels = re.findall(r"<a:t>([^<]*)</a:t>", chart)
        bars = int(re.search(r'<c:ptCount val="(\d+)"', chart[chart.index("<c:val>") :])[1])  # type: ignore[index]
        assert len(labels) == bars
        assert set(map(unescape, labels)) <= against
        assert re.search(r"<c:valAx>.*?<c:delete val=\"1\"/>", chart, re.DOTALL)


def test_faces_come_from_the_themes_east_asian_font_and_from_nowhere_else() -> None:
    with ZipFile(BytesIO(written())) as parts:
        names = parts.namelist()
        theme = parts.read("ppt/theme/theme1.xml").decode()
        assert theme.count('<a:ea typeface="微软雅黑"/>') == 2
        faces: set[str] = set()
        for name in names:
            if re.match(r"ppt/(slides|charts|slideMasters|slideLayouts)/[^/]+\.xml", name):
                faces |= set(re.findall(r'typeface="([^"]*)"', parts.read(name).decode()))
    assert faces <= {"+mn-lt", "+mn-ea", "+mn-cs", "+mj-lt", "+mj-ea", "+mj-cs"}


def test_pictures_for_the_eye_have_words_for_the_ear(deck: Any) -> None:
    frames = [s for slide in deck.slides for s in slide.shapes if s.has_chart or s.has_table]
    assert frames
    assert all(frame._element.find(f".//{qn('p:cNvPr')}").get("descr") for frame in frames)


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("99", "America/New_York")])
def test_the_same_content_gives_the_same_bytes_on_another_host(seed: str, zone: str) -> None:
    script = "from tests.export.test_slides import *; "
    script += "print(sha256(written() + house_template()).hexdigest())"
    host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=host, capture_output=True, check=True)
    assert run.stdout.decode().strip() == sha256(written() + house_template()).hexdigest()


# -- an office's own template


def changed_template(change: Callable[[Any], None]) -> bytes:
    deck, target = opened(house_template()), BytesIO()
    change(deck)
    deck.save(target)
    return target.getvalue()


def layout_of(deck: Any, name: str) -> Any:
    return next(layout for layout in deck.slide_layouts if layout.name == name)


def holder_of(deck: Any, layout: str, name: str) -> Any:
    return next(each for each in layout_of(deck, layout).placeholders if each.name == name)


def test_the_script_writes_a_sound_template_and_overwrites_nothing(tmp_path: Path) -> None:
    file = tmp_path / "house.pptx"
    command = [sys.executable, "-m", "tracker.export.slides"]
    subprocess.run([*command, str(file)], cwd=ROOT, check=True)
    assert file.read_bytes() == house_template()
    assert OpenXmlValidator().validate(file).errors == []
    again = subprocess.run([*command, str(file)], cwd=ROOT, capture_output=True, check=False)
    assert again.returncode == 1
    checked = subprocess.run([*command, "--check", str(file)], cwd=ROOT, capture_output=True, check=True)
    assert "模板可用" in checked.stdout.decode()
    found = {
        layout.name: {each.name for each in layout.placeholders}
        for layout in opened(house_template()).slide_layouts
    }
    assert found == {name: {place.name for place in places} for name, places in LAYOUTS.items()}


def test_an_offices_template_is_used_and_its_sample_slides_are_not(tmp_path: Path) -> None:
    def change(deck: Any) -> None:
        deck.slides.add_slide(layout_of(deck, "要点")).shapes.title.text = "样张"
        holder = holder_of(deck, "表格", "标题")
        holder.left, holder.width = 500_000, 10_000_000

    file = tmp_path / "office.pptx"
    file.write_bytes(changed_template(change))
    data, target = written(options=Options(slides_template=str(file))), tmp_path / "made.pptx"
    made = opened(data)
    assert "样张" not in titles_of(made)
    table = next(slide for slide in made.slides if slide.slide_layout.name == "表格")
    assert (table.shapes.title.left, table.shapes.title.width) == (500_000, 10_000_000)
    target.write_bytes(data)
    assert [error.description for error in OpenXmlValidator().validate(target).errors] == []


def test_a_template_that_lacks_placeholders_is_refused_with_all_of_them_listed() -> None:
    def change(deck: Any) -> None:
        layout_of(deck, "要点")._element.cSld.set("name", "别的版式")
        for layout, name in (("双图", "左图"), ("封面", "来源")):
            element = holder_of(deck, layout, name)._element
            element.getparent().remove(element)
        holder_of(deck, "表格", "表格").height = 36_000

    with pytest.raises(Refusal) as refused:
        opened_template("本办.pptx", changed_template(change))
    said = str(refused.value)
    for words in (
        "本办.pptx",
        "缺少版式“要点”",
        "版式“双图”缺少占位符“左图”",
        "版式“封面”缺少占位符“来源”",
        "版式“表格”的占位符“表格”过小",
    ):
        assert words in said


def test_a_file_that_is_no_template_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"坏文件\.pptx打不开"):
        opened_template("坏文件.pptx", b"not a zip")
    with pytest.raises(Refusal, match=r"读不到幻灯片模板gone\.pptx"):
        written(options=Options(slides_template=str(tmp_path / "gone.pptx")))


def test_a_refusal_in_the_child_process_reaches_the_person(tmp_path: Path) -> None:
    content, gone = m.content(), Options(slides_template=str(tmp_path / "gone.pptx"))
    with pytest.raises(Refusal, match=r"读不到幻灯片模板gone\.pptx"):
        child.made_in_child(format_of("pptx"), content, content_sha256(content), NUMBER, gone)


# -- the estimate of lines


def test_a_cut_text_never_ends_in_half_a_number() -> None:
    for size in range(20, 200):
        cut = clipped("完成投资12,345.67亿元，占全年目标的98.76%，比上季度提高1,003.5亿元", size, 10, 1)
        assert set(re.findall(r"[\d.,]*\d", cut.replace("…", " "))) <= {"12,345.67", "98.76", "1,003.5"}, cut


def test_lines_are_never_reckoned_too_few_for_plain_chinese() -> None:
    assert lines_of("一" * 10, 100, 10) == 1
    assert lines_of("一" * 11, 100, 10) == 2
    assert lines_of("一" * 100, 100, 10) >= 10
    assert lines_of("", 100, 10) == 1
    assert lines_of("x" * 100, 100, 10) >= 6
    assert Decimal(lines_of("第1项达90%，", 1000, 10)) == 1
