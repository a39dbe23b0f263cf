"""The year of a few targets, quarter by quarter: for a matrix, and for a unit's reporting record.

A scorecard of a large plan costs a second for each quarter; these ask about the targets shown only.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.queries.audit import TrailRow, newest_row
from tracker.queries.carrying import changed_since
from tracker.queries.figures import Sources, figures_of, waiting_of
from tracker.queries.linked import sources_of
from tracker.queries.plans import opened_periods
from tracker.queries.successions import successions
from tracker.queries.targets import targets_of
from tracker.tables import Target, TargetTerms

Year = tuple[tuple[Period, tuple[Score, ...]], ...]


@dataclass(frozen=True)
class YearRead:
    """The quarters with the scores of some targets, each judged by the terms in force at it.

    As the card counts: its rules, its ``as_of``. A target that takes effect later in the year is missing
    before. What the person may not see is left out. ``at``, ``sources``: to carry it on (carrying.py).
    """

    year: Year
    among: frozenset[int]
    unapproved: bool
    at: TrailRow
    sources: Sources


def year_of(
    session: Session, person: Person, card: Scorecard, among: Collection[int], now: datetime | None = None
) -> YearRead:
    """Of these targets, with unapproved figures where the card has them."""
    sources = sources_of(session, card.plan.id, card.as_of)
    year = _year(session, person, card, among, card.include_unapproved, now, sources)
    return YearRead(year, frozenset(among), card.include_unapproved, newest_row(session), sources)


def led_over_year(
    session: Session, person: Person, card: Scorecard, unit_id: int, now: datetime | None = None
) -> YearRead:
    """What the unit led at each quarter, also where the lead has changed since; by approved figures.

    Approved, because it is the record that 填报情况 shows. Before a reform it is what the units led that it
    stands for, as far as it came to this one.
    """
    known = successions(session, card.as_of)
    own = known.with_predecessors((unit_id,))
    query = (
        select(TargetTerms.target_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == card.plan.id, TargetTerms.lead_unit_id == unit_id)
    )
    sources = sources_of(session, card.plan.id, card.as_of)
    year = tuple(
        (period, tuple(score for score in scores if score.target.lead.id in own))
        for period, scores in _year(
            session, person, card, frozenset(session.exec(query)), False, now, sources
        )
    )
    among = frozenset(score.target.id for _period, scores in year for score in scores)
    return YearRead(year, among, False, newest_row(session), sources)


def year_after(
    session: Session, person: Person, card: Scorecard, before: YearRead, now: datetime | None = None
) -> YearRead | None:
    """What would be read for the same card, person and opened periods; None where it has to be read.

    Its year is the same object where no figure of its targets came.
    """
    since = changed_since(session, before.at, before.sources)
    if since is None:
        return None
    changed = since.targets & before.among
    if not changed:
        return replace(before, at=since.at)
    read = _year(session, person, card, changed, before.unapproved, now, before.sources)
    anew = [{score.target.id: score for score in scores} for _period, scores in read]
    year = tuple(
        (period, tuple(new.get(score.target.id, score) for score in scores))
        for (period, scores), new in zip(before.year, anew, strict=True)
    )
    return replace(before, year=year, at=since.at)


def _year(
    session: Session,
    person: Person,
    card: Scorecard,
    among: Collection[int],
    unapproved: bool,
    now: datetime | None,
    sources: Sources,
) -> Year:
    periods, plan_id = card.plan.periods, card.plan.id
    figures = figures_of(
        session,
        plan_id,
        periods,
        as_of=card.as_of,
        include_unapproved=unapproved,
        among=among,
        sources=sources,
    )
    opened = opened_periods(session, card.plan, card.as_of, now)
    year = []
    for period in periods:
        # Where unapproved figures count, what waits is a figure already.
        waiting = {} if unapproved else waiting_of(session, plan_id, period, card.as_of, sources, among)
        targets = targets_of(session, person, plan_id, period, card.as_of, among)
        scores = (
            score_of(each, period, figures, card.rules, waiting.get(each.id), is_open=period in opened)
            for each in targets
        )
        year.append((period, tuple(scores)))
    return tuple(year)
