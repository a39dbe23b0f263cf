"""系统状态 as the administrator sees it."""

from datetime import timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from tests.pages.conftest import Visit, is_refused, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker import shipping
from tracker.condition import BACKUP, VERIFY, note, program
from tracker.db import transaction
from tracker.settings import ROOT, Settings, read_settings
from tracker.tables import SignInAttempt
from tracker.ui.frame import shell


def test_what_was_never_done_is_asked_for(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "status")
    assert not at.exception
    said = text_of(at)
    assert "还没有备份" in said
    assert "还没有核对过数据" in said
    assert "近24小时没有登录失败" in said
    assert "SQLite 3." in said
    assert "磁盘空间不足" not in said


def test_when_all_is_well_it_says_so(visit: Visit, world_url: str) -> None:
    settings = Settings(database_url=world_url)
    note(settings, BACKUP, 0, NOW - timedelta(hours=7))
    note(settings, VERIFY, 0, NOW - timedelta(hours=6))
    said = text_of(visit(ADMINISTRATOR, "status"))
    assert "运行正常" in said
    assert "没有不一致" in said


@pytest.mark.parametrize(
    ("name", "code", "hours", "sentence"),
    [
        (BACKUP, 0, 49, "已超过48小时没有备份"),
        (BACKUP, 1, 1, "最近一次备份没有成功"),
        (VERIFY, 1, 1, "最近一次核对没有通过"),
        (VERIFY, 0, 49, "已超过48小时没有核对数据"),
    ],
)
def test_what_is_not_well_is_said_in_a_sentence(
    visit: Visit, world_url: str, name: str, code: int, hours: int, sentence: str
) -> None:
    note(Settings(database_url=world_url), name, code, NOW - timedelta(hours=hours))
    said = text_of(visit(ADMINISTRATOR, "status"))
    assert sentence in said
    assert "运行正常" not in said


@pytest.mark.parametrize(
    ("address", "is_named"), [("http://kpi.example.gov.cn", True), ("https://kpi.example.gov.cn", False)]
)
def test_a_public_address_in_plain_http_is_named(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, address: str, is_named: bool
) -> None:
    monkeypatch.setenv("TRACKER_PUBLIC_URL", address)
    shell.settings.cache_clear()
    assert ("正式地址是http开头" in text_of(visit(ADMINISTRATOR, "status"))) is is_named


def test_how_far_the_trail_has_gone_out_is_said_and_asked_for_when_it_is_late(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "操作日志外送" not in text_of(visit(ADMINISTRATOR, "status"))
    monkeypatch.setenv("TRACKER_AUDIT_FILE", str(tmp_path / "trail.jsonl"))
    shell.settings.cache_clear()
    said = text_of(visit(ADMINISTRATOR, "status"))
    assert "条超过15分钟没有外送" in said
    assert "条没有送出" in said
    shipping.ship(world_engine, read_settings(), lambda: NOW)
    said = text_of(visit(ADMINISTRATOR, "status"))
    assert "已全部送出" in said
    assert "没有外送" not in said


def test_which_program_runs_and_which_structure_it_and_the_ledger_have(
    visit: Visit, world_engine: Engine
) -> None:
    newest = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    with transaction(world_engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0024'"))
    table = rows_of(text_of(visit(ADMINISTRATOR, "status")), "版本")
    assert table[:3] == [["程序版本", program()], ["程序结构版本", newest], ["账本结构版本", "0024"]]


def test_how_long_things_are_kept_is_said(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = text_of(visit(ADMINISTRATOR, "status"))
    assert "保存期限" in said
    assert "失效后30天清除" in said
    assert "由服务器的日志服务保存" in said
    monkeypatch.setenv("TRACKER_LOG_FILE", str(tmp_path / "log"))
    monkeypatch.setenv("TRACKER_LOG_FILES_KEPT", "90")
    shell.settings.cache_clear()
    assert "每满20MB换一个文件,保留最近90个" in text_of(visit(ADMINISTRATOR, "status"))


def test_failed_sign_ins_are_counted_by_account_and_unknown_names_shown_to_nobody(
    visit: Visit, world_engine: Engine
) -> None:
    with transaction(world_engine) as session:
        for login, address, hours in (
            (KEJI, "10.1.1.1", 1),
            (KEJI, "10.1.1.2", 2),
            ("my-password-7731", "10.1.1.1", 3),
            (LEADER, "10.1.1.1", 25),
        ):
            session.add(
                SignInAttempt(
                    login=login, address=address, succeeded=False, tried_at=NOW - timedelta(hours=hours)
                )
            )
    said = text_of(visit(ADMINISTRATOR, "status"))
    assert KEJI in said
    assert "不存在的账号名" in said
    assert "7731" not in said
    assert "近24小时没有登录失败" not in said


@pytest.mark.parametrize("login", [KEJI, LEADER, REVIEWER])
def test_nobody_else_opens_it(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "status"))
