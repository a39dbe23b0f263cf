"""``desk``: a small ledger. ``visit``: the pages. ``browser``: somebody before the gate, with its office."""

from tests.entry.conftest import desk
from tests.pages.conftest import visit, world_engine, world_file, world_url
from tests.web.conftest import application, browser, clock, office, settings, site

__all__ = [
    "application",
    "browser",
    "clock",
    "desk",
    "office",
    "settings",
    "site",
    "visit",
    "world_engine",
    "world_file",
    "world_url",
]
