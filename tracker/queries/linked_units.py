"""Who co-leads what is reported with a target (同一事项): the figure is theirs too, and their word."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.measure.period import Period
from tracker.queries.figures import served
from tracker.queries.linked import linked_with
from tracker.tables import TargetLink, TargetTerms, TermsUnit


def ever_sources(session: Session) -> frozenset[int]:
    """The targets with which others are, or were, reported: mostly none, and then nothing else is asked."""
    sources = session.exec(select(TargetLink.source_id).distinct())
    return frozenset(each for each in sources if each is not None)


def co_units_beside(
    session: Session, source_id: int, period: Period, as_of: datetime | None = None
) -> dict[int, frozenset[int]]:
    """By target that has its figure from this one at a period, by plan and code: who co-leads it."""
    found = {}
    for linked in linked_with(session, source_id, as_of):
        at = linked.period_for(period)
        if at is not None and linked.target_id in served(session, linked.plan_id, at, as_of):
            _lead, found[linked.target_id] = units_at(session, linked.target_id, at, as_of)
    return found


def units_at(
    session: Session, target_id: int, period: Period, as_of: datetime | None = None
) -> tuple[int, frozenset[int]]:
    """The ids of the lead of a target at a period and of those that co-lead it."""
    versions = select(TargetTerms).where(
        TargetTerms.target_id == target_id, col(TargetTerms.effective) <= period
    )
    if as_of is not None:
        versions = versions.where(TargetTerms.created_at <= as_of)
    terms = session.exec(versions.order_by(col(TargetTerms.version).desc()).limit(1)).one()
    units = session.exec(select(TermsUnit.unit_id).where(TermsUnit.terms_id == terms.id))
    return terms.lead_unit_id, frozenset(units) - {terms.lead_unit_id}
