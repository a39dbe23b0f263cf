"""我的任务: where a target stands, how long is left, and what deserves a second look."""

from datetime import datetime, timedelta

import pytest

from tests.domain.build import Q2, Q3, RULES, beside, milestone, total
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.target import Terms
from tracker.domain.progress.status import Status
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Window
from tracker.domain.workflow.tasks import Stage, glance, stage_of, time_left

SUBMITTED, APPROVED = ReportState.SUBMITTED, ReportState.APPROVED
RETURNED, WITHDRAWN = ReportState.RETURNED, ReportState.WITHDRAWN
STAGES = [
    # state, has a draft, is due, stage
    (None, False, True, Stage.DUE),
    (None, False, False, Stage.NOT_DUE),
    (None, True, True, Stage.DRAFT),
    (None, True, False, Stage.DRAFT),
    (SUBMITTED, False, True, Stage.SUBMITTED),
    (SUBMITTED, False, False, Stage.SUBMITTED),
    (APPROVED, False, True, Stage.APPROVED),
    (APPROVED, False, False, Stage.APPROVED),
    (APPROVED, True, True, Stage.DRAFT),
    (RETURNED, False, True, Stage.RETURNED),
    (RETURNED, True, True, Stage.RETURNED),
    (RETURNED, False, False, Stage.RETURNED),
    (WITHDRAWN, False, True, Stage.DRAFT),
    (WITHDRAWN, True, False, Stage.DRAFT),
]


@pytest.mark.parametrize(("state", "has_draft", "is_due", "stage"), STAGES)
def test_a_target_stands_in_one_stage(
    state: ReportState | None, has_draft: bool, is_due: bool, stage: Stage
) -> None:
    assert stage_of(state, has_draft, is_due) is stage


def test_what_was_approved_stands_as_unexplained_while_its_lead_is_asked() -> None:
    stages = [stage_of(state, False, True, is_asked=True) for state in (APPROVED, SUBMITTED, RETURNED)]
    assert stages == [Stage.UNEXPLAINED, Stage.SUBMITTED, Stage.RETURNED]
    assert stage_of(APPROVED, True, True, is_asked=True) is Stage.DRAFT, "a correction is being filled in"


def test_what_needs_doing_comes_first() -> None:
    assert [stage.is_open for stage in Stage] == [True] * 4 + [False] * 4
    assert next(iter(Stage)) is Stage.RETURNED


OPENS = datetime(2025, 9, 25, 9, tzinfo=SHANGHAI)
DUE = datetime(2025, 10, 10, 18, tzinfo=SHANGHAI)
CLOSES = datetime(2025, 10, 20, 18, tzinfo=SHANGHAI)
TIMES = [
    # now, what is said
    (datetime(2025, 9, 22, 23, 59, tzinfo=SHANGHAI), "3天后开放"),
    (datetime(2025, 9, 25, 8, 59, tzinfo=SHANGHAI), "今天开放"),
    (OPENS, "还剩15天"),
    (datetime(2025, 10, 9, 23, 59, 59, tzinfo=SHANGHAI), "还剩1天"),
    (datetime(2025, 10, 10, 0, 0, tzinfo=SHANGHAI), "今天截止"),
    (DUE - timedelta(microseconds=1), "今天截止"),
    (DUE, "今天已过截止时间"),
    (datetime(2025, 10, 10, 23, 59, tzinfo=SHANGHAI), "今天已过截止时间"),
    (datetime(2025, 10, 11, 0, 0, tzinfo=SHANGHAI), "已逾期1天"),
    (datetime(2025, 10, 12, 9, 0, tzinfo=SHANGHAI), "已逾期2天"),
    (CLOSES, "已关闭"),
]


@pytest.mark.parametrize(("now", "said"), TIMES)
def test_days_are_counted_by_the_calendar_of_shanghai(now: datetime, said: str) -> None:
    window = Window(Q3, OPENS, DUE, CLOSES)
    assert time_left(window, now) == said
    assert time_left(window, now.astimezone(tz=None)) == said, "whatever zone the host is in"


def test_a_quarter_without_a_window_has_no_time() -> None:
    assert time_left(None, DUE) == ""


GOOD = {
    Field.VALUE: "75",
    Field.DATA_MONTH: "9",
    Field.FINALITY: "final",
    Field.PROGRESS: "已认定75家。",
}
GLANCES = [
    # typed over GOOD, last quarter's, words that are odd, fields that are missing, behind
    pytest.param({}, "50", (), (), None, id="nothing odd"),
    pytest.param({"value": "", "progress": " "}, "50", (), ("value", "progress"), None, id="missing"),
    pytest.param({"value": "约75"}, "50", ("不是数字",), (), None, id="what can't be read"),
    pytest.param({"value": "750"}, "50", ("约10倍", "120%"), (), None, id="a slip"),
    pytest.param(
        {"value": "30"}, "50", ("是否为本季新增",), ("problem", "next_step"), Status.BEHIND, id="behind"
    ),
    pytest.param({"data_month": "13"}, "50", ("数据截至月份",), (), None, id="a month there is not"),
    pytest.param({"not_applicable": "1", "scope_note": "无"}, "50", (), (), None, id="not applicable"),
]


@pytest.mark.parametrize(("typed", "previous", "odd", "missing", "behind"), GLANCES)
def test_a_glance_tells_what_is_odd_from_what_is_missing(
    typed: dict[str, str],
    previous: str,
    odd: tuple[str, ...],
    missing: tuple[str, ...],
    behind: Status | None,
) -> None:
    seen = glance({**GOOD, **typed}, total(), Q3, beside(Q3, previous), RULES)
    assert len(seen.odd) == len(odd)
    assert all(any(words in said for said in seen.odd) for words in odd)
    assert set(seen.missing) == {Field(name) for name in missing}
    assert seen.behind is behind


@pytest.mark.parametrize("terms", [total(), milestone(Q2)])
def test_an_empty_draft_is_missing_and_not_odd(terms: Terms) -> None:
    seen = glance({}, terms, Q3, beside(Q3), RULES)
    assert seen.odd == ()
    assert Field.VALUE in seen.missing
    assert seen.behind is None
