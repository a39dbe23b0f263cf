"""A browser as far as the gate can tell: it keeps cookies, sends Origin with posts, and posts forms."""

import html
import re
from dataclasses import dataclass

from httpx import Response
from starlette.testclient import TestClient, WebSocketTestSession

from tests.accounts.office import PASSWORD

NONE = "(this header is not sent)"


@dataclass
class Browser:
    client: TestClient

    @property
    def origin(self) -> str:
        return str(self.client.base_url).rstrip("/")

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=_dashed(headers))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Response:
        return self.client.post(path, data=fields, headers={"origin": self.origin, **_dashed(headers)})

    def socket(self, path: str = "/_stcore/stream", **headers: str) -> WebSocketTestSession:
        """A websocket from our own page, unless a header says otherwise.

        By its whole address: TestClient would send Host: testserver, which is refused for another reason.
        """
        address = self.origin.replace("http", "ws", 1) + path
        given = {"origin": self.origin, **_dashed(headers)}
        return self.client.websocket_connect(address, headers={k: v for k, v in given.items() if v != NONE})

    def submit(self, path: str, **fields: str) -> Response:
        """Open the page of a form, fill it in and send it."""
        return self.post(path.split("?")[0], hidden(self.get(path)) | fields)

    def sign_in(self, login: str, password: str = PASSWORD) -> Response:
        return self.submit("/login", login=login, password=password)

    def is_in(self) -> bool:
        return self.get("/overview").status_code == 200

    @property
    def cookie(self) -> str:
        return self.client.cookies.get("tracker") or self.client.cookies.get("__Host-tracker") or ""


def hidden(page: Response) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: html.unescape(value) for name, value in found}


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
