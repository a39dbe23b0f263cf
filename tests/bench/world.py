"""Worlds of a chosen size: three plan years, every quarter reported twice, returned and then approved.

The register of the notice is loaded first, as ``serve --seed`` does; the plans beside
it are inserted in bulk, with the standing that the services would have kept.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Table, func, insert, select, text
from sqlmodel import Session

import tracker.tables  # noqa: F401  (fills Base.metadata)
from migrations import vouching
from tracker.db import Base, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.figure import Finality, ReportState
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.target import Kind, Operator, Path
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.lifecycle import Decision
from tracker.notice.register import load_register
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import register, schema
from tracker.services.sign_in import fingerprint
from tracker.settings import ROOT

YEARS = (2024, 2025, 2026)
NEWEST = Period(YEARS[-1], 3)
AREAS, UNITS, VISITORS = 8, 30, 400
LEADER = "visitor-0"
_FIRST = 100_000  # ids of what is inserted here begin behind the register's
_BATCH = 20_000
_NOTICE = "为客观反映各项目标进展情况，制定本方案。" * 20
_TEXTS = {
    "progress": "按计划推进，已完成年度工作量的大部分，重点项目进展顺利，三个配套项目已进场施工。",
    "problem": "部分项目审批周期较长，资金到位偏慢，影响了下半年的进度。",
    "next_step": "逐月调度，倒排工期，责任到人，力争年底前完成全年目标。",
    "scope_note": "",
    "reason": "",
}

Row = dict[str, Any]


class Size(NamedTuple):
    """``targets`` per plan; with ``open_period`` the newest plan's fourth quarter is open and not reported.

    ``notices``: a world of its own, in which plans are prepared. ``clicks``: a row of the trail a fact.
    """

    targets: int
    open_period: bool = False
    notices: bool = False
    clicks: bool = False


def token_of(number: int) -> str:
    """The cookie of a visitor who has signed in."""
    return f"visitor-{number}"


def token_of_role(role: Role) -> str:
    """The cookie of somebody of this role who has signed in; staff are of the first department."""
    return token_of(0) if role is Role.LEADER else f"somebody-{role}"


def build(engine: Engine, size: Size) -> None:
    """Migrate an empty database and fill it."""
    schema.upgrade(engine)
    with transaction(engine) as session:
        register.load(session, load_register(ROOT / "seed" / "haining-2025"), reported_at(Period(2024, 1)))
        connection = session.connection()
        for table, rows in _people(datetime.now(UTC)):
            _insert(connection, table, rows)
        for number in range(len(YEARS)):
            _insert_plan(connection, number, size)
        if engine.dialect.name == "postgresql":
            _move_sequences(connection)
            connection.execute(text("ANALYZE"))  # as its autovacuum would; SQLite has none in production
        vouching.vouch(connection, in_a_row=1 if size.clicks else 2_000)


def newest_plan(session: Session) -> PlanRef:
    return plans(session)[0]


def leader(session: Session) -> Person:
    """Somebody who reads everything."""
    return person_of_login(session, LEADER)


def clerk_of(unit_id: int) -> Person:
    number = unit_id - _FIRST
    return Person(
        _FIRST + VISITORS + number, f"clerk-{number}", f"填报人{number}", Role.CLERK, frozenset({unit_id})
    )


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _insert(connection: Connection, name: str, rows: Iterator[Row] | list[Row]) -> None:
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _BATCH:
            connection.execute(insert(_table(name)), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(_table(name)), waiting)


def _people(now: datetime) -> Iterator[tuple[str, list[Row]]]:
    """30 departments with a clerk each, visitors who read everything, and somebody of every other role.

    Visitors, and one of each role, have signed in.
    """
    yield "unit", [{"id": _FIRST + n, "name": f"市第{n + 1}局", "short": ""} for n in range(UNITS)]
    visitors = [_account(n, f"visitor-{n}", Role.LEADER, now) for n in range(VISITORS)]
    clerks = [_account(VISITORS + n, f"clerk-{n}", Role.CLERK, now) for n in range(UNITS)]
    others = [role for role in Role if role not in (Role.LEADER, Role.CLERK)]
    first_other = VISITORS + UNITS
    somebody = [_account(first_other + n, f"somebody-{role}", role, now) for n, role in enumerate(others)]
    yield "account", visitors + clerks + somebody
    of_units = [(_FIRST + VISITORS + n, _FIRST + n) for n in range(UNITS)]
    of_units.append((_FIRST + first_other + others.index(Role.HEAD), _FIRST))
    yield "account_unit", [{"account_id": account, "unit_id": unit} for account, unit in of_units]
    times = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(hours=10), "ended_at": None}
    signed_in = [(token_of(n), _FIRST + n) for n in range(VISITORS)]
    signed_in.append((token_of_role(Role.CLERK), _FIRST + VISITORS))
    signed_in += [(token_of_role(role), _FIRST + first_other + n) for n, role in enumerate(others)]
    yield (
        "sign_in_session",
        [
            {"token_sha256": fingerprint(token), "account_id": account, **times}
            for token, account in signed_in
        ],
    )


def _account(number: int, login: str, role: Role, now: datetime) -> Row:
    return {
        "id": _FIRST + number,
        "login": login,
        "name": login,
        "role": role,
        "password_hash": None,
        "is_active": True,
        "created_at": now,
    }


def _insert_plan(connection: Connection, number: int, size: Size) -> None:
    plan = _Plan(number, size)
    for name, rows in plan.register():
        _insert(connection, name, rows)
    for name in ("report", "review", "standing"):
        _insert(connection, name, plan.figures(name))


class _Plan:
    """One year's rows. Everything follows from the target's number, so two runs build the same world."""

    def __init__(self, number: int, size: Size) -> None:
        self.id, self.year, self.size = _FIRST + number, YEARS[number], size
        self.first_target = _FIRST + number * size.targets
        self.first_area = _FIRST + number * AREAS
        self.first_article = _FIRST + number * AREAS * 5
        self.first_report = _FIRST + number * size.targets * 8

    def register(self) -> Iterator[tuple[str, list[Row]]]:
        yield "plan", [self._plan()]
        yield "plan_step", [self._published()]
        yield "area", [self._area(n) for n in range(AREAS)]
        yield "article", [self._article(n) for n in range(AREAS * 5)]
        numbers = range(self.size.targets)
        yield "target", [self._target(n) for n in numbers]
        yield "target_terms", [self._terms(n) for n in numbers]
        yield "terms_unit", [row for n in numbers for row in self._co_units(n)]
        yield "rule_set", [self._rules()]
        yield "reporting_window", [self._window(period) for period in periods_of(self.year)]

    def _plan(self) -> Row:
        return {
            "id": self.id,
            "code": f"bench-{self.year}",
            "title": f"{self.year}年重点目标方案",
            "document": f"测政发〔{self.year}〕1号",
            "year": self.year,
            "issued": date(self.year, 1, 15),
            "notice": _NOTICE,
            "notice_sha256": hashlib.sha256(_NOTICE.encode()).hexdigest(),
        }

    def _published(self) -> Row:
        taken = {"taken_by_id": None, "taken_at": reported_at(Period(self.year, 1))}
        return {"plan_id": self.id, "number": 1, "state": PlanState.PUBLISHED, "reason": "", **taken}

    def _area(self, n: int) -> Row:
        places = {"start": 0, "end": 100, "preamble_start": 0, "preamble_end": 50}
        return {
            "id": self.first_area + n,
            "plan_id": self.id,
            "number": n + 1,
            "title": f"领域{n + 1}",
            "lead_unit_id": _FIRST + n,
            **places,
        }

    def _article(self, n: int) -> Row:
        return {
            "id": self.first_article + n,
            "plan_id": self.id,
            "area_id": self.first_area + n // 5,
            "number": n + 1,
            "title": f"第{n + 1}条",
            "start": 0,
            "end": 100,
        }

    def _target(self, n: int) -> Row:
        return {
            "id": self.first_target + n,
            "plan_id": self.id,
            "area_id": self.first_area + n % AREAS,
            "article_id": self.first_article + n % (AREAS * 5),
            "code": f"T{n}",
            "name": f"第{n}项重点目标数量",
            "quote": "新增重点项目达到100个以上，",
            "quote_start": n,
            "number_start": n + 8,
            "number_end": n + 11,
            "wording": "以上",
            "part_of_id": None,
            "note": "",
        }

    def _terms(self, n: int) -> Row:
        kind = _kind(n)
        is_milestone = kind is Kind.MILESTONE
        empty = ("applicant_id", "approver_id")
        return dict.fromkeys(empty) | {
            "id": self.first_target + n,
            "target_id": self.first_target + n,
            "version": 1,
            "kind": kind,
            "operator": Operator.AT_LEAST,
            "value": None if is_milestone else Decimal(100 + n % 50),
            "unit_of_measure": "%" if kind is Kind.RATE else "个",
            "path": _path(kind),
            "baseline": Decimal(0),
            "due": Period(self.year, 3) if is_milestone else None,
            "is_reduction": False,
            "is_stretch": n % 7 == 0,
            "condition": "",
            "lead_unit_id": _FIRST + n % UNITS,
            "lead_source": "by rule",
            "effective": Period(self.year, 1),
            "reason": "",
            "basis": "",
            "created_at": reported_at(Period(self.year, 1)),
        }

    def _co_units(self, n: int) -> list[Row]:
        """None for some, up to three for others."""
        units = [_FIRST + (n + step) % UNITS for step in range(1, 1 + n % 4)]
        return [
            {"terms_id": self.first_target + n, "position": place, "unit_id": unit}
            for place, unit in enumerate(units, start=1)
        ]

    def _rules(self) -> Row:
        rules = RuleSet()
        names = ("version", "name", "method", "paced_on", "paced_slight", "flat_on", "flat_slight", "about")
        origin = {"reason": "", "created_by_id": None, "created_at": datetime(self.year, 1, 15, tzinfo=UTC)}
        return {"plan_id": self.id, **{name: getattr(rules, name) for name in names}, **origin}

    def _window(self, period: Period) -> Row:
        opens = reported_at(period) - timedelta(days=1)
        due = opens + timedelta(days=20)
        if self.size.open_period and period == Period(YEARS[-1], 4):  # whenever it is measured
            now = datetime.now(UTC)
            opens, due = min(opens, now - timedelta(days=1)), max(due, now + timedelta(days=20))
        return {
            "plan_id": self.id,
            "period": period,
            "version": 1,
            "opens_at": opens,
            "due_at": due,
            "closes_at": due + timedelta(days=10),
            "set_by_id": _FIRST,
            "set_at": opens,
        }

    def figures(self, name: str) -> Iterator[Row]:
        """The rows of report, review or standing."""
        make = {"report": self._reports, "review": self._reviews, "standing": self._standing}[name]
        ids = count(self.first_report, 2)
        for period in periods_of(self.year):
            for n in range(self.size.targets):
                first = next(ids)
                if not self._is_missing(n, period):
                    yield from make(n, period, first)

    def _is_missing(self, n: int, period: Period) -> bool:
        """Of the newest plan's later quarters some departments have reported nothing yet."""
        if self.year != YEARS[-1] or period.number < 3:
            return False
        return n % 33 == 5 or (period.number == 4 and self.size.open_period)

    def _reports(self, n: int, period: Period, first: int) -> Iterator[Row]:
        for revision in (1, 2):
            yield _TEXTS | {
                "id": first + revision - 1,
                "target_id": self.first_target + n,
                "period": period,
                "number": revision,
                "click_key": f"{first}-{revision}",
                "value": _value(n, period, revision),
                "is_not_applicable": False,
                "data_month": period.last_month,
                "finality": Finality.FINAL if revision == 2 else Finality.FLASH,
                "call": None,
                "call_value": None,
                "corrects_id": None,
                "is_on_time": n % 10 != 3,
                "submitted_by_id": _FIRST + VISITORS + n % UNITS,
                "submitted_at": reported_at(period) + timedelta(hours=2 * revision),
            }

    def _reviews(self, n: int, period: Period, first: int) -> Iterator[Row]:
        for revision in (1, 2):
            is_verified = revision == 2 and _is_verified(n)
            yield {
                "id": first + revision - 1,
                "report_id": first + revision - 1,
                "decision": Decision.APPROVE if revision == 2 else Decision.RETURN,
                "verified_value": _approved_value(n, period) if is_verified else None,
                "method": None,
                "note": "" if revision == 2 else "请核对口径。",
                "decided_by_id": _FIRST,
                "decided_at": reported_at(period) + timedelta(hours=2 * revision + 1),
            }

    def _standing(self, n: int, period: Period, first: int) -> Iterator[Row]:
        yield {
            "target_id": self.first_target + n,
            "period": period,
            "latest_report_id": first + 1,
            "latest_state": ReportState.APPROVED,
            "approved_report_id": first + 1,
            "approved_value": _approved_value(n, period),
        }


