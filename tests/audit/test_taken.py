"""Files that somebody takes, and what somebody has no right to, stand in the trail; nobody waits for it.

That every file of every route does: tests/permissions/test_routes.py.
"""

import hashlib
import json
import sys
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from tests.accounts.office import Office
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tracker import noting
from tracker.db import Busy, reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.meetings.noted import MOST, Note
from tracker.queries import integrity
from tracker.services import audit
from tracker.tables import Audit, Plan, Snapshot
from tracker.web import taken
from tracker.web.site import Site

PATH = "/download/snapshot/2025Q3-01.xlsx"
NAME = "三季度进展_2025Q3-01_进度表.xlsx"


@pytest.fixture
def frozen(office: Office, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot, and a workbook maker that takes no time."""
    with transaction(office.engine) as session:
        plan = Plan(
            code="p",
            title="t",
            document="d",
            year=2025,
            issued=date(2025, 6, 10),
            notice="n",
            notice_sha256=hashlib.sha256(b"n").hexdigest(),
        )
        session.add(plan)
        session.flush()
        assert plan.id is not None
        session.add(
            Snapshot(
                number="2025Q3-01",
                plan_id=plan.id,
                period=Period(2025, 3),
                name="三季度进展",
                meeting_on=date(2025, 10, 20),
                include_unapproved=False,
                content="{}",
                sha256=hashlib.sha256(b"{}").hexdigest(),
                frozen_by_id=office.ids["ducha"],
                frozen_at=now,
            )
        )
        audit.record(session, None, "定稿", "2025Q3-01", now)
    maker = ModuleType("tracker.export.workbook")
    maker.workbook_bytes = lambda *_given: b"PK"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tracker.export.workbook", maker)


def written(engine: Engine, clock: Clock) -> list[Audit]:
    """What waited, once it stands in the trail."""
    count = noting.write(engine, clock)
    with reading(engine) as session:
        newest = session.exec(select(Audit).order_by(col(Audit.id).desc()).limit(count)) if count else ()
        return list(newest)[::-1]


@pytest.mark.usefixtures("frozen")
def test_a_file_that_was_taken_says_who_what_when_and_from_where(
    office: Office, browser: Browser, clock: Clock
) -> None:
    browser.sign_in("lingdao")
    assert browser.get(f"{PATH}?plan=p").status_code == 200
    (row,) = written(office.engine, clock)
    assert (row.actor_name, row.action, row.subject) == ("沈市长", "下载会议材料", NAME)
    assert row.actor_id == office.ids["lingdao"]
    assert row.address == "testclient"
    assert json.loads(row.detail) == {"url": f"{PATH}?plan=p"}
    assert row.computed_sha256 == row.sha256


@pytest.mark.usefixtures("frozen")
def test_what_is_shown_in_the_browser_is_called_so(
    office: Office, browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = ModuleType("tracker.export.report")
    maker.report_bytes = lambda *_given: b"%PDF-"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tracker.export.report", maker)
    browser.sign_in("lingdao")
    browser.get("/download/snapshot/2025Q3-01.pdf?inline=1")
    assert [row.action for row in written(office.engine, clock)] == ["查看会议材料"]


@pytest.mark.usefixtures("frozen")
def test_who_has_no_right_leaves_a_row_and_who_is_nobody_none(
    office: Office, browser: Browser, clock: Clock
) -> None:
    assert browser.get(PATH).status_code == 401
    browser.sign_in("keji")
    assert browser.get(PATH).status_code == 403
    assert browser.get("/download/snapshot/2025Q3-99.xlsx").status_code == 403
    assert browser.get("/download/nothing").status_code == 404
    rows = written(office.engine, clock)
    assert [(row.actor_name, row.action, row.subject) for row in rows] == [
        ("王晓岚", "拒绝下载", PATH),
        ("王晓岚", "拒绝下载", "/download/snapshot/2025Q3-99.xlsx"),
    ]


@pytest.mark.parametrize(
    ("method", "path", "status", "action"),
    [
        ("PUT", "/_stcore/upload_file/a/b", 403, "拒绝上传"),
        ("GET", "/media/abc.png", 403, "拒绝访问"),
        ("GET", "/download/targets/csv", 403, "拒绝下载"),
        ("GET", "/download/targets/csv", 200, "下载目标全表"),
        ("GET", "/download/preview/2025Q3.xlsx", 200, "下载会议材料预览"),
        ("GET", "/download/something/new", 200, "下载文件"),
        ("HEAD", "/download/targets/csv", 200, None),
        ("GET", "/download/targets/csv", 404, None),
        ("GET", "/overview", 200, None),
    ],
)
def test_of_what_kind_an_answer_is(
    office: Office, site: Site, clock: Clock, method: str, path: str, status: int, action: str | None
) -> None:
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"q=2025Q3",
        "headers": [],
        "client": ("10.1.2.3", 1),
        "state": {"person": office.person("keji")},
    }
    taken.note(site, scope, status, [])
    rows = written(office.engine, clock)
    assert [row.action for row in rows] == ([] if action is None else [action])
    assert [row.subject for row in rows] == ([] if action is None else [path])


def test_the_trail_itself_is_on_record_once(office: Office, browser: Browser, clock: Clock) -> None:
    browser.sign_in("guanli")
    assert browser.get("/download/audit").status_code == 200
    assert written(office.engine, clock) == []


@pytest.mark.usefixtures("frozen")
def test_a_flood_is_counted_and_fills_nothing(office: Office, browser: Browser, clock: Clock) -> None:
    browser.sign_in("keji")
    for _time in range(MOST + 12):
        assert browser.get(PATH).status_code == 403
    assert len(written(office.engine, clock)) == MOST
    clock.pass_by(seconds=61)
    (row,) = written(office.engine, clock)
    assert (row.action, row.subject) == ("拒绝下载", "同一分钟内另有12次")
    assert json.loads(row.detail)["more"] == 12
    assert written(office.engine, clock) == []


@pytest.mark.usefixtures("frozen")
def test_the_chain_holds_and_verify_finds_nothing(office: Office, browser: Browser, clock: Clock) -> None:
    with reading(office.engine) as session:
        before = list(integrity.findings(session))
    browser.sign_in("lingdao")
    browser.get(PATH)
    browser.get("/download/audit")
    assert [row.action for row in written(office.engine, clock)] == ["下载会议材料", "拒绝下载"]
    with reading(office.engine) as session:
        assert list(integrity.findings(session)) == before


@pytest.mark.usefixtures("frozen")
def test_a_download_waits_for_no_writer(office: Office, browser: Browser, clock: Clock) -> None:
    browser.sign_in("lingdao")
    assert browser.get(PATH).status_code == 200
    done = Event()

    def take() -> None:
        assert browser.get(PATH).status_code == 200
        done.set()

    with transaction(office.engine):  # somebody writes, for as long as it takes
        thread = Thread(target=take)
        thread.start()
        assert done.wait(60)
        thread.join()
    assert len(written(office.engine, clock)) == 2


def noted(office: Office, number: int, at: datetime | None = None) -> Note:
    person = office.person("lingdao")
    return Note(at or office.now, person, "下载目标全表", f"第{number}份", {}, "10.1.2.3")


def test_what_can_not_be_written_waits_and_comes_in_its_order(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        noting.note(office.engine, noted(office, number))

    def away(*_given: Any, **_more: Any) -> None:
        raise Busy("away")

    with monkeypatch.context() as patched:
        patched.setattr(noting, "transaction", away)
        with pytest.raises(Busy):
            noting.write(office.engine, clock)
    noting.note(office.engine, noted(office, 3))
    clock.pass_by(minutes=10)
    rows = written(office.engine, clock)
    assert [row.subject for row in rows] == ["第0份", "第1份", "第2份", "第3份"]
    assert "asked" in json.loads(rows[0].detail), "it says when it happened"


def test_too_many_that_wait_are_left_out_and_counted_in_the_log(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(noting, "ROOM", 2)
    for number in range(5):
        noting.note(office.engine, noted(office, number))
    assert len(written(office.engine, clock)) == 2
    assert "3 rows of the audit trail were left out" in caplog.text


def subjects(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(Audit.subject).order_by(col(Audit.id))))


def test_beside_a_server_it_is_written_by_itself_and_at_the_end_all_of_it(office: Office) -> None:
    def now() -> datetime:
        return datetime.now(UTC)

    with noting.behind(office.engine, now):
        noting.note(office.engine, noted(office, 0, now()))
        until = now() + timedelta(seconds=20)
        while "第0份" not in subjects(office.engine) and now() < until:
            Event().wait(0.05)
        assert "第0份" in subjects(office.engine)
        for number in range(1, MOST + 5):
            noting.note(office.engine, noted(office, number, now()))
    assert f"第{MOST - 1}份" in subjects(office.engine)
    assert "同一分钟内另有5次" in subjects(office.engine), "also of a minute that is not over"
