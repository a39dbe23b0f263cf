"""The slides: one message each, few words, native charts and tables, nothing outside its box."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]
import pytest
from openxml_audit import OpenXmlValidator
from pptx.oxml.ns import qn

from tests.domain.frozen import golden
from tests.export import made_up as m
from tests.export import slide_worlds as w
from tests.export.file_text import text_of_file
from tests.export.slide_worlds import IN_WORLDS, NUMBER, opened, texts_of, titles_of, written
from tests.export.traceable import untraceable
from tracker.domain.language.errors import Refusal
from tracker.domain.meetings.paper import Choices, Paper, PaperSection, Words
from tracker.domain.meetings.paper_settings import PaperSettings
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.domain.progress.scorecard import DEMONSTRATION
from tracker.domain.progress.status import Status
from tracker.domain.sentences import full_width
from tracker.domain.sentences.deck import LONGEST, areas_title, behind_title, outlook_title, whole_title
from tracker.export import child
from tracker.export.formats import format_of
from tracker.export.options import Options
from tracker.export.slides.fit import clipped, lines_of
from tracker.export.slides.house import opened_template
from tracker.export.slides.layouts import LAYOUTS, RULE
from tracker.export.slides.marks import PT
from tracker.export.slides.template import house_template

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
ROOT = Path(__file__).parents[2]
# Sixty words: a Chinese one has a character and a half.
MOST_WORDS, MOST_SLIDES = 90, 8
TABLE_TEXT, TABLE_HEADS, FOOT = 18, 14, 11
# What lies on the table that it belongs to, or in the bar beneath it.
_BULLET = re.compile(r"(全年|现值|应达)\d+")


@pytest.fixture(scope="module")
def deck() -> Any:
    return opened(w.deck_of("words"))


@IN_WORLDS
def test_every_printed_number_is_the_snapshots(world: str) -> None:
    content = w.content_of(world)
    text = text_of_file("pptx", w.deck_of(world))
    assert untraceable(text, thaw(content), sha256=content_sha256(content), number=NUMBER) == []


@IN_WORLDS
def test_the_file_has_no_finding_of_the_schema(world: str, tmp_path: Path) -> None:
    file = tmp_path / "file.pptx"
    file.write_bytes(w.deck_of(world))
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []


@IN_WORLDS
def test_no_text_runs_out_of_its_box_and_nothing_out_of_the_slide(world: str) -> None:
    w.check_room(w.deck_of(world), RULE[1] * 36_000)


@IN_WORLDS
def test_no_shape_lies_over_another(world: str) -> None:
    for slide in opened(w.deck_of(world)).slides:
        shown = [shape for shape in slide.shapes if not _BULLET.fullmatch(shape.name)]
        for one, other in combinations(shown, 2):
            assert not overlap(one, other), (slide.shapes.title.text, one.name, other.name)
        tables = [shape for shape in slide.shapes if shape.has_table]
        for bullet in (shape for shape in slide.shapes if _BULLET.fullmatch(shape.name)):
            assert any(holds(table, bullet) for table in tables)


def overlap(one: Any, other: Any, least: int = 12_700) -> bool:
    """By more than a point."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return across > least and down > least


def holds(table: Any, shape: Any) -> bool:
    inside = table.left <= shape.left and shape.left + shape.width <= table.left + table.width
    return inside and table.top <= shape.top and shape.top + shape.height <= table.top + table.height


@IN_WORLDS
def test_titles_are_short_and_each_says_something_else(world: str) -> None:
    titles = titles_of(opened(w.deck_of(world)))
    assert all(0 < len(title) <= LONGEST for title in titles)
    assert len(titles) == len(set(titles)) <= MOST_SLIDES


@IN_WORLDS
def test_a_slide_has_few_words_beside_its_tables_and_charts(world: str) -> None:
    for slide in opened(w.deck_of(world)).slides:
        assert words_on(slide) <= MOST_WORDS, slide.shapes.title.text


