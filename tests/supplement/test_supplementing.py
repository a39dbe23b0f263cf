"""补充说明: asked of a lead whom the verified value drops behind, written once, read where its texts are."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.entry.ledger import KEJI, NOW, Q3, Desk, rows
from tests.supplement.freezing import frozen_now
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, StaleState
from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.chasing import message
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.queries import entries, integrity
from tracker.queries.chasing import to_chase
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.submissions import submissions
from tracker.queries.targets import targets_of
from tracker.services import supplements
from tracker.tables import Audit, Supplement

LATER = NOW + timedelta(days=1)
PROBLEM, NEXT_STEP = "部分企业核减。", "十月起逐户辅导。"


def verified_lower(desk: Desk, **typed: str) -> int:
    """80 of 100 on pace, without a word of problems; the office verifies 50."""
    report = desk.submit(**{"problem": "", "next_step": "", **typed})
    desk.approve(report, verified_value=Decimal(50), method=VerifyMethod.PHONE)
    return report


def write(
    desk: Desk, report: int, who: str = "王", problem: str = PROBLEM, next_step: str = NEXT_STEP
) -> None:
    with transaction(desk.engine) as session:
        supplements.supplement(session, desk.people[who], report, problem, next_step, LATER)


def read(desk: Desk, ask: Any) -> Any:
    with reading(desk.engine) as session:
        return ask(session, plans(session)[0])


def task(desk: Desk) -> entries.Task:
    def ask(session: Any, plan: PlanRef) -> entries.Task:
        ledger = entries.ledger_of(session, desk.people["王"], plan, Q3)
        return entries.tasks(session, desk.people["王"], ledger)[0]

    return read(desk, ask)  # type: ignore[no-any-return]


def chased(desk: Desk) -> list[tuple[str, str]]:
    def ask(session: Any, plan: PlanRef) -> list[tuple[str, str]]:
        listed = to_chase(session, desk.people["周"], plan, Q3, NOW)
        due = next(each.due for each in listed if each.unit.name == KEJI)
        said = message(due, NOW, "https://kpi.example.gov.cn", plan)
        assert said is not None
        assert ("请填写补充说明" in said.text) == bool(due.unexplained)
        return [(each.code, each.note) for each in due.unexplained]

    return read(desk, ask)  # type: ignore[no-any-return]


def texts(desk: Desk, as_of: Any = None) -> Texts:
    def ask(session: Any, plan: PlanRef) -> Texts:
        card = scorecard(session, plan, Q3, desk.people["周"], as_of=as_of)
        return next(iter(texts_of(session, card).values()))

    return read(desk, ask)  # type: ignore[no-any-return]


def test_a_figure_verified_lower_is_a_task_of_its_lead_until_it_is_explained(desk: Desk) -> None:
    report = verified_lower(desk)
    assert desk.form().asked == (Field.PROBLEM, Field.NEXT_STEP)
    assert (task(desk).word, task(desk).is_open, task(desk).is_in) == ("待补充说明", True, True)
    assert chased(desk) == [("T-0", "滞后，未写存在问题、下一步举措")]
    write(desk, report)
    assert desk.form().asked == ()
    assert (task(desk).word, task(desk).is_open) == ("已审核", False)
    assert chased(desk) == []


@pytest.mark.parametrize(
    ("typed", "verified", "asked"),
    [
        pytest.param({"problem": "", "next_step": ""}, None, (), id="approved as reported, on pace"),
        pytest.param({"problem": "", "next_step": ""}, "76", (), id="verified lower and still on pace"),
        pytest.param({"problem": "", "next_step": ""}, "70", (Field.PROBLEM, Field.NEXT_STEP), id="slightly"),
        pytest.param({"next_step": ""}, "50", (Field.NEXT_STEP,), id="one of the two was written"),
        pytest.param({}, "50", (), id="both were written"),
        pytest.param({"problem": "", "next_step": ""}, "0", (Field.PROBLEM, Field.NEXT_STEP), id="zero"),
    ],
)
def test_what_is_asked_for(
    desk: Desk, typed: dict[str, str], verified: str | None, asked: tuple[Field, ...]
) -> None:
    other = {} if verified is None else {"verified_value": Decimal(verified), "method": VerifyMethod.PHONE}
    desk.approve(desk.submit(**typed), **other)
    assert desk.form().asked == asked


def test_it_is_read_wherever_the_figures_texts_are_from_its_own_day_on(desk: Desk) -> None:
    report = verified_lower(desk)
    write(desk, report)
    assert (texts(desk).problem, texts(desk).next_step) == (PROBLEM, NEXT_STEP)
    before = texts(desk, LATER - timedelta(seconds=1))
    assert (before.problem, before.next_step) == ("", "")
    assert texts(desk, LATER) == texts(desk)

    def history(session: Any, plan: PlanRef) -> Any:
        target = targets_of(session, desk.people["周"], plan.id, Q3)[0]
        return submissions(session, desk.people["周"], target)[0]

    sent = read(desk, history)
    assert (sent.texts.problem, sent.full_texts.problem, sent.supplement.by) == ("", PROBLEM, "王")


def test_what_the_submission_says_itself_stays_and_only_the_rest_is_kept(desk: Desk) -> None:
    report = verified_lower(desk, problem="审批周期较长。")
    write(desk, report, problem="另一个说法。")
    (row,) = rows(desk.engine, Supplement)
    assert (row.problem, row.next_step) == ("", NEXT_STEP)
    assert texts(desk).problem == "审批周期较长。"


def test_both_are_needed_and_refused_in_words(desk: Desk) -> None:
    report = verified_lower(desk)
    with pytest.raises(BadInput, match="请填写下一步举措"):
        write(desk, report, next_step="  ")
    assert rows(desk.engine, Supplement) == []


def test_nothing_is_taken_where_the_submission_says_it_all(desk: Desk) -> None:
    report = verified_lower(desk, problem="审批周期较长。", next_step="逐月调度。")
    with pytest.raises(Locked, match="不需要补充说明"):
        write(desk, report)


def test_what_waits_for_review_takes_none(desk: Desk) -> None:
    with pytest.raises(StaleState, match="不是现行的审核数据"):
        write(desk, desk.submit(problem="", next_step=""))


@pytest.mark.parametrize("who", ["李", "周", "沈", "陈"])
def test_only_a_clerk_of_the_lead_writes_it(desk: Desk, who: str) -> None:
    report = verified_lower(desk)
    with pytest.raises(NotAllowed):
        write(desk, report, who)


def test_a_double_click_writes_once_and_a_colleague_is_told(desk: Desk) -> None:
    report = verified_lower(desk)
    write(desk, report)
    write(desk, report)
    with pytest.raises(StaleState, match="王已提交") as refused:
        write(desk, report, "何", problem="另一个说法。")
    assert refused.value.changes[0].now == PROBLEM
    assert len(rows(desk.engine, Supplement)) == 1


def test_a_correction_approved_meanwhile_has_texts_of_its_own(desk: Desk) -> None:
    report = verified_lower(desk)
    desk.approve(desk.submit(number=1, value="50", reason="按核定数更正。"))
    assert desk.form().asked == ()
    with pytest.raises(StaleState, match="不是现行的审核数据"):
        write(desk, report)


def test_a_line_of_the_trail_stands_and_verify_finds_nothing(desk: Desk) -> None:
    write(desk, verified_lower(desk))
    line = rows(desk.engine, Audit)[-1]
    assert (line.action, line.subject, line.actor_name) == ("补充说明", "T-0 2025Q3", "王")
    with reading(desk.engine) as session:
        assert list(integrity.findings(session)) == []


@pytest.fixture
def frozen(desk: Desk) -> tuple[str, str]:
    """A snapshot before it was written, and one after."""
    report = verified_lower(desk)
    before = frozen_now(desk)
    write(desk, report)
    return before, frozen_now(desk)


def test_a_snapshot_freezes_the_texts_as_they_stand_then(frozen: tuple[str, str]) -> None:
    problems = [next(iter(thaw(content).texts.values())).problem for content in frozen]
    assert problems == ["", PROBLEM]
