"""A downgrade over what somebody stored is refused in words, and changes nothing (migrations/facts.py)."""

from decimal import Decimal

import pytest
from alembic import command
from sqlalchemy import Engine, func, select, text

from migrations.facts import FactsWouldBeLost
from tests.ledger.rows import fill
from tests.plans.test_migration import CARRIED as USUAL_THEN
from tracker.db import Base
from tracker.domain.access import Duty
from tracker.domain.measure.rhythm import Rhythm
from tracker.services import schema
from tracker.tables import APPEND_ONLY

TABLES = Base.metadata.tables
# Beside the facts, what people keep.
KEPT = ("unit", "unit_alias", "leader", "account", "account_unit", "external_identity", "stored_file")
KEPT += ("authenticator", "recovery_code")
# They are carried into columns of the rows that they belong to (tests/plans/test_migration.py).
CARRIED = {"planned_value", "requested_value"}
GROUP_THRESHOLDS = ("group_behind", "group_behind_least", "group_unjudged", "group_on_pace")
# Rows that an older version has room for.
USUAL = USUAL_THEN | {"rule_set": dict(zip(GROUP_THRESHOLDS, map(Decimal, (30, 2, 20, 90)), strict=True))}


def down(engine: Engine, revision: str) -> None:
    with schema.connected(engine) as connection:
        command.downgrade(schema.alembic_config(connection), revision)


def test_no_table_goes_with_its_rows(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        fill(connection)
    with pytest.raises(FactsWouldBeLost, match="没有改动") as refusal:
        down(engine, "base")
    assert refusal.value.lost.keys() == {*APPEND_ONLY, *KEPT} - CARRIED
    assert schema.is_current(engine)
    with engine.connect() as connection:
        for name in APPEND_ONLY:
            assert connection.scalar(select(func.count()).select_from(TABLES[name])) == 1


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("plan", "short", "海宁"),
        ("plan", "rhythm", Rhythm.MONTHLY),
        ("area", "label", "一"),
        ("article", "label", "1"),
        ("target_terms", "upper", Decimal(3)),
        ("rule_set", "group_behind", Decimal(31)),
        ("account", "phone", "0573"),
        ("account", "duty", Duty.AUDIT),
    ],
)
def test_nor_is_what_a_column_says(table: str, column: str, said: object, engine: Engine) -> None:
    rows = {name: dict(usual) for name, usual in USUAL.items()}
    rows[table][column] = said
    with schema.connected(engine) as connection:
        fill(connection, only=rows)
    with pytest.raises(FactsWouldBeLost, match=rf"没有改动：{table}\.{column}（1 行）。"):
        down(engine, "0004")
    assert schema.is_current(engine)
    with engine.connect() as connection:
        assert connection.scalar(select(TABLES[table].c[column])) == said


def test_where_nothing_would_be_lost_there_is_a_way_down(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        fill(connection, only=USUAL)
        connection.execute(text("UPDATE account SET language = 'en'"))
    down(engine, "0004")
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(TABLES["target_terms"])) == 1
