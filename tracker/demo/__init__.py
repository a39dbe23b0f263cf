"""The demonstration world: the real register with made-up figures, through the same services as people use.

The figures stand in seed/haining-2025-demo/figures.csv, apart from the register. It is also the world
that tests and screenshots look at.
"""

import csv
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tracker.db import Engine, Session, transaction
from tracker.demo import office
from tracker.domain.access import Person, Role
from tracker.domain.credentials import check_strength
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.domain.workflow.windows import default_window
from tracker.queries.meeting import records_of
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.targets import targets_of
from tracker.services import accounts, register
from tracker.services.drafts import save_cell
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve, send_back
from tracker.services.snapshots import freeze
from tracker.services.windows import set_window
from tracker.settings import ROOT

# The code of the plan that has figures, and where they stand; another plan begins without any.
FIGURES_OF, FIGURES = "haining-2025", ROOT / "seed" / "haining-2025-demo" / "figures.csv"
ADMINISTRATOR, REVIEWER, LEADER, HEAD = "guanli", "ducha", "lingdao", "juzhang"
DEPUTY = "fenguan"  # a leader in charge of a part of it
CLERKS = {"市科技局": "keji", "市交通运输局": "jiaotong"}
_PEOPLE = (
    (ADMINISTRATOR, "陈管理", Role.ADMINISTRATOR),
    (REVIEWER, "周督查", Role.REVIEWER),
    (LEADER, "沈市长", Role.LEADER),
    (DEPUTY, office.DEPUTY_NAME, Role.LEADER),
)
_HEAD_OF, _HEAD_NAME = "市科技局", "钱局长"
_START = datetime(2025, 1, 2, 9, tzinfo=SHANGHAI)
_CLERK_NAMES = {"市科技局": "王晓岚", "市交通运输局": "李建国"}


def fill(engine: Engine, register_folder: Path, now: datetime) -> dict[str, tuple[str, str]]:
    """Load the register into a migrated database and fill it with figures as if time had passed.

    Of another plan than that of the figures: with accounts and open windows.
    Returns login -> (who, password) of the accounts to print.
    """
    with transaction(engine) as session:
        # Before the first window, so that the past can be asked for as it was known then.
        register.load_folder(session, register_folder, _START)
        register.mark_as_demonstration(session, _START)
        (plan,) = plans(session)
        everybody = Person(0, "", "", Role.REVIEWER)
        listed = targets_of(session, everybody, plan.id, Period(plan.year, 1))
        targets = {target.code: target for target in listed}
        logins = _create_accounts(session, targets, now)
        reviewer = person_of_login(session, REVIEWER)
        _open_windows(session, reviewer, plan, now)
        if plan.code == FIGURES_OF:
            _fill_year(session, plan, targets, logins, reviewer)
        return _set_passwords(session, logins, now)


def _fill_year(
    session: Session, plan: PlanRef, targets: dict[str, Target], logins: dict[str, str], reviewer: Person
) -> None:
    clerks = {unit: person_of_login(session, login) for unit, login in logins.items()}
    office.put_in_charge(session, plan, reviewer, person_of_login(session, DEPUTY), _START)
    for row, at in _rows(plan.year):
        _report(session, row, targets[row["code"]], clerks, reviewer, plan, at)
    second = scorecard(session, plan, Period(plan.year, 2), reviewer)
    meeting = datetime(plan.year, 7, 21, 9, tzinfo=SHANGHAI)
    freeze(
        session,
        reviewer,
        second,
        texts_of(session, second),
        f"{plan.year}年上半年重点目标进展",
        meeting.date(),
        meeting,
        records_of(session, reviewer, second, meeting.date()),
    )
    office.rename(session, plan, person_of_login(session, ADMINISTRATOR))
    office.adjust(session, plan, targets, clerks, reviewer)
    office.correct(session, plan, targets["T13-03"], clerks["市文旅体局"], reviewer)
    office.countersign(session, plan, targets["T13-04"], clerks, reviewer)
    office.raise_matters(session, plan, targets, clerks, reviewer)
    office.write_directives(session, plan, targets, clerks, person_of_login(session, LEADER))
    third = scorecard(session, plan, Period(plan.year, 3), reviewer)
    meeting = datetime(plan.year, 10, 20, 9, tzinfo=SHANGHAI)
    paper = office.write_papers(session, third, targets, reviewer, meeting)
    freeze(
        session,
        reviewer,
        third,
        texts_of(session, third),
        f"{plan.year}年前三季度重点目标进展",
        meeting.date(),
        meeting,
        records_of(session, reviewer, third, meeting.date()),
        paper,
    )


