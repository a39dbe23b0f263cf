"""Taking the trail along: exactly what is filtered, as a file that runs nothing, and on record."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import quote

import pytest
from sqlmodel import select

from tests.accounts.office import Office
from tests.web.browser import Browser
from tracker.db import reading, transaction
from tracker.domain.language.errors import NotAllowed
from tracker.domain.meetings.audit_trail import AuditFilter
from tracker.export.rows_csv import csv_pieces, text_cell
from tracker.services import audit
from tracker.services.register import mark_as_demonstration
from tracker.tables import Audit
from tracker.web import audit_file

PATH = "/download/audit"
# RELIABILITY T14.
RISKY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u3000=1",
    "\t",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "=cmd|'/c calc'!A0",
    "-2+3+cmd|' /C calc'",
]
PLAIN = ["市科技局", "1,5", 'he said "x"', "a=b", "3-4", "'quoted", ""]


def read(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def trail(office: Office) -> list[Audit]:
    with reading(office.engine) as session:
        return list(session.exec(select(Audit).order_by(Audit.id)))  # type: ignore[arg-type]


def test_the_whole_trail_comes_as_a_file_with_the_newest_row_first(office: Office, browser: Browser) -> None:
    browser.sign_in("guanli")
    before = trail(office)
    answer = browser.get(PATH)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="audit-20251009-')
    assert answer.headers["cache-control"] == "no-store"
    found = read(answer.content)
    assert [int(row["编号"]) for row in found] == [row.id for row in reversed(before)]
    assert [row["SHA-256"] for row in found] == [row.sha256 for row in reversed(before)]
    assert found[0]["时间（北京时间）"] == "2025-10-09 09:00:00"


def test_the_trail_of_made_up_figures_says_so_in_its_head(office: Office, browser: Browser) -> None:
    browser.sign_in("guanli")
    assert "演示" not in browser.get(PATH).text
    with transaction(office.engine) as session:
        mark_as_demonstration(session, datetime(2025, 10, 9, 1, tzinfo=UTC))
    head = browser.get(PATH).content.decode("utf-8-sig").splitlines()[0]
    assert head.endswith(",演示数据，非真实填报")


def test_only_what_is_filtered_is_in_it_and_the_export_is_on_record(office: Office, browser: Browser) -> None:
    browser.sign_in("guanli")
    found = read(browser.get(f"{PATH}?action={quote('新建账号')}&subject={quote('王')}").content)
    assert [(row["操作"], row["对象"]) for row in found] == [("新建账号", "王晓岚")]
    assert found[0]["内容"] == "登录名：keji；角色：部门填报人；所在单位：市科技局"
    row = trail(office)[-1]
    assert (row.action, row.actor_name) == ("导出操作日志", "陈管理")
    assert json.loads(row.detail) == {"filter": {"action": "新建账号", "subject": "王"}, "rows": 1}


def test_a_long_trail_is_sent_in_pieces_without_a_row_lost_or_doubled(
    office: Office, browser: Browser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_file, "_PIECE", 7)
    with transaction(office.engine) as session:
        for number in range(50):
            audit.record(session, None, "记", f"第{number}条", now)
    browser.sign_in("guanli")
    found = read(browser.get(f"{PATH}?action={quote('记')}").content)
    assert [row["对象"] for row in found] == [f"第{number}条" for number in range(49, -1, -1)]


@pytest.mark.parametrize("login", ["keji", "ducha", "lingdao"])
def test_others_get_a_refusal_and_leave_no_export(office: Office, browser: Browser, login: str) -> None:
    browser.sign_in(login)
    answer = browser.get(PATH)
    assert answer.status_code == 403
    assert "SHA-256" not in answer.text
    assert all(row.action != "导出操作日志" for row in trail(office))
    with pytest.raises(NotAllowed), transaction(office.engine) as session:
        audit.record_export(session, office.person(login), AuditFilter(), 1, office.now)


def test_an_anonymous_visitor_gets_nothing(browser: Browser) -> None:
    assert browser.get(PATH).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "since=x",
        "until=9999-12-31",
        "since=0001-01-01",
        "who=%00",
        "who=" + "9" * 99,
        "subject=%00",
        "subject=%25&action=%27%3B--",
    ],
)
def test_a_filter_that_makes_no_sense_breaks_nothing(office: Office, browser: Browser, query: str) -> None:
    browser.sign_in("guanli")
    assert browser.get(f"{PATH}?{query}").status_code == 200


@pytest.mark.parametrize("text", RISKY)
def test_what_a_spreadsheet_would_run_stays_a_text(text: str) -> None:
    content = b"".join(csv_pieces(["甲"], [[[text]]]))
    cell = next(iter(csv.reader(StringIO(content.decode("utf-8-sig").partition("\r\n")[2], newline=""))))[0]
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_are_as_they_were_written(text: str) -> None:
    assert text_cell(text) == text


def test_what_people_typed_reaches_the_file_as_text(office: Office, browser: Browser, now: datetime) -> None:
    with transaction(office.engine) as session:
        audit.record(session, None, "记", "=1+1", now, {"note": "@x"})
    browser.sign_in("guanli")
    row = read(browser.get(f"{PATH}?action={quote('记')}").content)[0]
    assert (row["对象"], row["内容"]) == ("'=1+1", "说明：@x")
