"""The year of some targets, and what was filed of a period, are carried on over any writes, too."""

from dataclasses import dataclass, field

from tests.entry.ledger import NOW, Q3, Desk
from tests.scorecard import walk
from tests.scorecard.test_carrying import examples_for, explore
from tests.scorecard.test_shown_after_writes import HISTORIES
from tracker.db import reading
from tracker.domain.access import Action, Person, allowed
from tracker.domain.meetings.reporting import filings
from tracker.domain.progress.scorecard import Scorecard
from tracker.queries.carrying import carried_on
from tracker.queries.plans import opened_periods, plans
from tracker.queries.reporting import FilingsRead, filed, filings_after, read_filings
from tracker.queries.scorecard import CardRead, read_card
from tracker.queries.year import YearRead, led_over_year, year_after, year_of


@dataclass
class Keepers(walk.Readers):
    """Who look at groups and at 填报情况."""

    years: dict[object, YearRead] = field(default_factory=dict)
    filings: dict[object, FilingsRead] = field(default_factory=dict)

    def show(self, asked: walk.Look, carried: CardRead, fresh: CardRead) -> None:
        card, person = carried.card, self.desk.people[asked.who]
        self._show_years(asked, card, person)
        if allowed(person.role, Action.SEE_REPORTING):
            self._show_filings(asked, card, person)

    def _show_years(self, asked: walk.Look, card: Scorecard, person: Person) -> None:
        # A window opens by the clock: pages keep a year under what has opened.
        opened = opened_periods(self.session, card.plan, None, asked.now)
        (keji,) = self.desk.people["王"].unit_ids
        read = {
            "all": year_of(self.session, person, card, frozenset(card.places), asked.now),
            "led": led_over_year(self.session, person, card, keji, asked.now),
        }
        for name, fresh in read.items():
            key = (name, opened, asked.key)
            before = self.years.get(key)
            after = before and year_after(self.session, person, card, before, asked.now)
            assert after in (None, fresh)
            self.years[key] = after or fresh

    def _show_filings(self, asked: walk.Look, card: Scorecard, person: Person) -> None:
        fresh, before = read_filings(self.session, person, card), self.filings.get(asked.key)
        after = before and filings_after(self.session, person, card, before)
        assert after in (None, fresh)
        self.filings[asked.key] = after or fresh
        drafted = frozenset(list(card.places)[::2])
        with_drafts = filings(card, filed(self.session, person, card, drafted))
        assert self.filings[asked.key].with_drafts(card, drafted) == with_drafts


def test_over_any_history_years_and_filings_are_those_that_are_read(desk: Desk) -> None:
    explore(desk, examples_for(desk) // 2, HISTORIES, lambda _readers: None, Keepers)


def test_a_year_without_a_new_figure_is_the_same_object(desk: Desk) -> None:
    """Of who leads another target: what a page made of it stands."""
    with reading(desk.engine) as session:
        office, plan = desk.people["周"], next(each for each in plans(session) if each.code == "t")
        card = read_card(session, plan, Q3, office, now=NOW).card
        asked = {name: [desk.targets[name]] for name in ("企业", "吞吐量")}
        before = {name: year_of(session, office, card, among, NOW) for name, among in asked.items()}
    desk.approve(desk.submit(value="30"))
    with reading(desk.engine) as session:
        after = {name: year_after(session, office, card, each, NOW) for name, each in before.items()}
    kept = {name: each is not None and each.year is before[name].year for name, each in after.items()}
    assert kept == {"企业": False, "吞吐量": True}


def test_what_was_filed_is_carried_on_over_a_submission_and_its_approval(desk: Desk) -> None:
    """By chance alone the histories may have none that is."""
    with reading(desk.engine) as session:
        office, plan = desk.people["周"], next(each for each in plans(session) if each.code == "t")
        first = read_card(session, plan, Q3, office, now=NOW)
        before = read_filings(session, office, first.card)
    desk.approve(desk.submit(value="30"))
    with reading(desk.engine) as session:
        second = carried_on(session, first, plan, office, NOW)
        assert second is not None
        after = filings_after(session, office, second.card, before)
        assert after == read_filings(session, office, second.card)
    assert after.filings[0] != before.filings[0]
