"""Which targets a filter finds, in which order: the rules of 全表."""

from fractions import Fraction

import pytest

from tests.domain.build import budget, dec, level, milestone, total
from tests.domain.test_scorecard import FINANCE, OPENING, SCIENCE, TRANSPORT, card, score
from tracker.domain.listing.cells import Done, Points, Row, shown
from tracker.domain.listing.columns import BY_KEY
from tracker.domain.listing.tables import LISTING, LISTING_USUAL
from tracker.domain.listing.wanted import Wanted, columns_of, listed, parts_among, parts_of, wanted_asked
from tracker.domain.progress.status import Status

CARD = card(
    score(1, total(), "75", TRANSPORT, (FINANCE,), OPENING),
    score(2, total(), "50", SCIENCE, (FINANCE, TRANSPORT)),
    score(3, level(), None, SCIENCE),
    score(4, budget("5.98"), "1", FINANCE),
    score(5, milestone(), "1", SCIENCE),
    score(6, total(is_stretch=True), "100", FINANCE),
)


def codes(**asked: str) -> list[int]:
    return [each.target.id for each in listed(CARD, wanted_asked(asked))]


CASES = [
    ({}, [1, 2, 3, 5, 6]),
    ({"kind": "all"}, [1, 2, 3, 5, 6, 4]),
    ({"search": "t03"}, [3]),
    ({"search": f"{TRANSPORT.name} 目标2"}, [2]),
    ({"search": "没有这样的字"}, []),
    ({"area": str(OPENING.number)}, [1]),
    ({"unit": str(FINANCE.id)}, [6]),
    ({"unit": str(FINANCE.id), "kind": "all"}, [6, 4]),
    ({"unit": str(FINANCE.id), "co": "true"}, [1, 2, 6]),
    ({"status": "not_reported"}, [3]),
    ({"status": "on_track"}, [1, 5, 6]),
    ({"status": "late"}, [2]),
    ({"kind": "budget"}, [4]),
    ({"kind": "targets"}, [1, 2, 3, 5, 6]),
    ({"stretch": "yes"}, [6]),
    ({"stretch": "no", "kind": "running_total"}, [1, 2]),
]


@pytest.mark.parametrize(("asked", "found"), CASES)
def test_a_filter_finds_these(asked: dict[str, str], found: list[int]) -> None:
    assert sorted(codes(**asked)) == sorted(found)


@pytest.mark.parametrize("name", ["area", "unit", "status", "kind", "stretch", "sort", "co", "group"])
def test_what_cannot_be_read_looks_for_nothing(name: str) -> None:
    assert codes(**{name: "'; drop"}) == codes()
    assert wanted_asked({name: "'; drop"}) == Wanted()


def test_what_is_not_there_stays_last_in_both_directions() -> None:
    assert codes(sort="completion", kind="all")[:2] == [4, 2]
    assert codes(sort="-completion", kind="all")[0] == 6
    for sort in ("completion", "-completion"):
        assert set(codes(sort=sort, kind="all")[-2:]) == {3, 5}


@pytest.mark.parametrize("key", [column.key for column in LISTING])
def test_every_column_can_be_sorted_by(key: str) -> None:
    both = [codes(sort=sort, kind="all") for sort in (key, f"-{key}")]
    assert sorted(both[0]) == sorted(both[1]) == [1, 2, 3, 4, 5, 6]


def test_the_chosen_columns_keep_their_order_and_unknown_ones_fall_out() -> None:
    assert [each.key for each in columns_of(("status", "nonsense", "code", "status"))] == ["status", "code"]
    assert tuple(each.key for each in columns_of(())) == LISTING_USUAL


def test_a_figures_marks_stand_beside_it_chosen_or_not_and_in_a_file_its_unit() -> None:
    assert [each.key for each in columns_of(("value", "code"))] == ["value", "marks", "code"]
    beside = columns_of(("value", "measure"), beside=("measure", "marks"))
    assert [each.key for each in beside] == ["value", "marks", "measure"]


HEADS = [
    ({}, [(OPENING.number, [1]), (1, [2, 3, 5, 6])]),
    ({"group": "unit"}, [(SCIENCE.id, [2, 3, 5]), (TRANSPORT.id, [1]), (FINANCE.id, [6])]),
    ({"kind": "all", "area": str(OPENING.number)}, [(OPENING.number, [1])]),
    ({"kind": "budget"}, [(None, [4])]),
    ({"group": "none"}, [(None, [1, 2, 3, 5, 6])]),
    ({"sort": "-completion"}, [(None, [6, 1, 2, 3, 5])]),
    ({"sort": "-completion", "group": "area"}, [(1, [6, 2, 3, 5]), (OPENING.number, [1])]),
]


@pytest.mark.parametrize(("asked", "parts"), HEADS)
def test_rows_stand_under_the_heads_that_are_asked_for(
    asked: dict[str, str], parts: list[tuple[int | None, list[int]]]
) -> None:
    made = parts_of(CARD, wanted_asked(asked))
    told = [(part.group and part.group.key, [score.target.id for score in part.scores]) for part in made]
    assert all(part in told for part in parts), told
    assert [each.target.id for each in listed(CARD, wanted_asked(asked))] == [
        target for _head, targets in told for target in targets
    ]


def test_a_sheet_keeps_the_heads_of_its_rows() -> None:
    wanted = wanted_asked({"group": "area"})
    shown = listed(CARD, wanted)[:3]
    parts = parts_among(CARD, wanted, shown)
    assert [score for part in parts for score in part.scores] == list(shown)
    assert all(part.scores for part in parts)


def test_a_milestones_value_is_a_word_and_what_is_missing_is_no_zero() -> None:
    read = BY_KEY["value"].read
    cells = [read(Row(each, CARD)) for each in CARD.scores]
    assert [shown(cell) for cell in cells] == ["75", "50", "—", "1", "已完成", "100"]
    assert cells[2] is None


def test_cells_are_shown_as_people_read_them() -> None:
    assert shown(dec("-14100.5")) == "−14,100.5"
    assert shown(Fraction(4, 5)) == "80.0%"
    assert shown(Points(Fraction(-217, 1000))) == "−21.7"
    assert shown(Status.BEHIND) == "■ 滞后"
    assert shown(Done(dec(0), milestone())) == "尚未完成"
