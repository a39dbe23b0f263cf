"""佐证材料 as they leave the house: the bytes that were checked when they came, and nothing that runs.

A file is saved, not opened, unless it is asked for ``?inline=1`` and is one that browsers show by
themselves; the policy then lets it load nothing and run nothing. ``?preview=1``: see preview.py.
"""

import re
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.db import Session, reading
from tracker.domain.access import Person
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound
from tracker.domain.measure.period import parse_period
from tracker.domain.workflow.evidence import WORD
from tracker.queries.evidence import EvidenceContent, draft_file, evidence_file
from tracker.web.disposition import disposition
from tracker.web.gate import person_of
from tracker.web.preview import previewed
from tracker.web.site import Site

Ask = Callable[[Session, Person, Request], EvidenceContent]
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEY = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_PATTERNS = {"sha256": _SHA256, "report": _KEY, "target": _KEY}
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def routes(site: Site) -> list[Route]:
    def answering(ask: Ask) -> Callable[[Request], Awaitable[Response]]:
        def read(request: Request) -> EvidenceContent:
            person = person_of(request)
            for name, text in request.path_params.items():
                if name in _PATTERNS and not _PATTERNS[name].fullmatch(text):
                    raise _unknown()
            with reading(site.engine) as session:
                return ask(session, person, request)

        async def answer(request: Request) -> Response:
            file = await run_in_threadpool(read, request)
            if request.query_params.get("preview") == "1":
                return await run_in_threadpool(previewed, file)
            return _file(file, request.query_params.get("inline") == "1")

        return answer

    return [
        Route("/download/evidence/{report}/{sha256}", answering(_of_report)),
        Route("/download/evidence/draft/{target}/{period}/{sha256}", answering(_of_draft)),
    ]


def _of_report(session: Session, person: Person, request: Request) -> EvidenceContent:
    asked = request.path_params
    return evidence_file(session, person, int(asked["report"]), asked["sha256"])


def _of_draft(session: Session, person: Person, request: Request) -> EvidenceContent:
    asked = request.path_params
    try:
        period = parse_period(asked["period"])
    except BadInput as unreadable:
        raise _unknown() from unreadable
    return draft_file(session, person, int(asked["target"]), period, asked["sha256"])


def _unknown() -> NotFound:
    return NotFound(_("没有这份{word}。").format(word=_(WORD)))


def _file(file: EvidenceContent, to_show: bool) -> Response:
    kind = file.media_type
    plain = f"evidence.{file.name.rpartition('.')[2]}"
    shown = to_show and kind.opens_in_browser
    return Response(
        file.content,
        # Everything else is bytes to a browser: no type that a plug-in or a program answers to.
        media_type=kind.value if kind.opens_in_browser else "application/octet-stream",
        headers={
            "content-disposition": disposition(file.name, plain, shown=shown),
            "content-security-policy": SANDBOX,
        },
    )
