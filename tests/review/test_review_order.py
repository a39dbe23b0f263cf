"""The reasons to look, with their arithmetic; the order of the queue; the verified value as it is typed."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4, RULES, beside, budget, dec, level, milestone, rate, total
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import Figure, Finality, Neighbour, Neighbours, ReportState
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Path, Terms
from tracker.domain.progress.judging import judge
from tracker.domain.progress.scorecard import AreaRef, ClauseAnchor, Score, Target, UnitRef
from tracker.domain.sentences.looks import look_tag, look_text
from tracker.domain.workflow.approval import Signature
from tracker.domain.workflow.lifecycle import Stance
from tracker.domain.workflow.queue import Look, Reason, looks, read_verified, review_order

AT = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
FINANCE = UnitRef(9, "市财政局")


def figure(
    value: str | None, month: int, *, final: bool = True, late: bool = False, corrects: bool = False
) -> Figure:
    amount = None if value is None else dec(value)
    nature = Finality.FINAL if final else Finality.ESTIMATE
    return Figure(1, amount, amount, month, nature, ReportState.SUBMITTED, AT, not late, corrects)


def score(
    terms: Terms,
    value: str | None,
    before: str | None = None,
    period: Period = Q3,
    month: int | None = None,
    **how: bool,
) -> Score:
    lead = UnitRef(1, "市科技局")
    anchor = ClauseAnchor(1, 1, "原文", 0, None, None)
    target = Target(1, "T01", "目标", AreaRef(1, 1, "领域", lead), anchor, terms, 1, 1, lead, (FINANCE,))
    month = month or period.last_month
    amount = None if value is None else dec(value)
    judged = judge(terms, amount, month, period, RULES, not_applicable=value is None)
    previous = None if before is None else figure(before, period.month_before)
    return Score(target, figure(value, month, **how), judged, previous)


def looked_at(sent: Score, period: Period, later: str | None = None, **known: Any) -> tuple[Look, ...]:
    """The looks of a submission beside the quarter before, and a later one where there is one."""
    previous = None if sent.previous is None else sent.previous.value
    nearest = Neighbour(Q4, dec(later), 12) if later is not None else None
    earlier = beside(period, None if previous is None else str(previous)).earlier
    return looks(sent, period, Neighbours(earlier, nearest), **known)


def said(stance: Stance, note: str = "口径不一致", answer: str = "", key: int = 1) -> Signature:
    return Signature(key, FINANCE.id, FINANCE.name, stance, note, "钱", AT, answer)


def reasons(found: tuple[Look, ...]) -> list[Reason]:
    return [look.reason for look in found]


VALUES = [
    # terms, value, last quarter's, quarter, reason, its arithmetic
    (total(100), "450", "45", Q3, Reason.JUMP, "较上季度 45 增至 450，约10倍"),
    (total(100), "4.5", "45", Q3, Reason.JUMP, "较上季度 45 降至 4.5，约1/10"),
    (total(36, "万标箱"), "270000", "18", Q3, Reason.JUMP, "较上季度 18 增至 270,000，约10,000倍"),
    (total(100), "250", None, Q1, Reason.JUMP, "250 约为时序应达值 25 的10倍"),
    (level(14100), "141", None, Q3, Reason.JUMP, "141 约为目标值 14,100 的1/100"),
    (level(91), "2", "91", Q3, Reason.JUMP, "较上季度 91 降至 2，约1/46"),
    (level(91), "0", "91", Q3, Reason.JUMP, "填报为 0，上季度为 91"),
    (level(91), "3000", "91", Q3, Reason.JUMP, "较上季度 91 增至 3,000，约33倍"),
    (total(100), "40", "45", Q3, Reason.FALL, "累计由上季度 45 降至 40，回落 5"),
    (budget(10), "3", "4.5", Q3, Reason.FALL, "累计由上季度 4.5 降至 3，回落 1.5"),
    (total(100), "121", "75", Q3, Reason.EXCESS, "完成年度目标的121.0%，超过 120%"),
    (total(100), "96", "45", Q3, Reason.SURGE, "本季新增 51，占全年目标 100 的 51.0%"),
    (total(100), "60", None, Q1, Reason.SURGE, "本季新增 60，占全年目标 100 的 60.0%"),
    (total(100), "25", None, Q1, Reason.EXACT, "恰为1—3月的时序应达值 25家"),
    (total(100), "75", "50", Q3, Reason.EXACT, "恰为1—9月的时序应达值 75家"),
    (total(100), "100", "75", Q4, Reason.EXACT, "恰为全年的时序应达值 100家"),
    (total(100), "45", "30", Q3, Reason.BEHIND, "低于时序进度30个百分点"),
    (total(100), "68", "45", Q3, Reason.SLIGHTLY_BEHIND, "低于时序进度7个百分点"),
    (milestone(), "0", "0", Q3, Reason.BEHIND, "已到节点，尚未完成"),
]


@pytest.mark.parametrize(("terms", "value", "before", "period", "reason", "words"), VALUES)
def test_each_reason_says_its_arithmetic(
    terms: Terms, value: str, before: str | None, period: Period, reason: Reason, words: str
) -> None:
    sent = score(terms, value, before, period)
    found = {look.reason: look_text(look, sent, period) for look in looked_at(sent, period)}
    assert found[reason] == words


NOTHING = [
    (total(100), "80", "55", Q3),
    (total(100), "95", "45", Q3),  # half of the year's target in one quarter, not more
    (total(100), "120", "80", Q3),  # 120 %, not more
    (total(100), "100", "80", Q3),  # 100 % before the year's end is plainly achieved
    (total(8), "4", "2", Q2),  # so few that many figures lie on their line
    (total(100, path=Path.YEAR_END), "100", "0", Q4),  # all of it is due with the year's end
    (rate(20), "22", "24", Q3),  # a rate may fall
    (level(100), "100", "100", Q3),  # a level that is reached stays at 100 %
    (milestone(), "1", "0", Q3),
    (total(100), None, "45", Q3),  # not applicable
]


@pytest.mark.parametrize(("terms", "value", "before", "period"), NOTHING)
def test_what_is_in_order_has_no_reason(
    terms: Terms, value: str | None, before: str | None, period: Period
) -> None:
    assert looked_at(score(terms, value, before, period), period) == ()


def test_a_total_above_a_later_one_of_the_year_is_looked_at() -> None:
    sent = score(total(100), "60", "20", Q2)
    found = {look.reason: look_text(look, sent, Q2) for look in looked_at(sent, Q2, later="44")}
    assert found[Reason.ABOVE_LATER] == "累计 60 高于四季度已报的 44"
    assert Reason.ABOVE_LATER not in reasons(looked_at(sent, Q2, later="60"))
    assert Reason.ABOVE_LATER not in reasons(looked_at(score(level(40), "60", "40", Q2), Q2, later="44"))


def test_a_total_below_an_earlier_one_is_looked_at_where_a_quarter_was_skipped() -> None:
    sent = score(total(100), "60")
    (fall, *_others) = looks(sent, Q3, Neighbours(Neighbour(Q1, dec(70), 3)))
    assert (fall.reason, look_text(fall, sent, Q3)) == (Reason.FALL, "累计由一季度 70 降至 60，回落 10")


def test_data_that_were_not_updated_are_looked_at() -> None:
    sent = score(total(3, "项"), "2", "2", month=6)
    found = {look.reason: look_text(look, sent, Q3) for look in looked_at(sent, Q3)}
    assert found[Reason.OLD_DATA] == "数据截至6月，没有三季度的数据：按“未更新”计，不作评价"
    assert Reason.OLD_DATA not in reasons(looked_at(score(total(3, "项"), "2", "2", month=8), Q3))


def test_data_that_end_before_the_quarter_are_named_by_their_months() -> None:
    short = score(total(100), "80", "55", month=8)
    assert short.figure is not None
    sent = replace(short, figure=replace(short.figure, stops_short=True))
    (look,) = looked_at(sent, Q3)
    assert (look.reason, look_tag(look, sent)) == (Reason.STOPS_SHORT, "1—8月")
    assert look_text(look, sent, Q3) == "数据为1—8月"


def test_a_tag_has_the_number_where_it_is_short() -> None:
    sent = score(total(100), "96", "45")
    assert [look_tag(look, sent) for look in looked_at(sent, Q3)] == ["本季占全年51.0%"]
    estimate = score(total(100), "80", "55", final=False)
    assert [look_tag(look, estimate) for look in looked_at(estimate, Q3)] == ["预计"]


LINES = [
    # data month, value, whether it lies on the line of its month
    (9, "75", True),
    (8, "75", False),
    (8, "66", False),
    (7, "70", True),  # of 120: seven twelfths
]


@pytest.mark.parametrize(("month", "value", "lies"), LINES)
def test_a_figure_lies_on_the_line_of_its_own_month(month: int, value: str, lies: bool) -> None:
    sent = score(total(120 if value == "70" else 100, "公里"), value, "50", month=month)
    assert (Reason.EXACT in reasons(looked_at(sent, Q3))) is lies


CORRECTIONS = [
    (total(100), "44", "45", "已审核的 45 改为 44，减少 1"),
    (total(100), "46.5", "45", "已审核的 45 改为 46.5，增加 1.5"),
    (total(100), "45", "45", "已审核的 45 改为 45"),
    (total(100), None, "45", "已审核的 45 改为 不适用"),
    (milestone(), "0", "1", "已审核的 已完成 改为 尚未完成"),
]


@pytest.mark.parametrize(("terms", "value", "approved", "words"), CORRECTIONS)
def test_a_correction_says_old_and_new(terms: Terms, value: str | None, approved: str, words: str) -> None:
    sent = score(terms, value, period=Q2, corrects=True)
    found = looked_at(sent, Q2, replaces=figure(approved, 6))
    assert {look.reason: look_text(look, sent, Q2) for look in found}[Reason.CORRECTION] == words


def test_estimates_and_latecomers_are_named() -> None:
    sent = score(total(100), "80", "55", final=False, late=True)
    assert [
        (look.reason.word_in(Rhythm.QUARTERLY), look_text(look, sent, Q3)) for look in looked_at(sent, Q3)
    ] == [
        ("预计", "9月数据为预计数"),
        ("逾期", "首次提交晚于截止时间"),
    ]


OBJECT, CONFIRM = Stance.OBJECT, Stance.CONFIRM
WORDS: list[tuple[list[Signature], list[Signature], list[Reason]]] = [
    ([said(OBJECT)], [], [Reason.OBJECTION]),
    ([said(CONFIRM)], [], []),
    ([said(OBJECT), said(CONFIRM, key=2)], [], []),  # a unit's newest word counts
    ([said(CONFIRM), said(OBJECT, key=2)], [], [Reason.OBJECTION]),
    ([said(OBJECT, answer="已核实。")], [], []),
    ([], [said(OBJECT)], [Reason.EARLIER_OBJECTION]),  # a resubmission does not make it forgotten
    ([], [said(CONFIRM)], []),
    ([], [], []),  # silence
]


@pytest.mark.parametrize(("signatures", "earlier", "expected"), WORDS)
def test_objections_are_reasons_and_silence_is_none(
    signatures: list[Signature], earlier: list[Signature], expected: list[Reason]
) -> None:
    sent = score(total(100), "80", "55")
    found = looked_at(sent, Q3, signatures=signatures, earlier=earlier)
    assert reasons(found) == expected
    texts = [look_text(look, sent, Q3) for look in found]
    assert all(text.startswith("市财政局") and "口径不一致" in text for text in texts)


def test_the_weightiest_reason_comes_first() -> None:
    sent = score(total(100), "4.5", "45", final=False, late=True, corrects=True)
    found = looked_at(sent, Q3, replaces=figure("44", 9), signatures=[said(OBJECT)])
    assert reasons(found) == [
        Reason.OBJECTION,
        Reason.JUMP,
        Reason.FALL,
        Reason.CORRECTION,
        Reason.BEHIND,
        Reason.ESTIMATE,
        Reason.LATE,
    ]
    assert [reason.weight for reason in Reason] == sorted((r.weight for r in Reason), reverse=True)


def test_what_deserves_a_look_comes_first_and_the_rest_as_it_came() -> None:
    arrived: list[tuple[str, tuple[Reason, ...], bool]] = [
        ("nothing", (), False),
        ("exact", (Reason.EXACT,), False),
        ("estimate", (Reason.ESTIMATE,), False),
        ("slightly behind", (Reason.SLIGHTLY_BEHIND, Reason.ESTIMATE, Reason.LATE), False),
        ("correction", (Reason.CORRECTION,), False),
        ("behind", (Reason.BEHIND,), False),
        ("behind too", (Reason.BEHIND, Reason.LATE), False),
        ("jump", (Reason.JUMP,), False),
        ("objection, waits for the head", (Reason.OBJECTION,), True),
        ("objection", (Reason.OBJECTION,), False),
        ("nothing either", (), False),
    ]

    def key(number: int) -> Any:
        _, why, awaits_head = arrived[number]
        return review_order([Look(reason, "") for reason in why], awaits_head, number)

    assert [arrived[number][0] for number in sorted(range(len(arrived)), key=key)] == [
        "objection",
        "jump",
        "correction",
        "behind",
        "behind too",
        "slightly behind",
        "estimate",
        "exact",
        "nothing",
        "nothing either",
        "objection, waits for the head",
    ]


def test_nothing_typed_is_no_verified_value() -> None:
    assert read_verified("  ", total(36, "万标箱")) is None


def test_a_verified_value_is_read_in_the_targets_unit() -> None:
    assert read_verified("36万标箱", total(36, "万标箱")) == 36
    assert read_verified("-1.5", rate(20)) == Decimal("-1.5")
    assert read_verified("1", milestone()) == 1


@pytest.mark.parametrize(("text", "terms"), [("abc", total()), ("-3", total()), ("0.5", milestone())])
def test_what_can_not_be_read_is_refused_in_words(text: str, terms: Terms) -> None:
    with pytest.raises(BadInput):
        read_verified(text, terms)
