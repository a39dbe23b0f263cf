"""The units: what each answers for, and who works there."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.scorecard import PlanRef, UnitRef
from tracker.queries.successions import known_units, successions
from tracker.queries.targets import targets_of, units_by_id
from tracker.tables import Account, AccountUnit


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list; ``clerks`` and ``heads`` are the names behind active accounts.

    ``aliases``: by which notices and lists find it besides its name and short name. ``leads_beside``: in
    another plan that is not closed.
    """

    id: int
    name: str
    short: str
    led: int
    co_led: int
    clerks: tuple[str, ...]
    heads: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    leads_beside: bool = False

    @property
    def lacks_clerk(self) -> bool:
        """Whether it has figures to report, in whichever plan, and nobody to report them."""
        return (self.led > 0 or self.leads_beside) and not self.clerks


def list_units(
    session: Session, person: Person, plan: PlanRef, period: Period, beside: Iterable[PlanRef] = ()
) -> tuple[UnitLine, ...]:
    """The units that stand, with what they lead and co-lead in a plan; those that lack a clerk first.

    ``beside``: the other plans; whoever leads in one that is not closed needs a clerk as well.
    """
    require(person, Action.MANAGE_UNITS)
    led: Counter[int] = Counter()
    co_led: Counter[int] = Counter()
    for target in targets_of(session, person, plan.id, period):
        led[target.lead.id] += 1
        # As a set: a unit counts once for a target, and as lead where it is named as both.
        co_led.update({unit.id for unit in target.co_units} - {target.lead.id})
    names = _names(session)
    others = [each for each in beside if each.id != plan.id and each.state is not PlanState.CLOSED]
    lead_beside = {
        target.lead.id for each in others for target in targets_of(session, person, each.id, each.periods[-1])
    }
    lines = [
        UnitLine(
            id=unit.id,
            name=unit.name,
            short=unit.short,
            led=led[unit.id],
            co_led=co_led[unit.id],
            clerks=tuple(names[unit.id, Role.CLERK]),
            heads=tuple(names[unit.id, Role.HEAD]),
            aliases=unit.aliases,
            leads_beside=unit.id in lead_beside,
        )
        for unit in known_units(session)
        if unit.ended_on is None
    ]
    return tuple(sorted(lines, key=lambda line: (not line.lacks_clerk, -line.led, -line.co_led, line.id)))


def unit_refs(session: Session, person: Person, *, with_ended: bool = False) -> tuple[UnitRef, ...]:
    """All units, but for those that have ended; department staff get their own."""
    require(person, Action.SEE_PLAN)
    units = (units_by_id if with_ended else current_units)(session).values()
    return tuple(unit for unit in units if person.sees_everything or unit.id in person.unit_ids)


def current_units(session: Session) -> dict[int, UnitRef]:
    """The units that have not ended, by id in the register's order: those that can still be chosen."""
    known = successions(session)
    units = units_by_id(session)
    return {unit_id: unit for unit_id, unit in units.items() if known.end_of(unit_id) is None}


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
