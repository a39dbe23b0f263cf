"""Every page for every role, opened by its address in a running Streamlit behind the gate.

Which page opens to whom is written by hand in tests/domain/test_access.py. A page without a row, a
row without a page, and a file that is no page fail here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.domain.test_access import EXPECTED, EXPECTED_PAGES
from tests.monthly.cast import seed_folder
from tests.pages.conftest import world_engine, world_file, world_url
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tests.web.streamlit_server import run_page, running_streamlit
from tracker.db import transaction
from tracker.domain.access import PAGES, Action, Relation, Role
from tracker.domain.measure.period import Period
from tracker.notice.register import load_register
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services import accounts, register
from tracker.services.plans import close, publish
from tracker.services.sign_in import fingerprint
from tracker.settings import ROOT, Settings
from tracker.tables import Account, SignInSession, Unit
from tracker.ui import navigation
from tracker.ui.frame import shell
from tracker.web.site import Site

__all__ = ["world_engine", "world_file", "world_url"]
HEAD = "fangju"
LOGINS = dict(zip(Role, (KEJI, HEAD, REVIEWER, LEADER, ADMINISTRATOR), strict=True))
UI = ROOT / "tracker" / "ui"
MAIN = UI / "main.py"
UNIT = "市科技局"


TITLES = {path: place.title for path, place in navigation.PLACES.items()}


def test_every_page_has_a_row_in_the_table_and_every_row_a_page() -> None:
    assert set(TITLES) == set(PAGES) == set(EXPECTED_PAGES)


def test_every_page_has_a_module_and_every_module_is_a_page() -> None:
    modules = {file.relative_to(ROOT).with_suffix("") for file in UI.rglob("*page.py")}
    drawn = {Path(*place.draw.__module__.split(".")) for place in navigation.PLACES.values()}
    assert modules == {*drawn, Path("tracker/ui/frame/home_page")}


@dataclass
class City:
    """The pages' world with a browser for each role, and a target for each relation to 市科技局."""

    browsers: dict[Role, Browser]
    targets: dict[Relation, tuple[str, str]]


@pytest.fixture
def city(world_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    clock = Clock(NOW)
    monkeypatch.setattr(shell, "now", clock)
    with transaction(world_engine) as session:
        unit = session.exec(select(Unit.id).where(Unit.name == UNIT)).one()
        assert unit is not None
        accounts.create_account(session, None, HEAD, "方局长", Role.HEAD, [unit], NOW)
        _sign_everybody_in(session)
        targets = _targets(session, unit)
    with running_streamlit(Site(world_engine, Settings(), clock), MAIN) as make:
        browsers = {role: make() for role in Role}
        for role, browser in browsers.items():
            browser.client.cookies.set("tracker", f"token of {role}")
        yield City(browsers, targets)


def _sign_everybody_in(session: Session) -> None:
    for role, login in LOGINS.items():
        account = session.exec(select(Account.id).where(Account.login == login)).one()
        assert account is not None
        session.add(
            SignInSession(
                token_sha256=fingerprint(f"token of {role}"),
                account_id=account,
                created_at=NOW,
                seen_at=NOW,
                expires_at=NOW.replace(hour=23),
            )
        )


def _targets(session: Session, unit: int) -> dict[Relation, tuple[str, str]]:
    """Code and name of the first target that the unit leads, co-leads, has nothing to do with."""
    plan = plans(session)[0]
    listed = targets_of(session, person_of_login(session, REVIEWER), plan.id, Period(plan.year, 3))
    found: dict[Relation, tuple[str, str]] = {}
    for target in listed:
        clerk = person_of_login(session, KEJI)
        relation = clerk.relation_to(target.lead.id, frozenset(each.id for each in target.co_units))
        found.setdefault(relation, (target.code, target.name))
    return found


@pytest.mark.parametrize("role", Role)
def test_a_page_opens_to_whom_the_table_admits_and_says_so_to_others(city: City, role: Role) -> None:
    with city.browsers[role].socket(sec_websocket_protocol="streamlit") as socket:
        for page, title in TITLES.items():
            shown = run_page(socket, page=page)[1]
            refused = f"您没有查看“{title}”的权限" in shown
            assert refused is (role not in EXPECTED_PAGES[page]), page
            assert "这个页面没有显示完整" not in shown, page


@pytest.mark.parametrize("role", Role)
def test_an_unknown_page_opens_to_nobody(city: City, role: Role) -> None:
    with city.browsers[role].socket(sec_websocket_protocol="streamlit") as socket:
        assert "page_not_found" in run_page(socket, page="everything")[1]


DRAFT, OPEN, CLOSED, BY_MONTHS = "a-draft", "another", "a-closed-one", "by-months"
OF_PLANS = ("overview", "targets", "target", "notice")


@pytest.fixture
def plans_beside(world_engine: Engine, tmp_path: Path) -> None:
    """Four plans beside the world's."""
    seeds = {code: load_register(ROOT / "seed" / "haining-2025") for code in (DRAFT, OPEN, CLOSED)}
    seeds[BY_MONTHS] = load_register(seed_folder(tmp_path / "seed"))
    with transaction(world_engine) as session:
        for code, seed in seeds.items():
            named = replace(seed, plan=replace(seed.plan, code=code, title=code))
            made = register.draft(session, None, named, NOW)
            assert made is not None
            if code != DRAFT:
                publish(session, None, made, 1, NOW)
            if code == CLOSED:
                close(session, None, made, 2, "年度结束。", NOW)


@pytest.mark.usefixtures("plans_beside")
@pytest.mark.parametrize("code", [DRAFT, OPEN, CLOSED, BY_MONTHS])
def test_pages_of_every_plan_open_but_a_drafts_to_whom_the_table_admits(city: City, code: str) -> None:
    target = city.targets[Relation.LEADS][0]
    for role, page in product(Role, OF_PLANS):
        with city.browsers[role].socket(sec_websocket_protocol="streamlit") as socket:
            shown = run_page(socket, f"plan={code}&code={target}", page)[1]
        may_see = code != DRAFT or EXPECTED[role, Action.SEE_DRAFT_PLAN, Relation.NONE]
        assert ("没有这个方案" in shown) is not may_see, (role, page)
        assert "这个页面没有显示完整" not in shown, (role, page)


@pytest.mark.parametrize(
    ("page", "action"), [("target", Action.SEE_TARGET), ("entry", Action.REPORT)], ids=["target", "entry"]
)
def test_a_page_of_one_target_shows_it_to_whom_the_table_admits(
    city: City, page: str, action: Action
) -> None:
    assert set(city.targets) == set(Relation)
    for role, relation in product(Role, Relation):
        code, name = city.targets[relation]
        with city.browsers[role].socket(sec_websocket_protocol="streamlit") as socket:
            shown = run_page(socket, f"code={code}", page)[1]
        assert (name in shown) is EXPECTED[role, action, relation], (role, relation)
