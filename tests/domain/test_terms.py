"""What a target asks for: terms that contradict each other are refused (DOMAIN §1, §2)."""

from typing import Any

import pytest

from tests.domain.build import Q2, Q3, dec, level, milestone, planned, rate, stock, total
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a milestone without a due quarter": ({"kind": Kind.MILESTONE, "value": None}, "要有完成期限"),
    "a milestone with a value": ({"kind": Kind.MILESTONE, "due": True}, "没有目标值"),
    "a running total without a value": ({"value": None}, "累计量类目标要有目标值"),
    "a rate without a value": ({"kind": Kind.RATE, "value": None, "path": Path.FLAT}, "要有目标值"),
    "own plan without plan values": ({"path": Path.OWN_PLAN}, "要有全年各期的计划值"),
    "plan values on an even path": ({"plan_values": (1, 2, 3, 100)}, "其他路径没有"),
    "a rate shared by months": ({"kind": Kind.RATE}, "不能按月分摊"),
    "a reduction with a baseline": ({"is_reduction": True, "baseline": 120}, "没有基数"),
    "a reduction as a negative amount": ({"is_reduction": True, "value": -8}, "以正数表示"),
    "a plan that ends below its target": (
        {"path": Path.OWN_PLAN, "plan_values": (10, 20, 30, 99)},
        "要达到目标值",
    ),
    "a plan that ends above a limit": (
        {
            "path": Path.OWN_PLAN,
            "operator": Operator.AT_MOST,
            "baseline": 200,
            "plan_values": (190, 150, 120, 101),
        },
        "要达到目标值",
    ),
    "a range without its upper end": ({"operator": Operator.RANGE}, "要有上限"),
    "an upper end of no range": ({"upper": dec(120)}, "要有上限"),
    "a range turned round": ({"operator": Operator.RANGE, "upper": dec(90)}, "要大于下限"),
    "steps of a running total": ({"steps": (Step("开工", Q3),)}, "才可以分步骤|可以分步骤"),
    "steps that are not in their order": (
        {"kind": Kind.MILESTONE, "value": None, "due": True, "steps": (Step("封顶", Q3), Step("开工", Q2))},
        "先后排列",
    ),
    "steps that end before the milestone": (
        {"kind": Kind.MILESTONE, "value": None, "due": True, "steps": (Step("开工", Q2),)},
        "先后排列",
    ),
}


@pytest.mark.parametrize(("asked", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_terms_that_contradict_each_other_are_refused(asked: dict[str, Any], words: str) -> None:
    due = milestone().due if asked.pop("due", False) else None
    value = asked.pop("value", 100)
    plan = asked.pop("plan_values", None)
    with pytest.raises(BadInput, match=words):
        Terms(
            kind=asked.pop("kind", Kind.RUNNING_TOTAL),
            operator=asked.pop("operator", Operator.AT_LEAST),
            value=None if value is None else dec(value),
            unit_of_measure="家",
            path=asked.pop("path", Path.EVEN),
            baseline=dec(asked.pop("baseline", 0)),
            plan_values=None if plan is None else tuple(map(dec, plan)),  # type: ignore[arg-type]
            due=due,
            **asked,
        )


def test_a_plan_may_reach_for_more_than_the_target() -> None:
    assert planned(20, 50, 80, 110, value=100).value == 100


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_a_word_and_a_default_path_that_its_terms_admit(kind: Kind) -> None:
    value, due = (None, milestone().due) if kind is Kind.MILESTONE else (dec(1), None)
    terms = Terms(kind, Operator.AT_LEAST, value, "%", kind.usual_path, due=due)
    assert terms.kind.word
    assert terms.path_word


@pytest.mark.parametrize(
    ("terms", "span", "is_paced"),
    [
        pytest.param(total(), 100, True, id="running total"),
        pytest.param(total(path=Path.YEAR_END), 100, True, id="year end"),
        pytest.param(planned(1, 2, 3, 4), 4, True, id="own plan"),
        pytest.param(level(14100, baseline=13500), 600, False, id="level from a baseline"),
        pytest.param(stock(0, baseline=5), -5, True, id="to zero"),
        pytest.param(rate(75), 75, False, id="rate"),
        pytest.param(milestone(), None, False, id="milestone"),
    ],
)
def test_the_span_is_what_lies_between_baseline_and_target(
    terms: Terms, span: int | None, is_paced: bool
) -> None:
    assert terms.span == span
    assert terms.is_paced is is_paced


@pytest.mark.parametrize(
    ("operator", "worded"),
    [
        (">=", "5%"),
        (">", "超过5%"),
        ("<=", "不超过5%"),
        ("<", "低于5%"),
        ("~", "5%左右"),
        ("range", "5%"),
    ],
)
def test_an_operator_is_worded_as_a_notice_words_it(operator: str, worded: str) -> None:
    assert Operator(operator).of("5%") == worded
