"""A served tracker, walked through by two people: what its log and its metrics say, and what they do not."""

import json
import re
import shutil
import sqlite3
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text

from tests.browser import serving, settled, sign_in
from tests.ports import free_port
from tracker import demo
from tracker.condition import BACKUP, VERIFY, note, program
from tracker.db import engine_for, reading
from tracker.queries.people import account_ids
from tracker.services.schema import newest_revision
from tracker.settings import Settings

PAGES = ("overview", "status", "targets?plan=haining-2025")
WRONG_PASSWORD = "geheim-typed-7731"


@dataclass
class Walked:
    lines: list[dict[str, Any]]
    broken: list[dict[str, Any]]  # from a page on that the leader met without one of its tables
    text: str  # of the log and of what the process printed
    metrics: str
    secrets: set[str]
    accounts: dict[str, int]


@pytest.fixture(scope="module")
def walked(
    browser: Browser, sqlite_filled: Path, passwords: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Walked:
    folder = tmp_path_factory.mktemp("walk")
    url = f"sqlite:///{shutil.copy(sqlite_filled, folder / 'tracker.db')}"
    settings = Settings(database_url=url)
    note(settings, BACKUP, 0, datetime.now(UTC))
    note(settings, VERIFY, 1, datetime.now(UTC))
    port = free_port()
    environ = {
        "TRACKER_LOG_FILE": str(folder / "log"),
        "TRACKER_LOG_FORMAT": "json",
        "TRACKER_METRICS_PORT": str(port),
    }
    with serving(url, folder / "printed", **environ) as address:
        for login in (demo.ADMINISTRATOR, demo.LEADER):
            context = browser.new_context(locale="zh-CN")
            page = context.new_page()
            if login == demo.ADMINISTRATOR:
                page.goto(f"{address}/login")
                page.fill("input[name=login]", login)
                page.fill("input[name=password]", WRONG_PASSWORD)
                page.press("input[name=password]", "Enter")
                page.wait_for_load_state()
            sign_in(page, address, login, passwords[login])
            for path in PAGES:
                page.goto(f"{address}/{path}")
                settled(page)
            page.goto(f"{address}/password/one-time-link-5512")
            page.goto(f"{address}/login?next=/nobody@example.cn")
            cookies = {cookie["value"] for cookie in context.cookies() if len(cookie["value"]) > 8}
            secrets_of_login = cookies
            if login == demo.ADMINISTRATOR:
                kept = secrets_of_login
                context.close()
        time.sleep(0.2)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            metrics = answer.read().decode()
        whole = len((folder / "log").read_text("utf-8").splitlines())
        with sqlite3.connect(folder / "tracker.db") as ledger:
            ledger.execute("ALTER TABLE matter RENAME TO away")
        page.goto(f"{address}/matters?plan=haining-2025")
        page.get_by_text("编号").first.wait_for(timeout=60_000)
        context.close()
    engine = engine_for(url)
    with reading(engine) as session:
        accounts = account_ids(session)
        people = session.connection().execute(text("SELECT login, name, phone, email FROM account")).all()
    engine.dispose()
    personal = {each for person in people for each in person if each and len(each) > 1}
    log = (folder / "log").read_text("utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    return Walked(
        lines[:whole],
        lines[whole:],
        log + (folder / "printed").read_text("utf-8"),
        metrics,
        personal | kept | secrets_of_login | set(passwords.values()) | {WRONG_PASSWORD, "one-time-link-5512"},
        accounts,
    )


def test_nothing_personal_and_nothing_secret_is_in_the_log(walked: Walked) -> None:
    assert len(walked.secrets) > 20
    found = {each for each in walked.secrets if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", walked.text)}
    assert found == set()
    assert "example.cn" not in walked.text


def test_each_request_has_a_line_with_its_number_account_and_plan(walked: Walked) -> None:
    asked = [line for line in walked.lines if line["logger"] == "tracker.access"]
    assert all({"time", "level", "request", "method", "path", "status", "ms"} <= set(line) for line in asked)
    assert len({line["request"] for line in asked}) == len(asked)
    accounts = {line["account"] for line in asked if line["path"] == "/overview" and line["status"] == 200}
    assert accounts == {walked.accounts[demo.ADMINISTRATOR], walked.accounts[demo.LEADER]}
    assert {line["plan"] for line in asked if line["path"] == "/targets"} == {"haining-2025"}
    assert not any(line["path"].startswith("/healthz") for line in asked), "asked every few seconds"


def test_what_goes_wrong_in_a_page_is_told_with_the_runs_number_account_and_plan(walked: Walked) -> None:
    incidents = [line for line in walked.broken if line["message"].startswith("incident ")]
    about = {(line["account"], line["plan"], len(line["request"])) for line in incidents}
    assert about == {(walked.accounts[demo.LEADER], "haining-2025", 12)}
    asked = {line["request"] for line in walked.broken if line["logger"] == "tracker.access"}
    assert all("traceback" in line and line["request"] not in asked for line in incidents)


def test_nothing_went_wrong_on_the_walk(walked: Walked) -> None:
    assert [line for line in walked.lines if line["level"] in ("error", "critical")] == []


def value(metrics: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    assert found is not None, name
    return float(found.group(1))


def test_prometheus_is_told_what_went_on(walked: Walked) -> None:
    told = walked.metrics
    assert value(told, 'tracker_requests_total{kind="page",status="2xx"}') >= 6
    assert value(told, 'tracker_rerun_seconds_count{end="page"}') >= 6
    assert value(told, 'tracker_rerun_seconds_bucket{end="page",le="30.0"}') >= 6
    assert value(told, 'tracker_request_seconds_count{kind="page"}') >= 6
    assert value(told, "tracker_write_wait_seconds_count") >= 2, "two sign-ins"
    assert value(told, f'tracker_build_info{{program="{program()}",revision="{newest_revision()}"}}') == 1
    assert value(told, f'tracker_ledger_info{{revision="{newest_revision()}"}}') == 1
    assert 10 < value(told, "process_open_fds") < value(told, "process_max_fds")
    assert value(told, "tracker_ledger_up") == 1
    assert value(told, "tracker_people_signed_in") == 2
    assert value(told, "tracker_failed_sign_ins_day") == 1
    assert value(told, "tracker_ledger_age_seconds") >= 0
    assert value(told, "tracker_disk_free_bytes") > 0
    assert time.time() - value(told, "tracker_backup_last_success_timestamp_seconds") < 600
    assert value(told, "tracker_verify_last_exit_code") == 1
    assert "tracker_verify_last_success" not in told, "it never ended well"
    assert value(told, "tracker_open_pages") >= 0
    assert value(told, "tracker_closed_pages") >= 0
    names = set(walked.accounts) | {"haining"}
    assert not any(name in told for name in names), "labels hold no account and no plan"
