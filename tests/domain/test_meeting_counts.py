"""The sentences that all papers share: counts that add up, changes whose parts are the difference."""

import random
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from tests.export import made_up as m
from tracker.domain.measure.figure import Texts, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import compare
from tracker.domain.meetings.meeting import LastMeeting
from tracker.domain.meetings.paper import Choices, GivenName, NameOf, Paper, Request
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences.briefly import clipped, told_briefly
from tracker.domain.sentences.meeting_counts import (
    areas_said,
    budgets_said,
    change_said,
    counts_said,
    danger_said,
    request_said,
    silent_said,
)

Q2, Q4 = Period(2025, 2), Period(2025, 4)


def judged(number: int, status: Status, *, behind_for: int = 0, area: int = 1) -> Score:
    score = m.score(m.terms(), "9", number, named=f"目标{number}", area=area, lead=number % 25 + 1)
    judgement = Judgement(status, is_early=False)
    has_none = status in (Status.NOT_REPORTED, Status.UNDER_REVIEW, Status.NOT_DUE, Status.NOT_OPEN)
    return replace(
        score,
        judgement=judgement,
        figure=None if has_none else score.figure,
        behind_for=behind_for,
    )


def card_of(*statuses: Status, period: Period = m.Q3) -> Scorecard:
    scores = tuple(judged(number, status) for number, status in enumerate(statuses, 1))
    return m.card(scores=scores, period=period)


def last_of(older: Scorecard, newer: Scorecard) -> LastMeeting:
    return LastMeeting(
        "2025Q2-01",
        "5e" * 32,
        "上次会议",
        older.period,
        date(2025, 7, 22),
        m.LAST_FROZEN_AT,
        compare(older, newer),
    )


S = Status
COUNTS = [
    ((S.NOT_OPEN, S.NOT_OPEN), m.Q3, "全年重点目标2项，本期尚未开放填报。"),
    ((S.NOT_DUE,), m.Q3, "全年重点目标1项，9月底没有应达目标。另有1项未到节点。"),
    ((S.ON_PACE, S.BEHIND), m.Q3, "全年重点目标2项，9月底应达2项。其中达到时序进度1项；滞后1项。"),
    ((S.BEHIND,), m.Q3, "全年重点目标1项，9月底应达1项。其中达到时序进度0项；滞后1项。"),
    (
        (
            S.ACHIEVED,
            S.ON_PACE,
            S.SLIGHTLY_BEHIND,
            S.BEHIND,
            S.NOT_REPORTED,
            S.UNDER_REVIEW,
            S.NOT_APPLICABLE,
        ),
        m.Q3,
        "全年重点目标7项，9月底应达6项。其中已完成1项、达到时序进度1项，合计2项，占33.3%；"
        "稍慢1项，滞后1项；未填报1项、待审核1项。另有1项不适用。",
    ),
    (
        (*[S.ACHIEVED] * 5, S.ON_PACE, S.MISSED),
        Q4,
        "全年重点目标7项，年底应达7项。其中完成5项、达到时序进度1项（尚无全年数据），合计6项，占85.7%；未完成1项。",
    ),
]


@pytest.mark.parametrize(("statuses", "period", "said"), COUNTS)
def test_the_counts_are_of_the_due_ones_and_name_what_is_beside(
    statuses: tuple[Status, ...], period: Period, said: str
) -> None:
    assert counts_said(card_of(*statuses, period=period)) == said


CHANGES = [
    (
        (S.BEHIND, S.BEHIND),
        (S.ON_PACE, S.BEHIND),
        "滞后由2项减到1项，减少的1项中1项补上进度。1项上半年均已滞后。",
    ),
    ((S.BEHIND,), (S.NOT_REPORTED,), "滞后由1项减到0项，减少的1项中1项未填报。"),
    ((S.ON_PACE,), (S.BEHIND,), "滞后由0项增到1项，增加的1项中1项原为达时序。"),
    (
        (S.BEHIND, S.ON_PACE),
        (S.SLIGHTLY_BEHIND, S.BEHIND),
        "滞后仍为1项，不再滞后的1项中1项转为稍慢，新滞后的1项中1项原为达时序。",
    ),
    (
        (S.SLIGHTLY_BEHIND, S.ON_PACE),
        (S.ON_PACE, S.SLIGHTLY_BEHIND),
        "1项由稍慢补上进度，1项由达时序转为稍慢。",
    ),
    ((S.ON_PACE,), (S.ON_PACE,), "各项目标状态没有大的变化。"),
    ((S.BEHIND,), (S.MISSED,), "滞后和未完成仍为1项。1项上半年均已滞后。"),
]


