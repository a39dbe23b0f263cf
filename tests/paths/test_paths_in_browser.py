"""The grid of paths in a real browser: what AppTest can't type."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.browser import click, serving, settled, sign_in
from tests.entry.ledger import rows
from tests.pages.world import KEJI, REVIEWER
from tests.paths.test_paths_page import listed
from tests.tasks.test_grid_in_browser import PASSWORD
from tracker.db import engine_for, transaction
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path as ProgressPath
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import accounts
from tracker.services.windows import set_window
from tracker.tables import PathStatement

# Widths of the grid's columns up to the first quarter's, into which it reaches, and the height of its rows.
FIRST_QUARTER, ROW = 65 + 140 + 95 + 120 + 45, 35


@pytest.fixture(scope="module")
def engine(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The pages' world with a password for the clerk; its first quarter is due in a few days."""
    file = copy(world_file, tmp_path_factory.mktemp("paths") / "tracker.db")
    engine, now = engine_for(f"sqlite:///{file}"), datetime.now(UTC)
    with transaction(engine) as session:
        clerk, reviewer = person_of_login(session, KEJI), person_of_login(session, REVIEWER)
        token = accounts.issue_link(session, None, clerk.account_id, now)
        accounts.set_password(session, token, PASSWORD, now)
        times = (now - timedelta(days=9), now + timedelta(days=2), now + timedelta(days=9))
        set_window(session, reviewer, plans(session)[0].id, Period(2025, 1), *times, now)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def page(browser: Browser, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with serving(str(engine.url), tmp_path_factory.mktemp("log") / "server.log") as address:
        opened = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN").new_page()
        sign_in(opened, address, KEJI, PASSWORD)
        opened.goto(f"{address}/paths")
        settled(opened)
        yield opened


def test_a_plan_is_typed_with_the_keyboard_alone_read_back_and_stated(page: Page, engine: Engine) -> None:
    codes = [code for code, row in listed(engine).items() if row.target.lead.name == "市科技局"]
    number = codes.index("A1-01")
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    for row in (number + 1, number):  # the first click may only bring the focus to the grid
        page.mouse.click(box["x"] + FIRST_QUARTER, box["y"] + ROW * (row + 1.5))
        page.wait_for_timeout(800)
    for text in ("0", "10", "40", "100"):
        page.keyboard.type(text, delay=60)
        page.wait_for_timeout(60)
        page.keyboard.press("Tab")
        page.wait_for_timeout(60)
    settled(page)
    expect(page.get_by_text("一季度0、上半年10、前三季度40、全年100").first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("上半年 −40").first).to_be_visible()
    click(page, "提交1项进度安排")
    expect(page.get_by_role("button", name="提交0项进度安排")).to_be_visible(timeout=20_000)
    (stated,) = rows(engine, PathStatement)
    assert stated.path is ProgressPath.OWN_PLAN
    assert stated.target_id == listed(engine)["A1-01"].target.id
