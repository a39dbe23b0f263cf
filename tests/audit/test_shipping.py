"""The trail as it goes out of the house: whole and in its order, also after what was in the way."""

import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from sqlalchemy import Engine
from sqlmodel import col, select

from tests.ports import free_port
from tests.waiting import comes_to_be
from tracker import shipping
from tracker.cli import main
from tracker.db import reading, transaction
from tracker.domain.language.errors import Refusal
from tracker.domain.meetings.chain import chained_hash
from tracker.domain.meetings.outgoing import Outgoing
from tracker.notify import trail
from tracker.notify.outcome import NotSent
from tracker.queries.shipped import rows_to_ship, unshipped
from tracker.services import audit
from tracker.services.one_at_a_time import SHIPPING, sending
from tracker.services.second_step import FAILED_CODE
from tracker.services.sign_in import FAILED, NOT_PROVEN
from tracker.settings import ROOT, BadSetting, Settings, read_settings
from tracker.tables import Audit, Shipped
from tracker.web import metrics
from tracker.web.site import Site

NOW = datetime(2025, 10, 9, 1, tzinfo=UTC)


def clock() -> datetime:
    return NOW


def add(engine: Engine, count: int, subject: str = "第{}条\n<b>") -> None:
    with transaction(engine) as session:
        for number in range(count):
            audit.record(session, None, "记", subject.format(number), NOW, {"note": "甲"})


def trail_of(engine: Engine) -> list[Audit]:
    with reading(engine) as session:
        return list(session.exec(select(Audit).order_by(col(Audit.id))))


def lines_of(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]


