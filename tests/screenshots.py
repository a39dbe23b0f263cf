"""Draw the pictures of docs/screenshots from the demonstration world: python -m tests.screenshots.

Every page of every role in both themes at 1440 px, and the main ones at 390 px. Look at each one.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import ROOT, chromium, serving, settled, sign_in
from tracker import demo
from tracker.cli import SEED
from tracker.db import engine_for, transaction
from tracker.domain.access import Preferences
from tracker.notice.register import load_register
from tracker.queries.people import person_of_login
from tracker.services import schema
from tracker.services.plan_drafts import take_notice
from tracker.services.preferences import set_preferences

FOLDER = ROOT / "docs" / "screenshots"
_QUARTER = "?q=2025Q3"
# name, who, address, widths
SHOTS = (
    ("overview", demo.LEADER, f"overview{_QUARTER}", (1440, 390)),
    ("areas", demo.LEADER, f"areas{_QUARTER}&area=2&unapproved=true", (1440, 390)),
    ("departments", demo.LEADER, f"departments{_QUARTER}&unapproved=true", (1440, 390)),
    ("target", demo.LEADER, f"target{_QUARTER}&code=A4-02&unapproved=true", (1440, 390)),
    ("targets", demo.LEADER, f"targets{_QUARTER}&status=late&unapproved=true", (1440, 390)),
    ("periods", demo.LEADER, f"periods{_QUARTER}", (1440, 390)),
    ("budgets", demo.LEADER, f"budgets{_QUARTER}", (1440,)),
    ("notice", demo.LEADER, f"notice{_QUARTER}&area=1", (1440,)),
    ("method", demo.LEADER, "method?part=why&q=2025Q3&of=plan", (1440,)),
    ("present", demo.LEADER, f"present{_QUARTER}&step=2&unapproved=true", (1440,)),
    ("tasks", demo.CLERKS["市科技局"], f"tasks{_QUARTER}", (1440, 390)),
    ("grid", demo.CLERKS["市科技局"], f"tasks{_QUARTER}&view=grid", (1440,)),
    ("entry", demo.CLERKS["市交通运输局"], f"entry{_QUARTER}&code=T18-01", (1440,)),
    ("entry-open", demo.CLERKS["市科技局"], f"entry{_QUARTER}&code=T03-01", (1440, 390)),
    ("countersign", demo.CLERKS["市科技局"], f"countersign{_QUARTER}", (1440,)),
    ("review", demo.REVIEWER, f"review{_QUARTER}", (1440,)),
    ("review-many", demo.REVIEWER, f"review{_QUARTER}&mode=many", (1440,)),
    ("reporting", demo.REVIEWER, f"reporting{_QUARTER}", (1440,)),
    ("chase", demo.REVIEWER, f"chase{_QUARTER}", (1440,)),
    ("windows", demo.REVIEWER, f"windows{_QUARTER}", (1440,)),
    ("corrections", demo.REVIEWER, "corrections", (1440,)),
    ("paths", demo.REVIEWER, "paths", (1440,)),
    ("adjustments", demo.REVIEWER, "adjustments", (1440,)),
    ("errata", demo.REVIEWER, "errata?code=A1-01", (1440,)),
    ("matters", demo.REVIEWER, "matters", (1440,)),
    ("directives", demo.LEADER, "directives", (1440,)),
    ("meeting", demo.REVIEWER, f"meeting{_QUARTER}", (1440,)),
    ("compare", demo.REVIEWER, "compare", (1440,)),
    ("handover", demo.REVIEWER, "handover", (1440,)),
    ("help", demo.LEADER, "help", (1440,)),
    ("account", demo.LEADER, "account", (1440, 390)),
    ("plans", demo.REVIEWER, "plans", (1440,)),
    ("new-plan", demo.REVIEWER, "new-plan", (1440,)),
    ("new-plan-numbers", demo.REVIEWER, "new-plan?draft=1&step=numbers", (1440,)),
    ("leaders", demo.REVIEWER, "leaders", (1440,)),
    ("plans", demo.REVIEWER, "plans", (1440,)),
    ("accounts", demo.ADMINISTRATOR, "accounts", (1440,)),
    ("units", demo.ADMINISTRATOR, "units", (1440,)),
    ("rules", demo.ADMINISTRATOR, "rules", (1440,)),
    ("audit", demo.ADMINISTRATOR, "audit", (1440,)),
    ("status", demo.ADMINISTRATOR, "status", (1440,)),
)
# The same page as somebody else likes it.
LIKED = (("overview-english", Preferences(language="en")), ("overview-large", Preferences(large_type=True)))
_TALLEST = 4_000


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'demo.db'}"
        passwords = _filled(database)
        with serving(database, Path(folder) / "log") as address, chromium() as browser:
            draw_sign_in(browser, address)
            _take_next_years_notice(database)
            for theme in ("light", "dark"):
                for name, login, path, widths in SHOTS:
                    for width in widths:
                        picture = FOLDER / f"{name}-{width}-{theme}.png"
                        draw(browser, address, (login, passwords[login]), path, width, theme, picture)
                        print(picture.relative_to(ROOT), flush=True)
            for name, likes in LIKED:
                _prefer(database, demo.LEADER, likes)
                picture = FOLDER / f"{name}-1440-light.png"
                who = (demo.LEADER, passwords[demo.LEADER])
                draw(browser, address, who, f"overview{_QUARTER}", 1440, "light", picture)
                print(picture.relative_to(ROOT), flush=True)


def _filled(database: str) -> dict[str, str]:
    """A demonstration database at the given address; returns login -> password."""
    engine, now = engine_for(database), datetime.now(UTC)
    schema.upgrade(engine)
    printed = demo.fill(engine, SEED, now)
    engine.dispose()
    return {login: password for login, (_, password) in printed.items()}


def _take_next_years_notice(database: str) -> None:
    """The home notice a year on, in preparation: draft 1."""
    text = load_register(SEED).text.replace("2025", "2026")
    engine, now = engine_for(database), datetime.now(UTC)
    with transaction(engine) as session:
        take_notice(
            session, person_of_login(session, demo.REVIEWER), "2026年承接落实方案.docx", text, "picture", now
        )
    engine.dispose()


def _prefer(database: str, login: str, likes: Preferences) -> None:
    engine = engine_for(database)
    with transaction(engine, advance=False) as session:
        set_preferences(session, person_of_login(session, login), likes)
    engine.dispose()


def draw_sign_in(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 800}, locale="zh-CN")
    page.goto(f"{address}/login")
    page.screenshot(path=FOLDER / "login-1440-light.png")
    page.close()


def draw(
    browser: Browser, address: str, who: tuple[str, str], path: str, width: int, theme: str, picture: Path
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    sign_in(page, address, *who)
    page.goto(f"{address}/{path}")
    settled(page)
    whole_page(page, width)
    page.screenshot(path=picture)
    context.close()


def whole_page(page: Page, width: int) -> None:
    """Streamlit scrolls inside the page: make the window as tall as what it holds."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(700, min(height, _TALLEST))})
    settled(page)


if __name__ == "__main__":
    main()
