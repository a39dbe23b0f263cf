"""预算执行 on an area's page, and its sheet in the workbook: the tree as the notice makes it."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
from sqlalchemy import Engine

from tests.export import made_up as m
from tests.pages.conftest import Visit, half_width, text_of
from tests.pages.world import LEADER
from tracker.db import reading
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.meetings.snapshot import content_sha256
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.scorecard import Scorecard
from tracker.export.workbook import workbook_bytes
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard


def card_of(engine: Engine) -> Scorecard:
    with reading(engine) as session:
        return scorecard(session, plans(session)[0], Period(2025, 2), Person(0, "", "", Role.REVIEWER))


def test_the_notice_makes_one_tree_of_33_budgets(world_engine: Engine) -> None:
    (whole,) = budget_tree(card_of(world_engine).budgets)
    assert whole.score.target.code == "B0-01"
    assert len(list(whole.walk())) == 33
    assert [part.score.target.code for part in whole.parts] == [f"B{area}-01" for area in range(1, 9)]
    # seed/haining-2025/README.md, "Sums": areas agree with their parts, the whole does not.
    assert all(part.sum.allocated_difference == 0 for part in whole.parts if part.parts)
    assert whole.sum.allocated_difference == Decimal("50.35")


def test_an_area_shows_its_budgets_below_their_total_and_what_may_be_the_same_money(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(LEADER, "areas", "2025Q2", area="1")
    assert not at.exception
    text = text_of(at)
    budgets = text[text.index('aria-label="预算执行"') :]
    rows = re.findall(r'<tr class="([^"]*)">(.*?)</tr>', budgets)
    codes = [code for _look, row in rows for code in re.findall(r'of-code">([^<]*)<', row)]
    assert codes == ["B1-01", "B1-02", "B1-03", "B1-04"]
    assert [look for look, _row in rows] == ["total depth-0", "sum depth-0", *["depth-1"] * 3]
    assert '<td class="of-target number">36.71</td><td class="unit">亿元</td>' in rows[0][1]
    assert "分项合计:年度预算36.71亿元(与总额一致)<" in rows[1][1]
    assert "(B1-04)与“教育发展资金”(B8-02)同为29.38亿元" in text
    assert "20.6亿元" not in text


def test_the_workbook_has_a_sheet_of_the_whole_tree(world_engine: Engine) -> None:
    content = m.content(card_of(world_engine))
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(content, content_sha256(content))))
    rows = [[half_width(str(cell.value or "")) for cell in row] for row in book["预算执行"].iter_rows()]
    assert rows[1][0].startswith("预算33项,与目标分开统计")
    whole = next(row for row in rows if row[0] == "B0-01")
    assert whole[2] == "94.51"
    formats = [cell.number_format for row in book["预算执行"].iter_rows(min_col=3, max_col=3) for cell in row]
    assert '"约"#,##0.00"亿元";"约"−#,##0.00"亿元"' in formats
    assert whole[5] == "144.86亿元(比总额多50.35亿元)"
    assert sum("可能是同一笔资金" in row[0] for row in rows) == 2
