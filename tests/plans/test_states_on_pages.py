"""Drafts, plans that have ended, and an installation without any plan: pages, routes, commands."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from tests.pages.conftest import Visit, errors_of, text_of, turn_to
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tests.plans.cast import FIRST, NEXT, Q3, SECOND, frozen
from tests.plans.test_files_and_commands import Shell, client, shell
from tests.plans.test_pages_of_plans import WHO, plan_shown
from tracker.db import engine_for, transaction
from tracker.domain.access import Role
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.plans import plan_meant
from tracker.domain.workflow.entry import Field
from tracker.notice.register import load_register
from tracker.queries.people import person_of_login
from tracker.queries.plans import all_plans
from tracker.queries.targets import targets_of
from tracker.services import accounts, register
from tracker.services.plans import close
from tracker.services.reports import Seen, submit
from tracker.services.windows import set_window
from tracker.settings import ROOT
from tracker.tables import SignInSession
from tracker.ui.frame import shell as frame_shell
from tracker.ui.navigation import WITHOUT_PLAN

__all__ = ["client", "shell"]
DRAFT = "haining-2026-ms"
Q4, Q1 = Period(2025, 4), Period(2026, 1)
JANUARY = datetime(2026, 1, 8, 9, tzinfo=SHANGHAI)


def closed(engine: Engine, code: str) -> None:
    with transaction(engine) as session:
        plan, office = plan_meant(all_plans(session), code), person_of_login(session, REVIEWER)
        close(session, office, plan.id, 2, "年度结束。", NOW)


def drafted(engine: Engine, by: str = REVIEWER) -> None:
    seed = load_register(ROOT / "seed" / "haining-2025")
    facts = replace(seed.plan, code=DRAFT, title="2026年民生实事", year=2026, issued=date(2026, 1, 6))
    with transaction(engine) as session:
        register.draft(session, person_of_login(session, by), replace(seed, plan=facts), NOW)


@pytest.mark.parametrize("path", WHO)
def test_a_closed_plan_stays_readable_on_every_page(visit: Visit, world_engine: Engine, path: str) -> None:
    closed(world_engine, SECOND)
    at = visit(WHO[path], path, plan=SECOND, **({"code": "A1-01"} if path in ("entry", "target") else {}))
    assert not at.exception
    assert plan_shown(at) == SECOND
    said = text_of(at)
    assert '<span class="plan-state">已结束</span>' in said
    about_plan = path not in WITHOUT_PLAN
    assert ("这份方案已结束,各页和文件仍可查看" in said) is about_plan


def test_a_closed_plan_is_not_filled_in_and_nothing_of_it_waits(visit: Visit, world_engine: Engine) -> None:
    assert not errors_of(visit(KEJI, "entry", "2025Q3", plan=SECOND, code="T02-01"))
    closed(world_engine, SECOND)
    at = visit(KEJI, "entry", "2025Q3", plan=SECOND, code="T02-01")
    assert "这份方案已结束,只能查看。" in text_of(at)
    assert "提交" not in {button.label for button in at.button}
    assert "方案已结束" in text_of(at)
    assert "方案已结束" in text_of(visit(KEJI, "tasks", "2025Q3", plan=SECOND))


@pytest.mark.parametrize(
    ("who", "page", "offered"),
    [
        (REVIEWER, "windows", "保存"),
        (REVIEWER, "windows", "开放补报"),
        (REVIEWER, "meeting", "定稿"),
        (ADMINISTRATOR, "rules", "预览"),
    ],
)
def test_what_a_closed_plan_no_longer_admits_is_not_offered(
    visit: Visit, world_engine: Engine, who: str, page: str, offered: str
) -> None:
    def is_offered() -> bool:
        return offered in {each.label for each in visit(who, page, q="2025Q3", plan=SECOND).button}

    assert is_offered()
    closed(world_engine, SECOND)
    assert not is_offered()


def test_the_files_of_a_closed_plan_are_still_there(client: TestClient, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        frozen(session, SECOND, Q3)
    closed(world_engine, SECOND)
    assert client.get(f"/download/snapshot/2025Q3-01.json?plan={SECOND}").status_code == 200
    text = client.get(f"/download/targets/csv?q=2025Q3&plan={SECOND}").content.decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(StringIO(text)) if row["编号"] == "A1-01"]
    assert row["当前值"] == "88"


def test_an_old_link_keeps_its_plan_after_it_has_ended_and_a_new_visit_comes_to_one_in_force(
    visit: Visit, world_engine: Engine
) -> None:
    closed(world_engine, FIRST)
    closed(world_engine, NEXT)
    assert plan_shown(visit(REVIEWER, "overview", q="2025Q3")) == FIRST
    assert plan_shown(visit(REVIEWER, "overview")) == SECOND


def test_a_round_chases_nobody_about_a_plan_that_has_ended_or_is_a_draft(
    shell: Shell, world_engine: Engine
) -> None:
    closed(world_engine, FIRST)
    drafted(world_engine)
    code, said = shell("remind", "--dry-run", "--days", "10")
    assert code == 0
    assert f"/tasks?q=2025Q3&plan={SECOND}" in said
    assert f"plan={FIRST}\n" not in said
    assert "民生实事 2026年" not in said
    code, said = shell("remind", "--dry-run", "--plan", FIRST)
    assert (code, "已结束" in said) == (1, True)


def test_a_draft_is_there_for_the_office_and_administrators_alone(visit: Visit, world_engine: Engine) -> None:
    drafted(world_engine)
    for login in (REVIEWER, ADMINISTRATOR):
        at = visit(login, "overview", plan=DRAFT)
        assert plan_shown(at) == DRAFT
        assert "这份方案还是草案" in text_of(at)
    for login in (KEJI, LEADER):
        at = visit(login, "overview", plan=DRAFT)
        assert "没有这个方案" in text_of(at)
        assert "2026年民生实事" not in text_of(at)
        assert DRAFT not in visit(login, "overview").selectbox(key="plan_chosen").options
    assert plan_shown(visit(REVIEWER, "overview")) == NEXT, "nobody comes to a draft by chance"


def test_a_draft_is_downloaded_by_who_may_see_it(client: TestClient, world_engine: Engine) -> None:
    drafted(world_engine)
    asked = f"/download/targets/csv?q=2026Q1&plan={DRAFT}"
    assert client.get(asked).status_code == 200
    with transaction(world_engine) as session:
        leader = person_of_login(session, LEADER).account_id
        session.connection().execute(
            update(SignInSession)
            .where(SignInSession.expires_at == NOW.replace(hour=23))
            .values(account_id=leader)  # type: ignore[arg-type]
        )
    assert client.get(asked).status_code == 404


def test_last_years_fourth_quarter_is_reported_while_this_years_first_is_open(
    visit: Visit,
    world_engine: Engine,
    client: TestClient,
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frame_shell, "now", lambda: JANUARY)
    monkeypatch.setattr("tracker.cli.clock.now", lambda: JANUARY)
    with transaction(world_engine) as session:
        office, clerk = person_of_login(session, REVIEWER), person_of_login(session, KEJI)
        signed_in = {"created_at": JANUARY, "seen_at": JANUARY, "expires_at": JANUARY + timedelta(hours=8)}
        session.connection().execute(update(SignInSession).values(**signed_in))
        known = {plan.code: plan for plan in all_plans(session)}
        for code, period in ((FIRST, Q4), (NEXT, Q1)):
            times = (JANUARY - timedelta(days=5), JANUARY + timedelta(days=5), JANUARY + timedelta(days=9))
            set_window(session, office, known[code].id, period, *times, JANUARY)
    for code, period in ((FIRST, Q4), (NEXT, Q1)):
        at = visit(KEJI, "entry", q=str(period), plan=code, code="T02-01")
        assert not at.exception
        assert "提交" in {button.label for button in at.button}, code
    with transaction(world_engine) as session:
        listed = targets_of(session, clerk, known[FIRST].id, Q4)
        target = next(each for each in listed if each.code == "T02-01")
        typed = {Field.VALUE: "20", Field.DATA_MONTH: "12", Field.FINALITY: "final", Field.PROGRESS: "完成。"}
        seen = Seen(0, {field: (0, text) for field, text in typed.items()})
        submit(session, clerk, target.id, Q4, seen, "q4", JANUARY)
    waiting = visit(REVIEWER, "review", plan=FIRST, q=str(Q4))
    assert "协同创新项目" in text_of(waiting)
    assert "协同创新项目" not in text_of(visit(REVIEWER, "review", plan=NEXT, of=NEXT))
    _code, said = shell("remind", "--dry-run", "--days", "10")
    assert f"/tasks?q=2025Q4&plan={FIRST}" in said
    assert f"/tasks?q=2026Q1&plan={NEXT}" in said


def test_the_switch_keeps_the_page_and_the_period_that_the_other_plan_has(visit: Visit) -> None:
    at = visit(REVIEWER, "targets", plan=FIRST, q="2025Q2", unapproved="true", status="late")
    at.selectbox(key="plan_chosen").set_value(SECOND).run()
    assert at.query_params == {"plan": SECOND, "q": "2025Q2", "unapproved": "true"}
    at.selectbox(key="plan_chosen").set_value(NEXT).run()
    assert at.query_params["plan"] == NEXT
    assert "q" not in at.query_params, "2026 has no second quarter of 2025"


def test_the_switch_names_year_and_state_and_what_is_in_force_first(
    visit: Visit, world_engine: Engine
) -> None:
    closed(world_engine, FIRST)
    drafted(world_engine)
    options = visit(REVIEWER, "overview").selectbox(key="plan_chosen").options
    assert options == [
        "2026 · 2026年重点目标方案",
        "2025 · 2025年民生实事项目",
        "2025 · 经济高质量发展若干政策承接方案 · 已结束",
        "2026 · 2026年民生实事 · 草案",
    ]


def test_a_second_person_publishes_on_the_page_of_plans(visit: Visit, world_engine: Engine) -> None:
    drafted(world_engine)
    with transaction(world_engine) as session:
        account = accounts.create_account(session, None, "wu", "吴督查", Role.REVIEWER, [], NOW)
        hours = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(hours=8)}
        session.add(SignInSession(token_sha256="wu", account_id=account, **hours))
    at = visit(REVIEWER, "plans", show=DRAFT)
    assert "须由另一个人核对后发布(吴督查可以发布)" in text_of(at)
    assert not [button for button in at.button if button.label == "发布"]
    assert "发布" not in {button.label for button in visit(ADMINISTRATOR, "plans", show=DRAFT).button}
    at = visit("wu", "plans", show=DRAFT)
    next(button for button in at.button if button.label == "发布").click().run()
    assert not at.exception
    assert "方案已发布。" in text_of(at)
    assert "执行中 吴督查 2025-10-09 09:00" in text_of(at)
    assert plan_shown(visit(KEJI, "tasks", plan=DRAFT)) == DRAFT


def test_closing_says_what_ends_with_the_plan_and_wants_a_reason(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "plans", show=FIRST)
    assert "现在结束,这些将不能再办理:2025年三季度正在填报、待审核1项。" in text_of(at)

    def press(label: str) -> None:
        next(button for button in at.button if button.label == label).click().run()

    press("结束方案")
    assert "请写明结束这份方案的理由。" in " ".join(errors_of(at))
    at.text_area[0].set_value("年度任务完成。")
    press("结束方案")
    assert "方案已结束。" in text_of(at)
    assert "已结束 周督查 2025-10-09 09:00:年度任务完成。" in text_of(at)
    at.text_area[0].set_value("四季度补报。")
    press("恢复执行")
    assert "方案已恢复执行。" in text_of(at)


@pytest.fixture
def empty_installation(sqlite_template: Path, world_url: str, tmp_path: Path) -> None:
    """Accounts of every role without a unit, and no plan."""
    (tmp_path / "tracker.db").write_bytes(sqlite_template.read_bytes())
    engine = engine_for(world_url)
    with transaction(engine) as session:
        for login, role in (
            (REVIEWER, Role.REVIEWER),
            (LEADER, Role.LEADER),
            (ADMINISTRATOR, Role.ADMINISTRATOR),
        ):
            account = accounts.create_account(session, None, login, login, role, [], NOW)
            hours = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(hours=8)}
            session.add(SignInSession(token_sha256=login, account_id=account, **hours))
    engine.dispose()


@pytest.mark.usefixtures("empty_installation")
@pytest.mark.parametrize("path", [path for path, who in WHO.items() if who in (REVIEWER, ADMINISTRATOR)])
def test_without_a_plan_every_page_stands_and_says_what_comes_next(visit: Visit, path: str) -> None:
    at = visit(WHO[path], path)
    assert not at.exception
    is_about_plan = path not in WITHOUT_PLAN
    assert ("市府办建立并发布方案后" in text_of(at)) is is_about_plan
    assert not [button for button in at.button if button.key == "find_all"]


@pytest.mark.usefixtures("empty_installation")
def test_without_a_plan_each_role_comes_to_what_it_can_do(visit: Visit) -> None:
    for login, page, words in (
        (REVIEWER, "new-plan", "上传或粘贴一份政策通知"),
        (ADMINISTRATOR, "plans", "python -m tracker plan load"),
        (LEADER, "overview", "市府办建立并发布方案后"),
    ):
        at = turn_to(visit(login, "help"), "")
        said = text_of(visit(login, page))
        assert not at.exception
        assert words in said
        assert "启用步骤" in said
    assert '<a class="go" href="/new-plan">到“新方案”页导入通知</a>' in text_of(visit(REVIEWER, "plans"))


@pytest.mark.usefixtures("empty_installation")
def test_without_units_the_page_says_where_they_come_from_and_counts_nothing(visit: Visit) -> None:
    said = text_of(visit(ADMINISTRATOR, "units"))
    assert "通知中的责任单位随方案建立" in said
    assert "项数含目标和预算" not in said


@pytest.mark.usefixtures("empty_installation")
def test_the_first_draft_leads_who_is_to_publish_it_to_the_plans(visit: Visit, world_engine: Engine) -> None:
    assert '<a class="go" href="/new-plan">建立并发布方案</a>' in text_of(visit(REVIEWER, "new-plan"))
    drafted(world_engine)
    assert '<a class="go" href="/plans?q=2026Q1">建立并发布方案</a>' in text_of(visit(REVIEWER, "review"))
