"""What every route and the gate share: the database, the settings, the clock, and who we are to a browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urlsplit

from tracker.db import Engine, NotStored, reading, transaction
from tracker.domain.access import Person
from tracker.domain.credentials import Demands
from tracker.domain.language import _
from tracker.domain.progress.scorecard import DEMONSTRATION
from tracker.queries.people import person_of_session
from tracker.queries.plans import is_demonstration
from tracker.services import sign_in
from tracker.settings import Settings
from tracker.web.demands import demands_of

_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Site:
    """One running tracker."""

    engine: Engine
    settings: Settings
    now: Callable[[], datetime] = field(default=_utc_now)

    @cached_property
    def demands(self) -> Demands:
        """What is demanded of sign-ins."""
        return demands_of(self.settings)

    def mark(self) -> str:
        """Of a ledger of made-up figures. A page that needs no database stands without one, too."""
        try:
            with reading(self.engine) as session:
                return _(DEMONSTRATION) if is_demonstration(session) else ""
        except NotStored:
            return ""

    @property
    def session_cookie(self) -> str:
        """__Host- (HTTPS only) makes the browser refuse a cookie that a neighbouring host plants."""
        return "__Host-tracker" if self.settings.is_https else "tracker"

    @property
    def known_cookie(self) -> str:
        """By which a browser is known that somebody signed in with before (services/sign_in.py)."""
        return f"{self.session_cookie}-known"

    @property
    def step_cookie(self) -> str:
        """Of a half sign-in."""
        return f"{self.session_cookie}-step"

    @property
    def language_cookie(self) -> str:
        """In which its last reader was spoken to (web/reader.py)."""
        return f"{self.session_cookie}-language"

    @property
    def form_cookie(self) -> str:
        return f"{self.session_cookie}-form"

    def is_our_host(self, host: str) -> bool:
        """Whether a Host header names us. Otherwise any name that resolves here could pose as us.

        Without TRACKER_PUBLIC_URL only the loopback names do, on whatever port we were started.
        """
        if not _HOST.fullmatch(host):
            return False
        if self.settings.public_url:
            return host.casefold() == urlsplit(self.settings.base_url).netloc.casefold()
        return urlsplit(f"//{host}").hostname in LOOPBACK

    def is_our_origin(self, origin: str, host: str) -> bool:
        """Whether an Origin header is that of our own pages, reached under this Host header."""
        if self.settings.public_url:
            ours = urlsplit(self.settings.base_url)
            return origin.casefold() == f"{ours.scheme}://{ours.netloc}".casefold()
        # Another port of this machine is another site.
        return self.is_our_host(host) and origin.casefold() == f"http://{host}".casefold()

    def person_of(self, token_sha256: str) -> Person | None:
        """Who has signed in under this token hash, as the database has it now."""
        with reading(self.engine) as session:
            return person_of_session(session, token_sha256, self.now(), self.settings.idle_minutes)

    def note_activity(self, token_sha256: str) -> None:
        """The idle time counts from now (stored at most once a minute)."""
        with transaction(self.engine, advance=False) as session:
            sign_in.touch(session, token_sha256, self.now(), self.settings.idle_minutes)
