"""What was filed of a quarter, target by target, beside the scorecard that counts it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.meetings.reporting import Filing, Line, filings, filings_with
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.workflow.lifecycle import Decision, state_after
from tracker.queries.audit import TrailRow, newest_row
from tracker.queries.carrying import changed_since
from tracker.queries.figures import FEW, few
from tracker.queries.open_work import drafted_at
from tracker.tables import Account, Report, Review, Target


@dataclass(frozen=True)
class FilingsRead:
    """The plan and its departments by what was submitted, as if there were no drafts.

    ``at``: the trail's newest row when it was read, to carry it on (carrying.py).
    """

    filings: tuple[Filing, ...]
    at: TrailRow

    def with_drafts(self, card: Scorecard, drafted: Collection[int]) -> tuple[Filing, ...]:
        lines = (line for line in self.filings[0].lines if line.score.target.id in drafted)
        drafts = {line.score.target.id: replace(line, has_draft=True) for line in lines}
        return filings_with(self.filings, card, drafts) if drafts else self.filings


def read_filings(session: Session, person: Person, card: Scorecard) -> FilingsRead:
    """Raises NotAllowed but for the office and leaders."""
    return FilingsRead(filings(card, filed(session, person, card, frozenset())), newest_row(session))


def filings_after(
    session: Session, person: Person, card: Scorecard, before: FilingsRead
) -> FilingsRead | None:
    """What would be read of a card that is carried on; None where it has to be read."""
    require(person, Action.SEE_REPORTING)
    since = changed_since(session, before.at, {})  # where a linked one is reported its score alone is another
    lines = before.filings[0].lines
    if since is None or len(lines) != len(card.scores):
        return None
    changed = []
    for line, score in zip(lines, card.scores, strict=True):
        if line.score.target is not score.target:
            return None
        if line.score is not score or score.target.id in since.targets:
            changed.append(score)
    if len(changed) > FEW:
        return None
    anew = {line.score.target.id: line for line in _lines(session, card, changed, frozenset())}
    return FilingsRead(filings_with(before.filings, card, anew), since.at)


def filed(
    session: Session, person: Person, card: Scorecard, drafted: frozenset[int] | None = None
) -> tuple[Line, ...]:
    """A line for each score of the card, as known at its ``as_of``; ``drafted`` from who has it at hand.

    Raises NotAllowed but for the office and leaders.
    """
    require(person, Action.SEE_REPORTING)
    if drafted is None:
        drafted = drafts_of(session, person, card)
    return _lines(session, card, card.scores, drafted)


def _lines(
    session: Session, card: Scorecard, scores: Sequence[Score], drafted: frozenset[int]
) -> tuple[Line, ...]:
    # They come in the order of time: the last one gives the state, the first one keeps its moment.
    first: dict[int, datetime] = {}
    newest: dict[int, tuple[datetime, str, Decision | None]] = {}
    among = few([score.target.id for score in scores])
    for target_id, at, name, decision in session.connection().execute(_submissions(card, among)):
        first.setdefault(target_id, at)
        newest[target_id] = at, name, decision
    return tuple(
        _line(score, first.get(score.target.id), newest.get(score.target.id), score.target.id in drafted)
        for score in scores
    )


def _line(
    score: Score,
    first_at: datetime | None,
    newest: tuple[datetime, str, Decision | None] | None,
    is_drafted: bool,
) -> Line:
    if newest is None:
        return Line(score, has_draft=is_drafted)
    at, name, decision = newest
    return Line(score, state_after(decision), first_at, at, name, is_drafted)


def _submissions(card: Scorecard, among: Collection[int] | None) -> Any:
    """A target's submissions in the order they came, each with the author and the decision on it."""
    as_of, decided = card.as_of, col(Review.report_id) == col(Report.id)
    if as_of is not None:
        decided = and_(decided, col(Review.decided_at) <= as_of)
    query = (
        select(Report.target_id, Report.submitted_at, Account.name, Review.decision)
        .join(Target, col(Target.id) == Report.target_id)
        .join(Account, col(Account.id) == Report.submitted_by_id)
        .join(Review, decided, isouter=True)
        .where(Target.plan_id == card.plan.id, Report.period == card.period)
    )
    if as_of is not None:
        query = query.where(Report.submitted_at <= as_of)
    if among is not None:
        query = query.where(col(Report.target_id).in_(among))
    return query.order_by(col(Report.target_id), col(Report.number))


def drafts_of(session: Session, person: Person, card: Scorecard) -> frozenset[int]:
    """The targets for which something is written and not submitted. In the past there are none: drafts
    leave no history. Raises NotAllowed but for the office and leaders.
    """
    require(person, Action.SEE_REPORTING)
    if card.as_of is not None:
        return frozenset()
    return drafted_at(session, card.period)
