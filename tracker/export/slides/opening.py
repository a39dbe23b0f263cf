"""Cover and the whole plan: how far it has come, in cards, one bar and four sentences."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.domain.progress.palette import shape_token
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import (
    averages,
    averages_meaning,
    group_nothing,
    plan_counts,
    share_text,
    timeliness,
)
from tracker.domain.sentences.bulletin import areas_compared, budget_counts
from tracker.domain.sentences.groups import whole_text
from tracker.domain.sentences.since import day
from tracker.domain.sentences.slides import deck_title
from tracker.export.drawingml import Chart, Series, drawable
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
    page.finish(notes(deck, "封面。", "标题由计划年度和季度生成。"))


def add_whole(deck: Deck) -> None:
    card = deck.frozen.card
    page = Page(deck, WHOLE)
    about = f"{card.period.label} · 目标{len(card.targets)}项 · {len(card.areas)}个领域"
    about += f" · {len(card.departments)}个牵头部门"
    page.put_heads(whole_text(card), about)
    _put_cards(page, card.whole)
    if card.targets:
        page.put_chart("图表", _strip(card.whole))
    lines = [
        Line("总体判断", plan_counts(card)),
        Line("平均与填报", f"{averages(card.whole)}{timeliness(card.whole)}。"),
    ]
    compared = areas_compared(card)
    lines += [Line("领域对比", compared)] if compared else []
    lines += [Line("预算执行", budget_counts(card.budgets))] if card.budgets else []
    page.put_lines("要点", lines)
    page.finish(notes(deck, "全部目标(不含预算)的状态和平均完成率。", averages_meaning()))


@dataclass(frozen=True)
class Card:
    """A count under its label: a status's shape and word, or a plain label without a shape."""

    shape: str
    label: str
    number: str
    beside: str
    colour: str


def _put_cards(page: Page, whole: Rollup) -> None:
    """The mean first, then a card for every status that has any; one size of letters for all."""
    cards, box, gap = _cards(whole), page.box("数字"), 4 * MM
    unit = (box.width - gap * (len(cards) - 1)) / (len(cards) - 1 + _LEAD)
    room = (unit - _CARD_SIDES) / PT
    sizes = (
        min(fitted_size([f"{card.shape} {card.label}"], room, 20, (13, 12, 11, 10, 9)) for card in cards),
        min(fitted_size([card.number], room, 40, (28, 26, 24, 22, 20, 18)) for card in cards),
        min(fitted_size([card.beside], room, 16, (11, 10, 9, 8)) for card in cards[1:]),
    )
    left = float(box.left)
    for card in cards:
        width = unit * (_LEAD if card.colour == "accent" else 1)
        _put_card(page, Box(round(left), box.top, round(width), box.height), card, sizes)
        left += width + gap


def _cards(whole: Rollup) -> list[Card]:
    mean, pace = whole.mean_of_reported, whole.mean_pace
    beside = group_nothing(whole) if pace is None else f"时序进度{share_text(pace)}"
    number = "—" if mean is None else share_text(mean)
    cards = [Card("", "平均完成率", number, beside or "没有时序进度", "accent")]
    for status in Status:
        count = whole.counts[status]
        # A zero stands where a meeting asks for the number; the other statuses only where there are any.
        if count or status.is_behind or status is Status.ON_PACE:
            is_owed = status.is_owed and whole.due
            share = f"占{share_text(Fraction(count, whole.due))}" if is_owed else "不计应报"
            cards.append(Card(status.shape, status.word, f"{count}项", share, status.value))
    return cards


def _put_card(page: Page, box: Box, card: Card, sizes: tuple[float, float, float]) -> None:
    page.draw(f"{card.label}底", box, colour="card")
    page.draw(f"{card.label}色", Box(box.left, box.top, round(1.4 * MM), box.height), colour=card.colour)
    inner = Box(box.left + round(4 * MM), box.top, box.width - _CARD_SIDES, box.height)
    small, big, least = sizes
    shape = run(f"{card.shape} ", small, shape_token(Status(card.colour))) if card.shape else ""
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
    statuses = [status for status in Status if whole.counts[status]]
    series = tuple(
        Series(labelled(status), (Decimal(whole.counts[status]),), (status.value,)) for status in statuses
    )
    counts = "、".join(f"{status.word}{whole.counts[status]}项" for status in statuses)
    description = f"全部目标按状态:{counts}"
    return Chart(("全部目标",), series, description, is_percent=False, is_horizontal=True, has_names=False)
