"""Every HTTP route and the websocket, for every role, for nobody, and for a sign-in that has ended.

The statuses are written by hand. A route that is added to tracker/web fails here until it is either
open to everybody, known to the gate as a page, or under an address that domain/access.py names.
"""

import ast
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import Engine, update
from starlette.routing import compile_path
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.domain.test_access import EXPECTED
from tests.entry.ledger import NOW, Q2, Q3, TYPED
from tests.permissions.stage import ACCOUNTS, FILE, TARGETS, World, open_world
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of
from tests.web.test_reader import chinese_in
from tracker import noting
from tracker.db import engine_for, transaction
from tracker.domain.access import ROUTES, Relation, Role
from tracker.domain.language import CHINESE, ENGLISH
from tracker.domain.workflow.entry import Field
from tracker.queries.scorecard import scorecard
from tracker.services import evidence, reports, snapshots
from tracker.services.sign_in import fingerprint
from tracker.settings import ROOT, Settings
from tracker.tables import Account, SignInSession
from tracker.web.site import Site

LAST_QUARTER = NOW.replace(month=7)
EVERYBODY = ("nobody", "ended", *(role.value for role in Role))
# Columns: nobody, an ended sign-in, clerk, head, reviewer, leader, administrator. {led} is a submission of a
# target that the unit leads, {co} of one that it co-leads, {other} of one that it has nothing to do with.
TABLE = """
GET    /login                                        200 200 303 303 303 303 303
GET    /login/step                                   303 303 303 303 303 303 303
GET    /account/password                             303 303 404 404 404 404 404
GET    /account/second-step                          303 303 404 404 404 404 404
GET    /logout                                       303 303 200 200 200 200 200
GET    /auth/logout                                  303 303 303 303 303 303 303
GET    /auth/oidc/start                              404 404 404 404 404 404 404
GET    /auth/oidc/callback                           404 404 404 404 404 404 404
GET    /password/unknown                             404 404 404 404 404 404 404
GET    /full                                         429 429 429 429 429 429 429
GET    /healthz                                      200 200 200 200 200 200 200
GET    /readyz                                       200 200 200 200 200 200 200
GET    /_stcore/health                               200 200 200 200 200 200 200
GET    /static/js/index.js                           200 200 200 200 200 200 200
GET    /                                             303 303 200 200 200 200 200
GET    /overview                                     303 303 200 200 200 200 200
GET    /audit                                        303 303 200 200 200 200 200
GET    /unknown                                      404 404 404 404 404 404 404
GET    /unknown/deeper                               404 404 404 404 404 404 404
GET    /media/abc.png                                401 401 200 200 200 200 200
GET    /component/x/y.js                             401 401 200 200 200 200 200
GET    /_stcore/host-config                          401 401 200 200 200 200 200
GET    /_stcore/upload_file/a/b                      401 401 200 200 200 200 200
GET    /_stcore/bidi-components/x                    401 401 200 200 200 200 200
GET    /_stcore/metrics                              404 404 404 404 404 404 404
GET    /_stcore/script-health-check                  404 404 404 404 404 404 404
GET    /_stcore/agent/mcp                            404 404 404 404 404 404 404
GET    /_stcore/                                     404 404 404 404 404 404 404
GET    /_stcore/stream                               404 404 404 404 404 404 404
GET    /oauth2callback                               404 404 404 404 404 404 404
GET    /auth/login                                   404 404 404 404 404 404 404
GET    /download/                                    404 404 404 404 404 404 404
GET    /download/unknown                             401 401 404 404 404 404 404
GET    /download/snapshot/{number}.xlsx              401 401 403 403 200 200 403
GET    /download/snapshot/{number}.csv               401 401 403 403 200 200 403
GET    /download/snapshot/{number}.json              401 401 403 403 200 200 403
GET    /download/snapshot/{number}.zip               401 401 403 403 200 200 403
GET    /download/snapshot/{number}.exe               401 401 403 403 404 404 403
GET    /download/snapshot/{number}                   401 401 403 403 404 404 403
GET    /download/snapshot/2025Q4-09.xlsx             401 401 403 403 404 404 403
GET    /download/snapshot/x/y.xlsx                   401 401 404 404 404 404 404
GET    /download/preview/2025Q3.xlsx                 401 401 403 403 200 403 403
GET    /download/preview/2025Q3.csv                  401 401 403 403 200 403 403
GET    /download/preview/2025Q3.exe                  401 401 403 403 404 403 403
GET    /download/preview/2025Q3                      401 401 403 403 404 403 403
GET    /download/preview/x/y.xlsx                    401 401 404 404 404 404 404
GET    /download/evidence/{led}/{sha256}             401 401 200 200 200 200 403
GET    /download/evidence/{co}/{sha256}              401 401 200 200 200 200 403
GET    /download/evidence/{other}/{sha256}           401 401 403 403 200 200 403
GET    /download/evidence/999999/{sha256}            401 401 403 403 404 404 403
GET    /download/evidence/draft/{led_target}/2025Q3/{sha256}    401 401 200 403 403 403 403
GET    /download/evidence/draft/{co_target}/2025Q3/{sha256}     401 401 403 403 403 403 403
GET    /download/evidence/draft/{other_target}/2025Q3/{sha256}  401 401 403 403 403 403 403
GET    /download/evidence/draft/999999/2025Q3/{sha256}          401 401 403 403 403 403 403
GET    /download/targets/csv?q=2025Q3                401 401 200 200 200 200 200
GET    /download/targets/xlsx?q=2025Q3               401 401 200 200 200 200 200
GET    /download/periods/csv?q=2025Q3                401 401 200 200 200 200 200
GET    /download/targets/csv?plan=t-beside&q=2025Q3   401 401 200 200 200 200 200
GET    /download/targets/xlsx?plan=t-closed&q=2025Q3  401 401 200 200 200 200 200
GET    /download/targets/csv?plan=t-monthly&q=2025-09 401 401 200 200 200 200 200
GET    /download/targets/csv?plan=t-draft&q=2025Q3    401 401 404 404 200 404 200
GET    /download/preview/2025Q3.xlsx?plan=t-closed    401 401 403 403 200 403 403
GET    /download/preview/2025-09.xlsx?plan=t-monthly  401 401 403 403 200 403 403
GET    /download/targets/exe?q=2025Q3                401 401 404 404 404 404 404
GET    /download/audit                               401 401 403 403 403 403 200
POST   /login                                        403 403 403 403 403 403 403
POST   /login/step                                   403 403 403 403 403 403 403
POST   /account/password                             403 403 403 403 403 403 403
POST   /account/second-step                          403 403 403 403 403 403 403
POST+  /login/step                                   303 303 303 303 303 303 303
POST+  /account/password                             401 401 400 400 400 400 400
POST+  /account/second-step                          401 401 400 400 400 400 400
POST   /logout                                       403 403 403 403 403 403 403
POST   /password/unknown                             403 403 403 403 403 403 403
PUT    /_stcore/upload_file/a/b                      403 403 403 403 403 403 403
DELETE /_stcore/upload_file/a/b                      403 403 403 403 403 403 403
PUT+   /_stcore/upload_file/a/b                      401 401 200 200 200 200 200
DELETE+ /_stcore/upload_file/a/b                     401 401 200 200 200 200 200
POST+  /_stcore/agent/mcp                            404 404 404 404 404 404 404
POST+  /overview                                     401 401 200 200 200 200 200
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (row[0], row[1], who, int(status)) for row in ROWS for who, status in zip(EVERYBODY, row[2:], strict=True)
]
# Open to everybody: what is asked before a sign-in, and by machines. Each must have a row above.
OPEN = {
    "/login",
    "/login/step",
    "/logout",
    "/auth/logout",
    "/auth/oidc/start",
    "/auth/oidc/callback",
    "/password/{token}",
    "/full",
    "/healthz",
    "/readyz",
}
# Streamlit's own page, which asks access.PAGES for itself (test_pages.py), a person's own plain forms (nobody
# in the stage has a password to change), and the place where nothing is.
PAGES = {"/", "/{page}", "/account/password", "/account/second-step"}
NOTHING = {"/download/{path:path}"}


@dataclass(frozen=True)
class Town:
    """The stage with its files, its frozen quarter, and a browser for each role."""

    browsers: dict[str, Browser]
    names: dict[str, object]
    engine: Engine

    def noted(self) -> int:
        """How many rows of the trail waited."""
        return noting.write(self.engine, lambda: NOW)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Town]:
    file = tmp_path_factory.mktemp("routes") / "tracker.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = engine_for(f"sqlite:///{file}")
    world = open_world(engine)
    names = {"sha256": FILE.sha256, "number": _frozen(world)}
    for relation, short in zip(Relation, ("led", "co", "other"), strict=True):
        names |= {short: _reported(world, relation), f"{short}_target": _drafted(world, relation)}
    application = application_of(Site(engine, Settings(), Clock(NOW)))
    browsers = {}
    for who in EVERYBODY:
        client = TestClient(application, base_url="http://localhost:8501", follow_redirects=False)
        if who != "nobody":
            client.cookies.set("tracker", _signed_in(world, who))
        browsers[who] = Browser(client)
    yield Town(browsers, names, engine)
    engine.dispose()


def _clerk(relation: Relation) -> str:
    return "李" if relation is Relation.LEADS else "王"


def _reported(world: World, relation: Relation) -> int:
    """A submission of the last quarter with a file."""
    desk, target = world.desk, world.desk.targets[TARGETS[relation]]
    clerk, at = desk.people[_clerk(relation)], LAST_QUARTER
    texts = TYPED | {Field.DATA_MONTH: str(Q2.last_month), Field.VALUE: "20"}
    with transaction(desk.engine) as session:
        evidence.attach(session, clerk, target, Q2, FILE, at)
        seen = reports.Seen(0, {name: (0, text) for name, text in texts.items()}, frozenset({FILE.sha256}))
        return reports.submit(session, clerk, target, Q2, seen, f"{target}", at)


def _drafted(world: World, relation: Relation) -> int:
    """A target with a file in this quarter's draft."""
    target = world.desk.targets[TARGETS[relation]]
    with transaction(world.desk.engine) as session:
        evidence.attach(session, world.desk.people[_clerk(relation)], target, Q3, FILE, NOW)
    return target


