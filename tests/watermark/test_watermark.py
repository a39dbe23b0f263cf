"""水印: every page of who sees it says so, where the office asked for it."""

import re
from base64 import b64decode
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.pages import world
from tests.pages.conftest import Visit
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.progress.palette import DARK, LIGHT
from tracker.tables import Account
from tracker.ui.frame import shell
from tracker.ui.parts import watermark


@pytest.fixture
def switched_on(world_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_WATERMARK", "1")
    shell.settings.cache_clear()


def rule_of(at: AppTest) -> str:
    assert not at.exception
    styles = "".join(str(each.value) for each in at.html if "<style>" in str(each.value))
    found = re.findall(r"body::after\{(.*?)\}", styles)
    assert len(found) <= 1
    return found[0] if found else ""


def picture_of(at: AppTest) -> str:
    """What lies over the page, as SVG."""
    found = re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", rule_of(at))
    assert found is not None
    return b64decode(found[1]).decode()


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(
    ("login", "page", "name"),
    [
        (LEADER, "overview", "沈市长"),
        (LEADER, "present", "沈市长"),
        (KEJI, "tasks", "王晓岚"),
        (REVIEWER, "review", "周督查"),
        (KEJI, "audit", "王晓岚"),
    ],
)
def test_name_account_and_time_lie_over_every_page_also_one_that_is_refused(
    visit: Visit, login: str, page: str, name: str
) -> None:
    at = visit(login, page)
    assert f"{name} {login}" in picture_of(at)
    assert "2025-10-09 09:00" in picture_of(at)
    rule = rule_of(at)
    assert "pointer-events:none" in rule
    assert "position:fixed" in rule
    assert "print-color-adjust:exact" in rule
    assert len(rule) < 1500, "it weighs nothing"


@pytest.mark.usefixtures("switched_on")
def test_the_time_goes_on_with_each_run(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    at = visit(LEADER, "overview")
    monkeypatch.setattr(shell, "now", lambda: world.NOW + timedelta(minutes=7))
    assert "2025-10-09 09:07" in picture_of(at.run())


@pytest.mark.usefixtures("switched_on")
def test_who_looks_back_is_marked_with_the_time_of_today(visit: Visit) -> None:
    assert f"{NOW:%Y-%m-%d %H:%M}" in picture_of(visit(ADMINISTRATOR, "targets", asof="2025-10-01"))


@pytest.mark.usefixtures("switched_on")
def test_a_name_is_a_text_whatever_it_is(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        account = session.exec(select(Account).where(Account.login == LEADER)).one()
        account.name = '</text><script>alert(1)</script>"'
        session.add(account)
    picture = picture_of(visit(LEADER, "overview"))
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture


def test_without_the_switch_there_is_none(visit: Visit) -> None:
    assert rule_of(visit(LEADER, "overview")) == ""


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_it_has_the_ink_of_the_theme(colours: dict[str, str]) -> None:
    rule = watermark._rule("甲", "a", "2025-10-09 09:00", colours["ink"])
    picture = b64decode(rule.partition("base64,")[2].partition('"')[0]).decode()
    assert f'fill="{colours["ink"]}"' in picture
