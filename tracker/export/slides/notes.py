"""Speaker notes: what a slide rests on, so that any number on it can be traced and checked."""

from collections.abc import Iterator

from tracker.domain.sentences.slides import unapproved_mark
from tracker.export.slides.deck import Deck


def notes(deck: Deck, about: str, *more: str) -> Iterator[str]:
    """The slide's own lines, then the provenance that all slides share."""
    frozen, card = deck.frozen, deck.frozen.card
    yield f"本页内容:{about}"
    yield from more
    yield f"数据来源:{deck.label},{deck.data},{frozen.author}定稿;{unapproved_mark(card)}。"
    yield f"计划:{card.plan.title}({card.plan.document})。"
    yield card.rules.sentence
    yield f"存证编号全文:{deck.sha256}。"
