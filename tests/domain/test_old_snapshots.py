"""What was frozen stays as it was: by its bytes, by ``verify``, and when records and statuses grow."""

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, field, fields, is_dataclass, make_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import NoneType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from tests.domain.frozen import golden
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.plan import PlanKind, PlanState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Terms
from tracker.domain.meetings import snapshot
from tracker.domain.meetings.comparison import Change
from tracker.domain.meetings.meeting import NO_RECORDS
from tracker.domain.meetings.paper import Choices, Paper, PaperSection, Words
from tracker.domain.meetings.snapshot import (
    Frozen,
    content_sha256,
    differences,
    freeze_content,
    is_canonical,
    thaw,
)
from tracker.domain.progress import rollup
from tracker.domain.progress import status as statuses
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.scorecard import Score, Target, UnitRef
from tracker.domain.progress.status import Status

DENSE, SPARSE, BEFORE, TODAY = (golden(f"schema{number}") for number in (3, 4, 5, 6))
HASHES = {
    DENSE: "90d8a2c1296948f018dc581048675cbdee5edff02101d3217e6bcbde8c7e4ca6",
    SPARSE: "91726fc37ea7e0eb0073d1fba8f6781dbca4d27f8941538bfa346216d7189fcf",
    BEFORE: "22ae37876028dc46972f113f405b690362fd67daeb256823431567fd489efbf3",
    TODAY: "0044a823a0092f01872e6dde87687cb6545e299cb15ddc76705ba464ea109f71",
}
ALL = pytest.mark.parametrize("content", HASHES, ids=["schema 3", "schema 4", "schema 5", "schema 6"])


def frozen_again(frozen: Frozen) -> str:
    return freeze_content(
        frozen.card,
        frozen.texts,
        frozen.notice_sha256,
        frozen.frozen_at,
        frozen.author,
        frozen.name,
        frozen.meeting_on,
        frozen.audit_head,
        frozen.audit_rows,
        frozen.records,
    )


def assert_stands(content: str) -> None:
    """What ``python -m tracker verify`` asks of a snapshot."""
    assert content_sha256(content) == HASHES[content]
    assert is_canonical(content)
    assert differences(content) == ()


@ALL
def test_what_was_frozen_stands(content: str) -> None:
    assert_stands(content)


def test_all_hold_the_same_and_today_writes_the_same_bytes() -> None:
    assert thaw(DENSE) == thaw(SPARSE) == thaw(BEFORE) == thaw(TODAY)
    assert {frozen_again(thaw(content)) for content in HASHES} == {TODAY}


def test_no_field_at_its_default_and_no_count_of_zero_is_written() -> None:
    stored = json.loads(TODAY)
    assert "include_unapproved" in stored["card"]
    assert stored["card"]["rules"] == {}
    assert not any(0 in group["counts"].values() for group in stored["rollups"]["areas"])
    assert len(TODAY) < len(DENSE)


# --- a status more


@pytest.fixture
def another_status(monkeypatch: pytest.MonkeyPatch) -> Status:
    """A line of the enum and its record, as a later version has them."""
    added = str.__new__(Status, "added_later")
    added._name_, added._value_ = "ADDED_LATER", "added_later"
    added._sort_order_ = len(Status)
    monkeypatch.setattr(Status, "_member_names_", [*Status._member_names_, "ADDED_LATER"])
    monkeypatch.setitem(Status._member_map_, "ADDED_LATER", added)
    monkeypatch.setitem(Status._value2member_map_, "added_later", added)
    monkeypatch.setitem(statuses._RECORDS, added, statuses._RECORDS[Status.BEHIND])
    return added


@ALL
def test_a_status_added_later_accuses_nothing_that_was_frozen(content: str, another_status: Status) -> None:
    assert another_status in Status
    assert another_status in thaw(content).card.whole.counts
    assert_stands(content)
    assert frozen_again(thaw(content)) == TODAY


def test_a_snapshot_with_the_new_status_is_read_as_it_was_frozen(another_status: Status) -> None:
    frozen = thaw(SPARSE)
    first, *rest = frozen.card.scores
    changed = replace(first, judgement=replace(first.judgement, status=another_status))
    card = replace(frozen.card, scores=(changed, *rest))
    content = frozen_again(replace(frozen, card=card))
    assert thaw(content).card.scores[0].status is another_status
    assert is_canonical(content)
    assert differences(content) == ()
    assert json.loads(content)["rollups"]["whole"]["counts"]["added_later"] == 1


