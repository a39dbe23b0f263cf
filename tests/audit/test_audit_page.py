"""操作日志 as the administrator sees it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.services import audit
from tracker.tables import Audit


def more(engine: Engine, count: int) -> None:
    with transaction(engine) as session:
        for number in range(count):
            audit.record(
                session, None, "记", f"第{number}条 <b>", NOW - timedelta(days=2), {"note": "**粗**"}
            )


def ids(at) -> list[int]:  # type: ignore[no-untyped-def]
    table = next(each.value for each in at.html if 'aria-label="操作日志"' in each.value)
    rows_shown = re.findall(r"<tr>(.*?)</tr>", table)[1:]
    return [int(re.sub(r"<[^>]+>", "", re.findall(r"<td.*?</td>", row)[0])) for row in rows_shown]


def test_the_page_shows_the_newest_fifty_in_words(visit: Visit, world_engine: Engine) -> None:
    more(world_engine, 60)
    at = visit(ADMINISTRATOR, "audit")
    assert not at.exception
    total = len(rows(world_engine, Audit))
    assert ids(at) == list(range(total, total - 50, -1))
    assert f"共{total}条" in text_of(at)
    assert "第59条 &lt;b&gt;" in text_of(at)
    assert "说明:**粗**" in text_of(at)


def test_the_next_page_goes_on_where_the_first_ended_and_stands_in_the_address(
    visit: Visit, world_engine: Engine
) -> None:
    more(world_engine, 60)
    at = visit(ADMINISTRATOR, "audit")
    last = ids(at)[-1]
    next(each for each in at.button if each.label == "下一页").click().run()
    assert ids(at)[0] == last - 1
    assert at.query_params["p"] in ("2", ["2"])


def test_a_filter_of_the_address_is_shown_and_a_new_one_starts_from_the_first_page(
    visit: Visit, world_engine: Engine
) -> None:
    more(world_engine, 60)
    at = visit(ADMINISTRATOR, "audit", action="记", p="2", since="2025-10-07", until="2025-10-07")
    assert at.selectbox(key="audit_action").value == "记"
    assert len(ids(at)) == 10
    at.text_input(key="audit_subject").set_value("第3").run()
    assert len(ids(at)) == 11
    assert "p" not in at.query_params
    address = at.get("link_button")[0].proto.url
    assert address.startswith("/download/audit?since=2025-10-07&until=2025-10-07&action=")
    assert address.endswith("&subject=%E7%AC%AC3"), "what is exported is what is shown"


def test_nothing_found_is_said_in_words(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "audit", subject="没有这样的对象")
    assert not at.exception
    assert "没有符合条件的记录" in text_of(at)


def test_the_head_of_the_chain_is_shown_whole_and_every_link_can_be_checked(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(ADMINISTRATOR, "audit")
    trail = rows(world_engine, Audit)
    assert trail[-1].sha256 in [each.value for each in at.code]
    next(each for each in at.button if each.label == "核验日志链").click().run()
    assert f"已逐条核验{len(trail)}条" in text_of(at)


def test_looking_back_the_later_rows_are_not_there(visit: Visit, world_engine: Engine) -> None:
    more(world_engine, 1)
    at = visit(ADMINISTRATOR, "audit", asof="2025-10-06", action="记")
    assert not at.exception
    assert "没有符合条件的记录" in text_of(at)


@pytest.mark.parametrize("login", [KEJI, REVIEWER, LEADER])
def test_others_do_not_open_it(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "audit"))
