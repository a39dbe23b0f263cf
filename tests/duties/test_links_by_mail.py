"""Where there is a mail server, the owner of an account gets a mail when a link is made for it."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.chasing.servers import Mailbox, mail_server
from tests.pages.conftest import Visit, text_of
from tests.pages.test_accounts_page import accounts, button
from tests.pages.world import ADMINISTRATOR, KEJI, NOW
from tests.units.test_account_list import HEAD, book
from tests.units.test_account_list_page import chosen
from tests.waiting import comes_to_be
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.notify.password_links import GIVE_UP
from tracker.queries import integrity
from tracker.queries.people import person_of_login
from tracker.services.accounts import change_account, create_account
from tracker.tables import Account, Audit
from tracker.telling import AT_ONCE
from tracker.ui.frame import shell
from tracker.ui.system import account_lists


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch, world_engine: Engine) -> Iterator[Mailbox]:
    clerk = accounts(world_engine)[KEJI]
    with transaction(world_engine) as session:
        units = clerk.unit_ids
        change_account(session, None, clerk.id, clerk.name, clerk.role, units, NOW, email="wang@example.cn")
    with mail_server() as box:
        monkeypatch.setenv("TRACKER_SMTP_HOST", "localhost")
        monkeypatch.setenv("TRACKER_SMTP_PORT", str(box.port))
        monkeypatch.setenv("TRACKER_SMTP_SECURITY", "none")
        monkeypatch.setenv("TRACKER_MAIL_FROM", "管理 <guanli@example.gov.cn>")
        shell.settings.cache_clear()
        yield box


def trail(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [row.detail for row in session.exec(select(Audit).where(Audit.action == "告知密码链接"))]


def test_the_owner_gets_a_mail_without_the_link(visit: Visit, world_engine: Engine, mailbox: Mailbox) -> None:
    at = visit(ADMINISTRATOR, "accounts", account=str(accounts(world_engine)[KEJI].id))
    button(at, "签发密码链接").click().run()
    assert not at.exception
    (mail,) = mailbox.mails
    said = mail.get_content()
    assert mailbox.to == [["wang@example.cn"]]
    assert "为您的账号签发了密码链接" in said
    assert str(at.code[0].value) not in said
    assert "已发邮件告知本人:wang@example.cn" in text_of(at).replace("\\", "")
    assert len(trail(world_engine)) == 1


def test_a_mail_that_is_not_taken_is_said_and_the_link_stands(
    visit: Visit, world_engine: Engine, mailbox: Mailbox
) -> None:
    mailbox.refused.add("wang@example.cn")
    at = visit(ADMINISTRATOR, "accounts", account=str(accounts(world_engine)[KEJI].id))
    button(at, "签发密码链接").click().run()
    assert "告知邮件没有发出" in text_of(at)
    assert "/password/" in str(at.code[0].value)
    assert "no such mailbox" in trail(world_engine)[0]


def list_of(*emails: str) -> bytes:
    """A list of new accounts, by their addresses."""
    return book(
        HEAD,
        *([f"新人{n}", f"xin{n}", "市领导", "", "", email] for n, email in enumerate(emails)),
    )


def loaded(visit: Visit) -> AppTest:
    """The page after the click, once its mails have been tried."""
    at = visit(ADMINISTRATOR, "accounts", account="import")
    button(at, "导入").click().run()
    assert not at.exception
    told = at.session_state[account_lists._TOLD]
    assert comes_to_be(lambda: told.is_over)
    return at.run()


def test_owners_of_a_list_get_their_mails_behind_the_click_and_failures_are_counted(
    visit: Visit, world_engine: Engine, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.refused.add("nobody@example.cn")
    chosen(monkeypatch, list_of("a@example.cn", "", "nobody@example.cn", "b@example.cn"))
    at = loaded(visit)
    assert mailbox.to == [["a@example.cn"], ["b@example.cn"]]
    assert not [mail for mail in mailbox.mails if "/password/" in mail.get_content()]
    said = text_of(at)
    assert "已发邮件告知本人:2封。1封告知邮件没有发出" in said
    assert "no such mailbox" in said
    (row,) = trail(world_engine)
    detail = json.loads(row)
    assert detail["recipients"] == ["a@example.cn", "b@example.cn"]
    assert [each["login"] for each in detail["error"]] == ["xin2"]
    with reading(world_engine) as session:
        assert list(integrity.findings(session)) == []


def test_a_mail_server_that_is_away_is_not_waited_for_by_each_of_a_list(
    visit: Visit, world_engine: Engine, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.answer = "451 out of room"
    chosen(monkeypatch, list_of(*(f"a{n}@example.cn" for n in range(AT_ONCE + 5))))
    at = loaded(visit)
    assert f"{AT_ONCE + 5}封告知邮件没有发出:邮件服务器拒收:451 out of room" in text_of(at)
    errors = [each["error"] for row in trail(world_engine) for each in json.loads(row)["error"]]
    assert [("没有再发" in each) for each in errors].index(True) == GIVE_UP
    assert len(errors) == AT_ONCE + 5, "and the trail has each of them"


def test_accounts_that_are_enabled_together_are_told_likewise(
    visit: Visit, world_engine: Engine, mailbox: Mailbox
) -> None:
    with transaction(world_engine) as session:
        administrator = person_of_login(session, ADMINISTRATOR)
        account = create_account(
            session, administrator, "xin", "新人", Role.LEADER, [], NOW, email="xin@example.cn"
        )
        session.get_one(Account, account).is_active = False
    at = visit(ADMINISTRATOR, "accounts", state="waiting")
    next(each for each in at.button if each.label.startswith("启用本页")).click().run()
    assert not at.exception
    assert comes_to_be(lambda: at.session_state[account_lists._TOLD].is_over)
    assert mailbox.to == [["xin@example.cn"]]
    assert "已发邮件告知本人:1封。" in text_of(at.run())


def test_without_a_mail_server_nobody_is_told(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, list_of("a@example.cn"))
    at = visit(ADMINISTRATOR, "accounts", account="import")
    button(at, "导入").click().run()
    assert account_lists._TOLD not in at.session_state
    assert trail(world_engine) == []
