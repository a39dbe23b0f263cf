"""账号: an administrator lifts the waits of somebody whose password was tried too often."""

from sqlalchemy import Engine

from tests.pages import world
from tests.pages.conftest import Visit, text_of, visit, world_engine, world_file, world_url
from tests.pages.test_accounts_page import accounts, button
from tests.pages.world import ADMINISTRATOR, KEJI, REVIEWER
from tracker.db import reading, transaction
from tracker.services import sign_in

__all__ = ["visit", "world_engine", "world_file", "world_url"]


def test_waits_are_lifted_with_one_click(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine, advance=False) as session:
        for _ in range(5):
            sign_in.count_attempt(session, KEJI, "10.1.2.3", False, world.NOW)
    listed = accounts(world_engine)
    at = visit(ADMINISTRATOR, "accounts", account=str(listed[REVIEWER].id))
    assert "解除登录限制" not in {each.label for each in at.button}
    at = visit(ADMINISTRATOR, "accounts", account=str(listed[KEJI].id))
    assert "近一天密码输错5次" in text_of(at)
    button(at, "解除登录限制").click().run()
    assert not at.exception
    assert "登录限制已解除" in text_of(at)
    assert "解除登录限制" not in {each.label for each in at.button}
    with reading(world_engine) as session:
        assert not sign_in.knock(session, KEJI, "10.1.2.3", world.NOW).wait
