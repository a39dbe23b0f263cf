"""A comparison lists exactly what changed: found again by holding the two quarters' facts side by side."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export import made_up as m
from tracker.domain.measure.figure import Figure, Finality, ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Terms
from tracker.domain.meetings.comparison import Change, ChangeKind, compare
from tracker.domain.progress.judging import judge
from tracker.domain.progress.scorecard import Score, Scorecard

_TERMS = st.sampled_from(
    (
        m.terms(value="100", unit="家"),
        m.terms(value="90", unit="家"),
        m.terms(Kind.LEVEL, "91", "%"),
        m.terms(Kind.BUDGET, "5.98", "亿元"),
    )
)
_MILESTONE_TERMS = st.sampled_from(
    (m.terms(Kind.MILESTONE, due=m.Q3), m.terms(Kind.MILESTONE, due=Period(2025, 2)))
)
_NUMBERS = st.sampled_from(("0", "1", "40", "70", "75", "91", "100", None))
_YES_OR_NO = st.sampled_from(("0", "1", None))
_STATES = st.sampled_from((ReportState.SUBMITTED, ReportState.APPROVED))


@st.composite
def _figures(draw: st.DrawFn, asked: Terms, month: int, ids: tuple[int, ...]) -> Figure | None:
    if draw(st.booleans()):
        return None
    values = _YES_OR_NO if asked.kind is Kind.MILESTONE else _NUMBERS
    return m.figure(
        draw(st.sampled_from(ids)),
        draw(values),
        data_month=month,
        state=draw(_STATES),
        finality=draw(st.sampled_from(Finality)),
    )


@st.composite
def _scores(draw: st.DrawFn, number: int) -> Score:
    is_milestone = number == 4  # an adjustment never makes a number of a yes or no
    asked = draw(_MILESTONE_TERMS if is_milestone else _TERMS)
    lead = draw(st.sampled_from((1, 2)))
    target = replace(m.target(number, asked, lead=lead), terms_version=draw(st.sampled_from((1, 2))))
    now, before = draw(_figures(asked, 9, (1, 2))), draw(_figures(asked, 6, (3, 4)))
    value = None if now is None else now.value
    judged = judge(asked, value, 9, m.Q3, m.RULES, not_applicable=now is not None and value is None)
    then = None if before is None else judge(asked, before.value, 6, Period(2025, 2), m.RULES).status
    return Score(target, now, judged, before, then)


@st.composite
def cards(draw: st.DrawFn) -> Scorecard:
    numbers = draw(st.sets(st.integers(1, 4)))
    return m.card(scores=tuple(draw(_scores(number)) for number in sorted(numbers)))


def facts_of(score: Score) -> tuple[object, ...]:
    """What a meeting would call a change of the target, were it to differ."""
    target = score.target
    return target.terms, target.terms_version, target.lead, score.status


def figures_differ(old: Figure | None, new: Figure | None) -> bool:
    if new is None or old is None:
        return new is not None
    if old.report_id == new.report_id:
        return (old.value, old.state) != (new.value, new.state)
    said = [(f.value, f.reported_value, f.data_month, f.finality) for f in (old, new)]
    return said[0] != said[1]


def differ(old: Score, new: Score) -> bool:
    reported = [score.figure is not None for score in (old, new)]
    return (
        facts_of(old) != facts_of(new)
        or reported[0] != reported[1]
        or figures_differ(old.figure, new.figure)
        or figures_differ(old.previous, new.previous)
    )


@settings(database=None)  # as many as the profile says (tests/conftest.py)
@given(cards(), cards())
def test_a_target_is_listed_exactly_when_something_of_it_changed(older: Scorecard, newer: Scorecard) -> None:
    before = {score.target.id: score for score in older.scores}
    after = {score.target.id: score for score in newer.scores}
    changed = before.keys() ^ after.keys()
    changed |= {each for each in before.keys() & after.keys() if differ(before[each], after[each])}
    assert {change.target_id for change in compare(older, newer).changes} == changed


@settings(database=None)
@given(cards())
def test_a_quarter_held_against_itself_shows_nothing(card: Scorecard) -> None:
    assert compare(card, card).is_empty


_TURNED = {
    ChangeKind.ADDED: {ChangeKind.DROPPED},
    ChangeKind.DROPPED: {ChangeKind.ADDED},
    ChangeKind.NEWLY_REPORTED: {ChangeKind.NO_LONGER_REPORTED},
    ChangeKind.NO_LONGER_REPORTED: {ChangeKind.NEWLY_REPORTED},
    ChangeKind.WORSENED: {ChangeKind.EASED},
    ChangeKind.EASED: {ChangeKind.WORSENED},
    ChangeKind.CAUGHT_UP: {ChangeKind.FELL_BEHIND},
    ChangeKind.ADJUSTED: {ChangeKind.ADJUSTED},
    ChangeKind.VERIFIED: {ChangeKind.VERIFIED},
    ChangeKind.APPROVED: {ChangeKind.APPROVED},
    ChangeKind.CORRECTED: {ChangeKind.CORRECTED},
}


@settings(database=None)  # as many as the profile says (tests/conftest.py)
@given(cards(), cards())
def test_the_other_way_round_every_change_is_its_opposite(older: Scorecard, newer: Scorecard) -> None:
    there, back = compare(older, newer), compare(newer, older)
    for kind, opposites in _TURNED.items():
        answers = {(other.target_id, other.period) for opposite in opposites for other in back.of(opposite)}
        assert {(change.target_id, change.period) for change in there.of(kind)} <= answers


@settings(database=None)  # as many as the profile says (tests/conftest.py)
@given(cards(), cards())
def test_every_change_says_what_was_and_what_is_and_they_differ(older: Scorecard, newer: Scorecard) -> None:
    for change in compare(older, newer).changes:
        shown: list[Any] = [(part.before, part.after) for part in change.differences]
        assert all(was != now for was, now in shown), change
        assert shown or _speaks_for_itself(change), change


def _speaks_for_itself(change: Change) -> bool:
    """Added, dropped and filed are said by the group; a version may be renewed with the same terms."""
    return change.kind in (ChangeKind.ADDED, ChangeKind.DROPPED, ChangeKind.ADJUSTED)
