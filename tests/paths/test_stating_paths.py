"""Paths at the start of a year: stated by the lead, agreed to by the office, judged by from then on."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.adjustments.test_adjusting import accept, apply
from tests.entry.ledger import CLOSES, NOW, OPENS, Q3, Desk, rows
from tests.pages.conftest import half_width
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, NotAllowed, NotFound
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.target import Path
from tracker.domain.progress.scorecard import Target
from tracker.domain.workflow.approval import Refused
from tracker.domain.workflow.stated_path import Asked, PathState, StatedPath
from tracker.queries.adjustments import adjustments_of, newest_targets
from tracker.queries.meeting import records_of
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.queries.stated_paths import PathRow, path_rows
from tracker.services import stated_paths, windows
from tracker.tables import Audit, PathDecision, PathStatement, StatedValue, TargetTerms

Q1, Q4 = Period(2025, 1), Period(2025, 4)
SPRING = datetime(2025, 3, 3, 9, tzinfo=SHANGHAI)
LATE = StatedPath(Path.OWN_PLAN, (Decimal(0), Decimal(0), Decimal(30), Decimal(100)))
AT_THE_END = StatedPath(Path.YEAR_END)


def listed(desk: Desk, who: str = "周", **asked: Any) -> dict[str, PathRow]:
    with reading(desk.engine) as session:
        found = path_rows(session, desk.people[who], plans(session)[0], **asked)
    return {row.target.name: row for row in found}


def asked(desk: Desk, target: str = "企业", stated: StatedPath = LATE, note: str = "") -> Asked:
    """As the page asks: on what stands there now."""
    row = listed(desk)[target]
    seen = None if row.newest is None else row.newest.id
    return Asked(row.target.id, row.target.terms_id, seen, stated, note)


def state(desk: Desk, who: str = "王", *every: Asked, at: datetime = SPRING) -> tuple[Refused, ...]:
    with transaction(desk.engine) as session:
        return stated_paths.state(session, desk.people[who], every or (asked(desk),), at)


def agree(desk: Desk, *seen: int, who: str = "周", at: datetime = SPRING) -> tuple[Refused, ...]:
    with transaction(desk.engine) as session:
        return stated_paths.agree(session, desk.people[who], seen, at)


def send_back(desk: Desk, *seen: int, note: str = "请核实。", who: str = "周") -> tuple[Refused, ...]:
    with transaction(desk.engine) as session:
        return stated_paths.send_back(session, desk.people[who], seen, note, SPRING)


def statement(desk: Desk, target: str = "企业") -> int:
    newest = listed(desk)[target].newest
    assert newest is not None
    return newest.id


def target_at(desk: Desk, period: Period, name: str = "企业") -> Target:
    with reading(desk.engine) as session:
        card = scorecard(session, plans(session)[0], period, desk.people["周"])
    return next(score.target for score in card.scores if score.target.name == name)


def test_what_is_stated_changes_nothing_until_it_is_agreed_and_counts_from_the_first_quarter(
    desk: Desk,
) -> None:
    assert state(desk, "王", asked(desk, note="认定在四季度。")) == ()
    assert target_at(desk, Q1).terms.path is Path.EVEN
    assert agree(desk, statement(desk)) == ()
    for period in (Q1, Q3, Q4):
        target = target_at(desk, period)
        assert (target.terms.path, target.terms.plan_values) == (LATE.path, LATE.plan_values)
        assert target.terms_version == 2
    first, second = (each for each in rows(desk.engine, TargetTerms) if each.target_id == target.id)
    kept = ("kind", "operator", "value", "unit_of_measure", "baseline", "lead_unit_id", "effective")
    assert [getattr(second, name) for name in kept] == [getattr(first, name) for name in kept]
    assert (second.applicant_id, second.approver_id) == tuple(desk.people[who].account_id for who in "王周")
    assert (second.reason, second.basis) == ("认定在四季度。", "")
    trail = [(row.actor_name, row.action, row.subject) for row in rows(desk.engine, Audit)][-2:]
    assert trail == [("王", "填写进度安排", "T-0"), ("周", "同意进度安排", "T-0")]
    assert desk.differences() == []


def test_targets_that_have_a_path_are_listed_and_staff_get_their_own(desk: Desk) -> None:
    assert list(listed(desk)) == ["企业", "增速", "吞吐量"]
    assert list(listed(desk, "王")) == ["企业", "增速"]
    assert [row.state for row in listed(desk).values()] == [None] * 3


def test_many_are_stated_at_a_click_and_one_that_can_not_be_holds_up_none(desk: Desk) -> None:
    short = StatedPath(Path.OWN_PLAN, (*(LATE.plan_values or ())[:3], Decimal(99)))
    (refused,) = state(desk, "王", asked(desk, stated=short), asked(desk, "增速", AT_THE_END))
    assert (refused.key, refused.code) == (desk.targets["企业"], "T-0")
    assert "达到目标值" in half_width(refused.why)
    assert [row.target_id for row in rows(desk.engine, PathStatement)] == [desk.targets["增速"]]
    assert not rows(desk.engine, StatedValue)


def test_many_are_agreed_at_a_click_and_what_was_stated_anew_is_left_and_named(desk: Desk) -> None:
    state(desk, "王", asked(desk), asked(desk, "增速", AT_THE_END))
    seen = [statement(desk), statement(desk, "增速")]
    state(desk, "何", asked(desk, stated=AT_THE_END))
    (refused,) = agree(desk, *seen)
    assert (refused.code, half_width(refused.why)) == ("T-0", "何已填写新的进度安排,这一份不再办理。")
    assert target_at(desk, Q1, "增速").terms.path is Path.YEAR_END
    assert target_at(desk, Q1).terms.path is Path.EVEN
    first, second = reversed(listed(desk)["企业"].statements)
    assert (first.state, second.state) == (PathState.SUPERSEDED, PathState.STATED)


def test_what_is_sent_back_says_why_and_is_stated_again(desk: Desk) -> None:
    state(desk)
    with pytest.raises(BadInput, match="退回时请写明"):
        send_back(desk, statement(desk), note=" \n")
    assert send_back(desk, statement(desk)) == ()
    row = listed(desk)["企业"]
    assert row.newest is not None
    assert (row.state, row.newest.decided_by, row.newest.decision_note) == (
        PathState.RETURNED,
        "周",
        "请核实。",
    )
    assert target_at(desk, Q1).terms_version == 1
    assert state(desk, "王", asked(desk, stated=AT_THE_END)) == ()
    assert agree(desk, statement(desk)) == ()
    assert target_at(desk, Q1).terms.path is Path.YEAR_END
    assert [each.action for each in rows(desk.engine, Audit)].count("退回进度安排") == 1


def test_who_states_over_a_colleague_is_told_what_and_by_whom(desk: Desk) -> None:
    mine = asked(desk)
    state(desk, "何", asked(desk, stated=AT_THE_END))
    (refused,) = state(desk, "王", mine)
    assert half_width(refused.why) == "何已就这项目标填写了新的安排“年底一次性完成”,请核对后再提交。"
    assert len(rows(desk.engine, PathStatement)) == 1
    assert state(desk, "王", asked(desk)) == ()


def test_the_same_click_twice_is_one_statement_and_one_agreement(desk: Desk) -> None:
    twice = asked(desk)
    assert state(desk, "王", twice) == state(desk, "王", twice) == ()
    assert len(rows(desk.engine, PathStatement)) == 1
    seen = statement(desk)
    agree(desk, seen)
    (refused,) = agree(desk, seen, who="吴")
    assert half_width(refused.why) == "这份安排已同意(周),不能再次办理。"
    assert len(rows(desk.engine, PathDecision)) == 1


def test_after_the_agreement_a_change_is_an_adjustment(desk: Desk) -> None:
    state(desk, "王", asked(desk, stated=AT_THE_END))
    agree(desk, statement(desk))
    (refused,) = state(desk, "王", asked(desk))
    assert half_width(refused.why) == "进度安排已经同意。要改变,请申请目标调整。"
    assert accept(desk, apply(desk, path=Path.EVEN)) == 3
    assert target_at(desk, Q1).terms.path is Path.YEAR_END
    assert target_at(desk, Q3).terms.path is Path.EVEN


def test_statements_are_taken_until_the_first_quarter_is_due_and_agreed_also_later(desk: Desk) -> None:
    due = datetime(2025, 4, 10, 18, tzinfo=SHANGHAI)
    assert state(desk, "王", asked(desk), at=due - timedelta(seconds=1)) == ()
    (refused,) = state(desk, "王", asked(desk, "增速", AT_THE_END), at=due)
    assert "受理到4月10日18:00" in half_width(refused.why)
    assert agree(desk, statement(desk), at=NOW) == ()
    assert target_at(desk, Q1).terms.path is Path.OWN_PLAN


def test_a_target_that_was_adjusted_during_the_year_keeps_its_path(desk: Desk) -> None:
    state(desk)
    seen = statement(desk)
    accept(desk, apply(desk))
    (refused,) = agree(desk, seen)
    assert "已由周调整为第2版" in half_width(refused.why)
    (refused,) = state(desk, "王", asked(desk, stated=AT_THE_END))
    assert "年内已调整过这项目标" in half_width(refused.why)
    assert send_back(desk, seen) == ()


def test_terms_that_changed_since_they_were_seen_are_not_stated_on(desk: Desk) -> None:
    seen = asked(desk)
    accept(desk, apply(desk, effective=Q1))
    (refused,) = state(desk, "王", seen)
    assert "已由周调整为第2版" in half_width(refused.why)
    stated = StatedPath(Path.OWN_PLAN, (Decimal(0), Decimal(0), Decimal(30), Decimal(80)))
    assert state(desk, "王", asked(desk, stated=stated)) == ()
    agree(desk, statement(desk))
    assert target_at(desk, Q1).terms.value == 80


@pytest.mark.parametrize("who", ["李", "周", "沈", "陈"])
def test_only_a_clerk_of_the_lead_states(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        state(desk, who)
    assert not rows(desk.engine, PathStatement)


@pytest.mark.parametrize("who", ["王", "何", "李", "沈", "陈"])
def test_only_the_office_agrees_and_sends_back(desk: Desk, who: str) -> None:
    state(desk)
    with pytest.raises(NotAllowed):
        agree(desk, statement(desk), who=who)
    with pytest.raises(NotAllowed):
        send_back(desk, statement(desk), who=who)
    assert not rows(desk.engine, PathDecision)


def test_what_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        agree(desk, 999)


def test_a_stated_path_is_no_adjustment_and_the_next_meeting_lists_none(desk: Desk) -> None:
    state(desk, "王", asked(desk, stated=AT_THE_END))
    agree(desk, statement(desk))
    with reading(desk.engine) as session:
        office, plan = desk.people["周"], plans(session)[0]
        target = newest_targets(session, office, plan)[0]
        (made,) = adjustments_of(session, office, target)
        card = scorecard(session, plan, Q3, office)
        assert records_of(session, office, card, NOW.date()).adjustments == ()
    assert made.is_stated
    accept(desk, apply(desk))
    with reading(desk.engine) as session:
        records = records_of(session, office, card, NOW.date())
        assert [(each.version, each.is_stated) for each in records.adjustments] == [(3, False)]


def test_the_past_is_known_as_it_was(desk: Desk) -> None:
    """In a plan that came late: its first window is due in December."""
    due = OPENS.replace(month=12)
    with transaction(desk.engine) as session:
        plan = plans(session)[0]
        windows.set_window(session, desk.people["周"], plan.id, Q1, OPENS, due, due + (CLOSES - OPENS), OPENS)
    hour = timedelta(hours=1)
    state(desk, "王", asked(desk), at=NOW)
    agree(desk, statement(desk), at=NOW + 2 * hour)
    states = [listed(desk, as_of=at)["企业"].state for at in (NOW - hour, NOW + hour, NOW + 3 * hour)]
    assert states == [None, PathState.STATED, PathState.AGREED]
    versions = [listed(desk, as_of=at)["企业"].target.terms_version for at in (NOW + hour, NOW + 3 * hour)]
    assert versions == [1, 2]
