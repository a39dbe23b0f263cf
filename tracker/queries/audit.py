"""The audit trail: its rows as filtered, the head of its chain, and whether the chain holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import bracketed
from tracker.domain.meetings.audit_trail import SYSTEM_ACTOR, AuditFilter
from tracker.domain.meetings.chain import GENESIS, chained_hash
from tracker.domain.meetings.snapshot import audit_anchor
from tracker.tables import Account, Audit, Plan, Snapshot

PAGE_ROWS = 50
_ID = col(Audit.id)


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
    address: str | None


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
class ChainRow:
    """A row as the chain has it; ``place`` counts from 1. ``follows`` from the rows before it, unchanged."""

    place: int
    id: int
    sha256: str
    follows: bool
    facts: str | None


@dataclass(frozen=True)
class Anchor:
    """A head of the chain that was kept, and after how many rows; None: early snapshots did not say."""

    sha256: str
    rows: int | None
    where: str


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
    newest = newest_row(session)
    return ChainHead(session.exec(select(func.count(col(Audit.id)))).one(), newest.sha256, newest.id)


class TrailRow(NamedTuple):
    """A row of the trail: its hash vouches for it and for all before it. ``id`` 0: before the first."""

    id: int
    sha256: str


_NEWEST = select(Audit.id, Audit.sha256).order_by(col(Audit.id).desc()).limit(1)
_FROM: Any = select(Audit.id, Audit.sha256, Audit.facts).where(col(Audit.id) >= bindparam("id")).order_by(_ID)


def newest_row(session: Session) -> TrailRow:
    row = session.connection().execute(_NEWEST).first()
    return TrailRow(0, GENESIS) if row is None else TrailRow(*row)


def facts_since(session: Session, row: TrailRow, most: int) -> tuple[TrailRow, list[str | None]] | None:
    """The newest row now, and what each row behind ``row`` vouches for, as JSON (None in rows of before).

    None where the trail does not hold that row, as in a session that sees an older state or in another
    ledger, and where more than ``most`` rows came since.
    """
    found = session.connection().execute(_FROM.limit(most + 2), {"id": row.id}).all()
    if not found or found[0][:2] != row or len(found) > most + 1:
        return None
    return TrailRow(*found[-1][:2]), [facts for _id, _sha256, facts in found[1:]]


_NEWEST_HASH = select(Audit.sha256).order_by(col(Audit.id).desc()).limit(1)  # each write asks


def newest_hash(session: Session) -> str:
    """The head's hash alone: counting the rows takes as long as there are rows."""
    newest: str | None = session.connection().execute(_NEWEST_HASH).scalar()
    return newest or GENESIS


def check_chain(session: Session, person: Person) -> ChainCheck:
    """Compute every row's hash anew, and look for the heads that snapshots carry."""
    head, anchors = chain_head(session, person), snapshot_anchors(session)
    held, broken, wanted = set(), [], by_hash(anchors)
    for row in chain(session):
        held |= held_at(row, wanted)
        if not row.follows:
            broken.append(row.id)
    lost = tuple(each.where for each in anchors if each not in held)
    return ChainCheck(head, tuple(broken), lost)


def chain(session: Session) -> Iterator[ChainRow]:
    """Every row, the oldest first, each hash computed anew; a few thousand in memory at a time."""
    previous = GENESIS
    rows = session.connection().execute(_CHAIN.execution_options(yield_per=_AT_ONCE))
    for place, (row_id, before, sha256, *content) in enumerate(rows, start=1):
        follows = before == previous and sha256 == chained_hash(before, *content)
        yield ChainRow(place, row_id, sha256, follows, content[-1])
        previous = sha256


def snapshot_anchors(session: Session) -> list[Anchor]:
    """The audit heads that snapshots carry, each under its snapshot's number and plan."""
    query = select(Plan.code, Snapshot.number, Snapshot.content).join(Plan).order_by(col(Snapshot.id))
    anchors = []
    for code, number, content in session.exec(query.execution_options(yield_per=10)):
        sha256, rows = audit_anchor(content)
        if sha256:
            anchors.append(Anchor(sha256, rows, f"{number} {code}"))
    return anchors


def by_hash(anchors: Iterable[Anchor]) -> dict[str, list[Anchor]]:
    found: dict[str, list[Anchor]] = {}
    for each in anchors:
        found.setdefault(each.sha256, []).append(each)
    return found


def held_at(row: ChainRow, wanted: Mapping[str, list[Anchor]]) -> set[Anchor]:
    """The anchors that this row bears out."""
    return {each for each in wanted.get(row.sha256, ()) if each.rows in (None, row.place)}


# Named as the record is.
_LINES: Any = select(  # type: ignore[call-overload]
    Audit.id,
    Audit.at,
    col(Audit.actor_name).label("actor"),
    Audit.action,
    Audit.subject,
    Audit.detail,
    Audit.sha256,
    Audit.address,
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
    Audit.address,
    Audit.facts,
).order_by(_ID)
_AT_ONCE = 2_000


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
    if wanted.beginnings:
        conditions.append(or_(*(col(Audit.action).startswith(each) for each in wanted.beginnings)))
    if wanted.action:
        conditions.append(col(Audit.action) == wanted.action)
    if wanted.subject:
        conditions.append(col(Audit.subject).icontains(wanted.subject, autoescape=True))
    return query.where(*conditions)
