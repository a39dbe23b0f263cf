"""汇报: two to six pages, set in fonts of our own, complete without a network or the host's fonts."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tests.export import made_up as m
from tests.export.test_every_file import large
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.export.report import report_bytes
from tracker.export.report.contents import FONTS, MISSING_GLYPH, contents_of, covered, printable
from tracker.settings import ROOT

NUMBER = "2025Q3-02"
CONTENT = m.content()
SHA256 = content_sha256(CONTENT)


@pytest.fixture(scope="module")
def report() -> PdfReader:
    return PdfReader(BytesIO(report_bytes(CONTENT, SHA256, NUMBER)))


def test_it_has_two_to_six_pages(report: PdfReader) -> None:
    assert 2 <= len(report.pages) <= 6


def test_it_stays_so_for_a_plan_of_a_thousand_targets() -> None:
    content = m.content(large(1_000))
    pages = PdfReader(BytesIO(report_bytes(content, content_sha256(content), NUMBER))).pages
    assert 2 <= len(pages) <= 6
    assert "详见进度表" in "".join(page.extract_text() for page in pages)


def test_every_page_prints_the_snapshot_at_its_foot(report: PdfReader) -> None:
    for number, page in enumerate(report.pages, 1):
        text = page.extract_text()
        assert f"材料{NUMBER}（存证编号{SHA256[:12]}）" in text.replace(" ", "")
        assert f"{number}/{len(report.pages)}" in text


def test_only_our_own_fonts_are_in_it_each_embedded(report: PdfReader) -> None:
    found = {}
    for page in report.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            found[str(inner["/BaseFont"])] = inner["/FontDescriptor"].get_object()
    assert {name.split("+")[-1].split("-")[0] for name in found} == {"TrackerSans"}
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in found.values())


def test_it_is_dated_as_the_snapshot_is(report: PdfReader) -> None:
    assert report.metadata is not None
    written = report.metadata.creation_date
    assert written is not None
    assert abs(written - thaw(CONTENT).frozen_at) < timedelta(seconds=1)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_list_of_characters_is_what_the_fonts_hold(weight: str) -> None:
    held = set(map(chr, TTFont(FONTS / f"TrackerSans-{weight}.otf").getBestCmap()))
    assert covered() - {"\n"} == held


def test_no_character_of_our_own_or_of_the_notice_is_missing() -> None:
    """Fails loudly when a sentence, a name of the register or the notice needs a sign that the fonts lack."""
    words = "".join(path.read_text("utf-8") for path in (ROOT / "tracker" / "domain").rglob("*.py"))
    words += "".join(path.read_text("utf-8") for path in (ROOT / "seed").rglob("*.csv"))
    lacking = set(words) - covered() - set("\t\r\ufeff\u3000\u00a0")
    assert {sign for sign in lacking if ord(sign) > 0x7F} == set()
    assert MISSING_GLYPH in covered()


def test_a_character_that_no_font_has_is_marked_and_stops_nothing() -> None:
    assert printable("市𠮷局😀") == f"市{MISSING_GLYPH}局{MISSING_GLYPH}"
    content = CONTENT.replace("市政府第三季度工作例会", "三季度😀")
    text = PdfReader(BytesIO(report_bytes(content, content_sha256(content)))).pages[0].extract_text()
    assert f"三季度{MISSING_GLYPH}" in text


def test_a_bar_is_as_long_as_its_group_and_cut_by_status() -> None:
    frozen = thaw(CONTENT)
    data, card = contents_of(frozen, SHA256, NUMBER), frozen.card
    longest = max(group.rollup.total for group in card.areas)
    for bar, group in zip(data["areas"]["bars"], card.areas, strict=True):
        assert sum(part["length"] for part in bar["parts"]) == pytest.approx(group.rollup.total / longest)
        counts = [(part["status"], part["number"]) for part in bar["parts"]]
        assert counts == [
            (status, f"{status.shape}{count}") for status, count in group.rollup.counts.items() if count
        ]
    empty = replace(frozen.card, scores=())
    assert contents_of(replace(frozen, card=empty), SHA256, NUMBER)["areas"]["bars"] == []
