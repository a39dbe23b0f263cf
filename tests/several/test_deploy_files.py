"""The files of deploy/: settings that are known, and a program that writes nothing beside itself."""

import re
import shutil
import stat
from pathlib import Path

import pytest

from tests.browser import ROOT, serving
from tracker.settings import read_settings

DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "container" / "Containerfile").read_text("utf-8")
COPIED = [
    source
    for line in re.findall(r"^COPY (?!--from)(.+) /opt/tracker\S*$", CONTAINER, re.M)
    for source in line.split()
]


@pytest.mark.parametrize("file", ["systemd/tracker.env.example", "container/compose.yaml"])
def test_every_setting_of_an_example_is_known(file: str) -> None:
    text = (DEPLOY / file).read_text("utf-8")
    given = dict(re.findall(r"^ *#?([A-Z]+_[A-Z_]+)(?:=|: )\"?([^\"\n]*)\"?$", text, re.M))
    ours = {name: value for name, value in given.items() if name.startswith("TRACKER_")}
    assert len(ours) > 3, ours
    name = "https://${TRACKER_NAME:?}"
    values = {key: value.replace(name, "https://kpi.example.gov.cn") for key, value in ours.items()}
    assert "STREAMLIT_SERVER_COOKIE_SECRET" in given
    values = {key: value for key, value in values.items() if key != "TRACKER_NAME"}
    assert read_settings(values | {"STREAMLIT_SERVER_COOKIE_SECRET": "x" * 32}).processes == 2


def test_the_container_runs_as_somebody_without_rights() -> None:
    assert re.search(r"^USER 10001:10001$", CONTAINER, re.M)
    assert CONTAINER.index("USER 10001") < CONTAINER.index("ENTRYPOINT")


def test_what_is_copied_into_it_serves_and_writes_only_into_its_folder(tmp_path: Path) -> None:
    program, kept = tmp_path / "program", tmp_path / "kept"
    program.mkdir()
    kept.mkdir(mode=0o755)
    for source in COPIED:
        origin = ROOT / source
        if origin.is_dir():
            shutil.copytree(origin, program / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, program / source)
    before = sorted(program.rglob("*"))
    quiet = {"TRACKER_DATABASE_URL": "", "TRACKER_VAR_FOLDER": str(kept), "PYTHONDONTWRITEBYTECODE": "1"}
    with serving("", tmp_path / "log", program=program, **quiet):
        assert sorted(program.rglob("*")) == before
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (kept, *kept.iterdir())}
    assert modes["kept"] == 0o700
    assert "tracker.db" in modes
    assert {mode for name, mode in modes.items() if name != "kept"} == {0o600}
