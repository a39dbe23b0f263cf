"""更正登记: what replaced an approved figure, with both values, the reason, and what became of it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.adjustments.test_adjusting import accept, apply
from tests.entry.ledger import NOW, Q2, Q3, Desk
from tracker.db import reading, transaction
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.meetings.meeting import CorrectedFigure
from tracker.domain.progress.status import Status
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.queries.corrections import corrections
from tracker.queries.plans import plans
from tracker.services import reviews


def listed(desk: Desk, who: str = "周", **asked: object) -> tuple[CorrectedFigure, ...]:
    with reading(desk.engine) as session:
        return corrections(session, desk.people[who], plans(session)[0], **asked)  # type: ignore[arg-type]


def corrected(desk: Desk, value: str = "55", reason: str = "重复统计 5 家。") -> int:
    desk.approve(desk.submit(value="60"))
    return desk.submit("何", value=value, number=1, reason=reason, at=NOW + timedelta(hours=1))


def test_a_correction_stands_with_old_value_new_value_and_reason(desk: Desk) -> None:
    report = corrected(desk)
    (found,) = listed(desk)
    assert (found.report_id, found.name, found.period) == (report, "企业", Q3)
    assert (found.old_value, found.new_value, found.difference) == (60, 55, -5)
    assert (found.old_status, found.new_status) == (Status.SLIGHTLY_BEHIND, Status.BEHIND)
    assert (found.reason, found.submitted_by, found.state) == ("重复统计 5 家。", "何", ReportState.SUBMITTED)
    assert found.decided_at is None


def test_the_verified_value_is_the_one_that_counted_and_that_counts(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"), verified_value=Decimal(58), method=VerifyMethod.PHONE)
    report = desk.submit(value="70", number=1, reason="补报 12 家。")
    assert (listed(desk)[0].old_value, listed(desk)[0].new_value) == (58, 70)
    desk.approve(report, verified_value=Decimal(69), method=VerifyMethod.ON_SITE, note="核减 1 家。")
    (found,) = listed(desk)
    assert (found.old_value, found.new_value, found.state) == (58, 69, ReportState.APPROVED)
    assert (found.decided_by, found.note) == ("周", "核减 1 家。")


def test_what_was_sent_back_or_withdrawn_stays_on_the_register(desk: Desk) -> None:
    desk.send_back(corrected(desk))
    desk.withdraw("王", desk.submit(value="57", number=2, reason="再核。"))
    assert [each.state for each in listed(desk)] == [ReportState.WITHDRAWN, ReportState.RETURNED]
    assert [each.old_value for each in listed(desk)] == [60, 60]


def test_a_correction_of_a_correction_names_the_one_before(desk: Desk) -> None:
    desk.approve(corrected(desk))
    desk.approve(desk.submit(value="65", number=2, reason="补报。"))
    assert [(each.old_value, each.new_value) for each in listed(desk)] == [(55, 65), (60, 55)]


def test_the_reason_of_a_falling_total_is_no_correction(desk: Desk) -> None:
    desk.approve(desk.submit(value="60", period=Q2, at=NOW - timedelta(days=91)))
    desk.approve(desk.submit(value="55", reason="两家企业注销。"))
    assert listed(desk) == ()


def test_not_applicable_is_no_zero(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    desk.submit(number=1, value="", not_applicable="1", scope_note="口径取消。", reason="口径取消。")
    (found,) = listed(desk)
    assert (found.old_value, found.new_value, found.difference) == (60, None, None)
    assert found.new_status is Status.NOT_APPLICABLE


def test_a_zero_is_a_value(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    desk.submit(value="0", number=1, reason="全部核减。")
    (found,) = listed(desk)
    assert (found.new_value, found.difference) == (0, -60)


def test_departments_see_the_corrections_of_their_own_targets(desk: Desk) -> None:
    corrected(desk)
    assert [len(listed(desk, who)) for who in "王李周沈陈"] == [1, 0, 1, 1, 1]


def test_the_register_as_it_was_known(desk: Desk) -> None:
    report = corrected(desk)
    decided = NOW + timedelta(days=1)
    with transaction(desk.engine) as session:
        reviews.approve(session, desk.people["周"], report, decided)
    assert listed(desk, as_of=NOW) == ()
    (waiting,) = listed(desk, as_of=decided - timedelta(seconds=1))
    assert (waiting.state, waiting.decided_by) == (ReportState.SUBMITTED, "")
    assert listed(desk, as_of=decided) == listed(desk)


@pytest.mark.parametrize("period", [Q2, Q3])
def test_each_correction_is_judged_by_the_terms_of_its_quarter(desk: Desk, period: Period) -> None:
    at = NOW - timedelta(days=91 if period == Q2 else 0)
    desk.approve(desk.submit(value="30", period=period, at=at))
    desk.submit(value="45", period=period, number=1, reason="补报。", at=at)
    accept(desk, apply(desk, effective=Q3, value=Decimal(60)))
    (found,) = listed(desk)
    assert found.terms.value == (100 if period == Q2 else 60)
    assert found.new_status is (Status.SLIGHTLY_BEHIND if period == Q2 else Status.ON_PACE)
