"""A snapshot → the bulletin 通报 as a Word document by GB/T 9704-2012. Pure: same content, same bytes."""

from tracker.domain.meetings.snapshot import thaw
from tracker.domain.sentences import full_width
from tracker.domain.sentences.bulletin import title
from tracker.export.bulletin.appendix import appendix
from tracker.export.bulletin.areas import area_chart
from tracker.export.bulletin.frame import attachment_note, head, imprint, signature
from tracker.export.bulletin.options import BulletinOptions, configured
from tracker.export.bulletin.sections import sections
from tracker.export.word.package import Document, Properties, docx_bytes, page_numbers, section

__all__ = ["BulletinOptions", "bulletin_bytes"]


def bulletin_bytes(
    content: str, sha256: str, number: str = "", options: BulletinOptions | None = None
) -> bytes:
    """The bulletin of a snapshot's content. ``number`` is the snapshot's, for the imprint.

    ``options`` are the office's own (TRACKER_BULLETIN_…) unless given.
    Raises BadInput when the content is not one that this version reads.
    """
    options = configured() if options is None else options
    frozen, line = thaw(content), options.line_spacing
    card = frozen.card
    body = (
        head(frozen, options)
        + sections(frozen)
        + attachment_note(card.period)
        + signature(frozen, options)
        + section(line=line)
        + appendix(frozen)
        + imprint(frozen, sha256, number)
        + section(line=line, landscape=True, last=True)
    )
    properties = Properties(
        full_width("".join(title(card.period))),
        card.plan.title[:200],
        frozen.author[:100],
        f"{number or card.period} SHA-256 {sha256}",
        frozen.frozen_at,
    )
    return docx_bytes(Document(body, properties, line, page_numbers(), area_chart(frozen)))
