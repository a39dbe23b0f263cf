"""A snapshot → slides for the meeting and the handout 附表, on the house template or the office's own."""

from collections.abc import Callable
from io import BytesIO

from tracker.domain.meetings.snapshot import thaw
from tracker.domain.sentences import full_width
from tracker.domain.sentences.bulletin import appendix_title
from tracker.domain.sentences.slides import deck_title
from tracker.export.drawingml import drawable
from tracker.export.ooxml import normalise_ooxml
from tracker.export.options import HOUSE, Options
from tracker.export.slides.agenda import add_agenda
from tracker.export.slides.appendix import add_appendix, add_method
from tracker.export.slides.areas import add_areas
from tracker.export.slides.behind import add_behind
from tracker.export.slides.deck import Deck
from tracker.export.slides.groups import add_all_areas, add_departments
from tracker.export.slides.house import opened_template, template_bytes
from tracker.export.slides.matters import (
    add_all_behind,
    add_changed,
    add_decisions,
    add_directives,
    add_matters,
    add_nothing,
    add_own_words,
    add_since,
)
from tracker.export.slides.opening import add_cover, add_whole
from tracker.export.slides.outlook import add_outlook
from tracker.export.slides.requests import add_requests
from tracker.export.slides.weakest import add_weakest

_Add = Callable[[Deck], None]
# One message a slide: how far, where, which, what to decide, whither, who does what by when.
_SLIDES: tuple[_Add, ...] = (
    add_cover,
    add_whole,
    add_areas,
    add_behind,
    add_agenda,
    add_outlook,
    add_requests,
)
# To be read: the long tables.
_HANDOUT: tuple[_Add, ...] = (
    add_own_words,
    add_all_behind,
    add_nothing,
    add_matters,
    add_directives,
    add_decisions,
    add_since,
    add_changed,
    add_all_areas,
    add_departments,
    add_weakest,
    add_appendix,
    add_method,
)


def slides_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The deck of a snapshot's content. ``number`` is the snapshot's, for the foot of each slide.

    The same content, options and template give the same bytes. Raises BadInput when the content is not one
    that this version reads, Refusal for a template that lacks what a deck needs.
    """
    return _made(_SLIDES, content, sha256, number, options)


def handout_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """附表: the long tables behind the slides, to be handed out; otherwise as ``slides_bytes``."""
    return _made(_HANDOUT, content, sha256, number, options)


def _made(parts: tuple[_Add, ...], content: str, sha256: str, number: str, options: Options) -> bytes:
    frozen = thaw(content)
    deck = Deck(frozen, sha256, number, opened_template(*template_bytes(options.slides_template)), options)
    for add in parts:
        add(deck)
    title = deck_title if parts is _SLIDES else appendix_title
    _set_properties(deck, title(frozen.card.period))
    target = BytesIO()
    deck.template.deck.save(target)
    return normalise_ooxml(target.getvalue(), frozen.frozen_at)


def _set_properties(deck: Deck, title: str) -> None:
    """The dates are set when the bytes are normalised."""
    frozen, properties = deck.frozen, deck.template.deck.core_properties
    properties.title = full_width(title)
    properties.subject = drawable(frozen.card.plan.title)[:200]
    properties.author = properties.last_modified_by = drawable(frozen.author)[:100]
    properties.comments = f"{deck.number or frozen.card.period} SHA-256 {deck.sha256}"
    properties.revision = 1
