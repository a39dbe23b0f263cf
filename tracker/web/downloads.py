"""Files that leave the house, each through a route that knows who asks.

Never st.download_button: /media/<hash> has no owner, and two large files got the same hash.
"""

import re
from dataclasses import replace
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.db import reading
from tracker.domain.access import ROUTES, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.period import parse_period_of
from tracker.domain.progress.plans import plan_meant
from tracker.export import kit
from tracker.export.formats import format_of
from tracker.export.options import Options
from tracker.queries.papers import Prepared, prepared_papers, preview_content, settings_in_force
from tracker.queries.plans import plans
from tracker.queries.snapshots import FrozenContent, read_snapshot
from tracker.web import audit_file, evidence, listing
from tracker.web.disposition import disposition
from tracker.web.gate import person_of
from tracker.web.site import Site

# 2025Q3-01.xlsx, of a preview 2025Q3.xlsx; the second Word file ends with notes.docx.
_FILE = re.compile(r"([0-9][0-9A-Z-]{3,31})\.([a-z]+(?:\.[a-z]+)?)", re.ASCII)


def routes(site: Site) -> list[Route]:
    house = Options.chosen(site.settings)

    def read(request: Request) -> tuple[FrozenContent, str, Options]:
        person = person_of(request)
        require(person, ROUTES["/download/snapshot"])
        number, key = _asked(request)
        with reading(site.engine) as session:
            frozen = read_snapshot(session, person, number, request.query_params.get("plan", ""))
            paper = settings_in_force(session, person, frozen.plan_id, house.paper)
        return frozen, key, replace(house, paper=paper)

    async def of_snapshot(request: Request) -> Response:
        frozen, key, options = await run_in_threadpool(read, request)
        # After the read is closed: making a file takes longer than reading it.
        return await run_in_threadpool(_file, frozen, key, options, to_show=_to_show(request))

    def prepare(request: Request) -> tuple[Prepared, str, str, Options]:
        person = person_of(request)
        require(person, ROUTES["/download/preview"])
        written, key = _asked(request)
        with reading(site.engine) as session:
            plan = plan_meant(plans(session, person), request.query_params.get("plan", ""), written)
            period = parse_period_of(plan.rhythm, written)
            if period not in plan.periods:
                raise NotFound(_("这份方案没有这一期。"))
            prepared = prepared_papers(session, person, plan, period, site.now())
            paper = settings_in_force(session, person, plan.id, house.paper)
        return prepared, key, person.name, replace(house, paper=paper)

    async def of_preview(request: Request) -> Response:
        prepared, key, author, options = await run_in_threadpool(prepare, request)
        return await run_in_threadpool(
            _preview, prepared, key, author, options, site.now(), to_show=_to_show(request)
        )

    def nowhere(_request: Request) -> Response:
        raise HTTPException(404)  # else Streamlit would answer with its page

    return [
        Route("/download/snapshot/{file}", of_snapshot),
        Route("/download/preview/{file}", of_preview),
        *listing.routes(site),
        audit_file.route(site),
        *evidence.routes(site),
        Route("/download/{path:path}", nowhere),
    ]


def _asked(request: Request) -> tuple[str, str]:
    """The number and the file's key of an address."""
    asked = _FILE.fullmatch(request.path_params["file"])
    if asked is None:
        raise NotFound(_("没有这份会议材料。"))
    return asked[1], asked[2]


def _to_show(request: Request) -> bool:
    return request.query_params.get("inline") == "1"


def _preview(
    prepared: Prepared, key: str, author: str, options: Options, now: datetime, *, to_show: bool
) -> Response:
    """A file as it would be after 定稿, marked 预览, or all of them in one zip; stored nowhere."""
    period, written = str(prepared.card.period), preview_content(prepared, author, now)
    if key == kit.ZIP:
        name = f"预览_{prepared.meeting.name}.{kit.ZIP}"
        zipped = kit.previews_zip(written, period, options)
        return _response(zipped, kit.ZIP_TYPE, name, f"preview-{period}.{kit.ZIP}", is_shown=False)
    file_format = format_of(key)
    content = kit.previewed(file_format, written, period, options)
    name = f"预览_{prepared.meeting.name}_{file_format.file_name}"
    return _response(
        content, file_format.media_type, name, f"preview-{period}.{key}", to_show and key == "pdf"
    )


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
    return _response(content, kind, name, f"{frozen.number}.{key}", to_show and key == "pdf")


def _response(content: bytes, media_type: str, name: str, plain: str, is_shown: bool) -> Response:
    headers = {"content-disposition": disposition(name, plain, shown=is_shown)}
    if is_shown:
        headers["content-security-policy"] = evidence.SANDBOX
    return Response(content, media_type=media_type, headers=headers)
