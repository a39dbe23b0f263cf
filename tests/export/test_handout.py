"""附表: the long tables behind the slides, target by target, to be handed out and read."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from tests.export import made_up as m
from tests.export import slide_worlds as w
from tests.export.file_text import text_of_file
from tests.export.slide_worlds import IN_WORLDS, NUMBER, opened, printed, slide_of, texts_of, titles_of
from tests.export.traceable import untraceable
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import target_text
from tracker.domain.meetings.decisions import decisions
from tracker.domain.meetings.meeting import Records
from tracker.domain.meetings.paper import Choices, Paper, PaperSection
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.domain.progress.status import Status
from tracker.domain.sentences import full_width, value_text
from tracker.domain.sentences.slides import (
    areas_title,
    behind_title,
    decision_proposal,
    departments_title,
)
from tracker.export.options import Options
from tracker.export.slides.appendix import APPENDED

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture(scope="module")
def deck() -> Any:
    return opened(w.handout_of("made up"))


@IN_WORLDS
def test_every_printed_number_is_the_snapshots(world: str) -> None:
    content = w.content_of(world)
    text = text_of_file("pptx", w.handout_of(world))
    # 256: of SHA-256; the rest are the caps and the numbers of pages and lines.
    layout = (256, APPENDED, *range(1, 90))
    assert untraceable(text, thaw(content), *layout, sha256=content_sha256(content), number=NUMBER) == []


@IN_WORLDS
def test_the_file_has_no_finding_of_the_schema(world: str, tmp_path: Path) -> None:
    file = tmp_path / "file.pptx"
    file.write_bytes(w.handout_of(world))
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []


@IN_WORLDS
def test_no_text_runs_out_of_its_box_and_nothing_out_of_the_slide(world: str) -> None:
    w.check_room(w.handout_of(world), 177.5 * 36_000)


def test_every_page_traces_back_and_the_last_says_how_the_figures_are_made(deck: Any) -> None:
    sha256 = content_sha256(m.content())
    for slide in deck.slides:
        assert f"材料{NUMBER}（存证编号{sha256[:12]}）" in "".join(texts_of(slide))
    last = "".join(texts_of(list(deck.slides)[-1]))
    assert sha256 in last
    assert full_width(m.RULES.sentence) in last


def test_every_department_has_a_bar_and_none_a_place(deck: Any) -> None:
    card = m.card()
    slide = slide_of(deck, departments_title(card))
    bars = [str(name) for chart in w.charts_of(slide) for name in chart.plots[0].categories]
    assert len(bars) == len(card.departments)
    for group in card.departments:
        assert any(bar.startswith(full_width(group.name)[:7]) for bar in bars)
    assert not any(word in "".join(texts_of(slide)) for word in ("第一", "最后", "居首", "领先", "差距最大"))


def rows_of(deck: Any, title: str) -> list[list[str]]:
    slides = [slide for slide in deck.slides if slide.shapes.title.text == full_width(title)]
    return [row for slide in slides for row in w.rows_of(slide)]


def test_who_is_behind_stands_with_cause_and_next_step(deck: Any) -> None:
    card = m.card()
    rows = rows_of(deck, behind_title(card))
    assert rows[0] == ["状态", "目标（牵头部门）", "进展", "与时序差（百分点）", "存在问题", "下一步举措"]
    for row, score in zip([row for row in rows if row[0] != "状态"], card.behind, strict=False):
        assert row[0] == f"{score.status.shape} {score.status.word}"
        assert full_width(f"{score.target.name}({score.target.lead.name})").startswith(row[1].rstrip("…"))
        assert row[4].startswith("受上级资金下达较晚")
        assert row[5].startswith("倒排工期")


def test_what_is_left_out_of_a_list_is_counted() -> None:
    slow = tuple(m.score(m.terms(value="100"), "3", number) for number in range(1, 401))
    made = opened(printed(m.content(m.card(scores=slow), {})))
    slides = [slide for slide in made.slides if slide.shapes.title.text.startswith("应达400项中400项落后")]
    rows = sum(len(shape.table.rows) - 1 for slide in slides for shape in slide.shapes if shape.has_table)
    assert 0 < rows < 400
    assert all(
        f"本表列前{rows}项，其余{400 - rows}项详见进度表" in "".join(texts_of(slide)) for slide in slides
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
    late = m.score(m.terms(m.Kind.MILESTONE, due=Period(2025, 2)), "0", 2, named="乙")
    fine = m.score(m.terms(), "35", 3, named="丙", call=YearEndCall.CAN)
    done = m.score(m.terms(), "40", 4, named="丁", call=YearEndCall.DIFFICULT)
    frozen = thaw(m.content(m.card(scores=(adjust, late, fine, done)), {}))
    assert done.status is Status.ACHIEVED
    assert [(each.score.target.name, decision_proposal(each)) for each in decisions(frozen.card)] == [
        ("乙", "新的完成时限和责任人"),
        ("甲", "是否按程序调整目标"),
    ]


def test_the_first_snapshot_has_no_slide_about_a_last_meeting_nor_about_changes() -> None:
    titles = titles_of(opened(printed(m.content(m.card(), m.texts(m.card()), Records()))))
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

    assert numbered(w.handout_of("made up")) == [str(n) for n in range(1, len(m.card().targets) + 1)]
    content, data = w.content_of("large"), w.handout_of("large")
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


def test_what_is_too_long_for_a_slide_stands_here_whole() -> None:
    deck = opened(w.handout_of("words"))
    assert rows_of(deck, "请会议议定2件事")[1:] == [
        ["贷款资本金", "由市财政局11月7日前提出资本金来源方案。"],
        ["泊位用地", "由市资规局领办用地预审，每周报告。"],
    ]
    assert rows_of(deck, "工作要求3项")[1] == [
        "10月24日前",
        "市科技局、市经信局、市商务局",
        "补齐数据：补报缺报的数据。",
    ]


def test_the_areas_stand_with_their_due_targets(deck: Any) -> None:
    card = m.card()
    (chart,) = w.charts_of(slide_of(deck, areas_title(card)))
    counted = {series.name: list(series.values) for series in w.all_series(chart)}
    assert counted == {
        f"{status.shape} {status.word}": [group.rollup.drawn[status] for group in card.areas]
        for status in Status
        if any(group.rollup.drawn[status] for group in card.areas)
    }


def test_an_area_of_which_nothing_is_known_is_drawn_as_what_it_is() -> None:
    card = w.silent()
    slide = slide_of(opened(w.handout_of("silent")), areas_title(card))
    (series,) = w.all_series(w.charts_of(slide)[0])
    assert series.name == "□ 未填报"
    assert list(series.values) == [sum(group.rollup.drawn.values()) for group in card.areas]
    assert "数据不足" in slide.shapes.title.text


def test_what_the_office_leaves_out_stands_nowhere() -> None:
    kept = tuple(each for each in PaperSection if each is PaperSection.OVERALL)
    content = w.worded(Paper(w.WORDS, Choices(sections=kept, names=False, budgets=False)))
    deck = opened(printed(content))
    titles = titles_of(deck)
    for words in ("工作要求", "需协调事项", "与上次会议相比", "目标调整", "预算"):
        assert not [title for title in titles if words in title], words
    behind = rows_of(deck, behind_title(thaw(content).card))
    assert behind[0][1] == "目标"
    assert not [row for row in behind if "牵头" in row[1]]


def test_every_page_says_that_it_is_a_preview() -> None:
    for slide in opened(printed(options=Options(is_preview=True))).slides:
        assert "预览" in texts_of(slide)
