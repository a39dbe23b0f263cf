"""Names and texts that look like Markdown or HTML show as they were typed, on every page of every role."""

import re
import sqlite3

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, text_of
from tests.pages.every_role import LOGINS, OPENED, seat_a_head_who_confirms
from tracker.domain.access import PAGES, Role

HOSTILE = "[点](http://x.invalid)![](http://x.invalid/p)<img src=//x.invalid>:red[a]"
ACTS = re.compile(r"(?<!\\)(\[点\]\(|<img|:red\[)")  # unless it was escaped
# Of these the answer is shown with an argument in the address; else they ask for a choice first.
ADDRESSES = {"target": {"code": "A1-01"}, "method": {"part": "why", "of": "plan"}, "handover": {"unit": "1"}}
# Where people's names and texts stand.
NAMES = (
    ("unit", "name"),
    ("account", "name"),
    ("area", "title"),
    ("plan", "title"),
    ("plan", "short"),
    ("target", "name"),
    ("report", "progress"),
    ("report", "problem"),
    ("matter", "obstacle"),
    ("matter", "request"),
    ("draft_cell", "text"),
)
MARKDOWN = (
    "markdown",
    "caption",
    "header",
    "subheader",
    "title",
    "info",
    "warning",
    "error",
    "success",
    "toast",
)


@pytest.fixture
def hostile(world_url: str, world_engine: Engine, visit: Visit) -> Visit:
    seat_a_head_who_confirms(world_engine)
    with sqlite3.connect(world_url.removeprefix("sqlite:///")) as ledger:
        triggers = ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            ledger.execute(f'DROP TRIGGER "{name}"')
        for table, column in NAMES:
            known = [row[1] for row in ledger.execute(f'PRAGMA table_info("{table}")')]
            number = f" || {table}.id" if "id" in known else ""
            ledger.execute(f'UPDATE "{table}" SET "{column}" = ?{number} WHERE "{column}" <> \'\'', [HOSTILE])
    return visit


def test_every_page_is_opened_by_somebody() -> None:
    assert {page for _role, page in OPENED} == set(PAGES)


@pytest.mark.parametrize(("role", "page"), OPENED)
def test_no_name_becomes_a_link_or_a_picture(hostile: Visit, role: Role, page: str) -> None:
    at = hostile(LOGINS[role], page, q="2025Q3", **ADDRESSES.get(page, {}))
    assert not at.exception
    assert [text for text in _of_markdown(at) if ACTS.search(text)] == []
    if page == "confirm":
        assert "待确认1项" in text_of(at), "else there was no name to show"


def _of_markdown(at: AppTest) -> list[str]:
    """What Streamlit reads as Markdown: such elements, the labels and helps of all, the choices of some."""
    found: list[str] = []
    for element in (*at.main, *at.sidebar):
        if element.type in MARKDOWN:
            found.append(str(getattr(element, "value", "")))
        proto = getattr(element, "proto", None)
        found += [str(getattr(element, "label", "")), str(getattr(proto, "help", ""))]
        if element.type in ("radio", "button_group", "pills", "segmented_control"):
            found += [str(each) for each in getattr(proto, "options", ())]
    return found
