"""What a snapshot keeps beside the scorecard, and what an edit after it changes: nothing of it."""

from datetime import timedelta

from tests.adjustments.test_adjusting import BASIS, REASON, accept, apply
from tests.entry.ledger import NOW, Q2, Q3, Desk, rows
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.meetings.comparison import ChangeKind, Comparison, compare
from tracker.domain.meetings.snapshot import Frozen, content_sha256, is_canonical, thaw
from tracker.domain.workflow.entry import Field
from tracker.queries.meeting import records_of
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services.snapshots import freeze
from tracker.tables import Snapshot


def frozen(desk: Desk, days: int = 0, period: object = Q3) -> tuple[str, Frozen]:
    at = NOW + timedelta(days=days)
    with transaction(desk.engine) as session:
        office = desk.people["周"]
        card = scorecard(session, plans(session)[0], period, office)  # type: ignore[arg-type]
        records = records_of(session, office, card, at.date())
        freeze(session, office, card, texts_of(session, card), "例会", at.date(), at, records)
    content = rows(desk.engine, Snapshot)[-1].content
    assert is_canonical(content)
    return content, thaw(content)


def since(one: Frozen, other: Frozen) -> list[tuple[ChangeKind, str, list[str]]]:
    found: Comparison = compare(one.card, other.card)
    return [(each.kind, each.code, [part.text for part in each.differences]) for each in found.changes]


def code(kept: Frozen) -> str:
    return next(score.target.code for score in kept.card.scores if score.figure is not None)


def test_a_correction_after_freezing_leaves_the_snapshot_and_is_all_that_the_comparison_lists(
    desk: Desk,
) -> None:
    desk.approve(desk.submit(value="80"))
    content, first = frozen(desk)
    desk.approve(desk.submit(number=1, value="78", reason="重复计算,核减。", versions={Field.VALUE: 0}))
    _, second = frozen(desk, days=1)
    stored = rows(desk.engine, Snapshot)[0]
    assert stored.content == content
    assert stored.sha256 == content_sha256(content)
    assert since(first, second) == [
        (ChangeKind.CORRECTED, code(first), ["数值 80家 → 78家", "上报值 80家 → 78家"])
    ]
    (correction,) = second.corrections
    assert (correction.old_value, correction.new_value, correction.reason) == (80, 78, "重复计算,核减。")
    assert second.last is not None
    assert (second.last.number, second.last.sha256) == ("2025Q3-01", stored.sha256)
    assert second.last.comparison == compare(first.card, second.card)
    assert desk.differences() == []


def test_an_adjustment_after_freezing_stands_beside_the_original_in_the_next_snapshot(desk: Desk) -> None:
    desk.approve(desk.submit(value="80"))
    _, first = frozen(desk)
    accept(desk, apply(desk))
    _, second = frozen(desk, days=1)
    (kept,) = second.adjustments
    assert (kept.original.value, kept.adjusted.value, kept.effective) == (100, 80, Q3)
    assert (kept.reason, kept.basis) == (REASON, BASIS)
    assert (kept.applicant, kept.approver) == (desk.people["王"].name, desk.people["周"].name)
    assert [part.text for part in kept.changes] == ["全年目标 100家 → 80家"]
    found = since(first, second)
    assert (ChangeKind.ADJUSTED, code(first), ["全年目标 100家 → 80家"]) in found
    assert {each[1] for each in found} == {code(first)}
    assert first.adjustments == ()


def test_what_was_frozen_again_for_the_same_meeting_is_no_last_meeting(desk: Desk) -> None:
    desk.approve(desk.submit(value="40", period=Q2, at=NOW - timedelta(days=91)))
    _, july = frozen(desk, days=-80, period=Q2)
    frozen(desk)
    _, again = frozen(desk)
    assert july.last is None
    assert again.last is not None
    assert again.last.period == Q2
    assert again.records.window is not None


def test_the_trend_holds_what_the_meetings_were_told_and_of_other_periods_what_is_known(desk: Desk) -> None:
    desk.approve(desk.submit(value="40", period=Q2, at=NOW - timedelta(days=91)))
    _, july = frozen(desk, days=-80, period=Q2)
    told = {each: count for each, count in july.card.whole.due_counts.items() if count}
    desk.approve(
        desk.submit(number=1, value="49", reason="漏报,补计。", period=Q2, versions={Field.VALUE: 0})
    )
    desk.approve(desk.submit(value="80"))
    _, october = frozen(desk)
    first, second = october.records.earlier
    assert (first.period, second.period) == (Period(2025, 1), Q2)
    assert second.counts == told
    known = october.card.of(next(each.target.id for each in july.card.targets if each.figure is not None))
    assert known is not None
    assert known.previous is not None
    assert known.previous.value == 49, "corrected since, but not what July was told"
    assert sum(first.counts.values()) > 0
    assert july.records.earlier == (first,)
