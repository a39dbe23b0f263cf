"""A snapshot → an Excel workbook. Pure: the same content gives the same bytes, on any day and host."""

from datetime import UTC
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from tracker.domain.meetings.snapshot import Frozen, thaw
from tracker.export.options import HOUSE, Options
from tracker.export.sheets.budgets import write_budgets
from tracker.export.sheets.data import write_data
from tracker.export.sheets.look import Book, safe_text, workbook_options
from tracker.export.sheets.notes import write_notes
from tracker.export.sheets.overview import write_overview
from tracker.export.sheets.pivot import write_pivot
from tracker.export.sheets.progress import write_progress
from tracker.export.sheets.records import write_comparison, write_directives, write_matters, write_records
from tracker.export.theme import theme_xml

_SHEETS = (
    write_overview,
    write_progress,
    write_data,
    write_pivot,
    write_budgets,
    write_records,
    write_matters,
    write_directives,
    write_comparison,
    write_notes,
)


def workbook_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The workbook of a snapshot's content. ``number`` is the snapshot's, for footers and notes.

    Raises BadInput when the content is not one that this version reads.
    """
    target = BytesIO()
    workbook = Workbook(target, workbook_options())
    _write(workbook, thaw(content), sha256, number, options)
    # The records are let go of by now: putting the file together takes as much again.
    workbook.close()
    return target.getvalue()


def _write(workbook: Workbook, frozen: Frozen, sha256: str, number: str, options: Options) -> None:
    workbook.use_custom_theme(StringIO(theme_xml()))
    book = Book(workbook, frozen, sha256, number, options.is_preview)
    workbook.set_properties(
        {
            "title": safe_text(f"{frozen.card.period.label} {frozen.name}")[:200],
            "subject": safe_text(frozen.card.plan.title)[:200],
            "author": safe_text(frozen.author)[:100],
            "comments": f"{book.label} SHA-256 {sha256}",
            # XlsxWriter takes a naive instant as UTC; the clock of the host stays out of the file.
            "created": frozen.frozen_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    for write in _SHEETS:
        write(book)
