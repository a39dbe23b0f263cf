"""The audit trail's hash chain, and the hashes of what it vouches for.

Each row's SHA-256 covers its content, the hash before it and, of every fact that was stored with it, the
fact's own SHA-256: whoever changes a figure by hand has to make the trail anew from there on.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

GENESIS = "0" * 64
# The action of the row that is written with a snapshot: its detail names the hash, and nothing else.
FROZEN = "冻结会议材料"
# How people like their pages is no fact; the bytes of a file are vouched for by the hash that is its key.
UNVOUCHED: Mapping[str, frozenset[str]] = {
    "account": frozenset({"language", "large_type", "table_columns"}),
    "stored_file": frozenset({"content"}),
}
LEDGER = "ledger"
# By table and key the hash of a row, None for one that was taken away; of the ledger's row where it stood.
Facts = Mapping[str, Mapping[str, str | None]]


def chained_hash(
    previous: str,
    at: datetime,
    actor_id: int | None,
    actor: str,
    action: str,
    subject: str,
    detail: str,
    address: str | None = None,
    facts: str | None = None,
) -> str:
    """In hex. The instant is taken in UTC: databases give it back so, whatever it was written as.

    ``facts`` is None in rows of before it was kept; then neither it nor the address is hashed.
    """
    content = [previous, at.astimezone(UTC).isoformat(), actor_id, actor, action, subject, detail]
    if facts is not None:
        content += [address, facts]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def fact_hash(table: str, values: Mapping[str, object]) -> str:
    """In hex, of a row as it is stored: numbers of ten-thousandths, words, periods as texts.

    What is empty (None, "", False) is left out, so that a column that a later version adds changes no hash of
    before; a zero is not empty.
    """
    said = {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != ""
    }
    return hashlib.sha256(f"{table}{_ENCODED(said)}".encode()).hexdigest()


def key_of(parts: tuple[object, ...]) -> str:
    """A primary key as one text."""
    return " ".join(str(part) for part in parts)


def facts_text(facts: Facts) -> str:
    """As it is stored and hashed."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def facts_of(text: str) -> Facts:
    """What ``facts_text`` wrote. Raises ValueError for anything else."""
    facts = json.loads(text)
    if not isinstance(facts, dict) or not all(isinstance(rows, dict) for rows in facts.values()):
        raise ValueError("no facts")
    return facts


def ledger_fact(stands_at: tuple[int, int]) -> Mapping[str, str]:
    """Epoch and sequence of the ledger, which nothing sets back: no hash, for many rows say less."""
    return {"1": key_of(stands_at)}


def ledger_stood_at(rows: Mapping[str, str | None]) -> tuple[int, int]:
    """What ``ledger_fact`` wrote. Raises ValueError for anything else."""
    epoch, sequence = map(int, str(rows.get("1")).split())
    return epoch, sequence


def _plain(value: object) -> str:
    """What JSON has no form of: instants, days."""
    if isinstance(value, datetime):  # a database without time zones gives UTC back without saying so
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a hash")


_ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode
