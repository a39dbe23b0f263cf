"""The arrows between the rooms (tracker/__init__.py), held by reading every import.

Each rule is a function from one source to its offences, so each also has a test that shows it failing.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import tracker
from tracker.domain.access import PAGES

ROOT = Path(__file__).resolve().parent.parent
EDGES = ("ui", "web", "cli", "__main__", "demo", "remind", "anchoring", "noting", "telling", "shipping")
EDGES += ("app",)
DATABASE_LIBRARIES = {"sqlmodel", "sqlalchemy", "alembic", "sqlite3", "pysqlite3", "psycopg"}
SCREEN_LIBRARIES = {"streamlit", "plotly", "starlette", "uvicorn"}
OPEN_TO_EDGES = {"services", "queries", "charts", "export", "notify", "notice", "domain", "settings", "db"}
OPEN_TO_EDGES |= {"backup", "bounds", "condition", "journal", *EDGES}
# A room -> the rooms it may import, besides itself.
MAY_IMPORT = {
    "domain": set(),
    "bounds": set(),
    "condition": {"settings"},
    "journal": {"settings"},
    "notice": {"domain", "bounds"},
    "settings": set(),
    "turns": set(),
    "db": {"turns", "domain"},
    "tables": {"db", "domain"},
    "queries": {"tables", "db", "domain", "notice"},
    "services": {"queries", "tables", "db", "domain", "notice"},
    "backup": {"services", "queries", "tables", "db", "domain"},
    "charts": {"domain"},
    "export": {"domain", "bounds"},
    "notify": {"domain", "settings"},
    **dict.fromkeys(EDGES, OPEN_TO_EDGES),
    "cli": OPEN_TO_EDGES | {"notice"},
}
# A room -> the outside libraries it must not import; everywhere else they are allowed.
MUST_NOT_IMPORT = {
    "bounds": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "condition": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "journal": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "notice": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "settings": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "turns": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "db": SCREEN_LIBRARIES,
    "tables": SCREEN_LIBRARIES,
    "queries": SCREEN_LIBRARIES,
    "services": SCREEN_LIBRARIES,
    "backup": SCREEN_LIBRARIES,
    "charts": DATABASE_LIBRARIES | (SCREEN_LIBRARIES - {"plotly"}),
    "export": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    "notify": DATABASE_LIBRARIES | SCREEN_LIBRARIES,
    **dict.fromkeys(EDGES, DATABASE_LIBRARIES),
}
# The rooms inside domain: each may import those before it; access and guessing stand above language,
# credentials above access.
DOMAIN_ROOMS = ("language", "measure", "progress", "workflow", "meetings", "sentences", "listing")
ASK_ACCESS = ("workflow", "meetings", "sentences")
OF_DB_AT_THE_EDGE = {"engine_for", "transaction", "reading", "Busy", "Engine", "NotStored"}
OF_DB_AT_THE_EDGE |= {"Session", "Unwritable", "told_of_waits"}
# What only the door for clicks may do: open the transaction, and know that the database was away.
PAST_THE_DOOR = {"shell.write", "shell.prefer", "NotStored", "Unwritable", "Busy"}
# A message is sent between two transactions of chase_send: its clicks are attempted whole.
DOORS = {"tracker/ui/frame/clicks.py", "tracker/ui/office/chase_send.py"}
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
READ_OF_CLOCKS = {name for _, name in CLOCKS}
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|PRAGMA|TRUNCATE)\b")


class Source(NamedTuple):
    """One file: ``room`` is its module or folder directly under tracker/."""

    path: str
    room: str
    nodes: tuple[ast.AST, ...]


class Import(NamedTuple):
    line: int
    module: str  # absolute, as tracker.tables
    name: str  # what is taken from it; empty for ``import module``


Rule = Callable[[Source], Iterator[tuple[int, str]]]


@cache
def sources() -> list[Source]:
    files = [*sorted((ROOT / "tracker").rglob("*.py")), ROOT / "app.py"]
    return [read(str(file.relative_to(ROOT)), file.read_text("utf-8")) for file in files if file.exists()]


def read(path: str, text: str) -> Source:
    parts = Path(path).with_suffix("").parts
    room = parts[1] if parts[0] == "tracker" else parts[0]
    return Source(path, "" if room == "__init__" else room, tuple(ast.walk(ast.parse(text, path))))


def imports(source: Source) -> Iterator[Import]:
    folder = Path(source.path).parent.parts
    for node in source.nodes:
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
    """The rooms stand in the order of ``DOMAIN_ROOMS``: none knows a later one."""
    if source.room != "domain" or source.path == "tracker/domain/__init__.py":
        return
    own = Path(source.path).with_suffix("").parts[2]
    if own in ("access", "guessing", "credentials"):
        allowed = {own, "language", *(("access",) if own == "credentials" else ())}
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


def clicks_go_through_the_door(source: Source) -> Iterator[tuple[int, str]]:
    if source.room != "ui" or source.path in DOORS:
        return
    for node in source.nodes:
        text = ast.unparse(node) if isinstance(node, ast.Attribute | ast.alias) else ""
        if text in PAST_THE_DOOR:
            yield getattr(node, "lineno", 1), f"{text}: a click goes through ui/frame/clicks.py"


def names_say_something(source: Source) -> Iterator[tuple[int, str]]:
    vague = VAGUE_NAMES.intersection(Path(source.path).with_suffix("").parts)
    if vague:
        yield 1, f"{vague.pop()} names no room: what is it about?"


def domain_has_no_clock(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if source.room == "domain" and isinstance(node, ast.Attribute) and node.attr in READ_OF_CLOCKS:
            owner = ast.unparse(node.value).split(".")[-1]
            if (owner, node.attr) in CLOCKS:
                yield node.lineno, f"{owner}.{node.attr} in domain: pass the moment in"


def amounts_stay_exact(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if source.room in ("charts", "export") or not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno, "float(…): amounts are Decimal until they are drawn"


def markup_is_not_switched_on(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield node.value.lineno, "unsafe_allow_html"


def sql_is_not_pasted_together(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if isinstance(node, ast.JoinedStr) and _is_pasted_sql(node):
            yield node.lineno, f"SQL as an f-string: {ast.unparse(node)[:60]}"


def _is_pasted_sql(node: ast.JoinedStr) -> bool:
    first = node.values[0]
    return isinstance(first, ast.Constant) and SQL.match(str(first.value)) is not None


def export_reads_no_environment(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if source.room == "export" and isinstance(node, ast.Attribute | ast.Name | ast.alias):
            name = ast.unparse(node).split(".")[-1]
            if name in ("environ", "environb", "getenv"):
                yield node.lineno, f"{name} in export: what an office chose comes as Options"


# Inside ui: pages -> parts -> frame.
NOT_PAGES = ("frame", "parts")
KNOWS_ALL_PAGES = ("main", "navigation")
MAY_KNOW = {"tasks": {"entry"}}  # the grid is the entry form of many targets


def packages_of_ui_keep_their_arrows(source: Source) -> Iterator[tuple[int, str]]:
    own = _package_of_ui(Path(source.path).with_suffix("").parts)
    if own is None or own in KNOWS_ALL_PAGES:
        return
    below = {"frame": set(), "parts": {"frame"}}.get(own, {*NOT_PAGES, *MAY_KNOW.get(own, ())})
    for found in imports(source):
        package = _package_of_ui((*found.module.split("."), found.name))
        if package is not None and package not in {own, *below}:
            yield found.line, f"ui/{own} imports {found.module} ({found.name})"


def _package_of_ui(parts: tuple[str, ...]) -> str | None:
    """The package (or module) of tracker/ui that a path or a module's name leads into."""
    return parts[2] if parts[:2] == ("tracker", "ui") and len(parts) > 2 else None


