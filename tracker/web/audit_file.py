"""The audit trail as a file: what the page shows under the same filter, streamed; taking it is recorded."""

from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tracker.db import reading, transaction
from tracker.domain.access import ROUTES, Person, require
from tracker.domain.language import _, in_chinese
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.meetings.audit_trail import AuditFilter, detail_lines, filter_asked, in_one_line
from tracker.domain.progress.scorecard import DEMONSTRATION
from tracker.export.rows_csv import csv_pieces
from tracker.queries.audit import AuditLine, audit_before, audit_count, chain_head
from tracker.queries.plans import is_demonstration
from tracker.queries.units import unit_refs
from tracker.services.audit import record_export
from tracker.web.gate import person_of
from tracker.web.site import Site

PATH = "/download/audit"
_PIECE = 1_000


def route(site: Site) -> Route:
    async def export(request: Request) -> Response:
        person = person_of(request)
        require(person, ROUTES[PATH])
        wanted = filter_asked(request.query_params)
        header, pieces = await run_in_threadpool(_taken, site, person, wanted)
        name = f"audit-{site.now().astimezone(SHANGHAI):%Y%m%d-%H%M}.csv"
        disposition = f'attachment; filename="{name}"'
        return StreamingResponse(
            csv_pieces(header, pieces),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": disposition},
        )

    return Route(PATH, export, methods=["GET"])


@in_chinese()
def _taken(
    site: Site, person: Person, wanted: AuditFilter
) -> tuple[tuple[str, ...], Iterator[list[tuple[str, ...]]]]:
    """The head and the rows up to this moment; that they were taken becomes the row after them."""
    with transaction(site.engine) as session:
        end = chain_head(session, person).last_id + 1
        units = {unit.id: unit.name for unit in unit_refs(session, person, with_ended=True)}
        rows = audit_count(session, person, wanted)
        record_export(session, person, wanted, rows, site.now())
        mark = (_(DEMONSTRATION),) if is_demonstration(session) else ()
    header = ("编号", "时间（北京时间）", "操作人", "操作", "对象", "内容", "来源地址", "SHA-256")
    return (*header, *mark), _pieces(site, person, wanted, end, units)


def _pieces(
    site: Site, person: Person, wanted: AuditFilter, end: int, units: dict[int, str]
) -> Iterator[list[tuple[str, ...]]]:
    """Each piece is a read of its own: a slow line holds no transaction open. Rows never change."""
    while True:
        with reading(site.engine) as session:
            lines = audit_before(session, person, wanted, end, _PIECE)
        if not lines:
            return
        end = lines[-1].id
        yield [_cells(line, units) for line in lines]


@in_chinese()
def _cells(line: AuditLine, units: dict[int, str]) -> tuple[str, ...]:
    at = f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    words = in_one_line(detail_lines(line.detail, units))
    return (str(line.id), at, line.actor, line.action, line.subject, words, line.address or "", line.sha256)