def test_a_status_that_this_version_does_not_know_is_refused_in_words() -> None:
    stored = json.loads(SPARSE)
    stored["card"]["scores"][0]["judgement"]["status"] = "not_known_here"
    with pytest.raises(BadInput, match="读不出"):
        thaw(json.dumps(stored))


# --- a field more

GROWN: list[tuple[type, str, Any, Any]] = [
    # record, field, its default, another value
    (Target, "leader", "", "王副市长"),
    (Figure, "periods_before", 0, 2),
    (Score, "watched_for", 0, 2),
    (Terms, "is_reviewed", False, True),
    (UnitRef, "aliases", (), ("市科委",)),
    (RuleSet, "group_missing", Decimal(30), Decimal(20)),
    (Change, "leader", "", "王副市长"),
]


def with_field(kind: type, name: str, default: Any) -> type:
    return make_dataclass(
        kind.__name__, [(name, type(default), field(default=default))], bases=(kind,), frozen=True
    )


def grow(monkeypatch: pytest.MonkeyPatch, kind: type, name: str, default: Any) -> None:
    """From now on snapshots are read into records that have one field more."""
    grown, hints_of = with_field(kind, name, default), snapshot._hints

    def swapped(hint: Any) -> Any:
        if hint is kind:
            return grown
        if get_origin(hint) is tuple:
            return tuple[swapped(get_args(hint)[0]), ...]  # type: ignore[misc]
        if get_origin(hint) is not None and NoneType in get_args(hint):
            return Union[tuple(map(swapped, get_args(hint)))]  # noqa: UP007
        return hint

    def hints(of: Any) -> dict[str, Any]:
        known = hints_of(of) | ({name: type(default)} if of is grown else {})
        return {key: swapped(hint) for key, hint in known.items()}

    monkeypatch.setattr(snapshot, "_hints", hints)


@ALL
@pytest.mark.parametrize(("kind", "name", "default", "_other"), GROWN)
def test_a_field_added_later_changes_no_byte_of_what_was_frozen(
    monkeypatch: pytest.MonkeyPatch, content: str, kind: type, name: str, default: Any, _other: Any
) -> None:
    grow(monkeypatch, kind, name, default)
    assert [getattr(record, name) for record in records_of(thaw(content), kind)][:1] == [default]
    assert_stands(content)
    assert frozen_again(thaw(content)) == TODAY


@pytest.mark.parametrize(("kind", "name", "default", "other"), GROWN)
def test_what_the_new_field_holds_is_frozen_and_read(
    monkeypatch: pytest.MonkeyPatch, kind: type, name: str, default: Any, other: Any
) -> None:
    grow(monkeypatch, kind, name, default)
    frozen = thaw(SPARSE)
    for record in records_of(frozen, kind):
        object.__setattr__(record, name, other)
    content = frozen_again(frozen)
    again = thaw(content)
    assert {getattr(record, name) for record in records_of(again, kind)} == {other}
    assert is_canonical(content)


