"""Where something was asked from: of a request, of a click in an open page; a command has none.

How a page is told of it, and by nobody else: tests/web/test_streamlit.py.
"""

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from tests.accounts.office import Office
from tests.entry.ledger import NOW, Desk
from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, REVIEWER
from tests.review.test_review_page import approve
from tests.web.browser import Browser
from tracker.db import reading, transaction
from tracker.services import audit
from tracker.tables import Audit


def newest(engine: Engine) -> Audit:
    with reading(engine) as session:
        return session.exec(select(Audit).order_by(col(Audit.id).desc()).limit(1)).one()


def test_a_request_leaves_the_address_that_it_came_from(office: Office, browser: Browser) -> None:
    browser.sign_in("guanli")
    row = newest(office.engine)
    assert (row.action, row.address) == ("登录", "testclient")
    assert "来源地址" in browser.get("/download/audit").content.decode().splitlines()[0]
    row = newest(office.engine)
    assert (row.action, row.address) == ("导出操作日志", "testclient")
    assert row.computed_sha256 == row.sha256


def test_a_click_leaves_that_of_its_page_and_the_trail_shows_it(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "review")
    at.user = {**at.user, "from": "10.1.2.3"}
    approve(at)
    row = newest(world_engine)
    assert (row.action, row.address) == ("审核通过", "10.1.2.3")
    assert "10.1.2.3" in text_of(visit(ADMINISTRATOR, "audit"))


@pytest.mark.parametrize("address", [None, "10.1.2.3", "x" * 200])
def test_it_is_under_the_hash_and_has_room(desk: Desk, address: str | None) -> None:
    token = audit.source.set(address)
    with transaction(desk.engine) as session:
        audit.record(session, None, "记", "甲", NOW)
    audit.source.reset(token)
    row = newest(desk.engine)
    assert row.address == (None if address is None else address[:64])
    assert row.computed_sha256 == row.sha256
    row.address = "10.9.9.9"
    assert row.computed_sha256 != row.sha256
