"""What is seen of a file inside our pages: its own bytes, or the words that a child process reads."""

from io import BytesIO

import docx
import pptx
import pytest
import xlsxwriter

from tests.entry.ledger import Desk
from tests.evidence import samples
from tests.evidence.files import attach, hashes
from tests.evidence.test_downloading import SignIn, as_person, of_report
from tracker.db import transaction
from tracker.domain.access import Preferences
from tracker.domain.language import ENGLISH
from tracker.domain.language.errors import Refusal
from tracker.domain.workflow.media_types import MediaType
from tracker.services.preferences import set_preferences
from tracker.web import office_text
from tracker.web.office_text import Part, words_of

__all__ = ["as_person"]
PREVIEW = "?preview=1"


def sheets(rows: int = 2, *, hidden: bool = False) -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    listed = book.add_worksheet("清单")
    listed.write_row(0, 0, ["活动", "场次"])
    for number in range(1, rows):
        listed.write_row(number, 0, [f"第{number}场 <b>", 1])
    listed.write_row(rows + 3, 0, ["合计", rows - 1])
    other = book.add_worksheet("底稿")
    other.write(0, 0, "不公开")
    if hidden:
        other.hide()
    book.close()
    return made.getvalue()


def document() -> bytes:
    made, written = BytesIO(), docx.Document()
    written.add_paragraph("国庆前集中组织消费季。")
    table = written.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "场次", "26"
    written.add_paragraph("完。")
    written.save(made)
    return made.getvalue()


def slides() -> bytes:
    made, deck = BytesIO(), pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "三季度汇报"
    deck.save(made)
    return made.getvalue()


def test_a_sheet_is_read_with_its_rows_and_without_what_is_hidden() -> None:
    (listed,) = words_of(MediaType.XLSX, sheets(hidden=True))
    assert listed == Part(
        "清单", [["活动", "场次"], ["第1场 <b>", "1"], ["合计", "1"]], left_off=0, is_table=True
    ), "lines that are empty are passed over"
    assert [part.name for part in words_of(MediaType.XLSX, sheets())] == ["清单", "底稿"]


def test_of_a_long_sheet_the_first_rows_are_shown_and_the_others_counted() -> None:
    listed = words_of(MediaType.XLSX, sheets(301))[0]
    assert (len(listed.rows), listed.left_off) == (200, 102)


def test_a_document_is_read_in_its_order_and_slides_by_number() -> None:
    assert words_of(MediaType.DOCX, document()) == [
        Part("", [["国庆前集中组织消费季。"], ["场次", "26"], ["完。"]])
    ]
    assert words_of(MediaType.PPTX, slides()) == [Part("1", [["三季度汇报"]])]


@pytest.mark.parametrize("content", [samples.office(), b"PK\3\4 no zip", samples.bomb(40 << 20)])
def test_what_can_not_be_read_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refusal, match="请下载后查看"):
        words_of(MediaType.DOCX, content)


def test_a_file_that_breaks_the_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_text, "MEMORY_BYTES", 8 << 20)
    with pytest.raises(Refusal, match="请下载后查看"):
        words_of(MediaType.XLSX, sheets())
    monkeypatch.setattr(office_text, "_WALL_SECONDS", 0.01)
    with pytest.raises(Refusal, match="没有读完"):
        words_of(MediaType.XLSX, sheets())


def test_a_preview_stands_in_our_own_pages_only_and_runs_nothing(desk: Desk, as_person: SignIn) -> None:
    files = {"月报.pdf": samples.pdf(), "现场.png": samples.png(), "清单.xlsx": sheets()}
    for name, content in files.items():
        attach(desk, name, content)
    report = desk.submit(files=hashes(desk))
    browser = as_person("周")
    for content, kind in zip(files.values(), ("application/pdf", "image/png", "text/html"), strict=True):
        answer = browser.get(of_report(report, content, PREVIEW))
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == kind
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("sandbox; default-src 'none';")
        assert "script" not in policy
        assert "frame-ancestors 'self'" in policy
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert answer.headers["cache-control"] == "no-store"
        assert browser.get(of_report(report, content)).headers["x-frame-options"] == "DENY"
    page = browser.get(of_report(report, files["清单.xlsx"], PREVIEW)).text
    assert "<td>第1场 &lt;b&gt;</td>" in page
    assert "共3行" in page


def test_a_kind_that_no_reader_knows_is_said_so(desk: Desk, as_person: SignIn) -> None:
    content = samples.compound("WordDocument")
    attach(desk, "月报.doc", content)
    report = desk.submit(files=hashes(desk))
    browser = as_person("周")
    assert "不能在页内预览" in browser.get(of_report(report, content, PREVIEW)).text
    with transaction(desk.engine, advance=False) as session:
        set_preferences(session, desk.people["周"], Preferences(language=ENGLISH))
    assert '<p class="note" lang="en">Word' in browser.get(of_report(report, content, PREVIEW)).text


@pytest.mark.parametrize("who", ["李", "陈"])
def test_who_may_not_have_the_file_sees_no_preview_of_it(desk: Desk, as_person: SignIn, who: str) -> None:
    content = sheets()
    attach(desk, "清单.xlsx", content)
    report = desk.submit(files=hashes(desk))
    assert as_person(who).get(of_report(report, content, PREVIEW)).status_code == 403