def records_of(value: Any, kind: type) -> list[Any]:
    """Every record of a kind, wherever it stands."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        return [record for part in value for record in records_of(part, kind)]
    if not is_dataclass(value):
        return []
    inside = [
        record
        for each in fields(value)
        if each.init
        for record in records_of(getattr(value, each.name), kind)
    ]
    return [value, *inside] if isinstance(value, kind) else inside


@ALL
def test_a_number_that_roll_ups_get_later_accuses_nothing(
    monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    grown = with_field(rollup.Rollup, "spread", None)
    monkeypatch.setattr(rollup, "Rollup", partial(grown, spread=Fraction(1, 2)))
    assert_stands(content)


# --- as strict as before


def lost(stored: Any) -> None:
    del stored["card"]["scores"][3]["target"]["terms"]["condition"]


def added(stored: Any) -> None:
    stored["card"]["scores"][3]["target"]["deputy"] = "王副市长"


def another_default(stored: Any) -> None:
    stored["card"]["scores"][3]["target"]["terms"]["condition"] = ""


def another_number(stored: Any) -> None:
    stored["card"]["scores"][3]["target"]["terms"]["baseline"] = "0.50"


TAMPERED: list[tuple[str, Callable[[Any], None]]] = [
    (DENSE, lost),
    (DENSE, another_number),
    (SPARSE, another_default),
    (SPARSE, another_number),
    (TODAY, another_default),
    (TODAY, another_number),
]


@pytest.mark.parametrize(("content", "change"), TAMPERED)
def test_another_writing_is_not_canonical(content: str, change: Callable[[Any], None]) -> None:
    stored = json.loads(content)
    change(stored)
    assert not is_canonical(canonical(stored))


@ALL
def test_a_field_that_no_record_has_is_refused_in_words(content: str) -> None:
    stored = json.loads(content)
    added(stored)
    with pytest.raises(BadInput, match="读不出"):
        is_canonical(canonical(stored))


@pytest.mark.parametrize("part", ["due", "index", "worst_target_id"])
def test_a_group_that_is_summed_up_otherwise_is_named(part: str) -> None:
    stored = json.loads(TODAY)
    stored["rollups"]["whole"][part] = 1
    stored["rollups"]["areas"][2]["counts"]["behind"] = 77
    assert differences(canonical(stored)) == ("areas", "whole")


@ALL
def test_a_group_that_counts_otherwise_is_named(content: str) -> None:
    stored = json.loads(content)
    stored["rollups"]["whole"]["total"] = 1
    stored["rollups"]["areas"][2]["counts"]["behind"] = 77
    assert differences(canonical(stored)) == ("areas", "whole")


@ALL
def test_a_count_that_was_left_out_is_missed(content: str) -> None:
    stored = json.loads(content)
    del stored["rollups"]["whole"]["counts"]["behind"]
    assert differences(canonical(stored)) == ("whole",)


@ALL
def test_a_group_more_or_less_is_named(content: str) -> None:
    stored = json.loads(content)
    del stored["rollups"]["departments"][0]
    assert differences(canonical(stored)) == ("departments",)


def canonical(stored: Any) -> str:
    return json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


# --- what is not written has to stay what it was

STOOD = RuleSet(
    version=1,
    name="默认规则",
    method=Method.RATIO,
    paced_on=Decimal(100),
    paced_slight=Decimal(80),
    flat_on=Decimal(100),
    flat_slight=Decimal(95),
    about=Decimal(5),
)
EMPTY: tuple[object, ...] = (None, "", 0, False, (), NO_RECORDS)


def test_the_rules_that_snapshots_leave_out_are_those_that_stood() -> None:
    """Other usual thresholds are a new version of the rule set, never another default of its fields."""
    assert RuleSet() == thaw(DENSE).card.rules == thaw(SPARSE).card.rules == STOOD


# Before there were rhythms every period was a quarter: so whatever does not name one is read.
PINNED = {f"{name}.rhythm": Rhythm.QUARTERLY for name in ("Period", "PlanRef", "Score")} | {
    "PlanRef.kind": PlanKind.POLICY,
    "PlanRef.state": PlanState.PUBLISHED,
    "Frozen.paper": Paper(),
    "Paper.words": Words(),
    "Paper.choices": Choices(),
    "Choices.sections": tuple(PaperSection),
    "Choices.names": True,
    "Choices.budgets": True,
}


def test_every_other_default_of_a_frozen_record_is_empty() -> None:
    """What is not written says nothing, or what it said from the first: no later version reads it anew."""
    spoken = {
        f"{kind.__name__}.{each.name}": value
        for kind in frozen_kinds()
        for each in fields(kind)
        if each.init and kind is not RuleSet and (value := default_of(each)) is not MISSING
        if value not in EMPTY
    }
    assert spoken == PINNED


def default_of(each: Field[Any]) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()


def frozen_kinds() -> set[Any]:
    """Every record that a snapshot can hold, by the declared types."""
    known: set[Any] = set()
    waiting: list[Any] = [Frozen]
    while waiting:
        kind = waiting.pop()
        if is_dataclass(kind) and kind not in known:
            known.add(kind)
            waiting += get_type_hints(kind).values()
        waiting += get_args(kind)
    return known


def test_the_kinds_are_found() -> None:
    assert {Frozen, Score, Target, Terms, Figure, RuleSet, Change} < frozen_kinds()
