"""The rules of 勘误: what may be read otherwise, what that changes in words, which versions it makes."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.erratum import (
    ReadAs,
    ReadVersion,
    Typed,
    check_reading,
    check_said,
    corrected_versions,
    differences,
    in_force,
    keeps_figures_as_reported,
    next_code,
    placed,
    read_typed,
)

KEJI, JIAOTONG, JINGXIN, SHANGWU = (
    UnitRef(number, name)
    for number, name in enumerate(("市科技局", "市交通运输局", "市经信局", "市商务局"), start=1)
)
Q1, Q2, Q3, Q4 = periods_of(2025)
HUNDRED = Terms(Kind.RUNNING_TOTAL, Operator.AT_LEAST, Decimal(100), "家", Path.EVEN)
READING = ReadAs("企业", HUNDRED, KEJI, (JIAOTONG,))
FIRST = ReadVersion(READING, Q1, 1)


def read(of: ReadAs = READING, **changed: Any) -> ReadAs:
    own = {name: changed.pop(name) for name in ("name", "lead", "co_units") if name in changed}
    return replace(of, terms=replace(of.terms, **changed), **own)


def adjusted(effective: Period, **changed: Any) -> ReadVersion:
    return ReadVersion(read(**changed), effective, 2)


def made(corrected: ReadAs, *later: ReadVersion) -> list[tuple[str, ReadAs]]:
    """The effective period and the reading of each version that is made."""
    versions = corrected_versions(FIRST, corrected, (FIRST, *later), Q1)
    return [(str(new.effective), new.read) for __, new in versions]


TO_120 = read(value=Decimal(120))
TO_A_LEVEL = read(kind=Kind.LEVEL, path=Path.FLAT)
TO_ANOTHER_UNIT = read(unit_of_measure="户")
CASES: list[tuple[str, ReadAs, tuple[ReadVersion, ...], list[tuple[str, ReadAs]]]] = [
    ("never adjusted: one version", TO_120, (), [("2025Q1", TO_120)]),
    ("a name alone", read(name="新企业"), (), [("2025Q1", read(name="新企业"))]),
    (
        "the value was adjusted: it stays, the reading before it is corrected",
        TO_120,
        (adjusted(Q3, value=Decimal(80)),),
        [("2025Q1", TO_120), ("2025Q3", read(value=Decimal(80)))],
    ),
    (
        "the kind holds in an adjusted version too",
        TO_A_LEVEL,
        (adjusted(Q3, value=Decimal(80)),),
        [("2025Q1", TO_A_LEVEL), ("2025Q3", read(TO_A_LEVEL, value=Decimal(80)))],
    ),
    (
        "so does the unit of measure",
        TO_ANOTHER_UNIT,
        (adjusted(Q3, value=Decimal(80)), replace(adjusted(Q4, value=Decimal(70)), terms_id=3)),
        [
            ("2025Q1", TO_ANOTHER_UNIT),
            ("2025Q3", read(TO_ANOTHER_UNIT, value=Decimal(80))),
            ("2025Q4", read(TO_ANOTHER_UNIT, value=Decimal(70))),
        ],
    ),
    (
        "an adjusted path stays with its planned values",
        read(value=Decimal(90)),
        (adjusted(Q2, path=Path.OWN_PLAN, plan_values=tuple(map(Decimal, (10, 20, 50, 100)))),),
        [
            ("2025Q1", read(value=Decimal(90))),
            (
                "2025Q2",
                read(
                    value=Decimal(90),
                    path=Path.OWN_PLAN,
                    plan_values=tuple(map(Decimal, (10, 20, 50, 100))),
                ),
            ),
        ],
    ),
    (
        "what nothing counts under any more gets no version",
        TO_ANOTHER_UNIT,
        (adjusted(Q4, value=Decimal(70)), replace(adjusted(Q2, value=Decimal(80)), terms_id=3)),
        [("2025Q1", TO_ANOTHER_UNIT), ("2025Q2", read(TO_ANOTHER_UNIT, value=Decimal(80)))],
    ),
    (
        "adjusted from the first period on: the reading is kept all the same, below it",
        TO_ANOTHER_UNIT,
        (adjusted(Q1, value=Decimal(80)),),
        [("2025Q1", TO_ANOTHER_UNIT), ("2025Q1", read(TO_ANOTHER_UNIT, value=Decimal(80)))],
    ),
    (
        "a lead that was adjusted stays",
        read(lead=JINGXIN),
        (adjusted(Q3, lead=SHANGWU, co_units=(KEJI, JIAOTONG)),),
        [("2025Q1", read(lead=JINGXIN)), ("2025Q3", read(lead=SHANGWU, co_units=(KEJI, JIAOTONG)))],
    ),
    (
        "co-units come in and go out of what an adjustment made of them",
        read(co_units=(JINGXIN,)),
        (adjusted(Q3, lead=SHANGWU, co_units=(KEJI, JIAOTONG)),),
        [("2025Q1", read(co_units=(JINGXIN,))), ("2025Q3", read(lead=SHANGWU, co_units=(KEJI, JINGXIN)))],
    ),
    (
        "who leads by adjustment is not among the corrected co-units",
        read(co_units=(JIAOTONG, SHANGWU)),
        (adjusted(Q3, lead=SHANGWU, co_units=(KEJI, JIAOTONG)),),
        [
            ("2025Q1", read(co_units=(JIAOTONG, SHANGWU))),
            ("2025Q3", read(lead=SHANGWU, co_units=(KEJI, JIAOTONG))),
        ],
    ),
]


@pytest.mark.parametrize(
    ("corrected", "later", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_versions_that_a_corrected_reading_makes(
    corrected: ReadAs, later: tuple[ReadVersion, ...], expected: list[tuple[str, ReadAs]]
) -> None:
    assert made(corrected, *later) == expected


def test_at_every_period_the_corrected_part_and_the_adjusted_part_both_hold() -> None:
    later = (adjusted(Q2, value=Decimal(80)), adjusted(Q4, value=Decimal(60)))
    new = corrected_versions(FIRST, TO_ANOTHER_UNIT, (FIRST, *later), Q1)
    all_of_them = (FIRST, *later, *(version for __, version in new))
    shown = {
        str(period): next(each for each in reversed(all_of_them) if each.effective <= period).read.terms
        for period in (Q1, Q2, Q3, Q4)
    }
    assert {at: (terms.value, terms.unit_of_measure) for at, terms in shown.items()} == {
        "2025Q1": (100, "户"),
        "2025Q2": (80, "户"),
        "2025Q3": (80, "户"),
        "2025Q4": (60, "户"),
    }
    assert [each.effective for each in in_force(all_of_them)] == [Q1, Q2, Q4]


def test_a_second_erratum_stands_on_the_reading_that_the_first_one_made() -> None:
    later = adjusted(Q3, value=Decimal(80))
    (__, reading), (__, second) = corrected_versions(FIRST, TO_120, (FIRST, later), Q1)
    stored = (FIRST, later, replace(reading, terms_id=3), replace(second, terms_id=4))
    again = read(TO_120, operator=Operator.MORE_THAN)
    new = corrected_versions(stored[2], again, stored, Q1)
    assert [(source.terms_id, version.read.terms.value) for source, version in new] == [(3, 120), (4, 80)]
    assert {version.read.terms.operator for __, version in new} == {Operator.MORE_THAN}


def test_an_adjustment_that_contradicts_the_corrected_reading_is_named() -> None:
    milestone = read(
        kind=Kind.MILESTONE, value=None, unit_of_measure="", path=Path.YEAR_END, due=Period(2025, 4)
    )
    with pytest.raises(BadInput, match=r"自2025年三季度起的目标调整与更正后的读法不相容.*恢复原样"):
        made(milestone, adjusted(Q3, value=Decimal(80)))


DIFFERENCES = [
    ({"name": "新企业"}, ["目标名称 企业 → 新企业"]),
    ({"value": Decimal(120)}, ["目标值 100家 → 120家"]),
    ({"operator": Operator.MORE_THAN}, ["数值含义 不低于（含本数） → 超过（不含本数）"]),
    ({"unit_of_measure": "户"}, ["目标值 100家 → 100户"]),
    (
        {"operator": Operator.RANGE, "upper": Decimal(120)},
        ["数值含义 不低于（含本数） → 区间（含两端）", "上限 — → 120家"],
    ),
    ({"baseline": Decimal(30)}, ["基数 — → 30家"]),
    ({"kind": Kind.LEVEL, "path": Path.FLAT}, ["类型 累计量 → 水平", "进度路径 按月均衡 → 全年对照目标值"]),
    ({"due": Period(2025, 4)}, ["完成时限 — → 2025年四季度"]),
    ({"is_reduction": True}, ["按下降幅度填写 否 → 是"]),
    ({"is_stretch": True}, ["力争（努力方向） 否 → 是"]),
    ({"condition": "以上级下达为准"}, ["条件说明 — → 以上级下达为准"]),
    ({"lead": JINGXIN}, ["牵头单位 市科技局 → 市经信局"]),
    ({"co_units": ()}, ["配合单位 市交通运输局 → —"]),
    ({}, []),
]


@pytest.mark.parametrize(("changed", "words"), DIFFERENCES)
def test_what_differs_is_said_part_by_part(changed: dict[str, Any], words: list[str]) -> None:
    assert [each.text for each in differences(READING, read(**changed))] == words


@pytest.mark.parametrize(
    ("changed", "asks"),
    [
        ({"unit_of_measure": "户"}, True),
        ({"kind": Kind.LEVEL}, True),
        ({"is_reduction": True}, True),
        ({"value": Decimal(120)}, False),
        ({"lead": JINGXIN}, False),
    ],
)
def test_figures_in_another_sense_are_pointed_at(changed: dict[str, Any], asks: bool) -> None:
    assert keeps_figures_as_reported(READING, read(**changed)) is asks


@pytest.mark.parametrize(
    ("corrected", "before", "words"),
    [
        (READING, READING, "没有改动"),
        (read(co_units=(KEJI,)), READING, "不能同时是配合单位"),
        (read(kind=Kind.BUDGET, path=Path.FLAT), READING, "不能采用"),
        (read(kind=Kind.BUDGET, path=Path.FLAT), None, "不能采用"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(corrected: ReadAs, before: ReadAs | None, words: str) -> None:
    (refusal,) = check_reading(corrected, before)
    assert words in refusal


def test_a_reading_that_can_be_is_not() -> None:
    assert check_reading(TO_120, READING) == ()
    assert check_reading(READING, None) == ()


def typed(**changed: Any) -> Typed:
    own: dict[str, Any] = {
        "name": "企业",
        "kind": Kind.RUNNING_TOTAL,
        "operator": Operator.AT_LEAST,
        "value": "100",
        "upper": "",
        "steps": "",
        "unit_of_measure": "家",
        "baseline": "",
        "path": Path.EVEN,
        "plan": (),
        "due": None,
        "is_reduction": False,
        "is_stretch": False,
        "condition": "",
        "lead": KEJI,
        "co_units": (JIAOTONG,),
        "periods": periods_of(2025),
    }
    return Typed(**own | changed)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, READING),
        ({"name": " 企业 ", "value": "100家"}, READING),
        ({"value": "1,200", "baseline": "30"}, read(value=Decimal(1200), baseline=Decimal(30))),
        (
            {"path": Path.OWN_PLAN, "plan": ("10", "20", "50", "100")},
            read(path=Path.OWN_PLAN, plan_values=tuple(map(Decimal, (10, 20, 50, 100)))),
        ),
        (
            {"kind": Kind.MILESTONE, "value": "3", "unit_of_measure": "", "due": Q4},
            read(kind=Kind.MILESTONE, value=None, unit_of_measure="", path=Path.YEAR_END, due=Q4),
        ),
        (
            {
                "kind": Kind.MILESTONE,
                "unit_of_measure": "",
                "due": Q4,
                "steps": "开工 2025Q2\n\n 主体 封顶 2025Q4 ",
            },
            read(
                kind=Kind.MILESTONE,
                value=None,
                unit_of_measure="",
                path=Path.YEAR_END,
                due=Q4,
                steps=(Step("开工", Q2), Step("主体 封顶", Q4)),
            ),
        ),
        (
            {"operator": Operator.RANGE, "value": "5", "upper": "6"},
            read(operator=Operator.RANGE, value=Decimal(5), upper=Decimal(6)),
        ),
        ({"operator": Operator.AT_MOST, "upper": "6"}, read(operator=Operator.AT_MOST)),
        (
            {"kind": Kind.RATE, "value": "-2", "unit_of_measure": "%", "path": Path.FLAT},
            read(kind=Kind.RATE, value=Decimal(-2), unit_of_measure="%", path=Path.FLAT),
        ),
    ],
)
def test_what_is_typed_is_read(changed: dict[str, Any], expected: ReadAs) -> None:
    assert read_typed(typed(**changed)) == expected


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "请填写目标名称"),
        ({"value": "很多"}, "目标值：.*不是数字"),
        ({"value": ""}, "要有目标值"),
        ({"baseline": "x"}, "基数：.*不是数字"),
        ({"unit_of_measure": "家" * 33}, "计量单位太长"),
        ({"path": Path.OWN_PLAN, "plan": ("10", "", "50", "100")}, "请填写四个季度的计划值"),
        ({"path": Path.OWN_PLAN, "plan": ("10", "50", "20", "100")}, "不能小于前一季度"),
        ({"kind": Kind.MILESTONE}, "完成期限"),
        ({"kind": Kind.MILESTONE, "due": Q4, "steps": "开工"}, "每行一步"),
        ({"kind": Kind.MILESTONE, "due": Q4, "steps": "开工 下半年"}, "步骤“开工 下半年”无法识别"),
        ({"kind": Kind.MILESTONE, "due": Q4, "steps": "开工 2025Q3"}, "最后一步的期限"),
        ({"operator": Operator.RANGE}, "要有上限"),
    ],
)
def test_what_cannot_be_read_is_said(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_typed(typed(**changed))


NOTICE = "（一）引进人才2000人以上。培育企业3家，新增企业5家。"


@pytest.mark.parametrize(
    ("quote", "number", "expected"),
    [
        ("引进人才2000人以上", "2000", ("引进人才2000人以上", 3, 7, 11)),
        (" 培育企业3家 ", "3", ("培育企业3家", 15, 19, 20)),
        ("引进人才", "", ("引进人才", 3, None, None)),
    ],
)
def test_a_quote_is_placed(quote: str, number: str, expected: tuple[Any, ...]) -> None:
    place = placed(NOTICE, quote, number)
    assert (place.quote, place.start, place.number_start, place.number_end) == expected
    if place.number_start is not None:
        assert NOTICE[place.number_start : place.number_end] == number


@pytest.mark.parametrize(
    ("quote", "number", "words"),
    [
        ("", "3", "请摘录"),
        ("引进人才三千人", "", "找不到"),
        ("企业", "", "出现2次"),
        ("培育企业3家", "4", "数字“4”在原文里找不到"),
        ("企业3家，新增企业5家", "家", "出现2次"),
    ],
)
def test_a_quote_that_has_no_one_place_is_refused(quote: str, number: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        placed(NOTICE, quote, number)


@pytest.mark.parametrize(
    ("article", "area", "taken", "code"),
    [
        (3, 1, (), "T03-01"),
        (3, 1, ("T03-01", "T03-02", "T13-07"), "T03-03"),
        (13, 3, ("T13-09",), "T13-10"),
        (None, 6, ("A6-01", "B6-04"), "A6-02"),
        (None, 0, ("A0-x",), "A0-01"),
    ],
)
def test_a_missed_target_gets_the_next_code(
    article: int | None, area: int, taken: tuple[str, ...], code: str
) -> None:
    assert next_code(article, area, taken) == code


def test_a_reason_is_asked_for() -> None:
    assert check_said(" 原文为“以上”。 ") == "原文为“以上”。"
    with pytest.raises(BadInput, match="请写明勘误理由"):
        check_said(" \n")
