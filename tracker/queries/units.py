"""The units: what each answers for, and who works there."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef, UnitRef
from tracker.queries.targets import targets_of, units_by_id
from tracker.tables import Account, AccountUnit, Unit


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list; ``clerks`` and ``heads`` are the names behind active accounts."""

    id: int
    name: str
    short: str
    led: int
    co_led: int
    clerks: tuple[str, ...]
    heads: tuple[str, ...]

    @property
    def lacks_clerk(self) -> bool:
        """Whether it has figures to report and nobody to report them."""
        return self.led > 0 and not self.clerks


def list_units(session: Session, person: Person, plan: PlanRef, period: Period) -> tuple[UnitLine, ...]:
    """All units with what they lead and co-lead in a plan, those without the clerk they need first."""
    require(person, Action.MANAGE_UNITS)
    led: Counter[int] = Counter()
    co_led: Counter[int] = Counter()
    for target in targets_of(session, person, plan.id, period):
        led[target.lead.id] += 1
        # As a set: a unit counts once for a target, and as lead where it is named as both.
        co_led.update({unit.id for unit in target.co_units} - {target.lead.id})
    names = _names(session)
    lines = [
        UnitLine(
            id=unit_id,
            name=name,
            short=short,
            led=led[unit_id],
            co_led=co_led[unit_id],
            clerks=tuple(names[unit_id, Role.CLERK]),
            heads=tuple(names[unit_id, Role.HEAD]),
        )
        for unit_id, name, short in session.exec(select(Unit.id, Unit.name, Unit.short))
        if unit_id is not None
    ]
    return tuple(sorted(lines, key=lambda line: (not line.lacks_clerk, -line.led, -line.co_led, line.id)))


def unit_refs(session: Session, person: Person) -> tuple[UnitRef, ...]:
    """All units; department staff get their own."""
    require(person, Action.SEE_PLAN)
    units = units_by_id(session).values()
    return tuple(unit for unit in units if person.sees_everything or unit.id in person.unit_ids)


def _names(session: Session) -> dict[tuple[int, Role], list[str]]:
    """The people behind active accounts, by unit and role."""
    rows = session.exec(
        select(AccountUnit.unit_id, Account.role, Account.name)
        .join(Account, col(Account.id) == AccountUnit.account_id)
        .where(Account.is_active)
        .order_by(Account.login)
    )
    names: dict[tuple[int, Role], list[str]] = defaultdict(list)
    for unit_id, role, name in rows:
        names[unit_id, Role(role)].append(name)
    return names
