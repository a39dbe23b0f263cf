"""预算: the tree of budgets, apart from all targets."""

import re

from sqlalchemy import Engine

from tests.pages.conftest import Visit, half_width, text_of
from tests.pages.test_budgets_of_an_area import card_of
from tests.pages.world import KEJI, LEADER
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.sentences.budgets import sums_text


def codes_of(text: str) -> list[str]:
    return re.findall(r'<td class="of-code">([^<]*)<', text)


def test_every_budget_stands_below_its_total_and_nothing_else_does(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(LEADER, "budgets", "2025Q2")
    assert not at.exception
    text = text_of(at)
    budgets = [each for root in budget_tree(card_of(world_engine).budgets) for each in root.walk()]
    assert codes_of(text) == [each.score.target.code for each in budgets]
    assert "预算33项,单独列出,不计入目标" in text
    for budget in budgets:
        assert (half_width(sums_text(budget)) in text) == bool(budget.parts)
    assert "比总额多50.35亿元" in text
    assert "≥" not in text
    assert text.count("可能是同一笔资金") == 2


def test_department_staff_see_the_budgets_of_their_own_unit(visit: Visit) -> None:
    codes = codes_of(text_of(visit(KEJI, "budgets", "2025Q2")))
    assert "B1-02" in codes
    assert "B4-01" not in codes
