"""The ledger on which every permission is tried: one person of each role, three targets.

Everybody is of 市交通运输局, whatever their role: it leads 吞吐量, co-leads 增速, and has no part in 企业.
沈 is the leader in charge of it: a charge gives and takes no right.

Beside the plan stand four more. The monthly one has the same units, and all is tried in it too. In another
open plan, a draft and a closed one 市交通运输局 leads what it has no part in here: no right comes from there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import uuid4

from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, select

from tests.entry.ledger import (
    CLOSES,
    DUE,
    JIAOTONG,
    KEJI,
    LEADS,
    NOW,
    OPENS,
    Q3,
    TYPED,
    Desk,
    add_plan,
    ending_with,
    open_desk,
)
from tracker.db import transaction
from tracker.domain.access import Acting, Duty, Person, Relation, Role
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.evidence import CheckedFile, check
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services import evidence, leaders, reports, reviews, windows
from tracker.tables import Account, AccountUnit, TargetTerms, TermsUnit, Unit

TARGETS = {Relation.LEADS: "吞吐量", Relation.CO_LEADS: "增速", Relation.NONE: "企业"}
MONTHLY = "t-monthly"
BESIDE = {
    "t-beside": (Rhythm.QUARTERLY, PlanState.PUBLISHED),
    MONTHLY: (Rhythm.MONTHLY, PlanState.PUBLISHED),
    "t-draft": (Rhythm.QUARTERLY, PlanState.DRAFT),
    "t-closed": (Rhythm.QUARTERLY, PlanState.CLOSED),
}
ACCOUNTS: dict[Acting, str] = dict(zip(Role, ("李", "方", "周", "沈", "陈"), strict=True))
ACCOUNTS |= dict.fromkeys(Duty, ACCOUNTS[Role.ADMINISTRATOR])
FILE = check("月报.pdf", b"%PDF-1.4\n%%EOF\n")


@dataclass(frozen=True)
class World:
    desk: Desk
    units: dict[str, int]
    plan: PlanRef
    terms: dict[str, int]
    period: Period = Q3
    beside: Mapping[str, "World"] = field(default_factory=dict)

    @property
    def own_unit(self) -> int:
        return self.units[JIAOTONG]


def open_world(engine: Engine) -> World:
    desk = open_desk(engine)
    with transaction(engine) as session:
        units = {unit.name: unit.id for unit in session.exec(select(Unit)) if unit.id}
        head = Account(login="方", name="方", role=Role.HEAD, created_at=OPENS)
        session.add(head)
        session.flush()
        assert head.id is not None
        session.add(AccountUnit(account_id=head.id, unit_id=units[JIAOTONG]))
        desk.people["方"] = Person(head.id, "方", "方", Role.HEAD, frozenset({units[JIAOTONG]}))
        beside = {code: _plan_beside(session, desk, units, code) for code in BESIDE}
        terms = _terms(session, desk.targets)
        _share(session, terms, units)
        plan = plan_meant(plans(session), "t")
        leader = leaders.add_leader(
            session, desk.people["周"], "沈副市长", desk.people["沈"].account_id, OPENS
        )
        of_unit, since = (units[JIAOTONG],), date(2025, 1, 1)
        leaders.assign(session, desk.people["周"], leader, (), of_unit, since, None, OPENS)
    return World(desk, units, plan, terms, beside=beside)


def _plan_beside(session: Session, desk: Desk, units: dict[str, int], code: str) -> World:
    rhythm, state = BESIDE[code]
    turned = {KEJI: JIAOTONG, JIAOTONG: KEJI} if code != MONTHLY else {}
    leads = {name: units[turned.get(unit, unit)] for name, unit in LEADS.items()}
    plan_id, targets = add_plan(session, code, leads, rhythm, state)
    period, terms = ending_with(Q3.last_month, rhythm), _terms(session, targets)
    if code == MONTHLY:
        _share(session, terms, units)
    if state is PlanState.PUBLISHED:
        windows.set_window(session, desk.people["周"], plan_id, period, OPENS, DUE, CLOSES, OPENS)
    plan = plan_meant(plans(session, desk.people["周"]), code)
    return World(replace(desk, targets=targets), units, plan, terms, period)


def _terms(session: Session, targets: dict[str, int]) -> dict[str, int]:
    names = {target_id: name for name, target_id in targets.items()}
    found = session.exec(select(TargetTerms).where(col(TargetTerms.target_id).in_(names)))
    return {names[row.target_id]: row.id for row in found if row.id}


def _share(session: Session, terms: dict[str, int], units: dict[str, int]) -> None:
    session.add(TermsUnit(terms_id=terms["增速"], position=1, unit_id=units[JIAOTONG]))
    session.add(TermsUnit(terms_id=terms["吞吐量"], position=1, unit_id=units[KEJI]))


@dataclass
class Stage:
    """One try: a person of a role before a target of a relation. What it needs others prepare first."""

    world: World
    session: Session
    role: Acting
    relation: Relation

    @property
    def person(self) -> Person:
        found = self.world.desk.people[ACCOUNTS[self.role]]
        units = frozenset({self.world.own_unit})
        return Person(found.account_id, found.login, found.name, self.role, units)

    @property
    def name(self) -> str:
        return TARGETS[self.relation]

    @property
    def target_id(self) -> int:
        return self.world.desk.targets[self.name]

    @cached_property
    def target(self) -> Target:
        listed = targets_of(self.session, self.office, self.world.plan.id, self.period)
        return next(each for each in listed if each.id == self.target_id)

    @property
    def period(self) -> Period:
        return self.world.period

    @property
    def lead_unit(self) -> int:
        return self.world.own_unit if self.relation is Relation.LEADS else self.world.units[KEJI]

    @property
    def office(self) -> Person:
        return self.world.desk.people["吴"]

    @property
    def leader(self) -> Person:
        return self.world.desk.people["沈"]

    @property
    def administrator(self) -> Person:
        return self.world.desk.people["陈"]

    @property
    def clerk(self) -> Person:
        """Who fills the target in; for the own unit the clerk whose permissions are tried."""
        return self.world.desk.people["李" if self.relation is Relation.LEADS else "王"]

    def seen(self, files: frozenset[str] = frozenset()) -> reports.Seen:
        texts = TYPED | {Field.VALUE: "30", Field.DATA_MONTH: str(self.period.last_month)}
        return reports.Seen(0, {name: (0, text) for name, text in texts.items()}, files)

    def submitted(self, files: frozenset[str] = frozenset()) -> int:
        return reports.submit(
            self.session, self.clerk, self.target_id, self.period, self.seen(files), uuid4().hex, NOW
        )

    def approved(self) -> int:
        report = self.submitted()
        reviews.approve(self.session, self.office, report, NOW)
        return report

    def attached(self) -> CheckedFile:
        evidence.attach(self.session, self.clerk, self.target_id, self.period, FILE, NOW)
        return FILE


@contextmanager
def rolled_back(connection: Connection) -> Iterator[Session]:
    """A session whose work is undone: the next try finds the world as it was."""
    with (
        connection.begin_nested() as savepoint,
        Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session,
    ):
        yield session
        savepoint.rollback()
