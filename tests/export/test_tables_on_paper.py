"""Versions and workbook as they come out of a printer: a page or two, nothing cut, nothing over the edge."""

import re

import pytest

from tests.export import made_up as m
from tests.export.on_paper import Page, drawn, needs_office, rows_of
from tests.export.test_versions import LEADERS, content_of, files_of, led
from tracker.domain.language.punctuation import full_width
from tracker.domain.listing.tables import LISTING
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export.listing import workbook_of
from tracker.export.workbook import workbook_bytes

pytestmark = needs_office
_HEAD, _FOOT = 14, 22  # millimetres that head and foot take


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    card = led()
    content = content_of(card)
    made = files_of(content)
    busiest = max(card.departments, key=lambda group: len(group.scores)).name
    late = max(card.departments, key=lambda group: group.rollup.behind).name
    area = max(card.areas, key=lambda group: group.rollup.behind)
    files = {
        "busiest.docx": made[f"部门/{busiest}.docx"],
        "late.docx": made[f"部门/{late}.docx"],
        "area.docx": next(data for name, data in made.items() if name.endswith(f"_{area.name}.docx")),
        "leader.docx": made[f"分管领导/{LEADERS[0].name}.docx"],
        "book.xlsx": workbook_bytes(content, content_sha256(content), "2025Q3-02"),
        "listing.xlsx": workbook_of(LISTING, card, card.scores),
    }
    return drawn(files, tmp_path_factory.mktemp("paper"))


VERSIONS = ("busiest.docx", "late.docx", "area.docx", "leader.docx")


@pytest.mark.parametrize("name", VERSIONS)
def test_a_version_is_a_page_or_two_and_none_but_the_last_is_nearly_empty(
    pages: dict[str, list[Page]], name: str
) -> None:
    assert 1 <= len(pages[name]) <= 2
    for page in pages[name][:-1]:
        assert rows_of(page.within(_HEAD, _FOOT)) >= 20
    assert rows_of(pages[name][-1].within(_HEAD, _FOOT)) >= 3


@pytest.mark.parametrize("name", VERSIONS)
def test_no_letter_stands_over_the_margins_of_a_version(pages: dict[str, list[Page]], name: str) -> None:
    for page in pages[name]:
        for line in page.lines:
            assert line.left >= 19.4, line
            assert line.right <= page.width - 17.6, line
            assert line.bottom <= page.height - 7, line


def test_nothing_of_a_sheet_prints_as_hashes_or_beyond_the_paper(pages: dict[str, list[Page]]) -> None:
    for name in ("book.xlsx", "listing.xlsx"):
        for page in pages[name]:
            assert "##" not in page.text
            assert all(line.left >= 0 and line.right <= page.width for line in page.lines)


def test_the_table_to_print_shows_every_target_whole(pages: dict[str, list[Page]]) -> None:
    """By its name, which a row too low would cut, and the head on each of its pages."""
    table = [page for page in pages["book.xlsx"] if "存在问题与下一步" in page.text]
    assert 3 <= len(table) <= 10
    text = re.sub(r"\s", "", "".join(page.text for page in table))
    for score in m.card().targets:
        name = full_width(score.target.name)
        assert all(part in text for part in (name[:6], name[-4:])), name


def test_no_two_lines_of_the_listing_stand_over_one_another(pages: dict[str, list[Page]]) -> None:
    for page in pages["listing.xlsx"]:
        lines = sorted(page.lines, key=lambda line: (line.top, line.left))
        for place, one in enumerate(lines):
            for other in lines[place + 1 :]:
                if other.top >= one.bottom:
                    break
                beside = other.left >= one.right - 0.2 or one.left >= other.right - 0.2
                low = one.bottom - other.top < 0.35 * (one.bottom - one.top)
                assert beside or low, (one, other)
