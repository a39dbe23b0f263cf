"""/healthz: the process answers. /readyz: it can be worked with. For proxies and monitoring; in single words.

What is wrong in detail stands in the log: anybody can ask these two.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tracker import condition
from tracker.domain.language.errors import Outgrown
from tracker.services import schema
from tracker.web.site import Site

_LOG = logging.getLogger("tracker.web")
OK, BUSY, FAILED = "ok", "busy", "failed"
KEPT_SECONDS = 5  # an answer stands so long: each question takes the ledger's lock for a moment
PATIENCE = 2.0  # seconds for a write, before the ledger is busy


@dataclass
class Readiness:
    """What /readyz says: each check by name with ok, busy or failed."""

    site: Site
    _asked: float | None = None
    _said: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "readyz"))
    _write: Future[None] | None = None

    def checks(self) -> dict[str, str]:
        with self._lock:
            if self._asked is None or monotonic() - self._asked >= KEPT_SECONDS:
                self._said = {
                    "database": self._written(),
                    "schema": _verdict("the schema", lambda: schema.looks_current(self.site.engine)),
                    "disk": _verdict("the disk", lambda: not condition.disk(self.site.settings).is_full),
                }
                self._asked = monotonic()
            return self._said

    def _written(self) -> str:
        """Whether a write goes through: one that is taken back. A second one is not begun behind a first."""
        if self._write is None or self._write.done():
            self._write = self._writer.submit(schema.try_to_write, self.site.engine)
        try:
            self._write.result(PATIENCE)
        except TimeoutError:
            if not self._write.done():
                return BUSY
            _LOG.exception("the ledger can't be written")
            return FAILED
        except Outgrown:
            return OK  # by a newer program, which "schema" says
        except Exception:
            _LOG.exception("the ledger can't be written")
            return FAILED
        return OK


def _verdict(what: str, is_well: Callable[[], bool]) -> str:
    try:
        if is_well():
            return OK
        _LOG.error("%s is not as it has to be", what)
    except Outgrown as refusal:
        _LOG.error("%s is not as it has to be: %s", what, refusal)
    except Exception:
        _LOG.exception("%s could not be asked", what)
    return FAILED


def routes(site: Site) -> list[Route]:
    readiness = Readiness(site)

    async def alive(_request: Request) -> JSONResponse:
        return JSONResponse({"status": OK})

    def ready(_request: Request) -> JSONResponse:
        # A busy ledger is read as ever: to take every process out at once would make a slow minute an outage.
        checks = readiness.checks()
        is_ready = FAILED not in checks.values()
        return JSONResponse(
            {"status": OK if is_ready else "unavailable", "checks": checks}, 200 if is_ready else 503
        )

    return [Route("/healthz", alive), Route("/readyz", ready)]
