"""The register of the notice goes into the ledger once, whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, func, select

from tracker.cli import SEED
from tracker.db import Session, reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import Refusal
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind
from tracker.notice.records import Source
from tracker.notice.register import load_register
from tracker.queries.notice import notice
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services import register
from tracker.tables import (
    Area,
    Article,
    ArticleUnit,
    Plan,
    Reading,
    RuleSetVersion,
    Target,
    TargetTerms,
    Unit,
)

REVIEWER = Person(1, "zhou", "周", Role.REVIEWER)
TABLES: Sequence[type[SQLModel]] = (
    Plan,
    Unit,
    Area,
    Article,
    ArticleUnit,
    Reading,
    Target,
    TargetTerms,
    RuleSetVersion,
)


def load(engine: Engine, now: datetime) -> bool:
    with transaction(engine) as session:
        return register.load_folder(session, SEED, now)


def sizes(session: Session) -> dict[str, int]:
    return {
        str(table.__tablename__): session.exec(select(func.count()).select_from(table)).one()
        for table in TABLES
    }


def test_areas_without_a_lead_and_articles_outside_of_areas_are_taken_as_they_are(
    engine: Engine, now: datetime
) -> None:
    """Another city: nobody leads the first area, and an article that counts 1. stands outside of all."""
    home = load_register(SEED)
    area, article = home.areas[0], home.articles[1]
    led = [replace(each, lead="市财政局", lead_source=Source.BY_HAND) for each in home.targets]
    widened = replace(
        home,
        areas=(replace(area, lead="", label="第一部分 "), *home.areas[1:]),
        articles=(home.articles[0], replace(article, area=0, units=(), label="1."), *home.articles[2:]),
        targets=tuple(replace(each, area=None) if each.article == article.number else each for each in led),
    )
    with transaction(engine) as session:
        register.load(session, widened, now)
    with reading(engine) as session:
        plan = plans(session)[0]
        stored = targets_of(session, REVIEWER, plan.id, Period(2025, 4))
        read = notice(session, REVIEWER, plan, Period(2025, 4))
    assert {each.area.lead for each in stored if each.area.number == 1} == {None}
    assert {each.anchor.label for each in stored if each.anchor.article == article.number} == {"1."}
    assert {each.area.number for each in stored if each.anchor.article == article.number} == {0}
    assert (read.areas[0].label, read.areas[0].lead) == ("第一部分 ", "")


def test_the_ledger_holds_what_the_register_says(engine: Engine, now: datetime) -> None:
    assert load(engine, now)
    read = load_register(SEED)
    with reading(engine) as session:
        found = sizes(session)
        targets = targets_of(session, REVIEWER, plans(session)[0].id, Period(2025, 3))
    assert (found["plan"], found["article"], found["rule_set"]) == (1, 43, 1)
    assert found["area"] == 9, "the eight areas, and 方案总体 for the plan's overall budget"
    assert found["reading"] == len(read.readings)
    assert found["target"] == found["target_terms"] == len(read.targets) == len(targets)
    by_code = {target.code: target for target in read.targets}
    for target in targets:
        source = by_code[target.code]
        assert (target.name, target.terms, target.lead.name) == (source.name, source.terms, source.lead)
        assert tuple(unit.name for unit in target.co_units) == source.co_units
        before, number, after = target.anchor.split()
        assert before + number + after == source.quote


def test_loading_twice_changes_nothing(engine: Engine, now: datetime) -> None:
    assert load(engine, now)
    with reading(engine) as session:
        before = sizes(session)
    assert not load(engine, now)
    with reading(engine) as session:
        assert sizes(session) == before


def test_the_same_plan_with_another_notice_is_refused(engine: Engine, now: datetime) -> None:
    load(engine, now)
    altered = replace(load_register(SEED), text="另一份文件")
    with pytest.raises(Refusal, match="原文"), transaction(engine) as session:
        register.load(session, altered, now)


def test_budgets_are_kept_apart_from_targets(engine: Engine, now: datetime) -> None:
    load(engine, now)
    with reading(engine) as session:
        targets = targets_of(session, REVIEWER, plans(session)[0].id, Period(2025, 1))
    kinds: dict[Any, int] = {}
    for target in targets:
        kinds[target.terms.kind] = kinds.get(target.terms.kind, 0) + 1
    assert kinds.pop(Kind.BUDGET) == 33
    assert kinds.pop(Kind.MILESTONE) == 9
    assert sum(kinds.values()) == 75
