"""佐证材料 as a list of links: saved under their names, pictures and PDF also shown in a tab of their own."""

from html import escape

from tracker.domain.measure.period import Period
from tracker.domain.workflow.evidence import WORD, EvidenceFile, size_text
from tracker.ui.frame import prose
from tracker.ui.frame.language import _
from tracker.ui.parts.links import evidence_file


def show_files(files: tuple[EvidenceFile, ...], draft_of: str = "") -> None:
    """The files of a submission, or of a draft (see ``draft_of``), under their heading; nothing for none."""
    if files:
        prose.html(files_html(files, draft_of))


def files_html(files: tuple[EvidenceFile, ...], draft_of: str = "") -> str:
    return f"<div>{prose.line_html(heading(files))}{lines_html(files, draft_of)}</div>" if files else ""


def lines_html(files: tuple[EvidenceFile, ...], draft_of: str = "") -> str:
    return "".join(f'<div class="file">{line_html(file, draft_of)}</div>' for file in files)


def documents_html(files: tuple[EvidenceFile, ...]) -> str:
    """Files of submissions, each with a way to look into it below its name (web/review.js)."""
    return "".join(map(_document_html, files))


def _document_html(file: EvidenceFile) -> str:
    preview = ""
    if file.media_type.opens_in_browser or file.media_type.is_read_as_text:
        there = escape(evidence_file(str(file.report_id), file.sha256, how="preview"))
        look = "preview of-picture" if file.media_type.is_picture else "preview"
        label = escape(_("预览 {name}").format(name=file.name))
        preview = (
            f'<a href="{there}" target="_blank" class="{look}" role="button" aria-expanded="false" '
            f'aria-label="{label}">{escape(_("预览"))}</a>'
        )
    return (
        f'<div class="document"><div class="document-head"><div class="file">{line_html(file)}</div>{preview}'
        f'</div><div class="preview-place"></div></div>'
    )


def heading(files: tuple[EvidenceFile, ...]) -> str:
    """佐证材料(2份)."""
    return _("{word}({count}份)").format(word=_(WORD), count=len(files))


def draft_of(target_id: int, period: Period) -> str:
    """Names a draft in the address of a file that no submission names yet."""
    return f"draft/{target_id}/{period}"


def line_html(file: EvidenceFile, draft_of: str = "") -> str:
    """月报.pdf · PDF · 1.2 MB · 打开 · SHA-256 3f2a…, the name being the link to save it.

    What was submitted shows its SHA-256: two readers can tell that they have the same file.
    """
    place = draft_of if file.report_id is None else str(file.report_id)
    saved, opened = (escape(evidence_file(place, file.sha256, how=how)) for how in ("", "inline"))
    # A tab of its own: an answer that is a page (signed out, taken away) does not replace the form.
    link = 'target="_blank" class="file-name"'
    parts = [escape(file.media_type.word), escape(size_text(file.size))]
    if file.media_type.opens_in_browser:
        parts.append(f'<a href="{opened}" {link}>{escape(_("打开"))}</a>')
    if file.report_id is not None:
        whole = f'title="{escape(file.sha256)}" class="whole"'
        parts.append(f"<span {whole}>SHA-256 {escape(file.sha256[:8])}…</span>")
    return (
        f'<a href="{saved}" {link}>{escape(file.name)}</a><span class="small"> · {" · ".join(parts)}</span>'
    )
