"""The only reader of progress: every page, chart and file draws from what this returns."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Figure, PlanRef, Score, Scorecard, Target, Texts
from tracker.domain.progress.status import Judgement, RuleSet, Status, judge
from tracker.queries.figures import figures_of, waiting_of
from tracker.queries.plans import ledger_sequence, rules_at
from tracker.queries.targets import targets_of
from tracker.tables import Report


def scorecard(
    session: Session,
    plan: PlanRef,
    period: Period,
    person: Person,
    *,
    as_of: datetime | None = None,
    include_unapproved: bool = False,
) -> Scorecard:
    """A plan at a quarter for what the person may see; ``as_of`` None is now."""
    rules = rules_at(session, plan.id, as_of)
    periods = (period,) if period.previous is None else (period, period.previous)
    figures = figures_of(session, plan.id, periods, as_of=as_of, include_unapproved=include_unapproved)
    waiting = {} if include_unapproved else waiting_of(session, plan.id, period, as_of)
    scores = tuple(
        score_of(target, period, figures, rules, waiting.get(target.id))
        for target in targets_of(session, person, plan.id, period, as_of)
    )
    return Scorecard(plan, period, rules, scores, include_unapproved, as_of, ledger_sequence(session))


def score_of(
    target: Target,
    period: Period,
    figures: dict[tuple[int, Period], Figure],
    rules: RuleSet,
    waiting_on_time: bool | None = None,
) -> Score:
    """A target judged at a quarter; the quarter before is judged by the same terms and rules.

    ``waiting_on_time`` is None unless a submission waits for review and no figure counts yet.
    """
    figure = figures.get((target.id, period))
    before = period.previous
    previous = None if before is None else figures.get((target.id, before))
    judged = _judged(target, figure, period, rules)
    if waiting_on_time is not None and judged.status is Status.NOT_REPORTED:
        judged = Judgement(Status.UNDER_REVIEW)
    return Score(
        target,
        figure,
        judged,
        previous,
        None if before is None else _judged(target, previous, before, rules).status,
        waiting_on_time if figure is None else None,
        period.rhythm,
    )


def _judged(target: Target, figure: Figure | None, period: Period, rules: RuleSet) -> Judgement:
    if figure is None:
        return judge(target.terms, None, period.last_month, period, rules)
    return judge(
        target.terms, figure.value, figure.data_month, period, rules, not_applicable=figure.value is None
    )


def texts_of(session: Session, card: Scorecard, shown: tuple[Score, ...] | None = None) -> dict[int, Texts]:
    """The texts behind figures of a scorecard, by report id: all, or only those of ``shown``.

    What may be read is what the scorecard holds: it was made for the asking person.
    """
    scores = card.scores if shown is None else shown
    ids = [score.figure.report_id for score in scores if score.figure is not None]
    columns = select(Report.id, Report.progress, Report.problem, Report.next_step, Report.scope_note)  # type: ignore[call-overload]
    found: dict[int, Texts] = {}
    for start in range(0, len(ids), 500):  # SQLite admits a limited number of parameters
        for row in session.exec(columns.where(col(Report.id).in_(ids[start : start + 500]))):
            found[row[0]] = Texts(*row[1:])
    return found
