"""A row of the grid: what this tab holds of it, or why it is locked, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain import sentences
from tracker.domain.language import bracketed
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import months_text
from tracker.domain.measure.quantity import amount_text
from tracker.domain.progress.judging import judge
from tracker.domain.workflow.entry import Field, read_value
from tracker.domain.workflow.tasks import Stage
from tracker.queries.entries import Form
from tracker.ui.entry.state import Opening
from tracker.ui.tasks.rows import Row

_FILLED = (Stage.RETURNED, Stage.DUE, Stage.DRAFT)


@dataclass(frozen=True)
class Line:
    """``opening``: None where nothing can be filled in."""

    opening: Opening | None
    row: Row

    @property
    def form(self) -> Form:
        return self.row.form

    @property
    def typed(self) -> Mapping[Field, str]:
        if self.opening is not None:
            return self.opening.typed
        # What was never reported is left blank: its month is only proposed.
        texts = {name: cell.text for name, cell in self.form.cells.items()}
        return texts if self.form.number else dict.fromkeys(texts, "")

    @property
    def locked_because(self) -> str:
        """Where the row is locked: where it stands, or why nothing can be entered."""
        # The window's sentence is for what could be filled in, were it open.
        return (self.form.locked_because or "") if self.row.stage in _FILLED else self.row.word

    @property
    def rests_on(self) -> tuple[Any, ...]:
        """What the row says rests on this besides the ledger and the window's locks; to be ``copied`` by who
        compares it later, for it goes on changing."""
        opening, form = self.opening, self.form
        if opening is None:
            return (form.has_draft, form.cells) if form.has_draft else (False,)
        texts = form.has_draft, opening.stored, opening.typed
        return *texts, opening.touched, opening.answered, opening.unsaved, opening.conflicts, opening.notes

    @property
    def is_begun(self) -> bool:
        opening = self.opening
        return opening is not None and bool(
            opening.touched or opening.conflicts or opening.unsaved or opening.notes
        )

    @property
    def has_draft(self) -> bool:
        """Whether anything was changed; what was returned and not changed is sent again only by choice."""
        changed = self.opening is not None and any(cell.version for cell in self.opening.stored.values())
        return self.form.has_draft or changed


def copied(rests_on: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(each.copy() if isinstance(each, dict | set) else each for each in rests_on)


def compared(line: Line) -> tuple[str, str]:
    """By how much the figure grew since the last one (of what adds up), and its share of the target."""
    form, typed = line.form, line.typed
    terms, period, previous = form.target.terms, form.period, form.previous
    month = typed[Field.DATA_MONTH]
    if typed[Field.NOT_APPLICABLE] == "1" or not (month.isdecimal() and len(month) <= 2):
        return "", ""
    try:
        value = read_value(typed[Field.VALUE], terms)
    except BadInput:
        return "", ""
    if not 1 <= int(month) <= period.last_month:
        return "", ""
    added = ""
    if terms.kind.is_flow and previous is not None and previous.value is not None:
        added = amount_text(value - previous.value)
        if int(month) < period.last_month and previous.data_month < int(month):
            added = bracketed(added, months_text(previous.data_month + 1, int(month)))
    judgement = judge(terms, value, int(month), period, form.rules)
    share = None if terms.kind.is_kept else sentences.completion_share(judgement)
    return added, share or ""
