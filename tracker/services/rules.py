"""The rule set in force, as writes need it (requiring problem and next step when behind)."""

from sqlmodel import Session, col, select

from tracker.domain.status import RuleSet
from tracker.tables import RuleSetVersion


def rules_in_force(session: Session, plan_id: int) -> RuleSet:
    row = session.exec(
        select(RuleSetVersion)
        .where(RuleSetVersion.plan_id == plan_id)
        .order_by(col(RuleSetVersion.version).desc())
        .limit(1)
    ).one()
    return row.rules
