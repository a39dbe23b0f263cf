"""python -m tracker …, as somebody at a shell uses it."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from tracker import demo
from tracker.cli import SEED, main
from tracker.db import engine_for, reading, transaction
from tracker.domain.workflow.reorganisation import Reform, ReformKind
from tracker.export.formats import FORMATS
from tracker.queries.people import link_owner, person_of_login
from tracker.queries.successions import known_units
from tracker.services.reorganisations import reorganise
from tracker.services.sign_in import fingerprint
from tracker.services.units import add_alias

Shell = Callable[..., tuple[int, str, str]]
INIT = ("init", "--seed", str(SEED))


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'var' / 'tracker.db'}")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_init_prints_a_link_until_an_administrator_has_a_password(shell: Shell) -> None:
    code, said, _ = shell("init")
    assert code == 0
    assert re.search(r"http://localhost:8501/password/\S{40,}", said)
    assert "/password/" in shell("init")[1]


def test_an_account_is_made_with_a_link_that_names_its_owner(shell: Shell, tmp_path: Path) -> None:
    shell(*INIT)
    code, said, _ = shell("account", "wang", "--name", "王晓岚", "--role", "clerk", "--unit", "市科技局")
    assert code == 0
    token = said.strip().rsplit("/", 1)[1]
    engine = engine_for(f"sqlite:///{tmp_path / 'var' / 'tracker.db'}")
    with reading(engine) as session:
        owner = link_owner(session, fingerprint(token), datetime.now(UTC))
    assert owner is not None
    engine.dispose()


def test_a_unit_is_found_by_its_alias_and_by_its_name_of_before(shell: Shell, tmp_path: Path) -> None:
    shell(*INIT)
    engine = engine_for(f"sqlite:///{tmp_path / 'var' / 'tracker.db'}")
    renamed, split = "市科技局", "市农业农村局"
    with transaction(engine) as session:
        admin, units = (
            person_of_login(session, "admin"),
            {each.name: each.id for each in known_units(session)},
        )
        add_alias(session, admin, units["市财政局"], "财政", datetime.now(UTC))
        for kind, old, new in (
            (ReformKind.RENAMED, renamed, ("市科学技术局",)),
            (ReformKind.SPLIT, split, ("市农业局", "市乡村局")),
        ):
            asked = Reform(kind, (units[old],), new, date(2025, 7, 8), "海委〔2025〕3号", "", {})
            reorganise(session, admin, asked, old, datetime.now(UTC))
    code, _, told = shell("account", "wang", "--unit", renamed, "--unit", "财政")
    assert (code, told) == (0, "“市科技局”现为“市科学技术局”，账号设在“市科学技术局”。\n")
    with reading(engine) as session:
        held = person_of_login(session, "wang").unit_ids
        now = {each.name: each.id for each in known_units(session)}
    assert held == {units[renamed], units["市财政局"], now["市科学技术局"]}, "with the history of the old one"
    code, _, told = shell("account", "li", "--unit", split)
    assert (code, told) == (1, "“市农业农村局”已拆分为市农业局、市乡村局，请写明是哪个单位。\n")
    code, _, told = shell("account", "li", "--unit", "市科学技局")
    assert (code, told) == (1, "没有名为“市科学技局”的单位，是否为：市科学技术局？\n")
    engine.dispose()


def test_a_clerk_without_a_unit_is_refused_in_words(shell: Shell) -> None:
    shell(*INIT)
    code, _, said = shell("account", "wang", "--role", "clerk")
    assert code == 1
    assert "单位" in said


def test_a_snapshot_is_frozen_and_exported_again_with_the_same_bytes(shell: Shell, tmp_path: Path) -> None:
    shell(*INIT)
    shell("account", "zhou", "--role", "reviewer")
    first, again = tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    assert shell("snapshot", "--login", "zhou", "--quarter", "2025Q3", "--out", str(first))[0] == 0
    assert shell("snapshot", "--login", "zhou", "--number", "2025Q3-01", "--out", str(again))[0] == 0
    assert first.read_bytes() == again.read_bytes()
    assert "进度表" in openpyxl.load_workbook(first).sheetnames


def test_a_leader_does_not_freeze(shell: Shell) -> None:
    shell(*INIT)
    shell("account", "shen", "--role", "leader")
    code, _, said = shell("snapshot", "--login", "shen", "--quarter", "2025Q3")
    assert code == 1
    assert said.strip()


def test_verify_is_quiet_on_a_sound_ledger_and_fails_on_a_rewritten_audit_trail(
    shell: Shell, tmp_path: Path
) -> None:
    shell(*INIT)
    assert shell("verify")[:2] == (0, "已核验：没有发现问题。\n")
    raw = sqlite3.connect(tmp_path / "var" / "tracker.db")
    raw.executescript("DROP TRIGGER audit_no_update; UPDATE audit SET subject = '改' WHERE id = 1")
    raw.close()
    code, said, _ = shell("verify")
    assert code == 1
    assert "操作日志第1条与前面的记录不衔接" in said
    assert "触发器audit_no_update没有了" in said


def test_a_backup_is_a_sound_copy(shell: Shell, tmp_path: Path) -> None:
    shell(*INIT)
    assert shell("backup", str(tmp_path / "copy.zip"))[0] == 0
    with ZipFile(tmp_path / "copy.zip") as packed:
        raw = sqlite3.connect(packed.extract("ledger.db", tmp_path))
    assert raw.execute("SELECT count(*) FROM target").fetchone() == (117,)
    raw.close()


def test_the_demonstration_is_filled_with_an_account_for_each_role(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_VAR_FOLDER", str(tmp_path))
    # The command sets it for the server; what monkeypatch has set is put back after the test.
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'unused.db'}")
    assert main(["demo", "--fill-only"]) == 0
    said = capsys.readouterr().out
    for login in (demo.ADMINISTRATOR, demo.REVIEWER, demo.LEADER, demo.DEPUTY, *demo.CLERKS.values()):
        assert re.search(rf"^  {login}\s+\S{{16}}", said, re.MULTILINE)


def test_a_demonstration_of_another_plan_has_accounts_and_begins_without_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SEED, tmp_path / "seed"))
    facts = folder / "plan.csv"
    facts.write_text(facts.read_text("utf-8-sig").replace("haining-2025", "another"), "utf-8-sig")
    monkeypatch.setenv("TRACKER_VAR_FOLDER", str(tmp_path))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'unused.db'}")
    assert main(["demo", "--fill-only", "--seed", str(folder)]) == 0
    assert len(re.findall(r"^  \w+\s+\S{16}", capsys.readouterr().out, re.MULTILINE)) == 7
    raw = sqlite3.connect(tmp_path / "demo.db")
    assert raw.execute("SELECT code, (SELECT count(*) FROM report) FROM plan").fetchall() == [("another", 0)]
    raw.close()


def test_an_unknown_setting_is_refused_by_name(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PROT", "80")
    code, _, said = shell("verify")
    assert code == 1
    assert "TRACKER_PROT" in said


@pytest.mark.parametrize(
    "command", [("verify",), ("backup", "copy.db"), ("snapshot", "--login", "zhou", "--number", "2025Q3-01")]
)
def test_a_ledger_that_is_not_there_is_refused_and_not_made(
    shell: Shell, command: tuple[str, ...], tmp_path: Path
) -> None:
    code, _, said = shell(*command)
    assert code == 1
    assert "init" in said
    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.parametrize(
    "url",
    ["nonsense", "mysql://a/b", "postgresql+psycopg://x:secret@127.0.0.1:1/none", "sqlite:////proc/no/t.db"],
)
def test_a_database_that_can_not_be_reached_is_one_line(
    shell: Shell, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    code, _, said = shell("init")
    assert code == 1
    assert len(said.splitlines()) == 1
    assert "secret" not in said


def test_a_snapshot_needs_a_period_or_a_number_and_a_place_that_exists(shell: Shell, tmp_path: Path) -> None:
    shell(*INIT)
    shell("account", "zhou", "--role", "reviewer")
    assert "--period" in shell("snapshot", "--login", "zhou")[2]
    out = str(tmp_path / "nowhere" / "a.xlsx")
    assert "nowhere" in shell("snapshot", "--login", "zhou", "--quarter", "2025Q3", "--out", out)[2]


def test_a_backup_over_an_existing_file_is_refused(shell: Shell, tmp_path: Path) -> None:
    shell(*INIT)
    (tmp_path / "copy.db").write_text("mine")
    code, _, said = shell("backup", str(tmp_path / "copy.db"))
    assert code == 1
    assert "已存在" in said
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_all_files_of_a_snapshot_are_written_into_a_folder_and_as_one_zip(
    shell: Shell, tmp_path: Path
) -> None:
    shell(*INIT)
    shell("account", "zhou", "--role", "reviewer")
    out = tmp_path / "files"
    code, said, _ = shell(
        "snapshot", "--login", "zhou", "--quarter", "2025Q3", "--format", "all", "--out", str(out)
    )
    assert code == 0
    assert {file.name for file in out.iterdir()} == {f"2025Q3-01_{each.file_name}" for each in FORMATS}
    frozen = said.split()[1]
    assert sha256((out / "2025Q3-01_快照.json").read_bytes()).hexdigest() == frozen
    again = tmp_path / "kit.zip"
    shell("snapshot", "--login", "zhou", "--number", "2025Q3-01", "--format", "zip", "--out", str(again))
    with ZipFile(again) as files:
        for each in FORMATS:
            assert files.read(each.file_name) == (out / f"2025Q3-01_{each.file_name}").read_bytes()
    versions = tmp_path / "versions.zip"
    number = ("--number", "2025Q3-01", "--format", "versions.zip", "--out", str(versions))
    assert shell("snapshot", "--login", "zhou", *number)[0] == 0
    with ZipFile(versions) as files:
        assert "部门/市科技局.docx" in files.namelist()


def counted_otherwise(content: str) -> str:
    frozen = json.loads(content)
    frozen["rollups"]["whole"]["due"] += 1
    return json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (counted_otherwise, "中“whole”的汇总与其明细不一致。"),
        (lambda content: content.replace(",", ", ", 1), "的内容不能原样读出"),
    ],
)
def test_verify_reads_every_snapshot_again(
    shell: Shell, tmp_path: Path, change: Callable[[str], str], finding: str
) -> None:
    shell(*INIT)
    shell("account", "zhou", "--role", "reviewer")
    shell("snapshot", "--login", "zhou", "--quarter", "2025Q3", "--out", str(tmp_path))
    assert shell("verify")[0] == 0
    raw = sqlite3.connect(tmp_path / "var" / "tracker.db")
    (content,) = raw.execute("SELECT content FROM snapshot").fetchone()
    changed = change(content)
    raw.executescript("DROP TRIGGER snapshot_no_update")
    raw.execute(
        "UPDATE snapshot SET content = ?, sha256 = ?", (changed, sha256(changed.encode()).hexdigest())
    )
    raw.commit()
    raw.close()
    code, said, _ = shell("verify")
    assert code == 1
    assert f"会议材料2025Q3-01 haining-2025{finding}" in said
