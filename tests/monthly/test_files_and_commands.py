"""A monthly plan leaves the house in every file, by every route and command, and is kept as any other."""

import csv
import re
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from json import loads
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from tests.monthly.cast import MONTHLY, OWN_PLAN, SEPTEMBER, TITLE, seed_folder
from tests.pages.world import NOW, REVIEWER
from tests.plans.cast import frozen
from tests.web.conftest import Clock, application_of
from tracker import cli
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.meetings.comparison import compare
from tracker.domain.meetings.snapshot import thaw
from tracker.export import kit
from tracker.export.formats import FORMATS, Format
from tracker.export.options import Options
from tracker.notice.register import load_register
from tracker.notice.seed_csv import BrokenSeed
from tracker.queries.integrity import findings
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.snapshots import FrozenContent, read_snapshot
from tracker.services.sign_in import fingerprint
from tracker.settings import Settings
from tracker.tables import Account, Plan, PlannedValue, SignInSession
from tracker.web.site import Site

AUGUST = Period(2025, 8, Rhythm.MONTHLY)
Shell = Callable[..., tuple[int, str]]


@pytest.fixture
def client(world_engine: Engine) -> TestClient:
    """A browser of the office."""
    with transaction(world_engine) as session:
        account = session.exec(select(Account.id).where(Account.login == REVIEWER)).one()
        token = fingerprint("t")
        session.add(
            SignInSession(
                token_sha256=token,
                account_id=account,
                created_at=NOW,
                seen_at=NOW,
                expires_at=NOW.replace(hour=23),
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


@pytest.fixture
def meeting(world_engine: Engine) -> FrozenContent:
    """The meeting on the data of September."""
    with transaction(world_engine) as session:
        number = frozen(session, MONTHLY, SEPTEMBER)
        return read_snapshot(session, person_of_login(session, REVIEWER), number, MONTHLY)


def words_of(content: bytes) -> str:
    """All text of a file; a PDF's is compressed and its fonts are subsets: none."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return content.decode("utf-8", "ignore")
    with zipfile.ZipFile(BytesIO(content)) as parts:
        texts = (
            parts.read(name).decode("utf-8", "ignore") for name in parts.namelist() if name.endswith("xml")
        )
        return "\n".join(re.sub("<[^>]+>", "", text) for text in texts)


@pytest.mark.parametrize("file_format", FORMATS, ids=lambda each: each.key)
def test_every_file_of_a_meeting_says_months_and_no_quarters(
    file_format: Format, meeting: FrozenContent
) -> None:
    content = kit.file_bytes(file_format, meeting.content, meeting.sha256, meeting.number, Options())
    said = words_of(content)
    assert content
    if file_format.key == "pdf":
        return
    assert "9月" in said or "2025-09" in said
    assert not re.findall(".{0,12}季.{0,12}", said.replace("(春季)", ""))
    assert "2025Q" not in said


def test_the_snapshot_names_its_rhythm_and_thaws_to_the_same(meeting: FrozenContent) -> None:
    content = loads(meeting.content)
    assert meeting.number == "2025-09-01"
    assert content["card"]["plan"]["rhythm"] == "monthly"
    card = thaw(meeting.content).card
    assert card.period == SEPTEMBER
    berths = next(score for score in card.scores if score.target.code == "T18-01")
    assert berths.target.terms.plan_values == OWN_PLAN
    assert (
        str(next(each for each in card.scores if each.target.code == "T17-02").target.terms.due) == "2025-12"
    )


def test_two_months_are_compared(world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        office = person_of_login(session, REVIEWER)
        before, after = (
            thaw(read_snapshot(session, office, frozen(session, MONTHLY, month), MONTHLY).content)
            for month in (AUGUST, SEPTEMBER)
        )
    changed = {change.code: change for change in compare(before.card, after.card).changes}
    assert {"T21-03", "T21-01"} <= set(changed), "not brought up to date; not applicable"
    assert "A4-02" not in changed, "on pace in both"


def test_the_data_file_has_a_column_for_each_month_of_a_plan_of_its_own(meeting: FrozenContent) -> None:
    file_format = next(each for each in FORMATS if each.key == "csv")
    content = kit.file_bytes(file_format, meeting.content, meeting.sha256, meeting.number, Options())
    rows = {row["编号"]: row for row in csv.DictReader(StringIO(content.decode("utf-8-sig")))}
    berths = rows["T18-01"]
    spans = ("1月", *(f"1—{month}月" for month in range(2, 12)), "全年")
    assert [berths[f"{span}计划"] for span in spans] == [str(value) for value in OWN_PLAN]
    assert (berths["月份"], berths["比上月"], berths["进度路径"]) == ("2025-09", "1", "自定月度计划")
    assert rows["T17-01"]["完成月份"] == "2025-08"
    assert rows["T21-03"]["状态"] == "未更新"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("listing", ["targets", "periods"])
def test_lists_are_downloaded_in_months(client: TestClient, listing: str, suffix: str) -> None:
    answer = client.get(f"/download/{listing}/{suffix}?q=2025-09&plan={MONTHLY}&unapproved=true")
    assert answer.status_code == 200
    if suffix == "csv":
        heads = answer.content.decode("utf-8-sig").splitlines()[0].split(",")
    else:
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        heads = [str(cell.value) for cell in sheet[4]]
    assert not [head for head in heads if "季" in head]
    if listing == "periods":
        assert [head for head in heads if head.endswith("状态")] == [
            *("1月状态", *(f"1—{month}月状态" for month in range(2, 12)), "全年状态"),
        ]
    else:
        assert "比上月" in heads


def test_an_address_in_months_without_a_plan_is_the_monthly_plans(client: TestClient) -> None:
    text = client.get("/download/targets/csv?q=2025-08").content.decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(StringIO(text)) if row["编号"] == "A1-01"]
    assert row["当前值"] == "44"


def test_a_meetings_files_are_downloaded_under_its_number(
    client: TestClient, world_engine: Engine, meeting: FrozenContent
) -> None:
    answer = client.get(f"/download/snapshot/{meeting.number}.csv?plan={MONTHLY}")
    assert answer.status_code == 200
    assert "2025-09" in answer.text


@pytest.mark.parametrize("option", ["--period", "--quarter"])
def test_a_command_freezes_a_month(shell: Shell, tmp_path: Path, option: str) -> None:
    act = ("snapshot", "--login", REVIEWER, "--format", "json", "--out", str(tmp_path), "--plan", MONTHLY)
    assert shell(*act, option, "2025-09")[0] == 0
    content = loads((tmp_path / "2025-09-01_快照.json").read_text("utf-8"))
    assert (content["card"]["quarter"], content["name"]) == ("2025-09", "2025年9月重点目标进展")
    code, said = shell(*act, "--period", "2025-13")
    assert code == 1
    assert "不是月份，应写作 2025-09" in said


def test_a_round_reminds_of_the_month_and_of_the_quarter(shell: Shell) -> None:
    code, said = shell("remind", "--dry-run", "--days", "10")
    assert code == 0
    assert f"/tasks?q=2025-09&plan={MONTHLY}" in said
    assert "/tasks?q=2025Q3&plan=haining-2025" in said
    code, said = shell("remind", "--dry-run", "--days", "10", "--period", "2025-09")
    assert TITLE in said
    assert "2025Q3" not in said


def test_the_ledger_holds_months_and_verify_finds_nothing(
    world_engine: Engine, meeting: FrozenContent
) -> None:
    with reading(world_engine) as session:
        assert list(findings(session)) == []
        assert {plan.code: plan.rhythm for plan in plans(session)} == {
            MONTHLY: Rhythm.MONTHLY,
            "haining-2025": Rhythm.QUARTERLY,
        }
        assert len(session.exec(select(PlannedValue)).all()) == len(OWN_PLAN)
        assert session.exec(select(Plan.rhythm).where(Plan.code == MONTHLY)).one() is Rhythm.MONTHLY


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("plan.csv", "rhythm,monthly", "rhythm,weekly", "应为 quarterly、monthly 之一"),
        ("targets.csv", "2025-08", "2025-8", "不是月份,应写作 2025-09"),
        ("targets.csv", "形成初稿@2025-06", "形成初稿@六月", "不是月份,应写作 2025-09"),
        ("targets.csv", ",0,0,1,1,2,3,", ",0,0,,1,2,3,", "月度计划值要么十二个月都填,要么都不填"),
        ("plan.csv", "rhythm,monthly", "rhythm,quarterly", "不是季度,应写作 2025Q3"),
    ],
)
def test_a_seed_folder_that_is_not_in_the_plans_rhythm_is_refused(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = seed_folder(tmp_path / "seed")
    text = (folder / file).read_text("utf-8-sig")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8-sig")
    with pytest.raises(BrokenSeed) as refused:
        load_register(folder)
    assert said in str(refused.value).replace("，", ",")


def test_values_of_the_other_rhythm_are_not_passed_over(tmp_path: Path) -> None:
    folder = seed_folder(tmp_path / "seed")
    rows = list(csv.DictReader((folder / "targets.csv").open(encoding="utf-8-sig", newline="")))
    rows[0]["plan_q1"] = "1"
    with (folder / "targets.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(BrokenSeed, match="plan_m1—plan_m12"):
        load_register(folder)
