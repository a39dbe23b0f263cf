"""The arrows between the rooms (tracker/__init__.py), held by reading every import.

Each rule is a function from one source to its offences, so each also has a test that shows it failing.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import tracker

ROOT = Path(__file__).resolve().parent.parent
EDGES = ("ui", "web", "cli", "__main__", "demo", "remind", "app")
DATABASE_LIBRARIES = {"sqlmodel", "sqlalchemy", "alembic", "sqlite3", "pysqlite3", "psycopg"}
SCREEN_LIBRARIES = {"streamlit", "plotly", "starlette", "uvicorn"}
OPEN_TO_EDGES = {"services", "queries", "charts", "export", "notify", "domain", "settings", "db", *EDGES}
# A room -> the rooms it may import, besides itself.
MAY_IMPORT = {
    "domain": set(),
    "notice": {"domain"},
    "settings": set(),
    "db": {"domain"},
    "tables": {"db", "domain"},
    "queries": {"tables", "db", "domain", "notice"},
    "services": {"queries", "tables", "db", "domain", "notice"},
    "charts": {"domain"},
    "export": {"domain"},
    "notify": {"domain", "settings"},
    **dict.fromkeys(EDGES, OPEN_TO_EDGES),
}
# A room -> the outside libraries it must not import; everywhere else they are allowed.
MUST_NOT_IMPORT = {
    "notice": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "settings": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "db": SCREEN_LIBRARIES,
    "tables": SCREEN_LIBRARIES,
    "queries": SCREEN_LIBRARIES,
    "services": SCREEN_LIBRARIES,
    "charts": DATABASE_LIBRARIES | (SCREEN_LIBRARIES - {"plotly"}),
    "export": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "notify": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    **dict.fromkeys(EDGES, DATABASE_LIBRARIES),
}
# The rooms inside domain: each may import those before it; access.py stands beside them, above language.
DOMAIN_ROOMS = ("language", "measure", "progress", "workflow", "meetings", "sentences", "listing")
ASK_ACCESS = ("workflow", "meetings", "sentences")
OF_DB_AT_THE_EDGE = {"engine_for", "transaction", "reading", "backup_to", "Engine", "NotStored", "Session"}
STANDARD_LIBRARY = sys.stdlib_module_names
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
}
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|PRAGMA|TRUNCATE)\b")


class Source(NamedTuple):
    """One file: ``room`` is its module or folder directly under tracker/."""

    path: str
    room: str
    tree: ast.Module


class Import(NamedTuple):
    line: int
    module: str  # absolute, as tracker.tables
    name: str  # what is taken from it; empty for ``import module``


Rule = Callable[[Source], Iterator[tuple[int, str]]]


def sources() -> list[Source]:
    files = [*sorted((ROOT / "tracker").rglob("*.py")), ROOT / "app.py"]
    return [read(str(file.relative_to(ROOT)), file.read_text("utf-8")) for file in files if file.exists()]


def read(path: str, text: str) -> Source:
    parts = Path(path).with_suffix("").parts
    room = parts[1] if parts[0] == "tracker" else parts[0]
    return Source(path, "" if room == "__init__" else room, ast.parse(text, path))


def imports(source: Source) -> Iterator[Import]:
    folder = Path(source.path).parent.parts
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (Import(node.lineno, module, alias.name) for alias in node.names)


def room_of(found: Import) -> str | None:
    """The room of tracker/ that is imported: None for an outside library."""
    first, *rest = found.module.split(".")
    if first == "app":
        return "app"
    return None if first != "tracker" else rest[0] if rest else found.name


def arrows_are_kept(source: Source) -> Iterator[tuple[int, str]]:
    if source.room and source.room not in MAY_IMPORT:
        yield 1, f"the room {source.room} has no arrows: add it to MAY_IMPORT and tracker/__init__.py"
        return
    allowed = {source.room, *MAY_IMPORT.get(source.room, ())}
    for found in imports(source):
        room = room_of(found)
        if room is not None and room not in allowed:
            yield found.line, f"{source.room} imports {found.module} ({found.name})"


def domain_rooms_keep_their_arrows(source: Source) -> Iterator[tuple[int, str]]:
    """sentences -> meetings -> workflow -> progress -> measure -> language: none knows a later one."""
    if source.room != "domain" or source.path == "tracker/domain/__init__.py":
        return
    own = Path(source.path).with_suffix("").parts[2]
    if own == "access":
        allowed = {"access", "language"}
    elif own in DOMAIN_ROOMS:
        allowed = {*DOMAIN_ROOMS[: DOMAIN_ROOMS.index(own) + 1], *(("access",) if own in ASK_ACCESS else ())}
    else:
        yield 1, f"{own} stands in none of domain's rooms: {', '.join(DOMAIN_ROOMS)}"
        return
    for found in imports(source):
        inside = f"{found.module}.{found.name}".removeprefix("tracker.domain.").split(".")[0]
        if room_of(found) == "domain" and inside not in allowed:
            yield found.line, f"{own} imports {found.module} ({found.name})"


def libraries_stay_out(source: Source) -> Iterator[tuple[int, str]]:
    for found in imports(source):
        library = found.module.split(".")[0]
        if library in MUST_NOT_IMPORT.get(source.room, ()):
            yield found.line, f"{source.room} imports {found.module}"


def domain_is_standard_library(source: Source) -> Iterator[tuple[int, str]]:
    for found in imports(source):
        library = found.module.split(".")[0]
        if source.room == "domain" and library != "tracker" and library not in STANDARD_LIBRARY:
            yield found.line, f"domain imports {found.module}"


def edges_open_transactions_only(source: Source) -> Iterator[tuple[int, str]]:
    for found in imports(source):
        whole = found.module == "tracker" and found.name == "db"
        part = found.module == "tracker.db" and found.name not in OF_DB_AT_THE_EDGE
        if source.room in EDGES and (whole or part):
            yield found.line, f"{source.room} imports {found.name or 'all'} of {found.module}"


def names_say_something(source: Source) -> Iterator[tuple[int, str]]:
    vague = VAGUE_NAMES.intersection(Path(source.path).with_suffix("").parts)
    if vague:
        yield 1, f"{vague.pop()} names no room: what is it about?"


def domain_has_no_clock(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if source.room == "domain" and isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).split(".")[-1]
            if (owner, node.attr) in CLOCKS:
                yield node.lineno, f"{owner}.{node.attr} in domain: pass the moment in"


def amounts_stay_exact(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if source.room in ("charts", "export") or not isinstance(node, ast.Call):
            continue
        if ast.unparse(node.func) == "float":
            yield node.lineno, "float(…): amounts are Decimal until they are drawn"


def markup_is_not_switched_on(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield node.value.lineno, "unsafe_allow_html"


def sql_is_not_pasted_together(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr) and _is_pasted_sql(node):
            yield node.lineno, f"SQL as an f-string: {ast.unparse(node)[:60]}"


def _is_pasted_sql(node: ast.JoinedStr) -> bool:
    first = node.values[0]
    return isinstance(first, ast.Constant) and SQL.match(str(first.value)) is not None


def export_reads_no_environment(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if source.room == "export" and isinstance(node, ast.Attribute | ast.Name | ast.alias):
            name = ast.unparse(node).split(".")[-1]
            if name in ("environ", "environb", "getenv"):
                yield node.lineno, f"{name} in export: what an office chose comes as Options"


RULES: tuple[Rule, ...] = (
    arrows_are_kept,
    domain_rooms_keep_their_arrows,
    libraries_stay_out,
    domain_is_standard_library,
    edges_open_transactions_only,
    names_say_something,
    domain_has_no_clock,
    amounts_stay_exact,
    markup_is_not_switched_on,
    sql_is_not_pasted_together,
    export_reads_no_environment,
)
ON_PURPOSE = {
    # The one place that pastes: PRAGMA takes no parameters, and the pasted words are constants there.
    ("tracker/db.py", "sql_is_not_pasted_together"),
    # A child process is handed where programs and modules are, and nothing else of the environment.
    ("tracker/export/child.py", "export_reads_no_environment"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_room_keeps_the_rule(rule: Rule) -> None:
    offences = [
        f"{source.path}:{line}: {what}"
        for source in sources()
        if (source.path, rule.__name__) not in ON_PURPOSE
        for line, what in rule(source)
    ]
    assert not offences, "\n" + "\n".join(offences)


OFFENDERS = [
    (arrows_are_kept, "tracker/ui/app_pages/overview.py", "from tracker.tables import Report"),
    (arrows_are_kept, "tracker/ui/app_pages/overview.py", "from tracker import tables"),
    (arrows_are_kept, "tracker/web/gate.py", "def late():\n    import tracker.tables"),
    (arrows_are_kept, "tracker/services/reports.py", "from tracker.charts import path"),
    (arrows_are_kept, "tracker/services/reports.py", "from ..export import kit"),
    (arrows_are_kept, "tracker/queries/plans.py", "from tracker.services import audit"),
    (arrows_are_kept, "tracker/queries/plans.py", "from ..services.standing import hold"),
    (arrows_are_kept, "tracker/charts.py", "from tracker.queries.plans import plans"),
    (arrows_are_kept, "tracker/export/slides.py", "from tracker.db import reading"),
    (arrows_are_kept, "tracker/tables.py", "from tracker.services import audit"),
    (arrows_are_kept, "tracker/notice/numbers.py", "from tracker.db import Base"),
    (arrows_are_kept, "tracker/domain/pace.py", "from tracker.notice import numbers"),
    (arrows_are_kept, "tracker/attic/old.py", "import json"),
    (
        domain_rooms_keep_their_arrows,
        "tracker/domain/measure/pace.py",
        "from tracker.domain.progress.status import Status",
    ),
    (
        domain_rooms_keep_their_arrows,
        "tracker/domain/progress/calls.py",
        "from tracker.domain.workflow import lifecycle",
    ),
    (
        domain_rooms_keep_their_arrows,
        "tracker/domain/progress/calls.py",
        "from tracker.domain import sentences",
    ),
    (domain_rooms_keep_their_arrows, "tracker/domain/progress/calls.py", "from ..meetings import snapshot"),
    (
        domain_rooms_keep_their_arrows,
        "tracker/domain/workflow/queue.py",
        "import tracker.domain.sentences.scores",
    ),
    (
        domain_rooms_keep_their_arrows,
        "tracker/domain/meetings/meeting.py",
        "from tracker.domain import sentences",
    ),
    (
        domain_rooms_keep_their_arrows,
        "tracker/domain/measure/pace.py",
        "from tracker.domain.access import Role",
    ),
    (domain_rooms_keep_their_arrows, "tracker/domain/access.py", "from tracker.domain.measure import period"),
    (domain_rooms_keep_their_arrows, "tracker/domain/attic.py", "import json"),
    (libraries_stay_out, "tracker/ui/shell.py", "from sqlmodel import Session"),
    (libraries_stay_out, "app.py", "import sqlalchemy.orm"),
    (libraries_stay_out, "tracker/services/reports.py", "import streamlit as st"),
    (libraries_stay_out, "tracker/services/reports.py", "from plotly import graph_objects"),
    (libraries_stay_out, "tracker/queries/plans.py", "from starlette.requests import Request"),
    (libraries_stay_out, "tracker/export/slides.py", "import streamlit"),
    (domain_is_standard_library, "tracker/domain/pace.py", "import numpy"),
    (edges_open_transactions_only, "tracker/ui/shell.py", "from tracker.db import Base"),
    (edges_open_transactions_only, "tracker/cli.py", "from tracker import db"),
    (names_say_something, "tracker/domain/utils.py", ""),
    (names_say_something, "tracker/ui/helpers/text.py", ""),
    (domain_has_no_clock, "tracker/domain/pace.py", "from datetime import datetime\ndatetime.now()"),
    (domain_has_no_clock, "tracker/domain/pace.py", "import datetime as d\nd.date.today()"),
    (domain_has_no_clock, "tracker/domain/pace.py", "import time\nclock = time.time"),
    (amounts_stay_exact, "tracker/queries/plans.py", "total = float(value)"),
    (markup_is_not_switched_on, "tracker/ui/shell.py", "st.markdown(text, unsafe_allow_html=True)"),
    (sql_is_not_pasted_together, "tracker/queries/plans.py", "text(f'SELECT * FROM {table}')"),
    (sql_is_not_pasted_together, "tracker/queries/plans.py", "text(f'''\n  DELETE FROM x WHERE id = {i}''')"),
    (export_reads_no_environment, "tracker/export/slides/house.py", "import os\nos.environ.get('TRACKER_X')"),
    (export_reads_no_environment, "tracker/export/options.py", "import os\nos.getenv('TRACKER_X')"),
    (export_reads_no_environment, "tracker/export/options.py", "from os import environ"),
]


@pytest.mark.parametrize(("rule", "path", "text"), OFFENDERS)
def test_the_rule_can_fail(rule: Rule, path: str, text: str) -> None:
    assert list(rule(read(path, text)))


def test_what_is_allowed_passes() -> None:
    allowed = [
        read(
            "tracker/ui/shell.py", "import streamlit\nfrom tracker.db import transaction\nfrom . import words"
        ),
        read(
            "tracker/services/reports.py",
            "from tracker.queries.plans import plans\nfrom tracker.tables import Report",
        ),
        read("tracker/charts.py", "import plotly\nfrom tracker.domain.pace import x\ny = float(x)"),
        read("tracker/domain/measure/pace.py", "from datetime import datetime\ndatetime(2025, 1, 1)"),
        read("tracker/domain/meetings/meeting.py", "from tracker.domain.workflow.lifecycle import Window"),
        read("tracker/domain/sentences/since.py", "from tracker.domain import access, meetings"),
    ]
    assert [offence for source in allowed for rule in RULES for offence in rule(source)] == []


def missing_rooms(docstring: str) -> list[str]:
    """Rooms that a map does not name."""
    entries = [entry for entry in (ROOT / "tracker").iterdir() if not entry.name.startswith("__init__")]
    rooms = [entry.stem for entry in entries if entry.suffix == ".py" or (entry / "__init__.py").exists()]
    return [room for room in sorted(rooms) if re.search(rf"\b{re.escape(room)}\b", docstring) is None]


def test_the_map_names_every_room() -> None:
    missing = missing_rooms(tracker.__doc__ or "")
    assert not missing, f"the docstring of tracker/__init__.py does not name: {', '.join(missing)}"


def test_a_map_without_a_room_fails() -> None:
    assert "domain" in missing_rooms("tables, db, services")
