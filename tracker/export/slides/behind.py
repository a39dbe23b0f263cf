"""What is behind on one slide: a native table, and in each row a bullet of native shapes."""

from collections.abc import Sequence

from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences.conclusion import gap_short, reached
from tracker.domain.sentences.deck import CALLS, HARD, behind_note, behind_title, call_of, listed_behind
from tracker.export.slides.deck import Deck, Page
from tracker.export.slides.layouts import TABLE
from tracker.export.slides.marks import MM, PT, Box, Piece, paragraph, run
from tracker.export.slides.notes import said
from tracker.export.slides.tables import Cell, Column, Laid, Look, Rich, Row, pages, spread

MOST_ROWS = 8
_HIGHEST = 46  # points of a row
_TRACK, _TICK = 4.6 * MM, 10 * MM
# Share of the width, and whether the column is shown at all.
_NAME, _VALUE, _BULLET, _GAP, _TIMES, _LEAD, _CALL = 102, 44, 45, 29, 17, 45, 25
# The mark before a name, and the gap behind it, in letters.
HANG = 1.5


def add_behind(deck: Deck) -> None:
    listed = listed_behind(deck.frozen.card)
    if not listed:
        return
    page = Page(deck, TABLE)
    page.put_title(behind_title(deck.frozen))
    room = page.free("表格")
    columns = _columns(deck, listed)
    letters = deck.letters
    look = Look(tuple(columns.values()), room.width, letters.text, letters.head)
    rows = [Row(tuple(_cell(key, score, deck) for key in columns)) for score in listed[:MOST_ROWS]]
    below = 9 * MM
    box = room
    fitted = pages(look, rows, room.points_high, 1)[0]
    if len(fitted) < len(listed):
        box = Box(room.left, room.top, room.width, room.height - below)
        fitted = pages(look, rows, box.points_high, 1)[0]
    laid = spread(fitted, box.points_high - look.head_height, _HIGHEST)
    shown = listed[: len(laid)]
    told = "、".join(f"{score.target.name}{''.join(reached(score))}" for score in shown)
    page.put_table("表格", look, laid, f"落后的目标:{told}", box)
    _put_bullets(page, look, laid, shown, box, list(columns).index("bullet"))
    if len(shown) < len(listed):
        place = Box(room.left, room.top + room.height - below, room.width, below)
        page.draw("其余", place, small_text(deck, f"另{len(listed) - len(shown)}项见附表"), anchor="b")
    own = deck.paper.words.problems
    page.finish((behind_note(deck.frozen, lambda score: _said(score, deck)), *map(said, own)))


def small_text(deck: Deck, text: str) -> str:
    """How many more there are, at the right below a table."""
    size = deck.letters.small
    return paragraph(run(text, size, "muted"), size, stand="r")


def _columns(deck: Deck, listed: Sequence[Score]) -> dict[str, Column]:
    """Without those that would be empty for all, and without units where the office names none."""
    columns = {
        "name": Column("目标", _NAME, lines=3),
        "value": Column("现值/目标", _VALUE, "r", 2),
        "bullet": Column("竖线为应达", _BULLET),
        "gap": Column("与时序差", _GAP, "r", 2),
    }
    if any(score.behind_for > 1 for score in listed):
        columns["times"] = Column("连续", _TIMES, "r", 1)
    if deck.paper.choices.names:
        columns["lead"] = Column("牵头单位", _LEAD, lines=2)
    if any(call_of(score) for score in listed):
        columns["call"] = Column("年底", _CALL, "r", 1)
    return columns


def _cell(key: str, score: Score, deck: Deck) -> Cell:
    status, size = score.status, deck.letters.text
    if key == "name":
        name = deck.target_name(score.target.id, score.target.name)
        return Rich(((Piece(f"{status.shape} ", size, status), Piece(name, size)),), HANG * size)
    if key == "value":
        value, aim = reached(score)
        return Rich(((Piece(value or "—", size, bold=True), Piece(aim, deck.letters.small, "muted")),))
    if key == "times":
        return f"{score.behind_for}期" if score.behind_for > 1 else "—"
    if key == "lead":
        return deck.unit_name(score.target.lead)
    if key == "call":
        call = call_of(score)
        return Rich(((Piece("—" if call is None else CALLS[call], size, bold=call in HARD),),))
    return (gap_short(score) or "—") if key == "gap" else ""


def _put_bullets(
    page: Page, look: Look, rows: Sequence[Laid], shown: Sequence[Score], box: Box, column: int
) -> None:
    """The whole track is the year, the tick what is expected; nothing where no share says how far it is."""
    widths, side = look.widths, 3 * MM
    left, across = box.left + sum(widths[:column]) + side, widths[column] - 2 * side
    top = box.top + round(look.head_height * PT)
    for number, (row, score) in enumerate(zip(rows, shown, strict=True), 1):
        middle = top + round(row.height * PT / 2)
        top += round(row.height * PT)
        done, tick = _shares(score)
        if done is None:
            continue
        track = Box(left, middle - round(_TRACK / 2), across, round(_TRACK))
        page.draw(f"全年{number}", track, colour="track")
        if done:
            filled = Box(left, track.top, round(across * done), track.height)
            page.draw(f"现值{number}", filled, colour=score.status)
        if tick is not None:
            wide = round(0.9 * MM)
            at = left + min(max(round(across * tick) - wide // 2, 0), across - wide)
            page.draw(f"应达{number}", Box(at, middle - round(_TICK / 2), wide, round(_TICK)), colour="ink")


def _shares(score: Score) -> tuple[float | None, float | None]:
    """What is done and what is expected of the whole, within 0 and 1."""
    done, terms = score.judgement.completion, score.target.terms
    if done is None or terms.is_ceiling or terms.kind is Kind.MILESTONE:
        return None, None
    # A level and a rate are held against the whole target all year.
    expected = 1 if score.judgement.pace is None and terms.kind.is_kept else score.judgement.pace
    return _within(done), None if expected is None else _within(expected)


def _within(share: object) -> float:
    return min(max(float(share), 0.0), 1.0)  # type: ignore[arg-type]


def _said(score: Score, deck: Deck) -> str:
    """外资大项目(现为1,目标5个,滞后)."""
    value, aim = reached(score)
    name = deck.target_name(score.target.id, score.target.name)
    return f"{name}({value}{aim},{score.status.word})" if value else f"{name}({labelled(score.status)})"
