"""Planned values become rows, snapshots are numbered within their plan: up, down and up again."""

from decimal import Decimal

import pytest
from alembic import command
from sqlalchemy import Engine, insert, select, text

from tests.ledger.rows import fill
from tests.ledger.triggers import census, full_census
from tracker.db import Base
from tracker.domain.measure.period import periods_of
from tracker.services import schema

TABLES = Base.metadata.tables
# Tables of then, without what was added since.
CARRIED: dict[str, dict[str, object]] = {
    "unit": {},
    "account": {"email": "", "phone": "", "duty": None},
    "plan": {"short": ""},
    "area": {"label": ""},
    "article": {"label": ""},
    "reading": {},
    "target": {},
    "target_terms": {"upper": None},
    "planned_value": {},
    "adjustment_request": {},
    "requested_value": {},
    "snapshot": {},
}
VALUES = tuple(map(Decimal, ("2.5", "6", "14", "24")))


def test_planned_values_go_down_into_columns_and_up_again_into_rows(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        rows = fill(connection, only=CARRIED)
        for name, key in (("planned_value", "terms_id"), ("requested_value", "request_id")):
            for period, value in zip(periods_of(2025)[1:], VALUES[1:], strict=True):
                row = {key: rows[name][key], "period": period, "value": value}
                connection.execute(insert(TABLES[name]).values(row))
    with schema.connected(engine) as connection:
        command.downgrade(schema.alembic_config(connection), "0004")
        for table in ("target_terms", "adjustment_request"):
            columns = connection.execute(
                text(f"SELECT plan_q1, plan_q2, plan_q3, plan_q4 FROM {table}")
            ).one()
            assert tuple(columns) == (15000, 60000, 140000, 240000)
    schema.upgrade(engine)
    with engine.connect() as connection:
        for name in ("planned_value", "requested_value"):
            table = TABLES[name]
            stored = connection.execute(select(table.c.period, table.c.value).order_by(table.c.period))
            expected = (Decimal("1.5"), *VALUES[1:])
            assert [tuple(row) for row in stored] == list(zip(periods_of(2025), expected, strict=True))
        assert connection.execute(text("SELECT number FROM snapshot")).scalars().all() == ["1"]
        assert connection.execute(text("SELECT rhythm FROM plan")).scalars().all() == ["quarterly"]
        assert census(connection) == full_census(engine.dialect.name)


def test_two_plans_may_share_a_number_but_then_there_is_no_way_down(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        rows = fill(connection, only=CARRIED)
        plan = rows["plan"] | {"id": 2, "code": "2"}
        connection.execute(insert(TABLES["plan"]).values(plan))
        again = rows["snapshot"] | {"id": 2, "plan_id": 2}
        connection.execute(insert(TABLES["snapshot"]).values(again))
    with pytest.raises(schema.NoDatabase, match=r"(?i)unique"), schema.connected(engine) as connection:
        command.downgrade(schema.alembic_config(connection), "0004")
    assert schema.is_current(engine)