@pytest.mark.parametrize(("before", "now", "said"), CHANGES)
def test_the_parts_of_a_change_explain_its_difference(
    before: tuple[Status, ...], now: tuple[Status, ...], said: str
) -> None:
    older, newer = card_of(*before, period=Q2), card_of(*now)
    assert change_said(last_of(older, newer), newer) == f"与上半年相比，{said}"


def test_without_an_earlier_meeting_there_is_no_change() -> None:
    assert change_said(None, m.card()) == ""


def test_of_the_same_period_the_meeting_is_called_by_its_day() -> None:
    older, newer = card_of(S.BEHIND), card_of(S.ON_PACE)
    assert change_said(last_of(older, newer), newer).startswith("与2025年7月22日会议相比，滞后由1项减到0项")


def test_those_behind_for_three_periods_are_counted() -> None:
    older = card_of(S.BEHIND, S.BEHIND, period=Q2)
    scores = (judged(1, S.BEHIND, behind_for=3), judged(2, S.BEHIND, behind_for=2))
    newer = m.card(scores=scores)
    assert change_said(last_of(older, newer), newer).endswith("2项上半年均已滞后，其中1项连续3个季度。")


def test_the_parts_add_up_whatever_turned() -> None:
    chance = random.Random(16)
    kinds = [S.ACHIEVED, S.ON_PACE, S.SLIGHTLY_BEHIND, S.BEHIND, S.NOT_REPORTED, S.UNDER_REVIEW, S.NOT_DUE]
    for _round in range(200):
        count = chance.randint(1, 12)
        older = card_of(*chance.choices(kinds, k=count), period=Q2)
        newer = card_of(*chance.choices(kinds, k=chance.randint(1, 12)))
        said = change_said(last_of(older, newer), newer)
        was, now = (sum(s.status is S.BEHIND for s in each.targets) for each in (older, newer))
        if not was and not now:
            assert "滞后由" not in said
            continue
        first = re.split("[；。]", said)[0]
        groups = re.findall(r"(减少|增加|不再滞后|新滞后)的(\d+)项中(.*?)(?=，新滞后|$)", first)
        turned = {word: int(number) for word, number, _parts in groups}
        for _word, number, parts in groups:
            assert sum(map(int, re.findall(r"(\d+)项", parts))) == int(number), said
        left = turned.get("减少", 0) + turned.get("不再滞后", 0)
        assert was - left + turned.get("增加", 0) + turned.get("新滞后", 0) == now, said


def test_areas_name_the_worst_and_those_with_too_little_data() -> None:
    behind = [judged(n, S.BEHIND, area=1) for n in range(1, 4)]
    silent = [judged(n, S.NOT_REPORTED, area=2) for n in range(4, 7)]
    fine = [judged(n, S.ON_PACE, area=3) for n in range(7, 10)]
    card = m.card(scores=(*behind, *silent, *fine))
    names = [group.name for group in card.areas]
    assert areas_said(card, "见表1") == (
        f"分领域看（见表1），“{names[0]}”落后较多；“{names[1]}”数据不足，暂不作判断；“{names[2]}”总体达时序。"
    )


def test_the_silent_are_named_with_their_units_unless_the_papers_name_none() -> None:
    card = m.card(scores=(judged(1, S.NOT_REPORTED), judged(2, S.NOT_UPDATED), judged(3, S.ON_PACE)))
    units = [score.target.lead.name for score in card.scores]
    assert silent_said(card) == f"目标1（{units[0]}）未填报；目标2（{units[1]}）仍为1—9月数据。"
    assert silent_said(card, Paper(choices=Choices(names=False))) == "目标1未填报；目标2仍为1—9月数据。"
    short = Paper(
        names=(
            GivenName(NameOf.TARGET, 1, "甲"),
            GivenName(NameOf.UNIT, card.scores[0].target.lead.id, "科技局"),
        )
    )
    assert silent_said(card, short).startswith("甲（科技局）未填报")
    assert silent_said(card_of(S.ON_PACE)) == ""


