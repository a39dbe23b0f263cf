"""A cell of a table of figures is known by what it is: a text, an amount, a share, a status, a moment.

Pages, workbooks, CSV, Word and slides draw a ``Cell`` by its type; columns.py says what each column reads.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure, Texts
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.quantity import amount_text, kept_short, share_text, signed_points
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Terms, milestone_word
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Score, Scorecard, Target
from tracker.domain.progress.status import Status, labelled

_NO_TEXTS = Texts()
Align = Literal["left", "center", "right"]
LeadsTo = Literal["target", "notice", "method"]


@dataclass(frozen=True)
class Points:
    """A difference of two shares: +6.5 百分点. Sorts and is written as its ratio."""

    ratio: Fraction


@dataclass(frozen=True)
class Done:
    """A milestone's figure, 1 or 0 or its steps that are done: read as words, for it is no amount."""

    value: Decimal
    terms: Terms

    @property
    def word(self) -> str:
        return milestone_word(self.value, self.terms)


class Share(Fraction):
    """A share short of ``short_of``, not printed as if it had reached it: 74.97 % of 75 % is 74.9%."""

    __slots__ = ("short_of",)
    short_of: Fraction | None

    def __new__(cls, ratio: Fraction, short_of: Fraction | None) -> "Share":
        share = super().__new__(cls, ratio)
        share.short_of = short_of
        return share

    @property
    def printed(self) -> Fraction:
        """What its one decimal is taken from."""
        return kept_short(self, self.short_of)


Cell = str | Status | bool | int | Decimal | Fraction | Points | Done | Period | datetime | None


@dataclass(frozen=True)
class Row:
    """A score with what its cells may rest on besides: the card it stands in, the texts beside its figure.

    ``place``: its number in the table, from 1. ``number`` and ``sha256``: the snapshot's, in a file.
    """

    score: Score
    card: Scorecard
    texts: Texts = _NO_TEXTS
    place: int = 0
    _: KW_ONLY
    number: str = ""
    sha256: str = ""

    @property
    def target(self) -> Target:
        return self.score.target

    @property
    def terms(self) -> Terms:
        return self.score.target.terms

    @property
    def figure(self) -> Figure | None:
        return self.score.figure


def rows_of(frozen: Frozen, scores: Iterable[Score], *, number: str = "", sha256: str = "") -> Iterator[Row]:
    """Scores of a snapshot as the rows of a file's table."""
    for place, score in enumerate(scores, 1):
        texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
        yield Row(score, frozen.card, texts, place, number=number, sha256=sha256)


@dataclass(frozen=True)
class Column:
    """``word`` is the head, ``read`` gives a row's cell; None is an empty cell, never 0.

    ``width``: in characters as a workbook counts them, a Chinese one being two; Word and slides share out
    a page's width by it. ``align``: numbers stand on the right, also where a row has none.
    ``leads_to``: what a click on the cell opens. ``is_name``: it says which target the row is. ``rhythm``:
    the plan's, and ``number`` that of one of its periods: a head may hold their words, as 比{last}.
    """

    key: str
    word: str
    read: Callable[[Row], Cell]
    width: float = 11
    align: Align = "left"
    _: KW_ONLY
    leads_to: LeadsTo | None = None
    is_name: bool = False
    rhythm: Rhythm = Rhythm.QUARTERLY
    number: int = 1

    @property
    def head(self) -> str:
        text = _(self.word)
        if "{" not in text:
            return text
        rhythm = self.rhythm
        named = text.format(
            noun=rhythm.noun,
            last=rhythm.last,
            last_short=rhythm.last_short,
            span=rhythm.span_of(self.number),
        )
        return named[0].upper() + named[1:]


def widths(columns: Sequence[Column], total: float) -> list[float]:
    """The columns' widths where a table has a page's width, in the unit of ``total``."""
    characters = sum(column.width for column in columns)
    return [total * column.width / characters for column in columns]


def shown(cell: Cell) -> str:
    """A cell for people: thousands separators, one decimal in shares, a true minus; nothing is a dash."""
    match cell:
        case None | "":
            return "—"
        case Status():
            return labelled(cell)
        case bool():
            return _("是") if cell else _("否")
        case Decimal():
            return amount_text(cell)
        case Share():
            return share_text(cell, cell.short_of)
        case Fraction():
            return share_text(cell)
        case Points():
            return signed_points(cell.ratio)
        case Done():
            return cell.word
        case datetime():
            return f"{cell.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return str(cell)
