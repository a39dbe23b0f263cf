"""目标: what is read of one target, read once for each state of the ledger."""

from dataclasses import dataclass

from tracker.db import Session
from tracker.domain.access import Action, Person, allowed
from tracker.domain.measure.period import Period
from tracker.domain.meetings.meeting import AdjustedTerms, ErratumLine
from tracker.domain.progress.scorecard import Score, Scorecard, Target
from tracker.domain.workflow.matters import MatterLine
from tracker.queries.adjustments import adjustments_of
from tracker.queries.errata import errata, withdrawn_targets
from tracker.queries.matters import matters
from tracker.queries.plans import Clause, clause_around
from tracker.queries.submissions import Submission, scores_over_year, submissions
from tracker.ui.frame import shell


@dataclass(frozen=True)
class TargetFacts:
    """``year``: the four quarters, the chosen one as the scorecard has it; the rest the newest first.

    ``matters``: those that are not closed.
    """

    clause: Clause
    year: tuple[tuple[Period, Score], ...]
    history: tuple[Submission, ...]
    adjustments: tuple[AdjustedTerms, ...]
    errata: tuple[ErratumLine, ...]
    matters: tuple[MatterLine, ...]

    def upto(self, period: Period) -> tuple[tuple[Period, Score], ...]:
        """The quarters up to this one, and later ones that have a figure."""
        return tuple((at, score) for at, score in self.year if at <= period or score.figure is not None)

    def submission(self, score: Score) -> Submission | None:
        """What the figure that is shown was submitted with."""
        shown = None if score.figure is None else score.figure.report_id
        return next((each for each in self.history if each.report_id == shown), None)

    def newest(self, period: Period) -> Submission | None:
        """What was last submitted for a period, whatever became of it."""
        return next((each for each in self.history if each.period == period), None)


def facts_of(card: Scorecard, score: Score) -> TargetFacts:
    """Everything about the target of a score, for the asking person.

    Kept by role too: among those who see every target, not everybody sees the evidence.
    """
    visit, target = shell.visit(), score.target

    def ask(session: Session, person: Person) -> TargetFacts:
        year = scores_over_year(
            session,
            person,
            visit.plan,
            target,
            as_of=visit.as_of,
            now=visit.now,
            include_unapproved=card.include_unapproved,
        )
        by_period = dict(zip(visit.plan.periods, year, strict=True)) | {card.period: score}
        return TargetFacts(
            clause_around(session, person, visit.plan.id, target.anchor.quote_start, target.id),
            tuple(by_period.items()),
            submissions(session, person, target, as_of=visit.as_of),
            adjustments_of(session, person, target, as_of=visit.as_of),
            _errata_of(session, person, target),
            _open_matters(session, person, target),
        )

    return shell.keep(card, f"facts {target.code} {visit.person.role}", lambda: shell.read(ask))


@dataclass(frozen=True)
class WithdrawnFacts:
    """A target that an erratum says is none, with what was reported of it."""

    target: Target
    history: tuple[Submission, ...]
    errata: tuple[ErratumLine, ...]


def withdrawn_facts(card: Scorecard, code: str) -> WithdrawnFacts | None:
    """Of the withdrawn target with this code, where there is one that the asking person may see."""
    visit = shell.visit()

    def ask(session: Session, person: Person) -> WithdrawnFacts | None:
        known = withdrawn_targets(session, person, visit.plan, as_of=visit.as_of)
        target = next((each for each in known if each.code == code), None)
        if target is None:
            return None
        history = submissions(session, person, target, as_of=visit.as_of)
        return WithdrawnFacts(target, history, _errata_of(session, person, target))

    return shell.keep(card, f"withdrawn {code} {visit.person.role}", lambda: shell.read(ask))


def _errata_of(session: Session, person: Person, target: Target) -> tuple[ErratumLine, ...]:
    visit = shell.visit()
    of_plan = errata(session, person, visit.plan, as_of=visit.as_of)
    return tuple(each for each in of_plan if each.target_id == target.id)


def _open_matters(session: Session, person: Person, target: Target) -> tuple[MatterLine, ...]:
    if not allowed(person.role, Action.SEE_MATTERS):
        return ()
    visit = shell.visit()
    of_plan = matters(session, person, visit.plan, as_of=visit.as_of)
    return tuple(each for each in of_plan if each.target_id == target.id and each.end is None)
