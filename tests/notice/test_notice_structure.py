"""The skeleton of the notice: areas, articles, responsible units."""

import csv
from pathlib import Path

import pytest

from tracker.notice.draft import write_draft
from tracker.notice.records import Register
from tracker.notice.structure import (
    ResponsibleUnit,
    counted,
    group_number_at,
    parse_structure,
    split_units,
)

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


def test_the_seed_holds_the_structure_as_parsed(text: str, register: Register, tmp_path: Path) -> None:
    write_draft(tmp_path, text, register.plan.year)
    for file in ("areas.csv", "articles.csv"):
        drafted = [{key: value for key, value in row.items() if value} for row in _rows(tmp_path, file)]
        assert drafted == [{key: value for key, value in row.items() if value} for row in _rows(SEED, file)]
    named = {row["name"] for row in _rows(tmp_path, "units.csv")}
    assert {unit.name for unit in register.units} == named
    assert len(register.units) == len(named) == 30


def _rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("unit", ["市卫生健康局", "市人力资源和社会保障局", "市财政局〔国资办〕", "市教育局"])
@pytest.mark.parametrize(
    "brackets", ["【责任单位：{}】", "[责任单位:{}]", "（责任单位：{}）", "【责任单位】{}"]
)
def test_a_line_that_names_one_unit_answers_for_its_part_however_long_the_name(
    brackets: str, unit: str
) -> None:
    text = f"2026年实事项目\n一、老有所养\n1.改建床位150张\n2.新增床位30张\n{brackets.format(unit)}\n"
    (outer, *_part) = split_units(unit)
    assert [article.units for article in parse_structure(text).articles] == [(outer,), (outer,)]


TWO_GROUPS = "1.培育企业20家（责任单位：市科技局、市财政局），引进人才300名（责任单位：市人社局、市教育局）。"


def test_of_two_statements_each_answers_for_what_stands_before_it() -> None:
    text = f"2026年重点工作\n一、产业\n{TWO_GROUPS}\n2.建成道路3公里（责任单位：市交通局）。\n"
    structure = parse_structure(text)
    article = structure.articles[0]
    for word, number in (("20家", 1), ("300名", 2)):
        at = text.index(word)
        assert structure.group_at(at) == article.groups[number - 1]
        assert group_number_at(text[article.start : article.end], at - article.start, 2) == number
    assert group_number_at(TWO_GROUPS, 0, 3) is None, "another number of statements is read"
