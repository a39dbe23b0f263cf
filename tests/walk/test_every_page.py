"""Every page for every role, at the widths of a desk and a phone and at 200 %, and by axe-core's rules.

A page is opened once for each role and looked at for everything; the tests then read what was seen.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import axe_core_python
import pytest

from tests.browser import until
from tests.walk.conftest import LOGINS, Town, Walker, addresses
from tracker.domain.access import Role

WIDTHS = (1440, 976, 720, 390, 360)  # 720 is 1440 at a zoom of 200 %
# A page is laid out in three ways: the menu beside it, the menu away (up to 975 px), Streamlit's columns one
# below the other (up to 640 px). Within one of the three, texts, forms, and tables that scroll in their own
# frame only get narrower: pages made of these are looked at where each is narrowest.
NARROWEST = (976, 720, 360)
# Pages that hold what takes its size from the width by a rule of its own: looked at at every width.
OWN_LAYOUT = {
    "overview": "charts side by side, which Plotly draws anew for each width",
    "areas": "the same",
    "departments": "the same",
    "target": "the same",
    "present": "type by the size of the screen, another order where it stands upright",
    "targets": "filters in columns above a table as wide as the chosen columns",
    "tasks": "the grid, a canvas",
    "entry": "a form beside the notice's words",
}
# Streamlit scrolls inside its main part; wide tables scroll by themselves, inside their own frame.
_SIDEWAYS = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .filter(part => part.scrollWidth > part.clientWidth + 1)
    .map(part => `${part.scrollWidth} px in ${part.clientWidth}`)"""
# On a phone the rows of these pages' tables stand as blocks, on a tablet their words wrap: no table has a
# frame to scroll in.
_NO_FRAMES = (976, 720, 390, 360)
_TABLES = _SIDEWAYS.replace("[document", "[...document.querySelectorAll('.stHtml .wide'), document")
# A column that is left too little room stands letter under letter.
_SQUEEZED = """() => [...document.querySelectorAll('.stHtml td, .stHtml th')].filter(cell => {
    const em = parseFloat(getComputedStyle(cell).fontSize), range = document.createRange();
    const nodes = [cell, ...cell.querySelectorAll('*')].flatMap(part => [...part.childNodes]);
    return nodes.some(node => {
        if (node.nodeType !== Node.TEXT_NODE || node.textContent.trim().length < 3 ||
            !node.parentElement.checkVisibility()) return false;
        range.selectNode(node);
        const lines = [...range.getClientRects()];
        return lines.length > 2 && lines.every(line => line.width < 1.6 * em);
    });
}).map(cell => `letter under letter: ${cell.innerText.trim()}`)"""
STACKED = {
    "audit": "a table of rows to read",
    "chase": "a table of counts by department",
    "reporting": "the same",
    "rules": "the versions",
    "status": "short tables",
    "units": "a table of counts by unit",
}
# What axe-core judges of an element, but for its words: the page, itself and what it is in, by classes,
# attributes and colours. Left out are classes that Streamlit and Plotly draw by lot or count.
_MARKUP = """page => {
    const own = node => [node.tagName, node.getAttribute('role'), [...node.attributes].map(each => each.name),
        node.getAttribute('class')?.replace(/stAppEmbeddingId-\\w+|\\btrace[0-9a-f]{6}\\b|st-key-\\S+/g, ''),
        node.style?.color, node.style?.background, !!node.textContent.trim()].join();
    return [...new Set([...document.body.querySelectorAll('*')].map(node =>
        (node.closest('[data-testid=stMain]') ? page : 'menu') + own(node.parentElement) + '>' + own(node)))];
}"""
_AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
_FINDINGS = """async own => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(rule => ['serious', 'critical'].includes(rule.impact))
    .flatMap(rule => rule.nodes
        .filter(node => !(own[rule.id] && document.querySelector(node.target.at(-1))?.closest(own[rule.id])))
        .map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`))"""
# Rules with the place of what Streamlit 1.67 draws and we cannot change.
STREAMLITS_OWN = {
    "list": "[data-testid=stSidebarNavItems]",  # the heads of the navigation's sections are divs in its list
    "listitem": "[data-testid=stSidebarNavItems]",  # and each section's items are in no list of their own
    "aria-required-attr": "[data-testid=stDateInput]",  # an empty date's parts have no aria-valuenow
}


