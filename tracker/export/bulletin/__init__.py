"""A snapshot → the bulletin 通报 as a Word document by GB/T 9704-2012. Pure: same content, same bytes."""

from tracker.domain.meetings.snapshot import thaw
from tracker.domain.sentences import full_width
from tracker.domain.sentences.bulletin import title
from tracker.export.bulletin.appendix import appendix
from tracker.export.bulletin.areas import area_chart
from tracker.export.bulletin.frame import attachment_note, head, imprint, signature
from tracker.export.bulletin.sections import sections
from tracker.export.options import HOUSE, Options
from tracker.export.word.package import Document, Properties, docx_bytes, page_numbers, section


def bulletin_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The bulletin of a snapshot's content. ``number`` is the snapshot's, for the imprint.

    Raises BadInput when the content is not one that this version reads.
    """
    frozen, line = thaw(content), options.line
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
    return docx_bytes(Document(body, properties, line, page_numbers(card.plan.mark), area_chart(frozen)))
