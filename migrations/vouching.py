"""Have the audit trail vouch for rows that no row of it names yet (docs/decisions/0038).

For a migration that stores facts, or the register's rows, past the services: it ends with ``vouch``. The
tables are read as they stand at that migration, not as the program's newest version knows them.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect, select

from tracker.domain.meetings.chain import (
    GENESIS,
    UNVOUCHED,
    Facts,
    chained_hash,
    fact_hash,
    facts_of,
    facts_text,
    key_of,
)
from tracker.tables import VOUCHED

ACTION = "补录存证"
_AT_ONCE = 2_000


def vouch(connection: Connection, now: datetime | None = None, in_a_row: int = 2_000) -> int:
    """Append rows to the trail that hold the hashes of all that it does not vouch for; how many facts.

    ``in_a_row``: of so many facts at most.
    """
    metadata = MetaData()
    names = [name for name in VOUCHED if inspect(connection).has_table(name)]
    metadata.reflect(connection, only=[*names, "audit"], resolve_fks=False)
    audit = metadata.tables["audit"]
    known = _known(connection, audit)
    unsaid = (
        (name, key, sha256)
        for name in names
        for key, sha256 in _hashes(connection, metadata.tables[name])
        if key not in known.get(name, ())
    )
    newest = select(audit.c.sha256).order_by(audit.c.id.desc()).limit(1)
    head, count = connection.execute(newest).scalar() or GENESIS, 0
    at, rows = now or datetime.now(UTC), list[dict[str, Any]]()
    for facts in _batches(unsaid, in_a_row):
        count += sum(map(len, facts.values()))
        rows.append(_row(head, facts, at))
        head = rows[-1]["sha256"]
        if len(rows) * in_a_row >= _AT_ONCE:
            connection.execute(insert(audit), rows)
            rows = []
    if rows:
        connection.execute(insert(audit), rows)
    return count


def _batches(unsaid: Iterator[tuple[str, str, str]], size: int) -> Iterator[Facts]:
    while batch := list(islice(unsaid, size)):
        facts: dict[str, dict[str, str | None]] = {}
        for name, key, sha256 in batch:
            facts.setdefault(name, {})[key] = sha256
        yield facts


def _known(connection: Connection, audit: Table) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for text in connection.execute(select(audit.c.facts).where(audit.c.facts.is_not(None))).scalars():
        for name, rows in facts_of(text).items():
            known.setdefault(name, set()).update(rows)
    return known


def _hashes(connection: Connection, table: Table) -> Iterator[tuple[str, str]]:
    """Of a stored file only where a submission names it; before that it is scratch."""
    columns: list[Column[Any]] = [
        column for column in table.columns if column.name not in UNVOUCHED.get(table.name, ())
    ]
    names = [column.name for column in columns]
    keys = [names.index(column.name) for column in table.primary_key]
    query = select(*columns)
    if table.name == "stored_file":
        query = query.where(table.c.sha256.in_(select(table.metadata.tables["report_file"].c.sha256)))
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        values = dict(zip(names, row, strict=True))
        yield key_of(tuple(row[place] for place in keys)), fact_hash(table.name, values)


def _row(previous: str, facts: Facts, at: datetime) -> dict[str, Any]:
    said = json.dumps({"rows": sum(map(len, facts.values()))})
    text = facts_text(facts)
    return {
        "at": at.astimezone(UTC),
        "actor_id": None,
        "actor_name": "系统",
        "action": ACTION,
        "subject": "系统升级",
        "detail": said,
        "previous_sha256": previous,
        "sha256": chained_hash(previous, at, None, "系统", ACTION, "系统升级", said, None, text),
        "address": None,
        "facts": text,
    }
