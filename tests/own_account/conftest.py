"""The gate and the plain pages over a small office; somebody with an app that makes codes."""

from dataclasses import dataclass, replace
from html import unescape

import pyotp
import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.accounts.office import PASSWORD, Office
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of, clock, office
from tracker.db import reading
from tracker.settings import Settings
from tracker.tables import Audit
from tracker.web.site import Site

__all__ = ["clock", "office"]
STEP, SECOND_STEP, CHANGE = "/login/step", "/account/second-step", "/account/password"


@dataclass
class Desk:
    """Browsers of people at one site, whose settings may be changed."""

    office: Office
    clock: Clock
    settings: Settings

    def application(self, **settings: object) -> Starlette:
        wanted = replace(self.settings, **settings)  # type: ignore[arg-type]
        return application_of(Site(self.office.engine, wanted, self.clock))

    def browser(self, application: Starlette | None = None, **settings: object) -> Browser:
        app = application or self.application(**settings)
        return Browser(TestClient(app, base_url="http://localhost:8501", follow_redirects=False))

    def code(self, secret: str, steps: int = 0) -> str:
        """What the app shows now, or so many steps of thirty seconds later."""
        return pyotp.TOTP(secret).at(self.clock().timestamp(), counter_offset=steps)

    def actions(self) -> list[str]:
        with reading(self.office.engine) as session:
            return [row.action for row in session.exec(select(Audit).order_by(Audit.id))]  # type: ignore[arg-type]

    def set_up(self, browser: Browser) -> tuple[str, list[str]]:
        """Signed in, on 两步验证: secret and recovery codes of an app that is in use from now on."""
        shown = browser.submit(SECOND_STEP, old=PASSWORD)
        secret = secret_of(shown)
        done = confirm(browser, shown, self.code(secret))
        assert done.status_code == 200, done.text
        return secret, codes_of(done)


def secret_of(page: Response) -> str:
    return "".join(page.text.partition("<br><code>")[2].partition("</code>")[0].split())


def codes_of(page: Response) -> list[str]:
    return [unescape(part.partition("</code>")[0]) for part in page.text.split("<li><code>")[1:]]


def confirm(browser: Browser, shown: Response, code: str) -> Response:
    form = {"form": browser.client.cookies["tracker-form"], "do": "confirm", "code": code}
    assert 'name="do" value="confirm"' in shown.text
    return browser.post(SECOND_STEP, form)


@pytest.fixture
def desk(office: Office, clock: Clock, engine: Engine) -> Desk:
    return Desk(office, clock, Settings())
