"""全表: the rows follow the filters of the address, and the columns follow the person."""

import re
from html import unescape

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, half_width, include_unapproved, text_of, unfold
from tests.pages.world import KEJI, LEADER, NOW
from tracker.db import transaction
from tracker.domain.access import Preferences
from tracker.domain.listing.wanted import listed, wanted_asked
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import share_text
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.sentences.rows import change_amount, gap_cell, group_account, share_of_way, value_cell
from tracker.queries.people import person_of_session
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services.preferences import set_preferences

PERIOD = Period(2025, 3)
COLUMNS = "table-columns-place"  # what unfolds the field of the columns


def table_of(at: AppTest) -> str:
    return next(str(each.value) for each in at.html if '<table class="targets' in str(each.value))


def heads_of(at: AppTest) -> list[str]:
    return [_said(head) for head in re.findall(r"<th [^>]*>.*?</th>", table_of(at).split("</thead>")[0])]


def rows_of(at: AppTest) -> list[dict[str, str]]:
    """The cells of each target's row by their columns' keys, as people read them."""
    rows = re.findall(r"<tr>(<td.*?)</tr>", table_of(at).split("</thead>")[1])
    cell = r'<td class="of-([a-z_]+)[^"]*">(.*?)</td>'
    return [{key: _said(html) for key, html in re.findall(cell, row)} for row in rows]


def _said(html: str) -> str:
    return unescape(re.sub(r"<small>/.*?</small>|<[^>]+>", "", html)).replace("\xa0", " ").strip()


def card_of(engine: Engine, login: str, *, unapproved: bool = False) -> Scorecard:
    with transaction(engine) as session:
        person = person_of_session(session, login, NOW, 60)
        assert person is not None
        return scorecard(session, plans(session)[0], PERIOD, person, include_unapproved=unapproved)


def in_cells(score: Score) -> dict[str, str]:
    """What the usual columns say of a score; the status by its word alone."""
    share, figure = share_of_way(score), score.figure
    return {
        "status": "提前完成" if score.judgement.is_early else score.status.word,
        "lead": score.target.lead.name,
        "value": value_cell(None if figure is None else figure.value, score.target.terms),
        "change": change_amount(score, PERIOD),
        "completion": "" if share is None else share_text(share, score.judgement.pace),
        "lag": gap_cell(score),
        "code": score.target.code,
    }


def test_every_cell_is_the_scorecards(visit: Visit, world_engine: Engine) -> None:
    at = include_unapproved(visit(LEADER, "targets", q="2025Q3"))
    scores = listed(card_of(world_engine, LEADER, unapproved=True), wanted_asked({}))
    rows = rows_of(at)
    assert len(rows) == len(scores) == 84
    for row, score in zip(rows, scores, strict=True):
        expected = in_cells(score)
        assert {key: row[key] for key in expected} == expected, score.target.code
        assert row["name"].startswith(score.target.name)


def test_the_heads_of_areas_say_how_the_whole_area_stands(visit: Visit, world_engine: Engine) -> None:
    text = text_of(visit(LEADER, "targets", q="2025Q3"))
    for group in card_of(world_engine, LEADER).areas:
        told = [half_width(word) for word in group_account(group.rollup)]
        assert re.search(
            f'href="/areas\\?area={group.key}&[^"]*">{group.name}</a>.*?' + ".*?".join(map(re.escape, told)),
            text,
        ), group.name


def test_budgets_are_listed_where_they_are_asked_for_and_under_a_head_of_their_own(visit: Visit) -> None:
    assert {row["code"][0] for row in rows_of(visit(LEADER, "targets", q="2025Q3"))}.isdisjoint("B")
    assert {row["code"][0] for row in rows_of(visit(LEADER, "targets", q="2025Q3", kind="budget"))} == {"B"}
    text = text_of(visit(LEADER, "targets", q="2025Q3", kind="all", p="2"))
    assert "市级财政预算" in text


