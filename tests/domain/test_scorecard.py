"""The frozen records: grouping, order, increments, and the words in the notice (DOMAIN §1, §3)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.domain.build import Q1, Q3, RULES, budget, dec, level, milestone, rate, total
from tests.export import made_up
from tracker.domain.language.numerals import numeral
from tracker.domain.measure.figure import Figure, Finality, ReportState
from tracker.domain.measure.target import Terms
from tracker.domain.progress.judging import judge
from tracker.domain.progress.scorecard import (
    AreaRef,
    ClauseAnchor,
    PlanRef,
    Score,
    Scorecard,
    Target,
    UnitRef,
)
from tracker.domain.progress.status import Status

SCIENCE, TRANSPORT, FINANCE = UnitRef(3, "市科技局"), UnitRef(1, "市交通运输局"), UnitRef(2, "市财政局")
EDUCATION = AreaRef(70, 1, "教育科技人才", SCIENCE)
OPENING = AreaRef(60, 7, "对外开放", TRANSPORT)
PLAN = PlanRef(1, "haining-2025", "承接落实方案", "海政发〔2025〕10号", 2025, date(2025, 6, 10))
ANCHOR = ClauseAnchor(1, None, "新增高新技术企业100家。", 500, 508, 511)


def figure(value: str | None, month: int = 9, **rest: Any) -> Figure:
    amount = None if value is None else dec(value)
    at = datetime(2025, 10, 9, 1, tzinfo=UTC)
    plain = Figure(1, amount, amount, month, Finality.FINAL, ReportState.APPROVED, at, True, False)
    return replace(plain, **rest)


def score(
    number: int,
    terms: Terms,
    value: str | None,
    lead: UnitRef = SCIENCE,
    co: tuple[UnitRef, ...] = (),
    area: AreaRef = EDUCATION,
) -> Score:
    target = Target(number, f"T{number:02}", f"目标{number}", area, ANCHOR, terms, number, 1, lead, co)
    if value is None:
        return Score(target, None, judge(terms, None, 9, Q3, RULES))
    return Score(target, figure(value), judge(terms, dec(value), 9, Q3, RULES))


def card(*scores: Score) -> Scorecard:
    return Scorecard(PLAN, Q3, RULES, scores)


class TestGrouping:
    CARD = card(
        score(1, total(), "75", TRANSPORT, (FINANCE,), OPENING),
        score(2, total(), "50", SCIENCE, (FINANCE, TRANSPORT)),
        score(3, level(), None, SCIENCE),
        score(4, budget("5.98"), "1", FINANCE),
    )

    def test_areas_stand_in_the_notices_order(self) -> None:
        assert [(group.key, group.name) for group in self.CARD.areas] == [
            (1, "教育科技人才"),
            (7, "对外开放"),
        ]

    def test_departments_by_lead_count_each_target_once(self) -> None:
        groups = {group.name: [one.target.id for one in group.scores] for group in self.CARD.departments}
        assert groups == {"市交通运输局": [1], "市科技局": [2, 3]}
        assert sum(group.rollup.total for group in self.CARD.departments) == self.CARD.whole.total == 3

    def test_co_led_targets_count_for_each_unit(self) -> None:
        groups = {g.name: [one.target.id for one in g.scores] for g in self.CARD.departments_with_co_led}
        assert groups == {"市交通运输局": [1, 2], "市财政局": [1, 2], "市科技局": [2, 3]}

    def test_a_lead_by_hand_that_also_stands_among_the_co_units_counts_once(self) -> None:
        (group,) = card(score(1, total(), "75", SCIENCE, (SCIENCE,))).departments_with_co_led
        assert group.rollup.total == 1

    def test_budgets_stand_apart(self) -> None:
        assert [one.target.id for one in self.CARD.targets] == [1, 2, 3]
        assert [one.target.id for one in self.CARD.budgets] == [4]
        assert self.CARD.whole.due == 3

    def test_what_is_missing_is_listed(self) -> None:
        assert [one.target.id for one in self.CARD.missing] == [3]

    def test_a_target_is_found_by_its_id_budgets_too(self) -> None:
        found = self.CARD.of(4)
        assert found is not None
        assert found.target.code == "T04"
        assert self.CARD.of(99) is None

    def test_an_empty_card_has_no_groups_and_no_shares(self) -> None:
        empty = card()
        assert (empty.areas, empty.departments, empty.behind, empty.missing) == ((), (), (), ())
        assert empty.whole.on_pace_share is None


def test_what_is_behind_is_sorted_by_what_it_has_reached_of_what_is_expected() -> None:
    scores = (
        score(1, total(), "60"),  # four fifths, slightly behind
        score(2, total(), "75"),  # on pace
        score(3, total(), "20"),  # 27 % of what is expected
        score(4, milestone(Q3), "0"),  # overdue: nothing
        score(5, total(), "-90"),  # less than nothing
        score(6, level(), "50"),  # half of its target
        score(7, total(), None),  # not reported
        score(8, budget(100), "1"),  # a budget
        score(9, rate(75), "53.3"),  # 71 % of its target
    )
    assert [one.target.id for one in card(*scores).behind] == [5, 4, 3, 6, 9, 1]


def test_equal_gaps_are_sorted_by_code_so_a_list_never_jumps() -> None:
    scores = [score(number, total(), "20") for number in (3, 1, 2)]
    assert [one.target.code for one in card(*scores).behind] == ["T01", "T02", "T03"]


def test_the_worst_of_a_group_is_the_first_of_its_list() -> None:
    scores = card(score(1, total(), "20"), score(2, rate(75), "10"), score(3, milestone(Q3), "0"))
    assert scores.whole.worst_target_id == scores.behind[0].target.id == 3


CHANGES = [
    # terms, figure, previous, change
    pytest.param(total(), figure("68"), figure("45", 6), "23", id="a running total: the quarter's increment"),
    pytest.param(total(), figure("40"), figure("45", 6), "-5", id="a corrected total"),
    pytest.param(total(), figure("45"), figure("45", 6), "0", id="nothing new is zero, not none"),
    pytest.param(total(), figure("12", 3), None, "12", id="in the first quarter from the year's start"),
    pytest.param(total(), figure("12", 2), None, "12", id="with data to February too"),
    pytest.param(total(110, baseline=10), figure("12", 3), None, "2", id="from its baseline"),
    pytest.param(budget(), figure("1.2", 3), None, "1.2", id="a budget in the first quarter"),
    pytest.param(total(), figure("68"), None, None, id="the last quarter was not reported: unknown"),
    pytest.param(total(), figure("68"), figure(None, 6), None, id="the last quarter was not applicable"),
    pytest.param(level(), figure("91", 3), None, None, id="a level in the first quarter: unknown"),
    pytest.param(rate(), figure("12", 3), None, None, id="a rate in the first quarter: unknown"),
    pytest.param(rate(), figure("12"), figure("15", 6), "-3", id="a rate: difference in points"),
    pytest.param(total(), figure(None), figure("45", 6), None, id="not applicable now"),
    pytest.param(total(), None, figure("45", 6), None, id="not reported now"),
]


@pytest.mark.parametrize(("terms", "now", "before", "change"), CHANGES)
def test_the_change_is_since_the_last_quarter(
    terms: Terms, now: Figure | None, before: Figure | None, change: str | None
) -> None:
    one = replace(score(1, terms, None), figure=now, previous=before)
    assert one.change == (None if change is None else dec(change))


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [
        (Status.BEHIND, "75", True),
        (Status.BEHIND, "60", False),
        (Status.ON_PACE, "75", False),
        (None, "75", False),
    ],
)
def test_a_score_remembers_that_it_was_behind(before: Status | None, value: str, expected: bool) -> None:
    assert replace(score(1, total(), value), previous_status=before).is_caught_up is expected


@pytest.mark.parametrize(
    ("one", "is_reported", "is_on_time"),
    [
        pytest.param(score(1, total(), "75"), True, True, id="reported"),
        pytest.param(score(1, total(), "0"), True, True, id="reported zero"),
        pytest.param(score(1, total(), None), False, None, id="not reported"),
    ],
)
def test_a_rollup_item_tells_zero_from_nothing(
    one: Score, is_reported: bool, is_on_time: bool | None
) -> None:
    assert (one.item.is_reported, one.item.is_on_time) == (is_reported, is_on_time)
    assert (one.judgement.completion is None) == (not is_reported)


@pytest.mark.parametrize(
    ("verified", "reported", "otherwise"),
    [("75", "75", False), ("75.0000", "75", False), ("70", "75", True), ("0", "75", True)],
)
def test_a_verified_value_stands_beside_the_reported_one(
    verified: str, reported: str, otherwise: bool
) -> None:
    assert figure(verified, reported_value=dec(reported)).is_verified_otherwise is otherwise


@pytest.mark.parametrize("state", ReportState)
def test_whatever_is_not_approved_is_marked(state: ReportState) -> None:
    assert figure("75", state=state).is_unapproved is (state is not ReportState.APPROVED)


SPLITS = [
    # quote, quote_start, number_start, number_end, before, number, behind
    pytest.param(
        "新增高新技术企业100家。", 500, 508, 511, "新增高新技术企业", "100", "家。", id="in the middle"
    ),
    pytest.param("100家企业", 0, 0, 3, "", "100", "家企业", id="at the start of the notice"),
    pytest.param("占比75%", 10, 12, 15, "占比", "75%", "", id="at the end"),
    pytest.param("启动创建5A。", 10, None, None, "启动创建5A。", "", "", id="a milestone has no number"),
    pytest.param("占比75%", 10, None, 15, "占比75%", "", "", id="half an offset highlights nothing"),
    pytest.param("占比75%", 10, 9, 12, "占比75%", "", "", id="offsets before the quote highlight nothing"),
    pytest.param("占比75%", 10, 12, 99, "占比75%", "", "", id="nor behind it"),
    pytest.param("占比75%", 10, 15, 12, "占比75%", "", "", id="nor backwards"),
    pytest.param("𠮷林100家", 0, 2, 5, "𠮷林", "100", "家", id="offsets count characters, not UTF-16 units"),
]


@pytest.mark.parametrize(("quote", "start", "begin", "end", "before", "number", "behind"), SPLITS)
def test_an_anchor_splits_its_quote_at_the_number(
    quote: str, start: int, begin: int | None, end: int | None, before: str, number: str, behind: str
) -> None:
    parts = ClauseAnchor(1, None, quote, start, begin, end).split()
    assert parts == (before, number, behind)
    assert "".join(parts) == quote


@pytest.mark.parametrize(("article", "label"), [(None, "领域导语"), (7, "（七）"), (43, "（四十三）")])
def test_an_anchor_names_its_article_or_the_preamble(article: int | None, label: str) -> None:
    assert replace(ANCHOR, article=article).label == label


@pytest.mark.parametrize(
    ("quote", "aim"),
    [("新建充电桩100根以上", "100根以上"), ("新建充电桩100根", "100根"), ("100根充电桩以上", "100根")],
)
def test_a_target_is_worded_with_the_notices_or_more(quote: str, aim: str) -> None:
    start = quote.index("100")
    anchor = ClauseAnchor(1, 33, quote, 0, start, start + 3)
    assert replace(made_up.target(1, made_up.terms(value="100", unit="根")), anchor=anchor).aim == aim


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (43, "四十三"),
        (100, "一百"),
        (105, "一百零五"),
        (112, "一百一十二"),
        (340, "三百四十"),
        (1000, "1000"),
    ],
)
def test_articles_are_numbered_as_in_a_notice(number: int, text: str) -> None:
    assert numeral(number) == text


def test_a_card_is_read_at_one_quarter() -> None:
    assert card().period == Q3 != Q1


@pytest.mark.parametrize(
    ("article", "written", "behind"),
    [(11, "11.", "5号 11."), (7, "", "5号\uff08七\uff09"), (7, "七、", "5号七、"), (None, "", "5号领域导语")],
)
def test_a_label_in_digits_keeps_apart_from_the_words_before_it(
    article: int | None, written: str, behind: str
) -> None:
    anchor = replace(ANCHOR, article=article, article_written=written)
    assert f"5号{anchor.label_behind}" == behind
