"""会签: every word is kept, a unit's newest counts, silence blocks nothing, no objection gets lost."""

from datetime import timedelta

import pytest

from tests.countersign.cast import (
    CAIZHENG,
    history,
    objected,
    open_to,
    queue,
    sign,
    switch,
    words,
)
from tests.entry.ledger import CLOSES, JIAOTONG, KEJI, NOW, Q3, Desk, rows
from tracker.db import reading
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.workflow.approval import open_objections
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.own_work import own_work
from tracker.queries.plans import plans
from tracker.tables import Audit, Countersign, ObjectionAnswer, Review

CONFIRM, OBJECT = Stance.CONFIRM, Stance.OBJECT
LATER = NOW + timedelta(hours=1)


def test_silence_does_not_block(desk: Desk) -> None:
    desk.approve(desk.submit())
    assert desk.state() is ReportState.APPROVED


def test_agreement_does_not_block(desk: Desk) -> None:
    report = desk.submit()
    sign(desk, report, stance=CONFIRM, note="")
    desk.approve(report)
    assert words(history(desk, Q3)[0].countersigns) == [(CAIZHENG, CONFIRM, "", "")]


def test_an_objection_has_to_be_answered_before_approval(desk: Desk) -> None:
    report = desk.submit()
    objection = sign(desk, report)
    with pytest.raises(BadInput, match="市财政局有异议，请先写明答复"):
        desk.approve(report, answers={objection: " \u200b "})
    assert desk.state() is ReportState.SUBMITTED
    desk.approve(report, answers={objection: "已与财政局核对，口径一致。"})
    assert desk.state() is ReportState.APPROVED
    assert words(history(desk, Q3)[0].countersigns) == [
        (CAIZHENG, OBJECT, "口径不一致。", "已与财政局核对，口径一致。")
    ]
    assert desk.differences() == []


def test_what_is_objected_to_counts_at_the_queue_but_not_among_what_is_decided_at_once(desk: Desk) -> None:
    report = desk.submit()
    assert counted(desk) == {"review": 1, "review?mode=many": 1}
    sign(desk, report)
    assert counted(desk) == {"review": 1}
    switch(desk, on=True)
    assert counted(desk) == {}, "it waits for the head"


def counted(desk: Desk) -> dict[str, int]:
    with reading(desk.engine) as session:
        counts = own_work(session, desk.people["周"], plans(session)[0], Q3, NOW)
    return {name: count for name, count in counts.items() if name.startswith("review")}


def test_an_objection_that_was_not_seen_stops_the_approval(desk: Desk) -> None:
    report = desk.submit()
    sign(desk, report)
    with pytest.raises(StaleState, match="市财政局对这项数据有异议") as stale:
        desk.approve(report)
    (change,) = stale.value.changes
    assert (change.what, change.now, change.by) == ("市财政局会签", "有异议：口径不一致。", "钱")
    assert not rows(desk.engine, Review)


def test_a_second_objection_that_came_meanwhile_stops_it_too_and_nothing_is_stored(desk: Desk) -> None:
    report = desk.submit()
    seen = sign(desk, report)
    sign(desk, report, "李", unit=JIAOTONG, note="数据重复。")
    with pytest.raises(StaleState, match="市交通运输局"):
        desk.approve(report, answers={seen: "已核对。"})
    assert not rows(desk.engine, Review)
    assert not rows(desk.engine, ObjectionAnswer)


def test_a_reworded_objection_is_a_new_one(desk: Desk) -> None:
    report = desk.submit()
    seen = sign(desk, report)
    sign(desk, report, note="另有两家重复。", seen=seen)
    with pytest.raises(StaleState):
        desk.approve(report, answers={seen: "已核对。"})


def test_a_units_newest_word_counts_and_the_earlier_ones_stay(desk: Desk) -> None:
    report = desk.submit()
    first = sign(desk, report)
    sign(desk, report, stance=CONFIRM, note="已核对一致。", seen=first)
    desk.approve(report, answers={first: "请财政局再核。"})
    assert words(history(desk, Q3)[0].countersigns) == [
        (CAIZHENG, OBJECT, "口径不一致。", "请财政局再核。"),
        (CAIZHENG, CONFIRM, "已核对一致。", ""),
    ]


def test_each_objection_is_answered_by_itself(desk: Desk) -> None:
    report = desk.submit()
    ours, theirs = sign(desk, report), sign(desk, report, "李", unit=JIAOTONG, note="数据重复。")
    with pytest.raises(BadInput, match="市交通运输局"):
        desk.approve(report, answers={ours: "已核对。", theirs: ""})
    desk.approve(report, answers={ours: "已核对。", theirs: "已剔除。"})
    assert {row.text for row in rows(desk.engine, ObjectionAnswer)} == {"已核对。", "已剔除。"}


@pytest.mark.parametrize("note", ["", " \n ", "\u200b"])
def test_an_objection_says_to_what(desk: Desk, note: str) -> None:
    with pytest.raises(BadInput, match="异议内容"):
        sign(desk, desk.submit(), note=note)
    assert not rows(desk.engine, Countersign)


def test_a_double_click_is_one_word(desk: Desk) -> None:
    report = desk.submit()
    for _ in range(3):
        sign(desk, report)
    assert len(rows(desk.engine, Countersign)) == 1


def test_a_colleagues_word_is_told_before_it_is_replaced(desk: Desk) -> None:
    report = desk.submit()
    sign(desk, report)
    with pytest.raises(StaleState, match="钱刚代表市财政局会签“有异议：口径不一致。”"):
        sign(desk, report, stance=CONFIRM, note="")
    assert open_objections(queue(desk, Q3)[0].submission.countersigns)


