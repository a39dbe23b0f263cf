"""What the meeting decides: the office's own words first, else what waits for a decision; then what is hard.

Matters (需协调事项) and what leads call difficult stand on one slide: both ask the meeting for something.
"""

from collections.abc import Sequence

from tracker.domain.meetings.decisions import Cause, Decision, decisions
from tracker.domain.meetings.paper import PaperSection
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.conclusion import reached
from tracker.domain.sentences.coordination import asked_of, day_frozen
from tracker.domain.sentences.deck import agenda_title
from tracker.domain.sentences.meeting_counts import called
from tracker.domain.workflow.matters import MatterLine
from tracker.export.slides.behind import HANG, small_text
from tracker.export.slides.deck import Deck, Letters, Page
from tracker.export.slides.fit import fitted_size
from tracker.export.slides.layouts import TABLE
from tracker.export.slides.marks import MM, PT, Box, Piece, line_of
from tracker.export.slides.notes import marked, said
from tracker.export.slides.tables import Cell, Column, Look, Rich, Row, height_of_table, pages, spread

MOST_ASKED, _ACROSS, _BELOW, _ALONE = 3, 4, 8, 16
_NUMBER, _WHAT = Column("", 11), Column("事项", 74, lines=2)
_OWN = (_NUMBER, _WHAT, Column("请会议议定", 222, lines=2))
_MATTERS = (
    _NUMBER,
    _WHAT,
    Column("卡在哪里", 96, lines=2),
    Column("请会议议定", 90, lines=2),
    Column("时限", 36, lines=1),
)


def add_agenda(deck: Deck) -> None:
    hard, own = decisions(deck.frozen.card), deck.paper.words.decisions
    with_matters = PaperSection.MATTERS in deck.paper.choices.sections
    matters = () if own or not with_matters else deck.frozen.records.open_matters
    if not own and not matters and not hard:
        return
    asked_for = {matter.target_id for matter in matters[:MOST_ASKED]}
    headed = {each.heading for each in own}
    rest = tuple(
        each
        for each in hard
        if each.score.target.id not in asked_for
        and not headed & {each.score.target.name, called(each.score, deck.paper)}
    )
    page = Page(deck, TABLE)
    names = [each.heading for each in own] or [_short(each, deck) for each in matters]
    overdue = [each for each in rest if each.causes == (Cause.OVERDUE,)]
    page.put_title(agenda_title(names, len(rest) - len(overdue), len(overdue)))
    room = page.free("表格")
    used = _put_asked(page, room, _own_rows(deck) if own else _matter_rows(deck, matters))
    if rest:
        _put_hard(page, Box(room.left, room.top + used, room.width, room.height - used), rest, bool(used))
    page.finish(_notes(deck, matters, rest))


def _own_rows(deck: Deck) -> tuple[tuple[Column, ...], list[Row]]:
    own = deck.paper.words.decisions
    return _OWN, [
        _row(
            number,
            f"{marked(each)}{each.heading}",
            (Rich(((Piece(closed(each.text), deck.letters.text),),)),),
            deck.letters,
        )
        for number, each in enumerate(own, 1)
    ]


def _matter_rows(deck: Deck, matters: Sequence[MatterLine]) -> tuple[tuple[Column, ...], list[Row]]:
    today = day_frozen(deck.frozen)
    rows = []
    for number, each in enumerate(matters, 1):
        decided = each.decision
        due = "待议定"
        if decided is not None and decided.due_on is not None:
            due = f"{decided.due_on.month}月{decided.due_on.day}日"
        stuck = f"{'已逾期;' if each.is_overdue(today) else ''}{closed(each.obstacle)}"
        asks = Rich(((Piece(closed(each.request), deck.letters.text, bold=True),),))
        rows.append(_row(number, _short(each, deck), (stuck, asks, due), deck.letters))
    return _MATTERS, rows


def _short(matter: MatterLine, deck: Deck) -> str:
    return deck.target_name(matter.target_id, matter.target_name)


def _row(number: int, what: str, cells: tuple[Cell, ...], letters: Letters) -> Row:
    first = Rich(((Piece(str(number), letters.large, "accent", bold=True),),))
    return Row((first, Rich(((Piece(what or "—", letters.text, bold=True),),)), *cells))


