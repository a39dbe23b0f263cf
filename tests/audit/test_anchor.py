"""The head of the trail written out of the house, for a scheduler or by the server, and compared."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.chasing.servers import mail_server
from tests.entry.ledger import NOW, Desk
from tests.ports import free_port
from tracker import anchoring
from tracker.cli import main
from tracker.db import reading
from tracker.domain.language.errors import BadInput
from tracker.queries.audit import head_of_chain
from tracker.settings import BadSetting, Settings, read_settings

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    """Run a command on a ledger of its own; gives its exit code and what it said."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'tracker.db'}")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    run("init")
    return run


@pytest.fixture
def listener() -> Iterator[tuple[str, list[Any]]]:
    """An address on loopback, and what was posted to it."""
    heard: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204 if self.path == "/anchors" else 403)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/anchors", heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_of_others_gets_a_line_each_time_and_verify_compares_with_each(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "anchors.txt"
    monkeypatch.setenv("TRACKER_ANCHOR_FILE", str(file))
    code, line, _ = shell("anchor")
    shell("account", "zhou", "--role", "reviewer")
    assert (code, shell("anchor")[0]) == (0, 0)
    lines = file.read_text().splitlines()
    assert len(lines) == 2
    assert lines[0] == line.strip()
    assert shell("verify") == (0, "已对照外存的日志末端 2 个。\n已核验：没有发现问题。\n", "")
    raw = sqlite3.connect(tmp_path / "tracker.db")
    raw.executescript(
        "DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)"
    )
    raw.close()
    code, said, _ = shell("verify")
    assert code == 1
    assert "外存的日志末端（anchors.txt 2，共4条）与现在的日志对不上" in said
    assert "anchors.txt 1" not in said


def test_a_file_that_is_set_and_not_there_is_a_finding_unless_another_was_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, copy = tmp_path / "anchors.txt", tmp_path / "copy.txt"
    monkeypatch.setenv("TRACKER_ANCHOR_FILE", str(file))
    code, said, _ = shell("verify")
    assert code == 1
    assert f"外存日志末端的文件{file}不在，没有对照" in said
    assert "先运行 python -m tracker anchor" in said
    shell("anchor")
    file.rename(copy)
    code, said, _ = shell("verify", "--anchor", str(copy))
    assert (code, said) == (0, "已对照外存的日志末端 1 个。\n已核验：没有发现问题。\n")


def test_of_an_empty_trail_there_is_nothing_to_hold(sqlite_engine: Engine, tmp_path: Path) -> None:
    settings = Settings(anchor_file=str(tmp_path / "anchors.txt"))
    with reading(sqlite_engine) as session:
        assert list(anchoring.missing(session, settings, [])) == []


def test_a_mailbox_gets_it_and_a_saved_mail_is_compared_as_well(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with mail_server() as box:
        for name, text in {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(box.port),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "tracker@example.cn",
            "ANCHOR_MAIL": "shenji@example.cn",
        }.items():
            monkeypatch.setenv(f"TRACKER_{name}", text)
        code, line, _ = shell("anchor")
    assert code == 0
    assert box.to == [["shenji@example.cn"]]
    body = box.mails[0].get_content()
    assert line.strip() in body.splitlines()
    saved = tmp_path / "saved.txt"
    saved.write_text(body)
    assert shell("verify", "--anchor", str(saved))[0] == 0
    saved.write_text(body.replace(line.split()[2], "ab" * 32))
    code, said, _ = shell("verify", "--anchor", str(saved))
    assert code == 1
    assert "外存的日志末端（saved.txt" in said


def test_an_address_gets_it(
    shell: Shell, listener: tuple[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = listener
    monkeypatch.setenv("TRACKER_ANCHOR_URL", address)
    code, line, _ = shell("anchor")
    assert code == 0
    assert heard == [{"line": line.strip()}]


def test_what_failed_is_named_by_its_setting_and_the_others_are_still_written(
    shell: Shell, listener: tuple[str, list[Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_ANCHOR_FILE", str(tmp_path))
    monkeypatch.setenv("TRACKER_ANCHOR_URL", listener[0].replace("anchors", "other"))
    code, _, said = shell("anchor")
    assert code == 1
    assert "TRACKER_ANCHOR_FILE：写不进文件" in said
    assert "TRACKER_ANCHOR_URL：对方返回 HTTP 403。" in said
    monkeypatch.setenv("TRACKER_ANCHOR_URL", f"http://127.0.0.1:{free_port()}/")
    assert "TRACKER_ANCHOR_URL：无法连接" in shell("anchor")[2]


def test_without_a_place_the_command_says_what_to_set(shell: Shell) -> None:
    code, _, said = shell("anchor")
    assert code == 1
    assert "请先设置 TRACKER_ANCHOR_FILE" in said


@pytest.mark.parametrize("text", ["", "nothing here", "2025-10-09T09:00:00+08:00 12 abc"])
def test_a_file_without_a_head_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.txt"
    file.write_text(text)
    with pytest.raises(BadInput, match="没有日志末端"):
        anchoring.read(file)
    with pytest.raises(BadInput, match="读不了"):
        anchoring.read(tmp_path / "gone.txt")


def test_beside_the_server_it_is_written_at_once_and_again_after_a_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "anchors.txt"
    monkeypatch.setattr(anchoring, "DAY", 0.05)
    written = threading.Event()

    def clock() -> datetime:
        if file.exists() and len(file.read_text().splitlines()) >= 2:
            written.set()
        return datetime.now(UTC)

    end = anchoring.every_day(desk.engine, Settings(anchor_file=str(file)), clock)
    assert written.wait(20)
    end()
    with reading(desk.engine) as session:
        head = head_of_chain(session)
    assert {(each.sha256, each.rows) for each in anchoring.read(file)} == {(head.sha256, head.rows)}


def test_a_try_that_failed_is_logged_and_made_again_soon(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(anchoring, "AGAIN", 0.05)
    tries = threading.Semaphore(0)

    def clock() -> datetime:
        tries.release()
        return NOW

    end = anchoring.every_day(desk.engine, Settings(anchor_file=str(tmp_path)), clock)
    assert all(tries.acquire(timeout=20) for _try in range(3))
    end()
    assert "TRACKER_ANCHOR_FILE" in caplog.text


@pytest.mark.parametrize(
    "given",
    [
        {"TRACKER_ANCHOR_FILE": "/no/such/folder/anchors.txt"},
        {"TRACKER_ANCHOR_MAIL": "a@b.cn"},
        {"TRACKER_ANCHOR_MAIL": "nobody", "TRACKER_SMTP_HOST": "m", "TRACKER_MAIL_FROM": "a@b.cn"},
        {"TRACKER_ANCHOR_URL": "http://anchors.example.cn/key-4471"},
    ],
)
def test_a_place_that_can_not_be_is_refused_at_start_by_name(given: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="TRACKER_ANCHOR_") as refusal:
        read_settings(given)
    assert "key-4471" not in str(refusal.value)
