"""催报 as the office uses it: choose, copy or send, and see what went out; never twice on a double click."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.chasing.servers import Mailbox, Robot, mail_server, robot
from tests.entry.ledger import rows
from tests.pages.conftest import Visit, half_width, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.workflow.chasing import Channel
from tracker.notify import channels, delivery
from tracker.tables import Account, Audit, ChaseMessage, Unit
from tracker.ui.frame import shell


def units(engine: Engine) -> dict[str, int]:
    with transaction(engine) as session:
        return {unit.name: unit.id or 0 for unit in session.exec(select(Unit))}


def chosen(at: AppTest, engine: Engine, *names: str) -> AppTest:
    ids = units(engine)
    return at.multiselect(key="chase-units").set_value([ids[name] for name in names]).run()


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def told(at: AppTest) -> list[str]:
    """Without the backslashes that keep Markdown from reading them."""
    found = [*at.success, *at.warning]
    return [
        half_width(str(each.value)).replace("\\", "") for each in found if "演示数据" not in str(each.value)
    ]


def messages(at: AppTest) -> list[str]:
    """The texts that 全部复制 takes."""
    html = "".join(str(each.value) for each in at.html)
    return [
        unescape(text) for text in re.findall(r'<pre class="chase-text [^"]*">(.*?)</pre>', html, re.DOTALL)
    ]


def logged(engine: Engine) -> list[tuple[Channel, str]]:
    return [(row.channel, row.error) for row in rows(engine, ChaseMessage)]


@pytest.fixture
def wecom(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    with robot() as group:
        monkeypatch.setenv("TRACKER_WECOM_WEBHOOK", group.address)
        yield group


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch, world_engine: Engine) -> Iterator[Mailbox]:
    with transaction(world_engine) as session:
        clerk = session.exec(select(Account).where(Account.login == JIAOTONG)).one()
        clerk.email = "li@example.gov.cn"
        session.add(clerk)
    with mail_server() as box:
        monkeypatch.setenv("TRACKER_SMTP_HOST", "localhost")
        monkeypatch.setenv("TRACKER_SMTP_PORT", str(box.port))
        monkeypatch.setenv("TRACKER_SMTP_SECURITY", "none")
        monkeypatch.setenv("TRACKER_MAIL_FROM", "ducha@example.gov.cn")
        yield box


def test_departments_stand_with_their_counts_and_links_to_the_lists(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(REVIEWER, "chase", "2025Q3")
    assert not at.exception
    said = text_of(at)
    unit = units(world_engine)["市交通运输局"]
    assert f"/reporting?list=missing&amp;unit={unit}&amp;q=2025Q3" in said
    assert f"/chase?view=list&amp;unit={unit}&amp;kind=returned&amp;q=2025Q3" in said
    assert "李建国" in said


def test_a_number_opens_as_many_rows_as_it_says(visit: Visit, world_engine: Engine) -> None:
    unit = str(units(world_engine)["市科技局"])
    at = visit(REVIEWER, "chase", "2025Q3", view="list", unit=unit, kind="missing")
    shown = text_of(at).count("/target?code=")
    number = re.search(
        rf"unit={unit}&amp;kind=missing[^>]*>(\d+)<", text_of(visit(REVIEWER, "chase", "2025Q3"))
    )
    assert number is not None
    assert int(number[1]) == shown == 7
    assert 'href="/chase?view=list&amp;q=2025Q3">显示全部<' in text_of(at)
    everything = visit(REVIEWER, "chase", "2025Q3", view="list")
    assert text_of(everything).count("/target?code=") > shown


def test_a_message_stands_in_full_to_be_copied_and_marking_it_is_logged_once(
    visit: Visit, world_engine: Engine
) -> None:
    at = chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局")
    (shown,) = messages(at)
    assert shown.startswith("【催报】市交通运输局：\n2025年三季度重点目标，贵单位有以下事项待办：")
    assert "A4-02 内河港区集装箱吞吐量（退回意见：请核对口径，并附港区月报。）" in shown
    assert "填报截止时间为10月10日18:00，还剩1天。" in shown
    assert "https://kpi.example.gov.cn/tasks?q=2025Q3" in shown
    press(at, "标记为已复制发送（1）")
    assert told(at) == ["市交通运输局:已发送并记录:李建国。"]
    press(at, "标记为已复制发送（1）")
    assert told(at) == ["市交通运输局:刚刚已经发送过同样的内容,没有重复发送。"]
    assert logged(world_engine) == [(Channel.COPY, "")]
    assert rows(world_engine, ChaseMessage)[0].text == shown
    assert rows(world_engine, Audit)[-1].action == "催报"
    assert "2025-10-09 09:00 复制发送" in text_of(at)


def test_without_any_way_out_only_copying_is_offered_and_whom_to_ask_is_said(
    visit: Visit, world_engine: Engine
) -> None:
    at = chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局")
    assert [button.label for button in at.button if "发送" in button.label] == ["标记为已复制发送（1）"]
    said = text_of(at).replace("\\", "")
    assert "尚未配置电子邮件、钉钉、企业微信,请联系系统管理员" in said
    assert "TRACKER_" not in said


def test_all_messages_stand_to_be_copied_at_one_click_where_nobody_is_chosen(visit: Visit) -> None:
    at = visit(REVIEWER, "chase", "2025Q3")
    count = len(messages(at))
    assert count > 2
    assert f'data-copies="chase-text" data-copied="已复制">全部复制({count})<' in text_of(at)
    assert press(at, f"标记为已复制发送（{count}）")
    assert len(told(at)) == count


def test_mail_goes_to_the_departments_clerks_and_a_double_click_sends_once(
    mailbox: Mailbox, visit: Visit, world_engine: Engine
) -> None:
    at = chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局")
    press(at, "发送电子邮件（1）")
    assert told(at) == ["市交通运输局:已发送并记录:li@example.gov.cn。"]
    press(at, "发送电子邮件（1）")
    assert told(at) == ["市交通运输局:刚刚已经发送过同样的内容,没有重复发送。"]
    assert len(mailbox.mails) == 1
    assert mailbox.to == [["li@example.gov.cn"]]
    assert logged(world_engine) == [(Channel.EMAIL, "")]


def test_later_the_same_words_can_be_sent_again(
    wecom: Robot, visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局")
    press(at, "发送企业微信（1）")
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(minutes=11))
    press(at, "发送企业微信（1）")
    assert len(wecom.texts) == 2


def test_one_failure_does_not_keep_the_others_from_their_message(
    wecom: Robot, visit: Visit, world_engine: Engine
) -> None:
    wecom.answers = [(500, "")]
    at = chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局", "市科技局")
    press(at, "发送企业微信（2）")
    assert sorted(told(at)) == [
        "市交通运输局:没有发送。机器人服务返回 HTTP 500。",
        "市科技局:已发送并记录:企业微信群机器人。",
    ]
    assert sorted(error for _, error in logged(world_engine)) == ["", "机器人服务返回 HTTP 500。"]
    history = text_of(visit(REVIEWER, "chase", "2025Q3", view="log"))
    assert "机器人服务返回 HTTP 500。" in history
    assert "周督查" in history


def test_more_than_a_robot_takes_is_refused_before_anything_goes_out(
    wecom: Robot, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "ROBOT_MESSAGES_A_MINUTE", 2)
    at = visit(REVIEWER, "chase", "2025Q3")
    count = len(messages(at))
    assert count > 2
    press(at, f"发送企业微信（{count}）")
    assert "请分批选择部门" in text_of(at)
    assert wecom.texts == []


def test_a_message_without_a_record_is_told_as_such(
    wecom: Robot, visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_row: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(delivery, "PAUSE_SECONDS", 0)
    monkeypatch.setattr("tracker.services.chasing.log", away)
    at = chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局")
    press(at, "发送企业微信（1）")
    assert told(at) == ["市交通运输局:已发送,但催报记录没有保存,请勿重复发送:企业微信群机器人。"]
    assert len(wecom.texts) == 1


def test_who_is_no_reviewer_any_more_sends_nothing(wecom: Robot, visit: Visit, world_engine: Engine) -> None:
    at = chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局")
    with transaction(world_engine) as session:
        account = session.exec(select(Account).where(Account.login == REVIEWER)).one()
        account.is_active = False
        session.add(account)
    next(button for button in at.button if button.label == "发送企业微信（1）").click().run()
    assert wecom.texts == []
    assert logged(world_engine) == []


def test_the_past_is_read_and_nothing_is_sent_from_it(
    wecom: Robot, visit: Visit, world_engine: Engine
) -> None:
    at = chosen(visit(REVIEWER, "chase", "2025Q3", asof="2025-10-08"), world_engine, "市交通运输局")
    assert not at.exception
    assert all(button.disabled for button in at.button if "发送" in button.label)
    assert "市府办督查 2025年10月8日" in messages(at)[0]


def test_the_words_of_a_sent_message_can_be_read_again(visit: Visit, world_engine: Engine) -> None:
    at = press(
        chosen(visit(REVIEWER, "chase", "2025Q3"), world_engine, "市交通运输局"), "标记为已复制发送（1）"
    )
    number = rows(world_engine, ChaseMessage)[0].id
    log = text_of(visit(REVIEWER, "chase", "2025Q3", view="log"))
    assert f'href="/chase?view=log&amp;sent={number}&amp;q=2025Q3">原文<' in log
    said = text_of(visit(REVIEWER, "chase", "2025Q3", view="log", sent=str(number)))
    assert half_width(messages(at)[0]) in unescape(said)
    assert "还没有催报记录" in text_of(visit(REVIEWER, "chase", "2025Q2", view="log"))


def test_a_quarter_that_has_not_opened_has_nobody_to_chase(visit: Visit) -> None:
    assert "没有需要催报的部门" in text_of(visit(REVIEWER, "chase", "2025Q4"))


@pytest.mark.parametrize("login", [KEJI, LEADER, ADMINISTRATOR])
def test_only_the_office_opens_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "chase"))
