"""The last slide: until when, who, what; from the requests that the office typed, the nearest date first."""

from tracker.domain.meetings.paper import PaperSection, Request
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.deck import requests_title
from tracker.domain.sentences.meeting_counts import with_the_offices
from tracker.export.slides.behind import small_text
from tracker.export.slides.deck import Deck, Page
from tracker.export.slides.layouts import TABLE
from tracker.export.slides.marks import MM, PT, Box, Piece
from tracker.export.slides.notes import marked
from tracker.export.slides.tables import Cell, Column, Look, Rich, Row, pages, spread

MOST_ROWS = 6
_COLUMNS = (Column("时限", 62, lines=1), Column("谁", 108, lines=3), Column("做什么", 137, lines=2))
_HIGHEST, _LONGEST = 86, 7


def add_requests(deck: Deck) -> None:
    asked = by_date(deck)
    if not asked:
        return
    page = Page(deck, TABLE)
    first = next((each.due_words for each in asked if each.due is not None), "")
    page.put_title(requests_title([each.heading for each in asked], first))
    room, below = page.free("表格"), 9 * MM
    look = Look(_COLUMNS, room.width, deck.letters.text, deck.letters.head)
    rows = [Row(_cells(each, deck)) for each in asked[:MOST_ROWS]]
    laid = pages(look, rows, room.points_high, 1)[0]
    if len(laid) < len(asked):
        laid = pages(look, rows, room.points_high - below / PT, 1)[0]
        place = Box(room.left, room.top + room.height - below, room.width, below)
        page.draw("其余", place, small_text(deck, f"另{len(asked) - len(laid)}项见附表"), anchor="b")
    high = room.points_high - look.head_height - (below / PT if len(laid) < len(asked) else 0)
    page.put_table("表格", look, spread(laid, high, _HIGHEST), "工作要求:时限、单位、事项", room)
    page.finish([_read(each, deck) for each in asked])


def by_date(deck: Deck) -> list[Request]:
    """In their turn; nothing where the office prints no requests."""
    if PaperSection.REQUESTS not in deck.paper.choices.sections:
        return []
    asked = with_the_offices(deck.paper.words.requests, _office(deck))
    return sorted(asked, key=lambda each: each.turn)


def _cells(asked: Request, deck: Deck) -> tuple[Cell, ...]:
    letters, mark, words = deck.letters, marked(asked), asked.due_words or "即日起"
    size = letters.large if len(words) <= _LONGEST else letters.text
    when = Rich(((Piece(words, size, "accent", bold=True),),))
    text, heading = closed(asked.text).rstrip("。"), asked.heading
    what = Piece(text if heading else mark + text, letters.text, bold=not heading)
    head = ((Piece(mark + heading, letters.text + 2, bold=True),),) if heading else ()
    return when, who(asked, deck), Rich((*head, (what,)))


def who(asked: Request, deck: Deck) -> str:
    """The units that are asked, as the card knows them; the leaders; else the office itself."""
    targets = [score.target for score in deck.frozen.card.scores]
    units = {unit.id: unit for target in targets for unit in (*target.co_units, target.lead)}
    names = [deck.unit_name(units[each]) for each in asked.unit_ids if each in units]
    names += ["分管市领导"] if asked.to_leaders else []
    return "、".join(names) or _office(deck)


def _office(deck: Deck) -> str:
    return deck.options.paper.signed_by or "市府办"


def told(asked: Request) -> str:
    """补齐数据:补报缺报的数据。"""
    return f"{asked.heading}:{closed(asked.text)}" if asked.heading else closed(asked.text)


def _read(asked: Request, deck: Deck) -> str:
    lead = f"{asked.due_words}," if asked.due_words else ""
    return f"{marked(asked)}{lead}{who(asked, deck)}:{closed(asked.text)}"
