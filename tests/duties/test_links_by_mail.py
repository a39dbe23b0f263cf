"""Where there is a mail server, the owner of an account gets a mail when a link is made for it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.chasing.servers import Mailbox, mail_server
from tests.pages.conftest import Visit, text_of
from tests.pages.test_accounts_page import accounts, button
from tests.pages.world import ADMINISTRATOR, KEJI, NOW
from tracker.db import reading, transaction
from tracker.services.accounts import change_account
from tracker.tables import Audit
from tracker.ui.frame import shell


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
