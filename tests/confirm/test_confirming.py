"""单位负责人确认: off by default; while it is on, nothing is approved that the head has not seen."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from tests.countersign.cast import history, queue, switch
from tests.entry.ledger import NOW, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.workflow.approval import Refused
from tracker.domain.workflow.lifecycle import Decision
from tracker.queries.confirmations import to_confirm
from tracker.queries.plans import plans
from tracker.queries.signatures import head_switch
from tracker.queries.waiting import Waiting
from tracker.services import confirmations
from tracker.tables import Audit, HeadConfirmation, PlanOption, Review


def confirm(desk: Desk, report: int, who: str = "郑", at: Any = NOW) -> None:
    with transaction(desk.engine) as session:
        confirmations.confirm(session, desk.people[who], report, at)


def confirm_many(desk: Desk, seen: Sequence[int], who: str = "郑") -> tuple[Refused, ...]:
    with transaction(desk.engine) as session:
        return confirmations.confirm_many(session, desk.people[who], seen, NOW)


def send_back(desk: Desk, report: int, note: str = "请补充名单。", who: str = "郑") -> None:
    with transaction(desk.engine) as session:
        confirmations.send_back(session, desk.people[who], report, note, NOW)


def listed(desk: Desk, who: str = "郑", **past: Any) -> list[Waiting]:
    with reading(desk.engine) as session:
        return list(to_confirm(session, desk.people[who], plans(session)[0], Q3, **past))


def test_it_is_off_by_default(desk: Desk) -> None:
    report = desk.submit()
    assert listed(desk) == []
    with pytest.raises(Locked, match="没有启用"):
        confirm(desk, report)
    with pytest.raises(Locked, match="没有启用"):
        send_back(desk, report)
    assert not queue(desk, Q3)[0].awaits_head
    desk.approve(report)
    assert desk.state() is ReportState.APPROVED


def test_while_it_is_on_the_office_waits_for_the_head(desk: Desk) -> None:
    switch(desk, True)
    report = desk.submit()
    assert queue(desk, Q3)[0].awaits_head
    with pytest.raises(Locked, match="待单位负责人确认"):
        desk.approve(report)
    confirm(desk, report)
    (each,) = queue(desk, Q3)
    assert (each.awaits_head, each.submission.confirmed_by) == (False, "郑")
    desk.approve(report)
    assert history(desk, Q3)[0].confirmed_by == "郑"
    assert desk.differences() == []


def test_the_office_may_send_back_what_waits_for_the_head(desk: Desk) -> None:
    switch(desk, True)
    desk.send_back(desk.submit())
    assert (desk.state(), listed(desk)) == (ReportState.RETURNED, [])


def test_switching_it_off_releases_what_waits(desk: Desk) -> None:
    switch(desk, True)
    report = desk.submit()
    switch(desk, False)
    assert listed(desk) == []
    desk.approve(report)
    assert desk.state() is ReportState.APPROVED


def test_the_department_can_still_withdraw(desk: Desk) -> None:
    switch(desk, True)
    report = desk.submit()
    confirm(desk, report)
    desk.withdraw("王", report)
    assert desk.state() is ReportState.WITHDRAWN
    again = desk.submit(number=1)
    assert queue(desk, Q3)[0].awaits_head, "what was confirmed was another submission"
    with pytest.raises(Locked):
        desk.approve(again)


def test_a_head_sends_back_with_a_note_that_says_who(desk: Desk) -> None:
    switch(desk, True)
    report = desk.submit()
    send_back(desk, report)
    assert desk.state() is ReportState.RETURNED
    review = rows(desk.engine, Review)[0]
    assert (review.decision, review.note) == (Decision.RETURN, "单位负责人郑退回：请补充名单。")
    shown = desk.form()
    assert (shown.return_note, shown.returned_by) == ("单位负责人郑退回：请补充名单。", "郑")
    assert listed(desk) == []


@pytest.mark.parametrize("note", ["", " \n", "\u200b"])
def test_a_head_says_what_to_mend(desk: Desk, note: str) -> None:
    switch(desk, True)
    with pytest.raises(BadInput, match="退回"):
        send_back(desk, desk.submit(), note)


def test_what_is_confirmed_is_with_the_office(desk: Desk) -> None:
    switch(desk, True)
    report = desk.submit()
    confirm(desk, report)
    for act in (confirm, send_back):
        with pytest.raises(Locked, match="已由单位负责人确认"):
            act(desk, report)
    assert len(rows(desk.engine, HeadConfirmation)) == 1


def test_a_head_confirms_what_was_seen_and_nothing_newer(desk: Desk) -> None:
    switch(desk, True)
    seen = desk.submit()
    desk.withdraw("王", seen)
    desk.submit(number=1, value="95")
    with pytest.raises(StaleState) as stale:
        confirm(desk, seen)
    assert stale.value.changes[0].now == "95"
    assert not rows(desk.engine, HeadConfirmation)


def test_many_are_confirmed_at_once_and_what_changed_is_named(desk: Desk) -> None:
    switch(desk, True)
    first, second = desk.submit(), desk.submit(target="增速", value="21")
    desk.withdraw("王", first)
    desk.submit(number=1, value="95")
    (refused,) = confirm_many(desk, [first, second])
    assert refused.code == "T-0"
    assert [row.report_id for row in rows(desk.engine, HeadConfirmation)] == [second]


@pytest.mark.parametrize("who", ["王", "李", "冯", "周", "沈", "陈"])
def test_only_the_head_of_the_lead_unit_confirms(desk: Desk, who: str) -> None:
    switch(desk, True)
    report = desk.submit()
    with pytest.raises(NotAllowed):
        confirm(desk, report, who)
    with pytest.raises(NotAllowed):
        send_back(desk, report, who=who)
    with pytest.raises(NotAllowed):
        confirm_many(desk, [report], who)
    assert listed(desk, who) == []
    assert not rows(desk.engine, HeadConfirmation)


@pytest.mark.parametrize("who", ["王", "郑", "沈", "陈"])
def test_only_the_mayors_office_sets_the_switch(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        switch(desk, True, who)
    assert not rows(desk.engine, PlanOption)


def test_each_setting_stays_on_record_and_the_same_again_is_none(desk: Desk) -> None:
    switch(desk, False)
    for on in (True, True, False, False, True):
        switch(desk, on)
    assert [row.head_confirms for row in rows(desk.engine, PlanOption)] == [True, False, True]
    trail = [row.action for row in rows(desk.engine, Audit)][-3:]
    assert trail == ["启用单位负责人确认", "停用单位负责人确认", "启用单位负责人确认"]


def test_the_past_is_known_as_it_was(desk: Desk) -> None:
    early, middle = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    switch(desk, True, at=NOW - timedelta(hours=2))
    desk.submit(at=NOW - timedelta(hours=4))
    confirm(desk, queue(desk, Q3)[0].submission.report_id)
    assert not queue(desk, Q3, early)[0].awaits_head
    assert queue(desk, Q3, middle)[0].awaits_head
    assert len(listed(desk, as_of=middle)) == 1
    assert listed(desk) == []
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        assert not head_switch(session, plan.id, as_of=early).on
        assert head_switch(session, plan.id).set_by == "周"


def test_confirming_stands_in_the_audit_trail(desk: Desk) -> None:
    switch(desk, True)
    confirm(desk, desk.submit())
    send_back(desk, desk.submit(target="增速", value="21"))
    trail = [(row.actor_name, row.action, row.subject) for row in rows(desk.engine, Audit)]
    assert trail[-3] == ("郑", "负责人确认", "T-0 2025Q3")
    assert trail[-1] == ("郑", "负责人退回", "T-1 2025Q3")