def _frozen(world: World) -> str:
    office = world.desk.people["周"]
    with transaction(world.desk.engine) as session:
        card = scorecard(session, world.plan, Q3, office).rolled_up()
        return snapshots.freeze(session, office, card, {}, "三季度", NOW.date(), NOW)


def _signed_in(world: World, who: str) -> str:
    """A cookie's token; of an ended sign-in for "ended"."""
    role = Role.ADMINISTRATOR if who == "ended" else Role(who)
    account = world.desk.people[ACCOUNTS[role]].account_id
    with transaction(world.desk.engine) as session:
        session.add(
            SignInSession(
                token_sha256=fingerprint(f"token of {who}"),
                account_id=account,
                created_at=NOW,
                seen_at=NOW,
                expires_at=NOW.replace(hour=23),
                ended_at=NOW if who == "ended" else None,
            )
        )
    return f"token of {who}"


def ask(town: Town, how: str, path: str, who: str) -> int:
    """The status; with a + behind the method the request says that it comes from our own page."""
    browser, method = town.browsers[who], how.removesuffix("+")
    origin = {"origin": browser.origin} if how.endswith("+") else {}
    return browser.client.request(method, path.format(**town.names), headers=origin).status_code


@pytest.mark.parametrize(("how", "path", "who", "status"), CELLS)
def test_a_route_answers_as_the_table_says_and_what_is_taken_or_refused_leaves_a_row(
    town: Town, how: str, path: str, who: str, status: int
) -> None:
    town.noted()
    assert ask(town, how, path, who) == status
    # Taking the trail has a row of its own, before it is sent (tests/audit/test_export.py).
    is_file = path.startswith("/download/") and path != "/download/audit"
    assert town.noted() == (is_file and status == 200) + (path.startswith("/download/") and status == 403)


