"""What can be one commitment in two plans: a table of what stands against it, each in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.scorecard import AreaRef, ClauseAnchor, PlanRef, Target, UnitRef
from tracker.domain.workflow.linking import Side, Source, check_link, check_reason, ending_with, fits

KEJI, JIAOTONG = UnitRef(1, "市科技局"), UnitRef(2, "市交通运输局")
PLAN = PlanRef(1, "a", "年度方案", "", 2025, date(2025, 3, 1))
OTHER = PlanRef(2, "b", "民生实事", "", 2025, date(2025, 1, 5))
TERMS = Terms(Kind.RUNNING_TOTAL, Operator.AT_LEAST, Decimal(100), "家", Path.EVEN)
TARGET = Target(
    id=1,
    code="A1-01",
    name="企业",
    area=AreaRef(1, 1, "领域", KEJI),
    anchor=ClauseAnchor(1, 1, "企业100家", 0, 2, 5),
    terms=TERMS,
    terms_id=1,
    terms_version=1,
    lead=KEJI,
    co_units=(),
)
LINKED = Side(PLAN, TARGET)
SOURCE = Side(OTHER, replace(TARGET, id=9, code="M-1"))
REPORTED_WITH = Source(9, "M-1", 2, "b", "民生实事", 2025, Rhythm.QUARTERLY)


def source(**terms: object) -> Side:
    return replace(SOURCE, target=replace(SOURCE.target, terms=replace(TERMS, **terms)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("linked", "source", "said"),
    [
        pytest.param(LINKED, replace(SOURCE, plan=PLAN), "在同一个方案里", id="one plan"),
        pytest.param(LINKED, source(kind=Kind.LEVEL, path=Path.FLAT), "类型不同", id="another kind"),
        pytest.param(LINKED, source(is_reduction=True), "类型不同", id="a reduction"),
        pytest.param(LINKED, source(unit_of_measure="户"), "计量单位不同（家、户）", id="another unit"),
        pytest.param(
            LINKED,
            replace(SOURCE, target=replace(SOURCE.target, lead=JIAOTONG)),
            "牵头单位不同（市科技局、市交通运输局）",
            id="another lead",
        ),
        pytest.param(LINKED, replace(SOURCE, plan=replace(OTHER, year=2026)), "不是同一年度", id="a year"),
        pytest.param(replace(LINKED, source=REPORTED_WITH), SOURCE, "本项已随其他方案", id="linked"),
        pytest.param(LINKED, replace(SOURCE, source=REPORTED_WITH), "所选目标自己也随", id="a chain"),
        pytest.param(replace(LINKED, has_linked=True), SOURCE, "正随本项填报", id="a chain from behind"),
        pytest.param(
            replace(LINKED, states=frozenset({ReportState.SUBMITTED})), SOURCE, "请先办结", id="one waits"
        ),
        pytest.param(
            replace(LINKED, states=frozenset({ReportState.RETURNED})),
            SOURCE,
            "请先办结",
            id="one was returned",
        ),
        pytest.param(replace(LINKED, has_draft=True), SOURCE, "放弃草稿", id="a draft"),
    ],
)
def test_what_stands_against_a_link_is_said(linked: Side, source: Side, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_link(linked, source)
    assert said in str(refusal.value)


def test_everything_that_stands_against_it_is_said_at_once() -> None:
    with pytest.raises(BadInput, match=r"计量单位不同.*请先办结"):
        check_link(replace(LINKED, states=frozenset({ReportState.SUBMITTED})), source(unit_of_measure="户"))


@pytest.mark.parametrize(
    ("linked", "source"),
    [
        pytest.param(LINKED, SOURCE, id="the same"),
        pytest.param(LINKED, source(value=Decimal(60), operator=Operator.MORE_THAN), id="another number"),
        pytest.param(
            replace(LINKED, states=frozenset({ReportState.APPROVED, ReportState.WITHDRAWN})),
            replace(SOURCE, has_linked=True, has_draft=True, states=frozenset({ReportState.SUBMITTED})),
            id="what the source has under way",
        ),
    ],
)
def test_what_asks_the_same_of_one_lead_can_be_linked(linked: Side, source: Side) -> None:
    check_link(linked, source)
    assert fits(linked, source)


def test_what_was_reported_does_not_change_what_fits() -> None:
    assert fits(replace(LINKED, has_draft=True), SOURCE)
    assert not fits(LINKED, source(unit_of_measure="户"))


def test_periods_correspond_by_the_month_that_they_end_with() -> None:
    assert ending_with(Period(2025, 3), 2025, Rhythm.QUARTERLY) == Period(2025, 3)
    assert ending_with(Period(2025, 3), 2026, Rhythm.QUARTERLY) is None
    assert REPORTED_WITH.period_for(Period(2025, 4)) == Period(2025, 4)


def test_a_reason_is_asked_for() -> None:
    assert check_reason(" 两个文件写的是同一批企业。 ") == "两个文件写的是同一批企业。"
    with pytest.raises(BadInput, match="请填写理由"):
        check_reason("  ")
