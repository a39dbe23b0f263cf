"""Two processes that remind at the same moment tell each department once, on both engines."""

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.chasing.servers import Mailbox, mail_server
from tests.conftest import MakeEngine
from tests.entry.ledger import NOW, open_desk, rows
from tracker.db import transaction
from tracker.domain.language.errors import Refusal
from tracker.services.one_at_a_time import sending
from tracker.settings import ROOT
from tracker.tables import Account, ChaseMessage

# The command with the clock of the ledger.
COMMAND = (
    "import sys; from datetime import datetime; from tracker import cli; "
    f"cli.clock.now = lambda: datetime.fromisoformat({NOW.isoformat()!r}); "
    "print('ready', flush=True); sys.stdin.readline(); "
    "sys.exit(cli.main(('remind', '--channel', 'email')))"
)


class SlowMailbox(Mailbox):
    """Takes a message only after the other process had time to ask whether it went out."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        time.sleep(0.7)
        return await super().handle_DATA(server, session, envelope)


def test_two_rounds_at_once_tell_each_department_once(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_desk(engine)
    with transaction(engine) as session:
        for account in session.exec(select(Account).where(Account.login.in_(("王", "李")))):  # type: ignore[attr-defined]
            account.email = {"王": "wang@example.gov.cn", "李": "li@example.gov.cn"}[account.login]
    monkeypatch.setattr("tests.chasing.servers.Mailbox", SlowMailbox)
    with mail_server() as box:
        environ = {
            **os.environ,
            "TRACKER_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "TRACKER_SMTP_HOST": "localhost",
            "TRACKER_SMTP_PORT": str(box.port),
            "TRACKER_SMTP_SECURITY": "none",
            "TRACKER_MAIL_FROM": "ducha@example.gov.cn",
        }
        pipe = subprocess.PIPE
        rounds = [
            subprocess.Popen(
                (sys.executable, "-c", COMMAND), cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, text=True
            )
            for _ in range(2)
        ]
        for each in rounds:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        for each in rounds:
            assert each.stdin is not None
            each.stdin.write("\n")
            each.stdin.flush()
        said = [each.communicate(timeout=60)[0] for each in rounds]
    assert [each.returncode for each in rounds] == [0, 0], said
    assert sorted(to for (to,) in box.to) == ["li@example.gov.cn", "wang@example.gov.cn"]
    assert len(rows(engine, ChaseMessage)) == 2
    assert "".join(said).count("今天已发送过") == 2


def test_who_waits_too_long_is_told_so_and_sends_nothing(engine: Engine, another_engine: MakeEngine) -> None:
    other = another_engine()
    with (
        sending(engine),
        pytest.raises(Refusal, match="正在发送催报"),
        sending(other, patience=0.2),
    ):
        raise AssertionError("two send at once")
    with sending(other, patience=0):
        pass  # who sent has let go


def test_a_process_that_dies_lets_go(engine: Engine) -> None:
    code = (
        "import os, sys; from tracker.db import engine_for; "
        "from tracker.services.one_at_a_time import sending; "
        f"holding = sending(engine_for({engine.url.render_as_string(hide_password=False)!r})); "
        "holding.__enter__(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run((sys.executable, "-c", code), cwd=ROOT, check=False).returncode == -9
    with sending(engine, patience=5):
        pass


def test_a_thread_waits_for_its_turn(engine: Engine) -> None:
    seen: list[str] = []
    both = Barrier(2)

    def send(name: str) -> None:
        both.wait()
        with sending(engine):
            seen.append(f"{name} begins")
            time.sleep(0.2)
            seen.append(f"{name} ends")

    threads = [Thread(target=send, args=(name,)) for name in "ab"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.split()[1] for each in seen] == ["begins", "ends", "begins", "ends"]
