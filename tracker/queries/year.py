"""The year of a few targets, quarter by quarter: for a matrix, and for a unit's reporting record.

A scorecard of a large plan costs a second for each quarter; these ask about the targets shown only.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.queries.figures import figures_of, waiting_of
from tracker.queries.linked import sources_of
from tracker.queries.plans import opened_periods
from tracker.queries.successions import successions
from tracker.queries.targets import targets_of
from tracker.tables import Target, TargetTerms

Year = tuple[tuple[Period, tuple[Score, ...]], ...]


def year_of(
    session: Session, person: Person, card: Scorecard, among: Collection[int], now: datetime | None = None
) -> Year:
    """The quarters with the scores of these targets, each judged by the terms in force at it.

    As the card counts: its rules, its ``as_of``, its unapproved figures. A target that takes effect later
    in the year is missing before. What the person may not see is left out.
    """
    return _year(session, person, card, among, card.include_unapproved, now)


def led_over_year(
    session: Session, person: Person, card: Scorecard, unit_id: int, now: datetime | None = None
) -> Year:
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
    year = _year(session, person, card, frozenset(session.exec(query)), False, now)
    return tuple(
        (period, tuple(score for score in scores if score.target.lead.id in own)) for period, scores in year
    )


def _year(
    session: Session,
    person: Person,
    card: Scorecard,
    among: Collection[int],
    unapproved: bool,
    now: datetime | None,
) -> Year:
    periods, plan_id = card.plan.periods, card.plan.id
    sources = sources_of(session, plan_id, card.as_of)
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
        waiting = {} if unapproved else waiting_of(session, plan_id, period, card.as_of, sources)
        targets = targets_of(session, person, plan_id, period, card.as_of, among)
        scores = (
            score_of(each, period, figures, card.rules, waiting.get(each.id), is_open=period in opened)
            for each in targets
        )
        year.append((period, tuple(scores)))
    return tuple(year)
