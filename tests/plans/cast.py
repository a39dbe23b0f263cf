"""Three plans in one ledger: the pages' world (tests/pages/world.py), another plan of 2025, and one of 2026.

The other plan of 2025 has an open third quarter and one approved figure: A1-01 高新技术企业, 88.
It was issued without a document number. That of 2026 has no window yet.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, select

from tests.pages.world import KEJI, NOW, REVIEWER
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.windows import default_window
from tracker.notice.register import load_register
from tracker.queries.meeting import records_of
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services import accounts
from tracker.services.register import load
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve
from tracker.services.snapshots import freeze
from tracker.services.windows import set_window
from tracker.settings import ROOT
from tracker.tables import SignInSession, Target

FIRST, SECOND, NEXT = "haining-2025", "haining-2025-ms", "haining-2026"
OF_THE_NOTICE = "承接落实方案"  # in the title of the first
TITLES = {SECOND: "2025年民生实事项目", NEXT: "2026年重点目标方案"}
HEAD = "juzhang"
Q3 = Period(2025, 3)


def add_plans(session: Session) -> None:
    """The second and the next plan beside the world's."""
    register = load_register(ROOT / "seed" / "haining-2025")
    number = register.plan.document_number
    for code, document, issued in ((SECOND, "", date(2025, 7, 1)), (NEXT, number, date(2026, 1, 5))):
        facts = replace(register.plan, code=code, title=TITLES[code], document_number=document)
        facts = replace(facts, year=issued.year, issued=issued)
        load(session, replace(register, plan=facts), NOW - timedelta(days=90))
    office, clerk = person_of_login(session, REVIEWER), person_of_login(session, KEJI)
    second, usual = plan_meant(plans(session), SECOND), default_window(Q3)
    times = (usual.opens_at, usual.due_at, usual.closes_at)
    set_window(session, office, second.id, Q3, *times, usual.opens_at)
    _approved(session, clerk, office, second, "88")
    _seat_a_head(session, clerk)


def frozen(session: Session, code: str, period: Period, at: datetime = NOW) -> str:
    """Freeze a plan at a period as the office does; gives the snapshot's number."""
    office, plan = person_of_login(session, REVIEWER), plan_meant(plans(session), code)
    card = scorecard(session, plan, period, office)
    records = records_of(session, office, card, at.date())
    return freeze(session, office, card, texts_of(session, card), plan.title, at.date(), at, records)


def _seat_a_head(session: Session, clerk: Person) -> None:
    account = accounts.create_account(session, None, HEAD, "方局长", Role.HEAD, clerk.unit_ids, NOW)
    session.add(
        SignInSession(
            token_sha256=HEAD,
            account_id=account,
            created_at=NOW,
            seen_at=NOW,
            expires_at=NOW + timedelta(hours=8),
        )
    )


def _approved(session: Session, clerk: Person, office: Person, plan: PlanRef, value: str) -> None:
    report = reported(session, clerk, plan, "A1-01", value)
    approve(session, office, report, NOW - timedelta(days=2), verified_value=Decimal(value))


def reported(session: Session, clerk: Person, plan: PlanRef, code: str, value: str) -> int:
    """Submit a figure of the third quarter; gives its id."""
    target = session.exec(select(Target).where(Target.plan_id == plan.id, Target.code == code)).one()
    assert target.id is not None
    typed = {
        Field.VALUE: value,
        Field.DATA_MONTH: "9",
        Field.FINALITY: "final",
        Field.PROGRESS: "按计划推进。",
    }
    seen = Seen(0, {field: (0, text) for field, text in typed.items()})
    return submit(session, clerk, target.id, Q3, seen, f"{plan.code}-{code}", NOW - timedelta(days=3))
