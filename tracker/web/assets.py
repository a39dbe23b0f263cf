"""Streamlit's page and its static files as we send them: in the reader's words, compressed, kept a year.

Streamlit sends its scripts uncompressed (9.2 MB before the first chart). Here each file is
compressed once, when first asked for, and kept in memory. File names carry a hash of the content,
so browsers may keep them; what we change in them stands in their address (/static/<language>-<edition>/).
A file that does not exist is 404, not Streamlit's page under its name, which browsers would then keep for a
year after an upgrade.
"""

import base64
import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from tracker.domain.access import PAGES
from tracker.domain.language import CHINESE, LANGUAGES, _, read_in
from tracker.web import paper, streamlit_words
from tracker.web.gate import person_of
from tracker.web.streamlit_words import Words

_FOLDER = Path(get_static_dir())
_COMPRESSED = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_SERVED_FROM_ROOT = 'window.__streamlit = {BACKEND_BASE_URL: location.origin + "/"}'
_ASKED = re.compile(rf"/static/((?P<language>{'|'.join(LANGUAGES)})-[0-9a-f]{{8}}/)?(?P<name>.+)", re.DOTALL)
_SCRIPTS = (
    "together.js",
    "plain_html.js",
    "refused_files.js",
    "take_typed.js",
    "grid_typed.js",
    "ended.js",
    "links.js",
    "review.js",
    "copy.js",
    "present.js",
    "picture.js",
    "preparing.js",
)
_COMMENTS = re.compile(r"^\s*//.*\n", re.MULTILINE)
# 310 kB of Latin letters, fetched for the moment before our theme, which does not use them, is read.
_UNUSED_FONTS = re.compile(rb"@font-face\{[^}]*SourceSansVF[^}]*\}")


def streamlit_page(language: str = CHINESE) -> str:
    """index.html in our words. It must name its language: fonts and line breaks depend on it."""
    page = (_FOLDER / "index.html").read_text("utf-8")
    with read_in(language):
        title, no_script = _(paper.PRODUCT), f"<noscript><p>{_('本系统需要启用 JavaScript。')}</p></noscript>"
    page = page.replace('<html lang="en">', f'<html lang="{paper.TAGS[language]}">')
    page = page.replace("./static/", _address(language))
    page = page.replace("<title>Streamlit</title>", f"<title>{title}</title>")
    page = re.sub(r'<link rel="shortcut icon"[^>]*>', paper.ICON_LINK, page)
    # No pointer to the agent API, which is closed; no preload of a font that our theme does not use.
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", no_script, page, flags=re.DOTALL)
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    # Served from the root: else each page first asks for its own name's /_stcore/, and finds 404.
    page = page.replace("window.prerenderReady = false", _SERVED_FROM_ROOT, 1)
    # Inline, and so admitted by their hashes: no further file to ask for.
    scripts = "".join(
        f"<script>{_COMMENTS.sub('', Path(__file__).with_name(name).read_text('utf-8'))}</script>"
        for name in _SCRIPTS
    )
    return page.replace("</head>", f"{scripts}{_sheet()}</head>").lstrip()


def _sheet() -> str:
    """Our sheet (style/*.css), in the files' order; the tokens that it uses come with each run of a page."""
    files = sorted((Path(__file__).parent / "style").glob("*.css"))
    return f"<style>{''.join(file.read_text('utf-8') for file in files)}</style>"


def inline_script_hashes(page: str) -> tuple[str, ...]:
    """SHA-256, in base64, of each inline script: what the Content-Security-Policy admits."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return tuple(base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts)


def _address(language: str) -> str:
    """Where the files stand for who reads the language."""
    return f"./static/{language}-{streamlit_words.EDITION}/"


def routes() -> list[Route]:
    """Streamlit's page for / and /<page>; put them last, behind the routes with names of their own."""
    contents = {language: streamlit_page(language).encode() for language in LANGUAGES}

    def show(request: Request) -> Response:
        if request.path_params.get("page", "") not in ("", *PAGES):
            raise HTTPException(404)
        return Response(contents[person_of(request).preferences.language], media_type="text/html")

    return [Route("/", show), Route("/{page}", show)]


class Assets:
    """Middleware for /static/: the gate stands before it, Streamlit behind it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        root = _FOLDER / "static"
        # An exact table: no path of a request ever reaches the file system.
        self._files = {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.is_file()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _ASKED.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if asked is None:
            await self._app(scope, receive, send)
            return
        # A tab that was opened before an upgrade asks under the edition that it began with.
        language, name = asked["language"] or CHINESE, asked["name"]
        file = self._files.get(name)
        if file is None or scope["method"] not in ("GET", "HEAD"):
            await PlainTextResponse("404", 404)(scope, receive, send)
            return
        takes_gzip = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        words = streamlit_words.words_of(file.name, language)
        if file.suffix not in _COMPRESSED or not (takes_gzip or words):
            await self._app({**scope, "path": f"/static/{name}"}, receive, send)
            return
        headers = {"vary": "accept-encoding", "cache-control": _FOR_A_YEAR}
        content = await run_in_threadpool(compressed, file, words)
        if takes_gzip:
            headers["content-encoding"] = "gzip"
        else:
            content = gzip.decompress(content)
        await Response(content, headers=headers, media_type=_COMPRESSED[file.suffix])(scope, receive, send)


@cache
def compressed(file: Path, words: Words = ()) -> bytes:
    """The file in these words and gzip's best, once per process; all of them together are under 8 MB."""
    content = streamlit_words.spoken(file.read_bytes(), words)
    if file.suffix == ".css":
        content = _UNUSED_FONTS.sub(b"", content)
    return gzip.compress(content, 9, mtime=0)
