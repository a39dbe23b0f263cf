"""What is known of the sums that a budget stands in: approved, else waiting; to a department its own."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import Engine

from tests.entry.ledger import rows
from tests.pages.world import KEJI, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.measure.sums import Sum
from tracker.domain.progress.scorecard import Target, UnitRef
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.sums import sums_of
from tracker.queries.targets import targets_of
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve
from tracker.tables import Target as TargetRow

Q3 = Period(2025, 3)
ANOTHER = UnitRef(10**6, "另一单位")


def send(engine: Engine, code: str, value: str, number: int = 0, reason: str = "") -> int:
    typed = {
        Field.VALUE: value,
        Field.DATA_MONTH: "9",
        Field.FINALITY: "final",
        Field.PROGRESS: "推进。",
        Field.PROBLEM: "慢。",
        Field.NEXT_STEP: "赶。",
        Field.REASON: reason,
    }
    target = next(each.id for each in rows(engine, TargetRow) if each.code == code)
    seen = Seen(number, {name: (0, words) for name, words in typed.items()})
    with transaction(engine) as session:
        return submit(
            session, person_of_login(session, KEJI), target, Q3, seen, f"{code}-{number}-sent-again", NOW
        )


def budget(engine: Engine, code: str) -> Target:
    with reading(engine) as session:
        person = person_of_login(session, REVIEWER)
        listed = targets_of(session, person, plans(session)[0].id, Q3)
    return next(each for each in listed if each.code == code)


def known(engine: Engine, target: Target, *, within_unit: bool = False) -> tuple[Sum, ...]:
    with reading(engine) as session:
        plan = plans(session)[0]
        return sums_of(session, plan.id, Q3, [target], within_unit=within_unit).get(target.id, ())


def test_a_part_stands_in_the_sum_of_its_total_and_a_total_in_its_own_and_in_the_one_above(
    world_engine: Engine,
) -> None:
    (of_part,) = known(world_engine, budget(world_engine, "B1-02"))
    own, above = known(world_engine, budget(world_engine, "B1-01"))
    assert [part.is_own for part in of_part.parts] == [True, False, False]
    assert (own.total.is_own, own.total.allocated, own.parts_allocated) == (
        True,
        Decimal("36.71"),
        Decimal("36.71"),
    )
    assert (above.name, above.total.is_own, len(above.parts)) == ("八个领域政策市级财政支持总额", False, 8)
    assert known(world_engine, budget(world_engine, "A1-01")) == ()


def test_an_approved_amount_is_known_and_else_the_waiting_one(world_engine: Engine) -> None:
    first = send(world_engine, "B1-02", "4.28")
    send(world_engine, "B1-03", "1.04")
    with transaction(world_engine) as session:
        approve(session, person_of_login(session, REVIEWER), first, NOW)
    send(world_engine, "B1-02", "4.5", 1, "漏计一笔。")
    own, _above = known(world_engine, budget(world_engine, "B1-01"))
    assert [part.executed for part in own.parts] == [Decimal("4.28"), Decimal("1.04"), None]


def test_a_department_learns_no_others_amounts_by_way_of_a_sum(world_engine: Engine) -> None:
    send(world_engine, "B1-02", "4.28")
    total = budget(world_engine, "B1-01")
    foreign = replace(total, lead=ANOTHER)
    assert known(world_engine, total, within_unit=True)[0].parts_executed == Decimal("4.28")
    assert known(world_engine, foreign, within_unit=True)[0].parts_executed is None
    assert known(world_engine, foreign)[0].parts_executed == Decimal("4.28")
