"""全表 and 四期对照 as files: what the page shows under the same address, for the person who asks."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.db import reading
from tracker.domain.access import ROUTES, Person, require
from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import NotFound
from tracker.domain.language.numerals import numeral
from tracker.domain.listing.over_year import year_columns
from tracker.domain.listing.wanted import columns_of, listed, wanted_asked
from tracker.domain.measure.period import Period, end_of_day, parse_period_of
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef, Scorecard
from tracker.domain.sentences.short_names import plan_called
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

_LISTING, _PERIODS = "/download/targets", "/download/periods"


def routes(site: Site) -> list[Route]:
    return [
        Route("/download/targets/{suffix}", _export(site, _LISTING), methods=["GET"]),
        Route("/download/periods/{suffix}", _export(site, _PERIODS), methods=["GET"]),
    ]


def _export(site: Site, address: str) -> Callable[[Request], Awaitable[Response]]:
    async def export(request: Request) -> Response:
        person = person_of(request)
        require(person, ROUTES[address])
        suffix = request.path_params["suffix"]
        if suffix not in _TYPES:
            raise NotFound(_("没有这种格式的文件。"))
        return await run_in_threadpool(_file, site, person, dict(request.query_params), address, suffix)

    return export


def _file(site: Site, person: Person, asked: dict[str, str], address: str, suffix: str) -> Response:
    with reading(site.engine) as session:
        known = plans(session, person)
    plan = plan_meant(known, asked.get("plan", ""), asked.get("q", ""))
    period = parse_period_of(plan.rhythm, asked.get("q", ""))
    with in_chinese():  # whoever takes the file
        if address == _LISTING:
            chinese, english = "目标全表", "targets"
            card = _card(site, person, asked, plan, period)
            columns = columns_of(person.preferences.table_columns, beside=("measure", "marks"))
        else:
            chinese, english = f"{numeral(plan.rhythm.periods)}期对照", "periods"
            year = tuple(_card(site, person, asked, plan, each) for each in period.of_year)
            card, columns = year[period.number - 1], year_columns(year)
        scores = listed(card, wanted_asked(asked))
        content = csv_of(columns, card, scores) if suffix == "csv" else workbook_of(columns, card, scores)
        # Beside other plans it says whose it is: those of one year have the same periods.
        of_plan, code = (f"_{plan_called(plan)}", f"-{plan.code}") if len(known) > 1 else ("", "")
        named = disposition(
            f"{chinese}{of_plan}_{card.period}.{suffix}", f"{english}{code}-{card.period}.{suffix}"
        )
        return Response(content, media_type=_TYPES[suffix], headers={"content-disposition": named})


def _card(site: Site, person: Person, asked: dict[str, str], plan: PlanRef, period: Period) -> Scorecard:
    """The scorecard that the page is drawn from: the plan at the period, or as known in the past."""
    as_of: datetime | None = end_of_day(asked.get("asof", ""), site.now())
    with reading(site.engine) as session:
        unapproved = asked.get("unapproved") == "true"
        card = scorecard(
            session, plan, period, person, as_of=as_of, now=site.now(), include_unapproved=unapproved
        )
    leader = asked.get("leader", "")
    is_id = leader.isascii() and leader.isdecimal() and len(leader) < 10
    return card.of_leader(int(leader)) if is_id else card
