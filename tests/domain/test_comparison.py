"""Two quarters side by side: each kind of change by a table of cases, and nothing that did not change."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.export import made_up as m
from tracker.domain.measure.figure import Finality, ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path
from tracker.domain.meetings.comparison import Change, ChangeKind, Comparison, compare
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.progress.scorecard import Score, Scorecard, UnitRef
from tracker.domain.progress.status import Status

Q2, Q3 = Period(2025, 2), m.Q3
HUNDRED = m.terms(value="100", unit="家")
YEAR_END = m.terms(value="100", unit="家", path=Path.YEAR_END)


def card(*scores: Score, period: Period = Q3, **more: Any) -> Scorecard:
    return m.card(scores=scores, period=period, **more)


def at(value: str | None, **more: Any) -> Score:
    """A target of 100 家 in the third quarter; None: not reported."""
    return m.score(more.pop("asked", HUNDRED), value, reported=value is not None, **more)


def kinds(found: Comparison) -> list[ChangeKind]:
    return [each.kind for each in found.changes]


CASES = [
    # what was, what is, in the groups; of one and the same report unless said otherwise
    ("behind, on pace", at("50"), at("75"), [ChangeKind.CAUGHT_UP, ChangeKind.VERIFIED]),
    ("slightly behind, achieved", at("70"), at("100"), [ChangeKind.CAUGHT_UP, ChangeKind.VERIFIED]),
    ("on pace, achieved", at("75"), at("100"), [ChangeKind.ACHIEVED, ChangeKind.VERIFIED]),
    ("achieved, on pace", at("100"), at("75"), [ChangeKind.VERIFIED, ChangeKind.OTHER_STATUS]),
    ("on pace, behind", at("75"), at("20"), [ChangeKind.FELL_BEHIND, ChangeKind.VERIFIED]),
    ("slightly behind, behind", at("70"), at("20"), [ChangeKind.WORSENED, ChangeKind.VERIFIED]),
    ("behind, slightly behind", at("20"), at("70"), [ChangeKind.EASED, ChangeKind.VERIFIED]),
    ("nothing, on pace", at(None), at("75"), [ChangeKind.NEWLY_ON_PACE, ChangeKind.NEWLY_REPORTED]),
    ("nothing, behind", at(None), at("20"), [ChangeKind.FELL_BEHIND, ChangeKind.NEWLY_REPORTED]),
    ("on pace, nothing", at("75"), at(None), [ChangeKind.NO_LONGER_REPORTED]),
    ("nothing, a reported zero", at(None), at("0"), [ChangeKind.FELL_BEHIND, ChangeKind.NEWLY_REPORTED]),
    ("the same", at("75"), at("75"), []),
    ("nothing, nothing", at(None), at(None), []),
    ("on pace, still on pace", at("75"), at("76"), [ChangeKind.VERIFIED]),
    (
        "waiting, approved",
        at("75", state=ReportState.SUBMITTED),
        at("75"),
        [ChangeKind.APPROVED],
    ),
    (
        "estimate, final by a new report",
        at("75", finality=Finality.ESTIMATE),
        replace(at("75"), figure=m.figure(2, "75")),
        [ChangeKind.CORRECTED],
    ),
    ("a new report of the same", at("75"), replace(at("75"), figure=m.figure(2, "75")), []),
    (
        "not due, not reported",
        at(None, asked=YEAR_END),
        at(None),
        [ChangeKind.ADJUSTED, ChangeKind.OTHER_STATUS],
    ),
]


HEIR = m.UNITS[1]


def reformed(score: Score, **more: Any) -> Score:
    return replace(score, target=replace(score.target, lead=HEIR, terms_version=2, reforms=1, **more))


CASES += [
    ("its unit was renamed", at("75"), reformed(at("75")), [ChangeKind.REORGANISED]),
    (
        "its unit was renamed, and it was adjusted",
        at("75", asked=m.terms(value="90", unit="家")),
        reformed(at("75")),
        [ChangeKind.ADJUSTED],
    ),
]


@pytest.mark.parametrize(
    ("older", "newer", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_target_stands_in_the_groups_of_what_changed(
    older: Score, newer: Score, expected: list[ChangeKind]
) -> None:
    assert kinds(compare(card(older), card(newer))) == expected


def only(found: Comparison) -> Change:
    (change,) = found.changes
    return change


def texts(change: Change) -> list[str]:
    return [part.text for part in change.differences]


def test_a_correction_says_the_old_and_the_new_value() -> None:
    now = replace(at("76"), figure=m.figure(2, "76", data_month=9))
    change = only(compare(card(at("75")), card(now)))
    assert change.kind is ChangeKind.CORRECTED
    assert texts(change) == ["数值 75家 → 76家", "上报值 75家 → 76家"]


def test_a_verified_value_that_changed_says_so_apart_from_the_reported_one() -> None:
    now = at("76", reported_value=Decimal(75))
    assert texts(only(compare(card(at("75")), card(now)))) == ["数值 75家 → 76家"]


def test_new_and_dropped_targets_are_listed_once() -> None:
    found = compare(card(at("75"), at("75", number=2)), card(at("75"), at("75", number=3)))
    assert [(each.kind, each.target_id) for each in found.changes] == [
        (ChangeKind.ADDED, 3),
        (ChangeKind.DROPPED, 2),
    ]


def test_an_adjusted_target_says_what_of_it_changed() -> None:
    old = at("75")
    adjusted = replace(
        old.target, terms=replace(HUNDRED, value=Decimal(90)), terms_version=2, lead=m.UNITS[4]
    )
    change = only(compare(card(old), card(replace(old, target=adjusted))))
    assert change.kind is ChangeKind.ADJUSTED
    assert texts(change) == ["全年目标 100家 → 90家", "牵头单位 市科技局 → 市商务局"]


def test_a_reform_says_which_co_responsible_unit_stands_for_which() -> None:
    stays, ends, begins = (
        UnitRef(90 + place, name) for place, name in enumerate(("甲局", "传媒中心", "融媒体中心"))
    )
    old = replace(at("75"), target=replace(at("75").target, co_units=(stays, ends)))
    moved = replace(old.target, co_units=(stays, begins), terms_version=2, reforms=1)
    change = only(compare(card(old), card(replace(old, target=moved))))
    assert texts(change) == ["配合单位 传媒中心 → 融媒体中心"]


def test_a_changed_rule_set_is_told_with_both_sentences_and_the_same_one_is_not() -> None:
    stricter = replace(m.RULES, version=2, paced_slight=Decimal(90))
    found = compare(card(at("75")), card(at("75"), rules=stricter))
    assert (found.rules_before, found.rules_after) == (m.RULES, stricter)
    assert not found.is_empty
    assert compare(card(at("75")), card(at("75"))).is_empty


def then(value: str | None) -> Score:
    """The second quarter as it was frozen: report 1001, as made_up gives the previous figure."""
    if value is None:
        return replace(m.score(HUNDRED, None, reported=False, period=Q2))
    score = m.score(HUNDRED, value, period=Q2, data_month=6)
    assert score.figure is not None
    return replace(
        score, figure=replace(score.figure, report_id=1001, submitted_at=m.figure(1, "1").submitted_at)
    )


def test_across_quarters_a_grown_total_is_no_correction() -> None:
    assert kinds(compare(card(then("50"), period=Q2), card(at("75", previous="50")))) == []


def test_across_quarters_a_correction_of_the_earlier_figure_is_found() -> None:
    now = at("75", previous="48")
    assert now.previous is not None
    now = replace(now, previous=replace(now.previous, report_id=1002))
    change = only(compare(card(then("50"), period=Q2), card(now)))
    assert (change.kind, change.period) == (ChangeKind.CORRECTED, Q2)
    assert texts(change)[0] == "数值 50家 → 48家"


def test_across_quarters_what_was_filed_late_is_found() -> None:
    found = compare(card(then(None), period=Q2), card(at("75", previous="50")))
    assert kinds(found) == [ChangeKind.NEWLY_ON_PACE, ChangeKind.NEWLY_REPORTED, ChangeKind.FILED_LATE]
    assert found.of(ChangeKind.FILED_LATE)[0].period == Q2


def test_a_figure_reported_anew_in_the_same_quarter_is_told_once() -> None:
    assert kinds(compare(card(at(None)), card(at("75")))) == [
        ChangeKind.NEWLY_ON_PACE,
        ChangeKind.NEWLY_REPORTED,
    ]


def test_every_group_has_a_word_and_statuses_are_the_snapshots() -> None:
    assert len({kind.word for kind in ChangeKind}) == len(ChangeKind)
    change = compare(card(at("50")), card(at("75"))).of(ChangeKind.CAUGHT_UP)[0]
    assert (change.before, change.after) == (Status.BEHIND, Status.ON_PACE)
    assert texts(change) == ["状态 ■ 滞后 → ● 达时序"]


def test_a_comparison_survives_freezing() -> None:
    frozen = thaw(m.content())
    assert frozen.last is not None
    assert frozen.last.comparison == compare(m.older_card(m.card()), m.card())
    assert frozen.records == m.records(m.card())
    assert [each.code for each in frozen.last.comparison.of(ChangeKind.ADJUSTED)] == ["T06-01"]
    assert frozen.last.comparison.of(ChangeKind.CORRECTED)[0].differences[0].text == "数值 52% → 50%"