@pytest.mark.parametrize("who", ["王", "郑", "冯", "周", "沈", "陈"])
def test_only_clerks_of_co_responsible_units_countersign(desk: Desk, who: str) -> None:
    report = desk.submit()
    for unit in (CAIZHENG, KEJI):
        with pytest.raises(NotAllowed):
            sign(desk, report, who, unit=unit)
    assert open_to(desk, who, Q3) == ()


def test_nobody_speaks_for_another_unit(desk: Desk) -> None:
    report = desk.submit()
    with pytest.raises(NotAllowed):
        sign(desk, report, "李", unit=CAIZHENG)
    with pytest.raises(NotAllowed):
        sign(desk, desk.submit(target="增速", value="21"), "李", unit=JIAOTONG)
    assert not rows(desk.engine, Countersign)


def test_after_approval_an_objection_stands_beside_the_figure(desk: Desk) -> None:
    report = desk.submit()
    desk.approve(report)
    sign(desk, report, at=LATER)
    (each,) = objected(desk, Q3)
    assert (each.score.target.name, words(each.submission.countersigns)) == (
        "企业",
        [(CAIZHENG, OBJECT, "口径不一致。", "")],
    )
    assert desk.counted() == 80


def test_an_answered_or_withdrawn_objection_is_not_listed_as_open(desk: Desk) -> None:
    report = desk.submit()
    objection = sign(desk, report)
    desk.approve(report, answers={objection: "已核对。"})
    assert objected(desk, Q3) == ()
    again = sign(desk, report, note="仍不一致。", seen=objection, at=LATER)
    assert len(objected(desk, Q3)) == 1
    sign(desk, report, stance=CONFIRM, note="", seen=again, at=LATER)
    assert objected(desk, Q3) == ()


def test_once_the_window_has_closed_an_approved_figure_takes_no_word(desk: Desk) -> None:
    report = desk.submit()
    desk.approve(report)
    assert len(open_to(desk, "钱", Q3)) == 1
    with pytest.raises(Locked, match="填报也已关闭"):
        sign(desk, report, at=CLOSES)
    assert open_to(desk, "钱", Q3, CLOSES) == ()


def test_what_still_waits_takes_words_after_the_window_has_closed(desk: Desk) -> None:
    report = desk.submit()
    sign(desk, report, at=CLOSES)
    assert len(open_to(desk, "钱", Q3, CLOSES)) == 1


def test_what_was_sent_back_takes_no_word(desk: Desk) -> None:
    report = desk.submit()
    desk.send_back(report)
    with pytest.raises(Locked, match="已退回"):
        sign(desk, report)
    assert open_to(desk, "钱", Q3) == ()


def test_an_older_submission_takes_no_word_while_a_newer_one_waits(desk: Desk) -> None:
    old = desk.submit()
    desk.withdraw("王", old)
    desk.submit(number=1, value="85")
    with pytest.raises(StaleState, match="已有新的提交"):
        sign(desk, old)


def test_a_resubmission_shows_the_earlier_objection_as_history(desk: Desk) -> None:
    old = desk.submit()
    sign(desk, old)
    desk.send_back(old, "请与财政局核对。")
    new = desk.submit(number=1, value="78")
    (each,) = queue(desk, Q3)
    assert each.submission.countersigns == ()
    assert words(each.earlier_countersigns) == [(CAIZHENG, OBJECT, "口径不一致。", "")]
    assert [(sent.number, sent.note) for sent in each.earlier] == [(1, "请与财政局核对。")]
    desk.approve(new)
    assert [len(sent.countersigns) for sent in history(desk, Q3)] == [0, 1]


def test_the_list_is_of_the_targets_that_the_unit_co_leads(desk: Desk) -> None:
    desk.submit()
    desk.submit(target="增速", value="21")
    desk.submit("李", "吞吐量", value="28")
    (each,) = open_to(desk, "李", Q3)
    assert (each.score.target.name, [unit.name for unit in each.units]) == ("企业", [JIAOTONG])
    assert each.is_unsaid
    sign(desk, each.submission.report_id, "李", CONFIRM, "", JIAOTONG)
    assert not open_to(desk, "李", Q3)[0].is_unsaid


def test_a_waiting_correction_is_listed_in_place_of_the_approved_figure(desk: Desk) -> None:
    desk.approve(desk.submit())
    correction = desk.submit(number=1, value="79", reason="重复一家。")
    (each,) = open_to(desk, "钱", Q3)
    assert each.submission.report_id == correction


def test_only_the_office_lists_objections_to_approved_figures(desk: Desk) -> None:
    for who in ("王", "钱", "郑", "沈", "陈"):
        with pytest.raises(NotAllowed):
            objected(desk, Q3, who)


def test_the_past_is_known_as_it_was(desk: Desk) -> None:
    report = desk.submit(at=NOW - timedelta(hours=2))
    objection = sign(desk, report, at=NOW - timedelta(hours=1))
    desk.approve(report, answers={objection: "已核对。"})
    before = NOW - timedelta(minutes=90)
    between = NOW - timedelta(minutes=30)
    assert queue(desk, Q3, before)[0].submission.countersigns == ()
    assert words(queue(desk, Q3, between)[0].submission.countersigns)[0][3] == ""
    assert words(history(desk, Q3, as_of=NOW)[0].countersigns)[0][3] == "已核对。"
    assert open_to(desk, "钱", Q3, between, as_of=between)[0].submission.countersigns != ()
    assert queue(desk, Q3) == ()


def test_each_word_stands_in_the_audit_trail(desk: Desk) -> None:
    sign(desk, desk.submit())
    newest = rows(desk.engine, Audit)[-1]
    assert (newest.actor_name, newest.action, newest.subject) == ("钱", "会签有异议", "T-0 2025Q3")
    assert CAIZHENG in newest.detail
