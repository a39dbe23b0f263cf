"""What the figures give the office cause to say, rule by rule (looks/papers: proposed, to be touched)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.export import made_up as m
from tests.pages.conftest import half_width
from tracker.domain.measure.figure import Figure, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.paper import Choices, GivenName, NameOf, Paper, Request
from tracker.domain.meetings.wording import HEADING_LIMIT, TEXT_LIMIT, cleaned
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences.proposals import proposals
from tracker.domain.workflow.matters import MatterLine

MEETING = date(2025, 10, 21)  # a Tuesday
HUNDRED = m.terms(value="100", unit="家")


def one(number: int, value: str | None, named: str = "", **more: Any) -> Score:
    """A running total of 100家 of which 75 are expected; None is silence."""
    lead, area = more.pop("lead", 1), more.pop("area", 1)
    given = {"reported": value is not None, "named": named or f"目标{number}", "lead": lead, "area": area}
    return m.score(more.pop("asked", HUNDRED), value, number, **given, **more)


def called(score: Score, call: YearEndCall) -> Score:
    assert isinstance(score.figure, Figure)
    return replace(score, figure=replace(score.figure, call=call))


def said(
    *scores: Score,
    matters: tuple[MatterLine, ...] = (),
    meeting: date = MEETING,
    names: bool = True,
    given: tuple[GivenName, ...] = (),
    **more: Any,
) -> dict[str, Request]:
    """What is proposed of these scores, by its place, in half-width marks."""
    found = proposals(
        m.card(scores=scores, **more), matters, meeting, Paper(choices=Choices(names=names), names=given)
    )
    return {
        each.about: replace(each.said, text=half_width(each.said.text), heading=each.said.heading)
        for each in found
    }


def texts(*scores: Score, **more: Any) -> dict[str, str]:
    return {about: each.text for about, each in said(*scores, **more).items()}


GOOD = [one(number, "80", lead=9, area=2) for number in range(50, 60)]


def test_nothing_is_proposed_where_all_is_well_or_not_open_yet() -> None:
    assert said(*GOOD) == {}
    late = one(1, None)
    assert said(late, is_unopened=True) == {}


@pytest.mark.parametrize(
    ("scores", "text"),
    [
        (
            [one(1, "10", "外资项目", previous="10"), one(2, "20"), one(3, "80")],
            "市科技局牵头的3项中2项滞后。外资项目10家,与上半年持平;目标2为20家。",
        ),
        (
            [one(1, "10"), one(2, "20", lead=2), one(3, None, lead=2)],
            "该领域3项中2项滞后、1项未填报。目标1为10家、目标2为20家。",
        ),
        (
            [one(1, "10", "招引", previous="10"), one(2, "20", "签约", previous="20", data_month=8)],
            "市科技局牵头的2项中2项滞后。招引10家、签约1—8月20家,均与上半年持平。",
        ),
    ],
)
def test_where_it_clusters_the_area_is_told_with_its_worst(scores: list[Score], text: str) -> None:
    found = said(*scores, *GOOD)
    assert found["problem:area-1"].text == text
    assert found["problem:area-1"].heading == "教育科技人才目标滞后集中"


def test_of_many_areas_far_behind_the_three_worst_are_told() -> None:
    scores = [
        one(10 * area + number, "10", area=area, lead=area)
        for area in range(1, 6)
        for number in range(2 + (area > 2))
    ]
    found = texts(*scores)
    assert [about for about in found if about.startswith("problem:area")] == [
        "problem:area-3",
        "problem:area-4",
        "problem:area-5",
    ]
    assert "4项滞后" in found["problem:others"]


def test_what_is_behind_elsewhere_is_grouped_by_the_kind_of_work() -> None:
    scores = [
        replace(one(1, "10", "新建泊位", area=3), behind_for=3),
        replace(one(2, "10", "老旧电梯更新改造", area=4, lead=2), behind_for=2),
        one(3, "10", "招引外资项目", area=5, lead=3),
    ]
    others = [
        one(60 + number, "80", area=area) for area in (3, 4, 5) for number in range(3 * area, 3 * area + 3)
    ]
    found = texts(*scores, *others, *GOOD)
    assert found["problem:work-1"] == ("新建泊位、老旧电梯更新改造2项滞后,其中1项连续3个季度。")
    assert found["problem:others"] == "招引外资项目滞后。"


def test_without_names_no_unit_stands_beside_what_is_behind_or_silent() -> None:
    scores = [one(1, "10", area=3), one(2, None, area=4, lead=2), *GOOD]
    found = texts(*scores, names=False)
    assert found["problem:others"] == "目标1滞后。"
    assert found["problem:silent"] == "目标2未填报。"


def test_what_two_have_been_for_as_long_is_said_of_both() -> None:
    late = [replace(one(number, "10", area=2 + number, lead=2), behind_for=2) for number in (1, 2)]
    assert texts(*late, *GOOD)["problem:others"] == "目标1、目标22项均已连续2个季度滞后。"


def test_targets_are_called_in_short_and_units_by_their_whole_names() -> None:
    given = (
        GivenName(NameOf.TARGET, 1, "泊位"),
        GivenName(NameOf.TARGET, 2, "科创"),
        GivenName(NameOf.TARGET, 3, "赛事"),
        GivenName(NameOf.UNIT, 1, "科技局"),
        GivenName(NameOf.UNIT, 2, "经信局"),
    )
    scores = [
        one(1, "10", "新增内河泊位", area=3),
        one(2, None, "科创强基项目", area=4, lead=2),
        one(3, "80", "省级体育赛事", area=5, lead=3, previous="10"),
    ]
    found = texts(*scores, *GOOD, given=given, matters=m.matters(m.card(scores=scores)))
    assert found["problem:others"] == "泊位滞后。"
    assert found["problem:silent"] == "科创(市经信局)未填报。"
    assert found["praise"] == "市发改局赛事补上进度,数据全部报送,予以表扬。"
    assert "“科创”协调事项" in found["problem:overdue"]


def test_who_was_silent_is_told_apart_from_whose_figure_is_old() -> None:
    old = one(2, "40", "电量供给", lead=3, data_month=6)
    found = said(one(1, None, "科创项目"), old, *GOOD)
    assert found["problem:silent"].text == "科创项目(市科技局)未填报;电量供给(市发改局)仍为1—6月数据。"
    assert found["problem:silent"].heading == "数据未按时报送"
    early = said(one(1, None), *GOOD, is_before_due=True)
    assert early["problem:silent"].heading == "数据尚未报送"


@pytest.mark.parametrize(
    ("scores", "text"),
    [
        (
            [called(one(1, "10"), YearEndCall.DIFFICULT), called(one(2, "70"), YearEndCall.DIFFICULT)],
            "牵头单位研判有困难的2项中1项已滞后,还有目标2(市科技局)。",
        ),
        (
            [called(one(2, "70"), YearEndCall.ADJUST)],
            "牵头单位研判年底有困难或需调整的1项:目标2(市科技局)。",
        ),
        ([called(one(1, "10"), YearEndCall.DIFFICULT)], "牵头单位研判年底有困难的1项,均已滞后。"),
    ],
)
def test_what_is_in_danger_at_years_end_is_told_beside_what_is_behind(scores: list[Score], text: str) -> None:
    assert texts(*scores, *GOOD)["problem:danger"] == text


@pytest.mark.parametrize(
    ("scores", "praised"),
    [
        ([one(1, "80", previous="10"), one(2, "80")], "市科技局目标1补上进度,数据全部报送,予以表扬。"),
        ([one(1, "100"), one(2, "80")], "市科技局目标1新完成,数据全部报送,予以表扬。"),
        ([one(1, "80", previous="10"), one(2, None)], None),
        ([one(1, "80", previous="10"), one(2, "10")], None),
        ([one(1, "80", previous="10"), one(2, "40", data_month=6)], None),
        ([one(1, "80", previous="60"), one(2, "80")], None),
    ],
)
def test_praise_is_for_who_caught_up_with_all_figures_in_and_nothing_far_behind(
    scores: list[Score], praised: str | None
) -> None:
    found = texts(*scores, *GOOD).get("praise")
    assert found == praised or str(found).startswith(f"{praised}另有")


def test_praise_counts_what_is_done_as_a_fact() -> None:
    found = texts(one(1, "80", previous="10"), one(2, "100", lead=3), *GOOD)["praise"]
    assert found.endswith("另有目标21项已完成。")


def test_a_meeting_is_asked_what_waits_and_what_is_late_the_leaders_what_is_in_danger() -> None:
    scores = (one(1, "80"), one(2, "80"), one(3, "80"), called(one(4, "70", "用电"), YearEndCall.DIFFICULT))
    whole = m.card(scores=(*scores, *GOOD))
    found = said(*scores, *GOOD, matters=m.matters(whole))
    assert found["decision:matter-1"].text == "市科技局提请市领导协调:请协调落实用地指标。"
    assert found["decision:matter-2"].text == ("议定由市资规局9月30日前办结的“目标2”协调事项至今未办结。")
    assert found["problem:overdue"].text == found["decision:matter-2"].text
    assert "decision:matter-3" not in found, "it is closed"
    assert [about for about in found if about.startswith("decision")] == [
        "decision:matter-1",
        "decision:matter-2",
    ]
    assert found["request:study"].text.startswith("牵头研判1项年底完成有困难的目标")


def test_a_matter_is_overdue_by_the_day_of_the_meeting() -> None:
    scores = (one(1, "80"), one(2, "80"), one(3, "80"))
    matters = m.matters(m.card(scores=scores))
    assert "problem:overdue" not in said(*scores, matters=matters, meeting=date(2025, 9, 30))
    assert "problem:overdue" in said(*scores, matters=matters, meeting=date(2025, 10, 1))


def test_every_request_has_an_act_a_day_counted_from_the_meeting_and_who_is_asked() -> None:
    scores = [
        one(1, None, lead=2),
        replace(called(one(2, "10", lead=3), YearEndCall.DIFFICULT), behind_for=2),
        one(3, "10", lead=3),
        replace(one(4, None, lead=4), judgement=Judgement(Status.UNDER_REVIEW), waiting_on_time=True),
    ]
    found = said(*scores, *GOOD)
    asked = {about: each for about, each in found.items() if about.startswith("request")}
    told = [
        (each.heading, each.text, each.unit_ids, each.due_words, each.target_ids) for each in asked.values()
    ]
    assert told == [
        ("补齐数据", "补报、更新1项数据", (2,), "10月24日前", (1,)),
        ("及时审核", "审结待审核的1项", (), "10月24日前", (4,)),
        (
            "逐项整改",
            "报送滞后2项的整改清单,明确措施、责任和时限,经分管领导审签",
            (3,),
            "10月31日前",
            (2, 3),
        ),
        (
            "专题研判",
            "牵头研判1项年底完成有困难的目标;确需调整的,11月14日前按程序报批",
            (),
            "11月7日前",
            (2,),
        ),
        ("跟踪督办", "逐旬报告连续滞后的1项目标进展,办结一项、销号一项", (3,), "11月起", (2,)),
    ]
    assert [each.to_leaders for each in asked.values()] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("meeting", "due"),
    [
        (date(2025, 10, 21), date(2025, 10, 24)),  # Tuesday → Friday
        (date(2025, 10, 22), date(2025, 10, 27)),  # Wednesday → Saturday → Monday
        (date(2025, 10, 23), date(2025, 10, 27)),
        (date(2025, 12, 30), date(2026, 1, 2)),
    ],
)
def test_a_day_on_a_weekend_becomes_the_monday_behind_it(meeting: date, due: date) -> None:
    assert said(one(1, None), meeting=meeting)["request:fill-in"].due == due


def test_what_is_followed_up_begins_with_the_next_month_over_the_years_end() -> None:
    late = replace(one(1, "10"), behind_for=2)
    assert said(late, meeting=date(2025, 12, 31))["request:follow-up"].due == date(2026, 1, 1)


def test_at_the_years_end_what_is_missed_is_said_to_be() -> None:
    year = Period(2025, 4)
    missed = [one(number, "80", data_month=12, period=year, area=3) for number in (1, 2)]
    found = said(*missed, period=year)
    assert found["problem:area-3"].heading == "服务业目标未完成集中"
    assert "未完成2项的整改清单" in found["request:rectify"].text


def test_budgets_are_never_spoken_of_among_targets() -> None:
    budget = one(1, "1", asked=m.terms(Kind.BUDGET, "36.71", "亿元"))
    assert said(budget, *GOOD) == {}


def test_whatever_the_figures_are_a_proposal_can_be_taken_as_it_is() -> None:
    long = "长" * 200
    scores = [
        one(number, "10", f"{long}{number}", previous="80", lead=number % 24 + 1) for number in range(300)
    ]
    scores += [one(number, None, f"{long}{number}", area=3) for number in range(300, 500)]
    scores += [one(number, "80", f"{long}{number}", previous="10", area=4) for number in range(500, 700)]
    card = m.card(scores=tuple(scores))
    for each in proposals(card, m.matters(card), MEETING):
        assert cleaned(each.about, each.said) == each.said
        assert len(each.said.text) <= TEXT_LIMIT
        assert len(each.said.heading) <= HEADING_LIMIT


def test_every_number_of_a_passage_is_that_of_its_targets(whole: Scorecard) -> None:
    found = {each.about: each.said for each in proposals(whole, m.matters(whole), MEETING)}
    far = [score for score in whole.targets if score.status.is_far_behind]
    assert f"报送滞后{len(far)}项" in found["request:rectify"].text
    assert set(found["request:rectify"].target_ids) == {score.target.id for score in far}
    assert f"补报、更新{len(whole.missing)}项" in found["request:fill-in"].text
    assert {score.target.lead.id for score in whole.missing} == set(found["request:fill-in"].unit_ids)


@pytest.fixture
def whole() -> Scorecard:
    return m.card()


def test_a_short_name_is_no_change_of_the_figures() -> None:
    card = m.card(scores=(one(1, "10"), one(2, None), *GOOD))
    named = Paper(names=(GivenName(NameOf.TARGET, 2, "短"),))
    for plain, short in zip(proposals(card, (), MEETING), proposals(card, (), MEETING, named), strict=True):
        assert plain.basis == short.basis == plain.said
        assert ("短" in short.said.text) is ("目标2" in plain.said.text)


def test_proposals_are_chinese_whoever_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.domain.language._asked", lambda: "en")
    assert texts(one(1, None), *GOOD)["problem:silent"] == "目标1(市科技局)未填报。"
