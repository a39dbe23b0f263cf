"""全表 as a file: what the page shows under the same address, for the person who asks."""

from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.db import reading
from tracker.domain.access import ROUTES, Person, require
from tracker.domain.language.errors import NotFound
from tracker.domain.listing.wanted import columns_of, listed, wanted_asked
from tracker.domain.measure.period import end_of_day, parse_period
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import Scorecard
from tracker.export.listing import csv_of, workbook_of
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.web.disposition import disposition
from tracker.web.gate import person_of
from tracker.web.site import Site

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def route(site: Site) -> Route:
    async def export(request: Request) -> Response:
        person = person_of(request)
        require(person, ROUTES["/download/targets"])
        suffix = request.path_params["suffix"]
        if suffix not in _TYPES:
            raise NotFound("没有这种文件。")
        return await run_in_threadpool(_file, site, person, dict(request.query_params), suffix)

    return Route("/download/targets/{suffix}", export, methods=["GET"])


def _file(site: Site, person: Person, asked: dict[str, str], suffix: str) -> Response:
    card = _card(site, person, asked)
    scores = listed(card, wanted_asked(asked))
    columns = columns_of(person.preferences.table_columns)
    content = csv_of(columns, card, scores) if suffix == "csv" else workbook_of(columns, card, scores)
    named = disposition(f"目标全表_{card.period}.{suffix}", f"targets-{card.period}.{suffix}")
    return Response(content, media_type=_TYPES[suffix], headers={"content-disposition": named})


def _card(site: Site, person: Person, asked: dict[str, str]) -> Scorecard:
    """The scorecard that the page is drawn from: the plan at the period, or as known in the past."""
    as_of: datetime | None = end_of_day(asked.get("asof", ""), site.now())
    with reading(site.engine) as session:
        plan = plan_meant(plans(session), asked.get("plan", ""), asked.get("q", ""))
        period = parse_period(asked.get("q", ""))
        unapproved = asked.get("unapproved") == "true"
        return scorecard(
            session, plan, period, person, as_of=as_of, now=site.now(), include_unapproved=unapproved
        )
