"""Reviewing by keys in a real browser: what is typed last is taken, and each decision is read back."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, col, select

from tests.browser import serving, settled, sign_in, until
from tracker.db import engine_for
from tracker.tables import Report, Review, Target

NAME = ".judged-name"


def decisions(url: str) -> list[tuple[str, str, str]]:
    """Code, decision and note of each, the newest first."""
    engine = engine_for(url)
    with Session(engine) as session:
        query = (
            select(Target.code, Review.decision, Review.note).select_from(Review).join(Report).join(Target)
        )
        rows = session.exec(query.order_by(col(Review.id).desc())).all()
    engine.dispose()
    return [(code, decision.value, note) for code, decision, note in rows]


def field_of_opinion(page: Page, of_before: str = "") -> str:
    """The class of the open item's; the field of the one before stays until the bar is drawn, last of all."""
    if of_before:
        expect(page.locator(f".{of_before}")).to_have_count(0, timeout=30_000)
    classes = page.locator('[class*="st-key-review-"][class*="-note"]').get_attribute("class") or ""
    return next(name for name in classes.split() if name.startswith("st-key-review-"))


def type_opinion(page: Page, of_before: str, text: str) -> str:
    field = field_of_opinion(page, of_before)
    page.locator(f".{field} input").click()
    page.keyboard.type(text)
    return field


def press(page: Page, keys: str) -> None:
    page.keyboard.press(keys)
    settled(page)


def test_the_queue_is_decided_with_keys(
    browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path
) -> None:
    with serving(sqlite_world, tmp_path / "log") as address:
        page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
        sign_in(page, address, "ducha", passwords["ducha"])
        page.goto(f"{address}/review?q=2025Q3")
        settled(page)
        expect(page.locator(NAME)).to_have_text("惠民促销活动")
        of_first = field_of_opinion(page)
        press(page, "Alt+ArrowDown")
        expect(page.locator(NAME)).to_have_text("内河港区集装箱吞吐量")
        of_second = field_of_opinion(page, of_first)
        press(page, "Alt+ArrowUp")
        expect(page.locator(NAME)).to_have_text("惠民促销活动")
        field_of_opinion(page, of_second)

        before = len(decisions(sqlite_world))
        press(page, "Control+Enter")
        expect(page.get_by_text("市商务局有异议，请先写明答复")).to_be_visible()
        assert len(decisions(sqlite_world)) == before
        page.get_by_label("答复市商务局").click()
        page.keyboard.type("按口径计入。")
        field = field_of_opinion(page)
        press(page, "Control+Enter")
        expect(page.locator(NAME)).to_have_text("内河港区集装箱吞吐量")
        assert decisions(sqlite_world)[0] == ("T13-04", "approved", "")

        field = type_opinion(page, field, "数据到8月。")
        press(page, "Control+Enter")
        expect(page.locator(NAME)).to_have_text("协同创新项目")
        assert decisions(sqlite_world)[0] == ("A4-02", "approved", "数据到8月。")

        field = type_opinion(page, field, "请附清单。")
        press(page, "Alt+t")
        expect(page.get_by_label("退回意见")).to_have_value("请附清单。")
        page.get_by_role("button", name="佐证材料").click()
        settled(page)
        page.get_by_label("佐证材料：需要修改的内容").click()
        page.keyboard.type("请盖章。")
        press(page, "Control+Enter")
        expect(page.locator(NAME)).to_have_text("组织企业参加境内外重点展会")
        assert decisions(sqlite_world)[0] == ("T02-01", "returned", "请附清单。\n【佐证材料】请盖章。")

        # A key that is held down decides once.
        field_of_opinion(page, field)
        held = len(decisions(sqlite_world))
        page.keyboard.down("Control")
        for _repeat in range(10):
            page.keyboard.down("Enter")
            page.wait_for_timeout(60)
        page.keyboard.up("Enter")
        page.keyboard.up("Control")
        settled(page)
        assert until(page, lambda: len(decisions(sqlite_world)) > held)
        settled(page)
        assert len(decisions(sqlite_world)) == held + 1
