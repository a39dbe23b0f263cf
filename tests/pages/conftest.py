"""Pages as people see them: a copy of the small world, a fixed clock, somebody signed in."""

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.conftest import MakeOnce
from tests.pages import world
from tracker.db import engine_for, reading, transaction
from tracker.domain.progress.status import Status
from tracker.settings import ROOT
from tracker.tables import Unit
from tracker.ui.frame import shell

Visit = Callable[..., AppTest]
# Each AppTest reads the metadata of every installed package in search of components: half of its time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def world_file(sqlite_template: Path, make_once: MakeOnce) -> Path:
    def make(folder: Path) -> None:
        engine = engine_for(f"sqlite:///{shutil.copy(sqlite_template, folder / 'tracker.db')}")
        with transaction(engine) as session:
            world.fill(session)
        engine.dispose()

    return make_once("world", make) / "tracker.db"


@pytest.fixture
def world_url(world_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of this test's own world; the pages are pointed at it and at its time."""
    url = f"sqlite:///{shutil.copy(world_file, tmp_path / 'tracker.db')}"
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://kpi.example.gov.cn")
    monkeypatch.setattr(shell, "now", lambda: world.NOW)
    shell.settings.cache_clear()
    yield url
    shell.settings.cache_clear()
    shell.engine_at(url).dispose()  # else its handles stay open until the last test
    shell.engine_at.cache_clear()


@pytest.fixture
def world_engine(world_url: str) -> Iterator[Engine]:
    engine = engine_for(world_url)
    yield engine
    engine.dispose()


def turn_to(at: AppTest, page: str) -> AppTest:
    """What a click in the navigation does; AppTest's own switch_page knows pages that are files only."""
    at._page_hash = calc_hash(page)
    return at.run()


@pytest.fixture
def visit(world_url: str) -> Visit:
    """Open a page as somebody: visit(KEJI, "target", "2025Q2", code="A1-01")."""

    def open_page(login: str, page: str, period: str = "", **address: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "tracker" / "ui" / "main.py"), default_timeout=120)
        at.user = {"sid": login}
        for name, value in address.items():
            at.query_params[name] = value
        turn_to(at, page)
        return at.segmented_control(key="quarter").set_value(period).run() if period else at

    return open_page


def unit_id(engine: Engine, name: str) -> int:
    with reading(engine) as session:
        return session.exec(select(Unit.id).where(Unit.name == name)).one() or 0


def unfold(at: AppTest, key: str) -> AppTest:
    """Open an expander or a menu that is filled when it is opened."""
    at.session_state[key] = True
    return at.run()


def is_refused(at: AppTest) -> bool:
    """Whether the page says that this role may not open it, and draws nothing else."""
    refused = re.search("您没有查看“.+”的权限", text_of(at)) is not None
    return refused and not (at.subheader or at.text_input or at.text_area or at.get("plotly_chart"))


def include_unapproved(at: AppTest) -> AppTest:
    """What the head's link 改看含未审核 does."""
    at.query_params["unapproved"] = "true"
    return at.run()


def half_width(text: str) -> str:
    """Punctuation in one form: a test is about what is said, not about which comma says it."""
    return text.translate({0xFF00 + code: 0x0020 + code for code in range(1, 0x5F)})


def errors_of(at: AppTest) -> list[str]:
    """Without the backslashes that keep Markdown from reading a text."""
    return [half_width(str(error.value)).replace("\\", "") for error in at.error]


def text_of(at: AppTest) -> str:
    """All that a page says, tags and all but no style sheet, in one string, in half-width punctuation."""
    kinds = (at.header, at.subheader, at.markdown, at.caption, at.text, at.html, at.code)
    kinds += (at.error, at.warning, at.success, at.info)  # type: ignore[assignment]
    said = "\n".join(str(element.value) for kind in kinds for element in kind)
    return half_width(re.sub(r"<style>.*?</style>", "", said, flags=re.DOTALL))


def passages_of(at: AppTest) -> set[str]:
    """The longer texts that a page shows as they were written (ui/frame/prose.py)."""
    html = "".join(str(element.value) for element in at.html)
    return {unescape(text) for text in re.findall(r'<div class="passage">(.*?)</div>', html, re.DOTALL)}


def in_signs(page: str) -> str:
    """The page with the marks of its statuses as signs, as people see them: ▲ 稍慢 → ● 达时序."""
    page = re.sub(
        r'<span class="status"><i class="shape of-(\w+)" aria-hidden="true"></i>([^<]*)</span>',
        lambda mark: f"{Status(mark[1]).shape} {mark[2]}",
        page,
    )
    return re.sub(r'<span class="within">([^<]*)</span>', r"\1", page)


def rows_of(page: str, name: str) -> list[list[str]]:
    """The cells of a table of the page, without their tags."""
    table = page[page.index(f'aria-label="{name}"') :]
    table = table[: table.index("</table>")]
    found = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table)]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in found if row]
