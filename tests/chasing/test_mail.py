"""E-mail against a real SMTP server: with TLS, STARTTLS and none, and what is said when it fails."""

import ssl
from datetime import datetime
from pathlib import Path

import pytest
import trustme

from tests.chasing.servers import PASSWORD, USER, mail_server, silent_server
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.workflow.chasing import Channel, Message
from tracker.notify import channels, mail
from tracker.notify.outcome import NotSent
from tracker.settings import Settings

NOW = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
SAID = Message(
    "【催报】市科技局：2025年三季度重点目标未填报1项", "【催报】市科技局：\n一、未填报\n1. A1-01 高新技术企业"
)
TO = ("wang@example.gov.cn", "he@example.gov.cn")
# The test server does not count TLS from the first byte as TLS, and says so.
_SERVER_TALKS = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def settings(port: int, security: str = "none", **more: str) -> Settings:
    return Settings(
        smtp_host="localhost",
        smtp_port=port,
        smtp_security=security,
        mail_from="市府办督查 <ducha@example.gov.cn>",
        **more,  # type: ignore[arg-type]
    )


def send(given: Settings, to: tuple[str, ...] = TO) -> tuple[str, str]:
    return channels.send(given, Channel.EMAIL, to, SAID, NOW)


@pytest.fixture
def server_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The certificate of a small authority that this machine trusts during the test."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def test_a_department_gets_one_message_with_all_its_words() -> None:
    with mail_server() as box:
        took, refused = send(settings(box.port))
    assert (took, refused) == ("wang@example.gov.cn、he@example.gov.cn", "")
    assert box.to == [list(TO)]
    (arrived,) = box.mails
    assert arrived["Subject"] == SAID.subject
    assert arrived["To"] == "wang@example.gov.cn, he@example.gov.cn"
    assert arrived["From"].addresses[0].display_name == "市府办督查"
    assert arrived["Date"].datetime == NOW
    assert arrived["Message-ID"].endswith("@example.gov.cn>")
    assert arrived.get_content_charset() == "utf-8"
    assert arrived.get_content().replace("\r\n", "\n").rstrip("\n") == SAID.text


@_SERVER_TALKS
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_out_encrypted_with_the_account(server_side: ssl.SSLContext, security: str) -> None:
    with mail_server(**{security: server_side}, asks=True) as box:
        send(settings(box.port, security, smtp_user=USER, smtp_password=PASSWORD))
    assert len(box.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(
    server_side: ssl.SSLContext, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        mail_server(**{security: server_side}) as box,  # type: ignore[arg-type]
        pytest.raises(NotSent, match=r"加密连接失败.*。$"),
    ):
        send(settings(box.port, security))
    assert box.mails == []


@_SERVER_TALKS
def test_a_wrong_password_is_told_without_showing_it(server_side: ssl.SSLContext) -> None:
    with mail_server(tls=server_side, asks=True) as box, pytest.raises(NotSent) as failure:
        send(settings(box.port, "tls", smtp_user=USER, smtp_password="wrong-5518"))
    assert str(failure.value) == "邮件服务器不接受账号或密码（535）。"
    assert "wrong-5518" not in repr(settings(1, smtp_user=USER, smtp_password="wrong-5518"))


def test_a_server_without_starttls_gets_neither_password_nor_mail() -> None:
    with mail_server() as box, pytest.raises(NotSent, match="不支持所设置的加密"):
        send(settings(box.port, "starttls"))
    assert box.mails == []


def test_who_is_refused_is_named_and_the_others_get_it() -> None:
    with mail_server() as box:
        box.refused = {TO[1]}
        took, refused = send(settings(box.port))
    assert took == TO[0]
    assert refused == "邮件服务器拒收的收件人：he@example.gov.cn（550 no such mailbox）。"
    assert box.to == [[TO[0]]]


def test_a_message_that_nobody_takes_is_not_sent() -> None:
    with mail_server() as box:
        box.refused = set(TO)
        with pytest.raises(NotSent, match="拒收的收件人：wang"):
            send(settings(box.port))


def test_a_servers_refusal_is_passed_on_in_words() -> None:
    with mail_server() as box:
        box.answer = "554 message looks like spam"
        with pytest.raises(NotSent) as failure:
            send(settings(box.port))
    assert str(failure.value) == "邮件服务器拒收：554 message looks like spam。"


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.3)
    with silent_server() as port, pytest.raises(NotSent, match="没有应答"):
        send(settings(port))


def test_an_absent_server_is_told_in_words() -> None:
    with mail_server() as box:
        port = box.port
    with pytest.raises(NotSent, match=r"^无法连接邮件服务器.*。$"):
        send(settings(port))


def test_a_department_without_an_address_gets_no_mail() -> None:
    with mail_server() as box, pytest.raises(NotSent, match="没有填写邮箱"):
        send(settings(box.port), ())
    assert box.mails == []
