"""按领域, 按部门: every group with its counts and coverage; its targets, its year, what is still needed."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, half_width, include_unapproved, text_of
from tests.pages.world import JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.db import reading
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Scorecard, UnitRef
from tracker.domain.progress.status import Status
from tracker.domain.sentences import (
    counts,
    coverage_short,
    due_text,
    mean_text,
    on_pace_text,
    share_text,
    shares,
)
from tracker.domain.sentences.needed import needed_text
from tracker.domain.sentences.rows import value_cell
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.ui.frame import shell

SECOND = Period(2025, 2)


def card_of(engine: Engine, period: Period = SECOND, *, unapproved: bool = False) -> Scorecard:
    with reading(engine) as session:
        everybody = Person(0, "", "", Role.REVIEWER)
        return scorecard(session, plans(session)[0], period, everybody, include_unapproved=unapproved)


def named(groups: tuple[Group, ...], name: str) -> Group:
    return next(group for group in groups if group.name == name)


def rows_of(at: AppTest) -> list[tuple[str, list[str]]]:
    """Of each group its name and the numbers of its row, to the share and the coverage."""
    table = next(
        str(each.value) for each in at.html if "targets" in str(each.value) and "groups" in str(each.value)
    )
    rows = re.findall(r'<tr><th scope="row" class="of-name">(.*?)</th>(.*?)</tr>', table)
    cells = [(name, re.findall(r'<td class="number[^"]*">(.*?)</td>', row)) for name, row in rows]
    return [(_plain(name), [_plain(cell) for cell in numbers]) for name, numbers in cells]


def _plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def numbers_of(rollup: Rollup) -> list[str]:
    counted = (rollup.total, rollup.due, rollup.on_pace, rollup.behind, rollup.unjudged)
    share = on_pace_text(rollup) if rollup.due else "—"
    return [*map(str, counted), share, coverage_short(rollup) if rollup.owed else "—"]


def test_all_areas_come_first_with_their_counts_and_coverage(visit: Visit, world_engine: Engine) -> None:
    at = visit(LEADER, "areas", "2025Q2")
    assert not at.exception
    card, said = card_of(world_engine), text_of(at)
    expected = [(group.name, numbers_of(group.rollup)) for group in card.areas]
    assert rows_of(at) == [*expected, ("合计", numbers_of(card.whole))]
    for group in card.areas:
        assert f'href="/areas?area={group.key}&amp;q=2025Q2"' in said
        why = f'href="/method?part=why&amp;area={group.key}&amp;q=2025Q2">{on_pace_text(group.rollup)}<'
        assert (why in said) == bool(group.rollup.due)
        for status, count in group.rollup.due_counts.items():
            told = f'class="of-{status}" style="flex:{count}" title="{status.word}{count}项"'
            assert (told in said) == bool(count)
    assert "有落后" not in said, "most groups are there"


@pytest.mark.parametrize("login", [KEJI, JIAOTONG, LEADER])
def test_an_area_shows_its_counts_shares_and_targets(visit: Visit, world_engine: Engine, login: str) -> None:
    number = 4 if login == JIAOTONG else 1
    at = visit(login, "areas", "2025Q2", area=str(number))
    assert not at.exception
    said = text_of(at)
    if login != LEADER:
        assert "只含本单位牵头或配合的目标" in said
        return
    group = next(group for group in card_of(world_engine).areas if group.key == number)
    assert half_width(counts(group.rollup, "目标")) in said
    assert half_width(shares(group.rollup) or due_text(group.rollup)) in said
    assert half_width(mean_text(group.rollup, card_of(world_engine).pace)) in said
    for score in group.scores[:30]:
        assert f'href="/target?code={score.target.code}&amp;q=2025Q2"' in said
        assert half_width(needed_text(score, SECOND, card_of(world_engine).rules)) in said


def test_the_year_says_each_periods_status_and_figure_as_its_scorecard_does(
    visit: Visit, world_engine: Engine
) -> None:
    said = text_of(visit(LEADER, "areas", "2025Q2", area="1"))
    for period in periods_of(2025)[:3]:
        score = next(each for each in card_of(world_engine, period).scores if each.target.code == "A1-01")
        figure = score.figure
        value = value_cell(None if figure is None else figure.value, score.target.terms)
        cell = re.search(
            rf'title="([^"]*)"><i class="shape of-(\w+)"[^>]*></i><span class="spoken">[^<]*</span></td>'
            rf'<td class="number[^"]*"><a href="/target\?code=A1-01&amp;q={period}">([^<]*)</a>',
            said,
        )
        assert cell is not None
        assert cell.groups() == (score.status.word, score.status.value, value)
    assert Status.UNDER_REVIEW.word in text_of(visit(LEADER, "areas", "2025Q3", area="1"))
    assert "未开放" in said


def test_unapproved_figures_count_where_they_are_asked_for(visit: Visit, world_engine: Engine) -> None:
    third = Period(2025, 3)
    card = card_of(world_engine, third, unapproved=True)
    group = next(group for group in card.areas if group.key == 1)
    at = visit(LEADER, "areas", "2025Q3", area="1")
    said = text_of(include_unapproved(at))
    assert half_width(counts(group.rollup, "目标")) in said
    assert re.search(r">68</a></td>.*?未审核", said) or re.search(r"未审核.*?>68</a></td>", said)


def test_a_department_shows_what_it_leads_and_on_a_switch_what_it_co_leads(
    visit: Visit, world_engine: Engine
) -> None:
    card = card_of(world_engine)
    led, both = next(
        (led, both)
        for led in card.departments
        for both in card.departments_with_co_led
        if led.key == both.key and len(both.scores) > len(led.scores)
    )
    alone = text_of(visit(LEADER, "departments", "2025Q2", unit=str(led.key)))
    assert half_width(counts(led.rollup, "目标")) in alone
    assert f'href="/departments?unit={led.key}&amp;co=true&amp;q=2025Q2">含配合<' in alone
    more = text_of(visit(LEADER, "departments", "2025Q2", unit=str(led.key), co="true"))
    assert half_width(counts(both.rollup, "目标")) in more
    assert f'href="/departments?unit={led.key}&amp;q=2025Q2">只计牵头<' in more


def test_a_department_with_few_due_targets_has_counts_and_no_share(
    visit: Visit, world_engine: Engine
) -> None:
    few = [each for each in card_of(world_engine).departments if 0 < each.rollup.due < 5]
    for group in few[:3]:
        said = text_of(visit(LEADER, "departments", "2025Q2", unit=str(group.key)))
        assert on_pace_text(group.rollup) in said
        assert "项中" in on_pace_text(group.rollup)
        assert "进度指数" not in said.split("判定规则第")[0]


def test_departments_stand_by_how_many_targets_are_due(visit: Visit, world_engine: Engine) -> None:
    said = text_of(visit(LEADER, "departments", "2025Q2"))
    keys = [int(key) for key in re.findall(r'class="of-name"><a href="/departments\?unit=(\d+)&', said)]
    due = {group.key: group.rollup.due for group in card_of(world_engine).departments}
    assert [due[key] for key in keys] == sorted((due[key] for key in keys), reverse=True)
    assert "按应达目标数由多到少列出" in said


def test_a_quarter_that_is_not_open_has_no_rates_and_nothing_missing(visit: Visit) -> None:
    for page in ("overview", "areas", "departments", "present"):
        said = text_of(visit(LEADER, page, q="2025Q4"))
        assert "未开放" in said or "尚未开放" in said
        shown = re.sub("<thead>.*?</thead>", "", said.split("判定规则第")[0])
        for word in ("未填报", "上报率", "达时序率<", "总体达时序", "没有落后"):
            assert word not in re.sub(r"<option.*?</option>", "", shown), (page, word)


def test_the_reporting_record_counts_what_the_scorecards_count(visit: Visit, world_engine: Engine) -> None:
    group = named(card_of(world_engine).departments, "市交通运输局")
    at = visit(REVIEWER, "departments", "2025Q3", unit=str(group.key))
    assert not at.exception
    said = text_of(at)
    for period in periods_of(2025)[:3]:
        rollup = named(card_of(world_engine, period).departments, "市交通运输局").rollup
        missing = rollup.owed - rollup.reported
        of_unit = f"&amp;unit={group.key}&amp;q={period}"
        for listed, count in (("due", rollup.owed), ("missing", missing)):
            link = re.escape(f'href="/reporting?list={listed}{of_unit}"')
            assert re.search(rf"{link}[^>]*>{count}<", said)
        assert rollup.completeness is not None
        assert f">{share_text(rollup.completeness)}<" in said


def test_staff_open_their_own_department_with_its_record_and_without_the_offices_lists(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(KEJI, "departments", "2025Q2")
    assert not at.exception
    said = text_of(at)
    assert "<h2>市科技局" in said
    assert "填报记录" in said
    assert "/reporting" not in said
    other = next(each for each in card_of(world_engine).departments if each.name == "市交通运输局")
    elsewhere = text_of(visit(KEJI, "departments", "2025Q2", unit=str(other.key)))
    assert "A4-02" not in elsewhere


def test_a_group_that_does_not_exist_is_said_to_be_missing(visit: Visit) -> None:
    for page, name in (("areas", "area"), ("departments", "unit")):
        at = visit(LEADER, page, "2025Q2", **{name: "99999"})
        assert not at.exception
        assert "没有这个" in text_of(at)


def test_choosing_a_group_writes_the_address_and_leaving_it_shows_all(visit: Visit) -> None:
    at = visit(LEADER, "areas", "2025Q2")
    at.selectbox(key="board_area").set_value("4").run()
    assert not at.exception
    assert at.query_params["area"] in ("4", ["4"])
    assert "<h2>推进高水平交通强市建设" in text_of(at)


@pytest.fixture
def thirteen_hundred(world_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    card, score = card_of(world_engine), card_of(world_engine).targets[0]
    leads = (UnitRef(number, f"第{number}单位") for number in range(1_300))
    many = tuple(replace(score, target=replace(score.target, lead=lead)) for lead in leads)
    monkeypatch.setattr(shell, "card", lambda *_asked: replace(card, scores=many))


def listed(at: AppTest) -> list[int]:
    return [int(number) for number in re.findall(r">第(\d+)单位</a>", text_of(at))]


def test_of_thirteen_hundred_departments_only_a_page_is_sent(visit: Visit, thirteen_hundred: None) -> None:
    at = visit(LEADER, "departments", "2025Q2", list="2")
    assert not at.exception
    assert not at.selectbox
    assert listed(at) == list(range(60, 120))
    assert len(text_of(at)) < 60_000


def test_departments_are_found_by_words(visit: Visit, thirteen_hundred: None) -> None:
    at = visit(LEADER, "departments", "2025Q2", list="2")
    found = at.text_input(key="find").set_value(" 第129").run()
    assert not found.exception
    assert listed(found) == [129, *range(1290, 1300)]
    assert found.query_params["find"] in (" 第129", [" 第129"])
    assert "没有找到" in text_of(found.text_input(key="find").set_value("火星").run())


def test_of_a_large_area_only_a_page_of_targets_is_sent(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, score = card_of(world_engine), card_of(world_engine).targets[0]
    many = tuple(replace(score, target=replace(score.target, code=f"Z{number}")) for number in range(1_000))
    monkeypatch.setattr(shell, "card", lambda *_asked: replace(card, scores=many))
    for page, first in (("1", 0), ("17", 960), ("18", 0)):
        at = visit(LEADER, "areas", "2025Q2", area=str(score.target.area.number), sheet=page)
        assert not at.exception
        codes = set(re.findall(r'<td class="of-name"><a href="/target\?code=(Z\d+)&', text_of(at)))
        assert codes == {f"Z{number}" for number in range(first, min(first + 60, 1_000))}