def test_a_file_gets_every_row_once_in_its_order_and_follows_the_chain(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "trail.jsonl"
    settings = Settings(audit_file=str(file))
    add(engine, 5)
    assert shipping.ship(engine, settings, clock) == (len(trail_of(engine)), [])
    add(engine, 3)
    assert shipping.ship(engine, settings, clock) == (3, [])
    assert shipping.ship(engine, settings, clock) == (0, [])
    rows, lines = trail_of(engine), lines_of(file)
    assert [line["id"] for line in lines] == [row.id for row in rows]
    assert [line["previous_sha256"] for line in lines[1:]] == [line["sha256"] for line in lines[:-1]]
    assert (lines[-1]["subject"], lines[-1]["detail"], lines[-1]["at"]) == (
        "第2条\n<b>",
        {"note": "甲"},
        "2025-10-09T01:00:00.000000Z",
    )
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_put_aside_goes_on_in_a_new_one(sqlite_engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"
    settings = Settings(audit_file=str(file))
    add(sqlite_engine, 2)
    shipping.ship(sqlite_engine, settings, clock)
    file.rename(tmp_path / "trail.jsonl.1")
    add(sqlite_engine, 2)
    shipping.ship(sqlite_engine, settings, clock)
    assert [line["subject"] for line in lines_of(file)] == ["第0条\n<b>", "第1条\n<b>"]


def test_a_line_that_was_broken_off_stays_alone_and_its_row_comes_again(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "trail.jsonl"
    file.write_text('{"id": 1, "subj')
    add(sqlite_engine, 1)
    shipping.ship(sqlite_engine, Settings(audit_file=str(file)), clock)
    broken, *whole = file.read_text("utf-8").splitlines()
    assert broken == '{"id": 1, "subj'
    assert [json.loads(line)["id"] for line in whole] == [row.id for row in trail_of(sqlite_engine)]


class Collector:
    """A syslog over TCP on loopback: it reads until the sender closes, then closes."""

    def __init__(
        self, port: int = 0, *, closes: bool = True, tls: ssl.SSLContext | None = None, says_bye: bool = True
    ) -> None:
        self._server = socket.create_server(("127.0.0.1", port))
        self._closes, self._tls, self._says_bye = closes, tls, says_bye
        self.heard: list[str] = []
        self.lines: list[socket.socket] = []
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        port = self._server.getsockname()[1]
        return f"tcp://127.0.0.1:{port}" if self._tls is None else f"tls://localhost:{port}"

    def _work(self) -> None:
        while True:
            try:
                line, _from = self._server.accept()
            except OSError:
                return
            told = b""
            if self._tls is not None:
                try:
                    line = self._tls.wrap_socket(line, server_side=True)
                except OSError:  # who calls does not trust us
                    continue
            while piece := line.recv(65536):
                told += piece
            while told:
                count, _space, told = told.partition(b" ")
                self.heard.append(told[: int(count)].decode())
                told = told[int(count) :]
            if self._closes:
                with suppress(OSError):
                    if isinstance(line, ssl.SSLSocket) and self._says_bye:
                        line.unwrap()
                line.close()
            else:
                self.lines.append(line)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()
        for line in self.lines:
            line.close()


@contextmanager
def collecting(port: int = 0, **how: Any) -> Iterator[Collector]:
    collector = Collector(port, **how)
    try:
        yield collector
    finally:
        collector.close()


_MESSAGE = re.compile(r"<(\d+)>1 (\S+) (\S+) tracker - audit - (\{.*\})", re.DOTALL)


def read(message: str) -> tuple[int, dict[str, object]]:
    found = _MESSAGE.fullmatch(message)
    assert found is not None, message
    assert found[2].endswith("Z")
    return int(found[1]), json.loads(found[4])


def test_a_syslog_gets_every_row_as_the_standard_has_it(engine: Engine) -> None:
    add(engine, 3)
    with transaction(engine) as session:
        audit.record(session, None, "拒绝下载", "/download/x", NOW)
    with collecting() as collector:
        sent, failures = shipping.ship(engine, Settings(audit_syslog=collector.address), clock)
    assert (sent, failures) == (len(trail_of(engine)), [])
    priorities, rows = zip(*map(read, collector.heard), strict=True)
    assert [row["id"] for row in rows] == [row.id for row in trail_of(engine)]
    # Facility 13, log audit: a notice, and a warning where somebody was refused.
    assert set(priorities[:-1]) == {13 * 8 + 5}
    assert priorities[-1] == 13 * 8 + 4


def test_one_that_never_closes_has_them_too(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "TIMEOUT_SECONDS", 0.3)
    add(sqlite_engine, 2)
    with collecting(closes=False) as collector:
        settings = Settings(audit_syslog=collector.address)
        assert shipping.ship(sqlite_engine, settings, clock) == (len(trail_of(sqlite_engine)), [])
        assert shipping.ship(sqlite_engine, settings, clock) == (0, [])


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """Of our own making; its certificate stands in ca.pem."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return made


def certified(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="it answers our last word"),
        pytest.param({"says_bye": False}, id="it leaves without one"),
        pytest.param({"closes": False}, id="it never leaves"),  # and is waited for as long as this
    ],
)
def test_by_tls_a_collector_gets_every_row_once(
    sqlite_engine: Engine,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: dict[str, bool],
) -> None:
    monkeypatch.setattr(trail, "TIMEOUT_SECONDS", 3.0 if how.get("closes") is False else 20.0)
    add(sqlite_engine, 300)
    with collecting(tls=certified(authority), **how) as collector:
        settings = Settings(audit_syslog=collector.address, audit_syslog_ca=str(tmp_path / "ca.pem"))
        assert shipping.ship(sqlite_engine, settings, clock) == (len(trail_of(sqlite_engine)), [])
        assert shipping.ship(sqlite_engine, settings, clock) == (0, [])
    assert [read(each)[1]["id"] for each in collector.heard] == [row.id for row in trail_of(sqlite_engine)]


def test_a_collector_that_can_not_prove_who_it_is_gets_nothing(
    sqlite_engine: Engine, authority: trustme.CA, tmp_path: Path
) -> None:
    add(sqlite_engine, 1)
    ours = str(tmp_path / "ca.pem")
    for context in (certified(trustme.CA()), certified(authority, "another.example.cn")):
        with collecting(tls=context) as collector:
            settings = Settings(audit_syslog=collector.address, audit_syslog_ca=ours)
            sent, (failure,) = shipping.ship(sqlite_engine, settings, clock)
        assert (sent, collector.heard) == (0, [])
        assert "TRACKER_AUDIT_SYSLOG" in failure
        assert "certificate verify failed" in failure


def test_what_is_no_authority_is_said_and_nothing_is_lost(
    sqlite_engine: Engine, authority: trustme.CA, tmp_path: Path
) -> None:
    file = tmp_path / "empty.pem"
    file.write_text("no certificate")
    add(sqlite_engine, 1)
    with collecting(tls=certified(authority)) as collector:
        wrong = Settings(audit_syslog=collector.address, audit_syslog_ca=str(file))
        assert shipping.ship(sqlite_engine, wrong, clock)[0] == 0
        right = Settings(audit_syslog=collector.address, audit_syslog_ca=str(tmp_path / "ca.pem"))
        assert shipping.ship(sqlite_engine, right, clock)[0] == len(trail_of(sqlite_engine))


def test_what_could_not_be_sent_goes_out_later_and_nothing_of_it_is_lost(
    engine: Engine, tmp_path: Path
) -> None:
    port, file = free_port(), tmp_path / "trail.jsonl"
    settings = Settings(audit_syslog=f"tcp://127.0.0.1:{port}", audit_file=str(file))
    add(engine, 2)
    sent, failures = shipping.ship(engine, settings, clock)
    rows = len(trail_of(engine))
    assert sent == rows, "the other place has them"
    assert [each.split("：")[0] for each in failures] == ["TRACKER_AUDIT_SYSLOG"]
    with reading(engine) as session:
        behind = {each.place: (each.rows, each.since) for each in unshipped(session, trail.ways(settings))}
    assert behind[str(file)] == (0, None)
    assert behind[settings.audit_syslog][0] == rows
    add(engine, 1)
    with collecting(port) as collector:
        shipping.ship(engine, settings, clock)
    assert [read(each)[1]["id"] for each in collector.heard] == [row.id for row in trail_of(engine)]
    assert len(lines_of(file)) == rows + 1


def test_a_line_that_breaks_in_the_midst_is_sent_again(sqlite_engine: Engine) -> None:
    add(sqlite_engine, 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"

        def reset() -> None:
            line, _from = server.accept()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            line.close()  # at once, what was sent unread: a reset

        thread = threading.Thread(target=reset)
        thread.start()
        sent, failures = shipping.ship(sqlite_engine, Settings(audit_syslog=address), clock)
        thread.join()
    assert sent == 0
    assert failures
    with reading(sqlite_engine) as session:
        assert len(rows_to_ship(session, address, 99)) == len(trail_of(sqlite_engine))


def test_datagrams_go_to_a_port_and_to_the_machines_own_socket(sqlite_engine: Engine, tmp_path: Path) -> None:
    add(sqlite_engine, 2)
    ids = [row.id for row in trail_of(sqlite_engine)]
    path = tmp_path / "log"
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as port,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own,
    ):
        port.bind(("127.0.0.1", 0))
        own.bind(str(path))
        for place, listener in (
            (f"udp://127.0.0.1:{port.getsockname()[1]}", port),
            (f"unix://{path}", own),
        ):
            listener.settimeout(5)
            sent, failures = shipping.ship(sqlite_engine, Settings(audit_syslog=place), clock)
            assert (sent, failures) == (len(ids), [])
            assert [read(listener.recv(65536).decode())[1]["id"] for _each in ids] == ids
    sent, failures = shipping.ship(sqlite_engine, Settings(audit_syslog=f"unix://{tmp_path / 'no'}"), clock)
    assert "TRACKER_AUDIT_SYSLOG：日志服务器没有收下" in failures[0]


def outgoing(detail: str, subject: str = "甲") -> Outgoing:
    return Outgoing(7, NOW, 1, "王", "记", subject, detail, None, "a" * 64, "b" * 64)


def test_a_row_that_is_too_long_for_a_message_says_that_it_was_cut() -> None:
    row = outgoing(json.dumps({"note": "长" * 20_000}))
    said = trail.message(row)
    assert len(said) <= trail.MOST_BYTES
    assert read(said.decode())[1]["detail"] == {"cut": True}
    assert json.loads(row.line)["detail"] == {"note": "长" * 20_000}, "the file has it whole"


def test_what_somebody_watches_for_goes_out_as_a_warning() -> None:
    watched = ("拒绝下载", FAILED, f"{FAILED}并锁定", NOT_PROVEN, FAILED_CODE, f"{FAILED_CODE}并锁定")
    assert [replace(outgoing("{}"), action=each).is_warning for each in watched] == [True] * 6
    assert not outgoing("{}").is_warning


@pytest.mark.parametrize("text", ["a\nb", "a\r\n<109>1 forged", "\x00", "\u2028", "\ud800"])
def test_what_somebody_typed_breaks_no_line(text: str, tmp_path: Path) -> None:
    row = outgoing(json.dumps({"note": text}), text)
    assert b"\n" not in trail.message(row)
    trail.to_file(str(tmp_path / "x"), [row])
    assert (tmp_path / "x").read_bytes().count(b"\n") == 1


def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="写不进文件"):
        trail.to_file(str(tmp_path), [outgoing("{}")])


def test_the_hashes_that_go_out_are_those_of_the_chain(sqlite_engine: Engine, tmp_path: Path) -> None:
    add(sqlite_engine, 1)
    file = tmp_path / "x"
    shipping.ship(sqlite_engine, Settings(audit_file=str(file)), clock)
    row, line = trail_of(sqlite_engine)[-1], lines_of(file)[-1]
    told = (line["actor_id"], line["actor"], line["action"], line["subject"])
    detail = json.dumps(line["detail"], ensure_ascii=False, sort_keys=True)
    moment = datetime.fromisoformat(str(line["at"]))
    again = chained_hash(str(line["previous_sha256"]), moment, *told, detail, None, row.facts)  # type: ignore[arg-type]
    assert again == line["sha256"]


def test_two_senders_at_once_send_each_row_once(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"
    settings = Settings(audit_file=str(file))
    add(engine, 450)
    start = threading.Barrier(2)

    def send() -> None:
        start.wait()
        with suppress(Refusal):  # the other is at it
            shipping.ship(engine, settings, clock)

    threads = [threading.Thread(target=send) for _each in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    shipping.ship(engine, settings, clock)
    assert [line["id"] for line in lines_of(file)] == [row.id for row in trail_of(engine)]


def test_while_another_process_sends_the_command_says_so(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(sqlite_engine, 1)
    monkeypatch.setenv("TRACKER_DATABASE_URL", sqlite_engine.url.render_as_string())
    assert main(["ship"]) == 1
    assert "请先设置 TRACKER_AUDIT_SYSLOG" in capsys.readouterr().err
    monkeypatch.setenv("TRACKER_AUDIT_FILE", str(tmp_path / "x"))
    with sending(sqlite_engine, lock=SHIPPING):
        assert main(["ship"]) == 1
    assert "另一个进程正在外送操作日志" in capsys.readouterr().err
    with sending(sqlite_engine):  # 催报 is another matter
        assert main(["ship"]) == 0
    assert re.search(r"已外送 \d+ 条", capsys.readouterr().out)


def test_a_process_that_is_killed_between_sending_and_noting_sends_again_and_loses_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "trail.jsonl"
    add(engine, 5)
    code = (
        "import os; from tracker import shipping; from tracker.db import engine_for; "
        "from tracker.services import audit; from tracker.settings import Settings; "
        "audit.note_shipped = lambda *_given: os.kill(os.getpid(), 9); "
        f"engine = engine_for({engine.url.render_as_string(hide_password=False)!r}); "
        f"shipping.ship(engine, Settings(audit_file={str(file)!r}), lambda: None)"
    )
    assert subprocess.run((sys.executable, "-c", code), cwd=ROOT, check=False).returncode == -9
    ids = [row.id for row in trail_of(engine)]
    assert [line["id"] for line in lines_of(file)] == ids
    shipping.ship(engine, Settings(audit_file=str(file)), clock)
    assert [line["id"] for line in lines_of(file)] == ids * 2


def test_beside_a_server_rows_go_out_as_they_are_written_and_a_failure_is_tried_again(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shipping, "LOOK", 0.05)
    monkeypatch.setattr(shipping, "AGAIN", 0.05)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    file = folder / "trail.jsonl"
    with shipping.beside(sqlite_engine, Settings(audit_file=str(file)), clock):
        add(sqlite_engine, 1)
        assert comes_to_be(file.exists)
        os.rename(folder, tmp_path / "away")
        add(sqlite_engine, 1)
        assert comes_to_be(lambda: "TRACKER_AUDIT_FILE：写不进文件" in caplog.text)
        os.rename(tmp_path / "away", folder)
        assert comes_to_be(lambda: len(lines_of(file)) == len(trail_of(sqlite_engine)))
        with transaction(sqlite_engine) as session:  # nobody who writes waits for it
            audit.record(session, None, "记", "最后一条", NOW)
    assert lines_of(file)[-1]["subject"] == "最后一条", "at the end once more"


def test_monitoring_is_told_how_many_rows_wait(sqlite_engine: Engine, tmp_path: Path) -> None:
    settings = Settings(audit_file=str(tmp_path / "trail.jsonl"))

    def told(settings: Settings) -> float | None:
        metrics_now = metrics._Standing(Site(sqlite_engine, settings, clock)).collect()
        found = {each.name: each.samples[0].value for each in metrics_now}
        return found.get("tracker_audit_unshipped_rows")

    add(sqlite_engine, 3)
    assert told(settings) == len(trail_of(sqlite_engine))
    shipping.ship(sqlite_engine, settings, clock)
    assert told(settings) == 0
    assert told(Settings()) is None


def test_where_nothing_is_set_nothing_is_sent(sqlite_engine: Engine) -> None:
    with shipping.beside(sqlite_engine, Settings(), clock):
        assert not [each for each in threading.enumerate() if each.name == "shipping"]
    with reading(sqlite_engine) as session:
        assert session.exec(select(Shipped)).all() == []


@pytest.mark.parametrize(
    "given",
    [
        {"TRACKER_AUDIT_SYSLOG": "10.2.0.9:514"},
        {"TRACKER_AUDIT_SYSLOG": "tcp://10.2.0.9"},
        {"TRACKER_AUDIT_SYSLOG": "tcp://10.2.0.9:0"},
        {"TRACKER_AUDIT_SYSLOG": "tcp://10.2.0.9:99999"},
        {"TRACKER_AUDIT_SYSLOG": "tls://10.2.0.9"},
        {"TRACKER_AUDIT_SYSLOG_CA": __file__},
        {"TRACKER_AUDIT_SYSLOG_CA": __file__, "TRACKER_AUDIT_SYSLOG": "tcp://10.2.0.9:6514"},
        {"TRACKER_AUDIT_SYSLOG_CA": "/no/such.pem", "TRACKER_AUDIT_SYSLOG": "tls://10.2.0.9:6514"},
        {"TRACKER_AUDIT_SYSLOG": "unix://dev/log"},
        {"TRACKER_AUDIT_SYSLOG": "udp://10.2.0.9:514/x"},
        {"TRACKER_AUDIT_FILE": "trail.jsonl"},
        {"TRACKER_AUDIT_FILE": "/no/such/folder/trail.jsonl"},
    ],
)
def test_a_place_that_can_not_be_is_refused_at_start_by_name(given: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match=next(iter(given))):
        read_settings(given)


@pytest.mark.parametrize(
    "address",
    ["tls://log.example.cn:6514", "tcp://log.example.cn:514", "udp://[fd00::9]:514", "unix:///dev/log"],
)
def test_a_place_that_can_be_is_taken(address: str) -> None:
    assert read_settings({"TRACKER_AUDIT_SYSLOG": address}).audit_syslog == address
