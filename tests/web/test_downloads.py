import hashlib
import sys
from datetime import date, datetime
from types import ModuleType
from urllib.parse import unquote

import pytest

from tests.accounts.office import Office
from tests.web.browser import Browser
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.tables import Plan, Snapshot

PATH = "/download/snapshot/2025Q3-01.xlsx"
CONTENT = '{"made": "up"}'


@pytest.fixture
def snapshot(office: Office, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen snapshot whose content is not a scorecard, and a workbook maker that echoes it."""
    with transaction(office.engine) as session:
        plan = Plan(
            code="p",
            title="t",
            document="d",
            year=2025,
            issued=date(2025, 6, 10),
            notice="n",
            notice_sha256="0" * 64,
        )
        session.add(plan)
        session.flush()
        assert plan.id is not None
        session.add(
            Snapshot(
                number="2025Q3-01",
                plan_id=plan.id,
                period=Period(2025, 3),
                name='三季度 进展/"通报"',
                meeting_on=date(2025, 10, 20),
                include_unapproved=False,
                content=CONTENT,
                sha256=hashlib.sha256(CONTENT.encode()).hexdigest(),
                frozen_by_id=office.ids["ducha"],
                frozen_at=now,
            )
        )
    maker = ModuleType("tracker.export.workbook")
    maker.workbook_bytes = lambda content, sha256, number, *options: f"{content} {sha256} {number}".encode()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tracker.export.workbook", maker)


def test_who_may_read_a_snapshot_gets_the_workbook_under_its_chinese_name(
    snapshot: None, browser: Browser
) -> None:
    for login in ("ducha", "lingdao"):
        browser.sign_in(login)
        answer = browser.get(PATH)
        assert answer.status_code == 200
        assert answer.content.startswith(CONTENT.encode())
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        plain, named = answer.headers["content-disposition"].split("; ")[1:]
        assert plain == 'filename="2025Q3-01.xlsx"'
        assert unquote(named.removeprefix("filename*=UTF-8''")) == "三季度 进展__通报__2025Q3-01_进度表.xlsx"


def test_the_report_is_shown_in_the_browser_where_that_is_asked_and_no_other_file_is(
    snapshot: None, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = ModuleType("tracker.export.report")
    maker.report_bytes = lambda content, sha256, number, *options: b"%PDF-"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tracker.export.report", maker)
    browser.sign_in("lingdao")
    shown = browser.get("/download/snapshot/2025Q3-01.pdf?inline=1")
    assert shown.headers["content-disposition"].startswith("inline;")
    assert shown.headers["content-security-policy"].startswith("sandbox;")
    for path in ("/download/snapshot/2025Q3-01.pdf", f"{PATH}?inline=1"):
        assert browser.get(path).headers["content-disposition"].startswith("attachment;")


def test_the_versions_are_one_zip(snapshot: None, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = ModuleType("tracker.export.versions")
    maker.versions_bytes = lambda content, sha256, number, options: b"PK"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tracker.export.versions", maker)
    browser.sign_in("lingdao")
    answer = browser.get("/download/snapshot/2025Q3-01.versions.zip")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    named = unquote(answer.headers["content-disposition"].rsplit("''", 1)[1])
    assert named == "三季度 进展__通报__2025Q3-01_分发版本.zip"


def test_clerks_and_administrators_do_not_get_meeting_papers(snapshot: None, browser: Browser) -> None:
    for login in ("keji", "guanli"):
        browser.sign_in(login)
        assert browser.get("/download/snapshot/2025Q3-01.versions.zip").status_code == 403
        answer = browser.get(PATH)
        assert answer.status_code == 403
        assert "会议材料只对市府办和市领导开放" in answer.text
        assert CONTENT not in answer.text


def test_an_anonymous_visitor_learns_nothing(snapshot: None, browser: Browser) -> None:
    assert browser.get(PATH).status_code == 401
    assert browser.get("/download/snapshot/2025Q3-99.xlsx").status_code == 401


def test_an_unknown_number_is_not_found(snapshot: None, browser: Browser) -> None:
    browser.sign_in("ducha")
    for number in ("2025Q3-02", "2025Q9-01", "x", "2025Q3-01 ", "2025q3-01"):
        assert browser.get(f"/download/snapshot/{number}.xlsx").status_code == 404
