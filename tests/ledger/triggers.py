"""The append-only triggers that a database has, counted in its own catalogue."""

from collections import Counter

from sqlalchemy import Connection, text

from tracker.tables import APPEND_ONLY

NEEDED = {"sqlite": 3, "postgresql": 2}
SQLITE = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL = """
    SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND tgenabled = 'A'
"""


def census(connection: Connection) -> Counter[str]:
    """How many triggers each table has; on PostgreSQL only those that are enabled always."""
    query = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
    return Counter(connection.execute(text(query)).scalars())


def full_census(dialect: str) -> Counter[str]:
    """What the census must be with every migration in place."""
    return Counter(dict.fromkeys(APPEND_ONLY, NEEDED[dialect]))
