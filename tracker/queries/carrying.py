"""A scorecard carried on over writes: only what they changed is read and judged again (decision 43).

What they changed, the audit trail says: each of its rows names the facts that were stored with it, and no
fact is stored without one (decision 38). Submissions and reviews change the scores of their targets, and of
those that are reported with them. What a scorecard is not read from changes nothing. Everything else (terms,
rules, units, windows, links, errata, and any table that this file does not know) is structure: then the
scorecard is read anew.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.figure import Figure, Waiting
from tracker.domain.measure.period import Period
from tracker.domain.meetings.chain import LEDGER, facts_of
from tracker.domain.progress.carrying import rolled_up_after
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import PlanRef, Scorecard
from tracker.domain.workflow.lifecycle import Openness, openness
from tracker.queries.audit import TrailRow, facts_since
from tracker.queries.figures import FEW, Sources, figures_of, waiting_of
from tracker.queries.plans import ledger_sequence
from tracker.queries.scorecard import CardRead, sight_of
from tracker.tables import Report, Review

FIGURES = frozenset({"report", "review"})
# What no scorecard is read from; tests/scorecard holds it against the statements of one.
BESIDE = frozenset(
    {
        "account_unit",
        "adjustment_decision",
        "adjustment_request",
        "authenticator",
        "chase_message",
        "countersign",
        "directive",
        "directive_step",
        "external_identity",
        "head_confirmation",
        "matter",
        "matter_step",
        "objection_answer",
        "paper_settings",
        "paper_step",
        "password_change",
        "path_decision",
        "path_statement",
        "plan_draft",
        "plan_draft_step",
        "plan_option",
        "recovery_code",
        "report_file",
        "requested_value",
        "short_name",
        "snapshot",
        "stated_value",
        "stored_file",
        "supplement",
        "window_exception",
    }
)
_MOST_ROWS = 500  # of the trail; whoever comes after more reads anew


def carried_on(
    session: Session, before: CardRead, plan: PlanRef, person: Person, now: datetime | None
) -> CardRead | None:
    """What ``read_card`` would give for the same period, equal in everything, its groups computed.

    None where it has to be read: another plan's state or another sight is asked for, structure changed, too
    much was written, or the session sees an older state than ``before``. Scores that did not change are the
    same objects, and so are groups without a change (domain/progress/carrying.py).
    """
    require(person, Action.SEE_PLAN)
    card = before.card
    if card.as_of is not None or card.plan != plan or before.sight != sight_of(person):
        return None
    since = changed_since(session, before.at, before.sources)
    if since is None:
        return None
    carried = _judged_again(session, before, since.targets, now)
    return None if carried is None else replace(before, card=carried, at=since.at, figures={})


class Changed(NamedTuple):
    """``at``: the trail's newest row. ``targets``: those whose figures may be others than they were."""

    at: TrailRow
    targets: frozenset[int]


def changed_since(session: Session, at: TrailRow, sources: Sources) -> Changed | None:
    """What was written behind a row of the trail. ``sources``: with which targets linked ones are reported.

    None where structure changed, too much was written, or the session does not hold that row.
    """
    since = facts_since(session, at, _MOST_ROWS)
    stored = None if since is None else _figures_among(since[1])
    targets = None if stored is None else _targets_changed(session, stored, sources)
    return None if since is None or targets is None else Changed(since[0], targets)


def _figures_among(vouched: Collection[str | None]) -> Mapping[str, Collection[int]] | None:
    """The ids of submissions and reviews that were stored; None where something else matters too."""
    stored: dict[str, set[int]] = {name: set() for name in FIGURES}
    for text in vouched:
        if text is None:  # by a version that did not say what it stored
            return None
        for name, rows in facts_of(text).items():
            if name in FIGURES:
                stored[name].update(map(int, rows))
            elif name not in BESIDE and name != LEDGER:  # which says where the ledger then stood
                return None
    return stored


def _targets_changed(
    session: Session, stored: Mapping[str, Collection[int]], sources: Sources
) -> frozenset[int] | None:
    """The targets whose figures may be others, those of other plans among them; None for too many."""
    if not any(stored.values()):
        return frozenset()
    if max(map(len, stored.values())) > FEW:
        return None
    of_reports: Any = select(Report.target_id).where(col(Report.id).in_(stored["report"]))
    of_reviews: Any = (
        select(Report.target_id)
        .join(Review, col(Review.report_id) == Report.id)
        .where(col(Review.id).in_(stored["review"]))
    )
    ask = session.connection().execute
    changed = frozenset(each for query in (of_reports, of_reviews) for each in ask(query).scalars())
    linked = {key for key, source in sources.items() if source.target_id in changed}
    return changed | linked if len(changed) + len(linked) <= FEW else None


def _judged_again(
    session: Session, before: CardRead, targets: Collection[int], now: datetime | None
) -> Scorecard | None:
    """The scorecard with these targets judged again; None where a period opens or closes by their figures."""
    card = before.card
    opening = Openness() if now is None else openness(before.window, now)
    figures, waiting = _figures_of(session, before, targets)
    is_open = opening.has_opened or bool(waiting) or any(at == card.period for _target, at in figures)
    if is_open is card.is_unopened:  # then others are judged otherwise too
        return None

    scores = list(card.scores)
    for target in targets:
        if (place := card.places.get(target)) is None:  # of another plan, or another sight
            continue
        old, awaited = scores[place], waiting.get(target)
        new = score_of(old.target, card.period, figures, card.rules, awaited, is_open=is_open)
        scores[place] = old if new == old else new
    carried = replace(
        card,
        scores=tuple(scores) if targets else card.scores,
        sequence=ledger_sequence(session).number,
        is_before_due=not opening.is_past_due,
    )
    return rolled_up_after(card, carried)


def _figures_of(
    session: Session, before: CardRead, targets: Collection[int]
) -> tuple[Mapping[tuple[int, Period], Figure], Mapping[int, Waiting]]:
    """What ``read_card`` reads, of these targets."""
    if not targets:
        return {}, {}
    card, sources = before.card, before.sources
    periods = card.period.of_year[: card.period.number]
    figures = figures_of(
        session,
        card.plan.id,
        periods,
        include_unapproved=card.include_unapproved,
        among=targets,
        sources=sources,
    )
    if card.include_unapproved:
        return figures, {}
    return figures, waiting_of(session, card.plan.id, card.period, sources=sources, among=targets)
