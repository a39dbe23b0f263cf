"""勘误, a missed target: who is proposed as its lead and co-units follows from where its words stand."""

from hashlib import sha256

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.entry.ledger import NOW
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.plan import PlanState
from tracker.queries.errata import units_named
from tracker.queries.plans import plans
from tracker.tables import Area, Article, ArticleUnit, Plan, PlanStep, Unit

PREAMBLE = "全市新增平台20家。"
TWO_GROUPS = "1.培育人才300名(责任单位:市人社局、市教育局),建成道路3公里(责任单位:市交通局、市人社局)。"
NO_UNITS = "2.改造老旧小区12个。"
TEXT = "\n".join(("一、产业发展", PREAMBLE, TWO_GROUPS, NO_UNITS, "共5项。"))
UNITS = ("市发改局", "市人社局", "市教育局", "市交通局")
OFFICE = Person(1, "ducha", "周督查", Role.REVIEWER)


def between(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def add_plan(session: Session) -> None:
    units = {name: Unit(name=name) for name in UNITS}
    plan = Plan(
        code="t",
        title="方案",
        document="〔2025〕1号",
        year=2025,
        issued=NOW.date(),
        notice=TEXT,
        notice_sha256=sha256(TEXT.encode()).hexdigest(),
    )
    session.add_all([*units.values(), plan])
    session.flush()
    session.add(PlanStep(plan_id=plan.id, number=1, state=PlanState.PUBLISHED, taken_at=NOW))
    preamble = between(PREAMBLE)
    area = Area(
        plan_id=plan.id,
        number=1,
        title="产业发展",
        lead_unit_id=units["市发改局"].id,
        start=0,
        end=between(NO_UNITS)["end"],
        preamble_start=preamble["start"],
        preamble_end=preamble["end"],
    )
    session.add(area)
    session.flush()
    for number, words in enumerate((TWO_GROUPS, NO_UNITS), 1):
        session.add(Article(plan_id=plan.id, area_id=area.id, number=number, title="条", **between(words)))
    session.flush()
    article = session.exec(select(Article.id).where(Article.number == 1)).one()
    groups = ((1, "市人社局"), (1, "市教育局"), (2, "市交通局"), (2, "市人社局"))
    for position, (group, name) in enumerate(groups, 1):
        session.add(
            ArticleUnit(article_id=article, position=position, group_number=group, unit_id=units[name].id)
        )


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("300名", ["市人社局", "市教育局"]),
        ("3公里", ["市交通局", "市人社局"]),
        ("20家", ["市发改局"]),  # the preamble is the area lead's
        ("12个", ["市发改局"]),  # and so is an article that names nobody
        ("5项", []),
    ],
)
def test_the_group_that_closes_the_passage_is_proposed_else_the_areas_lead(
    engine: Engine, words: str, units: list[str]
) -> None:
    with transaction(engine) as session:
        add_plan(session)
    with reading(engine) as session:
        found = units_named(session, OFFICE, plans(session)[0], TEXT.index(words))
    assert [unit.name for unit in found] == units
