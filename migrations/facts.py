"""No way down over what somebody stored: a downgrade that would drop it is refused, and nothing is changed.

Judged by the database itself, before and after, so that no migration has to remember: a table that goes with
its rows, a column that goes where it says something (neither NULL nor its default). The way back to an old
program is the backup that was written before the upgrade (docs/operations/backup.md).
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table, case, func, select, text

# Drafts, sign-ins, what is derived or counted on, preferences: none of them is a fact.
_SCRATCH = {"alembic_version", "draft_cell", "draft_file", "sign_in_session", "sign_in_attempt"}
_SCRATCH |= {"half_sign_in", "one_time_link", "authenticator_draft", "standing", "ledger", "shipped"}
_SCRATCH |= {"account.language", "account.large_type", "account.table_columns"}
# What goes by name and stays by content: planned values become columns again, a period is called quarter.
_CARRIED = {"planned_value", "requested_value"}
_RENAMED = {"period"}


class FactsWouldBeLost(Exception):
    """Names what would go, with the number of rows."""

    def __init__(self, lost: dict[str, int]) -> None:
        self.lost = lost
        named = "、".join(f"{name}（{rows} 行）" for name, rows in lost.items())
        super().__init__(f"降级会丢失已存的内容，没有改动：{named}。要回到旧版本的程序，请恢复升级前的备份。")


def stored(connection: Connection) -> dict[str, int]:
    """Each table's rows, and as table.column how many of them say something there."""
    shape = MetaData()
    shape.reflect(connection)
    found: dict[str, int] = {}
    for table in shape.tables.values():
        if table.name not in _SCRATCH:
            columns = [column for column in table.columns if f"{table.name}.{column.name}" not in _SCRATCH]
            found |= _counted(connection, table, columns)
    return found


def refuse_loss(before: dict[str, int], after: dict[str, int]) -> None:
    """Raise FactsWouldBeLost where something of before is no more."""
    gone = {name: rows for name, rows in before.items() if rows and name not in after}
    lost = {
        name: rows
        for name, rows in gone.items()
        if name.split(".")[0] not in _CARRIED
        and name.split(".")[-1] not in _RENAMED
        and ("." not in name or name.split(".")[0] not in gone)
    }
    if lost:
        raise FactsWouldBeLost(lost)


def _counted(connection: Connection, table: Table, columns: list[Column[Any]]) -> dict[str, int]:
    numbers = connection.execute(
        select(func.count(), *(func.count(_meaning(column)) for column in columns)).select_from(table)
    ).one()
    names = [table.name, *(f"{table.name}.{column.name}" for column in columns)]
    return dict(zip(names, numbers, strict=True))


def _meaning(column: Column[Any]) -> ColumnElement[Any]:
    """NULL where the column holds its default."""
    default = getattr(column.server_default, "arg", None)
    return column if default is None else case((column == text(str(default)), None), else_=column)
