"""A walk: people do things at odd instants through the services, and the model is told what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.asof.model import END, Decided, Erratum, Model, Reading, Rules, Sent, Terms, Window
from tests.entry.ledger import CLOSES, DUE, JIAOTONG, KEJI, LEADS, NOW, OPENS, Q2, Q3, TERMS, TYPED, Desk
from tracker.domain.access import Person
from tracker.domain.language.errors import Refusal
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Target, UnitRef
from tracker.domain.workflow.adjustment import Proposed
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.erratum import ErratumKind, ReadAs
from tracker.domain.workflow.lifecycle import Decision, VerifyMethod
from tracker.queries.errata import known_of
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services import adjustments, errata, reports, reviews, rules, windows
from tracker.tables import Review, TargetTerms
from tracker.tables import Target as TargetRow

MISSED = "人才"  # in the notice, and no target until an erratum adds it
WALKED = ("企业", "吞吐量")
# Few, so that many rows share one; a microsecond apart, a day apart; taken in any order.
INSTANTS = (
    NOW,
    NOW + timedelta(microseconds=1),
    NOW + timedelta(microseconds=2),
    NOW + timedelta(hours=1),
    NOW + timedelta(days=1),
    NOW + timedelta(days=2),
    NOW + timedelta(days=3),
)
BEFORE = OPENS - timedelta(days=200)
MOMENTS = (BEFORE, OPENS, *INSTANTS, NOW - timedelta(microseconds=1), NOW + timedelta(hours=30))
CLERKS = {KEJI: "王", JIAOTONG: "李"}


@dataclass(frozen=True)
class Step:
    act: str
    target: str
    period: Period
    number: int
    at: datetime


def _steps(acts: Sequence[str], targets: Sequence[str]) -> st.SearchStrategy[list[Step]]:
    step = st.builds(
        Step,
        act=st.sampled_from(acts),
        target=st.sampled_from(targets),
        period=st.sampled_from([Q2, Q3]),
        number=st.integers(1, 6),
        at=st.sampled_from(INSTANTS),
    )
    return st.lists(step, min_size=2, max_size=14)


_REPORTING = ("submit", "submit", "submit", "approve", "approve", "verify", "return", "withdraw")
_OFFICE = ("adjust", "lead", "window", "rules")
_ERRATA = ("correct", "correct", "miss", "disown", "restore")
STEPS = _steps((*_REPORTING, *_OFFICE), WALKED)
STEPS_WITH_ERRATA = _steps((*_REPORTING, *_OFFICE, *_ERRATA), (*WALKED, MISSED))


@dataclass
class Walk:
    """One history in an open transaction: nothing of it is committed."""

    session: Session
    desk: Desk
    plan_id: int
    units: dict[str, int]
    model: Model = field(default_factory=Model)
    clicks: int = 0
    targets: dict[str, int] = field(default_factory=dict)

    def named(self, target: Target) -> str:
        """What the model calls a target, whatever errata call it."""
        return next(name for name, target_id in self.targets.items() if target_id == target.id)

    def take(self, step: Step) -> None:
        """What is refused leaves no row, neither in the ledger nor in the model."""
        acts: dict[str, Callable[[Step], None]] = {
            "submit": self._submit,
            "approve": lambda each: self._decide(each, Decision.APPROVE),
            "verify": lambda each: self._decide(each, Decision.APPROVE, Decimal(each.number)),
            "return": lambda each: self._decide(each, Decision.RETURN),
            "withdraw": lambda each: self._decide(each, Decision.WITHDRAW),
            "adjust": lambda each: self._adjust(each, value=Decimal(100 + each.number)),
            "lead": lambda each: self._adjust(each, lead=(KEJI, JIAOTONG)[each.number % 2]),
            "window": self._set_window,
            "rules": self._set_rules,
            "correct": self._correct,
            "miss": self._add_missed,
            "disown": self._disown,
            "restore": self._restore,
        }
        self.clicks += 1
        if step.target not in self.targets and step.act != "miss":
            return
        try:
            with self.session.begin_nested():
                acts[step.act](step)
        except Refusal:
            return

    def _submit(self, step: Step) -> None:
        key = (step.target, step.period)
        number = sum(each.key == key for each in self.model.sent)
        value, month = Decimal(step.number * 10), str(step.period.last_month)
        typed = {**TYPED, Field.VALUE: str(value), Field.DATA_MONTH: month, Field.REASON: "更正。"}
        seen = reports.Seen(number, {name: (0, text) for name, text in typed.items()})
        click, target_id = f"walk-{self.clicks}", self.targets[step.target]
        clerk = self._clerk(step)
        sent = reports.submit(self.session, clerk, target_id, step.period, seen, click, step.at)
        gone = {each.report for each in self.model.decided if each.decision is Decision.WITHDRAW}
        kept = (each for each in self.model.sent if each.key == key and each.id not in gone)
        first = next(kept, None)
        window = [each for each in self.model.windows if each.period == step.period][-1]
        on_time = step.at < window.due if first is None else first.is_on_time
        corrects = self.model.figure(key, END, unapproved=False) is not None
        number = 1 + sum(each.key == key for each in self.model.sent)
        self.model.sent.append(Sent(sent, number, key, value, step.at, corrects, on_time))

    def _decide(self, step: Step, decision: Decision, verified: Decimal | None = None) -> None:
        key = (step.target, step.period)
        found = [each for each in self.model.sent if each.key == key]
        if not found:
            return
        report = found[-1]
        reviewer = self.desk.people["周"]
        if decision is Decision.RETURN:
            reviews.send_back(self.session, reviewer, report.id, "请核对。", step.at)
        elif decision is Decision.WITHDRAW:
            reports.withdraw(self.session, self._clerk(step), report.id, step.at)
        else:
            method = None if verified is None else VerifyMethod.PHONE
            reviews.approve(
                self.session, reviewer, report.id, step.at, verified_value=verified, method=method
            )
        self.session.exec(select(Review).where(Review.report_id == report.id)).one()
        differs = verified if verified != report.value else None
        self.model.decided.append(Decided(report.id, decision, differs, step.at))

    def _adjust(self, step: Step, value: Decimal | None = None, lead: str | None = None) -> None:
        target_id, office, newest = self.targets[step.target], self.desk.people["周"], self._newest(step)
        before = [each for each in self.model.terms if each.target == step.target][-1]
        effective = periods_of(2025)[step.number % 4]
        wanted = replace(
            before,
            version=before.version + 1,
            value=value if value is not None else before.value,
            lead=lead or before.lead,
            effective=effective,
            at=step.at,
        )
        proposed = Proposed(wanted.value, newest.path, None, None, self.units[wanted.lead], effective)
        assert newest.id is not None
        click = f"walk-{self.clicks}"
        request = adjustments.apply(
            self.session, office, target_id, newest.id, proposed, "政策调整。", "会议纪要。", click, step.at
        )
        adjustments.accept(self.session, self.desk.people["吴"], request, "同意。", step.at)
        self.model.terms.append(wanted)

    def _newest(self, step: Step) -> TargetTerms:
        versions = select(TargetTerms).where(TargetTerms.target_id == self.targets[step.target])
        return self.session.exec(versions.order_by(col(TargetTerms.version).desc()).limit(1)).one()

    def _correct(self, step: Step) -> None:
        """Another value, sometimes another lead and another name."""
        office, target_id, newest = self.desk.people["周"], self.targets[step.target], self._newest(step)
        last = periods_of(2025)[-1]
        (record,) = targets_of(
            self.session, office, self.plan_id, last, among={target_id}, with_withdrawn=True
        )
        read = known_of(self.session, office, record).reading.read
        before = self.model.reading_of(step.target, END)
        reading = Reading(
            f"{step.target}{step.number}" if step.number % 2 else before.name,
            Decimal(200 + step.number),
            (KEJI, JIAOTONG)[step.number % 2] if step.number > 3 else before.lead,
        )
        read = replace(
            read,
            name=reading.name,
            terms=replace(read.terms, value=reading.value),
            lead=UnitRef(self.units[reading.lead], reading.lead),
        )
        click = f"walk-{self.clicks}"
        errata.correct(self.session, office, target_id, newest.id or 0, read, "误读。", click, step.at)
        self.model.correct(step.target, reading, step.at)

    def _add_missed(self, step: Step) -> None:
        """What the notice says of 人才, whichever target the step names."""
        office, lead = self.desk.people["周"], (KEJI, JIAOTONG)[step.number % 2]
        reading = Reading(MISSED, Decimal(2000 + step.number), lead)
        terms = replace(TERMS["企业"], value=reading.value, unit_of_measure="人")
        read = ReadAs(MISSED, terms, UnitRef(self.units[lead], lead), ())
        quote, click = "引进人才2000人以上", f"walk-{self.clicks}"
        code = errata.add_missed(
            self.session, office, self.plan_id, quote, "2000", read, "遗漏。", click, step.at
        )
        self.targets[MISSED] = (
            self.session.exec(select(TargetRow.id).where(TargetRow.code == code)).one() or 0
        )
        self.model.terms.append(Terms(MISSED, 1, reading.value, lead, periods_of(2025)[0], step.at))
        self.model.errata.append(Erratum(MISSED, ErratumKind.MISSED, MISSED, reading, step.at))

    def _disown(self, step: Step) -> None:
        office, target_id, newest = self.desk.people["周"], self.targets[step.target], self._newest(step)
        reads = "condition" if step.target == MISSED else ""
        click = f"walk-{self.clicks}"
        errata.withdraw(self.session, office, target_id, newest.id or 0, reads, "不是目标。", click, step.at)
        self._note(step, ErratumKind.WITHDRAWN)

    def _restore(self, step: Step) -> None:
        office, target_id = self.desk.people["周"], self.targets[step.target]
        errata.restore(self.session, office, target_id, "撤销有误。", f"walk-{self.clicks}", step.at)
        self._note(step, ErratumKind.RESTORED)

    def _note(self, step: Step, kind: ErratumKind) -> None:
        name = self.model.reading_of(step.target, END).name
        self.model.errata.append(Erratum(step.target, kind, name, None, step.at))

    def _set_window(self, step: Step) -> None:
        due, closes = (NOW + timedelta(days=step.number - 2 + extra) for extra in (0, 30))
        windows.set_window(
            self.session, self.desk.people["周"], self.plan_id, step.period, BEFORE, due, closes, step.at
        )
        self.model.windows.append(Window(step.period, due, closes, step.at))

    def _set_rules(self, step: Step) -> None:
        newest = self.model.rules[-1]
        paced_on = Decimal(90 + step.number)
        made = rules.set_rules(
            self.session,
            self.desk.people["陈"],
            self.plan_id,
            replace(RuleSet(), version=newest.version, paced_on=paced_on),
            "试行。",
            newest.version,
            step.at,
        )
        if made != newest.version:
            self.model.rules.append(Rules(made, paced_on, step.at))

    def _clerk(self, step: Step) -> Person:
        """The clerk of whoever leads the target by the newest terms that are effective at the quarter."""
        terms = self.model.terms_of(step.target, step.period, END)
        assert terms is not None
        return self.desk.people[CLERKS[terms.lead]]


def begin(session: Session, desk: Desk) -> Walk:
    """The ledger as ``open_desk`` leaves it, with wide windows, and the model of the same."""
    plan = next(each for each in plans(session) if each.code == "t")
    units = {KEJI: next(iter(desk.people["王"].unit_ids)), JIAOTONG: next(iter(desk.people["李"].unit_ids))}
    walk = Walk(session, desk, plan.id, units, targets=dict(desk.targets))
    first = Period(2025, 1)
    walk.model.terms = [
        Terms(name, 1, terms.value, LEADS[name], first, OPENS) for name, terms in TERMS.items()
    ]
    walk.model.rules = [Rules(1, RuleSet().paced_on, OPENS)]
    for period in (Q2, Q3):
        windows.set_window(
            session,
            desk.people["周"],
            plan.id,
            period,
            BEFORE,
            NOW + timedelta(days=2),
            NOW + timedelta(days=60),
            BEFORE,
        )
        # Set by open_desk before; what is made later counts from its own instant on.
        back = timedelta(days=91 if period == Q2 else 0)
        opened = Window(period, DUE - back, CLOSES - back, OPENS - back)
        walk.model.windows += [
            opened,
            Window(period, NOW + timedelta(days=2), NOW + timedelta(days=60), BEFORE),
        ]
    return walk
