"""The made-up quarter with the office's own words, short names and marks, as a meeting has them."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.export import made_up as m
from tracker.domain.meetings.meeting import Records
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
from tracker.domain.meetings.paper_settings import PaperSettings
from tracker.domain.meetings.snapshot import freeze_content
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status

OFFICE = PaperSettings(
    line_spacing="28.95",
    red_head=True,
    office="海宁市人民政府督查室",
    document_number="海政督〔2025〕8号",
    addressee="各镇人民政府、街道办事处,市政府各部门",
    copies="市委办公室、市人大常委会办公室、市政协办公室",
    printed_by="海宁市人民政府办公室",
)
WORDS = Words(
    overall=Passage("总体上好于上年同期,但分化明显。"),
    areas=(AreaPassage(5, "外资和外贸两头承压。"),),
    problems=(
        Passage("市商务局牵头的目标滞后较多,外资大项目尚无突破。", "对外开放目标滞后集中"),
        Passage("受用地预审影响,泊位不能开工。", "工程建设进度偏慢"),
    ),
    praise=Passage("市文旅体局2项补上进度,数据全部报送,予以表扬。"),
    decisions=(Passage("请市领导协调落实项目资本金来源。", "中长期项目贷款"),),
    requests=(
        Request("补报、更新数据", "补齐数据", (1, 2, 3, 4, 5), due=date(2025, 10, 24)),
        Request("报送整改清单,写明缺口、措施、责任人和时限", "逐项整改", (5,), due=date(2025, 10, 31)),
        Request("牵头研判年底有困难的目标", "专题研判", to_leaders=True, due=date(2025, 11, 7)),
        Request("逐旬报告连续滞后的目标", "跟踪督办", due=date(2025, 11, 1), is_from=True),
    ),
    next_steps=Passage("四季度每旬调度一次。"),
)
NAMES = (GivenName(NameOf.TARGET, 10, "制修订标准"), GivenName(NameOf.UNIT, 9, "市资规局"))
PAPER = Paper(WORDS, Choices(), NAMES)


def content(paper: Paper = PAPER, card: Scorecard | None = None, **more: Any) -> str:
    """The made-up quarter as it is frozen with ``paper``; ``more``: texts, records."""
    whole = m.card() if card is None else card
    kept: Records = more.get("records", m.records(whole) if card is None else Records())
    return freeze_content(
        whole,
        more.get("texts", m.texts(whole)),
        "9f" * 32,
        m.FROZEN_AT,
        "王督查",
        "市政府第三季度工作例会",
        date(2025, 10, 15),
        "ab" * 32,
        None,
        kept,
        paper,
    )


def usual_card(far_behind: int = 8) -> Scorecard:
    """76 targets of which so many are 滞后, as most quarters have them; the other such ones are on pace."""
    scores = []
    for score in m.scores():
        if score.status.is_far_behind:
            far_behind -= 1
            if far_behind < 0:
                score = replace(score, judgement=replace(score.judgement, status=Status.ON_PACE))
        scores.append(score)
    return m.card(scores=tuple(scores))
