"""Pages keep what they made over writes that did not touch it, and show what they would show made anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, unit_id
from tests.pages.world import JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve, send_back
from tracker.tables import Report, Target
from tracker.ui.frame import kept
from tracker.ui.groups import one, record
from tracker.ui.listing import parts, periods

QUIET_UNIT = "市民政局"
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "all by area": ("targets", {}),
    "all by unit": ("targets", {"group": "unit"}),
    "in an order": ("targets", {"sort": "-completion"}),
    "the year": ("periods", {}),
    "an area": ("areas", {"area": "1"}),
    "a unit": ("departments", {"co": "true"}),
    "the wall": ("present", {}),
    "who reported": ("reporting", {"list": "missing"}),
}
# What nothing is written about.
QUIET: dict[str, tuple[str, dict[str, str]]] = {
    "all of an area": ("targets", {"area": "5"}),
    "the year of an area": ("periods", {"area": "5"}),
    "another area": ("areas", {"area": "5"}),
    "another unit": ("departments", {}),
}
Q3 = Period(2025, 3)


def _submitted(session: Session, login: str, code: str, value: str) -> int:
    target = session.exec(select(Target.id).where(Target.code == code)).one() or 0
    number = len(_reports(session, code))
    texts = (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.REASON)
    typed = {Field.VALUE: value, Field.DATA_MONTH: "9", Field.FINALITY: "final"} | dict.fromkeys(
        texts, "已说明。"
    )
    seen = Seen(number, {name: (0, text) for name, text in typed.items()})
    return submit(session, person_of_login(session, login), target, Q3, seen, f"{code}-{number}", NOW)


def _reports(session: Session, code: str) -> list[int]:
    query = select(Report.id).join(Target).where(Target.code == code, Report.period == Q3)
    return [each or 0 for each in session.exec(query.order_by(col(Report.id)))]


def _decided(session: Session, decide: Callable[..., object], code: str, *words: str) -> None:
    reviewer = person_of_login(session, REVIEWER)
    decide(session, reviewer, _reports(session, code)[-1], *words, NOW + timedelta(minutes=1))


WRITES: tuple[Callable[[Session], object], ...] = (
    lambda session: _decided(session, approve, "A1-01"),
    lambda session: _submitted(session, JIAOTONG, "A4-02", "24"),
    lambda session: _decided(session, send_back, "A4-02", "请核对。"),
    lambda session: _submitted(session, KEJI, "A1-01", "99"),
    lambda session: _decided(session, approve, "A1-01"),
)


@contextmanager
def nothing_kept() -> Iterator[None]:
    shelves, of_objects = dict(kept._shelves), dict(kept._of_objects)
    kept._shelves.clear()
    kept._of_objects.clear()
    yield
    for all_kept, before in ((kept._shelves, shelves), (kept._of_objects, of_objects)):
        all_kept.clear()
        all_kept.update(before)  # type: ignore[arg-type]


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made anew, by the name of its maker."""
    made: list[str] = []

    def counted(room: Any, name: str) -> None:
        make = getattr(room, name)
        monkeypatch.setattr(room, name, lambda *given, **more: (made.append(name), make(*given, **more))[1])

    for room, name in ((parts, "table"), (periods, "table"), (one, "_below_html"), (record, "_table")):
        counted(room, name)
    return made


def html_of(at: AppTest) -> list[str]:
    assert not at.exception
    return [str(each.value) for each in at.html]


@pytest.mark.parametrize("name", PAGES)
def test_after_each_write_a_page_shows_what_it_would_show_made_anew(
    world_engine: Engine, visit: Visit, name: str
) -> None:
    page, asked = PAGES[name]
    own = {"unit": str(unit_id(world_engine, "市科技局"))} if page == "departments" else {}
    at = visit(LEADER, page, "", q=str(Q3), **asked, **own)
    seen = [html_of(at)]
    for write in WRITES:
        with transaction(world_engine) as session:
            write(session)
        seen.append(html_of(at.run()))
        with nothing_kept():
            assert seen[-1] == html_of(at.run())
    assert any(one != other for one, other in pairwise(seen))


@pytest.mark.parametrize("name", QUIET)
def test_what_nothing_was_written_about_is_not_made_again(
    world_engine: Engine, visit: Visit, makes: list[str], name: str
) -> None:
    page, asked = QUIET[name]
    own = {"unit": str(unit_id(world_engine, QUIET_UNIT))} if page == "departments" else {}
    at = visit(LEADER, page, "", q=str(Q3), **asked, **own)
    assert makes
    makes.clear()
    for write in WRITES:
        with transaction(world_engine) as session:
            write(session)
        shown = html_of(at.run())
    assert makes == []
    with nothing_kept():
        assert shown == html_of(at.run())
