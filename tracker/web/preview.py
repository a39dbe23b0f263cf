"""Evidence inside one of our pages: what browsers show by themselves as it is, Office files as their words.

The answer may stand in a frame of our own pages and nowhere else; it loads nothing and runs nothing.
"""

from html import escape

from starlette.responses import HTMLResponse, Response

from tracker.domain.language import _, spoken
from tracker.domain.language.errors import Refusal
from tracker.domain.progress.palette import DARK, LIGHT
from tracker.queries.evidence import EvidenceContent
from tracker.web.disposition import disposition
from tracker.web.office_text import Part, words_of
from tracker.web.paper import TAGS

HEADERS = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
    "frame-ancestors 'self'",
    "x-frame-options": "SAMEORIGIN",
}


def _tokens(palette: dict[str, str]) -> str:
    return "".join(f"--{name}:{palette[name]};" for name in ("ink", "muted", "line", "ground", "paper"))


_STYLE = (
    f":root{{{_tokens(LIGHT)}color-scheme:light}}"
    f"@media (prefers-color-scheme:dark){{:root{{{_tokens(DARK)}color-scheme:dark}}}}"
    """
body{margin:0;padding:12px 16px;background:var(--paper);color:var(--ink);
 font:14px/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;
 font-variant-numeric:tabular-nums}
h2{font-size:14px;margin:0 0 6px} section+section{margin-top:20px} p{margin:0 0 6px;overflow-wrap:anywhere}
p.note{color:var(--muted);font-size:13px} table{border-collapse:collapse}
td,th{border:1px solid var(--line);padding:3px 8px;text-align:left;vertical-align:top;font-weight:400}
th{color:var(--muted);background:var(--ground);font-size:12px;text-align:center}
"""
)


def previewed(file: EvidenceContent) -> Response:
    kind = file.media_type
    if kind.opens_in_browser:
        ending = file.name.rpartition(".")[2]
        shown = {"content-disposition": disposition(file.name, f"evidence.{ending}", shown=True)}
        return Response(file.content, media_type=kind.value, headers=HEADERS | shown)
    if not kind.is_read_as_text:
        return _page(file.name, _said(_("{kind}不能在页内预览，请下载后查看。").format(kind=kind.word)))
    try:
        parts = words_of(kind, file.content)
    except Refusal as refusal:
        return _page(file.name, _said(str(refusal)))
    return _page(file.name, "".join(map(_part, parts)) or _said(_("文件中没有文字。")))


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>",
        headers=HEADERS | {"content-disposition": disposition(title, "evidence.html", shown=True)},
    )


def _part(part: Part) -> str:
    name = f"<h2>{escape(part.name)}</h2>" if part.name else ""
    note = ""
    if part.left_off:
        note = _("共{count}行，此处显示前{shown}行")
    elif part.is_table:
        note = _("共{count}行")
    note = note.format(count=len(part.rows) + part.left_off, shown=len(part.rows))
    return f"<section>{name}{_said(note)}{_rows(part)}</section>"


def _said(text: str) -> str:
    """Our own words beside those of the file."""
    return f'<p class="note" lang="{TAGS[spoken()]}">{escape(text)}</p>' if text else ""


def _rows(part: Part) -> str:
    """Rows of several cells as a table, as far as they follow each other; a row of one is a line of text."""
    made, is_open = [], False
    for number, row in enumerate(part.rows, start=1):
        in_table = part.is_table or len(row) > 1
        if in_table is not is_open:
            made.append("<table>" if in_table else "</table>")
            is_open = in_table
        if in_table:
            head = f"<th>{number}</th>" if part.is_table else ""
            made.append(f"<tr>{head}{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>")
        else:
            made.append(f"<p>{escape(row[0])}</p>")
    return "".join(made) + ("</table>" if is_open else "")
