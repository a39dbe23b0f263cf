"""What pages hand out and refuse stands in the trail as well; who reads the trail finds it by its kind."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from streamlit.runtime.media_file_manager import MediaFileManager

from tests.accounts.office import Office
from tests.entry.ledger import rows
from tests.pages.conftest import Visit, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tests.review.test_review_page import approve
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tracker import noting
from tracker.db import reading, transaction
from tracker.domain.access import Preferences, Role
from tracker.domain.meetings.audit_trail import Kind
from tracker.queries.people import person_of_login
from tracker.services import audit
from tracker.services.preferences import set_preferences
from tracker.tables import Account, Audit, Review


def written(engine: Engine) -> list[Audit]:
    count = noting.write(engine, lambda: NOW)
    with reading(engine) as session:
        newest = session.exec(select(Audit).order_by(col(Audit.id).desc()).limit(count)) if count else ()
        return list(newest)[::-1]


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """By file name what a press of its button would run."""
    found: dict[str, Callable[[], bytes]] = {}
    add = MediaFileManager.add_deferred

    def keep(self: MediaFileManager, make: Callable[[], bytes], *given: object, **more: object) -> str:
        name = more.get("file_name") or given[2]
        found[str(name)] = make
        return add(self, make, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(MediaFileManager, "add_deferred", keep)
    return found


@pytest.mark.parametrize(
    ("login", "page", "ending", "action"),
    [
        (KEJI, "tasks", "填报表.xlsx", "下载填报表"),
        (ADMINISTRATOR, "accounts", "账号.xlsx", "下载账号表"),
    ],
)
def test_a_file_of_a_page_leaves_a_row_each_time_that_its_button_is_pressed(
    visit: Visit,
    world_engine: Engine,
    handed: dict[str, Callable[[], bytes]],
    login: str,
    page: str,
    ending: str,
    action: str,
) -> None:
    at = visit(login, page)
    at.user = {**at.user, "from": "10.1.2.3"}
    assert not at.run().exception
    assert written(world_engine) == [], "that a page has a button is nothing yet"
    name = next(each for each in handed if each.endswith(ending))
    for _time in range(2):
        assert handed[name]().startswith(b"PK")
    found = written(world_engine)
    assert [(row.action, row.subject, row.address) for row in found] == [(action, name, "10.1.2.3")] * 2


def test_a_page_that_the_role_may_not_open_leaves_a_row(visit: Visit, world_engine: Engine) -> None:
    assert is_refused(visit(KEJI, "audit"))
    (row,) = written(world_engine)
    assert (row.actor_name, row.action, row.subject) == ("王晓岚", "拒绝访问", "操作日志")
    assert json.loads(row.detail) == {"url": "/audit"}


def test_a_target_of_another_unit_leaves_a_row(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "target", code="A4-02", q="2025Q3")
    assert not at.exception
    (row,) = written(world_engine)
    assert (row.actor_name, row.action) == ("王晓岚", "拒绝操作")
    assert "您不能查看" in row.subject
    assert "code=A4-02" in json.loads(row.detail)["url"]


def test_a_click_by_who_lost_the_right_meanwhile_leaves_a_row_and_changes_nothing(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(REVIEWER, "review")
    at.user = {**at.user, "from": "10.1.2.3"}
    with transaction(world_engine) as session:
        account = session.exec(select(Account).where(Account.login == REVIEWER)).one()
        account.role = Role.LEADER
        session.add(account)
    reviews = len(rows(world_engine, Review))
    assert is_refused(approve(at))
    click, page = written(world_engine)
    assert (click.action, click.subject, click.address) == (
        "拒绝操作",
        "只有市府办督查可以审核。",
        "10.1.2.3",
    )
    assert (page.action, page.subject) == ("拒绝访问", "审核")
    assert len(rows(world_engine, Review)) == reviews


def test_a_reader_in_english_leaves_rows_in_chinese(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        set_preferences(session, person_of_login(session, KEJI), Preferences(language="en"))
    assert "Audit" in text_of(visit(KEJI, "audit"))
    visit(KEJI, "target", code="A4-02", q="2025Q3")
    page, target = written(world_engine)
    assert (page.action, page.subject) == ("拒绝访问", "操作日志")
    assert (target.action, target.subject[:4]) == ("拒绝操作", "这项目标")


def test_ordinary_refusals_are_no_matter_for_the_trail(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "target", code="NO-SUCH", q="2025Q3")
    assert not at.exception
    assert written(world_engine) == []


def kinds(engine: Engine) -> None:
    with transaction(engine) as session:
        for action in ("下载会议材料", "查看佐证材料", "导出操作日志", "拒绝下载", "记"):
            audit.record(session, None, action, f"对象{action}", NOW)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (Kind.TAKEN, {"下载会议材料", "查看佐证材料", "导出操作日志"}),
        (Kind.REFUSED, {"拒绝下载"}),
        ("nonsense", {"下载会议材料", "查看佐证材料", "导出操作日志", "拒绝下载", "记"}),
    ],
)
def test_the_page_shows_one_kind(visit: Visit, world_engine: Engine, kind: str, shown: set[str]) -> None:
    kinds(world_engine)
    at = visit(ADMINISTRATOR, "audit", kind=kind, subject="对象")
    assert not at.exception
    said = text_of(at)
    for action in ("下载会议材料", "查看佐证材料", "导出操作日志", "拒绝下载", "记"):
        assert (f"对象{action}<" in said) is (action in shown), action
    assert "长期保存" in said


def test_choosing_a_kind_puts_it_into_the_address_and_the_file(visit: Visit, world_engine: Engine) -> None:
    kinds(world_engine)
    at = visit(ADMINISTRATOR, "audit")
    at.selectbox(key="audit_kind").set_value("refused").run()
    assert at.query_params["kind"] in ("refused", ["refused"])
    assert at.get("link_button")[0].proto.url == "/download/audit?kind=refused"


def test_the_file_of_a_kind_holds_that_kind(office: Office, browser: Browser, clock: Clock) -> None:
    kinds(office.engine)
    browser.sign_in("guanli")
    text = browser.get("/download/audit?kind=refused").content.decode("utf-8-sig")
    assert [row["操作"] for row in csv.DictReader(io.StringIO(text, newline=""))] == ["拒绝下载"]


def test_a_leader_reads_what_is_theirs_without_a_trace(visit: Visit, world_engine: Engine) -> None:
    for page in ("overview", "targets", "target"):
        visit(LEADER, page, code="A1-01", q="2025Q3")
    assert written(world_engine) == []
