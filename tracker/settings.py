"""Settings, read once from the environment. Nonsense is refused at start, with the variable's name."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(Exception):
    """An environment variable holds what it can't hold; the message names it."""


@dataclass(frozen=True)
class Settings:
    """One field per variable TRACKER_<NAME>; the comment behind each is its help text."""

    database_url: str = f"sqlite:///{ROOT / 'var' / 'tracker.db'}"  # where the ledger is kept
    host: str = "127.0.0.1"  # the address to serve on
    port: int = 8501  # the port to serve on
    public_url: str = (
        ""  # the address people type, e.g. https://kpi.example.gov.cn; empty: http://localhost:PORT
    )
    demo: bool = False  # every page says 演示数据
    session_hours: int = 10  # a sign-in ends after so many hours, whatever happens
    idle_minutes: int = 30  # a sign-in ends after so many minutes without a request

    @property
    def base_url(self) -> str:
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from TRACKER_* variables; raises BadSetting on an unknown or unreadable one."""
    source = os.environ if environ is None else environ
    given = {key: text for key, text in source.items() if key.startswith("TRACKER_")}
    values: dict[str, Any] = {}
    for entry in fields(Settings):
        key = f"TRACKER_{entry.name.upper()}"
        if key in given:
            values[entry.name] = _read(key, given.pop(key), entry.type)
    if given:
        raise BadSetting(f"unknown setting: {', '.join(sorted(given))}")
    return _sensible(Settings(**values))


def _sensible(settings: Settings) -> Settings:
    if settings.port > 65_535:
        raise BadSetting(f"TRACKER_PORT={settings.port} is not a port")
    if settings.public_url and not re.fullmatch(r"https?://[^\s/]+/?", settings.public_url):
        raise BadSetting(
            f"TRACKER_PUBLIC_URL={settings.public_url!r} is not an address such as https://kpi.example.cn"
        )
    if settings.session_hours > 24 or settings.idle_minutes > 24 * 60:
        raise BadSetting("TRACKER_SESSION_HOURS is at most 24, TRACKER_IDLE_MINUTES at most 1440")
    if not re.match(r"sqlite:///(?!:memory:).|postgresql\+psycopg://.", settings.database_url):
        raise BadSetting("TRACKER_DATABASE_URL is sqlite:///FILE or postgresql+psycopg://…")
    return settings


def _read(key: str, text: str, kind: Any) -> Any:
    try:
        if kind is bool:
            return {"1": True, "true": True, "0": False, "false": False, "": False}[text.strip().lower()]
        if kind is int:
            number = int(text)
            if number <= 0:
                raise ValueError
            return number
        if not text.strip():
            raise ValueError
        return text.strip()
    except (ValueError, KeyError) as error:
        raise BadSetting(f"{key}={text!r} is not a valid {kind.__name__}") from error