def words_on(slide: Any) -> int:
    """Chinese characters and numbers, the title's too, without the foot."""
    texts = (
        shape.text_frame.text
        for shape in slide.shapes
        if shape.has_text_frame and shape.name not in ("来源", "标记")
    )
    # The cover holds names alone: of a plan, a meeting, an office.
    is_cover = slide.slide_layout.name == "封面"
    return 0 if is_cover else len(re.findall(r"[\u4e00-\u9fff]|\d[\d.,]*", "".join(texts)))


@IN_WORLDS
def test_who_sits_in_the_back_row_can_read_it(world: str) -> None:
    for slide in opened(w.deck_of(world)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                small = {
                    run.font.size.pt
                    for row in shape.table.rows
                    for cell in row.cells
                    for paragraph in cell.text_frame.paragraphs
                    for run in paragraph.runs[:1]
                }
                assert min(small) >= TABLE_HEADS
                assert max(small) >= TABLE_TEXT


def test_the_foot_and_the_title_have_the_size_of_the_house(deck: Any) -> None:
    for slide in list(deck.slides)[1:]:
        assert sizes_of(slide.shapes.title) == {32}
        assert sizes_of(named(slide, "来源")) == {FOOT}


def sizes_of(shape: Any) -> set[float]:
    return {run.font.size.pt for paragraph in shape.text_frame.paragraphs for run in paragraph.runs}


def named(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


@IN_WORLDS
def test_no_number_is_cut(world: str) -> None:
    text = "\n".join(text for slide in opened(w.deck_of(world)).slides for text in texts_of(slide))
    assert re.findall(r"[\d.,]…", text) == []


def test_a_usual_deck_has_seven_slides_and_one_without_own_words_six() -> None:
    assert len(opened(w.deck_of("words")).slides) == 7
    assert len(opened(w.deck_of("made up")).slides) == 6


def test_titles_are_the_messages(deck: Any) -> None:
    frozen = thaw(w.content_of("words"))
    titles = titles_of(deck)
    assert titles[1] == "应达66项：26项达时序，24项滞后，7项尚无判定" == full_width(whole_title(frozen.card))
    assert titles[2] == full_width(areas_title(frozen.card, lambda group: group.name))
    assert titles[3] == "24项滞后，其中21项上半年就滞后" == full_width(behind_title(frozen))
    assert titles[4] == "请会议议定2件事：贷款资本金、泊位用地"
    assert (
        titles[5]
        == full_width(outlook_title(frozen, w.EARLIER[-1]))
        == "滞后比上半年多3项，8项年底完成有困难"
    )
    assert titles[6] == "3项工作要求：补齐数据、研判调整、逐旬督办"


def test_the_foot_traces_back_and_the_notes_are_to_be_spoken(deck: Any) -> None:
    content = w.content_of("words")
    for slide in deck.slides:
        foot = named(slide, "来源").text_frame.text
        assert f"材料{NUMBER}（存证编号{content_sha256(content)[:12]}）" in foot
        assert "含未审核数据" in foot
        said = slide.notes_slide.notes_text_frame.text
        assert said
        assert not re.search(r"快照|存证|SHA|\d\d:\d\d", said)
    properties = deck.core_properties
    assert content_sha256(content) in properties.comments


def test_the_offices_own_words_are_in_the_notes_of_the_slide_that_they_are_about(deck: Any) -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    for place, words in ((1, "外贸外资是短板。"), (2, "外资项目要一项一策。"), (3, "滞后集中。")):
        assert words in notes[place]
    assert "由市财政局11月7日前提出资本金来源方案。" in notes[4]
    assert "10月24日前，市科技局、市经信局、市商务局：补报缺报的数据。" in notes[6]


def test_the_counts_add_up_to_what_is_due(deck: Any) -> None:
    whole, slide = m.card().whole, deck.slides[1]
    counts = [shape for shape in slide.shapes if shape.name.endswith("项数") and "率" not in shape.name]
    numbers = [int(shape.text_frame.text) for shape in counts]
    assert sum(numbers) == whole.due
    (strip,) = w.charts_of(slide)
    shown = {series.name: list(series.values) for series in w.all_series(strip)}
    assert shown == {f"{s.shape} {s.word}": [whole.due_counts[s]] for s in Status if whole.due_counts[s]}


def test_the_areas_chart_is_native_and_holds_their_due_targets(deck: Any) -> None:
    card = m.card()
    (chart,) = w.charts_of(deck.slides[2])
    counted = {series.name: list(series.values) for series in w.all_series(chart)}
    assert counted == {
        f"{status.shape} {status.word}": [group.rollup.due_counts[status] for group in card.areas]
        for status in Status
        if card.whole.due_counts[status]
    }
    labels = re.findall(r'formatCode="([^"]*)"', chart._chartSpace.xml)
    assert "&quot;■&quot;0" in labels, "shape and number stay apart in grey print"


def test_every_charts_workbook_holds_what_the_chart_shows(deck: Any) -> None:
    charts = [chart for slide in deck.slides for chart in w.charts_of(slide)]
    assert len(charts) == 4
    for chart in charts:
        sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        for column, series in enumerate(w.all_series(chart), 2):
            assert sheet.cell(1, column).value == series.name
            kept = [sheet.cell(row, column).value for row in range(2, len(series.values) + 2)]
            assert kept == list(series.values)


def test_of_more_areas_than_fit_the_worst_are_shown_and_the_others_counted() -> None:
    slide = opened(w.deck_of("crowded")).slides[2]
    (chart,) = w.charts_of(slide)
    assert len(chart.plots[0].categories) == 12
    assert "另6个领域见附表" in "".join(texts_of(slide))


def test_the_worst_stand_in_the_table_and_the_others_are_counted(deck: Any) -> None:
    card, slide = m.card(), deck.slides[3]
    rows = w.rows_of(slide)
    assert rows[0] == ["目标", "现值/目标", "竖线为应达", "与时序差", "牵头单位", "年底"]
    far = [score for score in card.behind if score.status.is_far_behind]
    assert 6 <= len(rows[1:]) <= 8
    for row, score in zip(rows[1:], far, strict=False):
        assert row[0] == full_width(f"{score.status.shape} {score.target.name}")
        assert row[4] == full_width(score.target.lead.name)
    assert f"另{len(far) - len(rows) + 1}项见附表" in "".join(texts_of(slide))


def test_a_bullet_is_as_long_as_what_is_done_and_its_tick_stands_where_it_should_be() -> None:
    half = m.score(m.terms(value="100", unit="家"), "30", 1, named="甲")
    slide = opened(written(m.content(m.card(scores=(half,)), {}))).slides[2]
    track, done, tick = (named(slide, f"{name}1") for name in ("全年", "现值", "应达"))
    assert done.width / track.width == pytest.approx(0.3, abs=0.001)
    middle = tick.left + tick.width / 2 - track.left
    assert middle / track.width == pytest.approx(0.75, abs=0.005)


def test_where_no_share_says_how_far_it_is_there_is_no_bullet() -> None:
    late = m.score(m.terms(m.Kind.MILESTONE, due=m.Period(2025, 2)), "0", 1, named="甲")
    slide = opened(written(m.content(m.card(scores=(late,)), {}))).slides[2]
    assert not [shape for shape in slide.shapes if _BULLET.fullmatch(shape.name)]


def test_short_names_that_people_gave_stand_for_the_whole_ones() -> None:
    frozen = thaw(m.content())
    worst = next(score.target for score in frozen.card.behind)
    names = (
        replace(w.SHORT[0], id=worst.id),
        replace(w.SHORT[1], id=worst.area.id),
        replace(w.SHORT[2], id=worst.lead.id),
    )
    deck = opened(written(w.with_paper(m.content(), Paper(names=names))))
    row = w.rows_of(deck.slides[3])[1]
    assert row[0] == "■ 短名目标"
    assert row[-2] == "市交通局"
    assert "对外开放" in list(w.charts_of(deck.slides[2])[0].plots[0].categories)


def test_a_list_without_names_names_no_unit() -> None:
    content = w.with_paper(m.content(), Paper(choices=w.HIDDEN))
    text = "".join(text for slide in opened(written(content)).slides for text in texts_of(slide))
    for unit in m.UNITS[:20]:
        assert unit.name not in text
    assert "预算" not in opened(written(content)).slides[0].notes_slide.notes_text_frame.text


def test_matters_and_what_is_hard_stand_on_one_slide_where_the_office_wrote_nothing() -> None:
    slide = opened(w.deck_of("made up")).slides[4]
    assert slide.shapes.title.text == "请会议议定2件事，另有8项完成有困难"
    rows = w.rows_of(slide)
    assert rows[0] == ["", "事项", "卡在哪里", "请会议议定", "时限"]
    assert rows[1][2:] == ["用地指标尚缺12亩。", "请协调落实用地指标。", "待议定"]
    assert rows[2][2:] == ["已逾期；用地指标尚缺12亩。", "请协调落实用地指标。", "9月30日"]
    assert "年底完成有困难的还有8项" in "".join(texts_of(slide))


def test_sections_that_the_office_leaves_out_have_no_slide() -> None:
    kept = tuple(each for each in PaperSection if each not in (PaperSection.MATTERS, PaperSection.REQUESTS))
    content = w.worded(Paper(replace(w.WORDS, decisions=()), Choices(sections=kept)))
    deck = opened(written(content))
    text = "".join(text for slide in deck.slides for text in texts_of(slide))
    assert "用地指标" not in text
    assert "工作要求" not in text
    assert len(deck.slides) == 6


def test_requests_stand_by_their_last_day_then_what_goes_on_with_who_and_what(deck: Any) -> None:
    assert w.rows_of(deck.slides[6]) == [
        ["时限", "谁", "做什么"],
        ["10月24日前", "市科技局、市经信局、市商务局", "补齐数据\n补报缺报的数据"],
        ["11月7日前", "分管市领导", "研判调整\n逐项研判有困难的目标"],
        ["11月起", "市府办", "逐旬督办\n逐旬报告，办结一项、销号一项"],
    ]


def test_the_office_that_asks_itself_is_named_where_it_is_known() -> None:
    data = written(w.content_of("words"), Options(paper=PaperSettings(office="市政府督查室")))
    deck = opened(data)
    assert w.rows_of(deck.slides[6])[-1][1] == "市政府督查室"
    assert "汇报单位：市政府督查室" in "".join(texts_of(deck.slides[0]))


def test_the_trend_has_a_column_a_period_and_says_what_leads_expect(deck: Any) -> None:
    trend, calls = w.charts_of(deck.slides[5])
    assert [str(each).replace("\n", "") for each in trend.plots[0].categories] == [
        "一季度60项",
        "上半年61项",
        "前三季度66项",
    ]
    shown = {series.name: list(series.values) for series in w.all_series(trend)}
    assert shown["■ 滞后"] == [9, 21, 24]
    assert shown["□ 尚无判定"] == [0, 0, 7]
    (only,) = w.all_series(calls)
    assert sum(only.values) == m.card().whole.due


def test_a_snapshot_from_before_the_trend_was_kept_shows_the_period_before() -> None:
    for content in (m.content(), *map(golden, ("schema3", "schema4", "schema5", "schema6"))):
        frozen = thaw(content)
        assert frozen.records.earlier == ()
        deck = opened(written(content))
        assert 2 <= len(deck.slides) <= MOST_SLIDES
    trend = w.charts_of(opened(w.deck_of("made up")).slides[5])[0]
    assert len(trend.plots[0].categories) == 2


def test_silence_that_makes_a_number_smaller_is_said_in_the_title() -> None:
    def one(number: int, value: str | None) -> Any:
        return m.score(m.terms(value="100"), value, number, reported=value is not None, previous="10")

    gone = [
        replace(one(number, None), previous=m.figure(90 + number, "10", data_month=6)) for number in (1, 2)
    ]
    scores = tuple(
        replace(each, previous_status=Status.BEHIND) for each in (*gone, one(3, "20"), one(4, "90"))
    )
    title = titles_of(opened(written(m.content(m.card(scores=scores), {}))))[-1]
    assert title == "滞后比上半年少3项（2项尚无判定）"


def test_at_the_years_end_nothing_is_expected_any_more() -> None:
    deck = opened(w.deck_of("year end"))
    assert titles_of(deck)[1] == "应达20项：11项完成，9项未完成"
    assert "研判" not in "".join(titles_of(deck))


def test_a_monthly_plan_is_told_in_its_months() -> None:
    deck = opened(w.deck_of("monthly"))
    assert titles_of(deck)[-1] == "滞后比1—7月少1项"
    assert len(w.charts_of(deck.slides[-1])[0].plots[0].categories) == 6
    assert "季" not in "".join(text for slide in deck.slides for text in texts_of(slide)).replace(
        "第三季度工作例会", ""
    )


def test_every_slide_says_that_it_is_a_preview_and_what_was_only_proposed_is_marked() -> None:
    proposed = Words(
        decisions=tuple(replace(each, is_proposed=True) for each in w.WORDS.decisions),
        requests=tuple(replace(each, is_proposed=True) for each in w.WORDS.requests),
        overall=replace(w.WORDS.overall, is_proposed=True) if w.WORDS.overall else None,
    )
    made_up = replace(m.card(), plan=replace(m.PLAN, is_demonstration=True))
    content = w.with_paper(m.content(made_up), Paper(proposed))
    deck = opened(written(content, Options(is_preview=True)))
    for slide in deck.slides:
        assert named(slide, "标记").text_frame.text == f"预览 · {DEMONSTRATION}"
    assert w.rows_of(deck.slides[4])[1][1].startswith("〔拟〕")
    assert all("〔拟〕" in row[2] for row in w.rows_of(deck.slides[-1])[1:])
    assert "〔拟〕" in deck.slides[1].notes_slide.notes_text_frame.text
    assert not [
        shape for slide in opened(w.deck_of("words")).slides for shape in slide.shapes if shape.name == "标记"
    ]


def test_pictures_for_the_eye_have_words_for_the_ear(deck: Any) -> None:
    frames = [s for slide in deck.slides for s in slide.shapes if s.has_chart or s.has_table]
    assert frames
    assert all(frame._element.find(f".//{qn('p:cNvPr')}").get("descr") for frame in frames)


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


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("99", "America/New_York")])
def test_the_same_content_gives_the_same_bytes_on_another_host(seed: str, zone: str) -> None:
    script = "from tests.export.test_slides import *; "
    script += "print(sha256(written() + house_template()).hexdigest())"
    host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
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


