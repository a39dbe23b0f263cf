"""Whatever was done in whatever order at whatever instants: each query says what was known at a moment.

Random histories, through the services, against a model of a few lines (model.py): a hundred, and 400 in
`make fuzz`; each query whose filter is dropped is found out.
"""

import inspect
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col

from tests.asof.model import END, Model, Reading, known
from tests.asof.walk import MISSED, MOMENTS, STEPS, STEPS_WITH_ERRATA, WALKED, Step, Walk, begin
from tests.entry.ledger import KEJI, Q2, Q3, TERMS, Desk, open_desk
from tracker.db import transaction
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.period import Period
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef, Scorecard, Target
from tracker.queries import entries, errata, plans, scorecard, submissions, targets, waiting
from tracker.tables import TargetTerms

POSTGRESQL_SHARE = 5  # one of so many: there each history takes twice as long, and the rules are the same
# Walking ends at the first history that tells a mutant apart; the bound is for one that none does.
MUTANT_EXAMPLES = 5_000
QUARTERS = (Q2, Q3)
NAMES = (*TERMS, MISSED)


Histories = st.SearchStrategy[list[Step]]


class Undone(Exception):
    """Ends a history's transaction: the next one starts from the same ledger."""


def explore(desk: Desk, examples: int, histories: Histories, **how: Any) -> None:
    """Walk random histories and compare; raises AssertionError with the shortest history that differs."""

    @settings(
        max_examples=examples, deadline=None, database=None, **how, suppress_health_check=list(HealthCheck)
    )
    @given(
        steps=histories,
        as_of=st.sampled_from([None, *MOMENTS]),
        period=st.sampled_from(QUARTERS),
        unapproved=st.booleans(),
        name=st.sampled_from((*WALKED, MISSED)),
    )
    def compare(
        steps: list[Step], as_of: datetime | None, period: Period, unapproved: bool, name: str
    ) -> None:
        try:
            with transaction(desk.engine) as session:
                walk = begin(session, desk)
                for step in steps:
                    walk.take(step)
                same_as_known(walk, as_of, period, unapproved, name)
                raise Undone
        except Undone:
            pass

    compare()


def same_as_known(walk: Walk, as_of: datetime | None, period: Period, unapproved: bool, name: str) -> None:
    """``as_of`` None: the present, which knows all. Form and history are those of the target ``name``."""
    session, model, at, office = walk.session, walk.model, as_of or END, walk.desk.people["周"]
    plan = plans.plans(session)[0]
    for set_window in plans.windows(session, plan, as_of):
        expected = model.window_of(set_window.period, at)
        found = set_window.window
        assert (found and (found.due_at, found.closes_at)) == (expected and (expected.due, expected.closes))
        assert plans.window_of(session, plan.id, set_window.period, as_of) == found
    card = scorecard.scorecard(session, plan, period, office, as_of=as_of, include_unapproved=unapproved)
    same_card(walk, card, at)
    same_lists(walk, plan, period, as_of, name)
    same_errata(walk, plan, as_of)
    for score in card.scores:
        if walk.named(score.target) == name:
            same_history(walk, plan, score.target, as_of, unapproved)
            read = errata.known_of(session, office, score.target, as_of=as_of).reading.read
            assert Reading(read.name, read.terms.value, read.lead.name) == model.reading_of(name, at)


def same_card(walk: Walk, card: Scorecard, at: datetime) -> None:
    model, period = walk.model, card.period
    found = {walk.named(score.target): score for score in card.scores}
    expected = {name: terms for name in NAMES if (terms := model.counts(name, period, at))}
    assert set(found) == set(expected)
    assert rules_of(card.rules) == model_rules(model, at)
    for name, score in found.items():
        terms = expected[name]
        asked = (score.target.terms_version, score.target.terms.value, score.target.lead.name)
        assert asked == (terms.version, terms.value, terms.lead)
        assert score.target.name == model.reading_of(name, at).name
        unapproved = card.include_unapproved
        assert figure_of(score.figure) == model.figure((name, period), at, unapproved=unapproved)
        if period == Q3:
            assert figure_of(score.previous) == model.figure((name, Q2), at, unapproved=unapproved)
        if not unapproved:
            assert score.waiting_on_time == model.waiting_on_time((name, period), at)


def same_lists(walk: Walk, plan: PlanRef, period: Period, as_of: datetime | None, name: str) -> None:
    """The review queue, the tasks of a clerk, and one of their forms."""
    session, model, at, people = walk.session, walk.model, as_of or END, walk.desk.people
    queue = [
        each.submission.report_id
        for each in waiting.waiting(session, people["周"], plan, period, as_of=as_of)
    ]
    ends = {name: model.submissions((name, period), at) for name in NAMES}
    counted = {name for name in NAMES if model.counts(name, period, at)}
    waits = [
        found[-1][0].id for name, found in ends.items() if found and found[-1][1] is None and name in counted
    ]
    assert queue == sorted(waits)
    clerk = people["王"]
    ledger = entries.ledger_of(session, clerk, plan, period, as_of=as_of)
    tasks = entries.tasks(session, clerk, ledger)
    led = {name for name in counted if (terms := model.terms_of(name, period, at)) and terms.lead == KEJI}
    assert {walk.named(task.target): task.state for task in tasks} == {
        name: model.state((name, period), at) for name in led
    }
    for task in (each for each in tasks if walk.named(each.target) == name):
        shown = entries.form(session, clerk, ledger, task.target, at)
        key = (name, period)
        assert (shown.state, shown.number) == (model.state(key, at), model.number(key, at))
        assert figure_of(shown.approved) == model.figure(key, at, unapproved=False)
        assert as_of is None or shown.locked_because is not None


