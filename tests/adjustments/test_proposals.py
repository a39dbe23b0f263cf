"""What an adjustment may set, and what it changes in words (DOMAIN §4)."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4, dec, milestone, planned, rate, total
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path, Terms
from tracker.domain.workflow.adjustment import (
    Proposed,
    RequestState,
    Version,
    adjusted,
    check_proposal,
    in_force,
    paths_open_to,
    read_proposal,
    request_state,
    what_changes,
)

KEJI, FAGAI = 1, 2
NAMES = {KEJI: "市科技局", FAGAI: "市发改局"}


def version(terms: Terms, effective: Period = Q1) -> Version:
    return Version(terms, KEJI, effective)


def proposal(terms: Terms, effective: Period = Q3, **changed: Any) -> Proposed:
    same = Proposed(terms.value, terms.path, terms.plan_values, terms.due, KEJI, effective)
    return replace(same, **changed)


def refusals(
    terms: Terms,
    reason: str = "上级核减。",
    basis: str = "浙发改〔2025〕1号",
    since: Period = Q1,
    **changed: Any,
) -> tuple[str, ...]:
    return check_proposal(version(terms, since), proposal(terms, **changed), reason, basis, 2025)


OWN_PLAN: dict[str, Any] = {"path": Path.OWN_PLAN}
ADMITTED: dict[str, tuple[Terms, dict[str, Any]]] = {
    "a lower value": (total(100), {"value": dec(90)}),
    "a higher value": (total(100), {"value": dec(110)}),
    "an own plan": (total(100), OWN_PLAN | {"plan_values": tuple(map(dec, (10, 30, 60, 100)))}),
    "an own plan with a quarter without growth": (
        total(100),
        OWN_PLAN | {"plan_values": tuple(map(dec, (0, 0, 60, 100)))},
    ),
    "a rate's own plan may dip": (
        rate(100),
        OWN_PLAN | {"plan_values": tuple(map(dec, (90, 80, 95, 100)))},
    ),
    "due only at the year's end": (total(100), {"path": Path.YEAR_END}),
    "from an own plan back to even": (planned(10, 30, 60, 100), {"path": Path.EVEN, "plan_values": None}),
    "a later due quarter": (milestone(Q3), {"due": Q4}),
    "another lead": (total(100), {"lead_unit_id": FAGAI}),
    "a milestone's other lead": (milestone(), {"lead_unit_id": FAGAI}),
    "an own plan a little beyond the target": (
        total(100),
        OWN_PLAN | {"plan_values": tuple(map(dec, (10, 30, 60, 120)))},
    ),
    "a rate that is to be high in spring": (
        rate(20),
        OWN_PLAN | {"plan_values": tuple(map(dec, (30, 25, 25, 20)))},
    ),
    "a rate on a negative value": (rate(20), {"value": dec(-3)}),
    "brought forward": (total(90), {"since": Q4, "effective": Q3}),
}


@pytest.mark.parametrize(("terms", "changed"), ADMITTED.values(), ids=ADMITTED.keys())
def test_what_an_adjustment_may_set(terms: Terms, changed: dict[str, Any]) -> None:
    assert refusals(terms, **changed) == ()


REFUSED: dict[str, tuple[Terms, dict[str, Any], str]] = {
    "nothing changes": (total(100), {}, "没有改动，请至少调整一项内容。"),
    "only put off": (total(100), {"effective": Q4, "since": Q3}, "没有改动，请至少调整一项内容。"),
    "no reason": (total(100), {"value": dec(90), "reason": " \n"}, "请写明调整理由。"),
    "no basis": (total(100), {"value": dec(90), "basis": ""}, "请写明调整依据（文件名称、文号或会议纪要）。"),
    "no value": (total(100), {"value": None}, "请填写全年目标。"),
    "a milestone with a value": (milestone(), {"value": dec(1)}, "节点类目标没有目标值。"),
    "a milestone without a due quarter": (milestone(), {"due": None}, "请选择完成季度。"),
    "a milestone put off beyond the year": (
        milestone(),
        {"due": Period(2026, 1)},
        "完成季度应在2025年之内。",
    ),
    "a due quarter of a total": (total(100), {"due": Q4}, "只有节点类、存量类目标有完成季度。"),
    "an own plan without values": (total(100), OWN_PLAN, "请填写四个季度的计划值。"),
    "an own plan that falls": (
        total(100),
        OWN_PLAN | {"plan_values": tuple(map(dec, (30, 20, 60, 100)))},
        "计划值是本年累计，后一季度不能小于前一季度。",
    ),
    "an own plan with a digit too many": (
        total(100),
        OWN_PLAN | {"plan_values": tuple(map(dec, (10, 20, 60, 1000)))},
        "计划值 1,000家 超过全年目标的 120%，请核对数值和单位。",
    ),
    "an own plan short of the target": (
        total(100),
        OWN_PLAN | {"plan_values": tuple(map(dec, (10, 20, 60, 99)))},
        "自定季度计划的全年计划值要达到目标值。",
    ),
    "another year's quarter": (
        total(100),
        {"value": dec(90), "effective": Period(2026, 1)},
        "生效季度应在2025年之内。",
    ),
    "a rate by months": (rate(20), {"path": Path.EVEN}, "比率类目标不能采用“按月均衡”。"),
    "a total against its full value all year": (
        total(100),
        {"path": Path.FLAT},
        "累计量类目标不能采用“全年对照目标值”。",
    ),
    "a milestone on another path": (milestone(), {"path": Path.EVEN}, "节点类目标不能采用“按月均衡”。"),
}


@pytest.mark.parametrize(("terms", "changed", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_and_why(terms: Terms, changed: dict[str, Any], said: str) -> None:
    assert said in refusals(terms, **changed)
    assert all(sentence.endswith("。") for sentence in refusals(terms, **changed))


def test_all_that_is_missing_is_said_at_once() -> None:
    assert len(refusals(total(100), value=None, reason="", basis="")) == 3


def test_a_path_that_the_notice_gave_may_stay() -> None:
    terms = total(100, path=Path.FLAT)
    assert refusals(terms, value=dec(90)) == ()
    assert paths_open_to(terms)[-1] is Path.FLAT


def test_what_changes_is_said_part_by_part() -> None:
    old = version(total(100))
    new = adjusted(
        old,
        proposal(
            old.terms,
            value=dec(90),
            path=Path.OWN_PLAN,
            plan_values=tuple(map(dec, (10, 30, 60, 90))),
            lead_unit_id=FAGAI,
        ),
    )
    assert [each.text for each in what_changes(old, new, NAMES)] == [
        "全年目标 100家 → 90家",
        "进度路径 按月均衡 → 自定季度计划",
        "季度计划 — → 一季度10、上半年30、前三季度60、全年90",
        "牵头单位 市科技局 → 市发改局",
    ]
    later = adjusted(version(milestone(Q3)), proposal(milestone(Q3), due=Q4))
    assert [each.text for each in what_changes(version(milestone(Q3)), later, NAMES)] == [
        "完成季度 2025年三季度 → 2025年四季度"
    ]


def test_what_an_adjustment_does_not_name_stays() -> None:
    old = version(total(100, baseline=20, is_stretch=True, condition="以上级核准为准"))
    new = adjusted(old, proposal(old.terms, value=dec(90)))
    assert new.terms == replace(old.terms, value=dec(90))


@pytest.mark.parametrize(("period", "expected"), [(Q1, 100), (Q2, 100), (Q3, 90), (Q4, 85)])
def test_the_last_version_effective_by_a_quarter_counts(period: Period, expected: int) -> None:
    versions = [version(total(100)), version(total(90), Q3), version(total(85), Q4)]
    assert in_force(versions, period).terms.value == expected


def test_a_later_version_that_counts_from_an_earlier_quarter_wins() -> None:
    versions = [version(total(100)), version(total(90), Q4), version(total(80), Q2)]
    assert in_force(versions, Q4).terms.value == 80


def read(terms: Terms, value: str = "", path: Path = Path.EVEN, plan: tuple[str, ...] = ()) -> Proposed:
    return read_proposal(terms, value, path, plan, None, KEJI, Q3)


def test_what_is_typed_is_read_exactly() -> None:
    assert read(total(36, unit="万标箱"), " 30万标箱 ").value == 30
    assert read(total(36, unit="万标箱"), "300,000").value == 300_000
    proposed = read(total(), "90", Path.OWN_PLAN, ("10", "30", "60", "90"))
    assert proposed.plan_values == (10, 30, 60, 90)
    assert read(rate(), "-3", Path.FLAT).value == -3


def test_a_blank_is_none_and_never_zero() -> None:
    assert read(total(), " ").value is None
    assert read(total(), "0").value == 0
    assert read(total(), "90", Path.OWN_PLAN, ("0", "", "60", "90")).plan_values is None
    assert read(total(), "90", Path.EVEN, ("0", "1", "60", "90")).plan_values is None


@pytest.mark.parametrize(
    ("value", "plan", "said"),
    [
        ("约90", (), "全年目标：“约90”不是数字"),
        ("90", ("1", "两", "3", "4"), "上半年计划值：“两”不是数字"),
        ("-5", (), "不会是负数"),
        ("90.5", (), "全年目标：“家”按整数计"),
        ("90", ("10.5", "20", "60", "90"), "一季度计划值：“家”按整数计"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(value: str, plan: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(total(), value, Path.OWN_PLAN if plan else Path.EVEN, plan)


@pytest.mark.parametrize(
    ("decided", "made", "note", "newest", "state"),
    [
        (False, False, "", True, RequestState.WAITING),
        (False, False, "", False, RequestState.SUPERSEDED),
        (True, True, "", True, RequestState.ACCEPTED),
        (True, True, "同意", False, RequestState.ACCEPTED),
        (True, False, "依据不足", True, RequestState.REFUSED),
        (True, False, "", True, RequestState.TAKEN_BACK),
        (True, False, "", False, RequestState.TAKEN_BACK),
    ],
)
def test_where_a_request_stands(
    decided: bool, made: bool, note: str, newest: bool, state: RequestState
) -> None:
    assert request_state(is_decided=decided, made_terms=made, note=note, is_newest=newest) is state
    assert state.word
