"""Every page about a monthly plan, beside two quarterly ones that are open too, in a real browser.

Each page is opened once, by the role that comes first for it, at one width; ``make walk`` opens each for
every role that may. Axe and the other widths are those of test_every_page.py: what is drawn is the same.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from sqlmodel import Session, select

from tests.browser import serving
from tests.monthly.cast import MONTHLY, SEPTEMBER, seed_folder
from tests.plans.cast import SECOND, TITLES
from tests.walk.conftest import LOGINS, Town, addresses
from tests.walk.test_every_page import sideways
from tracker import demo
from tracker.cli import SEED
from tracker.db import engine_for, transaction
from tracker.domain.access import PAGES, Person, Role, may_open
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.directive import About
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.matters import AskedOf
from tracker.notice.register import load_register
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import directives, matters, register, windows
from tracker.services.reports import Seen, submit
from tracker.tables import Target

WIDTH = 1024
LOADED = datetime(2025, 1, 6, 9, tzinfo=SHANGHAI)
FIRST_COMES = (Role.REVIEWER, Role.CLERK, Role.ADMINISTRATOR, Role.LEADER, Role.HEAD)
TYPED = {
    Field.VALUE: "60",
    Field.DATA_MONTH: "9",
    Field.FINALITY: "final",
    Field.PROGRESS: "按计划推进。",
    Field.PROBLEM: "审批周期较长。",
    Field.NEXT_STEP: "逐月调度。",
}


@pytest.fixture(scope="module")
def town(
    browser: Browser, sqlite_filled: Path, passwords: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """The demonstration city with two more plans that are open."""
    folder = tmp_path_factory.mktemp("plans")
    url = f"sqlite:///{shutil.copy(sqlite_filled, folder)}"
    engine = engine_for(url)
    with transaction(engine) as session:
        add_plans(session, folder)
    with serving(url, folder / "log") as address:
        yield Town(address, engine, browser, passwords)
    engine.dispose()


def add_plans(session: Session, folder: Path) -> None:
    """In each a figure that waits, a matter and a leader's word."""
    home = load_register(SEED)
    second = replace(home, plan=replace(home.plan, code=SECOND, title=TITLES[SECOND]))
    for each in (second, load_register(seed_folder(folder / "seed"))):
        register.load(session, each, LOADED)
    office, leader = person_of_login(session, demo.REVIEWER), person_of_login(session, demo.LEADER)
    clerk = person_of_login(session, demo.CLERKS["市科技局"])
    now = datetime.now(UTC)
    opens, due, closes = (now + timedelta(days=days) for days in (-9, 9, 12))
    for code, period in ((SECOND, Period(2025, 3)), (MONTHLY, SEPTEMBER)):
        plan = plan_meant(plans(session), code)
        windows.set_window(session, office, plan.id, period, opens, due, closes, opens)
        report(session, clerk, plan, period, now)
        target = target_of(session, plan, "T02-01")
        asked = ("用地指标不足。", "请协调。", AskedOf.OFFICE, None, code)
        matters.raise_matter(session, clerk, plan.id, target, period, *asked, now)
        word = ("A1-01", period, "请说明。", due.date(), code)
        directives.write_directive(session, leader, plan.id, About.TARGET, *word, now)


def target_of(session: Session, plan: PlanRef, code: str) -> int:
    of_plan = select(Target.id).where(Target.plan_id == plan.id, Target.code == code)
    return session.exec(of_plan).one() or 0


def report(session: Session, clerk: Person, plan: PlanRef, period: Period, now: datetime) -> None:
    seen = Seen(0, {field: (0, text) for field, text in TYPED.items()})
    submit(session, clerk, target_of(session, plan, "A1-01"), period, seen, f"walk-{plan.code}", now)


def walked(role: Role) -> list[str]:
    """The addresses of this role's walk."""
    every = settings.get_current_profile_name() == "long"
    own = {page for page in PAGES if role is next(each for each in FIRST_COMES if may_open(each, page))}
    return [
        path.replace("q=2025Q3", f"plan={MONTHLY}&q={SEPTEMBER}")
        for path in addresses(role)
        if every or path.split("?")[0] in own
    ]


def test_every_page_is_walked_by_somebody() -> None:
    assert {path.split("?")[0] for role in LOGINS for path in walked(role)} == set(PAGES)


@pytest.mark.parametrize("role", [role for role in LOGINS if walked(role)])
def test_no_page_of_three_open_plans_complains_breaks_or_scrolls_sideways(town: Town, role: Role) -> None:
    wrong: list[str] = []
    walker = town.walker(role)
    walker.page.set_viewport_size({"width": WIDTH, "height": 900})
    for path in walked(role):
        walker.wrong.clear()
        walker.open(path)
        said = walker.page.locator("body").inner_text()
        if (
            walker.page.get_by_test_id("stException").count()
            or "没有显示完整" in said
            or "您没有查看" in said
        ):
            walker.wrong.append("it is refused, or not whole")
        wrong += [f"{path}: {each}" for each in (*walker.wrong, *sideways(walker))]
    assert wrong == []
