"""What pages show of a scorecard that was carried on is made of what stood before, equal to a new one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import ClassVar

import pytest
from hypothesis import strategies as st

from tests.asof.walk import begin
from tests.entry.ledger import NOW, Q2, Q3, Desk
from tests.scorecard import walk
from tests.scorecard.test_carrying import Undone, examples_for, explore
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.meetings.comparison import ChangeKind, compare
from tracker.domain.meetings.turns import Turns, turns_after, turns_of
from tracker.domain.progress.scorecard import Scorecard, by_size
from tracker.domain.sentences import change_of_behind
from tracker.domain.sentences.groups import behind_turned
from tracker.queries.plans import ledger_sequence, plans
from tracker.queries.scorecard import CardRead
from tracker.ui.frame import kept, shell
from tracker.ui.groups import board
from tracker.ui.overview.groups import Choices
from tracker.ui.overview.sheet import Sheet
from tracker.ui.parts import links

OF_A_TURN = (
    ChangeKind.CAUGHT_UP,
    ChangeKind.NEWLY_ON_PACE,
    ChangeKind.ACHIEVED,
    ChangeKind.FELL_BEHIND,
    ChangeKind.WORSENED,
    ChangeKind.EASED,
)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Of groups: so that what is made anew takes nothing of what was made before."""
    before = dict(kept._of_objects)
    kept._of_objects.clear()
    yield
    kept._of_objects.clear()
    kept._of_objects.update(before)


@dataclass
class Viewers(walk.Readers):
    """Who look at 总览 and at 按部门. ``found``: of how many rows what was made before was taken."""

    found: ClassVar = {"rows": 0, "turns": 0}
    turns: dict[tuple[object, ...], Turns] = field(default_factory=dict)
    page: str = ""

    def look(self, asked: walk.Look) -> None:
        """总览 is made of two scorecards."""
        if (before := asked.period.previous) is not None:
            super().look(replace(asked, period=before))
        super().look(asked)

    def show(self, asked: walk.Look, carried: CardRead, fresh: CardRead) -> None:
        self._visit(asked)
        earlier = self._earlier(asked)
        turns = None if earlier is None else self._turns(asked, earlier, carried.card)
        anew = None if earlier is None else turns_of(earlier, fresh.card)
        for co_led in (False, True):
            pages = self._pages(carried.card, turns, co_led=co_led)
            with nothing_kept():
                assert pages == self._pages(fresh.card, anew, co_led=co_led)
            self.page = pages[0]

    def _visit(self, asked: walk.Look) -> None:
        known, person = plans(self.session), self.desk.people[asked.who]
        plan = next(each for each in known if each.code == asked.plan)
        sequence = ledger_sequence(self.session)
        shell._run.visit = shell.Visit(
            person,
            plan,
            (),
            sequence,
            asked.now,
            period=asked.period,
            unapproved=asked.unapproved,
            plans=known,
        )

    def _earlier(self, asked: walk.Look) -> Scorecard | None:
        before: Period | None = asked.period.previous
        held = None if before is None else self.held.get(replace(asked, period=before).key)
        return None if held is None else held.card

    def _turns(self, asked: walk.Look, earlier: Scorecard, card: Scorecard) -> Turns:
        """As 总览 has them; equal to what is counted anew, and to what a comparison says."""
        before, fresh = self.turns.get(asked.key), turns_of(earlier, card)
        carried = None if before is None else turns_after(before, earlier, card)
        self.found["turns"] += carried is not None
        turns = self.turns[asked.key] = carried or fresh
        assert turns.places == fresh.places
        compared = compare(earlier, card)
        for kind in OF_A_TURN:
            named = [change.target_id for change in compared.of_targets(kind)]
            assert [target.id for target in turns.of(kind)] == named
        old, new = ({score.target.id: score.status for score in each.targets} for each in (earlier, card))
        assert change_of_behind(turns) == behind_turned(old, new)
        return turns

    def _pages(self, card: Scorecard, turns: Turns | None, *, co_led: bool) -> list[str]:
        person, before = shell.visit().person, None if turns is None else turns.older
        sheet = Sheet(
            card=card,
            earlier=before,
            person=person,
            choices=Choices(co_led=co_led),
            window=None,
            waiting=lambda _shown: {},
            turns=lambda _earlier: turns,  # type: ignore[arg-type,return-value]
        )
        groups = by_size(card.departments_with_co_led if co_led else card.departments)
        departments = board.Board(card, groups, links.UNIT, "部门", co_led)
        return [sheet.html("whole"), board._all_html(departments, groups, "")]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Outside of any run of a page, where the language is Chinese and the theme unknown."""
    monkeypatch.setattr(shell._run, "of", None, raising=False)
    monkeypatch.setattr(shell._run, "visit", None, raising=False)
    make = kept.kept_of

    def counted(thing, key, made):  # type: ignore[no-untyped-def]
        before = len(kept._of_objects)
        answer = make(thing, key, made)
        Viewers.found["rows"] += len(kept._of_objects) == before
        return answer

    monkeypatch.setattr(shell, "kept_of", counted)
    Viewers.found.update(dict.fromkeys(Viewers.found, 0))
    return Viewers.found


# One period and the one before it, so that what was shown is shown again.
LOOKS = st.builds(
    lambda who, unapproved: walk.Look("t", Q3, who, unapproved, NOW),
    st.sampled_from(["周", "王"]),
    st.booleans(),
)
FIGURES, STRUCTURE = walk.steps_of(walk.FIGURES), walk.steps_of(walk.STRUCTURE)
HISTORIES = st.lists(st.one_of(LOOKS, LOOKS, FIGURES, FIGURES, FIGURES, STRUCTURE), max_size=24)


@pytest.mark.usefixtures("shown")
def test_over_any_history_pages_show_what_they_would_show_made_anew(desk: Desk) -> None:
    explore(desk, examples_for(desk) // 2, HISTORIES, lambda _readers: None, Viewers)


def step(act: str, target: str, period: Period, number: int = 1) -> walk.Step:
    return walk.Step(act, target, period, number, NOW)


@pytest.mark.parametrize("period", [Q2, Q3])
def test_each_figure_of_a_period_and_of_the_one_before_is_seen_at_once(
    desk: Desk, shown: dict[str, int], period: Period
) -> None:
    """Of one target after the other: the rest of the page is what it was."""
    seen = set()
    with suppress(Undone), transaction(desk.engine) as session:
        viewers = Viewers(session, desk, begin(session, desk))
        for target in ("企业", "吞吐量"):
            for number in (6, 1, 5):
                for act in ("submit", "return"):
                    viewers.take(step(act, target, period, number))
                    viewers.look(walk.Look("t", Q3, "周", True, NOW))
                    seen.add(viewers.page)
        raise Undone
    assert len(seen) > 4
    assert all(shown.values())
