"""汇报: two to six pages, set in fonts of our own, complete without a network or the host's fonts."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tests.export import made_up as m
from tests.export.test_every_file import large
from tracker.domain.meetings.paper import Choices, Paper, Passage, Request, Words
from tracker.domain.meetings.snapshot import content_sha256, freeze_content, thaw
from tracker.domain.sentences import full_width
from tracker.export.options import Options
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


def test_it_is_a_pdf_to_be_kept_with_a_character_for_every_letter(report: PdfReader) -> None:
    """PDF/A-2u: what it says of itself, its colours, and nothing that would need another file."""
    xmp = report.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    assert re.findall(r"<pdfaid:(part|conformance)>(.)<", xmp) == [("part", "2"), ("conformance", "U")]
    assert report.trailer["/Root"]["/OutputIntents"]  # type: ignore[index]
    assert "/Encrypt" not in report.trailer
    for page in report.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/ToUnicode" in font.get_object()


def test_every_item_that_is_behind_stands_in_it_once_the_furthest_first(report: PdfReader) -> None:
    frozen = thaw(CONTENT)
    data = contents_of(frozen, SHA256, NUMBER)
    rows = data["behind"]["rows"]
    assert [row["name"] for row in rows] == [
        printable(full_width(score.target.name)) for score in frozen.card.behind
    ]
    others = json.dumps([part for part in data["parts"] if "落后" in part["title"]], ensure_ascii=False)
    assert others == "[]"


def test_what_is_left_out_of_the_table_is_said_above_it() -> None:
    card = large(1_000)
    data = contents_of(thaw(m.content(card)), SHA256, NUMBER)
    assert f"此处列前{len(data['behind']['rows'])}项，共{len(card.behind)}项" in data["behind"]["note"]


def test_a_preview_says_so_on_every_page_and_marks_what_nobody_has_touched() -> None:
    words = Words(
        overall=Passage("总体平稳", is_proposed=True),
        requests=(Request("补报数据", unit_ids=(m.UNITS[0].id,), due=date(2025, 10, 24)),),
        decisions=(Passage("是否调整年度目标"),),
    )
    content = freeze_content(
        m.card(), {}, "9f" * 32, m.FROZEN_AT, "王督查", "例会", date(2025, 10, 15), "", paper=Paper(words)
    )
    pages = PdfReader(
        BytesIO(report_bytes(content, content_sha256(content), NUMBER, Options(is_preview=True)))
    ).pages
    texts = [page.extract_text().replace(" ", "") for page in pages]
    assert all("预览" in text for text in texts)
    whole = "".join(texts)
    assert "〔拟〕总体平稳" in whole
    assert "10月24日前市科技局" in whole
    assert "是否调整年度目标" in whole
    assert (
        "预览"
        not in PdfReader(BytesIO(report_bytes(content, content_sha256(content)))).pages[0].extract_text()
    )


def test_units_are_not_named_beside_what_is_behind_where_the_office_chose_so() -> None:
    content = freeze_content(
        m.card(),
        {},
        "9f" * 32,
        m.FROZEN_AT,
        "王督查",
        "例会",
        date(2025, 10, 15),
        "",
        paper=Paper(choices=Choices(names=False)),
    )
    data = contents_of(thaw(content), SHA256, NUMBER)
    assert {row["lead"] for row in data["behind"]["rows"]} == {""}


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
    longest = max(group.rollup.due for group in card.areas)
    for bar, group in zip(data["areas"]["bars"], card.areas, strict=True):
        assert sum(part["length"] for part in bar["parts"]) == pytest.approx(group.rollup.due / longest)
        counts = [(part["status"], part["number"]) for part in bar["parts"]]
        assert counts == [
            (status, f"{status.shape}{count}") for status, count in group.rollup.due_counts.items() if count
        ]
    empty = replace(frozen.card, scores=())
    assert contents_of(replace(frozen, card=empty), SHA256, NUMBER)["areas"]["bars"] == []
