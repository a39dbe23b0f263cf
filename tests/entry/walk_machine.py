"""Three editors and a reviewer on two targets, of one plan or of two, in whatever order (RELIABILITY T7).

After every step the ledger must say what the machine's book says: nothing unseen was overwritten or
approved, a repeated click made nothing new, and no submission or decision is lost. Everything
happens inside one transaction that is rolled back, one savepoint for each click.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from tests.entry.ledger import NOW, TYPED
from tests.entry.walk_book import EDITORS, REVIEWER, TARGETS, Book, Cell, Opened, Submission, World
from tracker.domain.access import Person
from tracker.domain.language.errors import Locked, NeedsReason, Refusal, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Decision, VerifyMethod
from tracker.queries.entries import form, ledger_of
from tracker.queries.integrity import findings
from tracker.services import drafts, reports, reviews
from tracker.services.reports import EntryRefused, Seen
from tracker.tables import DraftCell, Report, Review, Standing

Reason = type[Refusal]
_TYPED_FIELDS = (Field.VALUE, Field.VALUE, Field.REASON)

who_edits = st.sampled_from(EDITORS)
which_goal = st.sampled_from(TARGETS)
figure = st.sampled_from(["0", "12", "80", "100", "x", ""])


class Office(RuleBasedStateMachine):
    def __init__(self, world: World, connection: Connection) -> None:
        super().__init__()
        self.world, self.connection = world, connection
        self.around = connection.begin_nested()
        self.at, self.saves = NOW, 0
        self.books = {name: Book() for name in TARGETS}
        self.opened: dict[tuple[str, str], Opened] = {}
        self.looked_at: dict[str, Submission] = {}

    def teardown(self) -> None:
        with self.reading() as session:
            found = list(map(str, findings(session)))
            assert found == [], found
        self.around.rollback()

    # What people do.

    @initialize()
    def everybody_opens_everything(self) -> None:
        for goal in TARGETS:
            self.open_form(EDITORS[0], goal)
            first = self.opened[EDITORS[0], goal]
            self.opened |= {(who, goal): Opened(first.number, dict(first.cells)) for who in EDITORS}

    @rule(who=who_edits, goal=which_goal)
    def open_form(self, who: str, goal: str) -> None:
        with self.reading() as session:
            ledger = ledger_of(session, self.person(who), self.world.plans[goal], self.period(goal))
            shown = form(session, self.person(who), ledger, self.world.targets[goal], self.at)
        book = self.books[goal]
        stored = {name: (cell.text, cell.version) for name, cell in shown.cells.items() if cell.version}
        assert stored == {name: cell[:2] for name, cell in book.cells.items()}
        assert shown.number == len(book.submissions)
        # What is required and empty the person fills in; it is submitted without having been saved.
        cells = {name: Cell(cell.text or TYPED.get(name, "")) for name, cell in shown.cells.items()}
        self.opened[who, goal] = Opened(shown.number, cells | book.cells)

    @rule(who=who_edits, goal=which_goal, name=st.sampled_from(_TYPED_FIELDS), text=figure)
    def type_into(self, who: str, goal: str, name: Field, text: str) -> None:
        opened, book = self.form_of(who, goal), self.books[goal]
        mine = opened.cells[name] = opened.cells[name]._replace(text=text)
        is_gone = mine.save != 0 and name not in book.cells
        against = {Locked} if book.waits else set()
        against |= {StaleState} if is_gone or book.was_changed(name, mine) else set()
        version = self.click(
            lambda session: drafts.save_cell(
                session,
                self.person(who),
                self.id_of(goal),
                self.period(goal),
                name,
                text,
                mine.version,
                self.at,
            ),
            against,
        )
        if version is not None:
            self.saves += 1
            book.cells[name] = opened.cells[name] = Cell(text, version, self.saves)

    @rule(who=who_edits, goal=which_goal)
    def submit(self, who: str, goal: str) -> None:
        opened, book = self.form_of(who, goal), self.books[goal]
        seen = opened.seen
        made = self.click(
            lambda session: self.send(session, who, goal, seen, opened.click_key),
            self.what_stands_against(book, opened),
        )
        if made is not None:
            book.submissions.append(Submission(made, who, opened.click_key, seen))
            book.cells.clear()
            del self.opened[who, goal]

    @rule(who=who_edits, goal=which_goal, reason=st.sampled_from(["", "核减。"]))
    def correct(self, who: str, goal: str, reason: str) -> None:
        """Somebody reads the form, writes the reason and another value into it, and submits."""
        self.open_form(who, goal)
        opened = self.opened[who, goal]
        for name, text in ((Field.REASON, reason), (Field.VALUE, "79")):
            opened.cells[name] = opened.cells[name]._replace(text=text)
        self.submit(who, goal)

    @rule(goal=which_goal, which=st.integers(0, 2))
    @precondition(lambda self: self.has_history)
    def click_once_more(self, goal: str, which: int) -> None:
        """The answer got lost, so the same click comes again, however late."""
        old = self.some_submission(goal, which)
        if old is not None:
            again = self.click(lambda session: self.send(session, old.who, goal, old.seen, old.click_key))
            assert again == old.id, "the same click is the same submission"

    @rule(who=who_edits, goal=which_goal, which=st.integers(0, 2))
    @precondition(lambda self: self.has_history)
    def withdraw(self, who: str, goal: str, which: int) -> None:
        """An editor takes back what they see, which is not always the newest."""
        seen = self.some_submission(goal, which)
        if seen is not None:
            act = partial(reports.withdraw, person=self.person(who), report_id=seen.id, now=self.at)
            self.decide(goal, seen, who, Decision.WITHDRAW, act)

    @rule(goal=which_goal)
    @precondition(lambda self: self.has_history)
    def look(self, goal: str) -> None:
        """The reviewer opens what was submitted last; it stays on the screen while others go on."""
        if self.books[goal].submissions:
            self.looked_at[goal] = self.books[goal].submissions[-1]

    @rule(goal=which_goal, verified=st.sampled_from([None, Decimal(7)]))
    @precondition(lambda self: self.has_history)
    def approve(self, goal: str, verified: Decimal | None) -> None:
        seen = self.looked_at.get(goal)
        if seen is None:
            return self.look(goal)
        method = VerifyMethod.PHONE if verified else None
        act = partial(
            reviews.approve,
            person=self.person(REVIEWER),
            report_id=seen.id,
            now=self.at,
            verified_value=verified,
            method=method,
        )
        if self.decide(goal, seen, REVIEWER, Decision.APPROVE, act):
            seen.counted = Decimal(seen.texts[Field.VALUE]) if verified is None else verified

    @rule(goal=which_goal)
    @precondition(lambda self: self.has_history)
    def send_back(self, goal: str) -> None:
        seen = self.looked_at.get(goal)
        if seen is None:
            return self.look(goal)
        act = partial(
            reviews.send_back,
            person=self.person(REVIEWER),
            report_id=seen.id,
            note="请核对口径。",
            now=self.at,
        )
        self.decide(goal, seen, REVIEWER, Decision.RETURN, act)

    @rule(who=who_edits, goal=which_goal)
    @precondition(lambda self: any(book.cells for book in self.books.values()))
    def throw_the_draft_away(self, who: str, goal: str) -> None:
        opened, book = self.form_of(who, goal), self.books[goal]
        seen = {name: cell.version for name, cell in opened.cells.items()}
        is_unseen = any(opened.cells[name].save != cell.save for name, cell in book.cells.items())
        self.click(
            lambda session: drafts.discard(
                session, self.person(who), self.id_of(goal), self.period(goal), seen
            ),
            {StaleState} if is_unseen else set(),
        )
        if not is_unseen:
            book.cells.clear()
            del self.opened[who, goal]

    # What must hold after every step.

    @invariant()
    def the_ledger_says_what_the_book_says(self) -> None:
        with self.reading() as session:
            self.history_is_complete(session)
            self.drafts_are_as_last_saved(session)
            self.standing_is_what_the_facts_say(session)

    def history_is_complete(self, session: Session) -> None:
        """Every acknowledged submission and decision is there, in order, and nothing else is."""
        stored = session.exec(
            select(Report, Review)
            .join(Review, col(Review.report_id) == Report.id, isouter=True)
            .order_by(col(Report.id))
        ).all()
        told = [
            (
                row.id,
                row.target_id,
                row.number,
                row.submitted_by_id,
                row.reason,
                row.value,
                review.decision if review else None,
                review.decided_by_id if review else None,
            )
            for row, review in stored
        ]
        assert told == sorted(
            (
                each.id,
                self.id_of(goal),
                number,
                self.person(each.who).account_id,
                each.texts[Field.REASON],
                Decimal(each.texts[Field.VALUE]),
                each.decision,
                self.person(each.decided_by).account_id if each.decided_by else None,
            )
            for goal, book in self.books.items()
            for number, each in enumerate(book.submissions, start=1)
        )

    def drafts_are_as_last_saved(self, session: Session) -> None:
        stored = session.exec(select(DraftCell)).all()
        assert {(row.target_id, Field(row.field)): (row.text, row.version) for row in stored} == {
            (self.id_of(goal), name): cell[:2]
            for goal, book in self.books.items()
            for name, cell in book.cells.items()
        }

    def standing_is_what_the_facts_say(self, session: Session) -> None:
        stored = {row.target_id: row for row in session.exec(select(Standing))}
        assert set(stored) == {self.id_of(name) for name, book in self.books.items() if book.submissions}
        for goal, book in self.books.items():
            if book.submissions:
                row, newest, approved = stored[self.id_of(goal)], book.submissions[-1], book.approved
                state = ReportState(newest.decision.value) if newest.decision else ReportState.SUBMITTED
                assert (row.latest_report_id, row.latest_state) == (newest.id, state)
                counted = (approved.id, approved.counted) if approved else (None, None)
                assert (row.approved_report_id, row.approved_value) == counted

    # How it is done.

    def decide(
        self, goal: str, seen: Submission, who: str, decision: Decision, act: Callable[[Session], None]
    ) -> bool:
        """Decide on the submission that was seen; whether it was acknowledged."""
        book = self.books[goal]
        is_newest = seen is book.submissions[-1]
        against = ({Locked} if not book.waits else set()) | ({StaleState} if not is_newest else set())
        self.click(act, against)
        if not against:
            seen.decision, seen.decided_by = decision, who
        return not against

    def what_stands_against(self, book: Book, opened: Opened) -> set[Reason]:
        """Why this form can't be submitted; nothing: it must be acknowledged."""
        texts = {name: cell.text for name, cell in opened.cells.items()}
        needs_reason = book.approved is not None and not book.waits and not texts[Field.REASON]
        reasons: dict[Reason, bool] = {
            StaleState: book.is_unseen(opened),
            EntryRefused: not texts[Field.VALUE].isdecimal() or not texts[Field.PROGRESS],
            Locked: book.waits,
            NeedsReason: needs_reason,
        }
        return {reason for reason, stands in reasons.items() if stands}

    @property
    def has_history(self) -> bool:
        return any(book.submissions for book in self.books.values())

    def some_submission(self, goal: str, which: int) -> Submission | None:
        """One of the newest, counted from the last."""
        newest = self.books[goal].submissions[-3:]
        return newest[-1 - which % len(newest)] if newest else None

    def form_of(self, who: str, goal: str) -> Opened:
        if (who, goal) not in self.opened:
            self.open_form(who, goal)
        return self.opened[who, goal]

    def send(self, session: Session, who: str, goal: str, seen: Seen, click_key: str) -> int:
        return reports.submit(
            session, self.person(who), self.id_of(goal), self.period(goal), seen, click_key, self.at
        )

    def click(self, act: Callable[[Session], Any], against: Collection[Reason] = ()) -> Any:
        """One click: a savepoint that a refusal rolls back. With nothing against it, it must succeed."""
        self.at += timedelta(minutes=1)
        done, refused = None, None
        try:
            with self.connection.begin_nested(), self.reading() as session:
                done = act(session)
                session.flush()
        except Refusal as refusal:
            refused = refusal
        reasons = " and ".join(sorted(reason.__name__ for reason in against))
        if refused is None:
            assert not against, f"acknowledged against {reasons}"
        else:
            assert type(refused) in against, f"{refused!r}, not {reasons or 'acknowledged'}"
        return done

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(
            self.connection, join_transaction_mode="rollback_only", expire_on_commit=False
        ) as session:
            yield session

    def person(self, who: str) -> Person:
        return self.world.desk.people[who]

    def id_of(self, goal: str) -> int:
        return self.world.targets[goal].id

    def period(self, goal: str) -> Period:
        return self.world.periods[goal]
