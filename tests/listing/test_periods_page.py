"""四期对照: a target's row over the year says at each period what the scorecard of that period says."""

import csv
import re
from html import unescape
from io import StringIO

from sqlalchemy import Engine

from tests.pages.conftest import Visit
from tests.pages.world import KEJI, LEADER
from tracker.db import reading
from tracker.domain.access import Person, Role
from tracker.domain.listing.over_year import year_columns
from tracker.domain.measure.period import periods_of
from tracker.domain.measure.quantity import share_text
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.rows import on_pace_of, share_of_way, value_cell
from tracker.export.listing import csv_of
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard

# Of a period: the status by its word and its shape, where the figure leads, the figure, its share.
CELLS = re.compile(
    r'title="([^"]*)"><i class="shape of-(\w+)"[^>]*></i><span class="spoken">[^<]*</span></td>'
    r'<td class="number[^"]*"><a href="/target\?code=([^&]*)&amp;q=(\w+)">([^<]*)</a><small>([^<]*)</small>'
)


def year_of(engine: Engine) -> tuple[Scorecard, ...]:
    with reading(engine) as session:
        everybody = Person(0, "", "", Role.REVIEWER)
        return tuple(scorecard(session, plans(session)[0], each, everybody) for each in periods_of(2025))


def table_of(visit: Visit, login: str, **asked: str) -> str:
    at = visit(login, "periods", q="2025Q3", **asked)
    assert not at.exception
    return next(str(each.value) for each in at.html if "over-year" in str(each.value))


def test_each_period_has_its_status_figure_and_completion(visit: Visit, world_engine: Engine) -> None:
    rows = re.findall(r"<tr><td.*?</tr>", table_of(visit, LEADER))
    assert len(rows) == 84
    year = [(card, {each.target.code: each for each in card.scores}) for card in year_of(world_engine)[:3]]
    for row in rows:
        (code,) = re.findall(r'<td class="of-code">([^<]*)<', row)
        told = []
        for card, scores in year:
            score = scores[code]
            share = share_of_way(score)
            text = value_cell(None if score.figure is None else score.figure.value, score.target.terms)
            percent = "" if share is None else share_text(share, score.judgement.pace)
            told.append((score.status.word, score.status.value, code, str(card.period), text, percent))
        assert CELLS.findall(row) == told


def test_a_period_that_has_not_opened_says_so_once(visit: Visit) -> None:
    assert table_of(visit, LEADER).count(Status.NOT_OPEN.word) == 1


def test_the_heads_of_areas_count_what_was_on_pace_at_each_period(visit: Visit, world_engine: Engine) -> None:
    table, year = table_of(visit, LEADER), year_of(world_engine)[:3]
    for group in year[2].areas:
        told = [
            on_pace_of(next(each.rollup for each in card.areas if each.key == group.key)) for card in year
        ]
        (row,) = (each for each in re.findall(r'<tr class="group">.*?</tr>', table) if group.name in each)
        assert re.findall(r'<td colspan="2"[^>]*>([^<]*)</td>', row)[:3] == told


def test_filters_and_files_are_those_of_the_list(visit: Visit) -> None:
    table = unescape(table_of(visit, LEADER, area="2", group="unit"))
    assert len(re.findall(r'<td class="of-code">', table)) < 30
    assert 'href="/download/periods/csv?area=2&group=unit&q=2025Q3"' in table


def test_department_staff_see_their_own_targets_alone(visit: Visit) -> None:
    table = table_of(visit, KEJI)
    assert "A1-01" in table
    assert "A4-02" not in table


def test_the_file_has_four_columns_for_each_period(world_engine: Engine) -> None:
    year = year_of(world_engine)
    columns = year_columns(year)
    rows = list(csv.reader(StringIO(csv_of(columns, year[1], year[1].scores).decode("utf-8-sig"))))
    assert rows[0][:6] == ["编号", "目标", "领域", "牵头单位", "年度目标", "计量单位"]
    assert rows[0][6:10] == ["一季度状态", "一季度当前值", "一季度数据标记", "一季度完成率"]
    assert len(rows[0]) == 6 + 4 * 4
    (row,) = (each for each in rows if each[0] == "A4-02")
    assert (row[7], row[11]) == ("9", "17.5")
