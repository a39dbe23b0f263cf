"""全表: the rows follow the filters of the address, and the columns follow the person."""

import re
from html import unescape

from sqlalchemy import Engine

from tests.pages.conftest import Visit, include_unapproved, text_of
from tests.pages.world import KEJI, LEADER, NOW
from tracker.db import transaction
from tracker.domain.access import Preferences
from tracker.domain.listing.cells import Row, shown
from tracker.domain.listing.tables import LISTING_USUAL
from tracker.domain.listing.wanted import columns_of, listed, wanted_asked
from tracker.domain.measure.period import Period
from tracker.queries.people import person_of_session
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services.preferences import set_preferences


def table_of(at: object) -> list[list[str]]:
    """The rows of the page's table, the heads first, as people read them."""
    html = next(str(each.value) for each in at.html if "<table" in str(each.value))  # type: ignore[attr-defined]
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).replace("\xa0", " ") for cell in row] for row in cells]


def expected(engine: Engine, login: str, **asked: str) -> list[list[str]]:
    with transaction(engine) as session:
        person = person_of_session(session, login, NOW, 60)
        assert person is not None
        card = scorecard(
            session, plans(session)[0], Period(2025, 3), person, include_unapproved="unapproved" in asked
        )
    found = listed(card, wanted_asked(asked))
    return [[shown(column.read(Row(score, card))) for column in columns_of(LISTING_USUAL)] for score in found]


def test_every_cell_is_the_scorecards(visit: Visit, world_engine: Engine) -> None:
    at = include_unapproved(visit(LEADER, "targets", q="2025Q3"))
    assert table_of(at)[1:] == expected(world_engine, LEADER, unapproved="true")[:50]
    assert len(table_of(at)) == 51


def test_the_address_filters_sorts_and_turns_the_page(visit: Visit, world_engine: Engine) -> None:
    asked = {"status": "not_reported", "sort": "-code"}
    rows = expected(world_engine, LEADER, **asked)
    assert table_of(visit(LEADER, "targets", q="2025Q3", p="2", **asked))[1:] == rows[50:100]


def test_department_staff_find_their_own_targets_alone(visit: Visit) -> None:
    rows = table_of(visit(KEJI, "targets", q="2025Q3"))[1:]
    assert rows
    assert "内河港区集装箱吞吐量" not in {row[1] for row in rows}


def test_the_columns_are_the_persons_own(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine, advance=False) as session:
        person = person_of_session(session, LEADER, NOW, 60)
        assert person is not None
        set_preferences(session, person, Preferences(table_columns=("lead", "code")))
    assert table_of(visit(LEADER, "targets", q="2025Q3"))[0] == ["牵头单位", "编号"]


def test_choosing_columns_keeps_them_with_the_account(visit: Visit, world_engine: Engine) -> None:
    at = visit(LEADER, "targets", q="2025Q3")
    at.multiselect(key="table-columns").set_value(["code", "value"]).run()
    assert table_of(at)[0] == ["编号", "当前值", "数据标记"]
    with transaction(world_engine, advance=False) as session:
        person = person_of_session(session, LEADER, NOW, 60)
        assert person is not None
        assert person.preferences.table_columns == ("code", "value")


def test_nothing_found_is_said_in_words(visit: Visit) -> None:
    assert "没有符合条件的目标" in text_of(visit(LEADER, "targets", q="2025Q3", search="没有这样的字"))
