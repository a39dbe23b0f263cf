"""A snapshot → slides for the meeting, on the house template or the office's own."""

from io import BytesIO

from tracker.domain.meetings.snapshot import Frozen, thaw
from tracker.domain.sentences import full_width
from tracker.domain.sentences.slides import deck_title
from tracker.export.drawingml import drawable
from tracker.export.ooxml import normalise_ooxml
from tracker.export.options import HOUSE, Options
from tracker.export.slides.appendix import add_appendix, add_method
from tracker.export.slides.deck import Deck
from tracker.export.slides.groups import add_areas, add_departments
from tracker.export.slides.house import opened_template, template_bytes
from tracker.export.slides.matters import (
    add_behind,
    add_changed,
    add_decisions,
    add_directives,
    add_matters,
    add_nothing,
    add_since,
)
from tracker.export.slides.opening import add_cover, add_whole
from tracker.export.slides.weakest import add_weakest

_PARTS = (
    add_cover,
    add_whole,
    add_areas,
    add_departments,
    add_since,
    add_weakest,
    add_behind,
    add_nothing,
    add_matters,
    add_directives,
    add_decisions,
    add_changed,
    add_appendix,
    add_method,
)


def slides_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The deck of a snapshot's content. ``number`` is the snapshot's, for the foot of each slide.

    The same content and template give the same bytes. Raises BadInput when the content is not one that this
    version reads, Refusal for a template that lacks what a deck needs.
    """
    frozen = thaw(content)
    deck = Deck(frozen, sha256, number, opened_template(*template_bytes(options.slides_template)))
    for add in _PARTS:
        add(deck)
    _set_properties(deck, frozen)
    target = BytesIO()
    deck.template.deck.save(target)
    return normalise_ooxml(target.getvalue(), frozen.frozen_at)


def _set_properties(deck: Deck, frozen: Frozen) -> None:
    """The dates are set when the bytes are normalised."""
    properties = deck.template.deck.core_properties
    properties.title = full_width(deck_title(frozen.card.period))
    properties.subject = drawable(frozen.card.plan.title)[:200]
    properties.author = properties.last_modified_by = drawable(frozen.author)[:100]
    properties.comments = f"{deck.number or frozen.card.period} SHA-256 {deck.sha256}"
    properties.revision = 1
