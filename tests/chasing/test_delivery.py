"""A message goes out once, and what became of it is recorded; a record that fails sends nothing again."""

from contextlib import nullcontext
from datetime import datetime
from threading import Thread

import pytest

from tests.chasing.servers import Robot, mail_server, robot
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.workflow.chasing import Channel, Message
from tracker.notify import delivery
from tracker.notify.delivery import Outcome, deliver
from tracker.settings import Settings

NOW = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
SAID = Message("主题", "请填报。")


class Book:
    """A record that fails the first ``failures`` times."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.rows = failures, list[tuple[str, str]]()

    def record(self, recipients: str, error: str) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the database is away")
        self.rows.append((recipients, error))

    def has_any(self) -> bool:
        return bool(self.rows)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PAUSE_SECONDS", 0)


def through(group: Robot, book: Book) -> Outcome:
    settings = Settings(wecom_webhook=group.address)
    return deliver(settings, Channel.WECOM, (), SAID, NOW, book.has_any, book.record, nullcontext())


def test_what_went_out_is_recorded_once() -> None:
    book = Book()
    with robot() as group:
        assert through(group, book) == Outcome("企业微信群机器人")
    assert book.rows == [("企业微信群机器人", "")]


def test_a_second_click_sends_nothing() -> None:
    book = Book()
    with robot() as group:
        through(group, book)
        assert through(group, book).is_repeated
    assert len(group.texts) == len(book.rows) == 1


def test_two_clicks_at_the_same_moment_send_once() -> None:
    book = Book()
    with robot() as group:
        group.delay = 0.2
        clicks = [Thread(target=through, args=(group, book)) for _ in range(4)]
        for click in clicks:
            click.start()
        for click in clicks:
            click.join()
    assert len(group.texts) == len(book.rows) == 1


def test_a_failure_is_recorded_as_one_and_can_be_tried_again() -> None:
    book = Book()
    with robot() as group:
        group.answers = [(500, "")]
        assert through(group, book).error == "机器人服务返回 HTTP 500。"
    assert book.rows == [("", "机器人服务返回 HTTP 500。")]


def test_a_record_that_fails_is_tried_again_without_sending_again() -> None:
    book = Book(failures=2)
    with robot() as group:
        assert through(group, book).is_recorded
    assert len(group.texts) == 1
    assert book.rows == [("企业微信群机器人", "")]


def test_a_record_that_keeps_failing_is_told_and_nothing_is_sent_again() -> None:
    book = Book(failures=9)
    with robot() as group:
        outcome = through(group, book)
    assert (outcome.is_recorded, outcome.error) == (False, "")
    assert len(group.texts) == 1


def test_what_cannot_be_asked_beforehand_sends_nothing() -> None:
    def away() -> bool:
        raise OSError("the database is away")

    with robot() as group:
        settings = Settings(wecom_webhook=group.address)
        with pytest.raises(OSError, match="away"):
            deliver(settings, Channel.WECOM, (), SAID, NOW, away, Book().record, nullcontext())
    assert group.texts == []


def test_whom_the_mail_server_refused_is_recorded_apart_from_who_got_it() -> None:
    book = Book()
    with mail_server() as box:
        box.refused = {"he@example.cn"}
        settings = Settings(
            smtp_host="localhost", smtp_port=box.port, smtp_security="none", mail_from="a@b.cn"
        )
        to = ("wang@example.cn", "he@example.cn")
        outcome = deliver(settings, Channel.EMAIL, to, SAID, NOW, book.has_any, book.record, nullcontext())
    assert outcome.recipients == "wang@example.cn"
    assert [row[0] for row in book.rows] == ["wang@example.cn", ""]
    assert "he@example.cn" in book.rows[1][1]
