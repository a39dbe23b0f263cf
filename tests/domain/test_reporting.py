"""Who reported and who did not: each target at one stage, and lists that hold what the rates count."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from tests.domain.build import budget, milestone, total
from tests.domain.test_scorecard import SCIENCE, TRANSPORT, card, figure, score
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.meetings.reporting import STAGES, Filing, Line, Listed, Stage, filings
from tracker.domain.progress.scorecard import Score, UnitRef
from tracker.domain.progress.status import Judgement, Status

AT = datetime(2025, 10, 9, 1, tzinfo=UTC)
SUBMITTED, APPROVED = ReportState.SUBMITTED, ReportState.APPROVED
RETURNED, WITHDRAWN = ReportState.RETURNED, ReportState.WITHDRAWN


def nothing(number: int = 1, lead: UnitRef = SCIENCE) -> Score:
    return score(number, total(), None, lead)


def waiting(number: int = 1, *, on_time: bool = True, lead: UnitRef = SCIENCE) -> Score:
    judged = Judgement(Status.UNDER_REVIEW)
    return replace(nothing(number, lead), judgement=judged, waiting_on_time=on_time)


def approved(number: int = 1, *, on_time: bool = True, lead: UnitRef = SCIENCE) -> Score:
    return replace(score(number, total(), "75", lead), figure=figure("75", is_on_time=on_time))


def unapproved() -> Score:
    return replace(score(1, total(), "75"), figure=figure("75", state=SUBMITTED))


LINES: list[object] = [
    # score, what became of the newest submission, whether there is a draft; the stage, in words
    pytest.param(nothing(), None, False, Stage.NOTHING, "尚未填写", id="nothing at all"),
    pytest.param(nothing(), None, True, Stage.DRAFT, "仅有草稿", id="a draft, never submitted"),
    pytest.param(waiting(), SUBMITTED, False, Stage.WAITING, "待审核", id="waits"),
    pytest.param(unapproved(), SUBMITTED, False, Stage.WAITING, "待审核", id="shown unapproved"),
    pytest.param(nothing(), RETURNED, False, Stage.RETURNED, "已退回", id="returned"),
    pytest.param(nothing(), RETURNED, True, Stage.RETURNED, "已退回（修改中）", id="returned, being mended"),
    pytest.param(nothing(), WITHDRAWN, False, Stage.WITHDRAWN, "已撤回", id="withdrawn"),
    pytest.param(
        nothing(), WITHDRAWN, True, Stage.WITHDRAWN, "已撤回（修改中）", id="withdrawn, being mended"
    ),
    pytest.param(approved(), APPROVED, False, Stage.APPROVED, "已审核", id="approved"),
    pytest.param(
        approved(), APPROVED, True, Stage.APPROVED, "已审核（更正中）", id="a correction is written"
    ),
    pytest.param(
        approved(), SUBMITTED, False, Stage.APPROVED, "已审核（更正待审核）", id="a correction waits"
    ),
    pytest.param(
        approved(), RETURNED, True, Stage.APPROVED, "已审核（更正已退回）", id="a correction returned"
    ),
]


@pytest.mark.parametrize(("scored", "latest", "has_draft", "stage", "said"), LINES)
def test_a_target_stands_at_one_stage(
    scored: Score, latest: ReportState | None, has_draft: bool, stage: Stage, said: str
) -> None:
    line = Line(scored, latest, has_draft=has_draft)
    assert (line.stage, line.said) == (stage, said)
    assert [listed for listed in STAGES if listed in line.lists] == [Listed(stage.value)]


MISSING = {Listed.DUE, Listed.MISSING, Listed.NOT_ON_TIME}
ON_TIME = {Listed.DUE, Listed.REPORTED, Listed.ON_TIME}
LATE = {Listed.DUE, Listed.REPORTED, Listed.LATE, Listed.NOT_ON_TIME}
NOT_DUE = score(1, milestone(Period(2025, 4)), None)


@pytest.mark.parametrize(
    ("line", "lists"),
    [
        pytest.param(Line(nothing()), MISSING | {Listed.NOTHING}, id="missing is not on time either"),
        pytest.param(Line(nothing(), RETURNED), MISSING | {Listed.RETURNED}, id="returned is missing"),
        pytest.param(Line(nothing(), has_draft=True), MISSING | {Listed.DRAFT}, id="a draft is no report"),
        pytest.param(Line(waiting()), ON_TIME | {Listed.WAITING}, id="waiting, in time"),
        pytest.param(Line(waiting(on_time=False)), LATE | {Listed.WAITING}, id="waiting, late"),
        pytest.param(Line(approved(on_time=False)), LATE | {Listed.APPROVED}, id="approved, late"),
        pytest.param(Line(NOT_DUE, has_draft=True), set(), id="not due: in no list, whatever is written"),
        pytest.param(Line(score(1, budget(), None)), {Listed.BUDGET}, id="a budget is no target"),
    ],
)
def test_a_line_stands_in_these_lists_and_no_other(line: Line, lists: set[Listed]) -> None:
    assert set(line.lists) == lists


def found(*lines: Line) -> tuple[Filing, ...]:
    return filings(card(*(line.score for line in lines)), lines)


MIXED = (
    Line(approved(1), APPROVED, AT),
    Line(waiting(2, on_time=False), SUBMITTED, AT),
    Line(nothing(3, TRANSPORT)),
    Line(nothing(4, TRANSPORT), RETURNED, AT),
    Line(approved(5, lead=TRANSPORT), APPROVED, AT),
    Line(score(6, budget(), None)),
    Line(score(7, milestone(Period(2025, 4)), None, UnitRef(9, "市文旅体局"))),
)


def test_the_rates_are_the_lengths_of_their_lists() -> None:
    for filing in found(*MIXED):
        due = filing.count(Listed.DUE)
        assert due == filing.rollup.due
        if due:
            assert filing.rollup.completeness == Fraction(filing.count(Listed.REPORTED), due)
            assert filing.rollup.timeliness == Fraction(filing.count(Listed.ON_TIME), due)
        assert due == filing.count(Listed.REPORTED) + filing.count(Listed.MISSING)
        assert due == filing.count(Listed.ON_TIME) + filing.count(Listed.NOT_ON_TIME)
        assert due == sum(filing.count(stage) for stage in STAGES)


def test_the_departments_add_up_to_the_plan() -> None:
    whole, *departments = found(*MIXED)
    for listed in set(Listed) - {Listed.BUDGET}:
        assert whole.count(listed) == sum(each.count(listed) for each in departments), listed
    assert (whole.unit_id, whole.count(Listed.BUDGET)) == (None, 1)


def test_who_lacks_most_comes_first_and_whom_nothing_is_asked_of_last() -> None:
    late: tuple[Any, ...] = (Line(waiting(8, on_time=False, lead=UnitRef(2, "市财政局"))),)
    named = [each.name for each in found(*MIXED, *late)]
    assert named == ["全部部门", "市交通运输局", "市财政局", "市科技局", "市文旅体局"]


def test_each_list_has_a_word_of_its_own() -> None:
    assert len({listed.word for listed in Listed}) == len(Listed)
