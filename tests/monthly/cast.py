"""A monthly plan beside the pages' quarterly one: its seed folder, its windows, nine months of figures.

The plan is the register of the seed folder with a rhythm of months, and three targets told differently:
T17-01 (milestone) is due in August, T17-02 has two steps, T18-01 (10 berths) has a plan of its own by months.

A1-01 100家: on pace until March, then ever further behind: 滞后 from July on; September waits for review.
A4-02 >36万标箱: 3 a month, June verified at 17.5 of 18. T18-01: on its own plan. T21-03 91%: September
still tells August's figure (未更新). T17-01: done in August. T21-01: not applicable in September.
"""

import csv
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, select

from tests.pages.world import JIAOTONG, KEJI, NOW, REVIEWER
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.domain.workflow.windows import Timetable
from tracker.notice.register import load_register
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services.register import load
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve
from tracker.services.windows import set_timetable
from tracker.settings import ROOT
from tracker.tables import Target

MONTHLY, QUARTERLY, TITLE = "haining-2025-monthly", "haining-2025", "2025年重点目标按月调度方案"
SEPTEMBER = Period(2025, 9, Rhythm.MONTHLY)
OWN_PLAN = (0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 10)
_FIRMS = ["8", "16", "25", "30", "36", "40", "42", "44", "46"]  # of 100: 滞后 from July on
_TEXTS = {
    Field.FINALITY: "final",
    Field.PROGRESS: "按计划推进。",
    Field.PROBLEM: "部分项目审批周期较长。",
    Field.NEXT_STEP: "逐月调度。",
}


def seed_folder(folder: Path) -> Path:
    """The home notice's seed folder for a plan that reports monthly."""
    made = Path(shutil.copytree(ROOT / "seed" / "haining-2025", folder))
    facts = _rows(made / "plan.csv")
    told = {"code": MONTHLY, "title": TITLE}
    facts = [{**row, "value": told.get(row["key"], row["value"])} for row in facts]
    _write(made / "plan.csv", [*facts, {"key": "rhythm", "value": "monthly"}])
    planned = {f"plan_m{month}": str(value) for month, value in enumerate(OWN_PLAN, 1)}
    changed = {
        "T17-01": {"due": "2025-08"},
        "T17-02": {"steps": "形成初稿@2025-06;正式出台@2025Q4"},
        "T18-01": {"path": "own_plan", **planned},
    }
    rows = _rows(made / "targets.csv")
    _write(
        made / "targets.csv",
        [row | dict.fromkeys(planned, "") | changed.get(row["code"], {}) for row in rows],
    )
    return made


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(file: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_monthly(session: Session, folder: Path) -> PlanRef:
    """The plan, all its windows set in January, its figures."""
    load(session, load_register(seed_folder(folder)), NOW - timedelta(days=280))
    plan = plan_meant(plans(session), MONTHLY)
    office = person_of_login(session, REVIEWER)
    set_timetable(session, office, plan, Timetable(), datetime(2025, 1, 6, 9, tzinfo=SHANGHAI))
    for month, firms in enumerate(_FIRMS, 1):
        _report(session, plan, KEJI, "A1-01", month, firms, is_approved=month < 9)
        _report(
            session, plan, JIAOTONG, "A4-02", month, str(3 * month), verified="17.5" if month == 6 else ""
        )
        _report(session, plan, JIAOTONG, "T18-01", month, str(OWN_PLAN[month - 1]))
    for month in (7, 8):
        _report(session, plan, JIAOTONG, "T21-03", month, "92")
    late = {Field.DATA_MONTH: "8", Field.SCOPE_NOTE: "统计数据尚未发布。"}
    _report(session, plan, JIAOTONG, "T21-03", 9, "92", more=late)
    _report(session, plan, JIAOTONG, "T17-01", 8, "1")
    nothing = {Field.NOT_APPLICABLE: "1", Field.SCOPE_NOTE: "本月没有施工。"}
    _report(session, plan, JIAOTONG, "T21-01", 9, "", more=nothing)
    return plan


def _report(
    session: Session,
    plan: PlanRef,
    login: str,
    code: str,
    month: int,
    value: str,
    *,
    is_approved: bool = True,
    verified: str = "",
    more: Mapping[Field, str] | None = None,
) -> None:
    period = plan.periods[month - 1]
    target = session.exec(select(Target.id).where(Target.plan_id == plan.id, Target.code == code)).one()
    assert target is not None
    typed = {Field.VALUE: value, Field.DATA_MONTH: str(month), **_TEXTS, **(more or {})}
    seen = Seen(0, {field: (0, text) for field, text in typed.items()})
    clerk, office = person_of_login(session, login), person_of_login(session, REVIEWER)
    at = datetime(2025, month, 26, 10, tzinfo=SHANGHAI)
    report = submit(session, clerk, target, period, seen, f"{plan.code}-{code}-{month}", at)
    if is_approved:
        other = {"verified_value": Decimal(verified), "method": VerifyMethod.PHONE} if verified else {}
        approve(session, office, report, at + timedelta(days=2), **other)  # type: ignore[arg-type]