def _create_accounts(session: Session, targets: dict[str, Target], now: datetime) -> dict[str, str]:
    """The printed accounts, and a clerk for each other lead unit; returns unit name -> login."""
    for login, name, role in _PEOPLE:
        accounts.create_account(session, None, login, name, role, [], now)
    units = {target.lead.name: target.lead.id for target in targets.values()}
    head_of = units.get(_HEAD_OF) or next(iter(units.values()))
    accounts.create_account(session, None, HEAD, _HEAD_NAME, Role.HEAD, [head_of], now)
    logins = {}
    for number, (unit, unit_id) in enumerate(sorted(units.items()), start=1):
        login = CLERKS.get(unit, f"unit{number:02d}")
        name = _CLERK_NAMES.get(unit, f"{unit}填报员")
        accounts.create_account(session, None, login, name, Role.CLERK, [unit_id], now)
        logins[unit] = login
    return logins


def _set_passwords(session: Session, logins: dict[str, str], now: datetime) -> dict[str, tuple[str, str]]:
    shown = {login: f"{role.word} {name}" for login, name, role in _PEOPLE}
    named = [unit for unit in CLERKS if unit in logins] or list(logins)[: len(CLERKS)]
    shown |= {logins[unit]: f"部门填报人 {_CLERK_NAMES.get(unit, unit)}({unit})" for unit in named}
    shown[HEAD] = f"{Role.HEAD.word} {_HEAD_NAME}"
    printed = {}
    for login, who in shown.items():
        password = _password(login)
        person = person_of_login(session, login)
        token = accounts.issue_link(session, None, person.account_id, now)
        accounts.set_password(session, token, password, now)
        printed[login] = (who, password)
    return printed


def _password(login: str) -> str:
    """By chance; drawn again where chance wrote the login or too many guesses into it."""
    while True:
        password = secrets.token_urlsafe(12)
        with suppress(BadInput):
            check_strength(password, login)
            return password


def _open_windows(session: Session, reviewer: Person, plan: PlanRef, now: datetime) -> None:
    """The first two quarters as they were; the third open now."""
    for number in (1, 2, 3):
        window = default_window(Period(plan.year, number))
        due, closes = window.due_at, window.closes_at
        if number == 3:
            due, closes = now + timedelta(days=10), now + timedelta(days=20)
        set_window(session, reviewer, plan.id, window.period, window.opens_at, due, closes, window.opens_at)


def _rows(year: int) -> Iterator[tuple[dict[str, str], datetime]]:
    """The figures with the instant of their submission, in the order of time."""
    with FIGURES.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["quarter"])
    for index, row in enumerate(rows):
        period = Period(year, int(row["quarter"]))
        opens = default_window(period).opens_at
        # One after the other, so that lists by time have an order to show.
        yield row, opens + timedelta(days=9, hours=1, minutes=11 * (index % 110))


def _report(
    session: Session,
    row: dict[str, str],
    target: Target,
    clerks: dict[str, Person],
    reviewer: Person,
    plan: PlanRef,
    at: datetime,
) -> None:
    period, clerk = Period(plan.year, int(row["quarter"])), clerks[target.lead.name]
    typed = {field: row.get(field.value, "") for field in Field}
    if row["outcome"] == "draft":
        for field, text in typed.items():
            if text:
                save_cell(session, clerk, target.id, period, field, text, 0, at)
        return
    seen = Seen(0, {field: (0, text) for field, text in typed.items()})
    report_id = submit(session, clerk, target.id, period, seen, f"demo-{target.code}-{period}", at)
    decided = at + timedelta(days=2)
    if row["outcome"] == "returned":
        send_back(session, reviewer, report_id, row["note"], decided)
    elif row["outcome"] == "approved":
        verified = Decimal(row["verified_value"]) if row["verified_value"] else None
        method = VerifyMethod(row["method"]) if row["method"] else None
        approve(
            session, reviewer, report_id, decided, verified_value=verified, method=method, note=row["note"]
        )
