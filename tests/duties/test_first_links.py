"""How three administrators come to be: by the first links of `init`, and by `account`."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.db import engine_for, reading, transaction
from tracker.domain.access import Duty, Role
from tracker.queries.people import person_of_login
from tracker.services import accounts

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "河边有三只白鹭在等着雨停"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path / 'var' / 'tracker.db'}"
    monkeypatch.setenv("TRACKER_DATABASE_URL", address)
    return address


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def role_of(url: str, login: str) -> object:
    engine = engine_for(url)
    with reading(engine) as session:
        role = person_of_login(session, login).role
    engine.dispose()
    return role


def set_password(url: str, said: str, whose: str) -> None:
    """With the link that was printed for them."""
    lines = said.splitlines()
    at = next(number for number, line in enumerate(lines) if whose in line)
    engine = engine_for(url)
    with transaction(engine) as session:
        accounts.set_password(session, lines[at + 1].rpartition("/")[2], PASSWORD, datetime.now(UTC))
    engine.dispose()


def test_a_new_installation_gets_a_link_for_each_of_the_three(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_THREE_ADMINISTRATORS", "1")
    said = run("init")[1]
    assert said.count("/password/") == 3
    logins = ("admin", "security-admin", "audit-admin")
    assert [role_of(url, login) for login in logins] == list(Duty)
    for login in logins:
        set_password(url, said, f"（{login}）")
    assert "/password/" not in run("init")[1], "all three have one"


def test_an_installation_that_turns_it_on_keeps_its_administrator_as_the_first_of_three(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_password(url, run("init")[1], "（admin）")
    assert role_of(url, "admin") is Role.ADMINISTRATOR
    monkeypatch.setenv("TRACKER_THREE_ADMINISTRATORS", "1")
    said = run("init")[1]
    assert "三员分立已启用。" in said
    assert role_of(url, "admin") is Duty.SYSTEM
    assert said.count("/password/") == 2
    assert "安全管理员（security-admin）" in said
    monkeypatch.setenv("TRACKER_THREE_ADMINISTRATORS", "0")
    assert "三员分立已停用" in run("init")[1]
    assert role_of(url, "admin") is Role.ADMINISTRATOR


def test_a_login_that_is_taken_is_nobodys_way_to_a_duty(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    run("account", "audit-admin", "--role", "leader")
    monkeypatch.setenv("TRACKER_THREE_ADMINISTRATORS", "1")
    run("init")
    assert role_of(url, "audit-admin") is Role.LEADER
    assert role_of(url, "audit-admin-2") is Duty.AUDIT


def test_a_successor_is_made_by_the_command_with_the_duty(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_THREE_ADMINISTRATORS", "1")
    run("init")
    code, said, _ = run("account", "wu", "--name", "吴审计", "--duty", "audit")
    assert (code, "/password/" in said) == (0, True)
    assert role_of(url, "wu") is Duty.AUDIT
    code, _, refused = run("account", "zheng", "--role", "administrator")
    assert (code, "指定职责" in refused) == (1, True)
    code, _, refused = run("account", "wu", "--duty", "system")
    assert (code, "已存在" in refused) == (1, True)
