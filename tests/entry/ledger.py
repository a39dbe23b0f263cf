"""A small ledger for the services: two units, four targets of several kinds, six people, an open quarter.

市科技局 leads 企业 (a running total of 100 家) and 增速 (a rate of 20 %); 市交通运输局 leads 吞吐量
(a running total, more than 36 万标箱) and 开工 (a milestone due in the third quarter).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.figure import Finality, ReportState
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.entry import Field
from tracker.queries.entries import Form, form, ledger_of
from tracker.queries.integrity import findings
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services import drafts, register, reports, reviews, windows
from tracker.tables import Account, AccountUnit, Area, Plan, PlanStep, RuleSetVersion, Standing, Target, Unit

Q2, Q3 = Period(2025, 2), Period(2025, 3)
OPENS = datetime(2025, 9, 25, 9, tzinfo=SHANGHAI)
DUE = datetime(2025, 10, 10, 18, tzinfo=SHANGHAI)
CLOSES = datetime(2025, 10, 20, 18, tzinfo=SHANGHAI)
NOW = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
KEJI, JIAOTONG = "市科技局", "市交通运输局"
TERMS = {
    "企业": Terms(Kind.RUNNING_TOTAL, Operator.AT_LEAST, Decimal(100), "家", Path.EVEN),
    "增速": Terms(Kind.RATE, Operator.AT_LEAST, Decimal(20), "%", Path.FLAT),
    "吞吐量": Terms(Kind.RUNNING_TOTAL, Operator.MORE_THAN, Decimal(36), "万标箱", Path.EVEN),
    "开工": Terms(Kind.MILESTONE, Operator.AT_LEAST, None, "", Path.YEAR_END, due=Q3),
}
NOTICE = "企业增速吞吐量开工。引进人才2000人以上。"
LEADS = {"企业": KEJI, "增速": KEJI, "吞吐量": JIAOTONG, "开工": JIAOTONG}
# Enough for a figure on pace; behind, a problem and a next step are there as well.
TYPED = {
    Field.VALUE: "80",
    Field.DATA_MONTH: "9",
    Field.FINALITY: Finality.FINAL.value,
    Field.PROGRESS: "按计划推进。",
    Field.PROBLEM: "审批周期较长。",
    Field.NEXT_STEP: "逐月调度。",
}


@dataclass
class Desk:
    """The ledger with its people; each method is one click: one transaction, opened as the pages do."""

    engine: Engine
    people: dict[str, Person]
    targets: dict[str, int]
    keys: "count[int]" = field(default_factory=count)

    def save(
        self,
        who: str,
        target: str,
        name: Field,
        text: str,
        seen: int = 0,
        at: datetime = NOW,
        period: Period = Q3,
    ) -> int:
        with transaction(self.engine, advance=False, together=True) as session:
            return drafts.save_cell(
                session, self.people[who], self.targets[target], period, name, text, seen, at
            )

    def submit(
        self,
        who: str = "王",
        target: str = "企业",
        *,
        number: int = 0,
        click: str = "",
        at: datetime = NOW,
        period: Period = Q3,
        versions: Mapping[Field, int] | None = None,
        files: frozenset[str] = frozenset(),
        **typed: str,
    ) -> int:
        """``typed`` by field name, on top of TYPED; the draft's ``versions`` and ``files`` as seen."""
        texts = TYPED | {Field.DATA_MONTH: str(period.last_month)} | {Field(k): v for k, v in typed.items()}
        cells = {name: ((versions or {}).get(name, 0), text) for name, text in texts.items()}
        seen = reports.Seen(number, cells, files)
        with transaction(self.engine, together=True) as session:
            return reports.submit(
                session,
                self.people[who],
                self.targets[target],
                period,
                seen,
                click or f"click-{next(self.keys)}",
                at,
            )

    def withdraw(self, who: str, report: int) -> None:
        with transaction(self.engine, together=True) as session:
            reports.withdraw(session, self.people[who], report, NOW)

    def approve(self, report: int, who: str = "周", **found: Any) -> None:
        with transaction(self.engine, together=True) as session:
            reviews.approve(session, self.people[who], report, NOW, **found)

    def send_back(self, report: int, note: str = "请核对口径。", who: str = "周") -> None:
        with transaction(self.engine, together=True) as session:
            reviews.send_back(session, self.people[who], report, note, NOW)

    def form(self, who: str = "王", target: str = "企业", at: datetime = NOW, period: Period = Q3) -> Form:
        with reading(self.engine) as session:
            person, plan = self.people[who], plans(session)[0]
            listed = targets_of(session, self.people["周"], plan.id, period)
            record = next(each for each in listed if each.id == self.targets[target])
            return form(session, person, ledger_of(session, person, plan, period), record, at)

    def state(self, target: str = "企业", period: Period = Q3) -> ReportState | None:
        with reading(self.engine) as session:
            standing = session.get(Standing, (self.targets[target], period))
            return None if standing is None else standing.latest_state

    def counted(self, target: str = "企业", period: Period = Q3) -> Decimal | None:
        """The approved value that counts."""
        with reading(self.engine) as session:
            standing = session.get(Standing, (self.targets[target], period))
            return None if standing is None else standing.approved_value

    def differences(self) -> list[str]:
        """What derived rows say otherwise than the facts; empty when all is well."""
        with reading(self.engine) as session:
            return [str(each) for each in findings(session)]


