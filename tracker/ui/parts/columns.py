"""A row of a table of figures on a page: each cell by what it is and by what it leads to."""

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.listing.cells import Column, Row, shown
from tracker.domain.progress.status import Status
from tracker.ui.parts import links
from tracker.ui.parts.widgets import Cell, Number


def cells_of(columns: Iterable[Column], row: Row) -> dict[str, Cell]:
    """By the columns' heads, as ``widgets.table_html`` takes them."""
    return {column.head: _cell(column, row) for column in columns}


def _cell(column: Column, row: Row) -> Cell:
    cell, card = column.read(row), row.card
    text, unapproved = shown(cell), card.include_unapproved
    match column.leads_to:
        case "target":
            link = links.target_link(row.target, card.period, text, unapproved=unapproved)
        case "notice":
            link = links.notice_link(row.target, card.period, text)
        case "method" if cell is not None:
            link = links.method_link(card.period, target=row.target, unapproved=unapproved, text=text)
        case _ if column.align == "right":
            return Number(text)
        case _:
            return text.replace(" ", "\u00a0") if isinstance(cell, Status) else text
    return replace(link, is_number=column.align == "right")
