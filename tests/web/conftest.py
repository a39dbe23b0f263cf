"""A gate before a small echo: what would reach Streamlit is told back. The clock stands until it is moved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from tests.accounts.office import Office, open_office
from tests.web.browser import Browser
from tracker.domain.language.errors import Refusal
from tracker.settings import Settings
from tracker.web import downloads, health, mishaps, tabs
from tracker.web.gate import IDENTITY, Gate
from tracker.web.oidc import OidcPages
from tracker.web.own_account import OwnAccountPages
from tracker.web.password import PasswordPages
from tracker.web.sign_in import SignInPages
from tracker.web.sign_in_steps import StepPages
from tracker.web.site import Site


@dataclass
class Clock:
    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


async def echo(request: Request) -> JSONResponse:
    """What Streamlit would be told of the caller."""
    told = request.headers.getlist(IDENTITY.decode())
    return JSONResponse({"path": request.url.path, "told": told})


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(socket.headers.getlist(IDENTITY.decode()))
    async for _ in socket.iter_bytes():
        await socket.send_text("heard")


async def broken(_request: Request) -> JSONResponse:
    raise RuntimeError("hunter2 in /srv/secret.py")


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def office(engine: Engine, now: datetime) -> Office:
    return open_office(engine, now)


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def site(engine: Engine, settings: Settings, clock: Clock) -> Site:
    return Site(engine, settings, clock)


@pytest.fixture
def application(site: Site) -> Starlette:
    return application_of(site)


@pytest.fixture
def browser(application: Starlette, site: Site) -> Browser:
    return Browser(TestClient(application, base_url=site.settings.base_url, follow_redirects=False))


def application_of(site: Site) -> Starlette:
    return Starlette(
        routes=[
            *SignInPages(site).routes(),
            *StepPages(site).routes(),
            *OwnAccountPages(site).routes(),
            *PasswordPages(site).routes(),
            *OidcPages(site).routes(),
            *health.routes(site),
            *downloads.routes(site),
            *tabs.routes(),
            Route("/component/broken", broken),
            Route("/{path:path}", echo, methods=["GET", "POST", "PUT", "DELETE"]),
            WebSocketRoute("/{path:path}", stream),
        ],
        middleware=[Middleware(Gate, site=site, script_hashes=("abc=",))],
        exception_handlers={Refusal: mishaps.refusal_page, 404: mishaps.not_found_page},
    )
