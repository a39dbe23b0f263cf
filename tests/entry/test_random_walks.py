"""Whatever people do in whatever order, the derived standing says what the facts say."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.entry.ledger import NOW, Desk, rows
from tracker.domain.entry import Field
from tracker.domain.errors import Refusal
from tracker.domain.lifecycle import ReportState, VerifyMethod
from tracker.tables import Report

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["save", "submit", "correct", "stale", "withdraw", "approve", "verify", "return"]),
        st.sampled_from(["王", "何", "周", "吴", "李"]),
        st.sampled_from(["0", "12", "80", "100", "130", "x"]),
    ),
    max_size=12,
)


def _step(desk: Desk, act: str, who: str, value: str) -> None:
    latest = rows(desk.engine, Report)
    number, report = len(latest), latest[-1].id if latest else 0
    acts: dict[str, Callable[[], object]] = {
        "save": lambda: desk.save(who, "企业", Field.VALUE, value, desk.form().cells[Field.VALUE].version),
        "submit": lambda: desk.submit(who, number=number, value=value, versions=_versions(desk)),
        "correct": lambda: desk.submit(
            who, number=number, value=value, reason="更正。", versions=_versions(desk)
        ),
        "stale": lambda: desk.submit(who, number=number - 1, value=value),
        "withdraw": lambda: desk.withdraw(who, report),
        "approve": lambda: desk.approve(report, who),
        "verify": lambda: desk.approve(report, who, verified_value=Decimal(7), method=VerifyMethod.PHONE),
        "return": lambda: desk.send_back(report, who=who),
    }
    acts[act]()


def _versions(desk: Desk) -> dict[Field, int]:
    return {name: cell.version for name, cell in desk.form().cells.items()}


@pytest.fixture
def emptied(desk: Desk) -> Callable[[], None]:
    """Makes the quarter empty again between two walks; the ledger itself never would."""
    names = ("draft_cell", "standing", "review", "report", "audit")

    def empty() -> None:
        with desk.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if desk.engine.name == "sqlite":
                for name in names:
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {name}_no_delete"))
                    connection.execute(text(f"DELETE FROM {name}"))
            else:
                for name in names:
                    connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
                connection.execute(text(f"TRUNCATE {', '.join(names)} CASCADE"))

    return empty


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_standing_equals_the_facts_after_any_walk(
    desk: Desk, emptied: Callable[[], None], steps: list[tuple[str, str, str]]
) -> None:
    emptied()
    approved_before: Decimal | None = None
    for act, who, value in steps:
        before = (desk.state(), len(rows(desk.engine, Report)), desk.counted())
        try:
            _step(desk, act, who, value)
        except Refusal:
            assert (desk.state(), len(rows(desk.engine, Report)), desk.counted()) == before
        assert desk.differences() == []
        if approved_before is not None:
            assert desk.counted() is not None, "what was approved counts until another approval"
        approved_before = desk.counted()
    for report, earlier in zip(rows(desk.engine, Report), range(1, 99), strict=False):
        assert report.number == earlier


def test_a_whole_life_is_told_by_the_form_at_every_step(desk: Desk) -> None:
    told: list[str | None] = [desk.form().state]
    first = desk.submit()
    told.append(desk.form().state)
    desk.send_back(first)
    told.append(desk.form().state)
    second = desk.submit(number=1)
    desk.withdraw("王", second)
    told.append(desk.form().state)
    desk.approve(desk.submit(number=2))
    told.append(desk.form(at=NOW).state)
    assert told == [
        None, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.WITHDRAWN, ReportState.APPROVED,
    ]  # fmt: skip
