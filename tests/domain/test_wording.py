"""The office's own words: what stands at a place, and what becomes of a proposal that a person touched."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.domain.build import Q3
from tracker.domain.language.errors import BadInput
from tracker.domain.meetings.paper import AreaPassage, Passage, Request
from tracker.domain.meetings.wording import (
    HEADING_LIMIT,
    MOST,
    TEXT_LIMIT,
    Meeting,
    Order,
    Part,
    Piece,
    Proposal,
    Step,
    Touched,
    cleaned,
    cleaned_meeting,
    cleaned_order,
    order_about,
    own_about,
    pieces,
    words_of,
)

SILENT = Proposal("problem:silent", Request("甲未填报。", "部分数据未按时报送"), "应报而未填报的目标")
FILL_IN = Proposal("request:fill-in", Request("补报1项数据", "补齐数据", (3,), due=date(2025, 10, 24)), "")
AT = datetime(2025, 10, 20, 1, tzinfo=UTC)


def step(about: str, touched: Touched, number: int = 1) -> Step:
    return Step(number, about, touched, "周督查", 7, AT)


def piece(proposal: Proposal | None, touched: Touched | None) -> Piece:
    about = "problem:silent" if proposal is None else proposal.about
    return Piece(about, proposal, None if touched is None else step(about, touched))


OWN = Request("两个县区接口不清。", "口径不一")
NOW, BEFORE = SILENT.said, replace(SILENT.said, text="甲、乙未填报。")


@pytest.mark.parametrize(
    ("proposal", "touched", "said", "is_proposed", "has_moved"),
    [
        (SILENT, None, NOW, True, False),
        (SILENT, Touched(NOW, NOW), NOW, False, False),
        (SILENT, Touched(OWN, NOW), OWN, False, False),
        (SILENT, Touched(OWN, BEFORE), OWN, False, True),
        (SILENT, Touched(OWN, replace(NOW, heading="数据")), OWN, False, False),
        (SILENT, Touched(None, NOW), None, False, False),
        (SILENT, Touched(OWN, NOW, is_undone=True), NOW, True, False),
        (None, Touched(OWN, BEFORE), OWN, False, True),
        (None, Touched(OWN), OWN, False, False),
    ],
)
def test_what_stands_at_a_place(
    proposal: Proposal | None,
    touched: Touched | None,
    said: Request | None,
    is_proposed: bool,
    has_moved: bool,
) -> None:
    found = piece(proposal, touched)
    assert found.said == (None if said is None else replace(said, is_proposed=is_proposed))
    assert found.has_moved is has_moved


def test_an_untouched_proposal_follows_the_figures_and_a_touched_one_does_not() -> None:
    later = replace(SILENT, said=replace(SILENT.said, text="甲、乙、丙未填报。"))
    (untouched,) = pieces([later], [])
    (touched,) = pieces([later], [step(SILENT.about, Touched(SILENT.said, SILENT.said))])
    assert untouched.said is not None
    assert untouched.said.text == "甲、乙、丙未填报。"
    assert touched.said == SILENT.said
    assert touched.has_moved


def test_the_places_come_in_the_papers_order_the_proposed_ones_first() -> None:
    steps = [
        step("request:own-1", Touched(Request("报送清单")), 1),
        step("problem:own-2", Touched(OWN), 2),
        step("overall", Touched(Request("总体平稳。")), 3),
    ]
    found = pieces([SILENT, FILL_IN], steps)
    assert [each.about for each in found] == [
        "overall",
        "problem:silent",
        "problem:own-2",
        "request:fill-in",
        "request:own-1",
    ]


def test_what_people_put_first_stands_first_and_what_came_later_behind() -> None:
    steps = [step("problem:own-1", Touched(OWN), 1), step("problem:own-2", Touched(OWN), 2)]
    order = Order(("problem:own-1", "problem:silent"))
    found = pieces([SILENT, FILL_IN], steps, {order_about(Part.PROBLEM): order})
    assert [each.about for each in found] == [*order.places, "problem:own-2", "request:fill-in"]
    assert [each.heading for each in words_of(found).problems] == [
        "口径不一",
        "部分数据未按时报送",
        "口径不一",
    ]


@pytest.mark.parametrize(
    ("about", "by", "order"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("c", -1, "acb")],
)
def test_a_passage_is_moved_by_one_place_and_past_no_end(about: str, by: int, order: str) -> None:
    assert Order(("a", "b", "c")).moved(about, by) == Order(tuple(order))


@pytest.mark.parametrize(
    ("about", "places"),
    [
        ("order:problem", ("request:own-1",)),
        ("order:problem", ("problem:a", "problem:a")),
        ("order:problem", tuple(f"problem:own-{number}" for number in range(2 * MOST + 1))),
        ("order:overall", ("overall",)),
        ("order:weather", ()),
    ],
)
def test_an_order_holds_its_parts_places_once_each(about: str, places: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match=r"没有这一部分|不能这样排列"):
        cleaned_order(about, Order(places))


def test_a_passage_of_ones_own_that_was_taken_away_is_gone() -> None:
    assert pieces([], [step("problem:own-1", Touched(None))]) == ()


def test_the_words_of_a_preview_hold_what_nobody_touched_and_those_of_a_snapshot_do_not() -> None:
    steps = [
        step("area:12", Touched(Request("对外开放要盯住外资项目。")), 1),
        step("overall", Touched(Request("")), 2),
        step(FILL_IN.about, Touched(replace(FILL_IN.said, text="补报1项"), FILL_IN.said), 3),
    ]
    words = words_of(pieces([SILENT, FILL_IN], steps))
    assert words.overall is None, "nothing was typed there"
    assert words.areas == (AreaPassage(12, "对外开放要盯住外资项目。"),)
    assert words.problems == (Passage(SILENT.said.text, SILENT.said.heading, is_proposed=True),)
    assert words.requests == (replace(FILL_IN.said, text="补报1项"),)
    assert words.touched.problems == ()
    assert words.touched.requests == words.requests


@pytest.mark.parametrize(
    ("about", "said", "kept"),
    [
        ("overall", Request(" 平稳。\r\n ", "标题"), Request("平稳。")),
        ("problem:own-1", Request("慢。", " 工程\n偏慢 "), Request("慢。", "工程 偏慢")),
        ("problem:own-1", Request("慢。", due=date(2025, 1, 1), unit_ids=(1,)), Request("慢。")),
        ("request:own-1", Request("报。", is_from=True), Request("报。")),
        (
            "request:own-1",
            Request("报。", unit_ids=(1, 2), due=date(2025, 11, 1), is_from=True, is_proposed=True),
            Request("报。", unit_ids=(1, 2), due=date(2025, 11, 1), is_from=True),
        ),
    ],
)
def test_a_passage_is_stored_without_what_its_part_has_not(about: str, said: Request, kept: Request) -> None:
    assert cleaned(about, said) == kept


@pytest.mark.parametrize(
    ("about", "said", "sentence"),
    [
        ("overall", Request("长" * (TEXT_LIMIT + 1)), "总体情况太长"),
        ("problem:own-1", Request("慢", "长" * (HEADING_LIMIT + 1)), "小标题太长"),
        ("weather", Request("晴"), "没有这一部分"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(about: str, said: Request, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        cleaned(about, said)


def test_there_is_an_end_to_passages_of_ones_own() -> None:
    many = [Piece(f"problem:own-{number}") for number in range(MOST)]
    assert own_about(Part.PROBLEM, many[1:], 40) == "problem:own-41"
    with pytest.raises(BadInput, match="最多30条"):
        own_about(Part.PROBLEM, many, 40)


def test_a_meeting_has_a_day_and_a_name_without_anybody_choosing() -> None:
    today = date(2025, 10, 20)
    assert Meeting().day(today) == today
    assert Meeting(date(2025, 10, 28)).day(today) == date(2025, 10, 28)
    assert Meeting().name_at(Q3) == "2025年前三季度重点目标进展"
    assert cleaned_meeting(Meeting(name="  常务会  材料 ")).name == "常务会 材料"
    assert cleaned_meeting(Meeting(name="  ")).name == ""
