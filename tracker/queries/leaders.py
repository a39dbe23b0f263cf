"""The leaders, what each is in charge of, and since when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.progress.scorecard import AreaRef, LeaderRef, PlanRef, UnitRef
from tracker.domain.workflow.charge import Charge, Span, Subject, in_charge, spans
from tracker.queries.charges import charges, leader_refs
from tracker.queries.targets import areas_of
from tracker.queries.units import current_units
from tracker.tables import Account, Leader


@dataclass(frozen=True)
class LeaderLine:
    """A leader in the list, with what they are in charge of on the day that is looked at."""

    ref: LeaderRef
    account_id: int | None
    login: str
    areas: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """An area or a unit with who is in charge of it, and who was; ``leader`` None: nobody."""

    subject: Subject
    ref: AreaRef | UnitRef
    leader: LeaderRef | None
    since: date | None
    history: tuple[tuple[LeaderRef, Span], ...]

    @property
    def name(self) -> str:
        return self.ref.title if isinstance(self.ref, AreaRef) else self.ref.name


@dataclass(frozen=True)
class Charges:
    """分工 of a plan on a day: the leaders, and its areas and the units that stand."""

    leaders: tuple[LeaderLine, ...]
    held: tuple[Held, ...]


def charges_of(
    session: Session, person: Person, plan: PlanRef, day: date, *, as_of: datetime | None = None
) -> Charges:
    """Who is in charge of what on a day, for who may say so."""
    require(person, Action.ASSIGN_LEADERS)
    refs, facts = leader_refs(session), charges(session, as_of)
    by_subject: dict[tuple[Subject, int], list[Charge]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.of].append(fact)
    now = in_charge(facts, day)
    things: list[tuple[Subject, AreaRef | UnitRef]] = [
        *((Subject.AREA, area) for area in areas_of(session, plan.id, plan.periods[-1], as_of)),
        *((Subject.UNIT, unit) for unit in current_units(session).values()),
    ]
    held = []
    for subject, ref in things:
        history = tuple((refs[span.leader_id], span) for span in spans(by_subject[subject, ref.id]))
        leader_id = now.get((subject, ref.id))
        since = max((span.since for __, span in history if span.since <= day), default=None)
        leader = None if leader_id is None else refs[leader_id]
        held.append(Held(subject, ref, leader, since if leader else None, history))
    logins = dict(session.exec(select(Account.id, Account.login)).all())
    return Charges(
        tuple(
            LeaderLine(
                refs[row.id or 0],
                row.account_id,
                logins.get(row.account_id, ""),
                _names(held, Subject.AREA, row.id),
                _names(held, Subject.UNIT, row.id),
            )
            for row in session.exec(select(Leader).order_by(col(Leader.id)))
        ),
        tuple(held),
    )


def _names(held: list[Held], subject: Subject, leader_id: int | None) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in held
        if each.subject is subject and each.leader is not None and each.leader.id == leader_id
    )


def own_leader(session: Session, person: Person) -> int | None:
    """Which leader the person is; None for who is none."""
    require(person, Action.SEE_PLAN)
    return session.exec(select(Leader.id).where(Leader.account_id == person.account_id)).first()
