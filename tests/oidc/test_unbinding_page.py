"""账号: an administrator unbinds somebody from the city's identity provider."""

from sqlalchemy import Engine

from tests.entry.ledger import rows
from tests.pages import world
from tests.pages.conftest import Visit, text_of, visit, world_engine, world_file, world_url
from tests.pages.test_accounts_page import accounts, button
from tests.pages.world import ADMINISTRATOR, KEJI, REVIEWER
from tracker.db import transaction
from tracker.services import external_sign_in
from tracker.services.external_sign_in import Identity
from tracker.tables import ExternalIdentity

__all__ = ["visit", "world_engine", "world_file", "world_url"]


def test_an_account_is_unbound_with_one_click(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine, advance=False) as session:
        identity = Identity("https://sso.example.gov.cn", "u-1", KEJI)
        assert external_sign_in.enter(session, identity, "10.1.2.3", world.NOW, 10).token
    listed = accounts(world_engine)
    assert (listed[KEJI].is_bound, listed[REVIEWER].is_bound) == (True, False)
    at = visit(ADMINISTRATOR, "accounts", account=str(listed[REVIEWER].id))
    assert "解除统一身份绑定" not in {each.label for each in at.button}
    at = visit(ADMINISTRATOR, "accounts", account=str(listed[KEJI].id))
    button(at, "解除统一身份绑定").click().run()
    assert not at.exception
    assert "统一身份绑定已解除" in text_of(at)
    assert not rows(world_engine, ExternalIdentity)
    assert "解除统一身份绑定" not in {each.label for each in at.button}
