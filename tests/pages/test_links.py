"""Addresses: each is written in one place, and each carries what the visit looks at."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.domain.test_scorecard import PLAN
from tests.pages.conftest import Visit, text_of
from tests.pages.world import LEADER, REVIEWER
from tracker.domain.access import PAGES, Person, Role, may_open
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.queries.plans import LedgerSequence
from tracker.ui.frame import shell
from tracker.ui.parts import links

# What a page shows most links with.
ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "areas": {"area": "1"},
    "target": {"code": "A4-02"},
    "notice": {"area": "4"},
    "method": {"part": "why"},
    "reporting": {"list": "missing"},
    "chase": {"view": "list"},
}
NOW = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
VISIT = shell.Visit(
    person=Person(1, "lingdao", "沈市长", Role.LEADER),
    plan=PLAN,
    windows=(),
    sequence=LedgerSequence(0, 1),
    now=NOW,
)
PAST = replace(VISIT, as_of=datetime(2025, 10, 8, 23, 59, tzinfo=SHANGHAI))
ALL = replace(PAST, period=Period(2025, 3), unapproved=True)


@pytest.mark.parametrize(
    ("visit", "own", "address"),
    [
        (VISIT, {}, "/target"),
        (PAST, {}, "/target?asof=2025-10-08"),
        (ALL, {}, "/target?q=2025Q3&unapproved=true&asof=2025-10-08"),
        (ALL, {"code": "A1-01"}, "/target?code=A1-01&q=2025Q3&unapproved=true&asof=2025-10-08"),
        (ALL, {"q": Period(2025, 1)}, "/target?q=2025Q1&unapproved=true&asof=2025-10-08"),
        (ALL, {"q": None}, "/target?q=2025Q3&unapproved=true&asof=2025-10-08"),
        (ALL, {"q": "", "unapproved": ""}, "/target?asof=2025-10-08"),
        (VISIT, {"unit": "", "area": None, "co": False}, "/target?unit="),
        (
            VISIT,
            {"co": True, "find": "集装箱&x=1"},
            "/target?co=true&find=%E9%9B%86%E8%A3%85%E7%AE%B1%26x%3D1",
        ),
    ],
)
def test_an_address_is_the_pages_own_parameters_and_what_is_carried(
    monkeypatch: pytest.MonkeyPatch, visit: shell.Visit, own: dict[str, object], address: str
) -> None:
    monkeypatch.setattr(shell, "visit", lambda: visit)
    assert links.to("target", **own) == address


def test_a_plan_that_must_be_named_is_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell.Visit, "plan_in_address", "jiaxing-2025")
    monkeypatch.setattr(shell, "visit", lambda: VISIT)
    assert links.to("areas", area=2) == "/areas?area=2&plan=jiaxing-2025"


def links_of(at: AppTest) -> list[tuple[str, dict[str, str]]]:
    """What the page's links lead to: the page or route, and the parameters."""
    texts = [re.sub(r"含未审核 <a.*?</a>", "", each.value) for each in at.html]  # turns itself off
    addresses = [unescape(there) for text in texts for there in re.findall(r'href="(/[^"]*)"', text)]
    addresses += [each.proto.url for each in at.get("link_button")]
    pairs = [(urlsplit(there).path[1:], dict(parse_qsl(urlsplit(there).query))) for there in addresses]
    return pairs + [
        (each.proto.page, dict(parse_qsl(each.proto.query_string))) for each in at.get("page_link")
    ]


def has_switch(at: AppTest) -> bool:
    return "改看已审核" in text_of(at)


def test_every_link_carries_unapproved_and_the_past_where_its_page_knows_them(visit: Visit) -> None:
    looked_at: dict[str, Any] = {"q": "2025Q2", "unapproved": "true", "asof": "2025-10-08"}
    drawn = {}
    for login, role in ((LEADER, Role.LEADER), (REVIEWER, Role.REVIEWER)):
        for page in PAGES:
            # Who else opens them sees what the mayor sees.
            if may_open(role, page) and page not in drawn:
                drawn[page] = visit(login, page, **looked_at, **ARGUMENTS.get(page, {}))
                assert not drawn[page].exception
    switched = {page for page, at in drawn.items() if has_switch(at)} | {"download/targets/csv"}
    found = {page: links_of(at) for page, at in drawn.items()}
    assert {"overview", "areas", "departments", "target", "targets", "notice", "method"} <= switched
    assert len(found["overview"]) > 30
    for page, leads in found.items():
        for to, asked in leads:
            if to in PAGES:
                assert asked.get("asof") == "2025-10-08", (page, to, asked)
            if to in switched:
                assert asked.get("unapproved") == "true", (page, to, asked)
