"""What the pages for administrators tell to type is there: commands, settings, units, services, files."""

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from tracker.cli import parser
from tracker.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PAGES = [
    *sorted((ROOT / "docs" / "operations").glob("*.md")),
    *ROOT.glob("*.md"),
    *sorted(path for path in DEPLOY.rglob("*") if path.is_file()),
]
# The history of what was.
PAST = {"CHANGELOG.md"}
UNITS = {path.name for path in (DEPLOY / "systemd").iterdir() if path.suffix in (".service", ".timer")}
COMPOSE = (DEPLOY / "container" / "compose.yaml").read_text("utf-8")
SERVICES = set(
    re.findall(r"^  ([a-z0-9-]+):$", COMPOSE.split("\nservices:\n")[1].split("\nnetworks:\n")[0], re.M)
)
TARGETS = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.M))
SETTINGS = {f"TRACKER_{each.name.upper()}" for each in fields(Settings)}
# Of Caddy and of compose.
NOT_OURS = {"TRACKER_SEAT_SECRET", "TRACKER_NAME"}

# Up to what ends a command on its line or between backticks.
_REST = r"([^`\n|;#&…<>()，；。]*)"
_COMMAND = re.compile(
    rf"(?:python -m tracker|^(?: {{4,}}|#   )(?:[A-Z]+=\S+ )*tracker|`tracker) (?=[a-z]){_REST}", re.M
)
_SYSTEMD = re.compile(rf"(?:systemctl|journalctl) {_REST}")
_NAMED_UNIT = re.compile(r"(?<![\w/-])tracker(?:@[\d*i]+|-[a-z]+)\.(?:service|timer)")
_COMPOSE = re.compile(rf"docker compose {_REST}")
_MAKE = re.compile(r"(?:`|^ {4,})make ([a-z]+)", re.M)
_PATH = re.compile(r"(?<![\w/.])deploy(?:/[\w.@*-]+)+/?")
_SETTING = re.compile(r"TRACKER_[A-Z_]*[A-Z]")
_KNOWING = re.compile(
    r"\s*root +(?:systemctl start tracker-\w+"
    r"|cd /opt/tracker/deploy/container && docker compose --env-file compose\.env run --rm --no-deps -T )"
)
_CRON = re.compile(r"(?:[\d*][\d*,/-]* ){5}([^`\n]*)")


def amiss_commands(text: str) -> Iterator[str]:
    yield from (f"python -m tracker {said}" for said in _COMMAND.findall(text) if not _is_command(said))


def _is_command(said: str) -> bool:
    """Whether it is taken; prose leaves out what must be given."""
    return any(_is_taken([*shlex.split(said), *filler]) for filler in ([], ["X"], ["X", "X"]))


def _is_taken(words: list[str]) -> bool:
    try:
        parser().parse_args(words)
    except SystemExit:
        return False
    return True


def amiss_units(text: str) -> Iterator[str]:
    said = [word for line in _SYSTEMD.findall(text) for word in shlex.split(line)]
    for word in (*said, *_NAMED_UNIT.findall(text)):
        unit = re.sub(r"@[^.]+", "@", word)
        if unit.startswith("tracker") and not {unit, f"{unit}.service"} & UNITS:
            yield word


def amiss_services(text: str) -> Iterator[str]:
    for line in _COMPOSE.findall(text):
        verb, *rest = [
            word for word in line.removeprefix("--env-file compose.env").split() if word[:1] != "-"
        ]
        named, given = (rest[:1], rest[1:]) if verb in ("run", "exec") else (rest, [])
        yield from (name for name in named if name not in SERVICES)
        if verb == "run" and given and not _is_command(" ".join(given)):
            yield line


def amiss_targets(text: str) -> Iterator[str]:
    yield from (name for name in _MAKE.findall(text) if name not in TARGETS)


def amiss_paths(text: str) -> Iterator[str]:
    said = (each.rstrip("./") for each in _PATH.findall(text))
    yield from (path for path in said if not any(ROOT.glob(path)))


def amiss_settings(text: str) -> Iterator[str]:
    yield from sorted(set(_SETTING.findall(text)) - SETTINGS - NOT_OURS)


def amiss_cron(text: str) -> Iterator[str]:
    """A line of cron knows neither the service's account nor its settings, nor has it a terminal."""
    yield from (line for line in _CRON.findall(text) if not _KNOWING.match(line))


AMISS: dict[Callable[[str], Iterator[str]], str] = {
    amiss_commands: "`python -m tracker verify --deep`, `tracker backups`",
    amiss_units: "    systemctl stop tracker  # tracker-clean.timer",
    amiss_services: "docker compose --env-file compose.env run --rm migrate; docker compose run owner grow",
    amiss_targets: "    make money\n`make coffee`",
    amiss_paths: "`deploy/apache/tracker.conf`",
    amiss_settings: "TRACKER_PROT=8501",
    amiss_cron: "    30 2 * * * python -m tracker backup",
}


@pytest.mark.parametrize("amiss", AMISS, ids=lambda amiss: amiss.__name__)
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name not in PAST], ids=lambda page: str(page.relative_to(ROOT))
)
def test_what_a_page_tells_to_type_is_there(page: Path, amiss: Callable[[str], Iterator[str]]) -> None:
    assert list(amiss(page.read_text("utf-8"))) == []


@pytest.mark.parametrize("amiss", AMISS, ids=lambda amiss: amiss.__name__)
def test_what_is_not_there_is_found_out(amiss: Callable[[str], Iterator[str]]) -> None:
    wrong = AMISS[amiss]
    assert len(list(amiss(wrong))) == (1 if amiss in (amiss_paths, amiss_settings, amiss_cron) else 2), wrong


def test_what_is_looked_for_is_read_from_the_pages() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES if page.name not in PAST)
    least = {_COMMAND: 30, _SYSTEMD: 12, _COMPOSE: 10, _MAKE: 8, _PATH: 12, _SETTING: 60, _CRON: 3}
    assert {found.pattern: n for found, n in least.items() if len(found.findall(text)) < n} == {}


def test_every_setting_stands_in_the_table_of_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rows = "".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `TRACKER_"))
    assert sorted(SETTINGS - set(re.findall(r"`(TRACKER_[A-Z_]+)`", rows))) == []


def test_the_lines_for_nginx_are_those_of_its_file() -> None:
    page = (ROOT / "docs" / "operations" / "sign-in.md").read_text("utf-8")
    said = re.findall(r"^ +(proxy_\w+ [^;]+;)", page, re.M)
    assert len(said) == 6
    file = (DEPLOY / "nginx" / "tracker.conf").read_text("utf-8")
    assert [line for line in said if line not in file] == []
