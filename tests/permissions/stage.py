"""The ledger on which every permission is tried: one person of each role, three targets.

Everybody is of 市交通运输局, whatever their role: it leads 吞吐量, co-leads 增速, and has no part in 企业.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from tests.entry.ledger import JIAOTONG, KEJI, NOW, OPENS, Q3, TYPED, Desk, open_desk
from tracker.db import transaction
from tracker.domain.access import Person, Relation, Role
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.evidence import CheckedFile, check
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services import evidence, reports, reviews
from tracker.tables import Account, AccountUnit, TargetTerms, TermsUnit, Unit

TARGETS = {Relation.LEADS: "吞吐量", Relation.CO_LEADS: "增速", Relation.NONE: "企业"}
ACCOUNTS = dict(zip(Role, ("李", "方", "周", "沈", "陈"), strict=True))
FILE = check("月报.pdf", b"%PDF-1.4\n%%EOF\n")


@dataclass(frozen=True)
class World:
    desk: Desk
    units: dict[str, int]
    plan: PlanRef
    terms: dict[str, int]

    @property
    def own_unit(self) -> int:
        return self.units[JIAOTONG]


def open_world(engine: Engine) -> World:
    desk = open_desk(engine)
    with transaction(engine) as session:
        units = {unit.name: unit.id for unit in session.exec(select(Unit)) if unit.id}
        names = {target_id: name for name, target_id in desk.targets.items()}
        terms = {names[row.target_id]: row.id for row in session.exec(select(TargetTerms)) if row.id}
        session.add(TermsUnit(terms_id=terms["增速"], position=1, unit_id=units[JIAOTONG]))
        session.add(TermsUnit(terms_id=terms["吞吐量"], position=1, unit_id=units[KEJI]))
        head = Account(login="方", name="方", role=Role.HEAD, created_at=OPENS)
        session.add(head)
        session.flush()
        assert head.id is not None
        session.add(AccountUnit(account_id=head.id, unit_id=units[JIAOTONG]))
        desk.people["方"] = Person(head.id, "方", "方", Role.HEAD, frozenset({units[JIAOTONG]}))
        plan = plans(session)[0]
    return World(desk, units, plan, terms)


@dataclass
class Stage:
    """One try: a person of a role before a target of a relation. What it needs others prepare first."""

    world: World
    session: Session
    role: Role
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
        listed = targets_of(self.session, self.office, self.world.plan.id, Q3)
        return next(each for each in listed if each.id == self.target_id)

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
        texts = TYPED | {Field.VALUE: "30", Field.DATA_MONTH: str(Q3.last_month)}
        return reports.Seen(0, {name: (0, text) for name, text in texts.items()}, files)

    def submitted(self, files: frozenset[str] = frozenset()) -> int:
        return reports.submit(
            self.session, self.clerk, self.target_id, Q3, self.seen(files), uuid4().hex, NOW
        )

    def approved(self) -> int:
        report = self.submitted()
        reviews.approve(self.session, self.office, report, NOW)
        return report

    def attached(self) -> CheckedFile:
        evidence.attach(self.session, self.clerk, self.target_id, Q3, FILE, NOW)
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
