"""The HTML of the pages that are not Streamlit: one shell, no script, one style sheet, light and dark.

They must work before anybody has signed in and when the database is down, on browsers down to
Chrome 90: no nesting, no :has(), no dvh. Every text is escaped here or is a constant of ours.
"""

import base64
import hashlib
from html import escape

from starlette.responses import HTMLResponse, PlainTextResponse

from tracker.domain.language import CHINESE, ENGLISH, _, marked, spoken
from tracker.domain.progress.palette import DARK, LIGHT

PRODUCT = marked("目标进展")
PURPOSE = marked("政府年度重点目标 · 进度跟踪")
TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}


def _tokens(palette: dict[str, str]) -> str:
    used = ("accent", "ink", "muted", "line", "ground", "paper", "behind", "achieved")
    return "".join(f"--{name}:{palette[name]};" for name in used)


STYLE = (
    f":root{{{_tokens(LIGHT)}--on-accent:#fff;--press:#163C6B;--back:var(--ground);--sheet:var(--paper);color-scheme:light}}"
    "@media (prefers-color-scheme:dark){"
    f":root{{{_tokens(DARK)}--on-accent:#12171E;--press:#A9C9F2;--back:var(--paper);--sheet:var(--ground);color-scheme:dark}}}}"
    """
*{box-sizing:border-box}
html{height:100%}
body{margin:0;min-height:100%;display:flex;flex-direction:column;background:var(--back);color:var(--ink);
 font:16px/1.7 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif;
 border-top:4px solid var(--accent)}
main{width:100%;max-width:460px;margin:auto;padding:40px 20px 24px}
header{display:flex;align-items:center;margin:0 4px 24px}
header svg{width:44px;height:44px;flex:none;margin-right:14px}
header b{display:block;font-size:22px;line-height:1.35;letter-spacing:.06em}
header span{display:block;font-size:14px;color:var(--muted)}
section{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:32px 36px 36px}
h1{font-size:20px;line-height:1.4;margin:0 0 6px;font-weight:600}
p{margin:0 0 16px;overflow-wrap:anywhere}
p.quiet,footer{color:var(--muted);font-size:14px}
p.quiet{margin-bottom:22px}
p.below{margin:6px 0 0}
label{display:block;margin:18px 0 6px;font-size:15px;font-weight:600}
input,select{width:100%;height:46px;padding:0 14px;font:inherit;color:inherit;background:var(--paper);
 border:1px solid var(--muted);border-radius:6px}
input:focus,select:focus{outline:2px solid var(--accent);outline-offset:1px;border-color:var(--accent)}
input[readonly]{background:var(--back);border-color:var(--line);color:var(--muted)}
button,a.button{display:block;width:100%;min-height:48px;margin:28px 0 0;padding:10px 16px;border:0;
 border-radius:6px;font:inherit;font-weight:600;letter-spacing:.1em;text-align:center;text-decoration:none;
 background:var(--accent);color:var(--on-accent);cursor:pointer}
button:hover,a.button:hover{background:var(--press)}
a.other,button.other{margin-top:14px;border:1px solid var(--accent);background:var(--sheet);
 color:var(--accent)}
a.other:hover,button.other:hover{background:var(--back);color:var(--press)}
code{font:15px/1.8 Consolas,"DejaVu Sans Mono",monospace;letter-spacing:.04em}
p.picture{text-align:center}
p.picture svg{max-width:100%;height:auto;border-radius:6px}
ol.codes{padding-left:36px}
button:focus-visible,a:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
a{color:var(--accent)}
.told{margin:16px 0 4px;padding:10px 14px;border-left:3px solid var(--accent);border-radius:0 6px 6px 0;
 background:var(--back);font-size:15px}
.told.bad{border-color:var(--behind)}
.told.good{border-color:var(--achieved)}
.told.bad::before{content:"▲ ";color:var(--behind)}
.told.good::before{content:"✓ ";color:var(--achieved)}
p.again{margin:14px 0 0;text-align:center}
footer{padding:20px 4px 0;text-align:center}
@media (max-width:480px){main{padding:24px 14px}section{padding:24px 20px 28px}}
"""
)
_MARK = (
    '<svg viewBox="0 0 44 44" aria-hidden="true"><rect width="44" height="44" rx="9" fill="{accent}"/>'
    '<path d="M11 32V23h5v9zM19.5 32V17h5v15zM28 32V11h5v21z" fill="{on}"/></svg>'
)
_ICON = "data:image/svg+xml;base64," + base64.b64encode(
    _MARK.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    .format(accent=LIGHT["accent"], on="#fff")
    .encode()
).decode("ascii")
ICON_LINK = f'<link rel="icon" href="{_ICON}">'
_POLICY = (
    "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A whole page; ``title`` is text, ``body`` is HTML whose texts are escaped."""
    mark = _MARK.format(accent="var(--accent)", on="var(--on-accent)")
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="{TAGS[spoken()]}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} · {_(PRODUCT)}</title>"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{ICON_LINK}'
        f"<style>{STYLE}</style></head><body><main><header>{mark}<div><b>{_(PRODUCT)}</b>"
        f"<span>{_(PURPOSE)}</span></div></header><section><h1>{escape(title)}</h1>{body}</section>"
        f"<footer>{_('内部系统，请勿在公共电脑上保存密码')}</footer></main></body></html>",
        status,
        {"content-security-policy": _POLICY},
    )


def message(title: str, text: str, status: int, *, home: bool = True) -> HTMLResponse:
    """A page that says one thing and leads back."""
    way = f'<a class="button" href="/">{_("回到首页")}</a>' if home else ""
    return page(title, f"<p>{escape(text)}</p>{way}", status)


def sentence(text: str, status: int) -> PlainTextResponse:
    """For a script to show: that it is ours, a page knows by the language it names (streamlit_words.py)."""
    return PlainTextResponse(text, status, {"content-language": TAGS[spoken()]})


def told(text: str, kind: str) -> str:
    """A line above a form: ``kind`` is bad or good. Read out at once by a screen reader."""
    return f'<div class="told {kind}" role="alert">{escape(text)}</div>' if text else ""
