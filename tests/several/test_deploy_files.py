"""The files of deploy/: known settings, units that agree, a program that writes nothing beside itself."""

import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.browser import ROOT, serving
from tracker.cli import parser
from tracker.settings import Settings, read_settings
from tracker.web import handles
from tracker.web.serving import server_config

DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
ALIKE = ("User", "Group", "WorkingDirectory", "EnvironmentFile", "StateDirectory", "UMask", "ProtectSystem")
CONFINED = {
    "User": "tracker",
    "NoNewPrivileges": "true",
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "PrivateTmp": "true",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
}
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


@pytest.mark.parametrize(
    ("file", "line"),
    [("nginx/tracker.conf", r"keepalive_timeout (\d+)s;"), ("caddy/Caddyfile", r"keepalive (\d+)s")],
)
def test_a_proxy_lets_an_idle_connection_go_before_the_tracker_closes_it(file: str, line: str) -> None:
    (seconds,) = re.findall(rf"^\s*{line}$", (DEPLOY / file).read_text("utf-8"), re.M)
    assert int(seconds) < server_config(Settings()).timeout_keep_alive


def test_the_container_runs_as_somebody_without_rights() -> None:
    assert re.search(r"^USER 10001:10001$", CONTAINER, re.M)
    assert CONTAINER.index("USER 10001") < CONTAINER.index("ENTRYPOINT")


def test_what_it_keeps_lies_in_a_volume_of_their_own() -> None:
    (folder,) = re.findall(r"TRACKER_VAR_FOLDER=(\S+)", CONTAINER)
    assert re.findall(r"^VOLUME (.+)$", CONTAINER, re.M) == [folder]
    assert f"install -d -m 0700 -o tracker -g tracker {folder}\n" in CONTAINER
    compose = (DEPLOY / "container" / "compose.yaml").read_text("utf-8")
    assert f"kept:{folder}" in compose


def test_the_guides_container_is_confined_as_those_of_compose_and_reached_from_its_host_alone() -> None:
    guide = (ROOT / "docs" / "operations" / "running.md").read_text("utf-8").replace("\\\n", "")
    (run,) = re.findall(r"^ +docker run (.*)$", guide, re.M)
    for said in ("--read-only", "--tmpfs /tmp", "--cap-drop ALL", "--security-opt no-new-privileges"):
        assert f"{said} " in run, said
    assert re.findall(r" -v (\S+)", run) == ["tracker-kept:/var/lib/tracker"]
    assert re.findall(r" -p (\S+)", run) == ["127.0.0.1:8501:8501"]


def test_it_can_be_read_by_who_serves_whatever_umask_the_checkout_was_made_under(tmp_path: Path) -> None:
    (mode,) = re.findall(r"chmod -R (\S+) /opt/tracker ", CONTAINER)
    (tmp_path / "folder").mkdir(mode=0o700)
    (tmp_path / "folder" / "file").touch(mode=0o620)
    subprocess.run(["chmod", "-R", mode, tmp_path], check=True)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("folder", "folder/file")]
    assert modes == [0o755, 0o644]
    assert CONTAINER.index("COPY seed") < CONTAINER.index("chmod -R") < CONTAINER.index("USER 10001")


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


@pytest.mark.parametrize("name", ["backup", "verify", "remind"])
def test_a_routine_has_a_timer_and_runs_as_the_service_does(name: str) -> None:
    ours, service = ((SYSTEMD / f"tracker{unit}.service").read_text("utf-8") for unit in (f"-{name}", "@"))
    for key in ALIKE:
        assert _told(ours, key) == _told(service, key)[:1], key
    assert _told(ours, "Type") == ["oneshot"]
    program, _, command = _told(ours, "ExecStart")[0].partition(" -m tracker ")
    assert _told(service, "ExecStart") == [f"{program} -m tracker serve"]
    assert parser().parse_args([command]).command.__name__ == name
    timer = (SYSTEMD / f"tracker-{name}.timer").read_text("utf-8")
    assert _told(timer, "WantedBy") == ["timers.target"]
    (when,) = _told(timer, "OnCalendar")
    assert re.fullmatch(r"(\*-\*-\*|Mon\.\.Fri) \d\d:\d\d Asia/Shanghai", when)


def test_one_of_several_processes_has_settings_of_its_own_behind_those_of_all() -> None:
    unit = (SYSTEMD / "tracker@.service").read_text("utf-8")
    assert _told(unit, "EnvironmentFile") == ["/etc/tracker/tracker.env", "-/etc/tracker/tracker-%i.env"]


@pytest.mark.parametrize("unit", sorted(SYSTEMD.glob("*.service")), ids=lambda unit: unit.stem)
def test_a_unit_has_no_power_over_the_machine(unit: Path) -> None:
    text = unit.read_text("utf-8")
    for key, said in CONFINED.items():
        assert _told(text, key) == [said], key


def test_the_service_may_hold_as_many_files_as_it_asks_for() -> None:
    unit = (SYSTEMD / "tracker@.service").read_text("utf-8")
    (limit,) = map(int, _told(unit, "LimitNOFILE"))
    assert limit >= handles.NEEDED
    assert _told(unit, "CapabilityBoundingSet") == [""]


def _told(unit: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit, re.M)


@pytest.mark.parametrize(
    ("given", "program", "files"),
    [
        ({}, "/opt/tracker", ["tracker"]),
        ({"PROGRAM": "/opt/tracker-NEW", "OWNER": "1"}, "/opt/tracker-NEW", ["tracker", "owner"]),
    ],
)
def test_a_command_by_hand_runs_as_the_service_does(
    given: dict[str, str], program: str, files: list[str], tmp_path: Path
) -> None:
    stand_in = tmp_path / "systemd-run"
    stand_in.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 3\n")
    stand_in.chmod(0o755)
    done = subprocess.run(
        [SYSTEMD / "tracker", "restore", "a file.zip"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", **given},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout.splitlines()
    assert done.returncode == 3, "how the command ended is how it ends"
    assert said[-5:] == [f"{program}/.venv/bin/python", "-m", "tracker", "restore", "a file.zip"]
    assert {"--wait", "--uid=tracker", "--gid=tracker", f"WorkingDirectory={program}"} <= set(said)
    read = [word for word in said if word.startswith("EnvironmentFile=")]
    assert read == [f"EnvironmentFile=/etc/tracker/{name}.env" for name in files], "the later one holds"
