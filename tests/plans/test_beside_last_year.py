"""新方案, step 4: new targets beside those of the plan of the same kind of the year before, of no other."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from tests.notice.test_preparing import FACTS, TEXT
from tests.pages.conftest import text_of
from tests.pages.world import NOW
from tests.plans.preparing import Take
from tracker.db import transaction
from tracker.domain.measure.plan import PlanKind
from tracker.notice.register import load_register
from tracker.services.register import load
from tracker.settings import ROOT


def test_a_plan_without_one_of_its_kind_the_year_before_is_compared_with_none(take: Take) -> None:
    shown = text_of(take(TEXT, FACTS).step("beside"))
    assert "系统里没有上一年的同类方案(民生实事)。" in shown
    assert "不再列入" not in shown


def test_without_a_year_there_is_none_before_it(take: Take) -> None:
    shown = text_of(take(TEXT, replace(FACTS, year=None)).step("beside"))
    assert "没有上一年的同类方案" in shown


def test_of_several_plans_of_the_year_before_the_one_of_its_kind_is_compared(
    take: Take, world_engine: Engine
) -> None:
    register = load_register(ROOT / "seed" / "haining-2025")
    facts = replace(register.plan, code="jiangbei-2025", kind=PlanKind.LIVELIHOOD, issued=date(2025, 1, 8))
    target = replace(register.target("A1-01"), name="改造老旧小区")
    with transaction(world_engine) as session:
        load(session, replace(register, plan=facts, targets=(target,), readings=()), NOW)
    shown = text_of(take(TEXT, FACTS).step("beside"))
    assert "与2025年对照" in shown
    assert "不再列入1" in shown
    assert "A1-01 改造老旧小区" in shown