@pytest.fixture
def read_in(town: Town) -> Iterator[Callable[[str], None]]:
    """Have everybody read one language, and their browsers know it, as they do from any page."""

    def everybody(language: str) -> None:
        with transaction(town.engine, advance=False) as session:
            session.connection().execute(update(Account).values(language=language))
        for role in Role:
            answer_to(town, "/download/unknown", role.value)

    yield everybody
    everybody(CHINESE)


@pytest.mark.parametrize("who", [role.value for role in Role])
def test_a_file_is_chinese_whoever_takes_it_and_its_refusal_speaks_the_readers_language(
    town: Town, who: str, read_in: Callable[[str], None]
) -> None:
    cells = [cell for cell in CELLS if cell[1].startswith("/download/") and cell[2] == who]
    taken = {path for _how, path, _who, status in cells if status == 200}
    refused = {path for _how, path, _who, status in cells if status >= 400}
    assert refused
    read_in(CHINESE)
    in_chinese = {path: answer_to(town, path, who) for path in taken | refused}
    read_in(ENGLISH)
    in_english = {path: answer_to(town, path, who) for path in taken | refused}
    assert {path for path in refused if not chinese_in(in_chinese[path])} == set()
    assert {path for path in refused if chinese_in(in_english[path])} == set()
    for path in taken:
        before, after = in_chinese[path].content, in_english[path].content
        if path == "/download/audit":  # that it was taken is a new row in it, under its head
            head, _, rows = before.partition(b"\n")
            assert after.removeprefix(head + b"\n").removesuffix(rows).count(b"\n") == 1
        else:
            assert after == before, path
        told = [each[path].headers["content-disposition"] for each in (in_english, in_chinese)]
        assert told[0] == told[1]


