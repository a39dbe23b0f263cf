"""Deciding: each submission once, the one that was seen, by the mayor's office only."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from tests.conftest import MakeEngine
from tests.entry.ledger import NOW, Desk, rows
from tracker.db import transaction
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, NotFound, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.services import reviews
from tracker.tables import Audit, Review


def test_an_approved_figure_counts_as_reported(desk: Desk) -> None:
    desk.approve(desk.submit())
    assert (desk.state(), desk.counted()) == (ReportState.APPROVED, Decimal(80))
    assert desk.differences() == []


def test_the_verified_value_counts_where_it_differs(desk: Desk) -> None:
    desk.approve(desk.submit(), verified_value=Decimal(78), method=VerifyMethod.ON_SITE)
    assert desk.counted() == 78
    shown = desk.form()
    assert (shown.verified_value, shown.method) == (Decimal(78), VerifyMethod.ON_SITE)
    assert shown.approved is not None
    assert shown.approved.reported_value == 80
    assert desk.differences() == []


def test_a_verified_value_says_how_it_was_found(desk: Desk) -> None:
    with pytest.raises(BadInput, match="核实方式"):
        desk.approve(desk.submit(), verified_value=Decimal(78))


def test_a_verified_value_equal_to_the_reported_is_no_difference(desk: Desk) -> None:
    desk.approve(desk.submit(), verified_value=Decimal("80.0"))
    assert rows(desk.engine, Review)[0].verified_value is None


def test_a_milestone_is_verified_as_done_or_not(desk: Desk) -> None:
    report = desk.submit("李", "开工", value="1")
    with pytest.raises(BadInput, match="节点"):
        desk.approve(report, verified_value=Decimal("0.5"), method=VerifyMethod.PHONE)
    desk.approve(report, verified_value=Decimal(0), method=VerifyMethod.PHONE)
    assert desk.counted("开工") == 0


def test_what_is_not_applicable_has_no_verified_value(desk: Desk) -> None:
    report = desk.submit(not_applicable="1", scope_note="未执行。")
    with pytest.raises(BadInput, match="不适用"):
        desk.approve(report, verified_value=Decimal(1), method=VerifyMethod.PHONE)


@pytest.mark.parametrize("note", ["", "  \n\t ", "\u200b"])
def test_a_return_says_what_to_mend(desk: Desk, note: str) -> None:
    with pytest.raises(BadInput, match="退回"):
        desk.send_back(desk.submit(), note)
    assert desk.state() is ReportState.SUBMITTED


def test_a_return_note_of_a_million_characters_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="太长"):
        desk.send_back(desk.submit(), "长" * 1_000_000)


@pytest.mark.parametrize("who", ["王", "李", "沈", "陈"])
def test_only_the_mayors_office_decides(desk: Desk, who: str) -> None:
    report = desk.submit()
    with pytest.raises(NotAllowed):
        desk.approve(report, who)
    with pytest.raises(NotAllowed):
        desk.send_back(report, who=who)
    assert desk.state() is ReportState.SUBMITTED
    assert not rows(desk.engine, Review)


def test_a_submission_that_was_not_seen_is_not_approved(desk: Desk) -> None:
    seen = desk.submit()
    desk.withdraw("王", seen)
    desk.submit(number=1, value="95")
    with pytest.raises(StaleState) as stale:
        desk.approve(seen)
    (change,) = stale.value.changes
    assert (change.seen, change.now, change.by) == ("80", "95", "王")
    assert desk.counted() is None


def test_what_was_withdrawn_is_not_approved(desk: Desk) -> None:
    report = desk.submit()
    desk.withdraw("王", report)
    with pytest.raises(Locked, match="已撤回"):
        desk.approve(report)


def test_a_submission_is_decided_once(desk: Desk) -> None:
    report = desk.submit()
    desk.approve(report)
    with pytest.raises(Locked, match="已审核"):
        desk.send_back(report, who="吴")
    assert len(rows(desk.engine, Review)) == 1


def test_a_submission_that_does_not_exist_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.approve(99)


def test_of_two_reviewers_and_a_withdrawal_at_once_one_decides(
    desk: Desk, another_engine: MakeEngine
) -> None:
    report = desk.submit()
    engines = [another_engine() for _ in range(6)]
    start = Barrier(6)

    def decide(number: int) -> bool:
        start.wait()
        person = desk.people["周" if number % 2 else "吴"]
        try:
            with transaction(engines[number]) as session:
                if number < 3:
                    reviews.approve(session, person, report, NOW)
                else:
                    reviews.send_back(session, person, report, "请核对。", NOW)
        except Locked:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(decide, range(6))) == [False] * 5 + [True]
    assert len(rows(desk.engine, Review)) == 1
    assert desk.differences() == []


def test_each_decision_stands_in_the_audit_trail(desk: Desk) -> None:
    desk.send_back(desk.submit())
    desk.approve(desk.submit(number=1), verified_value=Decimal(79), method=VerifyMethod.PHONE)
    trail = [(row.actor_name, row.action) for row in rows(desk.engine, Audit)][-4:]
    assert trail == [("王", "提交填报"), ("周", "审核退回"), ("王", "提交填报"), ("周", "审核通过")]
    assert '"verified": "79"' in rows(desk.engine, Audit)[-1].detail