def ending_with(month: int, rhythm: Rhythm) -> Period:
    """The period of 2025 that ends with this month."""
    return Period(2025, month // rhythm.months, rhythm)


def open_desk(engine: Engine) -> Desk:
    with transaction(engine) as session:
        units = {name: _added(session, Unit(name=name)) for name in (KEJI, JIAOTONG)}
        people = _people(session, units)
        plan_id, targets = add_plan(session, "t", {name: units[unit] for name, unit in LEADS.items()})
        for period in (Q2, Q3):
            back = timedelta(days=91 if period == Q2 else 0)
            windows.set_window(
                session, people["周"], plan_id, period, OPENS - back, DUE - back, CLOSES - back, OPENS - back
            )
    return Desk(engine, people, targets)


def add_plan(
    session: Session,
    code: str,
    leads: Mapping[str, int],
    rhythm: Rhythm = Rhythm.QUARTERLY,
    state: PlanState = PlanState.PUBLISHED,
) -> tuple[int, dict[str, int]]:
    """A plan with the four targets; its id and theirs. ``leads``: units by the targets' names."""
    plan = Plan(
        code=code,
        title="方案",
        document="海政发〔2025〕10号",
        year=2025,
        issued=date(2025, 3, 1),
        rhythm=rhythm,
        notice=NOTICE,
        notice_sha256=sha256(NOTICE.encode()).hexdigest(),
    )
    plan_id = _added(session, plan)
    session.add(PlanStep(plan_id=plan_id, number=1, state=state, taken_at=OPENS))
    area = _added(
        session,
        Area(
            plan_id=plan_id,
            number=1,
            title="领域",
            lead_unit_id=leads["企业"],
            start=0,
            end=len(NOTICE),
            preamble_start=0,
            preamble_end=0,
        ),
    )
    targets = {
        name: _target(session, plan_id, area, name, leads[name], position, rhythm)
        for position, name in enumerate(TERMS)
    }
    session.add(_rules(plan_id))
    return plan_id, targets


def _people(session: Session, units: dict[str, int]) -> dict[str, Person]:
    cast = {
        "王": (Role.CLERK, KEJI),
        "何": (Role.CLERK, KEJI),
        "李": (Role.CLERK, JIAOTONG),
        "周": (Role.REVIEWER, None),
        "吴": (Role.REVIEWER, None),
        "沈": (Role.LEADER, None),
        "陈": (Role.ADMINISTRATOR, None),
    }
    people = {}
    for name, (role, unit) in cast.items():
        account = _added(session, Account(login=name, name=name, role=role, created_at=OPENS))
        own = frozenset() if unit is None else frozenset({units[unit]})
        session.add_all(AccountUnit(account_id=account, unit_id=each) for each in own)
        people[name] = Person(account, name, name, role, own)
    return people


def _target(
    session: Session, plan_id: int, area: int, name: str, lead: int, position: int, rhythm: Rhythm
) -> int:
    row = Target(
        plan_id=plan_id, area_id=area, code=f"T-{position}", name=name, quote=name, quote_start=position
    )
    target_id = _added(session, row)
    terms = TERMS[name]
    if terms.due:
        terms = replace(terms, due=ending_with(terms.due.last_month, rhythm))
    first = Period(2025, 1, rhythm)
    session.add(register.first_terms(target_id, terms, lead, "by rule", first, OPENS))
    return target_id


def _rules(plan_id: int) -> RuleSetVersion:
    rules = RuleSet()
    return RuleSetVersion(
        plan_id=plan_id,
        version=1,
        name=rules.name,
        method=rules.method,
        paced_on=rules.paced_on,
        paced_slight=rules.paced_slight,
        flat_on=rules.flat_on,
        flat_slight=rules.flat_slight,
        about=rules.about,
        group_behind=rules.group_behind,
        group_behind_least=rules.group_behind_least,
        group_unjudged=rules.group_unjudged,
        group_on_pace=rules.group_on_pace,
        created_at=OPENS,
    )


def _added(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    key: int = row.id
    return key


def rows(engine: Engine, table: Any) -> list[Any]:
    with reading(engine) as session:
        return list(session.exec(select(table)).all())
