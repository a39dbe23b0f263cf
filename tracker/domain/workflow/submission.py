"""Submitting a figure: what is known before, what was seen, and what is then to be stored.

Pure: queries/filing.py gathers, ``accept`` decides, services/reports.py applies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Change, StaleState
from tracker.domain.measure.figure import Neighbours, ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Terms
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.drafts import Cell, changed_cell
from tracker.domain.workflow.entry import Entry, Field, Finding, check_entry
from tracker.domain.workflow.evidence import DraftFiles, EvidenceFile, require_seen
from tracker.domain.workflow.lifecycle import Window, check_submission, entry_state, lock_reason


@dataclass(frozen=True)
class Seen:
    """What the person had before their eyes: the number of the latest submission (0: none),
    per field the stored cell's version (0: not stored) and the text, and the files' SHA-256."""

    number: int
    cells: Mapping[Field, tuple[int, str]]
    files: frozenset[str] = frozenset()

    def text(self, field: Field) -> str:
        return self.cells.get(field, (0, ""))[1]


@dataclass(frozen=True)
class Latest:
    """A target's newest submission at a quarter.

    ``was_on_time``: the quarter's first submission that was not withdrawn; None where all were.
    """

    report_id: int
    number: int
    value: Decimal | None
    state: ReportState
    was_on_time: bool | None
    by: str


@dataclass(frozen=True)
class Before:
    """A target's quarter before a submission: all that decides whether it may follow, and as what.

    ``neighbours``: the year's figures around it. ``approved_id``: the submission that counts.
    ``cells`` and ``draft``: what is being filled in; ``submitted``: the latest submission's files.
    """

    terms: Terms
    period: Period
    rules: RuleSet
    window: Window | None
    let_in_until: datetime | None
    neighbours: Neighbours
    latest: Latest | None
    approved_id: int | None
    cells: Mapping[Field, Cell]
    submitted: tuple[EvidenceFile, ...]
    draft: DraftFiles


@dataclass(frozen=True)
class Accepted:
    """What is to be stored. ``corrects_id``: the approved submission that it would replace."""

    number: int
    entry: Entry
    files: tuple[EvidenceFile, ...]
    corrects_id: int | None
    is_on_time: bool


class EntryRefused(BadInput):
    """The entry is not complete or can't be read; ``findings`` says where."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.message for finding in findings if finding.refuses))
        self.findings = findings


def accept(before: Before, seen: Seen, now: datetime) -> Accepted:
    """What the form that was seen makes.

    Raises StaleState (something changed since it was seen), EntryRefused, Locked, NeedsReason.
    """
    _require_seen(before, seen)
    files = require_seen(before.submitted, before.draft, seen.files)
    typed = {field.value: text for field, (_version, text) in seen.cells.items()}
    checked = check_entry(typed, before.terms, before.period, before.neighbours, before.rules)
    if checked.entry is None:
        raise EntryRefused(checked.findings)
    latest, window = before.latest, before.window
    state = entry_state(None if latest is None else latest.state, before.approved_id is not None)
    window_lock = lock_reason(before.period, window, now, before.let_in_until)
    check_submission(state, checked.entry.reason, window_lock)
    # What is sent back after the due date or corrected later does not make a punctual department late, and a
    # placeholder that was withdrawn does not make a late one punctual (DOMAIN §5).
    is_punctual = window is not None and window.is_on_time(now)
    was_on_time = None if latest is None else latest.was_on_time
    return Accepted(
        number=1 if latest is None else latest.number + 1,
        entry=checked.entry,
        files=files,
        corrects_id=before.approved_id,
        is_on_time=is_punctual if was_on_time is None else was_on_time,
    )


def _require_seen(before: Before, seen: Seen) -> None:
    latest = before.latest
    if latest is not None and latest.number != seen.number:
        raise StaleState(
            _("{name}已就这项数据提交了新的填报,您的内容没有提交。").format(name=latest.by),
            (Change(Field.VALUE.label, seen.text(Field.VALUE), value_text(latest.value), latest.by),),
        )
    for field, cell in before.cells.items():
        version, text = seen.cells.get(field, (0, ""))
        # Somebody who saved the same words meanwhile changed nothing.
        if cell.version != version and cell.text != text:
            raise changed_cell(field, before.period.rhythm, cell.text, cell.saved_by, text)


def value_text(value: Decimal | None) -> str:
    """A submitted value as a refusal names it."""
    return _("不适用") if value is None else plain(value)
