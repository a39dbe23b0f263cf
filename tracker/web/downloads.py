"""Files that leave the house, each through a route that knows who asks.

Never st.download_button: /media/<hash> has no owner, and two large files got the same hash.
"""

import re

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.db import reading
from tracker.domain.access import ROUTES, require
from tracker.domain.language.errors import NotFound
from tracker.export import kit
from tracker.export.formats import format_of
from tracker.export.options import Options
from tracker.queries.snapshots import FrozenContent, read_snapshot
from tracker.web import audit_file, evidence, listing
from tracker.web.disposition import disposition
from tracker.web.gate import person_of
from tracker.web.site import Site

# 2025Q3-01.xlsx; the second Word file ends with notes.docx.
_FILE = re.compile(r"([0-9][0-9A-Z-]{3,31})\.([a-z]+(?:\.[a-z]+)?)", re.ASCII)


def routes(site: Site) -> list[Route]:
    def read(request: Request) -> tuple[FrozenContent, str]:
        person = person_of(request)
        require(person, ROUTES["/download/snapshot"])
        asked = _FILE.fullmatch(request.path_params["file"])
        if asked is None:
            raise NotFound("没有这份会议材料。")
        with reading(site.engine) as session:
            plan = request.query_params.get("plan", "")
            return read_snapshot(session, person, asked[1], plan), asked[2]

    async def of_snapshot(request: Request) -> Response:
        frozen, key = await run_in_threadpool(read, request)
        to_show = request.query_params.get("inline") == "1"
        # After the read is closed: making a file takes longer than reading it.
        return await run_in_threadpool(_file, frozen, key, Options.chosen(site.settings), to_show=to_show)

    def nowhere(_request: Request) -> Response:
        raise HTTPException(404)  # else Streamlit would answer with its page

    return [
        Route("/download/snapshot/{file}", of_snapshot),
        *listing.routes(site),
        audit_file.route(site),
        *evidence.routes(site),
        Route("/download/{path:path}", nowhere),
    ]


def _file(frozen: FrozenContent, key: str, options: Options, *, to_show: bool) -> Response:
    """A file of the meeting kit, or all of them in one zip; of these browsers show the PDF by themselves."""
    given = (frozen.content, frozen.sha256, frozen.number, options)
    if key == kit.ZIP:
        content, kind, word, suffix = kit.zip_of(*given), kit.ZIP_TYPE, "会议材料", kit.ZIP
    else:
        file_format = format_of(key)
        content = kit.file_bytes(file_format, *given)
        kind, word, suffix = file_format.media_type, file_format.word, file_format.suffix
    name = f"{frozen.name}_{frozen.number}_{word}.{suffix}"
    is_shown = to_show and key == "pdf"
    headers = {"content-disposition": disposition(name, f"{frozen.number}.{key}", shown=is_shown)}
    if is_shown:
        headers["content-security-policy"] = evidence.SANDBOX
    return Response(content, media_type=kind, headers=headers)
