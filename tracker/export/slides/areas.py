"""The areas on one slide: a native bar each, as long as it has due targets, and whom a verdict names."""

from collections.abc import Sequence
from decimal import Decimal

from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Group
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import group_line
from tracker.domain.sentences.deck import areas_note, areas_title
from tracker.domain.sentences.short_names import areas_short
from tracker.export.drawingml import Chart, Series, drawable
from tracker.export.group_chart import label_format, painted_as
from tracker.export.slides.deck import Deck, Page
from tracker.export.slides.fit import LINE, clipped, fitted_size, lines_of
from tracker.export.slides.layouts import TABLE
from tracker.export.slides.marks import MM, Box, Piece, line_of, paragraph, run
from tracker.export.slides.notes import said

MOST_AREAS = 12
_FEWEST = 2
_NAMES, _BARS = 0.27, 0.58  # of the width; the rest is the verdicts'
_LETTERS = (18, 17, 16, 15, 14, 13, 12, 11, 10)
_LEGENDS, _LONGEST_TOLD, _HIGHEST = (16.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0), 900, 24 * MM
_SHOWN = {Verdict.MUCH_BEHIND: "behind", Verdict.TOO_LITTLE: "muted"}


def add_areas(deck: Deck) -> None:
    card = deck.frozen.card
    due = [group for group in card.areas if group.rollup.due]
    if len(due) < _FEWEST:
        return
    worst = sorted(due, key=lambda group: (-group.rollup.far_behind, -group.rollup.unjudged, group.key))
    shown = [group for group in due if group in worst[:MOST_AREAS]]
    short = areas_short(group.name for group in card.areas)

    def called(group: Group) -> str:
        return deck.area_name(group, short[group.name])

    page = Page(deck, TABLE)
    page.put_title(areas_title(card, called))
    room, head = page.free("表格"), 10 * MM
    _put_legend(page, Box(room.left, room.top, room.width, head), shown, len(due) - len(shown))
    box = Box(room.left, room.top + head, room.width, min(room.height - head, len(shown) * _HIGHEST))
    _put_bars(page, box, shown)
    own = (deck.paper.words.of_area(group.scores[0].target.area.id) for group in due)
    page.finish((areas_note(card, called), *map(said, own)))


def _put_legend(page: Page, box: Box, shown: Sequence[Group], left_out: int) -> None:
    statuses = [status for status in Status if any(group.rollup.due_counts[status] for group in shown)]
    size = next((each for each in _LEGENDS if _is_one_line(statuses, box, each)), _LEGENDS[-1])
    page.draw("图例", box.part(0, _NAMES + _BARS), line_of(*_legend(statuses, size)), anchor="ctr")
    more, card = f"另{left_out}个领域见附表" if left_out else "判断", page.deck.frozen.card
    if left_out or any(card.verdict(group) in _SHOWN for group in shown):
        place = box.part(_NAMES + _BARS, 1 - _NAMES - _BARS)
        size = min(size, fitted_size([more], place.points_wide, place.points_high, (16, 14, 12, 10)))
        page.draw("判断", place, paragraph(run(more, size, "muted"), size, stand="r"), anchor="ctr")


def _is_one_line(statuses: list[Status], box: Box, size: float) -> bool:
    text = "".join(piece.text for piece in _legend(statuses, size))
    return lines_of(text, box.points_wide * (_NAMES + _BARS), size) == 1


def _legend(statuses: list[Status], size: float) -> tuple[Piece, ...]:
    """◆ 已完成 ● 达时序 …: what the shapes and colours of the bars are."""
    return tuple(
        piece
        for status in statuses
        for piece in (Piece(f"{status.shape} ", size, status), Piece(f"{status.word}   ", size, "muted"))
    )


def _put_bars(page: Page, box: Box, groups: Sequence[Group]) -> None:
    row = box.points_high / len(groups)
    names = [drawable(page.deck.area_name(group)) for group in groups]
    room = box.points_wide * _NAMES - 12
    letters = next(
        (size for size in _LETTERS if all(_high(name, room, size) <= row for name in names)), _LETTERS[-1]
    )
    lines = max(1, int(row / (letters * LINE)))
    beside = tuple(_broken(clipped(name, room, letters, lines), room, letters) for name in names)
    across = _NAMES + _BARS
    page.put_chart("表格", _chart(page, groups, beside, letters, box), box.part(0, across))
    for place, group in enumerate(groups):
        verdict = page.deck.frozen.card.verdict(group)
        if verdict in _SHOWN:
            size = min(20, round(row * 0.5))
            text = run(verdict.word, size, _SHOWN[verdict], bold=verdict is Verdict.MUCH_BEHIND)
            place_of = box.part(across, 1 - across, place / len(groups), 1 / len(groups))
            page.draw(f"{verdict.word}{place + 1}", place_of, paragraph(text, size, stand="r"), anchor="ctr")


def _high(name: str, room: float, size: float) -> float:
    return lines_of(name, room, size) * size * LINE


def _broken(name: str, room: float, size: float) -> str:
    """Over lines of about the same length, so that every program breaks it where we reckoned."""
    lines = lines_of(name, room, size)
    each = -(-len(name) // lines)
    return "\n".join(name[start : start + each] for start in range(0, len(name), each))


def _chart(page: Page, groups: Sequence[Group], names: tuple[str, ...], letters: float, box: Box) -> Chart:
    card, most = page.deck.frozen.card, max(group.rollup.due for group in groups)
    point = box.points_wide * _BARS / most
    told = " ".join(group_line(group, card) for group in groups)[:_LONGEST_TOLD]
    return Chart(
        names=names,
        series=tuple(
            Series(
                labelled(status),
                tuple(Decimal(group.rollup.due_counts[status]) for group in groups),
                (painted_as(status),),
                formats=tuple(
                    label_format(status.shape, group.rollup.due_counts[status], point, letters)
                    for group in groups
                ),
            )
            for status in Status
            if any(group.rollup.due_counts[status] for group in groups)
        ),
        description=f"各领域应达目标按状态的项数。{told}",
        is_percent=False,
        is_horizontal=True,
        has_legend=False,
        letters=letters,
        plot=(_NAMES / (_NAMES + _BARS), 0.0, _BARS / (_NAMES + _BARS), 1.0),
        most=Decimal(most),
        gap=40,
    )
