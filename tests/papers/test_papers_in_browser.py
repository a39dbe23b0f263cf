"""The office in a browser: writes its words, looks at a preview, freezes, and finds the sentence."""

import io
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.browser import click, serving, settled, sign_in, until
from tests.pages.world import NOW, REVIEWER
from tracker.db import transaction
from tracker.queries.people import person_of_login
from tracker.services import accounts

PASSWORD = "sunflower-bridge-47-lantern"
KEPT = "Object.keys(sessionStorage).filter(key => key.startsWith('typed:'))"
SENTENCE = "前三季度总体平稳，个别领域要盯紧。"


@pytest.fixture
def url(world_engine: Engine, world_url: str) -> str:
    """The small world, with a password for the office."""
    with transaction(world_engine) as session:
        account = person_of_login(session, REVIEWER).account_id
        token = accounts.issue_link(session, None, account, NOW)
        accounts.set_password(session, token, PASSWORD, NOW)
    return world_url


def words(page: Page, address: str, file: str) -> str:
    """What a Word file says."""
    answer = page.request.get(f"{address}/download/{file}")
    assert answer.status == 200
    document = docx.Document(io.BytesIO(answer.body()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_what_the_office_types_is_previewed_and_frozen(browser: Browser, url: str, tmp_path: Path) -> None:
    with serving(url, tmp_path / "log") as address:
        page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
        sign_in(page, address, REVIEWER, PASSWORD)
        page.goto(f"{address}/meeting?q=2025Q3")
        settled(page)
        page.get_by_role("link", name=re.compile("^总体情况")).click()
        settled(page)
        click(page, "填写")
        field = page.get_by_label("总体情况", exact=True)
        field.click()
        field.press_sequentially(SENTENCE, delay=20)
        # Nobody leaves the field or presses a button: it is stored all the same.
        expect(page.get_by_text("已保存", exact=True)).to_be_visible(timeout=15_000)
        assert until(page, lambda: page.evaluate(KEPT) == [])  # half of it may have been stored first
        page.reload()
        settled(page)
        expect(page.get_by_label("总体情况", exact=True)).to_have_value(SENTENCE)
        click(page, "完成")
        page.get_by_role("link", name=re.compile("^工作要求")).click()
        settled(page)
        click(page, "采用")
        previewed = words(page, address, "preview/2025Q3.docx")
        assert SENTENCE in previewed
        assert "〔拟〕" in previewed, "what nobody touched is in a preview, marked"
        click(page, "定稿")
        expect(page.get_by_text("2025Q3-01").first).to_be_visible()
        frozen = words(page, address, "snapshot/2025Q3-01.docx")
        assert SENTENCE in frozen
        assert "补齐数据" in frozen
        assert "〔拟〕" not in frozen
        assert "逐项整改" not in frozen, "nobody touched it"
