"""What a scorecard is read from: figures, which carry it on, and structure, which has it read anew."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from tests.entry.ledger import KEJI, NOW, Q3, Desk
from tests.linking.cast import CODE
from tests.scorecard.test_carrying import carry, read
from tests.scorecard.walk import LINKED, open_plans
from tracker.db import Base, reading, transaction
from tracker.domain.progress.rule_sets import RuleSet
from tracker.queries import carrying
from tracker.queries.carrying import BESIDE, FIGURES
from tracker.queries.plans import plans
from tracker.queries.reporting import read_filings
from tracker.queries.scorecard import scorecard
from tracker.queries.year import led_over_year, year_of
from tracker.services import errata, links, options, rules, units, windows
from tracker.tables import VOUCHED, TargetTerms

# What a scorecard is read from, beside figures: whatever changes here, it is read anew.
STRUCTURE = {
    *("plan", "plan_step", "area", "article", "article_unit", "reading", "demonstration"),
    *("target", "target_terms", "target_link", "planned_value", "milestone_step", "terms_unit"),
    *("reporting_window", "rule_set", "erratum", "erratum_terms"),
    *("unit", "unit_alias", "reorganisation", "reorganised_unit", "reorganisation_terms"),
    *("leader", "leader_charge", "account"),
}
NEVER_NAMED = {"ledger", "audit", "standing"}  # what the trail does not vouch for; standing follows figures


STRUCTURAL: dict[str, Callable[[Session, Desk, int], object]] = {
    "rules": lambda session, desk, plan: rules.set_rules(
        session,
        desk.people["陈"],
        plan,
        replace(RuleSet(), version=1, paced_on=Decimal(95)),
        "试行。",
        1,
        NOW,
    ),
    "a window": lambda session, desk, plan: windows.set_window(
        session,
        desk.people["周"],
        plan,
        Q3,
        NOW - timedelta(days=9),
        NOW - timedelta(days=1),
        NOW + timedelta(days=9),
        NOW,
    ),
    "a link": lambda session, desk, _plan: links.link(
        session, desk.people["周"], desk.targets[LINKED], desk.targets["企业"], "同一事项。", NOW
    ),
    "an erratum": lambda session, desk, _plan: errata.withdraw(
        session,
        desk.people["周"],
        desk.targets["增速"],
        newest_terms(session, desk),
        "",
        "不是目标。",
        "k",
        NOW,
    ),
    "a unit's name": lambda session, desk, _plan: units.rename_unit(
        session, desk.people["陈"], next(iter(desk.people["王"].unit_ids)), (KEJI, ""), "市科委", "", NOW
    ),
}


def newest_terms(session: Session, desk: Desk) -> int:
    versions = select(TargetTerms.id).where(TargetTerms.target_id == desk.targets["增速"])
    return session.exec(versions).one() or 0


@pytest.mark.parametrize("what", STRUCTURAL)
def test_structure_that_changed_is_read_anew(sqlite_engine: Engine, what: str) -> None:
    desk = open_plans(sqlite_engine)
    before = read(desk)
    with transaction(desk.engine) as session:
        STRUCTURAL[what](session, desk, before.card.plan.id)
    assert carry(desk, before) is None


def test_what_no_scorecard_is_read_from_leaves_every_score(sqlite_engine: Engine) -> None:
    desk = open_plans(sqlite_engine)
    before = read(desk)
    with transaction(desk.engine) as session:
        options.set_head_confirms(session, desk.people["周"], before.card.plan.id, True, NOW)
    carried = carry(desk, before)
    assert carried is not None
    assert carried.card.scores is before.card.scores
    assert carried.card.sequence == before.card.sequence + 1


def test_rows_of_a_version_that_did_not_say_what_it_stored_are_not_understood() -> None:
    assert carrying._figures_among(["{}", None]) is None
    assert carrying._figures_among(['{"report":{"7":"x"}}', '{"a_new_table":{"1":"x"}}']) is None
    assert carrying._figures_among(['{"report":{"7":"x"}}', '{"supplement":{"7":"x"}}']) == {
        "report": {7},
        "review": set(),
    }


def test_every_table_that_the_trail_names_is_known_to_be_one_or_the_other() -> None:
    """A new table stands here first: until then whatever it holds makes scorecards be read anew."""
    classes = (set(FIGURES), set(BESIDE), STRUCTURE)
    assert set().union(*classes) == set(VOUCHED)
    assert sum(map(len, classes)) == len(VOUCHED)


def test_a_scorecard_is_read_from_figures_and_structure_alone(desk: Desk) -> None:
    """By the statements that reach the database, of a plan with everything in it."""
    names = {table.name for table in Base.metadata.sorted_tables}
    with transaction(desk.engine) as session:
        links.link(session, desk.people["周"], desk.targets[LINKED], desk.targets["企业"], "同一事项。", NOW)
    with heard(desk.engine) as statements:
        for unapproved in (False, True):
            read(desk, include_unapproved=unapproved)
            read(desk, code=CODE, include_unapproved=unapproved)
        with reading(desk.engine) as session:
            read_what_is_carried_on(session, desk)
    places = re.findall(r"(?:FROM|JOIN|,) (\w+)", " ".join(" ".join(statements).split()))
    found = names & set(places)
    assert {"report", "standing", "target_link", "rule_set"} <= found
    assert found <= FIGURES | STRUCTURE | NEVER_NAMED


def read_what_is_carried_on(session: Session, desk: Desk) -> None:
    """Beside scorecards: the year of targets, and what was filed."""
    office = desk.people["周"]
    for plan in plans(session):
        card = scorecard(session, plan, plan.periods[-1], office, now=NOW)
        year_of(session, office, card, frozenset(card.places), NOW)
        led_over_year(session, office, card, next(iter(desk.people["王"].unit_ids)), NOW)
        read_filings(session, office, card)


@contextmanager
def heard(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", listen)
