"""What the meeting's files print of a figure that was verified lower, and of one that does not apply."""

import re

import pytest

from tests.entry.ledger import Desk
from tests.export.file_text import text_of_file
from tests.supplement.freezing import frozen_now
from tests.supplement.test_supplementing import NEXT_STEP, PROBLEM, verified_lower, write
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export.formats import FORMATS, Format
from tracker.export.options import Options

REASON = "上级暂停该项统计"
REPORTED = "98"
# For a meeting; 数据.csv and 快照.json are for programs and keep what was reported.
MEETING = [form for form in FORMATS if form.key not in ("csv", "json")]
SAYS_PROBLEMS = ("handout.pptx", "docx", "notes.docx", "pdf", "xlsx")


def has_number(number: str, text: str) -> bool:
    return re.search(rf"(?<![0-9A-Za-z.:-]){number}(?![0-9A-Za-z.:%])", text) is not None


def told(desk: Desk, form: Format) -> str:
    content = frozen_now(desk)
    data = form.bytes_of(content, content_sha256(content), "2025Q3-01", Options())
    return text_of_file(form.suffix, data)


def joined(text: str) -> str:
    """Lines of a page break words where they end."""
    return "".join(text.split())


@pytest.mark.parametrize("form", MEETING, ids=lambda form: form.key)
def test_a_meeting_reads_the_verified_figure_with_what_was_supplied_and_not_the_reported_one(
    desk: Desk, form: Format
) -> None:
    write(desk, verified_lower(desk, value=REPORTED))
    text = told(desk, form)
    assert has_number("50", text)
    assert not has_number(REPORTED, text)
    if form.key in SAYS_PROBLEMS:
        assert PROBLEM.rstrip("。") in joined(text)
    assert "未填写" not in joined(text)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_what_does_not_apply_is_printed_with_its_reason(desk: Desk, form: Format) -> None:
    desk.approve(desk.submit(target="增速", value="", not_applicable="1", scope_note=REASON + "。"))
    if form.key == "json":
        assert f'"not_applicable_because":"{REASON}。"' in frozen_now(desk)
    elif form.key not in ("notes.docx", "pptx"):  # they speak of what was reached, and of what is behind
        assert REASON in joined(told(desk, form))


def test_what_is_for_programs_keeps_what_was_reported(desk: Desk) -> None:
    verified_lower(desk, value=REPORTED)
    (csv,) = (form for form in FORMATS if form.key == "csv")
    assert has_number(REPORTED, told(desk, csv))
    assert NEXT_STEP not in told(desk, csv)
