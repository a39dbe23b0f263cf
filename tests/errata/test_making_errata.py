"""勘误: made by the office alone; judged anew from the plan's start, nothing of the past is touched."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.adjustments.test_adjusting import accept, apply, listed, newest, score, unit
from tests.adjustments.test_frozen_records import frozen, since
from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q2, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, NotFound, Refusal, StaleState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.meetings.comparison import ChangeKind
from tracker.domain.meetings.meeting import ErratumLine
from tracker.domain.progress.scorecard import Target, UnitRef
from tracker.domain.progress.status import Status
from tracker.domain.workflow.erratum import ErratumKind, ReadAs
from tracker.queries.errata import errata, known_of, preview_of, withdrawn_targets
from tracker.queries.notice import NoticeNumber, notice
from tracker.queries.plans import plans
from tracker.queries.submissions import submissions
from tracker.queries.targets import targets_of
from tracker.services import errata as service
from tracker.tables import Audit, Erratum, ErratumTerms, Reading, Snapshot, TargetTerms, TermsUnit

Q1, Q4 = Period(2025, 1), Period(2025, 4)
REASON = "原文为户数，登记时误作家数。"


def target_of(desk: Desk, target: str, period: Period = Q4, as_of: Any = None) -> Target:
    with reading(desk.engine) as session:
        known = targets_of(
            session, desk.people["周"], plans(session)[0].id, period, as_of, with_withdrawn=True
        )
    return next(each for each in known if each.id == desk.targets[target])


def read_as(desk: Desk, target: str = "企业", **changed: Any) -> ReadAs:
    """The reading as it stands, with other parts."""
    with reading(desk.engine) as session:
        read = known_of(session, desk.people["周"], target_of(desk, target)).reading.read
    own = {name: changed.pop(name) for name in ("name", "lead", "co_units") if name in changed}
    return replace(read, terms=replace(read.terms, **changed), **own)


def correct(
    desk: Desk,
    target: str = "企业",
    who: str = "周",
    *,
    seen: int | None = None,
    click: str = "",
    reason: str = REASON,
    at: Any = NOW,
    **changed: Any,
) -> int:
    corrected = read_as(desk, target, **changed)
    with transaction(desk.engine) as session:
        return service.correct(
            session,
            desk.people[who],
            desk.targets[target],
            seen or newest(desk, target).id or 0,
            corrected,
            reason,
            click or f"erratum-{next(desk.keys)}",
            at,
        )


def withdraw(desk: Desk, target: str = "企业", who: str = "周", *, reads: str = "", at: Any = NOW) -> int:
    with transaction(desk.engine) as session:
        return service.withdraw(
            session,
            desk.people[who],
            desk.targets[target],
            newest(desk, target).id or 0,
            reads,
            "原文是对照数，不是目标。",
            f"erratum-{next(desk.keys)}",
            at,
        )


def restore(desk: Desk, target: str = "企业", who: str = "周", at: Any = NOW) -> int:
    with transaction(desk.engine) as session:
        return service.restore(
            session, desk.people[who], desk.targets[target], "撤销有误。", f"erratum-{next(desk.keys)}", at
        )


TALENT = Terms(Kind.RUNNING_TOTAL, Operator.AT_LEAST, Decimal(2000), "人", Path.EVEN)


def add_missed(
    desk: Desk,
    who: str = "周",
    *,
    quote: str = "引进人才2000人以上",
    number: str = "2000",
    reason: str = "登记时遗漏。",
    click: str = "",
    at: Any = NOW,
) -> str:
    read = ReadAs("引进人才", TALENT, UnitRef(unit(desk, "王"), ""), (UnitRef(unit(desk, "李"), ""),))
    with transaction(desk.engine) as session:
        return service.add_missed(
            session,
            desk.people[who],
            plans(session)[0].id,
            quote,
            number,
            read,
            reason,
            click or f"erratum-{next(desk.keys)}",
            at,
        )


def register(desk: Desk, who: str = "周", **asked: Any) -> tuple[ErratumLine, ...]:
    with reading(desk.engine) as session:
        return errata(session, desk.people[who], plans(session)[0], **asked)


def codes(desk: Desk, period: Period = Q3, who: str = "周", **asked: Any) -> list[str]:
    with reading(desk.engine) as session:
        known = targets_of(session, desk.people[who], plans(session)[0].id, period, **asked)
    return [each.code for each in known]


def test_a_correction_holds_from_the_plans_first_period_and_figures_are_judged_anew(desk: Desk) -> None:
    desk.approve(desk.submit(value="40", period=Q2, at=NOW - timedelta(days=91)))
    desk.approve(desk.submit(value="60"))
    assert [score(desk, period).status for period in (Q2, Q3)] == [Status.SLIGHTLY_BEHIND] * 2
    correct(desk, value=Decimal(80))
    assert [score(desk, period).target.terms.value for period in (Q1, Q2, Q3, Q4)] == [80] * 4
    assert [score(desk, period).status for period in (Q2, Q3)] == [Status.ON_PACE] * 2
    assert desk.counted() == 60
    assert desk.differences() == []


def test_what_an_adjustment_changed_stays_and_the_corrected_part_holds_in_it(desk: Desk) -> None:
    accept(desk, apply(desk, value=Decimal(80)))
    correct(desk, unit_of_measure="户", operator=Operator.MORE_THAN)
    shown = [score(desk, period).target.terms for period in (Q1, Q2, Q3, Q4)]
    assert [terms.value for terms in shown] == [100, 100, 80, 80]
    assert {(terms.unit_of_measure, terms.operator) for terms in shown} == {("户", Operator.MORE_THAN)}
    assert [score(desk, period).target.terms_version for period in (Q1, Q3)] == [3, 4]
    assert [each.corrects_id for each in rows(desk.engine, ErratumTerms)] == [
        next(row.id for row in rows(desk.engine, TargetTerms) if row.target_id == desk.targets["企业"]),
        newest(desk).id and next(row.id for row in rows(desk.engine, TargetTerms) if row.version == 2),
    ]


def test_an_adjustment_after_an_erratum_stands_on_the_corrected_terms(desk: Desk) -> None:
    correct(desk, unit_of_measure="户")
    accept(desk, apply(desk, value=Decimal(70)))
    shown = [score(desk, period).target.terms for period in (Q2, Q3)]
    assert [(terms.value, terms.unit_of_measure) for terms in shown] == [(100, "户"), (70, "户")]
    correct(desk, value=Decimal(120))
    assert [score(desk, period).target.terms.value for period in (Q2, Q3)] == [120, 70]


def test_the_register_of_adjustments_holds_no_erratum(desk: Desk) -> None:
    accept(desk, apply(desk, value=Decimal(80)))
    correct(desk, unit_of_measure="户")
    __, kept = frozen(desk)
    assert [each.version for each in kept.adjustments] == [2]
    assert len(listed(desk)) == 1


def test_as_known_before_the_erratum_the_old_reading_stands(desk: Desk) -> None:
    at = NOW + timedelta(days=1)
    correct(desk, name="企业户数", kind=Kind.LEVEL, path=Path.FLAT, at=at)
    before = at - timedelta(seconds=1)
    old, new = (target_of(desk, "企业", Q3, as_of) for as_of in (before, at))
    assert (old.name, old.terms.kind, old.errata) == ("企业", Kind.RUNNING_TOTAL, 0)
    assert (new.name, new.terms.kind, new.errata) == ("企业户数", Kind.LEVEL, 1)
    assert register(desk, as_of=before) == ()
    assert len(register(desk, as_of=at)) == 1


def test_a_corrected_lead_reports_and_the_former_one_does_not(desk: Desk) -> None:
    jiaotong = UnitRef(unit(desk, "李"), "")
    correct(desk, lead=jiaotong)
    with pytest.raises(NotAllowed):
        desk.submit("王")
    desk.submit("李")
    assert score(desk, Q1).target.lead.name == JIAOTONG
    assert newest(desk).lead_source == "by hand"


def test_co_units_are_stored_in_the_order_given(desk: Desk) -> None:
    correct(desk, co_units=(UnitRef(unit(desk, "李"), ""),))
    assert [each.name for each in score(desk, Q1).target.co_units] == [JIAOTONG]
    correct(desk, co_units=())
    assert score(desk, Q1).target.co_units == ()
    assert len(rows(desk.engine, TermsUnit)) == 1


def test_a_planned_path_is_stored_by_period(desk: Desk) -> None:
    plan = tuple(map(Decimal, (10, 20, 50, 100)))
    correct(desk, path=Path.OWN_PLAN, plan_values=plan)
    assert score(desk, Q2).target.terms.plan_values == plan


def test_the_register_says_what_was_read_and_what_is_read_with_reason_and_who(desk: Desk) -> None:
    correct(desk, unit_of_measure="户", name="企业户数")
    (line,) = register(desk)
    assert (line.kind, line.code, line.made_by, line.made_at) == (ErratumKind.CORRECTED, "T-0", "周", NOW)
    assert line.changes[0].text == "目标名称 企业 → 企业户数"
    assert (line.reason, line.read.name, line.quote) == (REASON, "企业户数", "企业")
    assert [each.action for each in rows(desk.engine, Audit)][-1] == "勘误更正目标"


def test_departments_see_the_errata_of_their_own_targets(desk: Desk) -> None:
    correct(desk, value=Decimal(80))
    correct(desk, "吞吐量", value=Decimal(30))
    assert [each.code for each in register(desk)] == ["T-2", "T-0"]
    assert [each.code for each in register(desk, "王")] == ["T-0"]
    assert [each.code for each in register(desk, "李")] == ["T-2"]
    assert len(register(desk, "沈")) == 2


def test_only_the_office_makes_errata(desk: Desk) -> None:
    for who in "王何李沈陈":
        with pytest.raises(NotAllowed):
            correct(desk, who=who, value=Decimal(80))
        with pytest.raises(NotAllowed):
            withdraw(desk, who=who)
        with pytest.raises(NotAllowed):
            add_missed(desk, who)
        with pytest.raises(NotAllowed):
            restore(desk, who=who)
    assert not rows(desk.engine, Erratum)


def test_an_erratum_says_what_it_lacks_and_stores_nothing(desk: Desk) -> None:
    with pytest.raises(BadInput, match="请写明勘误理由"):
        correct(desk, value=Decimal(80), reason=" ")
    with pytest.raises(BadInput, match="没有改动"):
        correct(desk)
    with pytest.raises(BadInput, match="没有这个单位"):
        correct(desk, lead=UnitRef(999, ""))
    assert not rows(desk.engine, Erratum)
    assert newest(desk).version == 1


def test_the_same_click_twice_is_one_erratum(desk: Desk) -> None:
    first = correct(desk, value=Decimal(80), click="once")
    assert correct(desk, value=Decimal(80), click="once") == first
    with pytest.raises(Refusal, match="标识"):
        correct(desk, who="吴", value=Decimal(80), click="once")
    assert add_missed(desk, click="missed") == add_missed(desk, click="missed")
    assert len(rows(desk.engine, Erratum)) == 2


def test_who_corrects_on_terms_that_moved_on_is_told(desk: Desk) -> None:
    seen = newest(desk).id
    correct(desk, value=Decimal(80))
    with pytest.raises(StaleState, match="已由周勘误，现为第2版"):
        correct(desk, who="吴", seen=seen, value=Decimal(70))
    with pytest.raises(StaleState, match="已由周勘误"):
        apply(desk, seen=seen, value=Decimal(70))


def test_a_request_for_adjustment_that_waits_is_not_accepted_on_another_reading(desk: Desk) -> None:
    request = apply(desk)
    correct(desk, unit_of_measure="户")
    with pytest.raises(StaleState, match="勘误"):
        accept(desk, request)


def test_the_preview_tells_which_statuses_turn_and_stores_nothing(desk: Desk) -> None:
    desk.approve(desk.submit(value="40", period=Q2, at=NOW - timedelta(days=91)))
    desk.approve(desk.submit(value="60"))

    def previewed(**changed: Any) -> list[str]:
        corrected = read_as(desk, **changed)
        with reading(desk.engine) as session:
            target, plan = target_of(desk, "企业"), plans(session)[0]
            return [each.text for each in preview_of(session, desk.people["周"], plan, target, corrected)]

    second, third = (f"2025年{each}季度：▲ 稍慢 → ● 达时序" for each in "二三")
    assert previewed(value=Decimal(80)) == [second, third]
    assert previewed(name="新企业") == []
    accept(desk, apply(desk, value=Decimal(80)))
    assert previewed(value=Decimal(70)) == [second]
    assert not rows(desk.engine, Erratum)


def test_a_withdrawn_target_counts_nowhere_from_the_start_and_takes_no_report(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    withdraw(desk, at=NOW + timedelta(days=1))
    for period in (Q1, Q2, Q3, Q4):
        assert "T-0" not in codes(desk, period)
    assert "T-0" in codes(desk, as_of=NOW)
    with pytest.raises(Locked, match="勘误撤销"):
        desk.submit("王", number=1)
    with pytest.raises(Locked, match="勘误撤销"):
        withdraw(desk)
    assert desk.differences() == []


def test_what_was_reported_of_a_withdrawn_target_stays_readable(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    withdraw(desk)
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        for who in "周王":
            (target,) = withdrawn_targets(session, desk.people[who], plan)
            (sent,) = submissions(session, desk.people[who], target)
            assert sent.value == 60
        assert withdrawn_targets(session, desk.people["李"], plan) == ()
        assert withdrawn_targets(session, desk.people["周"], plan, as_of=NOW - timedelta(days=1)) == ()
    (line,) = register(desk)
    assert (line.original and line.original.name, line.corrected, line.changes) == ("企业", None, ())


def test_a_withdrawal_is_taken_back_by_another_erratum(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    with pytest.raises(Locked, match="没有被勘误撤销"):
        restore(desk)
    withdraw(desk)
    restore(desk)
    assert "T-0" in codes(desk)
    assert score(desk, Q3).figure is not None
    assert [each.kind for each in register(desk)] == [ErratumKind.RESTORED, ErratumKind.WITHDRAWN]


def test_a_missed_target_is_owed_from_the_first_period_with_its_place_in_the_notice(desk: Desk) -> None:
    at = NOW + timedelta(days=1)
    assert add_missed(desk, at=at) == "A1-01"
    with reading(desk.engine) as session:
        known = targets_of(session, desk.people["周"], plans(session)[0].id, Q1)
    (added,) = (each for each in known if each.code == "A1-01")
    assert (added.lead.name, [each.name for each in added.co_units]) == (KEJI, [JIAOTONG])
    assert added.anchor.split() == ("引进人才", "2000", "人以上")
    assert "A1-01" not in codes(desk, as_of=NOW)
    desk.targets["引进人才"] = added.id
    desk.approve(desk.submit("王", "引进人才", value="1500", at=at))
    assert score(desk, Q3, "引进人才").status is Status.ON_PACE


def test_one_place_of_the_notice_is_one_target(desk: Desk) -> None:
    add_missed(desk)
    with pytest.raises(BadInput, match="已登记为目标 A1-01"):
        add_missed(desk, quote="人才2000人以上")
    with pytest.raises(BadInput, match="找不到"):
        add_missed(desk, quote="引进人才3000人以上")
    with pytest.raises(BadInput, match="请写明勘误理由"):
        add_missed(desk, reason="")
    assert len(rows(desk.engine, Erratum)) == 1


def test_a_missed_target_can_be_corrected_and_withdrawn_like_any_other(desk: Desk) -> None:
    add_missed(desk)
    target = next(row for row in rows(desk.engine, TargetTerms) if row.unit_of_measure == "人")
    desk.targets["引进人才"] = target.target_id
    correct(desk, "引进人才", value=Decimal(2500))
    assert score(desk, Q1, "引进人才").target.terms.value == 2500
    with pytest.raises(BadInput, match="读作什么"):
        withdraw(desk, "引进人才")
    withdraw(desk, "引进人才", reads="reference")
    kinds = [(each.kind, each.original and each.original.terms.value) for each in reversed(register(desk))]
    assert kinds == [
        (ErratumKind.MISSED, None),
        (ErratumKind.CORRECTED, 2000),
        (ErratumKind.WITHDRAWN, 2500),
    ]


def test_the_number_in_the_notice_is_read_as_the_newest_erratum_says(desk: Desk) -> None:
    def number() -> NoticeNumber:
        with reading(desk.engine) as session:
            return notice(session, desk.people["周"], plans(session)[0], Q3).numbers[0]

    with transaction(desk.engine) as session:
        session.add(
            Reading(
                plan_id=plans(session)[0].id, start=14, end=19, text="2000", kind="date", source="by rule"
            )
        )
    assert (number().kind.value, number().target) == ("date", None)
    code = add_missed(desk)
    shown = number()
    assert (shown.kind.value, shown.target and shown.target.code) == ("target", code)
    desk.targets["引进人才"] = shown.target.id if shown.target else 0
    withdraw(desk, "引进人才", reads="reference")
    assert (number().kind.value, number().target) == ("reference", None)
    restore(desk, "引进人才")
    assert number().kind.value == "target"


def test_of_a_target_that_is_unknown_nothing_is_made(desk: Desk) -> None:
    desk.targets["无"] = 999
    with pytest.raises(NotFound):
        restore(desk, "无")


def test_a_frozen_snapshot_stays_and_the_next_one_lists_the_errata_since(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    content, first = frozen(desk)
    correct(desk, unit_of_measure="户", name="企业户数", at=NOW + timedelta(hours=1))
    withdraw(desk, "增速", at=NOW + timedelta(hours=2))
    add_missed(desk, at=NOW + timedelta(hours=3))
    stored = rows(desk.engine, Snapshot)[0]
    __, second = frozen(desk, days=1)
    assert rows(desk.engine, Snapshot)[0].content == stored.content == content
    assert rows(desk.engine, Snapshot)[0].sha256 == stored.sha256
    assert "errata" not in content
    kinds = [ErratumKind.CORRECTED, ErratumKind.WITHDRAWN, ErratumKind.MISSED]
    assert [each.kind for each in second.records.errata_since] == kinds
    changes = {kind: texts for kind, __, texts in since(first, second)}
    assert "目标名称 企业 → 企业户数" in changes[ChangeKind.READ_ANEW]
    assert {ChangeKind.ADDED, ChangeKind.DROPPED} <= changes.keys()
    __, third = frozen(desk, days=2)
    assert (len(third.records.errata), third.records.errata_since) == (3, ())
    assert desk.differences() == []
