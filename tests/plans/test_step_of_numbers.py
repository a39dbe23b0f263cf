"""新方案, step 3: numbers are confirmed or read otherwise, one by one or a pile at once."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.notice.test_preparing import FACTS, ROADS_LEAD, TEXT, at
from tests.pages.conftest import text_of
from tests.plans.preparing import Take
from tracker.notice.decisions import Decision, NumberSet, UnitSet
from tracker.notice.preparing import Pile
from tracker.notice.readings import ReadingKind

BEDS = at("150张")
BUREAU = UnitSet("市交通局", "市交通运输局")


def press(page: AppTest, label: str) -> AppTest:
    page = next(each for each in page.button if each.label == label).click().run()
    assert not page.exception
    return page


def test_a_key_says_what_a_number_is_and_the_next_comes_by_itself(take: Take) -> None:
    notice = take(TEXT, FACTS, *(NumberSet(at(words), ReadingKind.UNDECIDED) for words in ("150张", "12家")))
    page = press(notice.step("numbers"), "对照")
    assert page.query_params["at"] == str(at("12家"))
    (said,) = (each.reads for each in notice.read()[1].numbers if each.span.start == BEDS)
    assert said is ReadingKind.REFERENCE


def test_who_decided_and_when_stands_beside_a_decided_number(take: Take) -> None:
    page = take(TEXT, NumberSet(BEDS, ReadingKind.REFERENCE)).step("numbers", at=BEDS)
    assert re.search(r"对照,由周\S*于.*9日.*确定", text_of(page))


def test_a_pile_that_was_read_through_is_confirmed_at_once(take: Take) -> None:
    take(TEXT, NumberSet(BEDS, ReadingKind.REFERENCE), NumberSet(at("30处"), ReadingKind.CONDITION))
    doubtful = (
        TEXT.replace("150张", "180张") + "三、其他\n组建百人服务队,聚焦办好十方面民生实事,打造千人社区。\n"
    )
    notice = take(doubtful)
    looked_at = notice.read()[1].pile(Pile.LOOK)
    alike = [each for each in looked_at if each.remembered is None]
    otherwise = [each for each in looked_at if each.remembered is not None]
    assert len(alike) > 1
    assert otherwise
    press(notice.step("numbers", pile="look"), f"{len(alike)}个全部按系统判读确认")
    draft, plan = notice.read()
    assert draft.seen == len(alike)
    assert [each.span for each in plan.pile(Pile.LOOK)] == [each.span for each in otherwise]


def test_what_people_said_of_its_like_before_is_offered_first(take: Take) -> None:
    take(TEXT, NumberSet(BEDS, ReadingKind.REFERENCE))
    page = take(TEXT.replace("150张", "180张")).step("numbers", at=BEDS)
    assert "以前的通知里,这样的数字由人判读为“对照”" in text_of(page)
    offered = [each.label for each in page.button if each.proto.type == "primary"]
    assert "对照" in offered
    assert "目标" not in offered


def test_a_decision_on_a_number_moves_no_other_pages_figures(take: Take) -> None:
    """The ledger's sequence stands: nobody else's page is made anew."""
    notice = take(TEXT, NumberSet(BEDS, ReadingKind.UNDECIDED))
    page = notice.step("numbers")
    before = page.session_state["visit"].sequence
    page = press(page, "名称").run()
    assert page.session_state["visit"].sequence == before
    assert notice.read()[0].seen == 2


def test_of_a_long_list_a_window_is_shown_with_ways_on(take: Take) -> None:
    """10,000 numbers cost no more than the window; every one is within a few clicks."""
    text = TEXT + "三、其他\n" + "".join(f"({n})新增路灯{n + 1000}盏。\n" for n in range(1, 301))
    notice = take(text)
    numbers = notice.read()[1].pile(Pile.SURE)
    at, seen = numbers[0].span.start, 0
    while at is not None:
        page = notice.step("numbers", pile="sure", at=at)
        (listed,) = (each.value for each in page.html if 'class="preparing-list"' in each.value)
        assert listed.count("<li>") <= 62
        on = re.search(r'at=(\d+)"[^>]*>后面还有(\d+)个', listed)
        left = int(on[2]) if on else 0
        assert len(numbers) - left > seen, "each way leads on"
        seen, at = len(numbers) - left, int(on[1]) if on else None
    assert seen == len(numbers)


def test_a_long_text_is_shown_as_far_as_it_can_be_scrolled(take: Take) -> None:
    rest = "三、其他\n" + "继续推进相关工作。\n" * 6_100
    shown = text_of(take(TEXT + rest).step("outline"))
    assert re.search(r"后面还有[\d,]+字", shown)
    assert len(shown) < 70_000


@pytest.mark.parametrize(
    ("decided", "words"),
    [((), "读到的原文"), ((FACTS,), "识别出领域2个"), ((FACTS, ROADS_LEAD, BUREAU), "全部核对完毕")],
)
def test_who_comes_back_goes_on_where_something_is_open(
    take: Take, decided: tuple[Decision, ...], words: str
) -> None:
    assert words in text_of(take(TEXT, *decided).step(""))