def _kind(n: int) -> Kind:
    by_last_digit = {3: Kind.LEVEL, 5: Kind.RATE, 7: Kind.MILESTONE}
    return Kind.BUDGET if n % 40 == 9 else by_last_digit.get(n % 10, Kind.RUNNING_TOTAL)


def _path(kind: Kind) -> Path:
    if kind is Kind.MILESTONE:
        return Path.YEAR_END
    return Path.FLAT if kind in (Kind.LEVEL, Kind.RATE) else Path.EVEN


def _value(n: int, period: Period, revision: int) -> Decimal:
    """Between 70 % and 110 % of the pace; the returned figure was a little higher."""
    if _kind(n) is Kind.MILESTONE:
        return Decimal(n % 3 != 0)
    target = Decimal(100 + n % 50)
    share = Decimal(70 + n * 37 % 41) / 100
    paced = target * share * (period.number if _path(_kind(n)) is Path.EVEN else 4) / 4
    return (paced + (2 - revision)).quantize(Decimal("0.01"))


def _is_verified(n: int) -> bool:
    return n % 20 == 1


def _approved_value(n: int, period: Period) -> Decimal:
    value = _value(n, period, 2)
    return value - Decimal("0.5") if _is_verified(n) else value


def reported_at(period: Period) -> datetime:
    """When a quarter is reported: late in its last month."""
    return datetime(period.year, period.last_month, 26, tzinfo=UTC)


def _move_sequences(connection: Connection) -> None:
    """PostgreSQL counts on from what it has handed out itself, not from what was inserted."""
    for table in Base.metadata.sorted_tables:
        key = table.columns.get("id")
        if key is not None and table.name != "ledger":
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, select(func.max(key)).scalar_subquery())))
