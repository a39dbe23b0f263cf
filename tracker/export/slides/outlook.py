"""The trend over the periods, and beside it what leads expect of the year's end, in ink and greys."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tracker.domain.meetings.meeting import EarlierPeriod
from tracker.domain.meetings.trend import earlier_periods
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences.deck import (
    CALLS,
    NO_CALL,
    has_calls,
    outlook_counts,
    outlook_lines,
    outlook_note,
    outlook_title,
)
from tracker.export.drawingml import HOLLOW, Chart, Series, drawable
from tracker.export.group_chart import label_format
from tracker.export.slides.deck import Deck, Page
from tracker.export.slides.fit import LINE, fitted_size, height_of
from tracker.export.slides.layouts import PAIR
from tracker.export.slides.marks import MM, PT, Box, Piece, line_of, paragraph, run
from tracker.export.slides.opening import before_now

_HEAD, _LINES = (14, 13, 12, 11, 10), (18, 17, 16, 15, 14, 13, 12)
_BAR = 24 * MM
_GREYS = ("ink", "muted", "bar", "line")
# The parts of a column from below; what has no verdict on top, hollow.
_PARTS = (
    ("达时序", "●", Status.ON_PACE, lambda status: status.is_on_pace),
    ("稍慢", "▲", Status.SLIGHTLY_BEHIND, lambda status: status is Status.SLIGHTLY_BEHIND),
    ("滞后", "■", Status.BEHIND, lambda status: status.is_far_behind),
    ("尚无判定", "□", f"{HOLLOW}{Status.NOT_REPORTED}", lambda status: not status.is_verdict),
)


def add_outlook(deck: Deck) -> None:
    card, counts = deck.frozen.card, outlook_counts(deck.frozen.card)
    now = EarlierPeriod(card.period, {each: count for each, count in card.whole.due_counts.items() if count})
    periods = [*earlier_periods(deck.frozen), now]
    has_trend, with_calls = len(periods) > 1 and card.whole.due > 0, has_calls(card)
    if not has_trend and not with_calls:
        return
    page = Page(deck, PAIR)
    page.put_title(outlook_title(deck.frozen, before_now(deck)))
    left, right = page.box("左图"), page.box("右图")
    whole = Box(left.left, left.top, right.left + right.width - left.left, left.height)
    if has_trend:
        _put_trend(page, left if with_calls else whole, periods)
    if with_calls:
        _put_calls(page, right if has_trend else whole, counts)
    page.finish((outlook_note(deck.frozen, periods if has_trend else []),))


def _put_trend(page: Page, box: Box, periods: Sequence[EarlierPeriod]) -> None:
    head = 10 * MM
    told = f"{page.deck.frozen.card.period.rhythm.every}应达目标(项)  "
    statuses = {status for each in periods for status in each.counts}
    keys = [(f"{shape} ", word, colour) for word, shape, colour, is_of in _PARTS if any(map(is_of, statuses))]
    text = told + "".join(f"{shape}{word}   " for shape, word, _colour in keys)
    size = fitted_size([text], box.points_wide, _HEAD[0] * LINE, _HEAD)
    pieces = [Piece(told, size, "muted")]
    for shape, word, colour in keys:
        pieces += [Piece(shape, size, colour.removeprefix(HOLLOW)), Piece(f"{word}   ", size, "muted")]
    page.draw("趋势说明", Box(box.left, box.top, box.width, head), line_of(*pieces))
    room = Box(box.left, box.top + head, box.width, box.height - head)
    letters = 18 if len(periods) <= 4 else 14
    most = max(sum(each.counts.values()) for each in periods)
    foot = letters * 3.2 / room.points_high
    point = room.points_high * (1 - foot) / most
    series = []
    for word, shape, colour, is_of in _PARTS:
        values = [sum(n for status, n in each.counts.items() if is_of(status)) for each in periods]
        if any(values):
            series.append(
                Series(
                    f"{shape} {word}",
                    tuple(map(Decimal, values)),
                    (str(colour),),
                    # Here a part must be as high as a letter.
                    formats=tuple(_format(shape, value, point, letters) for value in values),
                )
            )
    names = tuple(f"{each.period.span}\n{sum(each.counts.values())}项" for each in periods)
    told = ";".join(
        f"{each.period.span}" + "、".join(f"{labelled(status)}{n}项" for status, n in each.counts.items())
        for each in periods
    )
    chart = Chart(
        names=names,
        series=tuple(series),
        description=f"各期应达目标按状态的项数:{told}",
        is_percent=False,
        has_legend=False,
        letters=letters,
        plot=(0.0, 0.0, 1.0, 1 - foot),
        most=Decimal(most),
        gap=55,
    )
    page.put_chart("左图", chart, room)


def _format(shape: str, count: int, point: float, letters: float) -> str:
    return label_format(shape, count, letters * 9, letters) if count * point >= letters * 1.15 else ""


def _put_calls(page: Page, box: Box, counts: Mapping[str, int]) -> None:
    """As many bars as there are kinds of calls; what they rest on stands below."""
    head, card = 10 * MM, page.deck.frozen.card
    told = f"牵头单位年底研判({card.whole.due}项)"
    size = fitted_size([told], box.points_wide, _HEAD[0] * LINE, _HEAD)
    shown = line_of(Piece(told, size, "muted"))
    page.draw("研判说明", Box(box.left, box.top, box.width, head), shown)
    lines = [drawable(line) for line in outlook_lines(card)]
    small = fitted_size(lines, box.points_wide, box.points_high * 0.3, _LINES)
    below = round(height_of(lines, box.points_wide, small) * PT) if lines else 0
    high = min(box.height - head - below - 4 * MM, len(counts) * _BAR)
    room = Box(box.left, box.top + head, box.width, high)
    most = max(counts.values())
    beside = 4.2 * 18 / room.points_wide
    colours = dict(zip(CALLS.values(), _GREYS, strict=True)) | {NO_CALL: f"{HOLLOW}muted"}
    chart = Chart(
        names=tuple(counts),
        series=(
            Series("项数", tuple(map(Decimal, counts.values())), tuple(colours[word] for word in counts)),
        ),
        description=f"牵头单位年底研判:{'、'.join(f'{word}{count}项' for word, count in counts.items())}",
        is_percent=False,
        is_horizontal=True,
        is_beside=True,
        has_legend=False,
        letters=18,
        plot=(beside, 0.0, 1 - beside, 1.0),
        # Room for the number behind the longest bar.
        most=Decimal(most) * Decimal("1.3"),
        gap=70,
    )
    page.put_chart("右图", chart, room)
    if lines:
        place = Box(box.left, box.top + box.height - below, box.width, below)
        page.draw("研判构成", place, "".join(paragraph(run(line, small, "muted"), small) for line in lines))
