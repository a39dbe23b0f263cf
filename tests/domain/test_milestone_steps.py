"""A milestone of several steps: its figure counts those that are done (DOMAIN §2)."""

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4, RULES, dec, milestone
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Step, milestone_choices, value_in_words
from tracker.domain.progress.judging import judge
from tracker.domain.progress.status import Status
from tracker.domain.workflow.approval import differing_value
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.entry.reading import read_value
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.domain.workflow.pasting import cell_of_draft, draft_of_cell

BRIDGE = milestone(Q4, (Step("开工", Q2), Step("合龙", Q3), Step("通车", Q4)))
WORDS = {"3": "已完成", "2": "已完成2步（合龙）", "1": "已完成1步（开工）", "0": "尚未完成"}


@pytest.mark.parametrize(
    ("value", "period", "status"),
    [
        ("0", Q1, Status.NOT_DUE),
        ("1", Q1, Status.NOT_DUE),
        (None, Q2, Status.NOT_REPORTED),
        ("0", Q2, Status.BEHIND),
        ("1", Q2, Status.ON_PACE),
        ("1", Q3, Status.BEHIND),
        ("2", Q3, Status.ON_PACE),
        ("3", Q3, Status.ACHIEVED),
        ("2", Q4, Status.MISSED),
        ("3", Q4, Status.ACHIEVED),
    ],
)
def test_the_steps_that_are_due_decide(value: str | None, period: Period, status: Status) -> None:
    amount = None if value is None else dec(value)
    assert judge(BRIDGE, amount, period.last_month, period, RULES).status is status


def test_each_step_can_be_chosen_and_is_said_by_its_name() -> None:
    assert milestone_choices(BRIDGE) == WORDS
    for text, word in WORDS.items():
        assert read_value(text, BRIDGE) == dec(text)
        assert value_in_words(dec(text), BRIDGE) == word
    with pytest.raises(BadInput):
        read_value("4", BRIDGE)


def test_a_cell_takes_the_words_of_a_step_and_gives_them_back() -> None:
    for text, word in WORDS.items():
        draft = draft_of_cell(word, BRIDGE)
        assert draft[Field.VALUE] == text
        assert cell_of_draft(draft, BRIDGE) == word
    assert draft_of_cell("完成", BRIDGE)[Field.VALUE] == "3"


def test_a_reviewer_may_find_a_step_less_done_but_no_step_that_there_is_not() -> None:
    assert differing_value(BRIDGE, dec(2), dec(1), VerifyMethod.DOCUMENTS) == 1
    with pytest.raises(BadInput):
        differing_value(BRIDGE, dec(2), dec(4), VerifyMethod.DOCUMENTS)
