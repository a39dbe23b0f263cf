"""serve raises the limit of file handles, and refuses to serve a city with too few."""

import os
import resource
import subprocess
import sys
from pathlib import Path

from tracker.settings import ROOT
from tracker.web import handles


def run_with(soft: int, hard: int, *command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    env = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
    return subprocess.run(
        [sys.executable, *command],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)),
        env=env | {"TRACKER_DATABASE_URL": f"sqlite:///{folder / 'tracker.db'}", "TRACKER_PORT": "18099"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_too_few_handles_are_refused_in_words_before_anything_is_touched(tmp_path: Path) -> None:
    answer = run_with(1024, handles.NEEDED - 1, "-m", "tracker", "serve", folder=tmp_path)
    assert answer.returncode == 1
    assert "4095 file handles, the tracker needs 4096" in answer.stderr
    assert "LimitNOFILE" in answer.stderr
    assert not (tmp_path / "tracker.db").exists()


def test_the_soft_limit_is_raised_to_the_hard_one(tmp_path: Path) -> None:
    script = "from tracker.web import handles; print(handles.held(), handles.raise_limit(), handles.held())"
    answer = run_with(1024, 5000, "-c", script, folder=tmp_path)
    assert answer.stdout.split() == ["1024", "5000", "5000"], answer.stderr
