"""What others say before a figure counts: the head's confirmation, and the co-responsible units' words."""

from datetime import datetime

import pytest

from tracker.domain.language.errors import BadInput, Locked, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.approval import (
    Signature,
    check_answers,
    check_confirmation,
    check_confirmed,
    check_signing,
    newest_words,
    open_objections,
    silent_units,
)
from tracker.domain.workflow.lifecycle import Stance, WindowState

AT = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
UNITS = (UnitRef(1, "市财政局"), UnitRef(2, "市发改局"), UnitRef(3, "市经信局"))
OBJECT, CONFIRM = Stance.OBJECT, Stance.CONFIRM


def word(key: int, unit: int, stance: Stance, answer: str = "") -> Signature:
    return Signature(key, unit, UNITS[unit - 1].name, stance, "口径不一致", "钱", AT, answer)


def test_the_newest_word_of_each_unit_counts() -> None:
    said = (word(1, 1, OBJECT), word(2, 2, CONFIRM), word(3, 1, CONFIRM), word(4, 2, OBJECT))
    assert [each.id for each in newest_words(said)] == [3, 4]
    assert [each.id for each in open_objections(said)] == [4]


def test_an_answered_objection_is_not_open() -> None:
    assert open_objections([word(1, 1, OBJECT, "已核对。")]) == ()


def test_who_said_nothing_is_named_and_whatever_was_said_breaks_the_silence() -> None:
    said = (word(1, 1, OBJECT), word(2, 2, CONFIRM))
    assert [unit.name for unit in silent_units(UNITS, said)] == ["市经信局"]


@pytest.mark.parametrize(
    ("head_confirms", "is_confirmed", "can_approve", "can_confirm"),
    [
        (False, False, True, False),
        (False, True, True, False),  # confirmed while it was on
        (True, False, False, True),
        (True, True, True, False),
    ],
)
def test_the_switch_decides_whose_turn_it_is(
    head_confirms: bool, is_confirmed: bool, can_approve: bool, can_confirm: bool
) -> None:
    for check, can in ((check_confirmed, can_approve), (check_confirmation, can_confirm)):
        if can:
            check(head_confirms, is_confirmed)
        else:
            with pytest.raises(Locked):
                check(head_confirms, is_confirmed)


def test_no_objections_need_no_answers() -> None:
    check_answers((), {})
    check_answers((), {7: "已核对。"})  # taken back meanwhile


def test_every_open_objection_is_answered_by_its_id() -> None:
    objections = (word(1, 1, OBJECT), word(2, 2, OBJECT))
    check_answers(objections, {1: "已核对。", 2: "已剔除。"})
    with pytest.raises(BadInput, match="市发改局"):
        check_answers(objections, {1: "已核对。", 2: " "})
    with pytest.raises(StaleState, match="市发改局") as stale:
        check_answers(objections, {1: "已核对。"})
    assert [change.what for change in stale.value.changes] == ["市发改局会签"]


S, A, R, W = ReportState.SUBMITTED, ReportState.APPROVED, ReportState.RETURNED, ReportState.WITHDRAWN
OPEN, OVERDUE, CLOSED = WindowState.OPEN, WindowState.OVERDUE, WindowState.CLOSED


@pytest.mark.parametrize(
    ("state", "counts", "window", "sentence"),
    [
        (S, False, OPEN, None),
        (S, False, CLOSED, None),
        (A, True, OPEN, None),
        (A, True, OVERDUE, None),
        (A, True, CLOSED, "填报也已关闭"),
        (A, False, OPEN, "已被更正"),
        (R, False, OPEN, "已退回"),
        (W, False, OPEN, "已撤回"),
    ],
)
def test_a_word_is_taken_while_it_can_still_matter(
    state: ReportState, counts: bool, window: WindowState, sentence: str | None
) -> None:
    if sentence is None:
        check_signing(state, counts, window)
    else:
        with pytest.raises(Locked, match=sentence):
            check_signing(state, counts, window)
