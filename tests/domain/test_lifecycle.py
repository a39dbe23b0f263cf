"""A figure's life: what may follow what (DOMAIN §4)."""

import pytest

from tracker.domain.language.errors import Locked, NeedsReason, Refusal
from tracker.domain.measure.figure import Finality, ReportState, YearEndCall
from tracker.domain.workflow.lifecycle import Decision, VerifyMethod, check_decision, check_submission

SUBMITTED, APPROVED = ReportState.SUBMITTED, ReportState.APPROVED
RETURNED, WITHDRAWN = ReportState.RETURNED, ReportState.WITHDRAWN
CLOSED = "2025年三季度已关闭填报。"

SUBMISSIONS: list[object] = [
    # latest state, reason, why locked, refused with, words
    pytest.param(None, "", None, None, "", id="first, window open"),
    pytest.param(None, "", CLOSED, Locked, CLOSED, id="first, window closed"),
    pytest.param(None, "更正", CLOSED, Locked, CLOSED, id="first, a reason opens no window"),
    pytest.param(SUBMITTED, "", None, Locked, "等待审核", id="again while it waits"),
    pytest.param(SUBMITTED, "更正", None, Locked, "先撤回", id="again with a reason while it waits"),
    pytest.param(RETURNED, "", None, None, "", id="after return"),
    pytest.param(RETURNED, "", CLOSED, None, "", id="after return, window closed"),
    pytest.param(WITHDRAWN, "", None, None, "", id="after withdrawal"),
    pytest.param(WITHDRAWN, "", CLOSED, Locked, CLOSED, id="after withdrawal, window closed"),
    pytest.param(APPROVED, "统计口径调整", None, None, "", id="correction with a reason"),
    pytest.param(APPROVED, "统计口径调整", CLOSED, None, "", id="correction needs no open window"),
    pytest.param(APPROVED, "", None, NeedsReason, "请填写更正理由", id="correction without a reason"),
    pytest.param(
        APPROVED, " \u3000\n", None, NeedsReason, "请填写更正理由", id="correction with a blank reason"
    ),
    pytest.param(APPROVED, "", CLOSED, NeedsReason, "请填写更正理由", id="correction without either"),
]


@pytest.mark.parametrize(("latest", "reason", "locked", "refusal", "words"), SUBMISSIONS)
def test_a_submission_follows_only_what_admits_one(
    latest: ReportState | None, reason: str, locked: str | None, refusal: type[Refusal] | None, words: str
) -> None:
    if refusal is None:
        check_submission(latest, reason, locked)
        return
    with pytest.raises(refusal, match=words):
        check_submission(latest, reason, locked)


def test_what_waits_for_review_can_be_decided() -> None:
    check_decision(SUBMITTED)


@pytest.mark.parametrize(
    ("latest", "words"),
    [(None, "尚未提交"), (APPROVED, "已审核"), (RETURNED, "已退回"), (WITHDRAWN, "已撤回")],
)
def test_nothing_else_can_be_approved_returned_or_withdrawn(latest: ReportState | None, words: str) -> None:
    with pytest.raises(Locked, match=words):
        check_decision(latest)


def test_a_decision_is_the_state_that_it_leads_to() -> None:
    assert {decision.value for decision in Decision} == {state.value for state in ReportState} - {"submitted"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param(ReportState, {"待审核", "已审核", "已退回", "已撤回"}, id="states"),
        pytest.param(Finality, {"预计", "快报", "正式"}, id="finality"),
        pytest.param(YearEndCall, {"能完成", "努力可完成", "有困难", "需调整"}, id="year-end call"),
        pytest.param(VerifyMethod, {"查阅资料", "电话核查", "现场核实"}, id="verification"),
    ],
)
def test_each_choice_has_the_word_of_the_domain_page(
    kind: type[ReportState | Finality | YearEndCall | VerifyMethod], words: set[str]
) -> None:
    assert {choice.word for choice in kind} == words
