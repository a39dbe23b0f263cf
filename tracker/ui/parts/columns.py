"""A row of a table of figures on a page: each cell by what it is and by what it leads to."""

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.listing.cells import Column, Row, shown
from tracker.domain.progress.status import Status
from tracker.ui.parts import links
from tracker.ui.parts.tables import Cell, Number


def cells_of(columns: Iterable[Column], row: Row) -> dict[str, Cell]:
    """By the columns' heads, as ``tables.table_html`` takes them."""
    return {column.head: _cell(column, row) for column in columns}


def _cell(column: Column, row: Row) -> Cell:
    cell = column.read(row)
    text = shown(cell)
    match column.leads_to:
        case "target":
            link = links.target_link(row.target, text)
        case "notice":
            link = links.notice_link(row.target, text)
        case "method" if cell is not None:
            link = links.method_link(target=row.target, text=text)
        case _ if column.align == "right":
            return Number(text)
        case _:
            return cell if isinstance(cell, Status) else text
    return replace(link, is_number=column.align == "right")
