"""The skeleton of the notice: areas, articles, responsible units."""

import csv
from pathlib import Path

import pytest

from tracker.notice.draft import area_rows, article_rows, unit_rows
from tracker.notice.records import Register
from tracker.notice.structure import ResponsibleUnit, counted, parse_structure, split_units

SEED = Path(__file__).parents[2] / "seed" / "haining-2025"
FULL_WIDTH = str.maketrans({"(": "\uff08", ")": "\uff09", ":": "\uff1a", ",": "\uff0c"})


def test_the_notice_has_8_areas_and_43_articles(text: str) -> None:
    structure = parse_structure(text)
    assert [area.number for area in structure.areas] == list(range(1, 9))
    assert [article.number for article in structure.articles] == list(range(1, 44))


def test_area_leads_are_read_from_the_headings(text: str) -> None:
    leads = "市科技局 市经信局 市发改局 市交通运输局 市商务局 市发改局 市农业农村局 市人力社保局"
    assert [area.lead for area in parse_structure(text).areas] == leads.split()


def test_articles_belong_to_the_area_they_stand_in(text: str) -> None:
    counts = [
        sum(a.area == area.number for a in parse_structure(text).articles)
        for area in parse_structure(text).areas
    ]
    assert counts == [6, 5, 5, 5, 6, 4, 4, 8]


def test_every_list_of_units_is_rebuilt_to_the_letter(text: str) -> None:
    for article in parse_structure(text).articles:
        listed = "、".join(str(unit) for unit in article.units)
        closing = text[article.start : article.end].rpartition("(责任单位:")[2]
        assert closing in (f"{listed})", f"{listed}。列第一位的为牵头单位,下同)")


def test_spans_begin_at_the_marker_and_end_behind_the_closing_bracket(text: str) -> None:
    for article in parse_structure(text).articles:
        assert text[article.start] == "("
        assert text[article.start :].split(")")[1].startswith(article.title)
        assert text[article.end - 1] == ")"
        assert text[article.end] == "\n"


def test_a_preamble_lies_between_heading_and_first_article(text: str) -> None:
    structure = parse_structure(text)
    for area in structure.areas:
        first = min(article.start for article in structure.articles if article.area == area.number)
        heading, preamble = (
            text[area.start : area.preamble_start],
            text[area.preamble_start : area.preamble_end],
        )
        assert heading.strip().endswith(f"(由{area.lead}牵头)")
        assert preamble == preamble.strip()
        assert preamble.endswith("。")
        assert not text[area.preamble_end : first].strip()


def test_the_closing_words_belong_to_no_area(text: str) -> None:
    structure = parse_structure(text)
    assert structure.area_at(text.index("上述8个领域")) is None
    assert structure.article_at(text.index("上述8个领域")) is None


def test_full_width_brackets_are_read_alike(text: str) -> None:
    assert parse_structure(text.translate(FULL_WIDTH)) == parse_structure(text)


def test_an_inner_part_is_kept_beside_the_outer_name() -> None:
    assert split_units("市财政局〔国资办〕、国合办") == (
        ResponsibleUnit("市财政局", "国资办"),
        ResponsibleUnit("国合办"),
    )


def test_the_remark_about_the_lead_is_no_unit() -> None:
    assert [unit.name for unit in split_units("市科技局、市财政局。列第一位的为牵头单位,下同")] == [
        "市科技局",
        "市财政局",
    ]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十三", 13),
        ("二十", 20),
        ("四十三", 43),
        ("一百", 100),
        ("一百零一", 101),
        ("一百一十", 110),
        ("二百四十三", 243),
    ],
)
def test_headings_are_counted(written: str, number: int) -> None:
    assert counted(written) == number


def test_the_seed_holds_the_structure_as_parsed(text: str) -> None:
    structure = parse_structure(text)
    assert _rows("areas.csv") == [
        {key: str(value) for key, value in row.items()} for row in area_rows(structure)
    ]
    assert _rows("articles.csv") == [
        {key: str(value) for key, value in row.items()} for row in article_rows(structure)
    ]


def test_every_unit_that_is_named_stands_in_the_seed_once(text: str, register: Register) -> None:
    named = {row["name"] for row in unit_rows(parse_structure(text))}
    assert {unit.name for unit in register.units} == named
    assert len(register.units) == len(named) == 30


def _rows(file: str) -> list[dict[str, str]]:
    with (SEED / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
