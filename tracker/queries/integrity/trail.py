"""The audit trail's chain, the heads of it that were kept elsewhere, and the facts that it vouches for."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.language import bracketed
from tracker.domain.meetings.chain import LEDGER, facts_of, ledger_stood_at
from tracker.domain.sentences.damage import Damage, Finding, found, row_words, table_word
from tracker.queries.audit import Anchor, ChainRow, by_hash, chain, held_at, snapshot_anchors
from tracker.queries.integrity.engine import MOST
from tracker.queries.integrity.places import place
from tracker.queries.vouched import hashes_in
from tracker.tables import APPEND_ONLY, VOUCHED, Audit, Ledger

# By table and key the newest hash, as bytes: of a large ledger there are a million. None: taken away.
Sealed = dict[str, dict[int | str, bytes | None]]


def findings(session: Session, outside: Collection[Anchor]) -> Iterator[Finding]:
    within = snapshot_anchors(session)
    wanted, held, sealed = by_hash((*within, *outside)), set[Anchor](), Sealed()
    has_facts, ledger = False, _Ledger()
    for row in chain(session):
        held |= held_at(row, wanted)
        if not row.follows:
            yield found(Damage.CHAIN, row=row.id)
        if row.facts is not None:
            has_facts = True
            yield from _seal(session, row, sealed, ledger)
        elif has_facts:
            yield found(Damage.FACTS_STRIPPED, row=row.id)
    yield from ledger.findings_now(session)
    for each in within:
        if each not in held:
            yield found(Damage.ANCHOR_SNAPSHOT, name=each.where)
    for each in outside:
        if each not in held:
            yield found(Damage.ANCHOR_OUTSIDE, where=each.where, rows=each.rows)
    for table in VOUCHED:
        yield from _at_most(table, _of_table(session, table, sealed.pop(table, {})))


@dataclass
class _Ledger:
    """Where the ledger stood as the trail went on; whatever is below what a row says was set back."""

    row: int = 0
    stood_at: tuple[int, int] = (0, 0)

    def findings(self, row: int, stands_at: tuple[int, int]) -> Iterator[Finding]:
        if stands_at < self.stood_at:
            said, now = (f"{sequence}({epoch})" for epoch, sequence in (self.stood_at, stands_at))
            yield found(Damage.SET_BACK, row=self.row, said=said, now=now)
        self.row, self.stood_at = row, stands_at

    def findings_now(self, session: Session) -> Iterator[Finding]:
        stands_at = session.connection().execute(select(col(Ledger.epoch), col(Ledger.sequence))).first()
        if stands_at is not None:  # else the engine's check has said so
            yield from self.findings(self.row, (stands_at[0], stands_at[1]))


def _seal(session: Session, row: ChainRow, sealed: Sealed, ledger: _Ledger) -> Iterator[Finding]:
    assert row.facts is not None
    try:
        facts = dict(facts_of(row.facts))
        stood_at = ledger_stood_at(facts.pop(LEDGER)) if LEDGER in facts else None
    except ValueError:
        yield found(Damage.FACTS_STRIPPED, row=row.id)
        return
    if stood_at is not None:
        yield from ledger.findings(row.id, stood_at)
    for table, rows in facts.items():
        known = sealed.setdefault(table, {})
        for text, sha256 in rows.items():
            key, now = _short(text), None if sha256 is None else bytes.fromhex(sha256)
            if table in APPEND_ONLY and known.get(key, now) != now:
                said = _said(session, row.id)
                yield found(Damage.TWICE, what=_what(session, table, text), row=row.id, said=said)
            known[key] = now


def _of_table(session: Session, table: str, known: dict[int | str, bytes | None]) -> Iterator[Finding]:
    """The rows as they stand against what was said of them; what is left of it has gone."""
    for key, sha256 in hashes_in(session, table):
        said = known.pop(_short(key), None)
        if said is None:
            # Bytes of a file are scratch until a submission names them.
            if table != "stored_file":
                yield found(Damage.STRANGE, what=_what(session, table, key))
        elif said.hex() != sha256:
            yield _named(session, Damage.CHANGED, table, key, said)
    for short, said in known.items():
        if said is not None:
            yield _named(session, Damage.GONE, table, str(short), said)


def _at_most(table: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The first few of each kind; of the others how many there are."""
    counts = Counter[Damage]()
    for each in findings:
        counts[each.damage] += 1
        if counts[each.damage] <= MOST:
            yield each
    for count in counts.values():
        if count > MOST:
            yield found(Damage.MORE, table=table_word(table), count=count - MOST)


def _named(session: Session, damage: Damage, table: str, key: str, said: bytes) -> Finding:
    """With the row of the trail that vouched for it: of what has gone nothing else tells what it was."""
    by_its_hash = col(Audit.facts).contains(said.hex())
    query = select(col(Audit.id)).where(by_its_hash).order_by(col(Audit.id).desc()).limit(1)
    row = session.connection().execute(query).scalar() or 0
    return found(damage, what=_what(session, table, key), row=row, said=_said(session, row))


def _what(session: Session, table: str, key: str) -> str:
    return row_words(table, key, place(session, table, key))


def _said(session: Session, row: int) -> str:
    query = select(col(Audit.action), col(Audit.subject)).where(col(Audit.id) == row)
    action, subject = session.connection().execute(query).first() or ("", "")
    return bracketed(action, subject) if subject else action


def _short(key: str) -> int | str:
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 10 else key
