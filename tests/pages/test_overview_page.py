"""总览: the counts and the lists behind them, what turned, what is silent; and what a unit sees of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.domain.build import Q4, RULES, dec, level, total
from tests.domain.test_scorecard import PLAN, SCIENCE, card, figure, score
from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import engine_for, transaction
from tracker.domain.access import Person, Role
from tracker.domain.meetings.comparison import ChangeKind, compare
from tracker.domain.meetings.turns import Turns, turns_of
from tracker.domain.progress.judging import judge
from tracker.domain.progress.scorecard import Scorecard
from tracker.queries.plans import LedgerSequence
from tracker.services.register import mark_as_demonstration
from tracker.ui.frame import shell
from tracker.ui.overview import groups
from tracker.ui.overview import page as overview
from tracker.ui.overview.groups import Choices
from tracker.ui.overview.sheet import Sheet

MAYOR = Person(1, "lingdao", "沈市长", Role.LEADER)


def sheet_of(at: AppTest) -> str:
    """The page itself, without its frame."""
    return next(str(each.value) for each in at.main.html if 'class="overview' in str(each.value))


def links_of(text: str) -> dict[str, str]:
    """The address by the words that lead to it."""
    found = re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', text)
    return {re.sub(r"<[^>]+>", "", unescape(words)).strip(): unescape(to) for to, words in found}


def cells_of(text: str, table: str) -> list[list[str]]:
    """The cells of a table of the page as words, row by row."""
    body = re.search(rf'<table class="{table}">.*?</table>', text, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body[0] if body else "")
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in cells if row]


def test_every_count_leads_to_the_list_behind_it(visit: Visit) -> None:
    text = sheet_of(visit(LEADER, "overview", "2025Q2"))
    counts = re.findall(r'<a class="state[^"]*" href="([^"]*)"><span class="count">.*?</i>(\d+)</span>', text)
    assert len(counts) >= 2
    for to, count in counts:
        asked = dict(pair.split("=") for pair in unescape(to).split("?")[1].split("&"))
        said = re.search(r"符合条件 ?(\d+) ?项", text_of(visit(LEADER, "targets", **asked)))
        assert said is not None
        assert said[1] == count


def test_pages_of_made_up_figures_say_so_and_others_do_not(visit: Visit, world_url: str) -> None:
    assert "演示数据" not in text_of(visit(LEADER, "overview", "2025Q2"))
    engine = engine_for(world_url)
    with transaction(engine) as session:
        mark_as_demonstration(session, NOW)
    engine.dispose()
    for page in ("overview", "targets", "reporting"):
        assert "演示数据,非真实填报" in text_of(visit(LEADER, page, "2025Q2"))


def test_what_turned_since_the_period_before_is_named_with_its_targets(visit: Visit) -> None:
    text = sheet_of(visit(KEJI, "overview", "2025Q2"))
    assert "比一季度" in text
    assert "新增高新技术企业" in links_of(text)


def test_what_turned_is_made_once_for_all_who_see_the_same_targets_whatever_they_look_at_it_with(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Turns] = []

    def make(earlier: Scorecard, card: Scorecard) -> Turns:
        made.append(turns_of(earlier, card))
        return made[-1]

    monkeypatch.setattr(overview, "turns_of", make)
    first, other = (sheet_of(visit(KEJI, "overview", "2025Q2", leader=asked)) for asked in ("", "all"))
    assert "比一季度" in first
    assert "leader=all" not in first
    assert "leader=all" in other, "another sheet was made"
    (turns,) = (each for each in made if each.newer.period.number == 2)
    assert overview.size_of(turns) == len(turns.older.scores) + len(turns.newer.scores) > 0


def test_the_first_period_has_none_before_it(visit: Visit) -> None:
    assert 'class="turns"' not in sheet_of(visit(KEJI, "overview", "2025Q1"))


def test_what_leads_on_keeps_the_period(visit: Visit) -> None:
    found = links_of(sheet_of(visit(LEADER, "overview", "2025Q1", q="2025Q1")))
    assert found["教育科技人才"] == "/areas?area=1&q=2025Q1"
    assert re.fullmatch(r"/departments\?unit=\d+&q=2025Q1", found["市科技局"])
    assert found["含配合"] == "/overview?co=true&q=2025Q1"
    assert found["达时序率低在前"] == "/overview?order=lowest&q=2025Q1"


def test_only_what_is_asked_for_is_drawn_by_plotly(visit: Visit) -> None:
    assert len(visit(LEADER, "overview", "2025Q2").get("plotly_chart")) == 0
    at = visit(LEADER, "overview", "2025Q2", chart="means")
    assert len(at.get("plotly_chart")) == 2
    # What stands beside the charts is the same, but for the bars of counts.
    assert "落后" in sheet_of(at)


def test_a_choice_that_cannot_be_read_asks_for_nothing() -> None:
    assert groups.choices_of({"chart": "pie", "order": "best", "co": "1"}) == Choices()
    asked = {"chart": "means", "order": "lowest", "co": "true", "q": "2025Q3"}
    assert groups.choices_of(asked) == Choices("means", "lowest", co_led=True)


def test_too_little_to_judge_by_says_so_and_whom_to_chase(visit: Visit) -> None:
    text = sheet_of(visit(LEADER, "overview", "2025Q3"))
    assert "暂不作总体判断" in text
    chased = cells_of(text, "chased")
    assert len(chased) == 8
    counts = [int(row[1].removesuffix("项未报")) for row in chased]
    assert counts == sorted(counts, reverse=True)
    assert "已上报" in text
    assert "达时序率 " not in text
    assert {row[2] for row in cells_of(text, "groups") if len(row) > 2} == {"—"}


def test_a_period_that_is_not_open_leads_to_the_one_before(visit: Visit) -> None:
    text = sheet_of(visit(LEADER, "overview", "2025Q4"))
    assert "四季度尚未开放填报" in text
    assert links_of(text) == {"查看前三季度": "/overview?q=2025Q3"}


def test_a_unit_sees_its_own_targets_named_as_such_and_no_other_department(visit: Visit) -> None:
    text = sheet_of(visit(KEJI, "overview", "2025Q3"))
    assert re.search(r"<h2>市科技局：", text)
    assert "按部门" not in text
    assert {"牵头", "配合"} >= {row[0] for row in cells_of(text, "groups")[:2]}
    assert "本单位目标按领域" in text
    assert "/departments?" not in text
    assert "先催哪些单位" not in text


def test_what_waits_for_review_is_told_with_its_value(visit: Visit) -> None:
    rows = {row[1]: row for row in cells_of(sheet_of(visit(KEJI, "overview", "2025Q3")), "silent")}
    assert rows["新增高新技术企业"] == ["待审核", "新增高新技术企业", "市科技局", "已报68家，9月27日提交"]


def test_lists_of_reporting_are_offered_to_who_may_open_them(visit: Visit) -> None:
    for login in (REVIEWER, LEADER):
        text = sheet_of(visit(login, "overview", "2025Q3"))
        assert re.search(r'href="/reporting\?list=missing&amp;unit=\d+&amp;q=2025Q3"', text)
    for login in (ADMINISTRATOR, KEJI):
        assert "/reporting" not in sheet_of(visit(login, "overview", "2025Q3"))


@pytest.fixture
def mayors_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 1, 9, tzinfo=UTC)
    current = shell.Visit(person=MAYOR, plan=PLAN, windows=(), sequence=LedgerSequence(0, 1), now=now)
    monkeypatch.setattr(shell, "visit", lambda: current)


def sheet(now: Scorecard, earlier: Scorecard | None = None, **choices: Any) -> str:
    made = Sheet(
        card=now,
        earlier=earlier,
        person=MAYOR,
        choices=Choices(**choices),
        window=None,
        waiting=lambda shown: {},
        turns=lambda before: turns_of(before, now),
    )
    return made.html("whole")


def at_years_end(*values: str) -> Scorecard:
    scores = (
        replace(
            score(number, total(), "75", SCIENCE),
            figure=figure(value, 12),
            judgement=judge(total(), dec(value), 12, Q4, RULES),
        )
        for number, value in enumerate(values, 1)
    )
    return Scorecard(PLAN, Q4, RULES, tuple(scores))


@pytest.mark.usefixtures("mayors_visit")
def test_at_the_years_end_what_was_not_done_is_listed_with_what_it_lacks() -> None:
    text = sheet(at_years_end("100", "100", "100", "100", "100", "60"))
    assert re.findall(r'<span class="word">([^<]*)</span>', text)[:2] == ["已完成", "未完成"]
    assert "稍慢" not in text.split("<table")[0]
    assert "未完成的1项" in text
    assert cells_of(text, "worst final")[0][-1] == "40家"
    assert "<u style" not in text, "all of the year was due: no tick"


@pytest.mark.usefixtures("mayors_visit")
def test_the_ten_worst_stand_with_the_one_gap_and_for_how_long() -> None:
    behind = [replace(score(n, total(), str(10 + n)), behind_for=3) for n in range(1, 13)]
    text = sheet(card(*behind, *(score(n, total(), "80") for n in range(20, 40))))
    rows = cells_of(text, "worst")
    assert [row[1].removesuffix("市科技局") for row in rows] == [f"目标{n}" for n in range(1, 11)]
    assert rows[0] == ["滞后", "目标1市科技局", "3期", "11/100家", "", "−64.0"]
    assert links_of(text)["全部12项"] == "/targets?status=late&kind=targets"


@pytest.mark.usefixtures("mayors_visit")
def test_groups_by_their_share_stand_before_those_that_have_none() -> None:
    def group(number: int, *values: str) -> list[Any]:
        lead = replace(SCIENCE, id=number, name=f"单位{number}")
        area = replace(score(1, total(), None).target.area, number=number, title=f"领域{number}")
        return [
            score(10 * number + place, total(), value, lead, (), area) for place, value in enumerate(values)
        ]

    three = card(*group(1, "80", "10"), *group(2, *["80"] * 5), *group(3, "80", "80", *["10"] * 4))
    rows = cells_of(sheet(three, order="lowest"), "groups")
    assert [row[0] for row in rows[:3]] == ["领域3", "领域2", "领域1"]
    assert [row[2] for row in rows[:3]] == ["33.3%", "100.0%", "2项中1项"]
    assert [row[0] for row in cells_of(sheet(three), "groups")[:3]] == ["领域1", "领域2", "领域3"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("10", "90", ChangeKind.CAUGHT_UP),
        ("80", "10", ChangeKind.FELL_BEHIND),
        ("80", "100", ChangeKind.ACHIEVED),
    ],
)
def test_a_turn_is_the_comparisons(before: str, after: str, kind: ChangeKind) -> None:
    older, newer = card(score(1, total(), before, SCIENCE)), card(score(1, total(), after, SCIENCE))
    assert [each.kind for each in compare(older, newer).of(kind)] == [kind]
    assert compare(card(score(1, level(), None)), card(score(1, level(), None))).is_empty
