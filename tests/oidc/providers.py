"""Two real providers in processes of their own, on loopback: the package's honest one, and the liar."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.oidc import liar
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Running:
    issuer: str

    def register(self, callback: str) -> dict[str, str]:
        """A client of the honest provider: TRACKER_OIDC_* by field name."""
        asked = {"redirect_uris": [callback], "scope": "openid profile"}
        made = httpx.post(f"{self.issuer}/oauth2/clients", json=asked).json()
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": made["client_id"],
            "oidc_client_secret": made["client_secret"],
        }

    def add_user(self, subject: str, **claims: str) -> None:
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def lie(self, **what: Any) -> None:
        """What the liar says from now on; nothing given: the truth."""
        httpx.put(f"{self.issuer}/lie", json=what).raise_for_status()


@contextmanager
def honest() -> Iterator[Running]:
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-registration"]
    with _running(command, port) as issuer:
        yield Running(issuer)


@contextmanager
def lying() -> Iterator[Running]:
    port = free_port()
    with _running([sys.executable, "-m", liar.__name__, str(port)], port) as issuer:
        yield Running(issuer)


@contextmanager
def _running(command: list[str], port: int) -> Iterator[str]:
    issuer = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"{issuer}/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the provider did not start")
