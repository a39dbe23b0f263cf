"""What a seen form makes of a target's quarter: stored as what, or refused with which sentence."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.build import beside, level, milestone, total
from tracker.domain.language.errors import BadInput, Locked, NeedsReason, Refusal, StaleState
from tracker.domain.measure.figure import NO_NEIGHBOURS, Finality, ReportState
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.approval import differing_value
from tracker.domain.workflow.drafts import Cell
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.evidence import DraftFiles, EvidenceFile
from tracker.domain.workflow.lifecycle import VerifyMethod, Window, entry_state, is_correction
from tracker.domain.workflow.media_types import MediaType
from tracker.domain.workflow.submission import Before, EntryRefused, Latest, Seen, accept

Q3 = Period(2025, 3)
NOW = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
OPEN = Window(Q3, NOW - DAY, NOW + DAY, NOW + 2 * DAY)
LATE = Window(Q3, NOW - 3 * DAY, NOW - DAY, NOW + DAY)
CLOSED = Window(Q3, NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY)
FILE = EvidenceFile(
    sha256="a" * 64,
    name="简报.pdf",
    size=1,
    media_type=MediaType.PDF,
    report_id=None,
    position=0,
    by="何",
    at=NOW,
)
TYPED = {
    Field.VALUE: "80",
    Field.DATA_MONTH: "9",
    Field.FINALITY: Finality.FINAL.value,
    Field.PROGRESS: "按计划推进。",
}
NOTHING = Before(
    terms=Terms(Kind.RUNNING_TOTAL, Operator.AT_LEAST, Decimal(100), "家", Path.EVEN),
    period=Q3,
    rules=RuleSet(),
    window=OPEN,
    let_in_until=None,
    neighbours=NO_NEIGHBOURS,
    latest=None,
    approved_id=None,
    cells={},
    submitted=(),
    draft=DraftFiles(),
)
RETURNED = Latest(
    report_id=7, number=1, value=Decimal(70), state=ReportState.RETURNED, was_on_time=True, by="何"
)
APPROVED = replace(RETURNED, state=ReportState.APPROVED)
WAITING = replace(RETURNED, state=ReportState.SUBMITTED)
WITHDRAWN = replace(RETURNED, state=ReportState.WITHDRAWN)


def seen(number: int = 0, version: int = 0, files: frozenset[str] = frozenset(), **typed: str) -> Seen:
    texts = TYPED | {Field(name): text for name, text in typed.items()}
    return Seen(number, {field: (version, text) for field, text in texts.items()}, files)


STORED: list[tuple[dict[str, Any], Seen, tuple[int, int | None, bool]]] = [
    ({}, seen(), (1, None, True)),
    ({"window": LATE}, seen(), (1, None, False)),
    ({"window": CLOSED, "let_in_until": NOW + DAY}, seen(), (1, None, False)),
    # Sent back after the due date: the quarter's first submission was on time, and so is this one.
    ({"window": LATE, "latest": RETURNED}, seen(1), (2, None, True)),
    ({"window": CLOSED, "latest": RETURNED}, seen(1), (2, None, True)),
    ({"latest": replace(RETURNED, was_on_time=False)}, seen(1), (2, None, False)),
    # All that came before was withdrawn: nothing but this one says when the department reported.
    ({"window": LATE, "latest": replace(WITHDRAWN, was_on_time=None)}, seen(1), (2, None, False)),
    ({"latest": replace(WITHDRAWN, was_on_time=None)}, seen(1), (2, None, True)),
    # Corrections: of what is approved, and again after one was sent back.
    ({"window": CLOSED, "latest": APPROVED, "approved_id": 7}, seen(1, reason="核减。"), (2, 7, True)),
    ({"window": CLOSED, "latest": RETURNED, "approved_id": 5}, seen(1, reason="核减。"), (2, 5, True)),
    # A cell that another hand saved with the very words that were seen is no other cell.
    ({"cells": {Field.VALUE: Cell("80", 4, "何")}}, seen(version=3), (1, None, True)),
    ({"draft": DraftFiles(added=(FILE,))}, seen(files=frozenset({FILE.sha256})), (1, None, True)),
]


@pytest.mark.parametrize(("known", "form", "expected"), STORED)
def test_a_form_that_was_seen_as_it_stands_is_stored_as_this(
    known: dict[str, Any], form: Seen, expected: tuple[int, int | None, bool]
) -> None:
    accepted = accept(replace(NOTHING, **known), form, NOW)
    assert (accepted.number, accepted.corrects_id, accepted.is_on_time) == expected
    assert accepted.entry.value == 80
    assert {each.sha256 for each in accepted.files} == form.files


REFUSED: list[tuple[dict[str, Any], Seen, type[Refusal], str]] = [
    ({"window": None}, seen(), Locked, "尚未开放"),
    ({"window": CLOSED}, seen(), Locked, "关闭填报"),
    ({"window": CLOSED, "let_in_until": NOW}, seen(), Locked, "补报"),
    ({"latest": WAITING}, seen(1), Locked, "等待审核"),
    ({"latest": APPROVED, "approved_id": 7}, seen(1), NeedsReason, "更正理由"),
    ({"latest": RETURNED, "approved_id": 5}, seen(1), NeedsReason, "更正理由"),
    ({"latest": RETURNED}, seen(0), StaleState, "何已就这项数据"),
    ({"cells": {Field.VALUE: Cell("81", 4, "何")}}, seen(version=3), StaleState, "何改为“81”"),
    ({"cells": {Field.PROBLEM: Cell("甲", 4, "何")}}, seen(), StaleState, "何改为“甲”"),
    ({"draft": DraftFiles(added=(FILE,))}, seen(), StaleState, "何刚添加了"),
    ({}, seen(files=frozenset({FILE.sha256})), StaleState, "刚被移除"),
    ({}, seen(value="很多"), EntryRefused, "."),
    ({"neighbours": beside(Q3, 90)}, seen(), EntryRefused, "低于上季度"),
]


@pytest.mark.parametrize(("known", "form", "refusal", "words"), REFUSED)
def test_what_does_not_stand_as_it_was_seen_is_refused(
    known: dict[str, Any], form: Seen, refusal: type[Refusal], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        accept(replace(NOTHING, **known), form, NOW)


def test_who_did_not_see_a_submission_is_told_both_values_and_by_whom() -> None:
    with pytest.raises(StaleState) as stale:
        accept(replace(NOTHING, latest=RETURNED), seen(), NOW)
    (change,) = stale.value.changes
    assert (change.seen, change.now, change.by) == ("80", "70", "何")


@pytest.mark.parametrize(
    ("latest", "has_approved", "corrects", "goes_by"),
    [
        (None, False, False, None),
        (ReportState.RETURNED, False, False, ReportState.RETURNED),
        (ReportState.APPROVED, True, True, ReportState.APPROVED),
        (ReportState.RETURNED, True, True, ReportState.APPROVED),
        (ReportState.WITHDRAWN, True, True, ReportState.APPROVED),
        (ReportState.SUBMITTED, True, False, ReportState.SUBMITTED),
    ],
)
def test_after_an_approval_every_entry_is_a_correction_until_it_waits(
    latest: ReportState | None, has_approved: bool, corrects: bool, goes_by: ReportState | None
) -> None:
    assert is_correction(latest, has_approved) is corrects
    assert entry_state(latest, has_approved) is goes_by


PHONE = VerifyMethod.PHONE
VERIFIED = [
    (level(5), Decimal(5), None, None, None),
    (level(5), Decimal(5), Decimal(5), None, None),
    (level(5), Decimal(5), Decimal(4), PHONE, Decimal(4)),
    (milestone(), Decimal(1), Decimal(0), PHONE, Decimal(0)),
]


@pytest.mark.parametrize(("terms", "reported", "found", "method", "kept"), VERIFIED)
def test_an_approval_keeps_a_value_only_where_the_office_found_another(
    terms: Terms, reported: Decimal, found: Decimal | None, method: VerifyMethod | None, kept: Decimal | None
) -> None:
    assert differing_value(terms, reported, found, method) == kept


@pytest.mark.parametrize(
    ("terms", "reported", "found", "method", "words"),
    [
        (level(5), Decimal(5), Decimal(4), None, "核实方式"),
        (level(5), None, Decimal(4), PHONE, "不适用"),
        (milestone(), Decimal(1), Decimal(2), PHONE, "选项中选择"),
        (total(), Decimal(5), Decimal("4.5"), PHONE, "按整数计"),
    ],
)
def test_a_verified_value_that_can_not_be_is_refused(
    terms: Terms, reported: Decimal | None, found: Decimal, method: VerifyMethod | None, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        differing_value(terms, reported, found, method)
