"""python -m tracker account …: the last help for who lost the phone; a city without passwords."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.test_commands import Shell, shell
from tracker.db import engine_for, reading, transaction
from tracker.queries.credentials import authenticator_of
from tracker.queries.people import account_ids
from tracker.tables import Authenticator

__all__ = ["shell"]


def test_the_only_administrator_gets_in_again_without_the_phone(shell: Shell, tmp_path: Path) -> None:
    shell("init")
    engine = engine_for(f"sqlite:///{tmp_path / 'var' / 'tracker.db'}")
    with transaction(engine) as session:
        admin, now = account_ids(session)["admin"], datetime.now(UTC)
        session.add(Authenticator(account_id=admin, secret="A" * 32, confirmed_at=now, last_step=1))
    code, said, _ = shell("account", "admin", "--remove-second-step")
    assert (code, said) == (0, "账号 admin 的两步验证已解除，登录已结束；本人下次登录时会看到提示。\n")
    with reading(engine) as session:
        assert authenticator_of(session, admin) is None
    code, _, told = shell("account", "admin", "--remove-second-step")
    assert (code, told) == (1, "这个账号没有设置两步验证。\n")
    assert shell("account", "nobody", "--remove-second-step")[0] == 1
    engine.dispose()


@pytest.fixture
def provider_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("ONLY", "1"), ("ISSUER", "https://sso.example"), ("CLIENT_ID", "tracker")):
        monkeypatch.setenv(f"TRACKER_OIDC_{name}", text)


@pytest.mark.usefixtures("provider_only")
def test_with_the_provider_alone_no_link_is_printed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "/password/" not in shell("init")[1]
    code, said, _ = shell("account", "chen", "--name", "陈管理", "--role", "administrator")
    assert (code, said) == (0, "账号 chen 通过统一身份认证登录，不使用密码。\n")
    monkeypatch.setenv("TRACKER_BREAK_GLASS", "chen")
    assert "/password/" in shell("account", "chen")[1]