def test_the_address_filters_and_a_head_leads_to_the_list_sorted_by_it(
    visit: Visit, world_engine: Engine
) -> None:
    asked = {"status": "not_reported", "sort": "-code"}
    scores = listed(card_of(world_engine, LEADER), wanted_asked(asked))
    at = visit(LEADER, "targets", q="2025Q3", **asked)
    assert [row["code"] for row in rows_of(at)] == [score.target.code for score in scores]
    table = table_of(at)
    assert 'aria-sort="descending"' in table
    for to in ("status=not_reported&amp;sort=lag", "status=not_reported&amp;q=2025Q3"):
        assert f'href="/targets?{to}' in table, "by another column, and back to the notice's order"


def test_a_list_longer_than_a_sheet_is_turned_by_the_address(visit: Visit, world_engine: Engine) -> None:
    scores = listed(card_of(world_engine, LEADER), wanted_asked({"kind": "all"}))
    at = visit(LEADER, "targets", q="2025Q3", kind="all", p="2")
    assert [row["code"] for row in rows_of(at)] == [score.target.code for score in scores[100:]]


@pytest.mark.parametrize(("group", "page"), [("area", "areas"), ("unit", "departments")])
def test_rows_stand_under_areas_or_departments(visit: Visit, group: str, page: str) -> None:
    table = table_of(visit(LEADER, "targets", q="2025Q3", group=group))
    assert re.search(rf'<tr class="group"><th [^>]*><div><b><a href="/{page}\?', table)
    assert '<tr class="group">' not in table_of(visit(LEADER, "targets", q="2025Q3", group="none"))


def test_a_filter_is_typed_or_chosen_and_cleared(visit: Visit) -> None:
    at = visit(LEADER, "targets", q="2025Q3", p="2")
    at.selectbox(key="listing_area").set_value("2").run()
    assert (at.query_params["area"], "p" in at.query_params) in (("2", False), (["2"], False))
    at.text_input(key="listing_search").set_value("工业").run()
    assert all("工业" in row["name"] for row in rows_of(at))
    at.selectbox(key="listing_area").set_value(None).run()
    assert "area" not in at.query_params
    assert 'class="go" href="/targets?q=2025Q3">清空条件' in text_of(at)


def test_what_is_asked_of_a_department_unfolds(visit: Visit) -> None:
    at = unfold(visit(LEADER, "targets", q="2025Q3", unit="1"), "listing_more")
    alone = len(rows_of(at))
    at.selectbox(key="listing_co").set_value("true").run()
    assert len(rows_of(at)) >= alone
    at.selectbox(key="listing_unit").set_value(None).run()
    assert "co" not in at.query_params, "nobody chose it of all departments"


def test_department_staff_find_their_own_targets_alone(visit: Visit) -> None:
    rows = rows_of(visit(KEJI, "targets", q="2025Q3"))
    assert rows
    assert "内河港区集装箱吞吐量" not in {row["name"] for row in rows}


def test_the_columns_are_the_persons_own(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine, advance=False) as session:
        person = person_of_session(session, LEADER, NOW, 60)
        assert person is not None
        set_preferences(session, person, Preferences(table_columns=("lead", "code")))
    assert heads_of(visit(LEADER, "targets", q="2025Q3")) == ["牵头单位", "编号"]


def test_choosing_columns_keeps_them_with_the_account(visit: Visit, world_engine: Engine) -> None:
    at = unfold(visit(LEADER, "targets", q="2025Q3"), COLUMNS)
    at.multiselect(key="table-columns").set_value(["code", "value", "co"]).run()
    assert heads_of(at) == ["编号", "1—9月", "数据说明", "配合单位"]
    with transaction(world_engine, advance=False) as session:
        person = person_of_session(session, LEADER, NOW, 60)
        assert person is not None
        assert person.preferences.table_columns == ("code", "value", "co")


def test_the_files_of_the_list_are_asked_for_as_it_is_shown(visit: Visit) -> None:
    text = text_of(visit(LEADER, "targets", q="2025Q3", status="late", sort="lag"))
    for suffix in ("xlsx", "csv"):
        assert f'href="/download/targets/{suffix}?status=late&amp;sort=lag&amp;q=2025Q3" download' in text


def test_nothing_found_is_said_in_words_with_the_way_back(visit: Visit) -> None:
    text = text_of(visit(LEADER, "targets", q="2025Q3", search="没有这样的字"))
    assert "没有符合条件的目标" in text
    assert "清空条件" in text
