"""What leaves the house of one plan among several: downloads, reminders, snapshots by command."""

import csv
from collections.abc import Callable
from io import StringIO
from json import loads
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from tests.chasing.servers import robot
from tests.pages.world import NOW, REVIEWER
from tests.plans.cast import FIRST, NEXT, Q3, SECOND, TITLES, frozen
from tests.web.conftest import Clock, application_of
from tracker import cli
from tracker.db import reading, transaction
from tracker.domain.language.errors import NotFound
from tracker.notify import channels
from tracker.queries.integrity import findings
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.snapshots import read_snapshot
from tracker.services.sign_in import fingerprint
from tracker.settings import Settings
from tracker.tables import Account, ChaseMessage, SignInSession, Snapshot
from tracker.web.site import Site

Shell = Callable[..., tuple[int, str]]
OLD = "/download/snapshot/2025Q3-01.json"


@pytest.fixture
def client(world_engine: Engine) -> TestClient:
    """A browser of the office."""
    with transaction(world_engine) as session:
        account = session.exec(select(Account.id).where(Account.login == REVIEWER)).one()
        expires = NOW.replace(hour=23)
        session.add(
            SignInSession(
                token_sha256=fingerprint("t"),
                account_id=account,
                created_at=NOW,
                seen_at=NOW,
                expires_at=expires,
            )
        )
    application = application_of(Site(world_engine, Settings(), Clock(NOW)))
    client = TestClient(application, base_url="http://localhost:8501", follow_redirects=False)
    client.cookies.set("tracker", "t")
    return client


@pytest.fixture
def shell(world_engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(cli.clock, "now", lambda: NOW)

    def run(*arguments: str) -> tuple[int, str]:
        code = cli.main(arguments)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_the_newest_plan_comes_first_and_never_by_chance(world_engine: Engine) -> None:
    with reading(world_engine) as session:
        assert [plan.code for plan in plans(session)] == [NEXT, SECOND, FIRST]


def test_a_snapshot_is_downloaded_of_the_plan_that_is_named(client: TestClient, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        for code in (FIRST, SECOND):
            frozen(session, code, Q3)
    for path, code in ((f"{OLD}?plan={FIRST}", FIRST), (f"{OLD}?plan={SECOND}", SECOND), (OLD, FIRST)):
        content = loads(client.get(path).text)
        assert content["card"]["plan"]["code"] == code
        assert "rhythm" not in content["card"]["plan"], "what is as it always was is not written"
    assert client.get(f"{OLD}?plan={NEXT}").status_code == 404
    assert client.get(f"{OLD}?plan=unknown").status_code == 404


def test_a_number_that_only_one_plan_has_needs_no_plan(client: TestClient, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        frozen(session, SECOND, Q3)
    assert loads(client.get(OLD).text)["card"]["plan"]["code"] == SECOND


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        pytest.param(f"q=2025Q3&unapproved=true&plan={FIRST}", "68", id="the first plan"),
        pytest.param(f"q=2025Q3&plan={SECOND}", "88", id="the second"),
        pytest.param("q=2025Q3&unapproved=true", "68", id="none named: the first of the year"),
        pytest.param("q=2026Q1", "", id="next year's"),
    ],
)
def test_the_list_is_downloaded_of_the_plan_that_is_named(client: TestClient, asked: str, value: str) -> None:
    text = client.get(f"/download/targets/csv?{asked}").content.decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(StringIO(text)) if row["编号"] == "A1-01"]
    assert row["当前值"] == value


def test_an_unknown_plan_has_no_list(client: TestClient) -> None:
    assert client.get("/download/targets/csv?q=2025Q3&plan=unknown").status_code == 404


def test_verify_finds_nothing_in_three_plans_and_names_the_plan_of_a_finding(
    world_engine: Engine,
) -> None:
    with transaction(world_engine) as session:
        for code in (FIRST, SECOND, NEXT):
            frozen(session, code, Q3 if code != NEXT else plans(session)[0].periods[0])
    with reading(world_engine) as session:
        assert list(findings(session)) == []
    with world_engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER snapshot_no_update")
        changed = Snapshot.__table__.update().where(Snapshot.__table__.c.id == 2)  # type: ignore[attr-defined]
        connection.execute(changed.values(sha256="0" * 64))
    with reading(world_engine) as session:
        said = [str(each) for each in findings(session)]
    assert f"会议材料2025Q3-01 {SECOND}的内容与其存证编号不一致。" in said