ADDRESS = re.compile(rf"/({'|'.join(PAGES)})(\?.*)?", re.DOTALL)
WRITES_ADDRESSES = {
    "tracker/ui/parts/links.py": "the one place",
    "tracker/domain/workflow/chasing.py": "messages out of the house: whole addresses, nothing is looked at",
    "tracker/web/own_account.py": "the way back from plain forms; nothing is looked at",
}


def addresses_are_written_in_links_only(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if source.path in WRITES_ADDRESSES:
            return
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and ADDRESS.fullmatch(node.value):
            yield node.lineno, f"an address of a page: {node.value[:40]}"
        elif isinstance(node, ast.JoinedStr) and _is_pasted_address(node):
            yield node.lineno, f"an address of a page: {ast.unparse(node)[:60]}"


def _is_pasted_address(node: ast.JoinedStr) -> bool:
    """f"/{page}?…": the name of the page is pasted in."""
    texts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    return texts[:2] == ["/", None] and len(texts) > 2 and str(texts[2]).startswith("?")


RULES: tuple[Rule, ...] = (
    arrows_are_kept,
    domain_rooms_keep_their_arrows,
    libraries_stay_out,
    domain_is_standard_library,
    edges_open_transactions_only,
    clicks_go_through_the_door,
    names_say_something,
    domain_has_no_clock,
    amounts_stay_exact,
    markup_is_not_switched_on,
    sql_is_not_pasted_together,
    export_reads_no_environment,
    packages_of_ui_keep_their_arrows,
    addresses_are_written_in_links_only,
)
ON_PURPOSE = {
    # PRAGMA takes no parameters, and the pasted words are constants there.
    ("tracker/db.py", "sql_is_not_pasted_together"),
    # The names of all tables and triggers, as the database itself has them, quoted as it quotes them.
    ("tracker/backup/rows.py", "sql_is_not_pasted_together"),
    # Nor does a trigger: its words are names of our own tables and columns.
    ("tracker/tables/guards.py", "sql_is_not_pasted_together"),
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
    (
        domain_rooms_keep_their_arrows,
        "tracker/domain/sentences/scores.py",
        "from tracker.domain.listing.columns import COLUMNS",
    ),
    (domain_rooms_keep_their_arrows, "tracker/domain/attic.py", "import json"),
    (libraries_stay_out, "tracker/ui/shell.py", "from sqlmodel import Session"),
    (libraries_stay_out, "app.py", "import sqlalchemy.orm"),
    (libraries_stay_out, "tracker/services/reports.py", "import streamlit as st"),
    (libraries_stay_out, "tracker/services/reports.py", "from plotly import graph_objects"),
    (libraries_stay_out, "tracker/queries/plans.py", "from starlette.requests import Request"),
    (libraries_stay_out, "tracker/export/slides.py", "import streamlit"),
    (domain_is_standard_library, "tracker/domain/pace.py", "import numpy"),
    (edges_open_transactions_only, "tracker/ui/shell.py", "from tracker.db import Base"),
    (edges_open_transactions_only, "tracker/cli/ledger.py", "from tracker import db"),
    (clicks_go_through_the_door, "tracker/ui/units/page.py", "shell.write(lambda s, p, now: 1)"),
    (
        clicks_go_through_the_door,
        "tracker/ui/units/page.py",
        "from tracker.db import NotStored",
    ),
    (names_say_something, "tracker/domain/utils.py", ""),
    (names_say_something, "tracker/ui/helpers/text.py", ""),
    (domain_has_no_clock, "tracker/domain/pace.py", "from datetime import datetime\ndatetime.now()"),
    (domain_has_no_clock, "tracker/domain/pace.py", "import datetime as d\nd.date.today()"),
    (domain_has_no_clock, "tracker/domain/pace.py", "import time\nclock = time.time"),
    (amounts_stay_exact, "tracker/queries/plans.py", "total = float(value)"),
    (markup_is_not_switched_on, "tracker/ui/shell.py", "st.markdown(text, unsafe_allow_html=True)"),
    (sql_is_not_pasted_together, "tracker/queries/plans.py", "text(f'SELECT * FROM {table}')"),
    (packages_of_ui_keep_their_arrows, "tracker/ui/overview/page.py", "from tracker.ui.groups import board"),
    (packages_of_ui_keep_their_arrows, "tracker/ui/entry/form.py", "from tracker.ui.tasks.rows import Row"),
    (packages_of_ui_keep_their_arrows, "tracker/ui/target/page.py", "import tracker.ui.records.matters"),
    (packages_of_ui_keep_their_arrows, "tracker/ui/target/page.py", "from ..records import matters"),
    (packages_of_ui_keep_their_arrows, "tracker/ui/parts/links.py", "from tracker.ui.target import parts"),
    (packages_of_ui_keep_their_arrows, "tracker/ui/frame/past.py", "from tracker.ui.parts import prose"),
    (packages_of_ui_keep_their_arrows, "tracker/ui/frame/past.py", "from tracker.ui import navigation"),
    (addresses_are_written_in_links_only, "tracker/ui/target/page.py", "Link(name, f'/target?code={code}')"),
    (addresses_are_written_in_links_only, "tracker/ui/present/screens.py", "link_button(name, '/overview')"),
    (addresses_are_written_in_links_only, "tracker/charts/groups.py", "there = '/target?' + asked"),
    (addresses_are_written_in_links_only, "tracker/ui/groups/board.py", "f'/{page}?q={period}'"),
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
            "tracker/ui/frame/shell.py",
            "import streamlit\nfrom tracker.db import transaction\nfrom . import words",
        ),
        read(
            "tracker/services/reports.py",
            "from tracker.queries.plans import plans\nfrom tracker.tables import Report",
        ),
        read("tracker/charts.py", "import plotly\nfrom tracker.domain.pace import x\ny = float(x)"),
        read("tracker/domain/measure/pace.py", "from datetime import datetime\ndatetime(2025, 1, 1)"),
        read("tracker/domain/meetings/meeting.py", "from tracker.domain.workflow.lifecycle import Window"),
        read("tracker/domain/sentences/since.py", "from tracker.domain import access, meetings"),
        read(
            "tracker/ui/navigation.py",
            "from tracker.ui.target import page\nfrom tracker.ui.frame import past",
        ),
        read(
            "tracker/ui/tasks/grid.py", "from tracker.ui.entry import state\nfrom tracker.ui.parts import x"
        ),
        read("tracker/ui/parts/links.py", "f'/{page}?{asked}'\nfrom tracker.ui.frame import shell"),
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
