"""The targets on 我的任务: their forms, where they stand, how they look from outside; and their counts."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.language import bracketed
from tracker.domain.measure.figure import Figure, Finality, ReportState, inner_marks
from tracker.domain.measure.pace import is_owed
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.target import Terms, value_in_words
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import Score
from tracker.domain.workflow.drafts import Cell
from tracker.domain.workflow.entry import Field, typed_text
from tracker.domain.workflow.pasting import cell_of_draft
from tracker.domain.workflow.tasks import Glance, Stage, counted_apart, glance, stage_of
from tracker.queries import entries
from tracker.queries.entries import Form
from tracker.ui.frame import shell
from tracker.ui.frame.language import _


@dataclass(frozen=True)
class Row:
    """``score``: the approved figure judged, with the one before it."""

    form: Form
    stage: Stage
    glance: Glance
    is_owed: bool
    score: Score

    @property
    def word(self) -> str:
        """The stage, with what is being done about it."""
        shown, drafted = self.form, self.form.has_draft
        if self.stage is Stage.SUBMITTED and shown.awaits_head:
            return _("待负责人确认")
        if self.stage is Stage.RETURNED and drafted:
            return _("已退回,修改中")
        if self.stage is Stage.DRAFT and shown.state is ReportState.APPROVED:
            return _("更正中")
        if self.stage is Stage.DRAFT and shown.state is ReportState.WITHDRAWN and not drafted:
            return _("已撤回")
        return self.stage.word

    @cached_property
    def is_fillable(self) -> bool:
        """Whether it stands in the grid: something is to be filled in, and nothing locks it."""
        is_entered = self.stage.is_open and self.stage is not Stage.UNEXPLAINED
        return is_entered and self.form.locked_because is None

    @property
    def last_touched(self) -> Cell | None:
        """The cell of the draft that was saved last."""
        saved = [cell for cell in self.form.cells.values() if cell.saved_at is not None]
        return max(saved, key=lambda cell: (cell.saved_at is not None, cell.saved_at), default=None)


@dataclass(frozen=True)
class Counts:
    """``order``: the places of the rows as they are to be done. ``open_apart``, ``owed_apart``: how many of
    them are budgets (counted_apart). ``is_of_several``: the rows are of several departments."""

    of: Mapping[Stage, int]
    order: tuple[int, ...]
    open: int
    open_apart: str
    owed: int
    owed_in: int
    owed_apart: str
    is_of_several: bool


@dataclass(frozen=True)
class Rows:
    """A row for each target that the person's units lead, in the notice's order.

    ``filed``: the same without drafts, the same tuple as long as ledger and locks stand.
    """

    all: tuple[Row, ...]
    filed: tuple[Row, ...]
    counts: Counts


_ORDER = (
    *(stage for stage in Stage if stage.is_open),
    Stage.APPROVED,
    Stage.SUBMITTED,
    Stage.NOT_DUE,
    Stage.SERVED,
)
_REPORTED = (Stage.SUBMITTED, Stage.UNEXPLAINED, Stage.APPROVED)


def rows_of(period: Period) -> Rows:
    """Where nobody is typing a row rests on the ledger and the window's locks alone, and is kept with them.

    So are the counts, which rest on who has begun to type besides, whatever is typed.
    """
    ledger, now = shell.forms_ledger(period), shell.visit().now
    rests_on: tuple[Hashable, ...] = (period, tuple(ledger.locks(now).items()))
    rows = filed = shell.known(
        "filed rows",
        lambda session, person: tuple(_row(form) for form in entries.filed_forms(person, ledger, now)),
        *rests_on,
    )
    drafted = shell.read(lambda session, person: entries.drafted_forms(session, person, ledger, now))
    if drafted:
        typed_in = {target_id: _row(form) for target_id, form in drafted.items()}
        rows = tuple(typed_in.get(row.form.target.id, row) for row in filed)
    begun = frozenset(target_id for target_id, form in drafted.items() if form.has_draft)
    return Rows(rows, filed, shell.made("counted rows", lambda: _counts(rows), *rests_on, begun))


def _counts(rows: tuple[Row, ...]) -> Counts:
    is_open = [row.form.target.terms.kind for row in rows if row.stage.is_open]
    owed = [row for row in rows if row.is_owed]
    return Counts(
        of=Counter(row.stage for row in rows),
        order=tuple(sorted(range(len(rows)), key=lambda place: _ORDER.index(rows[place].stage))),
        open=len(is_open),
        open_apart=counted_apart(is_open),
        owed=len(owed),
        owed_in=sum(row.stage in _REPORTED for row in owed),
        owed_apart=counted_apart(row.form.target.terms.kind for row in owed),
        # Whose a target is need only be said to those who work for more than one department.
        is_of_several=len({row.form.target.lead.id for row in rows}) > 1,
    )


def _row(form: Form) -> Row:
    target, period = form.target, form.period
    is_served = form.source is not None
    terms, owed = target.terms, not is_served and is_owed(target.terms, period)
    typed = {name.value: cell.text for name, cell in form.cells.items()}
    stage = stage_of(form.state, form.has_draft, owed, is_asked=bool(form.asked))
    stage = Stage.SERVED if is_served else stage
    figures = {(target.id, at): figure for at, figure in form.others.items()}
    if form.approved is not None:
        figures[target.id, period] = form.approved
    score = score_of(target, period, figures, form.rules)
    return Row(form, stage, glance(typed, terms, period, form.neighbours, form.rules), owed, score)


def figure_text(row: Row) -> str:
    """This quarter's figure: the approved one, else as typed or submitted, with its unit of measure and what
    it does not share with the others: the months that it covers, 预计, 核定."""
    form, terms = row.form, row.form.target.terms
    if row.stage in (Stage.APPROVED, Stage.UNEXPLAINED, Stage.SERVED) and form.approved is not None:
        return approved_text(form.approved, terms)
    texts = {name: cell.text for name, cell in form.cells.items()}
    shown = cell_of_draft(texts, terms).strip()
    if not shown or Field.VALUE in row.glance.missing:
        return "—"
    if texts[Field.NOT_APPLICABLE] == "1":
        return shown
    text, marks = typed_text(shown, terms), _(",").join(_marks(texts, form))
    return bracketed(text, marks) if marks else text


def _marks(texts: Mapping[Field, str], form: Form) -> list[str]:
    """What a typed figure does not share with the others of the list."""
    month, finality = texts[Field.DATA_MONTH], texts[Field.FINALITY]
    words = {each.value: each.word for each in Finality if each is not Finality.FINAL}
    is_short = month.isdecimal() and len(month) <= 2 and 1 <= int(month) < form.period.last_month
    marks = [span_of_months(int(month))] if is_short else []
    return [*marks, *(words[key] for key in (finality,) if key in words)]


def approved_text(figure: Figure, terms: Terms) -> str:
    """17.5万标箱(核定,上报18); of a figure that counts."""
    marks = inner_marks(figure)
    verified = (_("核定"),) if figure.is_verified_otherwise else ()
    return value_in_words(figure.value, terms, (*verified, *marks))


def last_text(form: Form) -> str:
    """The figure of the period before; nothing where there is no period before."""
    if form.period.previous is None:
        return ""
    return "—" if form.previous is None else approved_text(form.previous, form.target.terms)
