"""数据.csv: one row for each target or budget, with everything that its figure and its status rest on.

For programs and for people: UTF-8 with a BOM, numbers plain, shares as decimals; docs/export-columns.md.
"""

from tracker.domain.listing.cells import rows_of
from tracker.domain.listing.tables import DATA_CSV, marked_columns
from tracker.domain.meetings.snapshot import thaw
from tracker.export.rows_csv import for_programs, table_csv


def csv_bytes(content: str, sha256: str, number: str = "") -> bytes:
    """The rows of a snapshot's content. Raises BadInput when this version does not read it."""
    frozen = thaw(content)
    rows = rows_of(frozen, frozen.card.scores, number=number, sha256=sha256)
    return table_csv(marked_columns(DATA_CSV, frozen.card.plan), rows, for_programs)
