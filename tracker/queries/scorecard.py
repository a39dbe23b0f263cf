"""The only reader of progress: every page, chart and file draws from what this returns."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Person
from tracker.domain.measure.figure import Figure, Texts
from tracker.domain.measure.period import Period
from tracker.domain.progress.judging import Figures, score_of
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef, Score, Scorecard
from tracker.domain.workflow.lifecycle import Openness, Window, openness
from tracker.queries.audit import TrailRow, newest_row
from tracker.queries.figures import Sources, figures_of, waiting_of
from tracker.queries.linked import sources_of
from tracker.queries.plans import ledger_sequence, rules_at, window_of
from tracker.queries.targets import targets_of
from tracker.queries.texts import texts_of_reports


def scorecard(
    session: Session,
    plan: PlanRef,
    period: Period,
    person: Person,
    *,
    as_of: datetime | None = None,
    now: datetime | None = None,
    include_unapproved: bool = False,
    rules: RuleSet | None = None,
) -> Scorecard:
    """A plan at a period for what the person may see; ``as_of`` None is now.

    ``now``: the moment whose windows count, where nothing is asked of the past. Without either the period is
    taken as open and past its due date, so that nothing reads better than it is. ``rules``: others than those
    in force, for a preview.
    """
    return read_card(
        session,
        plan,
        period,
        person,
        as_of=as_of,
        now=now,
        include_unapproved=include_unapproved,
        rules=rules,
    ).card


@dataclass(frozen=True)
class CardRead:
    """A scorecard with what it takes to carry it on (queries/carrying.py), and to read the next period on.

    ``at``: the trail's newest row when it was read. ``sight``: the units whose targets it holds, None: all.
    ``figures``: the plan's, of its period and those before; empty for a part of it, and once carried on.
    """

    card: Scorecard
    at: TrailRow
    sight: frozenset[int] | None
    sources: Sources
    window: Window | None
    figures: Figures = field(default_factory=dict, repr=False)

    @property
    def about(self) -> tuple[object, ...]:
        """What its figures, and how they are judged, rest on."""
        card = self.card
        return self.at, card.plan, card.period, card.rules, card.as_of, card.include_unapproved

    def rolled_up(self) -> "CardRead":
        self.card.rolled_up()
        return self


def sight_of(person: Person) -> frozenset[int] | None:
    """What a person sees of a plan; None is everything. People with one sight share what is kept."""
    return None if person.sees_everything else person.unit_ids


def read_card(
    session: Session,
    plan: PlanRef,
    period: Period,
    person: Person,
    *,
    as_of: datetime | None = None,
    now: datetime | None = None,
    include_unapproved: bool = False,
    rules: RuleSet | None = None,
    before: CardRead | None = None,
) -> CardRead:
    """The same with what it rests on. ``before``: the period before's, if who asks has it.

    What it rests on is then not read again, unless something was written since.
    """
    rules = rules_at(session, plan.id, as_of) if rules is None else rules
    at, sources = newest_row(session), sources_of(session, plan.id, as_of)
    asked = (at, plan, period.previous, rules, as_of, include_unapproved)
    known, judged = ({}, None) if before is None or before.about != asked else (before.figures, before.card)
    # Those before are judged too: what moved, and for how long something has been behind, is shown.
    periods = (period,) if known else period.of_year[: period.number]
    read = figures_of(
        session, plan.id, periods, as_of=as_of, include_unapproved=include_unapproved, sources=sources
    )
    figures = {**known, **read}
    waiting = {} if include_unapproved else waiting_of(session, plan.id, period, as_of, sources)
    moment = now if as_of is None else as_of
    window = window_of(session, plan.id, period, as_of)
    opening = Openness() if moment is None else openness(window, moment)
    # Figures that are there speak for themselves, whatever became of the window.
    is_open = opening.has_opened or bool(waiting) or any(at == period for _target, at in figures)
    scores = tuple(
        score_of(
            target,
            period,
            figures,
            rules,
            waiting.get(target.id),
            is_open=is_open,
            earlier=None if judged is None else judged.of(target.id),
        )
        for target in targets_of(session, person, plan.id, period, as_of)
    )
    card = Scorecard(
        plan=plan,
        period=period,
        rules=rules,
        scores=scores,
        include_unapproved=include_unapproved,
        as_of=as_of,
        sequence=ledger_sequence(session).number,
        is_unopened=not is_open,
        is_before_due=not opening.is_past_due,
    )
    sight = sight_of(person)
    # They are the whole plan's: too many to be kept for each unit that looks at a few of its own.
    return CardRead(card, at, sight, sources, window, figures if sight is None else {})


def texts_of(session: Session, card: Scorecard, shown: tuple[Score, ...] | None = None) -> dict[int, Texts]:
    """The texts behind figures of a scorecard, by report id: all, or only those of ``shown``.

    What may be read is what the scorecard holds: it was made for the asking person.
    """
    scores = card.scores if shown is None else shown
    ids = [score.figure.report_id for score in scores if score.figure is not None]
    return texts_of_reports(session, ids, card.as_of)


def waiting_figures(session: Session, card: Scorecard, shown: tuple[Score, ...]) -> dict[int, Figure]:
    """By target what waits for review of some of a scorecard's scores, whose sight it was made for."""
    among = [score.target.id for score in shown]
    known = figures_of(
        session, card.plan.id, (card.period,), as_of=card.as_of, include_unapproved=True, among=among
    )
    return {target: figure for (target, _period), figure in known.items() if figure.is_unapproved}
