"""Office files lose what the clock and the host left in them, and nothing else."""

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xlsxwriter import Workbook

from tracker.export.ooxml import normalise_ooxml, zip_bytes

WHEN = datetime(2025, 10, 10, 1, 30, tzinfo=UTC)
CORE = (
    '<x xmlns:dcterms="d"><dcterms:created xsi:type="t">{}</dcterms:created>'
    "<dcterms:modified>{}</dcterms:modified></x>"
)


def made(names: list[str], day: int) -> bytes:
    """A document with a chart's workbook inside, as a library would write it on that day."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as parts:
        for name in names:
            content = CORE.format(f"2025-01-{day}", f"2025-01-{day}") if name.endswith("core.xml") else name
            data = workbook(day) if name.endswith(".xlsx") else content.encode()
            parts.writestr(ZipInfo(name, (2025, 1, day, 8, 30, 0)), data)
    return target.getvalue()


def workbook(day: int) -> bytes:
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2025, 1, day)})  # noqa: DTZ001
        book.add_worksheet().write_number(0, 0, 7)
    return target.getvalue()


NAMES = [
    "word/b.xml",
    "_rels/.rels",
    "docProps/core.xml",
    "[Content_Types].xml",
    "word/embeddings/1.xlsx",
]


def test_another_day_and_another_order_give_the_same_bytes() -> None:
    one, other = made(NAMES, 11), made(NAMES[::-1], 12)
    assert one != other
    assert normalise_ooxml(one, WHEN) == normalise_ooxml(other, WHEN)


def test_the_parts_keep_their_content_and_the_types_stand_first() -> None:
    with ZipFile(BytesIO(normalise_ooxml(made(NAMES, 11), WHEN))) as parts:
        assert parts.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/b.xml",
            "word/embeddings/1.xlsx",
        ]
        assert parts.read("word/b.xml") == b"word/b.xml"
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_documents_dates_are_the_snapshots_in_utc() -> None:
    here = WHEN.astimezone(timezone(timedelta(hours=8)))
    with ZipFile(BytesIO(normalise_ooxml(made(NAMES, 11), here))) as parts:
        stamp = "2025-10-10T01:30:00Z"
        assert parts.read("docProps/core.xml").decode() == CORE.format(stamp, stamp)
        with ZipFile(BytesIO(parts.read("word/embeddings/1.xlsx"))) as inner:
            assert inner.read("docProps/core.xml").decode().count(stamp) == 2


def test_normalising_twice_changes_nothing_more() -> None:
    once = normalise_ooxml(made(NAMES, 11), WHEN)
    assert normalise_ooxml(once, WHEN) == once


def test_chinese_names_in_a_zip_are_marked_as_utf8() -> None:
    with ZipFile(BytesIO(zip_bytes([("幻灯片.pptx", b"1"), ("a.csv", b"2")]))) as files:
        assert [(entry.filename, bool(entry.flag_bits & 0x800)) for entry in files.infolist()] == [
            ("幻灯片.pptx", True),
            ("a.csv", False),
        ]