def answer_to(town: Town, path: str, who: str) -> Response:
    answer = town.browsers[who].get(path.format(**town.names))
    assert isinstance(answer, Response)
    return answer


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_websocket_opens_to_who_has_signed_in(town: Town, who: str) -> None:
    if who in ("nobody", "ended"):
        with pytest.raises(WebSocketDisconnect), town.browsers[who].socket():
            pytest.fail("let in")
    else:
        with town.browsers[who].socket() as socket:
            assert socket.receive_json() == [fingerprint(f"token of {who}")]


def declared() -> set[str]:
    """Every address that a module of tracker/web gives to a Route, read from its source."""
    found = set()
    for file in sorted((ROOT / "tracker" / "web").glob("*.py")):
        module = importlib.import_module(f"tracker.web.{file.stem}")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("Route", "Mount")):
                first = node.args[0]
                found.add(
                    str(first.value if isinstance(first, ast.Constant) else vars(module)[ast.unparse(first)])
                )
    return found


def row_of(pattern: str) -> str | None:
    """The address in access.ROUTES that a route stands under: the longest, whole parts only."""
    static = pattern.split("{")[0]
    rows = [row for row in ROUTES if static == row or static.startswith(f"{row}/")]
    return max(rows, key=len, default=None)


def test_every_route_is_open_by_name_a_page_or_under_a_row_of_the_table() -> None:
    rest = declared() - OPEN - PAGES - NOTHING
    assert {pattern for pattern in rest if row_of(pattern) is None} == set()
    assert declared() >= OPEN | PAGES | NOTHING, "what is listed here exists"


def test_every_row_of_the_table_has_a_route() -> None:
    assert {row_of(pattern) for pattern in declared() - OPEN - PAGES - NOTHING} == set(ROUTES)


def test_every_route_is_tried() -> None:
    paths = [row[1] for row in ROWS]
    for pattern in declared() - PAGES:
        expression = compile_path(pattern)[0]
        assert any(expression.match(path) for path in paths), pattern


RELATIONS = {"{led": Relation.LEADS, "{co": Relation.CO_LEADS, "{other": Relation.NONE}


def test_the_statuses_agree_with_the_table_of_actions() -> None:
    """403 is said to whom access.py admits not, and to nobody else."""
    for how, path, who, status in CELLS:
        row = row_of(path.replace("{led", "X{").replace("{co", "X{").replace("{other", "X{"))
        if row is None or who in ("nobody", "ended") or how != "GET" or "x/y" in path:
            continue
        relation = next((found for mark, found in RELATIONS.items() if mark in path), Relation.NONE)
        assert (status != 403) is EXPECTED[Role(who), ROUTES[row], relation], (path, who)


def test_a_new_route_without_a_row_fails() -> None:
    assert row_of("/download/everything/{id}") is None
    assert row_of("/download/snapshots/{number}") is None
    assert row_of("/download/evidence/draft/{target}") == "/download/evidence/draft"
