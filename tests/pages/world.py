"""A small world for the pages: the real register, five people, and the figures of three targets.

A1-01 高新技术企业 (市科技局, 100 家): 27, 45 approved; 68 waits for review in the third quarter.
A4-02 集装箱吞吐量 (市交通运输局, >36 万标箱): 9 approved; 18 reported and 17.5 verified; 27 returned.
Everybody's sign-in is stored under the token hash that is their login.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from tracker.domain.access import Person, Role
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.domain.workflow.windows import default_window
from tracker.notice.register import load_register
from tracker.queries.plans import plans
from tracker.services import accounts
from tracker.services.register import load
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve, send_back
from tracker.services.windows import set_window
from tracker.settings import ROOT
from tracker.tables import SignInSession, Target, Unit

NOW = datetime(2025, 10, 9, 9, 0, tzinfo=SHANGHAI)
KEJI, JIAOTONG, REVIEWER, LEADER, ADMINISTRATOR = "keji", "jiaotong", "ducha", "lingdao", "guanli"
NASTY = "<b>进展</b> **顺利** :red[红] $x$\n第二行"


def fill(session: Session) -> None:
    load(session, load_register(ROOT / "seed" / "haining-2025"), NOW - timedelta(days=280))
    people = _people(session)
    plan = plans(session)[0]
    for number in (1, 2, 3):
        usual = default_window(Period(2025, number))
        times = (usual.opens_at, usual.due_at, usual.closes_at)
        set_window(session, people[REVIEWER], plan.id, usual.period, *times, usual.opens_at)
    world = _World(session, people, plan)
    world.approved("A1-01", 1, "27")
    world.approved("A1-01", 2, "45", texts={Field.PROGRESS: NASTY})
    world.reported("A1-01", 3, "68")
    world.approved("A4-02", 1, "9")
    world.approved("A4-02", 2, "18", verified="17.5")
    returned = world.reported("A4-02", 3, "27")
    send_back(session, people[REVIEWER], returned, "请核对口径,并附港区月报。", NOW - timedelta(hours=1))


def _people(session: Session) -> dict[str, Person]:
    units = {unit.name: unit.id for unit in session.exec(select(Unit)) if unit.id}
    cast = (
        (KEJI, "王晓岚", Role.CLERK, "市科技局"),
        (JIAOTONG, "李建国", Role.CLERK, "市交通运输局"),
        (REVIEWER, "周督查", Role.REVIEWER, None),
        (LEADER, "沈市长", Role.LEADER, None),
        (ADMINISTRATOR, "陈管理", Role.ADMINISTRATOR, None),
    )
    people = {}
    for login, name, role, unit in cast:
        own = frozenset() if unit is None else frozenset({units[unit]})
        account = accounts.create_account(session, None, login, name, role, own, NOW - timedelta(days=280))
        people[login] = Person(account, login, name, role, own)
        session.add(
            SignInSession(
                token_sha256=login,
                account_id=account,
                created_at=NOW,
                seen_at=NOW - timedelta(minutes=3),
                expires_at=NOW + timedelta(hours=8),
            )
        )
    return people


class _World:
    def __init__(self, session: Session, people: dict[str, Person], plan: PlanRef) -> None:
        self.session, self.people, self.plan = session, people, plan
        self.targets = {target.code: target.id for target in session.exec(select(Target))}

    def reported(self, code: str, number: int, value: str, texts: Mapping[Field, str] | None = None) -> int:
        clerk = self.people[KEJI if code == "A1-01" else JIAOTONG]
        target_id, period = self.targets[code], Period(2025, number)
        assert target_id is not None
        typed = {
            Field.VALUE: value,
            Field.DATA_MONTH: str(period.last_month),
            Field.FINALITY: "final",
            Field.PROGRESS: "按计划推进。",
            Field.PROBLEM: "部分项目审批周期较长。",
            Field.NEXT_STEP: "逐月调度。",
            **(texts or {}),
        }
        seen = Seen(0, {field: (0, text) for field, text in typed.items()})
        return submit(self.session, clerk, target_id, period, seen, f"{code}-{period}", _at(period))

    def approved(self, code: str, number: int, value: str, verified: str = "", **more: Any) -> None:
        report_id = self.reported(code, number, value, **more)
        other = {"verified_value": Decimal(verified), "method": VerifyMethod.PHONE} if verified else {}
        decided = _at(Period(2025, number)) + timedelta(days=2)
        approve(self.session, self.people[REVIEWER], report_id, decided, **other)  # type: ignore[arg-type]


def _at(period: Period) -> datetime:
    """20:30 UTC, which is half past four the next morning in Shanghai."""
    return datetime(2025, 3 * period.number, 27, 4, 30, tzinfo=SHANGHAI)
