"""The register of 海政发〔2025〕10号: what stands in the seed stands in the notice."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator
from tracker.notice.draft import write_draft
from tracker.notice.numbers import Span, value_of
from tracker.notice.proposal import propose
from tracker.notice.readings import ProposedTerms, ReadingKind, classify
from tracker.notice.records import Register, RegisterTarget, Source
from tracker.notice.seed_csv import COLUMNS, read_rows


def test_the_plan_is_named_by_its_document(register: Register) -> None:
    assert register.plan.document_number == "海政发〔2025〕10号"
    assert register.plan.document_number in register.text
    assert register.plan.title == "海宁市贯彻《浙江省关于推动经济高质量发展若干政策(2025年版)》承接落实方案"
    assert (register.plan.year, register.plan.issued) == (2025, date(2025, 6, 10))


def test_every_quote_stands_at_its_position_and_contains_its_number(register: Register) -> None:
    for target in register.targets:
        assert register.text[target.quote_start : target.quote_end] == target.quote
        if target.terms.kind is Kind.MILESTONE:
            continue
        assert target.number_start is not None
        assert target.number_end is not None
        assert target.quote_start <= target.number_start < target.number_end <= target.quote_end
        assert value_of(register.text[target.number_start : target.number_end]) == target.terms.value


def test_the_unit_of_measure_stands_behind_the_number(register: Register) -> None:
    for target in register.targets:
        if target.number_end is not None:
            written = target.terms.unit_of_measure.removesuffix("/万名")
            assert register.text.startswith(written, target.number_end), target.code


def test_the_wording_stands_around_the_number(register: Register) -> None:
    for target in register.targets:
        for word in filter(None, target.wording.split("…")):
            assert word in target.quote, target.code


def test_every_article_and_preamble_with_a_target_is_the_place_of_its_quote(register: Register) -> None:
    articles = {article.number: article for article in register.articles}
    areas = {area.number: area for area in register.areas}
    for target in register.targets:
        if target.article:
            place = articles[target.article]
            assert place.start < target.quote_start < place.end
            assert place.area == target.area
        elif target.area:
            area = areas[target.area]
            assert area.preamble_start <= target.quote_start < area.preamble_end


def test_leads_follow_the_rule(register: Register) -> None:
    articles = {article.number: article for article in register.articles}
    areas = {area.number: area for area in register.areas}
    for target in register.targets:
        if target.lead_source is Source.BY_HAND:
            continue
        if target.article:
            assert (target.lead, target.co_units) == (
                articles[target.article].lead,
                articles[target.article].co_units,
            )
        else:
            assert target.area is not None
            assert (target.lead, target.co_units) == (areas[target.area].lead, ())


def test_only_the_overall_budget_has_a_lead_set_by_hand(register: Register) -> None:
    by_hand = [target.code for target in register.targets if target.lead_source is Source.BY_HAND]
    assert by_hand == ["B0-01"]


@pytest.mark.parametrize(
    ("code", "lead", "first_co_unit"),
    [
        ("A1-01", "市科技局", None),
        ("T13-02", "市文旅体局", "市商务局"),
        ("T35-02", "市自然资源和规划局", "市农业农村局"),
    ],
)
def test_some_leads_by_name(register: Register, code: str, lead: str, first_co_unit: str | None) -> None:
    target = register.target(code)
    assert (target.lead, next(iter(target.co_units), None)) == (lead, first_co_unit)


def test_the_counts_are_those_of_the_notice(register: Register) -> None:
    kinds = Counter(target.terms.kind for target in register.targets)
    assert kinds == {
        Kind.RUNNING_TOTAL: 61,
        Kind.STOCK: 7,
        Kind.LEVEL: 3,
        Kind.RATE: 4,
        Kind.MILESTONE: 9,
        Kind.BUDGET: 33,
    }
    assert len(register.readings) == 213


def test_codes_follow_the_text(register: Register) -> None:
    by_group: dict[str, list[RegisterTarget]] = {}
    for target in register.targets:
        by_group.setdefault(target.code.split("-")[0], []).append(target)
    for group, members in by_group.items():
        assert [one.code for one in members] == [
            f"{group}-{place:02}" for place in range(1, len(members) + 1)
        ]
        positions = [one.number_start or one.quote_start for one in members]
        assert positions == sorted(positions)


def sums_of_parts(register: Register) -> dict[str, tuple[RegisterTarget, Decimal]]:
    """By the total's code: the total, and what its parts add up to."""
    sums: dict[str, tuple[RegisterTarget, Decimal]] = {}
    for total in register.targets:
        values = [one.terms.value for one in register.targets if one.part_of == total.code]
        if values:
            sums[total.code] = (total, sum((value for value in values if value is not None), Decimal(0)))
    return sums


def test_parts_add_up_area_by_area(register: Register) -> None:
    sums = sums_of_parts(register)
    assert set(sums) == {"B0-01", "B1-01", "B3-01", "B6-01", "B7-01", "B8-01"}
    for total, added in (of for code, of in sums.items() if code != "B0-01"):
        assert added == total.terms.value, total.code


