"""Cover and the whole plan: how far it has come, in cards, one bar and four sentences."""

from dataclasses import dataclass

from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.status import Status
from tracker.domain.sentences import (
    judgements,
    on_pace_text,
    share_text,
    shares_meaning,
)
from tracker.domain.sentences.bulletin import budget_counts
from tracker.domain.sentences.groups import whole_text
from tracker.domain.sentences.since import day
from tracker.domain.sentences.slides import deck_title
from tracker.export.drawingml import Chart, drawable
from tracker.export.group_chart import status_series
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.fit import clipped, fitted_size
from tracker.export.slides.layouts import COVER, WHOLE
from tracker.export.slides.marks import MM, PT, Box, paragraph, run
from tracker.export.slides.notes import notes

_LEAD, _CARD_SIDES = 1.45, 5 * MM


def add_cover(deck: Deck) -> None:
    frozen, card = deck.frozen, deck.frozen.card
    page = Page(deck, COVER)
    page.put("标题", deck_title(card.period), (38, 34, 30, 26))
    page.put("副标题", f"{card.plan.title}({card.plan.document})", (18, 16, 14, 12))
    page.put("落款", f"{frozen.name} · {day(frozen.meeting_on)}", (16, 14, 12))
    page.put_foot()
    page.finish(notes(deck, "封面。", f"标题由计划年度和{card.period.rhythm.noun}生成。"))


def add_whole(deck: Deck) -> None:
    card = deck.frozen.card
    page = Page(deck, WHOLE)
    about = f"{card.period.label} · 目标{len(card.targets)}项 · {len(card.areas)}个领域"
    about += f" · {len(card.departments)}个牵头部门"
    page.put_heads(whole_text(card), about)
    _put_cards(page, card.whole)
    if card.targets:
        page.put_chart("图表", _strip(card.whole))
    lines = [Line(label, text) for label, text in judgements(card)]
    lines += [Line("预算执行", budget_counts(card.budgets))] if card.budgets else []
    page.put_lines("要点", lines)
    page.finish(notes(deck, "全部目标(不含预算)按状态的项数。", shares_meaning()))


@dataclass(frozen=True)
class Card:
    """A count under its label: a status's shape and word, or a plain label without a shape."""

    shape: str
    label: str
    number: str
    beside: str
    colour: str


def _put_cards(page: Page, whole: Rollup) -> None:
    """A card for every status that has any, the on-pace share last; one size of letters for all."""
    cards, box, gap = _cards(whole), page.box("数字"), 4 * MM
    unit = (box.width - gap * (len(cards) - 1)) / (len(cards) - 1 + _LEAD)
    room = (unit - _CARD_SIDES) / PT
    sizes = (
        min(fitted_size([f"{card.shape} {card.label}"], room, 20, (13, 12, 11, 10, 9)) for card in cards),
        min(fitted_size([card.number], room, 40, (28, 26, 24, 22, 20, 18)) for card in cards),
        min(fitted_size([card.beside], room, 16, (11, 10, 9, 8)) for card in cards),
    )
    left = float(box.left)
    for card in cards:
        width = unit * (_LEAD if card.colour == "accent" else 1)
        _put_card(page, Box(round(left), box.top, round(width), box.height), card, sizes)
        left += width + gap


def _cards(whole: Rollup) -> list[Card]:
    """Counts of the due by status, then what is not due; the on-pace share stands last, behind its counts."""
    cards = []
    for status in Status:
        count = whole.counts[status]
        # A zero stands where a meeting asks for the number; the other statuses only where there are any.
        if count or status in (Status.ON_PACE, Status.SLIGHTLY_BEHIND, Status.BEHIND):
            beside = "不计应达" if status.is_outside else f"应达{whole.due}项"
            if status is Status.ACHIEVED and whole.early:
                beside = f"其中提前{whole.early}项"
            cards.append(Card(status.shape, status.word, f"{count}项", beside, status.value))
    beside = "进度指数{index}".format(index="—" if whole.index is None else share_text(whole.index))
    return [*cards, Card("", "达时序率", on_pace_text(whole), beside if whole.has_shares else "", "accent")]


def _put_card(page: Page, box: Box, card: Card, sizes: tuple[float, float, float]) -> None:
    page.draw(f"{card.label}底", box, colour="ground")
    page.draw(f"{card.label}色", Box(box.left, box.top, round(1.4 * MM), box.height), colour=card.colour)
    inner = Box(box.left + round(4 * MM), box.top, box.width - _CARD_SIDES, box.height)
    small, big, least = sizes
    shape = run(f"{card.shape} ", small, Status(card.colour)) if card.shape else ""
    width = inner.points_wide
    page.draw(
        card.label,
        inner,
        paragraph(shape + run(card.label, small, "ink"), small, after=1)
        + paragraph(run(card.number, big, "ink" if card.shape else "accent", bold=True), big)
        + paragraph(run(clipped(drawable(card.beside), width, least, 1), least, "muted"), least),
        anchor="ctr",
    )


def _strip(whole: Rollup) -> Chart:
    """All targets by status, as one bar."""
    counts = "、".join(f"{status.word}{count}项" for status, count in whole.counts.items() if count)
    return Chart(
        names=("全部目标",),
        series=status_series([whole]),
        description=f"全部目标按状态:{counts}",
        is_percent=False,
        is_horizontal=True,
        has_names=False,
    )
