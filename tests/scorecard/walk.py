"""Whatever is written in whatever order, and readers who come by now and then.

What people do is the walk of tests/asof; beside it a monthly plan is reported, a target of a third plan is
linked with one or with the other, and more. A reader holds the scorecard of a plan at a period as they last
had it; who looks has it carried on, and a new one beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from itertools import count

from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.asof.walk import INSTANTS, WALKED, Step, Walk, begin
from tests.entry.ledger import (
    CLOSES,
    DUE,
    JIAOTONG,
    KEJI,
    NOW,
    OPENS,
    Q2,
    Q3,
    TERMS,
    TYPED,
    Desk,
    add_plan,
    open_desk,
)
from tests.linking.cast import CODE, add_second_plan
from tracker.db import transaction
from tracker.domain.language.errors import Refusal
from tracker.domain.measure.period import Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.carrying import carried_on
from tracker.queries.plans import plans
from tracker.queries.scorecard import CardRead, read_card
from tracker.services import audit, countersigns, links, options, reports, reviews, windows
from tracker.tables import Report, TargetTerms, TermsUnit

AUGUST, SEPTEMBER = (Period(2025, month, Rhythm.MONTHLY) for month in (8, 9))
MONTHLY = "m"
LINKED, EACH_MONTH = "民:企业", "月:企业"
COMPUTED = (
    *("targets", "budgets", "whole", "areas", "departments", "departments_with_co_led"),
    *("behind", "behind_again", "missing", "early", "unjudged", "leaders", "data_months", "places"),
)


@dataclass(frozen=True)
class Look:
    """Somebody looks at a plan at a period; ``now``: the moment by which windows are open."""

    plan: str
    period: Period
    who: str
    unapproved: bool
    now: datetime

    @property
    def key(self) -> tuple[object, ...]:
        return self.plan, self.period, self.who, self.unapproved


@dataclass(frozen=True)
class Act:
    """What the walk of tests/asof knows nothing of."""

    name: str
    target: str
    period: Period
    at: datetime


PLACES = [("t", Q2), ("t", Q3), (CODE, Q3), (MONTHLY, AUGUST), (MONTHLY, SEPTEMBER)]
LOOKS = st.builds(
    lambda place, who, unapproved, now: Look(*place, who, unapproved, now),
    st.sampled_from(PLACES),
    st.sampled_from(["周", "王", "李"]),
    st.booleans(),
    st.sampled_from(INSTANTS),
)
ACTS = st.builds(
    Act,
    st.sampled_from(["link", "link", "unlink", "sign", "let in", "head", "report", "report", "approve"]),
    st.sampled_from(["企业", EACH_MONTH]),
    st.sampled_from([AUGUST, SEPTEMBER]),
    st.sampled_from(INSTANTS),
)
FIGURES = ("submit", "submit", "approve", "verify", "return", "withdraw")
STRUCTURE = ("adjust", "lead", "window", "rules", "correct", "disown", "restore")


def steps_of(acts: Sequence[str]) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        act=st.sampled_from(acts),
        target=st.sampled_from(WALKED),
        period=st.sampled_from([Q2, Q3]),
        number=st.integers(1, 6),
        at=st.sampled_from(INSTANTS),
    )


# A figure, once it is there, is looked at again: half of the steps are looks.
HISTORIES = st.lists(
    st.one_of(LOOKS, LOOKS, LOOKS, ACTS, steps_of(FIGURES), steps_of(STRUCTURE)), max_size=24
)
FIGURES_ALONE = st.lists(st.one_of(LOOKS, steps_of(FIGURES), steps_of(FIGURES)), max_size=24)


def open_plans(engine: Engine) -> Desk:
    """The desk, whose 企业 市交通运输局 has a part in; a monthly plan, and a third that asks for 企业 too."""
    desk = open_desk(engine)
    with transaction(engine) as session:
        (keji,), (jiaotong,) = desk.people["王"].unit_ids, desk.people["李"].unit_ids
        monthly, targets = add_plan(session, MONTHLY, dict.fromkeys(TERMS, keji), Rhythm.MONTHLY)
        desk.targets[EACH_MONTH] = targets["企业"]
        desk.targets[LINKED] = add_second_plan(session, {"企业": TERMS["企业"]})["企业"]
        third = next(each for each in plans(session) if each.code == CODE)
        for plan_id, period in ((third.id, Q3), (monthly, AUGUST), (monthly, SEPTEMBER)):
            windows.set_window(session, desk.people["周"], plan_id, period, OPENS, DUE, CLOSES, OPENS)
        terms = select(TargetTerms.id).where(TargetTerms.target_id == desk.targets["企业"])
        session.add(TermsUnit(terms_id=session.exec(terms).one(), position=1, unit_id=jiaotong))
        audit.record(session, None, "布置", CODE, NOW)
    return desk


@dataclass
class Readers:
    """Who looks, in one open transaction; ``anew``: how often nothing could be carried on."""

    session: Session
    desk: Desk
    walk: Walk
    held: dict[tuple[object, ...], CardRead] = field(default_factory=dict)
    anew: int = 0
    _keys: "count[int]" = field(default_factory=count)

    def take(self, step: Step | Look | Act) -> None:
        if isinstance(step, Look):
            self.look(step)
        elif isinstance(step, Act):
            self.act(step)
        else:
            self.walk.take(step)

    def look(self, asked: Look) -> None:
        """Compares what was carried on with what is read."""
        plan = next(each for each in plans(self.session) if each.code == asked.plan)
        person, before = self.desk.people[asked.who], self.held.get(asked.key)
        fresh = self.read(plan, asked.period, asked).rolled_up()
        if (earlier := asked.period.previous) is not None:
            last = self.read(plan, earlier, asked)
            same(self.read(plan, asked.period, asked, before=last).rolled_up(), fresh)
        if before is None:
            self.held[asked.key] = fresh
            return
        carried = carried_on(self.session, before, plan, person, asked.now)
        if carried is None:
            self.anew += 1
        else:
            same(carried, fresh)
            self.show(asked, carried, fresh)
        self.held[asked.key] = carried or fresh

    def read(self, plan: PlanRef, period: Period, asked: Look, before: CardRead | None = None) -> CardRead:
        person, now = self.desk.people[asked.who], asked.now
        return read_card(
            self.session, plan, period, person, now=now, include_unapproved=asked.unapproved, before=before
        )

    def show(self, asked: Look, carried: CardRead, fresh: CardRead) -> None:
        """Whoever looks is shown what is made of a scorecard that was carried on."""

    def look_again(self, now: datetime) -> None:
        """Everybody who has looked before."""
        for plan, period, who, unapproved in list(self.held):
            self.look(Look(plan, period, who, unapproved, now))  # type: ignore[arg-type]

    def act(self, act: Act) -> None:
        """A refusal changes nothing."""
        office, linked = self.desk.people["周"], self.desk.targets[LINKED]
        source = self.desk.targets[act.target]
        acts: dict[str, Callable[[], object]] = {
            "link": lambda: links.link(self.session, office, linked, source, "同一批企业。", act.at),
            "unlink": lambda: links.unlink(self.session, office, linked, "口径不同。", act.at),
            "sign": lambda: self._sign(act),
            "let in": lambda: self._let_in(act),
            "head": lambda: self._switch(act),
            "report": lambda: self._report(act),
            "approve": lambda: self._approve(act),
        }
        try:
            with self.session.begin_nested():
                acts[act.name]()
        except Refusal:
            return

    def _sign(self, act: Act) -> None:
        """市交通运输局 objects to the newest submission of 企业."""
        report, unit = self._newest("企业", Q3), self.walk.units[JIAOTONG]
        if report is not None:
            person = self.desk.people["李"]
            countersigns.sign(self.session, person, report, unit, Stance.OBJECT, "口径。", act.at)

    def _let_in(self, act: Act) -> None:
        office, unit, until = self.desk.people["周"], self.walk.units[KEJI], act.at + timedelta(days=90)
        windows.let_in(self.session, office, self.walk.plan_id, Q3, unit, until, "补报。", act.at)

    def _switch(self, act: Act) -> None:
        office, on = self.desk.people["周"], next(self._keys) % 2 == 0
        options.set_head_confirms(self.session, office, self.walk.plan_id, on, act.at)

    def _report(self, act: Act) -> None:
        """The month's figure of 企业, or a correction of it."""
        number = len(self._reports(EACH_MONTH, act.period))
        month = {Field.DATA_MONTH: str(act.period.last_month), Field.VALUE: str(10 * next(self._keys))}
        typed = TYPED | month | {Field.REASON: "更正。"}
        seen = reports.Seen(number, {name: (0, text) for name, text in typed.items()})
        clerk, target = self.desk.people["王"], self.desk.targets[EACH_MONTH]
        reports.submit(self.session, clerk, target, act.period, seen, f"m-{next(self._keys)}", act.at)

    def _approve(self, act: Act) -> None:
        report = self._newest(EACH_MONTH, act.period)
        if report is not None:
            reviews.approve(self.session, self.desk.people["周"], report, act.at)

    def _newest(self, target: str, period: Period) -> int | None:
        return next(reversed(self._reports(target, period)), None)

    def _reports(self, target: str, period: Period) -> Sequence[int | None]:
        of_target = Report.target_id == self.desk.targets[target]
        query = select(Report.id).where(of_target, Report.period == period).order_by(col(Report.id))
        return self.session.exec(query).all()


def same(carried: CardRead, fresh: CardRead) -> None:
    """Equal in every field, and in all that is computed of it. By names: records are long to tell."""
    names = [each.name for each in fields(fresh) if each.name != "figures"]  # what is carried on has none
    pairs = [(name, getattr(carried, name), getattr(fresh, name)) for name in names]
    pairs += [(name, getattr(carried.card, name), getattr(fresh.card, name)) for name in COMPUTED]
    assert [name for name, one, other in pairs if one != other] == []


def readers_of(session: Session, desk: Desk, kind: type[Readers] = Readers) -> Readers:
    return kind(session, desk, begin(session, desk))
