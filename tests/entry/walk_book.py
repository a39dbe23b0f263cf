"""The random walks' own book: what each person has before their eyes, and what was acknowledged."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple
from uuid import uuid4

from tests.entry.ledger import CLOSES, DUE, OPENS, Q3, TERMS, Desk
from tests.linking.cast import CODE, add_second_plan
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Decision
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services import audit
from tracker.services.reports import Seen
from tracker.services.windows import set_window
from tracker.tables import Account, AccountUnit

SEPTEMBER = Period(2025, 9, Rhythm.MONTHLY)
EDITORS, TARGETS, REVIEWER = ("王", "何", "孙"), ("企业", "增速"), "周"


@dataclass(frozen=True)
class World:
    """The desk with a third editor; read once, for all examples. By name of a target its plan and period."""

    desk: Desk
    targets: dict[str, Target]
    plans: dict[str, PlanRef]
    periods: dict[str, Period]


def open_world(desk: Desk) -> World:
    """Both targets in the desk's plan."""
    _seat_the_third(desk)
    plan, periods = _plan(desk, "t"), dict.fromkeys(TARGETS, Q3)
    targets = {name: _target(desk, plan, Q3, desk.targets[name]) for name in TARGETS}
    return World(desk, targets, dict.fromkeys(TARGETS, plan), periods)


def open_world_of_two_plans(desk: Desk) -> World:
    """In the place of 增速 stands 企业 once more, under the same code in a plan that reports monthly."""
    _seat_the_third(desk)
    one, other = TARGETS
    with transaction(desk.engine) as session:
        added = add_second_plan(session, {one: TERMS[one]}, rhythm=Rhythm.MONTHLY, letter="T")[one]
        plans_now = {plan.code: plan for plan in plans(session)}
        times = (OPENS, DUE, CLOSES)
        set_window(session, desk.people["周"], plans_now[CODE].id, SEPTEMBER, *times, OPENS)
    found = {
        one: _target(desk, plans_now["t"], Q3, desk.targets[one]),
        other: _target(desk, plans_now[CODE], SEPTEMBER, added),
    }
    assert found[one].code == found[other].code
    return World(desk, found, {one: plans_now["t"], other: plans_now[CODE]}, {one: Q3, other: SEPTEMBER})


def _plan(desk: Desk, code: str) -> PlanRef:
    with reading(desk.engine) as session:
        return next(plan for plan in plans(session) if plan.code == code)


def _target(desk: Desk, plan: PlanRef, period: Period, target_id: int) -> Target:
    with reading(desk.engine) as session:
        listed = targets_of(session, desk.people["周"], plan.id, period)
    return next(target for target in listed if target.id == target_id)


def _seat_the_third(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        account = Account(login="孙", name="孙", role=Role.CLERK, created_at=OPENS)
        session.add(account)
        session.flush()
        assert account.id is not None
        units = desk.people["王"].unit_ids
        session.add_all(AccountUnit(account_id=account.id, unit_id=each) for each in units)
        audit.record(session, None, "新建账号", "孙", OPENS)
        desk.people["孙"] = Person(account.id, "孙", "孙", Role.CLERK, units)


class Cell(NamedTuple):
    """A field's text; ``save`` counts the saves of the whole walk, 0: never stored. A version may lie."""

    text: str
    version: int = 0
    save: int = 0


NOTHING = Cell("")


@dataclass
class Opened:
    """A form as it stands on somebody's screen."""

    number: int
    cells: dict[Field, Cell]
    click_key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def seen(self) -> Seen:
        return Seen(self.number, {name: (cell.version, cell.text) for name, cell in self.cells.items()})


@dataclass
class Submission:
    """A submission that was acknowledged, in the machine's own book."""

    id: int
    who: str
    click_key: str
    seen: Seen
    decision: Decision | None = None
    decided_by: str | None = None
    counted: Decimal | None = None

    @property
    def texts(self) -> dict[Field, str]:
        return {name: text for name, (_, text) in self.seen.cells.items()}


@dataclass
class Book:
    """What is known of one target: acknowledged submissions in order, and the draft's cells."""

    submissions: list[Submission] = field(default_factory=list)
    cells: dict[Field, Cell] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        return bool(self.submissions) and self.submissions[-1].decision is None

    @property
    def approved(self) -> Submission | None:
        approved = [each for each in self.submissions if each.decision is Decision.APPROVE]
        return approved[-1] if approved else None

    def is_unseen(self, opened: Opened) -> bool:
        """Whether something was submitted or saved since the form was opened that differs from it."""
        if self.submissions and len(self.submissions) != opened.number:
            return True
        return any(self.was_changed(name, opened.cells[name]) for name in self.cells)

    def was_changed(self, name: Field, mine: Cell) -> bool:
        """Whether the draft holds another text than mine, and not the one that I saw."""
        stored = self.cells.get(name, NOTHING)
        return stored.save != mine.save and stored.text != mine.text
