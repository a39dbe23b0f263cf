"""A second plan of the small ledger's year, with targets that can be one commitment with the first plan's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from sqlmodel import Session, select

from tests.entry.ledger import KEJI, OPENS, TERMS
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Terms
from tracker.services import register
from tracker.tables import Area, Plan, PlanStep, Target, Unit

CODE, TITLE = "ms", "民生实事项目"
# 企业 is asked for in both, with another number; 增速 in another unit of measure.
ASKED: dict[str, Terms] = {
    "企业": replace(TERMS["企业"], value=Decimal(60)),
    "增速": replace(TERMS["增速"], unit_of_measure="万元"),
}


def add_second_plan(
    session: Session,
    asked: Mapping[str, Terms] = ASKED,
    lead: int | None = None,
    *,
    rhythm: Rhythm = Rhythm.QUARTERLY,
    letter: str = "M",
) -> dict[str, int]:
    """The targets of the second plan, by the names that the first has them under; ``lead``: 市科技局.

    ``letter``: what their codes begin with.
    """
    text = "实事" + "".join(asked)
    plan = Plan(
        code=CODE,
        title=TITLE,
        document="",
        year=2025,
        issued=date(2025, 4, 1),
        notice=text,
        notice_sha256=sha256(text.encode()).hexdigest(),
        rhythm=rhythm,
    )
    session.add(plan)
    session.flush()
    assert plan.id is not None
    session.add(PlanStep(plan_id=plan.id, number=1, state=PlanState.PUBLISHED, taken_at=OPENS))
    lead = lead or session.exec(select(Unit.id).where(Unit.name == KEJI)).one()
    assert lead is not None
    place = {"start": 0, "end": len(text), "preamble_start": 0, "preamble_end": 0}
    area = Area(plan_id=plan.id, number=1, title="实事", lead_unit_id=lead, **place)
    session.add(area)
    session.flush()
    return {
        name: _target(session, area, f"{letter}-{place}", place, name, terms, Period(2025, 1, rhythm))
        for place, (name, terms) in enumerate(asked.items())
    }


def _target(
    session: Session, area: Area, code: str, place: int, name: str, terms: Terms, first: Period
) -> int:
    where = {"plan_id": area.plan_id, "area_id": area.id or 0, "quote_start": place}
    row = Target(code=code, name=name, quote=name, **where)
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add(register.first_terms(row.id, terms, area.lead_unit_id or 0, "by rule", first, OPENS))
    return row.id
