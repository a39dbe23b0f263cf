"""The audit trail: its rows as filtered, the head of its chain, and whether the chain holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import bracketed
from tracker.domain.meetings.audit_trail import SYSTEM_ACTOR, AuditFilter
from tracker.domain.meetings.chain import GENESIS, chained_hash
from tracker.domain.meetings.snapshot import audit_anchor
from tracker.tables import Account, Audit, Plan, Snapshot

PAGE_ROWS = 50


@dataclass(frozen=True)
class AuditLine:
    """A row as it was written; ``detail`` is JSON."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    sha256: str


@dataclass(frozen=True)
class AuditPage:
    """One page, the newest row first; ``number`` counts from 1 and stays within ``pages``."""

    lines: tuple[AuditLine, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_ROWS))


@dataclass(frozen=True)
class AuditChoices:
    """What can be filtered by: actors by their id as text, and actions."""

    actors: dict[str, str]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class ChainHead:
    """The newest row's hash, which vouches for all rows before it; ``last_id`` is 0 in an empty trail."""

    rows: int
    sha256: str
    last_id: int


@dataclass(frozen=True)
class ChainCheck:
    """``broken``: rows that don't follow from those before; ``lost``: snapshots whose anchor is gone."""

    head: ChainHead
    broken: tuple[int, ...]
    lost: tuple[str, ...]


def audit_page(
    session: Session, person: Person, wanted: AuditFilter, number: int, *, as_of: datetime | None = None
) -> AuditPage:
    """A page of what is wanted and was known at ``as_of``."""
    require(person, Action.SEE_AUDIT)
    total = session.exec(_matching(select(func.count(col(Audit.id))), wanted, as_of)).one()
    # A narrower filter may not have the page that was open: then it is the last one.
    number = min(max(1, number), max(1, -(-total // PAGE_ROWS)))
    query = _matching(_LINES, wanted, as_of).order_by(col(Audit.id).desc())
    rows = session.exec(query.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return AuditPage(tuple(AuditLine(**row._mapping) for row in rows), total, number)


def audit_before(
    session: Session, person: Person, wanted: AuditFilter, before_id: int, most: int
) -> tuple[AuditLine, ...]:
    """The next ``most`` rows older than the row ``before_id``, the newest first: an export's next piece."""
    require(person, Action.SEE_AUDIT)
    query = _matching(_LINES, wanted, None).where(col(Audit.id) < before_id)
    rows = session.exec(query.order_by(col(Audit.id).desc()).limit(most))
    return tuple(AuditLine(**row._mapping) for row in rows)


def audit_count(session: Session, person: Person, wanted: AuditFilter) -> int:
    require(person, Action.SEE_AUDIT)
    count: int = session.exec(_matching(select(func.count(col(Audit.id))), wanted, None)).one()
    return count


def audit_choices(session: Session, person: Person) -> AuditChoices:
    """Everybody and everything that stands in the trail; people under their names of today."""
    require(person, Action.SEE_AUDIT)
    query = (
        select(Account.id, Account.name, Account.login)
        .where(col(Account.id).in_(select(Audit.actor_id).distinct()))
        .order_by(Account.login)
    )
    people = {str(account_id): bracketed(name, login) for account_id, name, login in session.exec(query)}
    system = session.exec(select(Audit.actor_name).where(col(Audit.actor_id).is_(None)).limit(1)).first()
    actors = people | ({} if system is None else {SYSTEM_ACTOR: system})
    return AuditChoices(actors, tuple(session.exec(select(Audit.action).distinct().order_by(Audit.action))))


def chain_head(session: Session, person: Person) -> ChainHead:
    require(person, Action.SEE_AUDIT)
    return head_of_chain(session)


def head_of_chain(session: Session) -> ChainHead:
    newest = session.exec(select(Audit.id, Audit.sha256).order_by(col(Audit.id).desc()).limit(1)).first()
    last_id, sha256 = (0, GENESIS) if newest is None else newest
    return ChainHead(session.exec(select(func.count(col(Audit.id)))).one(), sha256, last_id or 0)


def newest_hash(session: Session) -> str:
    """The head's hash alone: each write asks, and counting the rows takes as long as there are rows."""
    return session.exec(select(Audit.sha256).order_by(col(Audit.id).desc()).limit(1)).first() or GENESIS


def check_chain(session: Session, person: Person) -> ChainCheck:
    """Compute every row's hash anew, and look for the heads that snapshots carry."""
    head = chain_head(session, person)
    return ChainCheck(head, tuple(broken_rows(session)), tuple(lost_anchors(session)))


def broken_rows(session: Session) -> Iterator[int]:
    """The ids of rows that were changed, or that don't follow from the row before them."""
    previous = GENESIS
    for row_id, before, sha256, *content in session.exec(_CHAIN):
        if before != previous or sha256 != chained_hash(before, *content):
            yield row_id
        previous = sha256


def lost_anchors(session: Session) -> Iterator[str]:
    """Number and plan of snapshots whose audit head is not where it stood: rows were cut off or made anew."""
    places = {
        sha256: place for place, sha256 in enumerate(session.exec(select(Audit.sha256).order_by(_ID)), 1)
    }
    query = select(Plan.code, Snapshot.number, Snapshot.content).join(Plan)
    for code, number, content in session.exec(query.order_by(col(Snapshot.id))):
        sha256, rows = audit_anchor(content)
        # Early snapshots carry the hash without its place.
        if sha256 and (sha256 not in places or rows not in (None, places[sha256])):
            yield f"{number} {code}"


_ID = col(Audit.id)
# Named as the record is.
_LINES: Any = select(  # type: ignore[call-overload]
    Audit.id,
    Audit.at,
    col(Audit.actor_name).label("actor"),
    Audit.action,
    Audit.subject,
    Audit.detail,
    Audit.sha256,
)
_CHAIN: Any = select(  # type: ignore[call-overload]
    Audit.id,
    Audit.previous_sha256,
    Audit.sha256,
    Audit.at,
    Audit.actor_id,
    Audit.actor_name,
    Audit.action,
    Audit.subject,
    Audit.detail,
).order_by(_ID)


def _matching(query: Any, wanted: AuditFilter, as_of: datetime | None) -> Any:
    conditions = []
    if wanted.start is not None:
        conditions.append(col(Audit.at) >= wanted.start)
    if wanted.end is not None:
        conditions.append(col(Audit.at) < wanted.end)
    if as_of is not None:
        conditions.append(col(Audit.at) <= as_of)
    if wanted.who == SYSTEM_ACTOR:
        conditions.append(col(Audit.actor_id).is_(None))
    elif wanted.actor_id is not None:
        conditions.append(col(Audit.actor_id) == wanted.actor_id)
    if wanted.action:
        conditions.append(col(Audit.action) == wanted.action)
    if wanted.subject:
        conditions.append(col(Audit.subject).icontains(wanted.subject, autoescape=True))
    return query.where(*conditions)
