"""The audit chain's head stands on a meeting file, so that somebody outside can hold it against the trail."""

import json
from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.export import made_up as m
from tracker.domain.meetings.snapshot import audit_anchor, content_sha256, freeze_content, thaw
from tracker.export.workbook import workbook_bytes


def content(head: str = "ab" * 32, rows: int | None = 1204) -> str:
    card = m.card()
    return freeze_content(
        card, m.texts(card), "9f" * 32, m.FROZEN_AT, "王督查", "例会", m.PLAN.issued, head, rows
    )


def opened(text: str) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(text, content_sha256(text), "2025Q3-01")))


def notes(book: Any) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in book["说明"].iter_rows(values_only=True) if row[0]}


def test_the_notes_give_the_whole_head_and_how_many_rows_it_vouches_for() -> None:
    said = notes(opened(content()))["操作日志链"]
    assert said == f"共1,204条，末端 {'ab' * 6}（{'ab' * 32}）"


def test_every_printed_page_carries_it_beside_the_snapshot() -> None:
    for sheet in opened(content()).worksheets:
        assert f"日志链 {'ab' * 6}/1204条" in sheet.oddFooter.left.text
        assert "材料2025Q3-01（存证编号" in sheet.oddFooter.left.text


def old(text: str) -> str:
    """As a snapshot was frozen before the rows were counted."""
    stored = json.loads(text)
    del stored["audit_rows"]
    return json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_a_snapshot_from_before_the_count_is_exported_as_it_was() -> None:
    text = old(content())
    assert thaw(text).audit_rows is None
    book = opened(text)
    assert notes(book)["操作日志链"] == f"末端 {'ab' * 6}（{'ab' * 32}）"
    assert "条" not in book["总览"].oddFooter.left.text


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        (content(), ("ab" * 32, 1204)),
        (old(content()), ("ab" * 32, None)),
        (content("", 0), ("", 0)),
        ("no snapshot", ("", None)),
    ],
    ids=["with the count", "before the count", "before any audit", "something else"],
)
def test_the_anchor_of_a_content_is_read_without_the_rest(text: str, anchor: tuple[str, int | None]) -> None:
    assert audit_anchor(text) == anchor