def _put_asked(page: Page, room: Box, asked: tuple[tuple[Column, ...], list[Row]]) -> int:
    """The table of what is to be decided; how much of the room it takes, in EMU."""
    columns, rows = asked
    if not rows:
        return 0
    look = Look(columns, room.width, page.deck.letters.text, page.deck.letters.head)
    laid = pages(look, rows[:MOST_ASKED], room.points_high * 0.6, 1)[0]
    laid = spread(laid, room.points_high * 0.45 - look.head_height, 56)
    page.put_table("表格", look, laid, "请会议议定的事项", room)
    used, line = height_of_table(look, laid), 8 * MM
    if len(laid) == len(rows):
        return used + 5 * MM
    below = Box(room.left, room.top + used, room.width, line)
    page.draw("其余事项", below, small_text(page.deck, f"另{len(rows) - len(laid)}件见附表"), anchor="ctr")
    return used + line


def _put_hard(page: Page, room: Box, cases: Sequence[Decision], is_more: bool) -> None:
    deck, lead = page.deck, 12 * MM
    overdue = sum(1 for each in cases if each.causes == (Cause.OVERDUE,))
    hard = len(cases) - overdue
    adjust = "或需调整" if any(Cause.ADJUST in each.causes for each in cases) else ""
    parts = [f"年底完成有困难{adjust}的{'还' if is_more else ''}有{hard}项"] if hard else []
    parts += [f"节点到期未完成的{overdue}项"] if overdue else []
    columns = (Column("", 1, lines=3),) * _ACROSS
    cells = [_case(each, deck) for each in cases[: _BELOW if is_more else _ALONE]]
    cells += [""] * (-len(cells) % _ACROSS)
    rows = [Row(tuple(cells[start : start + _ACROSS])) for start in range(0, len(cells), _ACROSS)]
    look = Look(columns, room.width, deck.letters.text, is_headless=True)
    high = (room.height - lead) / PT
    laid = pages(look, rows, high, 1)[0] if rows else []
    shown = min(len(cases), len(laid) * _ACROSS)
    more = f",另{len(cases) - shown}项见附表" if shown < len(cases) else ""
    size = fitted_size([",".join(parts) + more], room.points_wide, 26, (20, 18, 16, 14, 12))
    text = (Piece(",".join(parts), size, bold=True), Piece(more, size, "muted"))
    page.draw("有困难的目标", Box(room.left, room.top, room.width, lead), line_of(*text), anchor="ctr")
    laid = spread(laid, high, 76)
    told = "、".join(each.score.target.name for each in cases[:shown])
    place = Box(room.left, room.top + lead, room.width, room.height - lead)
    page.put_table("表格", look, laid, f"年底完成有困难的目标:{told}", place)


def _case(case: Decision, deck: Deck) -> Cell:
    score, status, size = case.score, case.score.status, deck.letters.text
    name = deck.target_name(score.target.id, score.target.name)
    value = "".join(reached(score))
    unit = deck.unit_name(score.target.lead) if deck.paper.choices.names else ""
    below = "  ".join(filter(None, (value, unit))) or status.word
    first = (Piece(f"{status.shape} ", size, status), Piece(name, size, bold=True))
    return Rich((first, (Piece(below, deck.letters.small, "muted"),)), HANG * size)


def _notes(deck: Deck, matters: Sequence[MatterLine], rest: Sequence[Decision]) -> list[str]:
    own = deck.paper.words.decisions
    lines = [f"请会议议定{len(own) or len(matters)}件事。"] if own or matters else []
    lines += [said(each) for each in own]
    for each in matters[:MOST_ASKED]:
        who = f"({each.unit.name}提请{asked_of(each)}协调)" if deck.paper.choices.names else ""
        lines.append(f"{_short(each, deck)}{who}:{closed(each.obstacle)}{closed(each.request)}")
    if rest:
        lines.append(f"{'其余' if lines else ''}{len(rest)}项请分管市领导会后逐项研判,今天不展开。")
    return lines
