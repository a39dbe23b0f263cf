"""目标调整, 勘误 and 数据更正 count targets as a comparison does, however often; no record is lost."""

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_comparison_properties import cards
from tests.export import made_up as m
from tests.pages.conftest import half_width
from tracker.domain.meetings.comparison import ChangeKind, compare
from tracker.domain.meetings.meeting import Records
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences.changes import records_counted, records_registered
from tracker.domain.workflow.erratum import ErratumKind

MADE = m.records(m.card())
(ADJUSTED,), (CORRECTED,), READ = MADE.adjustments, MADE.corrections, MADE.errata[1]
OF_TARGETS = st.lists(st.integers(1, 4), max_size=6)


def records(
    older: Scorecard, newer: Scorecard, adjusted: list[int], read: list[int], corrected: list[int]
) -> Records:
    """Made after the last meeting, of targets that may or may not differ from what it saw."""
    assert MADE.last is not None
    last = replace(MADE.last, comparison=compare(older, newer))
    later = last.frozen_at + timedelta(days=1)
    return Records(
        adjustments=tuple(replace(ADJUSTED, target_id=each, made_at=later) for each in adjusted),
        errata=tuple(replace(READ, target_id=each, made_at=later) for each in read),
        corrections=tuple(
            replace(CORRECTED, target_id=each, submitted_at=later, decided_at=later) for each in corrected
        ),
        last=last,
    )


def told(part: str, word: str) -> tuple[int, int]:
    """How many targets, and how many records of them."""
    found = re.search(rf"{word}(\d+)项(?:\((\d+)次\))?", part)
    return (int(found[1]), int(found[2] or found[1])) if found else (0, 0)


@settings(database=None, deadline=None, max_examples=30)
@given(cards(), cards(), OF_TARGETS, OF_TARGETS, OF_TARGETS)
def test_targets_are_counted_as_the_comparison_does_and_every_record_is_told(
    older: Scorecard, newer: Scorecard, adjusted: list[int], read: list[int], corrected: list[int]
) -> None:
    kept = records(older, newer, adjusted, read, corrected)
    assert kept.last is not None
    counts = {each.kind: each for each in kept.last.comparison.counts}
    said = half_width(records_counted(kept)).removeprefix("自上次会议以来,")
    parts = said.removesuffix("。").split(";")
    budgets = "".join(part for part in parts if part.startswith("预算单独统计:"))
    besides = "".join(part for part in parts if part.startswith("另有"))
    targets = "".join(part for part in parts if part not in (budgets, besides))
    made = {
        ChangeKind.ADJUSTED: adjusted,
        ChangeKind.READ_ANEW: read,
        ChangeKind.CORRECTED: corrected,
    }
    for kind, ids in made.items():
        count = counts.get(kind)
        of_targets, of_budgets = told(targets, kind.word), told(budgets, kind.word)
        assert of_targets[0] == (0 if count is None else count.targets)
        assert of_budgets[0] == (0 if count is None else count.budgets)
        changed = {change.target_id for change in kept.last.comparison.of(kind)}
        apart = re.search(rf"{kind.word}(\d+)次", besides)
        assert (int(apart[1]) if apart else 0) == sum(each not in changed for each in ids)


@given(OF_TARGETS, st.lists(st.sampled_from(ErratumKind), max_size=5), OF_TARGETS)
def test_the_register_of_the_year_counts_records_each_once(
    adjusted: list[int], read: list[ErratumKind], corrected: list[int]
) -> None:
    kept = Records(
        adjustments=(ADJUSTED,) * len(adjusted),
        corrections=(CORRECTED,) * len(corrected),
        errata=tuple(replace(READ, kind=kind) for kind in read),
    )
    counts = [int(count) for count in re.findall(r"(\d+)次", records_registered(kept))]
    assert sum(counts) == len(adjusted) + len(corrected) + len(read)
