"""Our sign-in pages behind the gate, and a browser that also visits the provider."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.accounts.office import Office, open_office
from tests.oidc import providers
from tests.oidc.liar import CLIENT, SECRET
from tests.oidc.providers import Running
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of
from tracker.settings import Settings
from tracker.web.site import Site

CALLBACK = "http://localhost:8501/auth/oidc/callback"


@dataclass
class Visitor:
    """A browser at our pages (``at_ours``), and at the provider's by real HTTP."""

    at_ours: Browser

    def begin(self, wanted: str = "/") -> str:
        """Click the button; gives the address at the provider."""
        answer = self.at_ours.client.get("/auth/oidc/start", params={"next": wanted})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def come_back(self, there: str) -> httpx.Response:
        """The liar agrees at once, and the browser follows it back to us."""
        return self.answer(httpx.get(there).headers["location"])

    def answer(self, location: str) -> httpx.Response:
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == CALLBACK
        return self.at_ours.get(f"{parts.path}?{parts.query}")

    def sign_in(self, wanted: str = "/") -> httpx.Response:
        return self.come_back(self.begin(wanted))

    @property
    def is_in(self) -> bool:
        return self.at_ours.is_in()


@pytest.fixture(scope="session")
def honest_provider() -> Iterator[Running]:
    with providers.honest() as running:
        yield running


@pytest.fixture(scope="session")
def lying_provider() -> Iterator[Running]:
    with providers.lying() as running:
        yield running


@pytest.fixture
def liar(lying_provider: Running) -> Running:
    lying_provider.lie()
    return lying_provider


@pytest.fixture
def clock() -> Clock:
    """The provider's tokens are of this moment, so the tracker's clock has to stand at it."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def office(sqlite_engine: Engine, clock: Clock) -> Office:
    return open_office(sqlite_engine, clock())


@pytest.fixture
def application(office: Office, clock: Clock, liar: Running) -> Starlette:
    settings = Settings(oidc_issuer=liar.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
    return application_of(Site(office.engine, settings, clock))


@pytest.fixture
def open_visitor(application: Starlette) -> Callable[[], Visitor]:
    def make() -> Visitor:
        return Visitor(
            Browser(TestClient(application, base_url="http://localhost:8501", follow_redirects=False))
        )

    return make


@pytest.fixture
def visitor(open_visitor: Callable[[], Visitor]) -> Visitor:
    return open_visitor()
