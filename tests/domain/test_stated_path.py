"""A path as a lead states it: what can be stated, until when, and where a statement stands."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.entry.ledger import TERMS
from tests.pages.conftest import half_width
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI, periods_of
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.workflow.stated_path import (
    PathState,
    StatedPath,
    check_stated,
    differences,
    expected_by_period,
    may_be_stated,
    path_lock,
    path_state,
    path_typed,
    read_stated,
    stated_text,
)
from tracker.domain.workflow.windows import default_window

YEAR = periods_of(2025)
FIRMS, RATE, BOXES, START = TERMS["企业"], TERMS["增速"], TERMS["吞吐量"], TERMS["开工"]
COST = Terms(Kind.BUDGET, Operator.AT_LEAST, Decimal("5.98"), "亿元", Path.EVEN)
TEAMS = Terms(Kind.STOCK, Operator.AT_LEAST, Decimal(9), "支", Path.YEAR_END)
WASTE = Terms(Kind.STOCK, Operator.AT_MOST, Decimal(4), "万吨", Path.YEAR_END, baseline=Decimal(10))
ROADS = Terms(Kind.LEVEL, Operator.AT_LEAST, Decimal(91), "%", Path.FLAT)


def own(*values: str) -> StatedPath:
    return StatedPath(Path.OWN_PLAN, tuple(map(Decimal, values)))


def test_a_milestone_and_a_level_to_keep_have_no_path_to_state_and_all_else_has() -> None:
    assert all(may_be_stated(each) for each in (FIRMS, RATE, BOXES, COST, TEAMS))
    assert not any(may_be_stated(each) for each in (START, ROADS))


@pytest.mark.parametrize(
    ("path", "typed", "meant"),
    [
        (None, ("", " ", "", ""), None),
        (None, ("", "", "", "100"), Path.OWN_PLAN),
        (Path.YEAR_END, ("", "", "", ""), Path.YEAR_END),
        (Path.EVEN, ("1", "", "", ""), Path.EVEN),
    ],
)
def test_values_alone_are_a_plan_of_ones_own(
    path: Path | None, typed: tuple[str, ...], meant: Path | None
) -> None:
    assert path_typed(path, typed) is meant


def test_what_is_typed_is_read_like_a_figure_and_a_zero_is_a_value() -> None:
    stated = read_stated(BOXES, Path.OWN_PLAN, ("0", "18万", "１８", "3,600.5"), YEAR)
    assert stated == own("0", "18", "18", "3600.5")


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        (Path.OWN_PLAN, ("0", "", "40", " "), "还缺上半年、全年的计划值;没有预期的请填 0。"),
        (Path.OWN_PLAN, ("0", "很多", "40", "100"), "上半年计划值:“很多”不是数字"),
        (Path.OWN_PLAN, ("-1", "10", "40", "100"), "一季度计划值:这项数据不会是负数"),
        (Path.YEAR_END, ("0", "", "", ""), "已选“年底一次性完成”,不需要计划值"),
    ],
)
def test_what_can_not_be_read_is_said_with_its_period(
    path: Path, typed: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_stated(FIRMS, path, typed, YEAR)
    assert sentence in half_width(str(refused.value))


@pytest.mark.parametrize(
    ("terms", "stated", "refusal"),
    [
        pytest.param(FIRMS, StatedPath(Path.YEAR_END), "", id="all at the year's end"),
        pytest.param(FIRMS, own("0", "0", "30", "100"), "", id="late, ending at the target"),
        pytest.param(FIRMS, own("0", "0", "30", "120"), "", id="ending beyond the target"),
        pytest.param(FIRMS, own("100", "100", "100", "100"), "", id="all in the first quarter"),
        pytest.param(FIRMS, own("0", "0", "30", "99"), "达到目标值", id="ending short of the target"),
        pytest.param(FIRMS, own("0", "40", "30", "100"), "不能小于前一季度", id="falling"),
        pytest.param(
            FIRMS, own("0", "10.5", "30", "100"), "上半年计划值不能是10.5家,这项按整数计", id="half a firm"
        ),
        pytest.param(BOXES, own("4.5", "9", "20", "36"), "", id="what is measured has decimals"),
        pytest.param(FIRMS, own("0", "30", "100"), "四个季度", id="three values of four"),
        pytest.param(FIRMS, StatedPath(Path.FLAT), "累计量类目标不能采用", id="a total held all year"),
        pytest.param(RATE, StatedPath(Path.EVEN), "比率类目标不能采用", id="a rate by months"),
        pytest.param(RATE, own("25", "18", "19", "20"), "", id="a rate may fall again"),
        pytest.param(RATE, own("10", "12", "15", "19"), "达到目标值", id="a rate ending short"),
        pytest.param(COST, own("0", "1", "3", "5.98"), "", id="a budget"),
        pytest.param(TEAMS, StatedPath(Path.EVEN), "", id="a stock by months"),
        pytest.param(TEAMS, own("2", "5", "5", "9"), "", id="a stock with a plan"),
        pytest.param(TEAMS, own("2", "5", "4", "9"), "离目标更远", id="a stock that goes back"),
        pytest.param(WASTE, own("9", "6", "5", "4"), "", id="a stock that is to fall"),
        pytest.param(WASTE, own("9", "6", "7", "4"), "离目标更远", id="a falling stock that rises"),
        pytest.param(FIRMS, own("0", "10", "40", "1000"), "120%", id="a digit too many"),
        pytest.param(START, StatedPath(Path.YEAR_END), "节点类目标不能采用", id="a milestone"),
    ],
)
def test_what_a_lead_may_state(terms: Terms, stated: StatedPath, refusal: str) -> None:
    refusals = half_width(" ".join(check_stated(terms, stated, YEAR)))
    assert (refusal in refusals) if refusal else refusals == ""


def test_two_faults_are_said_together() -> None:
    assert len(check_stated(FIRMS, own("0", "40.5", "60", "99"), YEAR)) == 2


def test_a_path_is_said_with_its_values() -> None:
    assert stated_text(FIRMS) == "按月均衡"
    assert stated_text(own("0", "10", "40", "100").of(FIRMS)).endswith(
        "一季度0、上半年10、前三季度40、全年100"
    )


def test_what_is_expected_of_whole_things_is_whole_and_of_a_year_end_nothing_before_it() -> None:
    five = replace(FIRMS, value=Decimal(5))
    assert expected_by_period(five, YEAR) == (1, 2, 3, 5)
    late = StatedPath(Path.YEAR_END).of(five)
    assert expected_by_period(late, YEAR) == (None, None, None, 5)
    assert differences(five, late, YEAR) == (None, None, None, 0)
    assert differences(five, own("0", "0", "2", "5").of(five), YEAR) == (-1, -2, -1, 0)
    assert expected_by_period(BOXES, YEAR)[0] == Fraction(9)


@pytest.mark.parametrize(
    ("decided", "made", "newest", "state"),
    [
        (False, False, True, PathState.STATED),
        (False, False, False, PathState.SUPERSEDED),
        (True, True, True, PathState.AGREED),
        (True, False, True, PathState.RETURNED),
        (True, False, False, PathState.RETURNED),
    ],
)
def test_where_a_statement_stands(decided: bool, made: bool, newest: bool, state: PathState) -> None:
    assert path_state(is_decided=decided, made_terms=made, is_newest=newest) is state
    assert state.word


DUE = datetime(2025, 4, 10, 18, tzinfo=SHANGHAI)
LATER = replace(default_window(YEAR[0]), due_at=DUE + timedelta(days=5), closes_at=DUE + timedelta(days=9))


@pytest.mark.parametrize(
    ("state", "settled", "window", "at", "words"),
    [
        pytest.param(None, False, None, DUE - timedelta(seconds=1), None, id="until the usual due date"),
        pytest.param(
            None, False, None, DUE, "4月10日18:00(一季度填报截止)", id="not from it on: it must not be known"
        ),
        pytest.param(None, False, LATER, DUE, None, id="the window as it was set"),
        pytest.param(PathState.RETURNED, False, None, DUE - timedelta(1), None, id="what was returned"),
        pytest.param(PathState.STATED, False, None, DUE - timedelta(1), None, id="what still waits"),
        pytest.param(PathState.AGREED, False, None, DUE - timedelta(1), "已经同意", id="what is agreed"),
        pytest.param(None, True, None, DUE - timedelta(1), "年内已调整过", id="adjusted in the year"),
    ],
)
def test_until_when_a_path_may_be_stated(
    state: PathState | None, settled: bool, window: None, at: datetime, words: str | None
) -> None:
    locked = path_lock(state, is_settled=settled, first=YEAR[0], window=window, now=at)
    assert locked is None if words is None else words in half_width(locked or "")
    assert locked is None or "目标调整" in locked, "it says what can be done instead"
