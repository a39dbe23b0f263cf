"""需协调事项 are frozen with the snapshot, and stand in every file that is read at the meeting."""

import json
from dataclasses import replace

import pytest

from tests.domain.frozen import golden
from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tracker.domain.meetings.snapshot import content_sha256, is_canonical, thaw
from tracker.domain.sentences import full_width
from tracker.domain.sentences.coordination import closed_matters, matters_title
from tracker.export.formats import FORMATS, Format
from tracker.export.options import HOUSE

NUMBER = "2025Q3-02"
READ_ALOUD = [each for each in FORMATS if each.key not in ("json", "csv")]


def printed(each: Format, content: str) -> str:
    """Without the spaces that the PDF's reader finds between Chinese and digits."""
    text = text_of_file(each.suffix, each.bytes_of(content, content_sha256(content), NUMBER, HOUSE))
    return full_width("".join(text.split()))


def test_the_matters_come_back_as_they_were_frozen() -> None:
    assert thaw(m.content()).records.matters == m.matters(m.card())


def test_what_waits_comes_first_and_what_is_closed_is_told_by_name() -> None:
    frozen = thaw(m.content())
    assert [each.id for each in frozen.records.open_matters] == [1, 2]
    assert matters_title(frozen) == "需协调事项2件：待决定1件，办理中1件，其中逾期1件"
    assert closed_matters(frozen.records).startswith("自上次会议以来销号1件：")


def test_what_was_closed_before_the_last_meeting_is_not_told_again() -> None:
    records = m.records(m.card())
    assert records.last is not None
    assert records.closed_since
    assert replace(records, last=replace(records.last, frozen_at=m.FROZEN_AT)).closed_since == ()


@pytest.mark.parametrize("each", READ_ALOUD, ids=lambda each: each.key)
def test_every_file_of_the_meeting_says_what_is_asked_and_what_was_decided(each: Format) -> None:
    text = printed(each, m.content())
    assert "用地指标尚缺12亩" in text
    assert "请协调落实用地指标" in text
    assert "市领导" in text
    # A page of the notes tells an area's first matter, which still waits; a slide, what is asked.
    if each.key not in ("notes.docx", "pptx"):
        assert "由市资规局在存量指标中调剂" in text
        assert "已逾期" in text


@pytest.mark.parametrize("each", READ_ALOUD, ids=lambda each: each.key)
def test_without_matters_no_file_speaks_of_any(each: Format) -> None:
    text = printed(each, m.content(kept=replace(m.records(m.card()), matters=())))
    assert "用地指标" not in text
    assert ("没有待决定或办理中的需协调事项" in text) == (each.key == "xlsx")


def test_a_snapshot_from_before_they_were_kept_is_still_read_and_says_so() -> None:
    stored = json.loads(golden("schema3"))
    stored["schema"] = 2
    stored["records"] = {"adjustments": [], "corrections": [], "last": None, "window": None}
    older = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert is_canonical(older)
    assert thaw(older).records.matters is None
    assert matters_title(thaw(older)) == "这份材料定稿时尚不收录需协调事项"
    for each in READ_ALOUD:
        if each.key in ("handout.pptx", "xlsx"):
            assert "这份材料定稿时尚不收录需协调事项" in printed(each, older)
