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
from tracker.domain.errors import NotFound
from tracker.queries.snapshots import FrozenContent, read_snapshot
from tracker.web import audit_file, evidence
from tracker.web.disposition import disposition
from tracker.web.gate import person_of
from tracker.web.site import Site

_NUMBER = re.compile(r"[0-9]{4}Q[1-4]-[0-9]{2,4}", re.ASCII)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes(site: Site) -> list[Route]:
    def read(request: Request) -> FrozenContent:
        person = person_of(request)
        require(person, ROUTES["/download/snapshot"])
        number = request.path_params["number"]
        if not _NUMBER.fullmatch(number):
            raise NotFound("没有这份会议材料。")
        with reading(site.engine) as session:
            return read_snapshot(session, person, number)

    async def workbook(request: Request) -> Response:
        frozen = await run_in_threadpool(read, request)
        # After the read is closed: making the file takes longer than reading it.
        from tracker.export.workbook import workbook_bytes  # loads a library that few requests need

        content = await run_in_threadpool(workbook_bytes, frozen.content, frozen.sha256, frozen.number)
        named = disposition(f"{frozen.name}_{frozen.number}.xlsx", f"{frozen.number}.xlsx")
        return Response(content, media_type=_XLSX, headers={"content-disposition": named})

    def nowhere(_request: Request) -> Response:
        raise HTTPException(404)  # else Streamlit would answer with its page

    return [
        Route("/download/snapshot/{number}.xlsx", workbook),
        audit_file.route(site),
        *evidence.routes(site),
        Route("/download/{path:path}", nowhere),
    ]
