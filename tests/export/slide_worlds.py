"""Worlds of which decks and handouts are made, and how the tests read them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from tests.export import made_up as m
from tests.export.test_every_file import evil_content, large
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.meetings.meeting import EarlierPeriod, Records
from tracker.domain.meetings.paper import (
    AreaPassage,
    Choices,
    GivenName,
    NameOf,
    Paper,
    Passage,
    Request,
    Words,
)
from tracker.domain.meetings.snapshot import content_sha256, freeze_content, thaw
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import full_width
from tracker.export.options import HOUSE, Options
from tracker.export.slides import handout_bytes, slides_bytes
from tracker.export.slides.fit import LINE, lines_of
from tracker.export.slides.layouts import HEIGHT, WIDTH
from tracker.export.slides.marks import PT

NUMBER = "2025Q3-98"
_LONGEST = "请于十月底前逐项报送整改清单并明确责任人和完成时限" * 80


def with_paper(content: str, paper: Paper, **records: Any) -> str:
    """The same snapshot with what people add to it."""
    frozen = thaw(content)
    return freeze_content(
        frozen.card,
        frozen.texts,
        frozen.notice_sha256,
        frozen.frozen_at,
        frozen.author,
        frozen.name,
        frozen.meeting_on,
        frozen.audit_head,
        frozen.audit_rows,
        replace(frozen.records, **records),
        paper,
    )


WORDS = Words(
    overall=Passage("总体推进有序,外贸外资是短板"),
    areas=(AreaPassage(5, "外资项目要一项一策"),),
    problems=(Passage("对外开放目标滞后集中"),),
    decisions=(
        Passage("由市财政局11月7日前提出资本金来源方案", "贷款资本金"),
        Passage("由市资规局领办用地预审,每周报告", "泊位用地"),
    ),
    requests=(
        Request("逐旬报告,办结一项、销号一项", "逐旬督办", due=date(2025, 11, 1), is_from=True),
        Request("补报缺报的数据", "补齐数据", unit_ids=(1, 2, 5), due=date(2025, 10, 24)),
        Request("逐项研判有困难的目标", "研判调整", to_leaders=True, due=date(2025, 11, 7)),
    ),
)
EARLIER = (
    EarlierPeriod(Period(2025, 1), {Status.ON_PACE: 41, Status.SLIGHTLY_BEHIND: 10, Status.BEHIND: 9}),
    EarlierPeriod(Period(2025, 2), {Status.ON_PACE: 29, Status.SLIGHTLY_BEHIND: 11, Status.BEHIND: 21}),
)


def worded(paper: Paper | None = None) -> str:
    return with_paper(m.content(), Paper(WORDS) if paper is None else paper, earlier=EARLIER)


def at_their_limits() -> str:
    """Every passage as long as texts may be, twenty requests, ten decisions."""
    long = Passage(_LONGEST[:2000], "很长的标题" * 8)
    units = tuple(unit.id for unit in m.UNITS)
    words = Words(
        overall=long,
        areas=tuple(AreaPassage(area.id, long.text) for area in m.AREAS),
        problems=(long,) * 4,
        decisions=(long,) * 10,
        requests=tuple(
            Request(long.text, long.heading, units, due=date(2025, 11, 1 + day)) for day in range(20)
        ),
    )
    return worded(Paper(words))


def silent() -> Scorecard:
    """Nobody has reported yet."""
    asked = [m.score(m.terms(), None, number, reported=False, area=number % 3 + 1) for number in range(1, 9)]
    return m.card(scores=tuple(asked))


def in_areas(count: int) -> Scorecard:
    """So many areas, with names of the length that they have."""
    names = [area.title for area in m.AREAS]
    made = []
    for number, score in enumerate(m.scores(), 1):
        place = number % count
        area = replace(
            score.target.area, id=place + 1, number=place + 1, title=f"{names[place % 8]}之{place}"
        )
        made.append(replace(score, target=replace(score.target, area=area)))
    return m.card(scores=tuple(made))


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


def many_behind() -> Scorecard:
    """30 far behind; what their leads call the year end differs."""
    calls = (YearEndCall.DIFFICULT, YearEndCall.ADJUST, YearEndCall.WITH_EFFORT, None)
    slow = [
        m.score(
            m.terms(value="100", unit="个"),
            f"{number}",
            number,
            previous="2",
            named=f"第{number}类新增内河500吨级及以上泊位",
            area=number % 8 + 1,
            lead=number % 25 + 1,
            call=calls[number % 4],
        )
        for number in range(1, 31)
    ]
    return m.card(scores=tuple(slow))


def year_end() -> Scorecard:
    """December data: what is not achieved is missed."""
    fourth = Period(2025, 4)
    made = [
        m.score(
            m.terms(value="100"),
            str(70 + number * 3),
            number,
            period=fourth,
            data_month=12,
            area=number % 4 + 1,
            lead=number % 6 + 1,
        )
        for number in range(1, 21)
    ]
    return m.card(scores=tuple(made), period=fourth)


def monthly() -> Scorecard:
    august = Period(2025, 8, Rhythm.MONTHLY)
    made = [
        replace(
            m.score(
                m.terms(value="120"),
                str(40 + number * 4),
                number,
                period=august,
                data_month=8,
                area=number % 3 + 1,
                call=YearEndCall.CAN,
            ),
            rhythm=Rhythm.MONTHLY,
        )
        for number in range(1, 16)
    ]
    plan = replace(m.PLAN, rhythm=Rhythm.MONTHLY)
    return m.card(scores=tuple(made), period=august, plan=plan)


def monthly_content() -> str:
    card = monthly()
    earlier = tuple(
        EarlierPeriod(
            Period(2025, month, Rhythm.MONTHLY),
            {Status.ON_PACE: month, Status.SLIGHTLY_BEHIND: 2, Status.BEHIND: 13 - month},
        )
        for month in range(3, 8)
    )
    return m.content(card, kept=Records(earlier=earlier))


WORLDS: dict[str, Callable[[], str]] = {
    "made up": m.content,
    "words": worded,
    "limits": at_their_limits,
    "empty": lambda: m.content(m.card(scores=())),
    "silent": lambda: m.content(silent(), {}),
    "one target": lambda: m.content(m.card(scores=(m.score(m.terms(), "27"),))),
    "twelve areas": lambda: m.content(in_areas(12)),
    "crowded": lambda: m.content(crowded()),
    "many behind": lambda: m.content(many_behind(), {}),
    "year end": lambda: m.content(year_end()),
    "monthly": monthly_content,
    "hostile": evil_content,
    "large": lambda: m.content(large(700), {}),
}
IN_WORLDS = pytest.mark.parametrize("world", WORLDS)


@cache
def content_of(name: str) -> str:
    return WORLDS[name]()


@cache
def deck_of(name: str) -> bytes:
    """A world's deck, made once for all that look at it."""
    return written(content_of(name))


