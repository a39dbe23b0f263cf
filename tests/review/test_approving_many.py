"""批量审核: what was seen is approved in one transaction; what changed meanwhile is skipped and named."""

from collections.abc import Sequence

import pytest

from tests.countersign.cast import seat_the_others, sign, switch
from tests.entry.ledger import NOW, Desk, rows
from tracker.db import transaction
from tracker.domain.language.errors import NotAllowed, NotFound
from tracker.domain.measure.figure import ReportState
from tracker.domain.workflow.approval import Refused
from tracker.services import reviews
from tracker.tables import Audit, Review


def approve_many(desk: Desk, seen: Sequence[int], who: str = "周") -> tuple[Refused, ...]:
    with transaction(desk.engine) as session:
        return reviews.approve_many(session, desk.people[who], seen, NOW)


def three(desk: Desk) -> list[int]:
    return [
        desk.submit(),
        desk.submit(target="增速", value="21"),
        desk.submit("李", "吞吐量", value="28"),
    ]


def test_all_that_was_seen_is_approved(desk: Desk) -> None:
    assert approve_many(desk, three(desk)) == ()
    assert [desk.state(name) for name in ("企业", "增速", "吞吐量")] == [ReportState.APPROVED] * 3
    assert desk.counted() == 80
    assert desk.differences() == []


def test_what_was_resubmitted_meanwhile_is_skipped_and_named(desk: Desk) -> None:
    seen = three(desk)
    desk.withdraw("王", seen[0])
    desk.submit(number=1, value="95")
    (refused,) = approve_many(desk, seen)
    assert (refused.key, refused.code) == (seen[0], "T-0")
    assert "已有新的提交" in refused.why
    assert (desk.state(), desk.counted()) == (ReportState.SUBMITTED, None), "nothing unseen is approved"
    assert [desk.state(name) for name in ("增速", "吞吐量")] == [ReportState.APPROVED] * 2
    assert desk.differences() == []


def test_what_was_decided_meanwhile_is_skipped_and_named(desk: Desk) -> None:
    seen = three(desk)
    desk.approve(seen[0], "吴")
    desk.send_back(seen[1], who="吴")
    desk.withdraw("李", seen[2])
    refused = approve_many(desk, seen)
    assert [each.code for each in refused] == ["T-0", "T-1", "T-2"]
    words = ("已审核", "已退回", "已撤回")
    assert all(word in each.why for each, word in zip(refused, words, strict=True))
    assert [desk.state(name) for name in ("企业", "增速", "吞吐量")] == [
        ReportState.APPROVED,
        ReportState.RETURNED,
        ReportState.WITHDRAWN,
    ]


def test_what_is_objected_to_is_not_approved_in_bulk(desk: Desk) -> None:
    seat_the_others(desk)
    seen = three(desk)
    sign(desk, seen[0])
    (refused,) = approve_many(desk, seen)
    assert (refused.code, "市财政局" in refused.why) == ("T-0", True)
    assert desk.state() is ReportState.SUBMITTED


def test_what_waits_for_its_head_is_not_approved_in_bulk(desk: Desk) -> None:
    switch(desk, True)
    refused = approve_many(desk, three(desk))
    assert [each.code for each in refused] == ["T-0", "T-1", "T-2"]
    assert all("待单位负责人确认" in each.why for each in refused)
    assert not rows(desk.engine, Review)


def test_naming_one_twice_approves_it_once(desk: Desk) -> None:
    report = desk.submit()
    assert approve_many(desk, [report, report]) == ()
    assert len(rows(desk.engine, Review)) == 1


def test_nothing_chosen_approves_nothing(desk: Desk) -> None:
    three(desk)
    assert approve_many(desk, []) == ()
    assert not rows(desk.engine, Review)


@pytest.mark.parametrize("who", ["王", "李", "沈", "陈"])
def test_only_the_mayors_office_approves_many(desk: Desk, who: str) -> None:
    seen = three(desk)
    with pytest.raises(NotAllowed):
        approve_many(desk, seen, who)
    assert not rows(desk.engine, Review)


def test_what_does_not_exist_ends_the_whole_click(desk: Desk) -> None:
    with pytest.raises(NotFound):
        approve_many(desk, [desk.submit(), 99])
    assert not rows(desk.engine, Review), "one click, one transaction"


def test_each_approval_stands_in_the_audit_trail_by_itself(desk: Desk) -> None:
    approve_many(desk, three(desk))
    trail = [(row.action, row.subject) for row in rows(desk.engine, Audit)][-3:]
    assert trail == [("审核通过", f"T-{number} 2025Q3") for number in range(3)]
