"""python -m tracker remind: what a scheduler runs, against a real mail server and real robots."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.chasing.servers import Mailbox, Robot, mail_server, robot, silent_server
from tests.entry.ledger import CLOSES, DUE, JIAOTONG, KEJI, NOW, Desk, open_desk, rows
from tracker import cli
from tracker.db import engine_for, transaction
from tracker.domain.workflow.chasing import Channel
from tracker.notify import channels, delivery, mail
from tracker.tables import Account, Audit, ChaseMessage

Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """王 has an address; nobody at 市交通运输局 has."""
    opened = open_desk(engine)
    with transaction(engine) as session:
        clerk = session.exec(select(Account).where(Account.login == "王")).one()
        clerk.email = "wang@example.gov.cn"
        session.add(clerk)
    return opened


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    url = desk.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://kpi.example.gov.cn")
    monkeypatch.setattr(channels, "ROBOT_PAUSE_SECONDS", 0)
    monkeypatch.setattr(delivery, "PAUSE_SECONDS", 0)

    def remind(*options: str, at: datetime = NOW) -> tuple[int, list[str]]:
        monkeypatch.setattr(cli.clock, "now", lambda: at)
        code = cli.main(("remind", *options))
        told = capsys.readouterr()
        return code, (told.out + told.err).splitlines()

    return remind


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with mail_server() as box:
        monkeypatch.setenv("TRACKER_SMTP_HOST", "localhost")
        monkeypatch.setenv("TRACKER_SMTP_PORT", str(box.port))
        monkeypatch.setenv("TRACKER_SMTP_SECURITY", "none")
        monkeypatch.setenv("TRACKER_MAIL_FROM", "ducha@example.gov.cn")
        yield box


@pytest.fixture
def wecom(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    with robot() as group:
        monkeypatch.setenv("TRACKER_WECOM_WEBHOOK", group.address)
        yield group


def logged(desk: Desk) -> list[tuple[Channel, bool]]:
    return [(row.channel, not row.error) for row in rows(desk.engine, ChaseMessage)]


def test_each_department_gets_its_message_and_a_line_says_so(
    run: Run, desk: Desk, mailbox: Mailbox, wecom: Robot
) -> None:
    code, lines = run()
    assert code == 0
    assert sorted(lines) == sorted(
        (
            f"{KEJI}  电子邮件  已发送  wang@example.gov.cn",
            f"{KEJI}  企业微信  已发送  企业微信群机器人",
            f"{JIAOTONG}  电子邮件  未发送：填报人账号没有填写邮箱",
            f"{JIAOTONG}  企业微信  已发送  企业微信群机器人",
        )
    )
    (arrived,) = mailbox.mails
    assert arrived["Subject"] == f"【催报】{KEJI}：2025年三季度重点目标未填报2项"
    assert "https://kpi.example.gov.cn/tasks?q=2025Q3" in arrived.get_content()
    assert len(wecom.texts) == 2
    assert sorted(logged(desk)) == [(Channel.EMAIL, True), (Channel.WECOM, True), (Channel.WECOM, True)]
    assert {row.sent_by_id for row in rows(desk.engine, ChaseMessage)} == {None}
    assert rows(desk.engine, Audit)[-1].actor_name == "系统"


def test_a_second_round_on_the_same_day_sends_nothing_and_the_next_day_sends_again(
    run: Run, mailbox: Mailbox
) -> None:
    run("--channel", "email")
    lines = run("--channel", "email", at=NOW + timedelta(hours=14))[1]
    assert f"{KEJI}  电子邮件  今天已发送过，不再发送" in lines
    assert len(mailbox.mails) == 1
    run("--channel", "email", at=NOW + timedelta(hours=16))
    assert len(mailbox.mails) == 2


def test_one_way_a_day_does_not_close_the_other(run: Run, mailbox: Mailbox, wecom: Robot) -> None:
    run("--channel", "wecom")
    run()
    assert (len(mailbox.mails), len(wecom.texts)) == (1, 2)


@pytest.mark.parametrize(
    ("at", "days", "sends"),
    [
        (DUE - timedelta(days=4), "3", False),
        (DUE - timedelta(days=4), "5", True),
        (DUE - timedelta(days=3), "3", True),
        (DUE + timedelta(days=2), "3", True),
        (CLOSES, "3", False),
    ],
)
def test_it_sends_only_near_the_due_date_and_when_it_is_past(
    run: Run, wecom: Robot, at: datetime, days: str, sends: bool
) -> None:
    code, lines = run("--days", days, at=at)
    assert code == 0
    assert bool(wecom.texts) is sends
    if not sends:
        assert lines == [f"2025年三季度：现在不在催报时间内（截止前{days}天起，至窗口关闭）。"]


def test_a_dry_run_prints_the_messages_and_sends_and_records_nothing(
    run: Run, desk: Desk, wecom: Robot
) -> None:
    code, lines = run("--dry-run")
    assert code == 0
    assert f"【催报】{KEJI}：2025年三季度重点目标未填报2项" in lines
    assert "1. T-0 企业" in lines
    assert wecom.texts == []
    assert logged(desk) == []


def test_when_everything_is_in_there_is_nothing_to_send(run: Run, desk: Desk, wecom: Robot) -> None:
    desk.submit("王", "企业")
    desk.submit("王", "增速", value="20")
    desk.submit("李", "吞吐量", value="30")
    desk.submit("李", "开工", value="1")
    assert run() == (0, ["2025年三季度：没有需要催报的部门。"])
    assert wecom.texts == []


def test_a_failure_is_printed_recorded_and_tried_again_in_the_next_round(
    run: Run, desk: Desk, wecom: Robot
) -> None:
    wecom.answers = [(200, '{"errcode":93000,"errmsg":"invalid webhook url"}'), (500, "")]
    code, lines = run()
    assert code == 1
    assert any("未发送：机器人服务拒绝：93000 invalid webhook url。" in line for line in lines)
    assert any("未发送：机器人服务返回 HTTP 500。" in line for line in lines)
    assert logged(desk) == [(Channel.WECOM, False), (Channel.WECOM, False)]
    code, lines = run()
    assert code == 0
    assert sum("已发送" in line for line in lines) == 2


def test_a_mail_server_that_is_silent_fails_the_run(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.3)
    with silent_server() as port:
        monkeypatch.setenv("TRACKER_SMTP_PORT", str(port))
        code, lines = run("--channel", "email")
    assert code == 1
    assert f"{KEJI}  电子邮件  未发送：邮件服务器0.3秒内没有应答。" in lines
    assert logged(desk) == [(Channel.EMAIL, False)]


def test_nobody_reached_by_mail_alone_fails_the_run(run: Run, mailbox: Mailbox) -> None:
    code, lines = run("--channel", "email")
    assert f"{JIAOTONG}  电子邮件  未发送：填报人账号没有填写邮箱" in lines
    assert code == 1


def test_a_message_that_could_not_be_recorded_is_told_and_not_sent_twice_in_the_round(
    run: Run, wecom: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_row: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("tracker.services.chasing.log", away)
    code, lines = run()
    assert code == 1
    assert all("没有记入催报记录" in line for line in lines)
    assert len(wecom.texts) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "TRACKER_SMTP_HOST"),
        (("--channel", "dingtalk"), "TRACKER_DINGTALK_WEBHOOK"),
        (("--channel", "email"), "TRACKER_MAIL_FROM"),
    ],
)
def test_what_is_not_configured_is_refused_by_name(run: Run, options: tuple[str, ...], said: str) -> None:
    code, lines = run(*options)
    assert code == 1
    assert said in lines[0]


def test_a_quarter_that_is_none_is_refused_in_words(run: Run, wecom: Robot) -> None:
    code, lines = run("--quarter", "2025Q5")
    assert code == 1
    assert "不是季度" in lines[0]


def test_a_ledger_that_is_not_there_is_refused(
    run: Run, wecom: Robot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert run()[0] == 1
    assert wecom.texts == []


def test_a_plan_without_windows_reminds_nobody(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(shutil.copy(sqlite_template, tmp_path / "new.db"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{file}")
    assert cli.main(("init", "--seed", str(cli.SEED))) == 0
    capsys.readouterr()
    assert cli.main(("remind", "--dry-run")) == 0
    assert "没有需要催报的部门" in capsys.readouterr().out
    engine_for(f"sqlite:///{file}").dispose()