def test_the_oldest_snapshot_answers_to_a_number_alone(world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        assert [frozen(session, code, Q3) for code in (SECOND, FIRST)] == ["2025Q3-01"] * 2
    with reading(world_engine) as session:
        office = person_of_login(session, REVIEWER)
        assert read_snapshot(session, office, "2025Q3-01").name == TITLES[SECOND]
        assert read_snapshot(session, office, "2025Q3-01", FIRST).name != TITLES[SECOND]
        with pytest.raises(NotFound):
            read_snapshot(session, office, "2025Q3-01", NEXT)


def test_a_command_freezes_and_exports_the_plan_it_names(shell: Shell, tmp_path: Path) -> None:
    act = ("snapshot", "--login", REVIEWER, "--format", "json", "--out", str(tmp_path))
    for named, code in ((("--plan", SECOND), SECOND), ((), FIRST)):
        assert shell(*act, "--quarter", "2025Q3", *named)[0] == 0
        content = loads((tmp_path / "2025Q3-01_快照.json").read_text("utf-8"))
        assert content["card"]["plan"]["code"] == code
    assert shell(*act, "--number", "2025Q3-01", "--plan", SECOND)[0] == 0
    assert loads((tmp_path / "2025Q3-01_快照.json").read_text("utf-8"))["card"]["plan"]["code"] == SECOND
    assert shell(*act, "--quarter", "2025Q3", "--plan", "unknown")[0] == 1


def test_a_round_reminds_of_every_plan_whose_window_is_open_and_says_which(shell: Shell) -> None:
    code, said = shell("remind", "--dry-run", "--days", "10")
    assert code == 0
    for plan, title in ((FIRST, "承接"), (SECOND, TITLES[SECOND])):
        assert f"/tasks?q=2025Q3&plan={plan}" in said
        assert title in said
    assert f"{TITLES[NEXT]} 2026年一季度：" in said, "the newest plan is spoken of in any case"


def test_a_round_of_one_plan_speaks_of_no_other(shell: Shell) -> None:
    _code, said = shell("remind", "--dry-run", "--days", "10", "--plan", SECOND)
    assert f"plan={SECOND}" in said
    assert f"plan={FIRST}\n" not in said
    assert TITLES[NEXT] not in said


def test_a_department_gets_one_message_a_day_about_all_its_plans(
    shell: Shell, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "ROBOT_PAUSE_SECONDS", 0)
    act = ("remind", "--channel", "wecom", "--days", "10")
    with robot() as group:
        monkeypatch.setenv("TRACKER_WECOM_WEBHOOK", group.address)
        assert shell(*act)[0] == 0
        heads = [text.splitlines()[0] for text in group.texts]
        assert len(heads) == len(set(heads)) > 2
        own = next(text for text in group.texts if text.startswith("【催报】市科技局"))
        assert "贵单位在2个方案中" in own
        assert TITLES[SECOND] in own
        assert f"/tasks?q=2025Q3&plan={FIRST}" in own
        count = len(group.texts)
        for again in ((), ("--plan", FIRST), ("--plan", SECOND)):
            assert "今天已发送过" in shell(*act, *again)[1]
        assert len(group.texts) == count, "the day's message named both plans"
    with reading(world_engine) as session:
        logged = session.exec(select(ChaseMessage)).all()
    assert {(row.plan_id, row.text) for row in logged if row.text == own} == {(1, own), (2, own)}


@pytest.mark.parametrize("table", ["targets", "periods"])
def test_a_table_beside_other_plans_bears_the_name_of_its_own(client: TestClient, table: str) -> None:
    names = {}
    for code in (FIRST, SECOND):
        answer = client.get(f"/download/{table}/csv?q=2025Q3&plan={code}")
        named = answer.headers["content-disposition"]
        names[code] = unquote(named.rpartition("''")[2])
        assert f'filename="{table}-{code}-2025Q3.csv"' in named
    assert names[FIRST] != names[SECOND]
    assert names[SECOND].endswith(f"_{TITLES[SECOND]}_2025Q3.csv")
