"""前后对比: two snapshots are chosen, and the page lists what changed and nothing else."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.pages.conftest import Visit, in_signs, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.queries.meeting import records_of
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services.reviews import approve
from tracker.services.snapshots import freeze
from tracker.tables import Report


def frozen(engine: Engine, number: int, days: int = 0) -> None:
    with transaction(engine) as session:
        office, plan, now = person_of_login(session, REVIEWER), plans(session)[0], NOW + timedelta(days=days)
        card = scorecard(session, plan, Period(2025, number), office)
        records = records_of(session, office, card, now.date())
        freeze(session, office, card, texts_of(session, card), f"第{number}次例会", now.date(), now, records)


def approve_the_third_period(engine: Engine) -> None:
    with transaction(engine) as session:
        (report,) = [each.id for each in session.exec(select(Report)) if each.value == 68]
        assert report is not None
        approve(session, person_of_login(session, REVIEWER), report, NOW)


def test_with_fewer_than_two_snapshots_the_page_says_so(visit: Visit, world_engine: Engine) -> None:
    assert "还没有两份可以对比的材料" in text_of(visit(REVIEWER, "compare"))
    frozen(world_engine, 2)
    assert "还没有两份可以对比的材料" in text_of(visit(LEADER, "compare"))


def test_the_newest_is_compared_with_the_one_before_and_lists_exactly_the_edit(
    visit: Visit, world_engine: Engine
) -> None:
    frozen(world_engine, 3)
    approve_the_third_period(world_engine)
    frozen(world_engine, 3, days=1)
    at = visit(REVIEWER, "compare")
    assert not at.exception
    said = text_of(at)
    assert re.findall("<h2>(.*?)</h2>", said) == ["新落后 1项"]
    assert "/target?code=A1-01&amp;q=2025Q3" in said
    assert "状态 ◇ 待审核 → ▲ 稍慢" in in_signs(said)
    assert "A4-02" not in said


def test_the_address_chooses_the_pair_and_the_group(visit: Visit, world_engine: Engine) -> None:
    frozen(world_engine, 1)
    frozen(world_engine, 2)
    at = visit(REVIEWER, "compare", a="2025Q1-01", b="2025Q2-01", g="other_status")
    assert [box.value for box in at.selectbox][:2] == ["2025Q1-01", "2025Q2-01"]
    assert re.search("aria-current=true>其他状态变化", text_of(at))
    same = visit(REVIEWER, "compare", a="2025Q2-01", b="2025Q2-01")
    assert "两边选的是同一份材料" in text_of(same)


def test_two_snapshots_of_one_state_differ_in_nothing(visit: Visit, world_engine: Engine) -> None:
    frozen(world_engine, 2)
    frozen(world_engine, 2, days=1)
    assert "两份材料之间没有变化" in text_of(visit(REVIEWER, "compare"))


@pytest.mark.parametrize("login", [KEJI, ADMINISTRATOR])
def test_nobody_else_opens_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "compare"))
