"""The messengers' robots against a real HTTP server: signature, length, and every kind of failure."""

import base64
import hashlib
import hmac
from datetime import datetime

import pytest

from tests.chasing.servers import robot, silent_server
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.workflow.chasing import Channel, Message
from tracker.notify import channels, webhook
from tracker.notify.outcome import NotSent
from tracker.settings import Settings

NOW = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
SAID = Message("主题", "【催报】市科技局：\n一、未填报")
SECRET = "SEC-unit-test"


def settings(channel: Channel, address: str, secret: str = "") -> Settings:
    if channel is Channel.DINGTALK:
        return Settings(dingtalk_webhook=address, dingtalk_secret=secret)
    return Settings(wecom_webhook=address)


def send(channel: Channel, address: str, text: str = SAID.text) -> tuple[str, str]:
    return channels.send(settings(channel, address), channel, (), Message("主题", text), NOW)


@pytest.mark.parametrize("channel", [Channel.DINGTALK, Channel.WECOM])
def test_the_text_reaches_the_group_as_it_is(channel: Channel) -> None:
    with robot() as group:
        assert send(channel, group.address) == (f"{channel.word}群机器人", "")
    assert group.texts == [SAID.text]
    assert group.asked == [{"access_token": "key-4471"}]


def test_dingtalk_is_signed_with_its_secret() -> None:
    """The signature as DingTalk's documentation computes it."""
    with robot() as group:
        channels.send(settings(Channel.DINGTALK, group.address, SECRET), Channel.DINGTALK, (), SAID, NOW)
    (asked,) = group.asked
    stamp = str(int(NOW.timestamp() * 1000))
    expected = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert asked == {
        "access_token": "key-4471",
        "timestamp": stamp,
        "sign": base64.b64encode(expected).decode(),
    }


@pytest.mark.parametrize("channel", [Channel.DINGTALK, Channel.WECOM])
@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, '{"errcode":310000,"errmsg":"sign not match"}', "机器人服务拒绝：310000 sign not match。"),
        (200, '{"errcode":"0"}', "机器人服务拒绝：0 。"),
        (200, "[]", "机器人服务拒绝：None 。"),
        (200, "<html>", "机器人服务的应答无法识别。"),
        (500, "", "机器人服务返回 HTTP 500。"),
        (302, "", "机器人服务返回 HTTP 302。"),
        (404, '{"errcode":0}', "机器人服务返回 HTTP 404。"),
    ],
)
def test_a_failure_is_told_in_words_without_the_robots_key(
    channel: Channel, status: int, body: str, said: str
) -> None:
    with robot() as group:
        group.answers = [(status, body)]
        with pytest.raises(NotSent) as failure:
            send(channel, group.address)
    assert str(failure.value) == said
    assert "key-4471" not in f"{failure.value!r}{failure.value.__cause__!r}"
    assert len(group.asked) == 1, "what failed is not tried again, and no redirection is followed"


def test_a_slow_robot_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT_SECONDS", 0.3)
    with robot() as group:
        group.delay = 5
        with pytest.raises(NotSent, match="没有应答"):
            send(Channel.WECOM, group.address)
    with silent_server() as port, pytest.raises(NotSent, match="没有应答"):
        send(Channel.WECOM, f"http://127.0.0.1:{port}/")


def test_an_absent_robot_is_told_in_words() -> None:
    with robot() as group:
        address = group.address
    with pytest.raises(NotSent, match=r"^无法连接机器人服务。$"):
        send(Channel.DINGTALK, address)


def test_a_long_text_goes_to_wecom_in_pieces_that_it_takes() -> None:
    lines = [f"{n}. A{n}-01 {'目标' * 30}" for n in range(60)]
    with robot() as group:
        send(Channel.WECOM, group.address, "\n".join(lines))
    assert len(group.texts) > 3
    assert all(len(text.encode()) <= 2048 for text in group.texts)
    assert "\n".join(group.texts).split("\n") == lines


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, []),
        ("一二三", 9, ["一二三"]),
        ("一二三", 8, ["一二", "三"]),
        ("一\n二", 7, ["一\n二"]),
        ("一\n二", 6, ["一", "二"]),
        ("a\n\nb", 10, ["a\n\nb"]),
    ],
)
def test_pieces_are_cut_between_lines_and_never_within_a_character(
    text: str, limit: int, expected: list[str]
) -> None:
    assert list(webhook.pieces(text, limit)) == expected


def test_what_is_configured_can_be_used() -> None:
    assert channels.configured(Settings()) == ()
    every = Settings(
        smtp_host="h", mail_from="a@b.cn", dingtalk_webhook="https://d/", wecom_webhook="https://w/"
    )
    assert channels.configured(every) == (Channel.EMAIL, Channel.DINGTALK, Channel.WECOM)
    with pytest.raises(NotSent):
        channels.send(every, Channel.COPY, (), SAID, NOW)