def same_errata(walk: Walk, plan: PlanRef, as_of: datetime | None) -> None:
    """The register of errata, and the targets that one of them says are none."""
    session, model, at, office = walk.session, walk.model, as_of or END, walk.desk.people["周"]
    ids = {target_id: name for name, target_id in walk.targets.items()}
    lines = [
        (ids[line.target_id], line.kind, line.made_at)
        for line in reversed(errata.errata(session, office, plan, as_of=as_of))
    ]
    seen = {name for name in NAMES if model.terms_of(name, plan.periods[-1], at)}
    expected = [each for each in known(model.errata, at) if each.target in seen]
    assert lines == [(each.target, each.kind, each.at) for each in expected]
    gone = {walk.named(each) for each in errata.withdrawn_targets(session, office, plan, as_of=as_of)}
    assert gone == {name for name in seen if not model.counts(name, plan.periods[-1], at)}


def same_history(walk: Walk, plan: PlanRef, target: Target, as_of: datetime | None, unapproved: bool) -> None:
    session, model, at, office = walk.session, walk.model, as_of or END, walk.desk.people["周"]
    name = walk.named(target)
    found = [
        (each.report_id, each.value, each.state.value, each.verified_value, each.decided_at)
        for each in submissions.submissions(session, office, target, as_of=as_of)
    ]
    expected = []
    for period in reversed(QUARTERS):
        for sent, review in reversed(model.submissions((name, period), at)):
            decided = (
                ("submitted", None, None)
                if review is None
                else (review.decision.value, review.verified, review.at)
            )
            expected.append((sent.id, sent.value, *decided))
    assert found == expected
    year = submissions.scores_over_year(
        session, office, plan, target, as_of=as_of, include_unapproved=unapproved
    )
    figures = [figure_of(score.figure) for score in year[1:3]]
    assert figures == [model.figure((name, each), at, unapproved=unapproved) for each in QUARTERS]


def figure_of(figure: Figure | None) -> tuple[object, ...] | None:
    if figure is None:
        return None
    return (
        figure.report_id,
        figure.value,
        figure.reported_value,
        figure.is_unapproved,
        figure.is_correction,
        figure.is_on_time,
    )


def rules_of(rules: RuleSet) -> tuple[object, ...]:
    return rules.version, rules.paced_on


def model_rules(model: Model, at: datetime) -> tuple[object, ...]:
    """Before any rule set was stored, the default one judges."""
    found = model.rules_of(at)
    return rules_of(RuleSet()) if found is None else (found.version, found.paced_on)


def test_every_query_says_what_was_known_at_any_moment_of_any_history(desk: Desk) -> None:
    examples = settings.default.max_examples
    share = examples if desk.engine.name == "sqlite" else examples // POSTGRESQL_SHARE
    explore(desk, share, STEPS | STEPS_WITH_ERRATA)


DROPPED = [
    ("tracker.queries.scorecard", "figures_of"),
    ("tracker.queries.scorecard", "waiting_of"),
    ("tracker.queries.scorecard", "rules_at"),
    ("tracker.queries.scorecard", "targets_of"),
    ("tracker.queries.submissions", "query_at"),
    ("tracker.queries.submissions", "figures_of"),
    ("tracker.queries.waiting", "latest_of"),
    ("tracker.queries.entries", "targets_of"),
    ("tracker.queries.forms", "latest_of"),
    ("tracker.queries.targets", "errata_of"),
    ("tracker.queries.errata", "errata_of"),
    ("tracker.queries.errata", "known_of"),
    ("tracker.queries.plans", "windows"),
    ("tracker.queries.plans", "window_of"),
]


@pytest.mark.parametrize(("module", "name"), DROPPED, ids=[f"{m.split('.')[-1]}.{n}" for m, n in DROPPED])
def test_a_filter_that_is_dropped_is_found_out(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    desk = open_desk(sqlite_engine)
    monkeypatch.setattr(import_module(module), name, forgetting(getattr(import_module(module), name)))
    histories = STEPS_WITH_ERRATA if "errata" in f"{module}.{name}" else STEPS
    with pytest.raises(AssertionError):
        explore(desk, MUTANT_EXAMPLES, histories, phases=(Phase.generate,), derandomize=True)


def test_terms_that_are_ordered_by_time_instead_of_their_version_are_found_out(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, by_version = open_desk(sqlite_engine), targets._versions

    def by_time(*given: Any) -> Any:
        return by_version(*given).order_by(None).order_by(col(TargetTerms.created_at))

    monkeypatch.setattr(targets, "_versions", by_time)
    with pytest.raises(AssertionError):
        explore(desk, MUTANT_EXAMPLES, STEPS, phases=(Phase.generate,), derandomize=True)


def forgetting(query: Callable[..., Any]) -> Callable[..., Any]:
    """The same query, always of the present."""

    def ask(*given: Any, **named: Any) -> Any:
        bound = inspect.signature(query).bind(*given, **named)
        bound.arguments["as_of"] = None
        return query(*bound.args, **bound.kwargs)

    return ask