def test_of_many_the_first_twenty_are_named_and_all_counted() -> None:
    card = card_of(*[S.NOT_REPORTED] * 25)
    assert "等25项未填报" in silent_said(card)
    assert silent_said(card).count("、") == 19


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ((None, None), ""),
        ((YearEndCall.DIFFICULT, None), "牵头单位研判年底有困难的1项，均已滞后。"),
        ((None, YearEndCall.ADJUST), "牵头单位研判年底有困难或需调整的1项：目标2（市发改局）。"),
        (
            (YearEndCall.DIFFICULT, YearEndCall.DIFFICULT),
            "牵头单位研判有困难的2项中1项已滞后，还有目标2（市发改局）。",
        ),
    ],
)
def test_what_is_in_danger_is_told_beside_what_is_behind(
    calls: tuple[YearEndCall | None, ...], said: str
) -> None:
    scores = [judged(1, S.BEHIND), judged(2, S.ON_PACE)]
    made = [
        replace(score, figure=replace(score.figure, call=call))
        for score, call in zip(scores, calls, strict=True)
        if score.figure is not None
    ]
    assert danger_said(m.card(scores=tuple(made))) == said


def test_one_whole_of_budgets_is_told_with_its_rate_and_several_are_counted() -> None:
    whole = m.score(m.terms(Kind.BUDGET, "94.5", "亿元"), "66.15", 1)
    other = m.score(m.terms(Kind.BUDGET, "10", "亿元"), "2", 2)
    assert budgets_said(m.card(scores=(whole,))) == "市级财政支持资金执行66.15亿元，执行率70.0%。"
    assert budgets_said(m.card(scores=(whole, other))).startswith("另有市级财政预算2项，单独统计")
    assert budgets_said(m.card(scores=())) == ""


ON = date(2025, 10, 24)
REQUESTS = [
    (Request("补报数据", unit_ids=(1,), due=ON), "市科技局10月24日前补报数据。"),
    (Request("补报数据", unit_ids=(1, 2, 3, 4, 5), due=ON), "市科技局等5个单位10月24日前补报数据。"),
    (Request("牵头研判", to_leaders=True, due=ON), "分管市领导10月24日前牵头研判。"),
    (Request("审结待审核数据", due=ON), "市府办10月24日前审结待审核数据。"),
    (Request("逐旬报告。", unit_ids=(1,), due=date(2025, 11, 1), is_from=True), "市科技局11月起逐旬报告。"),
    (Request("滞后目标的牵头单位10月24日前报送清单", due=ON), "滞后目标的牵头单位10月24日前报送清单。"),
    (Request("请市科技局补报数据", unit_ids=(1,), due=ON), "10月24日前请市科技局补报数据。"),
    (Request("补报数据", unit_ids=(999,)), "市府办补报数据。"),
]


@pytest.mark.parametrize(("request_", "said"), REQUESTS)
def test_a_request_says_who_by_when_and_what_once(request_: Request, said: str) -> None:
    assert request_said(request_, m.card(), office="市府办") == said


CLIPPED = [
    ("", 10, ""),
    ("预审未批。", 10, "预审未批"),
    ("受汛期影响,水上作业有效工期减少", 10, "受汛期影响"),
    ("资金下达较晚、前期手续较长以及天气影响", 10, "资金下达较晚"),
    ("累计1,368台,其余年底完成", 8, "累计1,368台"),
    ("泊位(含内河,海河)未批,年底开工", 8, "泊位"),
    ("一句没有停顿而且很长的话说到第12.5亿元", 18, "一句没有停顿而且很长的话说到第…"),
]


@pytest.mark.parametrize(("text", "most", "kept"), CLIPPED)
def test_a_text_is_cut_at_a_clause_and_in_no_number(text: str, most: int, kept: str) -> None:
    assert clipped(text, most) == kept


TOLD = [
    ("", "", "牵头单位未填写"),
    ("预审未批", "", "预审未批"),
    ("", "尽快开工", "尽快开工"),
    ("预审未批", "11月获批即开工", "预审未批；11月获批即开工"),
    (
        "村级配套资金筹措进度偏慢。",
        "抢抓晴好天气增加作业面,12月10日前完工。",
        "村级配套资金筹措进度偏慢；12月10日前完工",
    ),
    ("很" * 200, "步" * 200, "很" * 14 + "…"),
]


@pytest.mark.parametrize(("problem", "step", "said"), TOLD)
def test_problem_and_next_step_fit_a_cell_and_the_date_is_kept(problem: str, step: str, said: str) -> None:
    told = told_briefly(Texts(problem=problem, next_step=step), 26)
    assert told == said
    assert len(told) <= 26


def test_shorter_room_never_tells_more() -> None:
    text = "受汛期影响,水上作业有效工期减少;上级补助到位晚,征地尚有尾留"
    told = [len(clipped(text, most)) for most in range(5, 60)]
    assert all(one <= two for one, two in pairwise(told))
