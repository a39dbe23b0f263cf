"""read_register_again

The second edition of the rules tells a stock to reach from a level to keep, and so nine targets of
海政发〔2025〕10号 are read anew (seed/haining-2025/README.md says why). A migration never edits a fact:
each gets an erratum of nobody in particular, with the versions of terms that an erratum makes, one for the
reading itself and one for each version in force, so that what adjustments changed stays. Before today a
past view shows the old reading.

Revision ID: 0011
Revises: 0010
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

REGISTER = "haining-2025"
REASON = "判定规则第二版把“水平”分为存量(到期达到)和水平(全程保持),按原文重新判读。"
STOCKS = ("A6-01", "T31-05", "T32-01", "T33-01", "T33-02", "T34-01", "T41-01")
LEVELS = ("T43-02",)
# 3个70% is the base of 3个80%. In ten-thousandths, as all amounts are stored.
BASES = {"T30-01": (700_000, "专项基金、用地、能耗三类都要达到,填报最低的一类")}
# The paths that the first edition gave of its own; any other was decided on, and stays.
USUAL_PATHS = ("even", "flat")


def upgrade() -> None:
    connection = op.get_bind()
    for target in _rows(
        "SELECT t.* FROM target t JOIN plan p ON p.id = t.plan_id WHERE p.code = :code", code=REGISTER
    ):
        if target["code"] in (*STOCKS, *LEVELS, *BASES):
            _read_again(connection, target)


def _read_again(connection: sa.Connection, target: dict[str, Any]) -> None:
    versions = _rows("SELECT * FROM target_terms WHERE target_id = :id ORDER BY version", id=target["id"])
    now = datetime.now(UTC).replace(tzinfo=None) if connection.dialect.name == "sqlite" else datetime.now(UTC)
    erratum_id = _insert(
        "erratum",
        target_id=target["id"],
        click_key=f"migration-{revision}-{target['id']}",
        kind="corrected",
        name=target["name"],
        number_reads="",
        reason=REASON,
        made_by_id=None,
        made_at=now,
    )
    reading, *others = [versions[0], *(each for each in _in_force(versions) if each is not versions[0])]
    for number, old in enumerate((reading, *others), start=versions[-1]["version"] + 1):
        kept = {name: value for name, value in old.items() if name != "id"}
        kept |= _new_reading(target["code"], old)
        terms_id = _insert("target_terms", **kept | {"version": number, "reason": REASON, "created_at": now})
        _insert("erratum_terms", terms_id=terms_id, erratum_id=erratum_id, corrects_id=old["id"])
        _copy("terms_unit", old["id"], terms_id)
        _copy("planned_value", old["id"], terms_id)


def _in_force(versions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of all versions those that count at some period: the highest that is effective by it."""
    starts = sorted({each["effective"] for each in versions})
    return [max((each for each in versions if each["effective"] <= start), key=_version) for start in starts]


def _version(row: dict[str, Any]) -> int:
    return int(row["version"])


def _new_reading(code: str, old: dict[str, Any]) -> dict[str, Any]:
    if code in BASES:
        baseline, condition = BASES[code]
        return {"baseline": baseline, "condition": condition}
    if code in LEVELS:
        return {"kind": "level"}
    return {"kind": "stock"} | ({"path": "year_end"} if old["path"] in USUAL_PATHS else {})


def _rows(query: str, **values: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in op.get_bind().execute(sa.text(query), values).mappings()]


def _insert(table: str, **values: Any) -> int:
    names = ", ".join(values)
    query = f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"
    returned = {"erratum": "id", "target_terms": "id"}.get(table)
    result = op.get_bind().execute(sa.text(f"{query} RETURNING {returned}" if returned else query), values)
    return int(result.scalar_one()) if returned else 0


def _copy(table: str, old: int, new: int) -> None:
    for row in _rows(f"SELECT * FROM {table} WHERE terms_id = :id", id=old):
        _insert(table, **row | {"terms_id": new})


def downgrade() -> None:
    """Refused once something was read again: an erratum is a fact."""
    if _rows("SELECT 1 FROM erratum WHERE click_key LIKE :key", key=f"migration-{revision}-%"):
        raise RuntimeError("the register was read again: facts would be lost")