def test_the_overall_budget_differs_and_says_so(register: Register) -> None:
    overall, added = sums_of_parts(register)["B0-01"]
    assert overall.terms.value is not None
    assert (added, added - overall.terms.value) == (Decimal("144.86"), Decimal("50.35"))
    for number in ("144.86", "50.35", "20.6", "29.38", "0.37"):
        assert number in overall.note


def test_readings_by_rule_are_what_the_classifier_proposes(register: Register) -> None:
    """And what differs from its proposal is marked by hand, always."""
    targets = {target.code: target for target in register.targets}
    for reading in register.readings:
        proposal = classify(register.text, Span(reading.start, reading.end))
        stated = _stated(targets[reading.target]) if reading.target else None
        agrees = (reading.kind, stated) == (proposal.kind, proposal.terms)
        # The rules have learned since: two of those set by hand would be read so today.
        assert agrees or reading.source is Source.BY_HAND, reading


def _stated(target: RegisterTarget) -> ProposedTerms:
    """What the seed says of a target, in the classifier's words."""
    terms = target.terms
    assert target.number_start is not None
    assert target.number_end is not None
    assert terms.value is not None
    return ProposedTerms(
        number=Span(target.number_start, target.number_end),
        value=terms.value,
        unit_of_measure=terms.unit_of_measure,
        wording=target.wording,
        operator=terms.operator,
        kind=terms.kind,
        is_stretch=terms.is_stretch,
        is_reduction=terms.is_reduction,
    )


def test_what_was_set_by_hand_says_why(register: Register) -> None:
    by_hand = {one.text: one for one in register.readings if one.source is Source.BY_HAND}
    assert set(by_hand) == {"50%", "千", "3", "91%", "9", "十", "500", "10", "90%"}
    assert all(len(one.note) > 10 for one in by_hand.values())


def test_every_number_that_is_no_target_has_a_reason(register: Register) -> None:
    counted = (ReadingKind.TARGET, ReadingKind.BUDGET)
    assert all(one.note for one in register.readings if one.kind not in counted)
    assert all((one.target is not None) == (one.kind in counted) for one in register.readings)


def test_paths_are_the_defaults_because_the_text_gives_no_other(register: Register) -> None:
    for target in register.targets:
        assert target.terms.path is target.terms.kind.usual_path
        due = Period(2025, 4) if target.terms.kind is Kind.MILESTONE else None
        assert target.terms.due == due


@pytest.mark.parametrize(
    ("code", "value", "unit", "operator", "kind", "stretch"),
    [
        ("A4-02", "36", "万标箱", Operator.MORE_THAN, Kind.RUNNING_TOTAL, False),
        ("A6-01", "500", "个", Operator.ABOUT, Kind.STOCK, False),
        ("T21-03", "91", "%", Operator.AT_LEAST, Kind.LEVEL, False),
        ("T22-03", "20", "%", Operator.AT_LEAST, Kind.RATE, False),
        ("T30-01", "80", "%", Operator.AT_LEAST, Kind.RATE, True),
        ("T32-02", "1000", "名", Operator.AT_LEAST, Kind.RUNNING_TOTAL, False),
        ("T41-01", "20", "张/万名", Operator.AT_LEAST, Kind.STOCK, True),
        ("T43-01", "14100", "元", Operator.AT_LEAST, Kind.LEVEL, False),
        ("B0-01", "94.51", "亿元", Operator.ABOUT, Kind.BUDGET, False),
    ],
)
def test_some_targets_in_full(
    register: Register, code: str, value: str, unit: str, operator: Operator, kind: Kind, stretch: bool
) -> None:
    terms = register.target(code).terms
    assert (terms.value, terms.unit_of_measure) == (Decimal(value), unit)
    assert (terms.operator, terms.kind, terms.is_stretch) == (operator, kind, stretch)


def test_a_reduction_and_a_condition_are_kept(register: Register) -> None:
    assert [target.code for target in register.targets if target.terms.is_reduction] == ["T31-05"]
    condition = register.target("T40-05").terms.condition
    assert condition in register.target("T40-05").quote
    assert condition.startswith("具体以上级核准")


def test_the_reading_aid_finds_every_milestone_and_all_but_the_hand_made_targets(register: Register) -> None:
    proposed = propose(register.text)
    found = {target.position for target in proposed.targets}
    kept = {one.quote_start if one.number_start is None else one.number_start for one in register.targets}
    by_hand = [one for one in register.readings if one.source is Source.BY_HAND]
    assert {register.text[place] for place in kept - found} == {"千"}
    assert all(any(one.start <= place < one.end for one in by_hand) for place in found ^ kept)


def test_a_draft_of_a_notice_fills_every_file_a_person_then_corrects(
    register: Register, tmp_path: Path
) -> None:
    proposed = write_draft(tmp_path, register.text, 2025)
    assert len(read_rows(tmp_path, "readings.csv")) == len(register.readings)
    assert len(read_rows(tmp_path, "targets.csv")) == len(proposed.targets)
    assert {file.name for file in tmp_path.iterdir()} == set(COLUMNS) - {"plan.csv"}
