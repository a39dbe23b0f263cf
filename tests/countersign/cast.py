"""Who speaks beside the lead: the desk with co-responsible units and heads; the pages' world likewise.

On the desk 市科技局 leads 企业; 市交通运输局 (李) and 市财政局 (钱) co-lead it. 郑 heads 市科技局, 冯 heads
市交通运输局. In the pages' world 市科技局 leads T03-01, which 市交通运输局 co-leads.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.entry.ledger import JIAOTONG, KEJI, NOW, OPENS, Desk, rows
from tests.pages import world
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.workflow.approval import Signature
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.countersigns import Countersignable, ObjectedTo, objected_to, to_countersign
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.submissions import Submission, submissions
from tracker.queries.targets import targets_of
from tracker.queries.waiting import Waiting, waiting
from tracker.services import accounts, audit, countersigns, options
from tracker.tables import Account, AccountUnit, Countersign, SignInSession, TargetTerms, TermsUnit, Unit

CAIZHENG = "市财政局"
HEAD = "keji-head"


def seat_the_others(desk: Desk, co_units: tuple[str, ...] = (JIAOTONG, CAIZHENG)) -> Desk:
    """The co-responsible units of 企业, and the heads."""
    with transaction(desk.engine) as session:
        units = {unit.name: unit.id for unit in session.exec(select(Unit)) if unit.id}
        units[CAIZHENG] = _added(session, Unit(name=CAIZHENG))
        terms = session.exec(
            select(TargetTerms.id).where(TargetTerms.target_id == desk.targets["企业"])
        ).one()
        for position, name in enumerate(co_units, start=1):
            session.add(TermsUnit(terms_id=terms or 0, position=position, unit_id=units[name]))
        for name, role, unit in (
            ("钱", Role.CLERK, CAIZHENG),
            ("郑", Role.HEAD, KEJI),
            ("冯", Role.HEAD, JIAOTONG),
        ):
            account = _added(session, Account(login=name, name=name, role=role, created_at=OPENS))
            session.add(AccountUnit(account_id=account, unit_id=units[unit]))
            desk.people[name] = Person(account, name, name, role, frozenset({units[unit]}))
        audit.record(session, None, "布置", CAIZHENG, OPENS)  # as a service would, it vouches for the rows
    return desk


def _added(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    key: int = row.id
    return key


def unit_of(desk: Desk, name: str) -> int:
    key: int = next(unit.id for unit in rows(desk.engine, Unit) if unit.name == name)
    return key


def sign(
    desk: Desk,
    report: int,
    who: str = "钱",
    stance: Stance = Stance.OBJECT,
    note: str = "口径不一致。",
    unit: str = CAIZHENG,
    seen: int | None = None,
    at: Any = NOW,
) -> int:
    """Countersign; the id of the newest word."""
    with transaction(desk.engine) as session:
        countersigns.sign(session, desk.people[who], report, unit_of(desk, unit), stance, note, at, seen=seen)
    return max(row.id for row in rows(desk.engine, Countersign))


def switch(desk: Desk, on: bool, who: str = "周", at: Any = NOW) -> None:
    with transaction(desk.engine) as session:
        options.set_head_confirms(session, desk.people[who], plans(session)[0].id, on, at)


def queue(desk: Desk, period: Any, as_of: Any = None, who: str = "周") -> tuple[Waiting, ...]:
    with reading(desk.engine) as session:
        return waiting(session, desk.people[who], plans(session)[0], period, as_of=as_of)


def open_to(desk: Desk, who: str, period: Any, now: Any = NOW, **past: Any) -> tuple[Countersignable, ...]:
    with reading(desk.engine) as session:
        return to_countersign(session, desk.people[who], plans(session)[0], period, now, **past)


def objected(desk: Desk, period: Any, who: str = "周", **past: Any) -> tuple[ObjectedTo, ...]:
    with reading(desk.engine) as session:
        return objected_to(session, desk.people[who], plans(session)[0], period, **past)


def history(desk: Desk, period: Any, target: str = "企业", as_of: Any = None) -> tuple[Submission, ...]:
    with reading(desk.engine) as session:
        listed = targets_of(session, desk.people["周"], plans(session)[0].id, period)
        record = next(each for each in listed if each.id == desk.targets[target])
        return submissions(session, desk.people["周"], record, as_of=as_of)


def words(signatures: tuple[Signature, ...]) -> list[tuple[str, Stance, str, str]]:
    return [(each.unit, each.stance, each.note, each.answer) for each in signatures]


def seat_a_head(engine: Engine) -> None:
    """A head of 市科技局 in the pages' world, signed in under the login."""
    with transaction(engine) as session:
        unit = session.exec(select(Unit.id).where(Unit.name == "市科技局")).one()
        accounts.create_account(session, None, HEAD, "郑局长", Role.HEAD, [unit or 0], world.NOW)
        person = person_of_login(session, HEAD)
        session.add(
            SignInSession(
                token_sha256=HEAD,
                account_id=person.account_id,
                created_at=world.NOW,
                seen_at=world.NOW - timedelta(minutes=3),
                expires_at=world.NOW + timedelta(hours=8),
            )
        )
