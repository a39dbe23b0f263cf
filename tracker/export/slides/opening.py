"""Cover and the whole plan: what is due in large counts, one strip, and three lines."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from tracker.domain.meetings.meeting import EarlierPeriod
from tracker.domain.meetings.trend import earlier_periods
from tracker.domain.meetings.wording import Meeting
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import on_pace_text
from tracker.domain.sentences.deck import opening_note, whole_lines, whole_note, whole_title
from tracker.domain.sentences.since import day
from tracker.domain.sentences.slides import deck_title
from tracker.export.drawingml import Chart, Series, drawable
from tracker.export.group_chart import label_format, painted_as
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.fit import fitted_size
from tracker.export.slides.layouts import COVER, WHOLE
from tracker.export.slides.marks import MM, PT, Box, paragraph, run
from tracker.export.slides.notes import said

# A zero stands where a meeting asks for the number; the other statuses only where there are any.
_USUAL = (Status.ON_PACE, Status.SLIGHTLY_BEHIND, Status.BEHIND)
_AT_THE_END = (Status.ACHIEVED, Status.MISSED)
_NUMBERS, _LABELS = (66, 60, 54, 48, 42, 36, 30, 26, 22, 18), (20, 18, 17, 16, 15, 14, 13, 12, 11, 10)
_SILENT, _SHARE = 0.86, 1.4
_STRIP = 22
_LINES = (24, 22, 20, 18, 16, 15, 14, 13, 12)


def add_cover(deck: Deck) -> None:
    frozen, card = deck.frozen, deck.frozen.card
    office = deck.options.paper.signed_by
    page = Page(deck, COVER)
    page.put("标题", deck_title(card.period), (44, 40, 38, 34, 30, 26, 22, 20))
    # The usual name says what the title says.
    names = [frozen.name] if frozen.name != Meeting().name_at(card.period) else []
    lines = [Line("", name) for name in (*names, card.plan.title)]
    page.put_lines("副标题", lines, (22, 20, 18, 16, 14, 12))
    by = f"汇报单位:{office} · " if office else ""
    page.put("落款", f"{by}{day(frozen.meeting_on)}", (20, 18, 16, 14, 12))
    page.put_foot()
    page.finish((opening_note(frozen),))


def before_now(deck: Deck) -> EarlierPeriod | None:
    """How the period right before stood, where it is known."""
    earlier, previous = earlier_periods(deck.frozen), deck.frozen.card.period.previous
    return earlier[-1] if earlier and earlier[-1].period == previous else None


def add_whole(deck: Deck) -> None:
    card, overall = deck.frozen.card, deck.paper.words.overall
    page = Page(deck, WHOLE)
    page.put_title(whole_title(card))
    _put_counts(page, card.whole, _AT_THE_END if card.period.next is None else _USUAL)
    if card.whole.due:
        page.put_chart("图表", _strip(card.whole, page.box("图表")))
    page.put_lines("要点", [Line("", text) for text in whole_lines(card, before_now(deck))], _LINES)
    page.finish((whole_note(card), said(overall)))


def _put_counts(page: Page, whole: Rollup, usual: Collection[Status]) -> None:
    """What has a verdict, what has none, the share behind its counts; a hair line between them."""
    box = page.box("数字")
    counts = whole.drawn
    shown = [status for status in Status if counts[status] or (whole.due and status in usual)]
    judged = [status for status in shown if status.is_verdict]
    silent = [status for status in shown if not status.is_verdict]
    numbers = [f"{counts[status]}" for status in (*judged, *silent)]
    weights = [1.0] * len(judged) + [_SILENT] * len(silent) + ([_SHARE] if whole.due else [])
    if not weights:
        return
    unit = box.width / sum(weights)
    room = (unit * _SILENT - 7 * MM) / PT
    size = fitted_size(_longest(numbers), room, box.points_high * 0.56, _NUMBERS)
    words = [labelled(status) for status in (*judged, *silent)]
    small = min(fitted_size([word], room, box.points_high * 0.22, _LABELS) for word in (*words, "达时序率"))
    left = float(box.left)
    for place, status in enumerate((*judged, *silent)):
        if status in silent[:1] and judged:
            _put_rule(page, left, box)
        wide = unit * weights[place]
        ink = status.value if status.is_far_behind and counts[status] else "ink"
        number = (numbers[place], size if status in judged else round(size * 0.75), ink)
        _put_count(page, Box(round(left), box.top, round(wide), box.height), number, status, small)
        left += wide
    if whole.due:
        _put_rule(page, left, box)
        share = Box(round(left), box.top, round(unit * _SHARE), box.height)
        _put_share(page, share, whole, (size, small))


def _longest(texts: Sequence[str]) -> list[str]:
    return [max(texts, key=len, default="")]


def _put_rule(page: Page, left: float, box: Box) -> None:
    line = Box(round(left - 4 * MM), box.top + round(box.height * 0.06), 9_525, round(box.height * 0.84))
    page.draw("分隔线", line, colour="edge")


def _put_count(page: Page, box: Box, number: tuple[str, float, str], status: Status, small: float) -> None:
    text, size, ink = number
    shown = paragraph(run(text, size, ink, bold=True), size)
    page.draw(f"{status.word}项数", box.part(0, 1, 0, 0.62), shown, anchor="b")
    label = run(f"{status.shape} ", small, status) + run(status.word, small, "ink")
    page.draw(status.word, box.part(0, 1, 0.66, 0.34), paragraph(label, small))


def _put_share(page: Page, box: Box, whole: Rollup, sizes: tuple[float, float]) -> None:
    """52.3% over 34/65; of fewer than five due targets 4项中2项."""
    size, small = sizes
    share = drawable(on_pace_text(whole))
    fit = fitted_size(
        [share], box.points_wide, box.points_high * 0.6, [each for each in _NUMBERS if each <= size * 0.8]
    )
    page.draw(
        "达时序率", box.part(0, 1, 0, 0.62), paragraph(run(share, fit, "ink", bold=True), fit), anchor="b"
    )
    counts = f"{whole.on_pace}/{whole.due}" if whole.has_shares else ""
    below = paragraph(
        run("达时序率", small, "ink") + run(f" {counts}" if counts else "", small, "muted"), small
    )
    page.draw("达时序率的项数", box.part(0, 1, 0.66, 0.34), below)


def _strip(whole: Rollup, box: Box) -> Chart:
    """The due targets by status, as one bar."""
    letters = min(_STRIP, box.points_high * 0.5)
    shown = [status for status in Status if whole.due_counts[status]]
    counts = "、".join(f"{status.word}{whole.due_counts[status]}项" for status in shown)
    return Chart(
        names=("应达目标",),
        series=tuple(
            Series(
                labelled(status),
                (Decimal(whole.due_counts[status]),),
                (painted_as(status),),
                formats=(label_format("", whole.due_counts[status], box.points_wide / whole.due, letters),),
            )
            for status in shown
        ),
        description=f"应达目标按状态:{counts}",
        is_percent=False,
        is_horizontal=True,
        has_legend=False,
        has_names=False,
        letters=letters,
        plot=(0.0, 0.0, 1.0, 1.0),
        most=Decimal(whole.due),
        gap=1,
    )