@dataclass
class Seen:
    """What was wrong on one page; each list is empty on a good one."""

    path: str
    complaints: list[str]
    sideways: list[str]
    axe: list[str]


@pytest.fixture(scope="module")
def seen(town: Town) -> Any:
    """What a role saw on its walk; each role walks once."""
    judged: dict[str, set[str]] = defaultdict(set)  # theme -> the markup that axe has judged

    @cache
    def walk(role: Role, theme: str) -> list[Seen]:  # no default: the cache would walk twice
        walker = town.walker(role, theme)
        return [look_at(walker, path, theme, judged[theme]) for path in addresses(role)]

    return walk


def look_at(walker: Walker, path: str, theme: str, judged: set[str]) -> Seen:
    page = path.split("?")[0]
    walker.wrong.clear()
    walker.widen(WIDTHS[0])
    walker.open(path)
    findings: list[str] = []
    # Another role's sight of a page is judged too if it holds an element that the page had for nobody before.
    if not judged >= (markup := set(walker.page.evaluate(_MARKUP, page))):
        findings = axe(walker)
        judged |= markup
    wide: list[str] = []
    widths = WIDTHS if page in OWN_LAYOUT | STACKED.keys() else NARROWEST
    for width in widths if theme == "light" else ():  # a theme changes colours only
        walker.widen(width)
        in_frames = page in STACKED and width in _NO_FRAMES
        wide += [f"{path} at {width}: {each}" for each in sideways(walker, in_frames=in_frames)]
    if walker.page.get_by_test_id("stException").count():
        walker.wrong.append("an exception is shown")
    complaints = [f"{path}: {each}" for each in walker.wrong]
    return Seen(path, complaints, wide, [f"{path}: {each}" for each in findings])


def sideways(walker: Walker, *, in_frames: bool = False) -> list[str]:
    """What has to be scrolled sideways, or stands letter under letter instead.

    ``in_frames``: tables that scroll by themselves too.
    """
    parts: list[str] = walker.page.evaluate(_TABLES if in_frames else _SIDEWAYS)
    return [*parts, *walker.page.evaluate(_SQUEEZED)]


def axe(walker: Walker) -> list[str]:
    """Serious and critical findings of axe-core on the page as it stands."""
    walker.page.evaluate(_AXE)
    found: list[str] = walker.page.evaluate(_FINDINGS, STREAMLITS_OWN)
    return found


@pytest.mark.parametrize("role", LOGINS)
def test_no_page_complains_asks_another_host_or_breaks(seen: Any, role: Role) -> None:
    assert [each for page in seen(role, "light") for each in page.complaints] == []


@pytest.mark.parametrize("role", LOGINS)
def test_no_page_scrolls_sideways(seen: Any, role: Role) -> None:
    assert [each for page in seen(role, "light") for each in page.sideways] == []


@pytest.mark.parametrize(("role", "theme"), [*((role, "light") for role in LOGINS), (Role.REVIEWER, "dark")])
def test_axe_finds_nothing_serious(seen: Any, role: Role, theme: str) -> None:
    assert [each for page in seen(role, theme) for each in page.axe] == []


def test_what_the_walk_looks_for_is_found_where_it_is(town: Town) -> None:
    walker = town.walker(Role.LEADER)
    walker.open("overview")
    walker.wrong.clear()
    walker.page.evaluate(
        """() => {
            console.error('broken'); setTimeout(() => { throw new Error('thrown') });
            fetch('http://127.0.0.2:9/x').catch(() => {});
            const wide = document.createElement('div'); wide.style.cssText = 'width:3000px;height:1px';
            const main = document.querySelector('[data-testid=stMainBlockContainer]'); main.append(wide);
            main.insertAdjacentHTML('beforeend', '<img src="data:," id=x><button id=y></button>');
            main.insertAdjacentHTML('beforeend',
                '<div class=stHtml><table><td style="width:1em;padding:0">字下有字</table></div>');
        }"""
    )
    for complaint in ("console: broken", "page error: thrown", "127.0.0.2:9/x"):
        assert until(walker.page, lambda asked=complaint: asked in "\n".join(walker.wrong)), complaint
    wide, squeezed = sideways(walker)
    assert wide.startswith("3")
    assert squeezed == "letter under letter: 字下有字"
    assert {each.split(":")[0] for each in axe(walker)} >= {"image-alt", "button-name"}
    walker.wrong.clear()
