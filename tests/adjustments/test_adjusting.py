"""Adjusting a target: asked for and decided once, on the terms that were seen; the past keeps its terms."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from tests.conftest import MakeEngine
from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q2, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.access import Person
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, NotFound, Refusal, StaleState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.workflow.adjustment import Proposed, RequestState
from tracker.export.workbook import workbook_bytes
from tracker.queries.adjustments import (
    Adjustment,
    adjustments,
    adjustments_of,
    newest_targets,
    preview,
    versions,
)
from tracker.queries.own_work import own_work
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services import adjustments as service
from tracker.services.snapshots import freeze
from tracker.tables import AdjustmentDecision, AdjustmentRequest, Audit, Snapshot, TargetTerms, TermsUnit

Q1, Q4 = Period(2025, 1), Period(2025, 4)
REASON, BASIS = "上级年中核减指标。", "海政办纪〔2025〕18号"


def newest(desk: Desk, target: str = "企业") -> TargetTerms:
    of_target = [each for each in rows(desk.engine, TargetTerms) if each.target_id == desk.targets[target]]
    return max(of_target, key=lambda each: each.version)


def proposed(desk: Desk, target: str = "企业", effective: Period = Q3, **changed: Any) -> Proposed:
    row = newest(desk, target)
    same = Proposed(row.value, row.path, row.plan_values, row.due, row.lead_unit_id, effective)
    return replace(same, **changed)


def apply(
    desk: Desk,
    who: str = "王",
    target: str = "企业",
    *,
    seen: int | None = None,
    click: str = "",
    reason: str = REASON,
    basis: str = BASIS,
    at: Any = NOW,
    effective: Period = Q3,
    **changed: Any,
) -> int:
    asked = proposed(desk, target, effective, **(changed or {"value": Decimal(80)}))
    with transaction(desk.engine) as session:
        return service.apply(
            session,
            desk.people[who],
            desk.targets[target],
            seen or newest(desk, target).id or 0,
            asked,
            reason,
            basis,
            click or f"adjust-{next(desk.keys)}",
            at,
        )


def accept(desk: Desk, request: int, who: str = "周", note: str = "", at: Any = NOW) -> int:
    with transaction(desk.engine) as session:
        return service.accept(session, desk.people[who], request, note, at)


def refuse(desk: Desk, request: int, note: str = "依据不足。", who: str = "周") -> None:
    with transaction(desk.engine) as session:
        service.refuse(session, desk.people[who], request, note, NOW)


def take_back(desk: Desk, request: int, who: str = "王") -> None:
    with transaction(desk.engine) as session:
        service.take_back(session, desk.people[who], request, NOW)


def listed(desk: Desk, who: str = "周", **asked: Any) -> tuple[Adjustment, ...]:
    with reading(desk.engine) as session:
        return adjustments(session, desk.people[who], plans(session)[0], **asked)


def waits(desk: Desk, who: str = "周") -> int:
    """How many the tab 目标调整 counts."""
    with reading(desk.engine) as session:
        return own_work(session, desk.people[who], plans(session)[0], Q3, NOW).get("adjustments", 0)


def score(desk: Desk, period: Period, target: str = "企业", **asked: Any) -> Score:
    with reading(desk.engine) as session:
        card = scorecard(session, plans(session)[0], period, desk.people["周"], **asked)
    found = card.of(desk.targets[target])
    assert found is not None
    return found


def test_a_request_changes_no_terms_until_it_is_accepted(desk: Desk) -> None:
    request = apply(desk)
    assert newest(desk).version == 1
    assert score(desk, Q3).target.terms.value == 100
    assert accept(desk, request, note="同意核减。") == 2
    row = newest(desk)
    assert (row.value, row.effective, row.reason, row.basis) == (80, Q3, REASON, BASIS)
    assert (row.applicant_id, row.approver_id) == tuple(desk.people[who].account_id for who in "王周")
    first = rows(desk.engine, TargetTerms)[0]
    kept = ("kind", "operator", "unit_of_measure", "path", "baseline", "lead_unit_id", "lead_source")
    assert [getattr(row, name) for name in kept] == [getattr(first, name) for name in kept]
    assert [each.action for each in rows(desk.engine, Audit)][-2:] == ["申请目标调整", "同意目标调整"]
    assert desk.differences() == []


def test_the_tab_counts_what_waits_for_who_decides(desk: Desk) -> None:
    assert waits(desk) == 0
    first = apply(desk)
    assert (waits(desk), waits(desk, "王")) == (1, 0), "the applicant has nothing to do"
    second = apply(desk, value=Decimal(85))
    assert first != second
    assert waits(desk) == 1, "the newer request stands for the older one"
    refuse(desk, second)
    assert waits(desk) == 0
    accept(desk, apply(desk, value=Decimal(90)))
    assert waits(desk) == 0
    assert waits(desk) == sum(each.state is RequestState.WAITING for each in listed(desk))


def test_new_terms_count_from_their_quarter_on_and_earlier_quarters_keep_the_old(desk: Desk) -> None:
    desk.approve(desk.submit(value="40", period=Q2, at=NOW - timedelta(days=91)))
    desk.approve(desk.submit(value="60"))
    assert score(desk, Q3).status is Status.SLIGHTLY_BEHIND
    accept(desk, apply(desk))
    assert [score(desk, period).target.terms.value for period in (Q1, Q2, Q3, Q4)] == [100, 100, 80, 80]
    assert [score(desk, period).target.terms_version for period in (Q1, Q2, Q3, Q4)] == [1, 1, 2, 2]
    assert score(desk, Q3).status is Status.ON_PACE
    assert score(desk, Q2).status is Status.SLIGHTLY_BEHIND


def test_as_known_before_the_decision_the_old_terms_stand(desk: Desk) -> None:
    decided = NOW + timedelta(days=1)
    accept(desk, apply(desk), at=decided)
    before = decided - timedelta(seconds=1)
    assert score(desk, Q3, as_of=before).target.terms.value == 100
    assert score(desk, Q3, as_of=decided).target.terms.value == 80
    assert [each.state for each in listed(desk, as_of=before)] == [RequestState.WAITING]
    assert [each.decided_at for each in listed(desk, as_of=before)] == [None]
    assert listed(desk, as_of=NOW - timedelta(seconds=1)) == ()
    (now,) = listed(desk)
    assert (now.state, now.decided_by, now.applied_by) == (RequestState.ACCEPTED, "周", "王")


def test_a_change_of_lead_moves_the_permission_to_report_from_its_quarter_on(desk: Desk) -> None:
    accept(desk, apply(desk, lead_unit_id=unit(desk, "李")))
    desk.submit("王", period=Q2, at=NOW - timedelta(days=91))
    with pytest.raises(NotAllowed):
        desk.submit("王")
    desk.submit("李")
    with pytest.raises(NotAllowed):
        desk.submit("李", period=Q2, number=1, at=NOW - timedelta(days=91))
    assert score(desk, Q2).target.lead.name == KEJI
    assert score(desk, Q3).target.lead.name == JIAOTONG
    assert newest(desk).lead_source == "by hand"


def test_the_former_lead_becomes_co_responsible_and_the_new_one_is_it_no_more(desk: Desk) -> None:
    keji, jiaotong = unit(desk, "王"), unit(desk, "李")
    accept(desk, apply(desk, lead_unit_id=jiaotong))
    assert [each.name for each in score(desk, Q3).target.co_units] == [KEJI]
    accept(desk, apply(desk, "李", lead_unit_id=keji))
    co_units = [row.unit_id for row in rows(desk.engine, TermsUnit) if row.terms_id == newest(desk).id]
    assert co_units == [jiaotong]


def test_co_responsible_units_are_taken_over_in_their_order(desk: Desk) -> None:
    first = newest(desk).id
    assert first is not None
    with transaction(desk.engine) as session:
        session.add(TermsUnit(terms_id=first, position=1, unit_id=unit(desk, "李")))
    accept(desk, apply(desk))
    assert [each.name for each in score(desk, Q3).target.co_units] == [JIAOTONG]


def test_only_the_lead_unit_or_the_office_asks_and_only_the_office_decides(desk: Desk) -> None:
    for who in "李沈陈":
        with pytest.raises(NotAllowed):
            apply(desk, who)
    request = apply(desk, "王")
    for who in "王何李沈陈":
        with pytest.raises(NotAllowed):
            accept(desk, request, who)
        with pytest.raises(NotAllowed):
            refuse(desk, request, who=who)
    assert not rows(desk.engine, AdjustmentDecision)
    assert len(rows(desk.engine, AdjustmentRequest)) == 1


def test_the_office_asks_on_a_units_behalf(desk: Desk) -> None:
    apply(desk, "吴")
    (found,) = listed(desk)
    assert (found.applicant_unit, found.applied_by) == (KEJI, "吴")


def test_a_request_says_what_it_lacks_and_stores_nothing(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"理由.*依据"):
        apply(desk, reason=" ", basis="\n")
    with pytest.raises(BadInput, match="没有改动"):
        apply(desk, value=Decimal(100))
    with pytest.raises(BadInput, match="没有这个牵头单位"):
        apply(desk, lead_unit_id=999)
    assert not rows(desk.engine, AdjustmentRequest)


def test_the_same_click_twice_is_one_request(desk: Desk) -> None:
    first = apply(desk, click="once")
    assert apply(desk, click="once") == first
    with pytest.raises(Refusal, match="标识"):
        apply(desk, "何", click="once")
    assert len(rows(desk.engine, AdjustmentRequest)) == 1


def test_a_newer_request_takes_the_place_of_an_open_one(desk: Desk) -> None:
    first, second = apply(desk, value=Decimal(80)), apply(desk, "何", value=Decimal(70))
    assert [each.state for each in listed(desk)] == [RequestState.WAITING, RequestState.SUPERSEDED]
    with pytest.raises(StaleState, match="何已就这项目标提出新的申请"):
        accept(desk, first)
    assert accept(desk, second) == 2
    assert newest(desk).value == 70
    assert [each.state for each in listed(desk)] == [RequestState.ACCEPTED, RequestState.SUPERSEDED]


def test_who_asks_on_terms_adjusted_meanwhile_is_told_what_changed_and_by_whom(desk: Desk) -> None:
    seen = newest(desk).id
    accept(desk, apply(desk))
    with pytest.raises(StaleState, match="已由周调整为第2版") as refused:
        apply(desk, seen=seen, value=Decimal(70))
    (change,) = refused.value.changes
    assert (change.what, change.seen, change.now, change.by) == ("全年目标", "100家", "80家", "周")


def test_a_request_is_not_accepted_on_other_terms_than_the_applicant_saw(desk: Desk) -> None:
    request = apply(desk)
    row = newest(desk)
    with transaction(desk.engine) as session:
        other = {name: getattr(row, name) for name in TargetTerms.model_fields}
        other |= {
            "id": None,
            "version": 2,
            "value": Decimal(120),
            "approver_id": desk.people["吴"].account_id,
        }
        session.add(TargetTerms(**other))
    with pytest.raises(StaleState, match="已由吴调整为第2版"):
        accept(desk, request)
    refuse(desk, request)


def test_a_request_is_decided_once(desk: Desk) -> None:
    request = apply(desk)
    accept(desk, request)
    for again in (
        lambda: accept(desk, request, "吴"),
        lambda: refuse(desk, request),
        lambda: take_back(desk, request),
    ):
        with pytest.raises(Locked, match=r"已同意（周）"):
            again()
    assert newest(desk).version == 2


def test_of_two_who_decide_at_once_one_does(desk: Desk, another_engine: MakeEngine) -> None:
    request, start = apply(desk), Barrier(2)
    engines = {who: another_engine() for who in "周吴"}

    def decide(who: str) -> bool:
        start.wait()
        try:
            with transaction(engines[who]) as session:
                service.accept(session, desk.people[who], request, "", NOW)
        except Locked:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, "周吴")) == [False, True]
    assert newest(desk).version == 2


def test_a_refusal_needs_a_note_and_changes_no_terms(desk: Desk) -> None:
    request = apply(desk)
    with pytest.raises(BadInput, match="不同意调整时请写明理由"):
        refuse(desk, request, note="  ")
    refuse(desk, request, "请补充上级文件。")
    assert newest(desk).version == 1
    (found,) = listed(desk)
    assert (found.state, found.note) == (RequestState.REFUSED, "请补充上级文件。")
    assert accept(desk, apply(desk)) == 2  # and can be asked for again


def test_the_unit_takes_its_own_request_back(desk: Desk) -> None:
    request = apply(desk)
    for who in "李周":  # another unit, and the office for a unit that did not ask it to
        with pytest.raises(NotAllowed):
            take_back(desk, request, who)
    take_back(desk, request, "何")
    assert [each.state for each in listed(desk)] == [RequestState.TAKEN_BACK]
    on_behalf = apply(desk, "周")
    take_back(desk, on_behalf, "周")
    assert [row.action for row in rows(desk.engine, Audit)][-1] == "撤回目标调整申请"


def test_departments_see_the_adjustments_of_their_own_targets(desk: Desk) -> None:
    apply(desk)
    apply(desk, "李", "吞吐量", value=Decimal(30))
    assert [each.target.name for each in listed(desk)] == ["吞吐量", "企业"]
    assert [each.target.name for each in listed(desk, "王")] == ["企业"]
    head = Person(0, "", "", desk.people["王"].role, desk.people["李"].unit_ids)
    with reading(desk.engine) as session:
        assert [each.target.name for each in adjustments(session, head, plans(session)[0])] == ["吞吐量"]


def test_a_target_that_is_not_there_is_refused_without_a_hint(desk: Desk) -> None:
    asked = proposed(desk, value=Decimal(80))
    for who, refusal in (("王", NotAllowed), ("周", NotFound)):
        with pytest.raises(refusal), transaction(desk.engine) as session:
            service.apply(session, desk.people[who], 999, 1, asked, REASON, BASIS, "k", NOW)


def test_the_versions_of_a_target_tell_reason_basis_applicant_and_approver(desk: Desk) -> None:
    accept(desk, apply(desk), at=NOW + timedelta(hours=1))
    with reading(desk.engine) as session:
        target = newest_targets(session, desk.people["王"], plans(session)[0])[0]
        first, second = versions(session, desk.people["王"], target)
        (made,) = adjustments_of(session, desk.people["王"], target)
        assert len(versions(session, desk.people["王"], target, as_of=NOW)) == 1
        assert adjustments_of(session, desk.people["王"], target, as_of=NOW) == ()
        for read in (versions, adjustments_of):
            with pytest.raises(NotAllowed):
                read(session, desk.people["李"], target)
    assert (made.version, made.original, made.adjusted) == (2, first.terms, second.terms)
    assert [each.text for each in made.changes] == ["全年目标 100家 → 80家"]
    assert (made.reason, made.basis, made.applicant, made.approver) == (REASON, BASIS, "王", "周")
    assert (made.effective, second.effective) == (Q3, Q3)


def test_the_preview_names_the_quarters_whose_status_would_change_and_is_right(desk: Desk) -> None:
    desk.approve(desk.submit(value="40", period=Q2, at=NOW - timedelta(days=91)))
    desk.approve(desk.submit(value="60"))

    def previewed(effective: Period) -> list[str]:
        asked = proposed(desk, effective=effective, value=Decimal(80))
        with reading(desk.engine) as session:
            target = newest_targets(session, desk.people["王"], plans(session)[0])[0]
            found = preview(session, desk.people["王"], plans(session)[0], target, asked)
        return [each.text for each in found]

    third = "2025年三季度：▲ 稍慢 → ● 达时序"
    assert previewed(Q1) == ["2025年二季度：▲ 稍慢 → ● 达时序", third]
    assert previewed(Q3) == [third]
    assert previewed(Q4) == []
    accept(desk, apply(desk, effective=Q3))
    assert score(desk, Q3).status is Status.ON_PACE
    assert previewed(Q3) == []


def test_the_preview_knows_what_waits_and_what_is_due(desk: Desk) -> None:
    desk.submit("李", "开工", value="0")
    assert score(desk, Q3, "开工").status is Status.UNDER_REVIEW
    asked = proposed(desk, "开工", Q3, due=Q4)
    with reading(desk.engine) as session:
        target = newest_targets(session, desk.people["李"], plans(session)[0])[-1]
        (turn,) = preview(session, desk.people["李"], plans(session)[0], target, asked)
    assert (turn.period, turn.before, turn.after) == (Q3, Status.UNDER_REVIEW, Status.NOT_DUE)


def test_a_snapshot_frozen_before_stays_byte_for_byte_and_still_exports(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    with transaction(desk.engine) as session:
        person = desk.people["周"]
        card = scorecard(session, plans(session)[0], Q3, person)
        freeze(session, person, card, texts_of(session, card), "三季度", NOW.date(), NOW)
    (before,) = rows(desk.engine, Snapshot)
    made = workbook_bytes(before.content, before.sha256, before.number)
    accept(desk, apply(desk, effective=Q1, path=Path.YEAR_END))
    (after,) = rows(desk.engine, Snapshot)
    assert (after.content, after.sha256) == (before.content, before.sha256)
    assert workbook_bytes(after.content, after.sha256, after.number) == made
    assert desk.differences() == []


def unit(desk: Desk, who: str) -> int:
    (found,) = desk.people[who].unit_ids
    return found
