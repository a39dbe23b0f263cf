"""A snapshot → the bulletin 通报 (专报, 简报) in Word by GB/T 9704-2012. Pure: same content, same bytes."""

from tracker.domain.meetings.snapshot import thaw
from tracker.domain.sentences import full_width
from tracker.domain.sentences.bulletin import title
from tracker.export.bulletin.appendix import appendix
from tracker.export.bulletin.frame import attachment_and_signature, head, imprint
from tracker.export.bulletin.sections import sections
from tracker.export.options import HOUSE, Options
from tracker.export.word.marks import kept_with_next, text
from tracker.export.word.package import (
    Document,
    Frame,
    Properties,
    docx_bytes,
    heads,
    page_numbers,
    page_numbers_below,
    section_properties,
    turned_numbers,
)


def bulletin_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The bulletin of a snapshot's content. ``number`` is the snapshot's, for the foot of the 附件.

    Three sections: the text; the 附件 on turned pages; the 版记, where an office prints, at the foot of the
    last even page. Raises BadInput when the content is not one that this version reads.
    """
    frozen, paper = thaw(content), options.paper
    card, line, ends = frozen.card, paper.line, bool(paper.printed_by.strip())
    marks = preview_and_demonstration(card.plan.mark, options)
    turned = section_properties(line=line, landscape=True, frame=1)
    body = (
        kept_with_next(head(frozen, options) + sections(frozen, options))
        + attachment_and_signature(frozen, options, section_properties(line=line))
        + appendix(frozen, sha256, number, turned if ends else "")
    )
    if ends:
        body += text("Flush", "") + section_properties(line=line, frame=2, starts="evenPage")
    else:
        body += turned
    properties = Properties(
        full_width("".join(title(card.period, paper.kind))),
        card.plan.title[:200],
        frozen.author[:100],
        f"{number or card.period} SHA-256 {sha256}",
        frozen.frozen_at,
    )
    frames = [turned_numbers(*marks)]
    frames += [Frame(page_numbers_below(imprint(frozen, options)), heads(*marks))] if ends else []
    return docx_bytes(Document(body, properties, line, page_numbers(), heads(*marks), tuple(frames)))


def preview_and_demonstration(mark: str, options: Options) -> tuple[str, ...]:
    """What stands at the head of every page: that figures are made up, that it is a preview."""
    return tuple(filter(None, (mark, "预览" if options.is_preview else "")))
