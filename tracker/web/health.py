"""/healthz for the proxy and for monitoring: whether the ledger can be read, and nothing else."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tracker.db import reading
from tracker.queries.plans import ledger_sequence
from tracker.web.site import Site

_LOG = logging.getLogger("tracker.web")


def routes(site: Site) -> list[Route]:
    def health(_request: Request) -> JSONResponse:
        try:
            with reading(site.engine) as session:
                # Not "select 1": SQLite answers that from an empty file that it has just made.
                ledger_sequence(session)
        except Exception:
            _LOG.exception("the ledger can't be read")
            return JSONResponse({"status": "unavailable"}, 503)
        return JSONResponse({"status": "ok"})

    return [Route("/healthz", health)]