def test_on_a_template_of_the_least_sizes_nothing_is_cut_or_covered(tmp_path: Path) -> None:
    def smallest(deck: Any) -> None:
        for name, places in LAYOUTS.items():
            for place in places:
                holder = holder_of(deck, name, place.name)
                left, top = holder.left, holder.top
                holder.width, holder.height = (size * 36_000 + 1_000 for size in place.fewest_mm)
                holder.left, holder.top = left, top

    file = tmp_path / "small.pptx"
    file.write_bytes(changed_template(smallest))
    for world in ("words", "limits", "hostile"):
        data = written(w.content_of(world), Options(slides_template=str(file)))
        for slide in opened(data).slides:
            shown = [shape for shape in slide.shapes if not _BULLET.fullmatch(shape.name)]
            assert not [pair for pair in combinations(shown, 2) if overlap(*pair)]
            for shape in shown:
                if shape.has_text_frame:
                    needed = sum(w.heights(shape.text_frame.paragraphs, shape.width / PT))
                    assert needed <= shape.height / PT + 0.5, shape.text_frame.text
                elif shape.has_table:
                    w.check_table(shape.table)
            told = [text for text in texts_of(slide) if world == "words" and "存证编号" not in text]
            assert not re.findall(r"[\d.,−]…", "".join(told))


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