@cache
def handout_of(name: str) -> bytes:
    return printed(content_of(name))


def written(content: str | None = None, options: Options = HOUSE) -> bytes:
    content = m.content() if content is None else content
    return slides_bytes(content, content_sha256(content), NUMBER, options)


def printed(content: str | None = None, options: Options = HOUSE) -> bytes:
    content = m.content() if content is None else content
    return handout_bytes(content, content_sha256(content), NUMBER, options)


def opened(data: bytes) -> Any:
    return Presentation(BytesIO(data))


def texts_of(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def titles_of(deck: Any) -> list[str]:
    return [slide.shapes.title.text for slide in deck.slides]


def slide_of(deck: Any, title: str) -> Any:
    return next(slide for slide in deck.slides if slide.shapes.title.text == full_width(title))


def tables_of(slide: Any) -> list[Any]:
    return [shape.table for shape in slide.shapes if shape.has_table]


def rows_of(slide: Any) -> list[list[str]]:
    return [[full_width(cell.text) for cell in row.cells] for table in tables_of(slide) for row in table.rows]


def charts_of(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def all_series(chart: Any) -> list[Any]:
    return [series for plot in chart.plots for series in plot.series]


def heights(paragraphs: Any, width: float) -> Iterator[float]:
    """Points of each paragraph by its own letters and line height, as the file gives them."""
    for paragraph in paragraphs:
        sizes = [run.font.size.pt for run in paragraph.runs]
        if sizes:
            line = paragraph.line_spacing.pt
            assert line == pytest.approx(max(sizes) * LINE, abs=0.01)
            inset = int(paragraph._p.pPr.get("marL") or 0) / PT
            yield lines_of(paragraph.text, width - inset, max(sizes)) * line


def check_room(data: bytes, foot: float) -> None:
    """No text runs out of its box, no table below ``foot``, nothing out of the slide; in EMU."""
    for slide in opened(data).slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= WIDTH
            assert 0 <= shape.top <= shape.top + shape.height <= HEIGHT
            if shape.has_text_frame:
                needed = sum(heights(shape.text_frame.paragraphs, shape.width / PT))
                assert needed <= shape.height / PT + 0.5, shape.text_frame.text
            elif shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= foot
                check_table(shape.table)


def check_table(table: Any) -> None:
    for row in table.rows:
        if row.cells[0].is_merge_origin:
            continue
        for cell, column in zip(row.cells, table.columns, strict=True):
            across = (column.width - cell.margin_left - cell.margin_right) / PT
            down = (row.height - cell.margin_top - cell.margin_bottom) / PT
            assert sum(heights(cell.text_frame.paragraphs, across)) <= down + 0.5, cell.text


SHORT = (
    GivenName(NameOf.TARGET, 1, "短名目标"),
    GivenName(NameOf.AREA, 5, "对外开放"),
    GivenName(NameOf.UNIT, 4, "市交通局"),
)
HIDDEN = Choices(names=False, budgets=False)
