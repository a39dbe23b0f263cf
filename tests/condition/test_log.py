"""The log: lines for machines or people, what is personal or secret taken out, put aside when it is long."""

import ast
import io
import json
import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from streamlit import logger as streamlit_logger

from tracker import journal
from tracker.journal import Asking, asking, hidden
from tracker.settings import ROOT, BadSetting, Settings
from tracker.web import logs
from tracker.web.metrics import kind_of, shown_path

LOG = logging.getLogger("tracker.web")


@pytest.fixture(autouse=True)
def streamlits_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back after each test, as the handlers are (tests/conftest.py)."""
    monkeypatch.setattr(streamlit_logger, "setup_formatter", streamlit_logger.setup_formatter)


def written(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "secret",
    [
        "GET /password/kX3_9-abcDEF HTTP/1.1",
        "https://oapi.dingtalk.com/robot/send?access_token=kX3_9-abcDEF&sign=kX3_9-abcDEF",
        "/auth/oidc/callback?code=kX3_9-abcDEF&state=kX3_9-abcDEF",
        "cookie: tracker=kX3_9-abcDEF; __Host-tracker-form=kX3_9-abcDEF",
        "postgresql+psycopg://tracker:kX3_9-abcDEF@10.2.0.4/tracker",
        "sent to kX3_9-abcDEF@haining.gov.cn",
    ],
)
def test_links_tokens_cookies_passwords_and_addresses_are_taken_out(secret: str) -> None:
    assert "kX3_9-abcDEF" not in hidden(secret)


@pytest.mark.parametrize("number", ["13857301234", "+8613857301234", "33048119800101123X"])
def test_telephone_and_identity_numbers_are_taken_out(number: str) -> None:
    assert number not in hidden(f"电话{number}。") or not hidden(f"to {number},").count(number)
    assert number not in hidden(f"to {number},")


@pytest.mark.parametrize("plain", ["incident 3F2A9C01", "2025-10-09T01:00:00.000+00:00", "A1-01 of 2025Q3"])
def test_what_an_administrator_needs_stays(plain: str) -> None:
    assert hidden(plain) == plain


def test_a_drivers_error_says_no_value(engine: Engine, tmp_path: Path) -> None:
    journal.set_up(Settings(log_file=str(tmp_path / "log")))
    add = text("INSERT INTO account (login, name, role) VALUES (:login, :name, 'clerk')")
    values = {"login": "wangwu", "name": "王五密码"}
    try:
        with engine.begin() as connection:
            connection.execute(add, values)
    except DBAPIError:
        LOG.exception("not stored")
    else:
        pytest.fail("the row lacks what it needs")
    log = (tmp_path / "log").read_text("utf-8")
    assert "IntegrityError" in log
    assert "王五" not in log
    assert "wangwu" not in log


def test_no_line_names_who_somebody_is() -> None:
    """People stand in the log as the numbers of their accounts."""
    calls = [
        (f"{file.relative_to(ROOT)}:{call.lineno}", " ".join(map(ast.unparse, call.args[1:])))
        for file in sorted((ROOT / "tracker").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("_LOG.")
    ]
    assert len(calls) > 20
    personal = {"login", "name", "email", "phone"}
    assert [where for where, given in calls if personal & set(re.findall(r"\w+", given))] == []


def test_a_line_of_json_says_what_it_is_about(tmp_path: Path) -> None:
    journal.set_up(Settings(log_file=str(tmp_path / "log"), log_format="json"))
    before = asking.set(Asking("c0ffee", "haining-2025", lambda: 12))
    try:
        raise ValueError("broken")
    except ValueError:
        LOG.exception("a\nforged line", extra={"told": {"ms": 7}})
    finally:
        asking.reset(before)
    (line,) = written(tmp_path / "log")
    said = json.loads(line)
    assert "ValueError: broken" in said.pop("traceback")
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "error",
        "logger": "tracker.web",
        "message": "a\\x0aforged line",
        "request": "c0ffee",
        "account": 12,
        "plan": "haining-2025",
        "ms": 7,
    }


def test_as_text_nobody_forges_a_line(tmp_path: Path) -> None:
    journal.set_up(Settings(log_file=str(tmp_path / "log")))
    try:
        raise ValueError("broken\n2025-01-01T00:00:00 info tracker.access signed in\x1b[31m")
    except ValueError:
        LOG.exception("failed\r\n2025-01-01T00:00:00 info forged")
    first, *others = written(tmp_path / "log")
    assert "error tracker.web failed\\x0d\\x0a2025" in first
    assert all(line.startswith("  ") for line in others)
    assert "\x1b" not in "".join(others)


def test_a_long_file_is_put_aside_and_the_oldest_go(tmp_path: Path) -> None:
    journal.set_up(Settings(log_file=str(tmp_path / "log"), log_file_mb=1, log_files_kept=2))
    # Of the access log no line is left out, however alike they are.
    access = logging.getLogger("tracker.access")
    for _ in range(400):
        access.warning("x" * 9_000)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["log", "log.1", "log.2"]
    assert all(each.stat().st_mode & 0o777 == 0o600 for each in tmp_path.iterdir())


def test_a_line_of_any_length_is_cut_in_no_time(tmp_path: Path) -> None:
    journal.set_up(Settings(log_file=str(tmp_path / "log")))
    for mark in ("x", "x.", "1", "[parameters: ", "://a:", "tracker="):
        LOG.warning(mark * 200_000)
    assert (tmp_path / "log").stat().st_size < 200_000


def test_a_file_that_cant_be_written_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="TRACKER_LOG_FILE"):
        journal.set_up(Settings(log_file=str(tmp_path / "gone" / "log")))


def test_streamlits_and_uvicorns_loggers_go_the_same_way(tmp_path: Path) -> None:
    logs.install(Settings(log_file=str(tmp_path / "log")))
    for name in ("streamlit.a.new.one", "uvicorn.error"):
        log = streamlit_logger.get_logger(name)
        assert log.handlers == []
        log.error("from %s to /password/abc123", name)
    lines = written(tmp_path / "log")
    assert [line.split()[2] for line in lines] == ["streamlit.a.new.one", "uvicorn.error"]
    assert "abc123" not in "".join(lines)


def test_without_a_file_it_goes_to_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr("sys.stderr", said)
    journal.set_up(Settings())
    LOG.info("here")
    assert said.getvalue().endswith("info tracker.web here\n")


@pytest.mark.parametrize(
    ("path", "kind", "shown"),
    [
        ("/", "page", "/"),
        ("/overview", "page", "/overview"),
        ("/password/abc123", "sign-in", "/password/…"),
        ("/media/0a1b.png", "media", "/media/…"),
        ("/_stcore/upload_file/session/file", "_stcore", "/_stcore/…"),
        ("/_stcore/health", "health", "/_stcore/health"),
        ("/download/targets", "download", "/download/targets"),
        ("/login", "sign-in", "/login"),
        ("/wp-admin/张三", "unknown", "/…"),
        ("", "unknown", "/…"),
        ("relative", "unknown", "/…"),
    ],
)
def test_a_path_is_counted_by_its_kind_and_shown_without_secrets(path: str, kind: str, shown: str) -> None:
    assert (kind_of(path), shown_path(path)) == (kind, shown)
