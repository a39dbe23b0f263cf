"""The ASGI entry, wiring only, served by ``python -m tracker serve`` (tracker/web/serving.py).

``streamlit run app.py`` and ``uvicorn app:app`` open it too, without TCP_NODELAY and with uvicorn's name.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from tracker import noting, shipping
from tracker.backup import in_use
from tracker.domain.language.errors import Refusal
from tracker.services import schema
from tracker.settings import read_settings
from tracker.ui.frame import warming
from tracker.ui.frame.shell import engine_at
from tracker.web import (
    assets,
    batching,
    callbacks,
    cursors,
    downloads,
    forgetting,
    health,
    logs,
    lookups,
    markup,
    metrics,
    mishaps,
    returning,
    tabs,
    themes,
    unsaid,
    widget_states,
)
from tracker.web.gate import Gate
from tracker.web.oidc import OidcPages
from tracker.web.own_account import OwnAccountPages
from tracker.web.password import PasswordPages
from tracker.web.sign_in import SignInPages
from tracker.web.sign_in_steps import StepPages
from tracker.web.site import Site
from tracker.web.uploads import Uploads

# What the first visitor would otherwise wait two seconds for.
WARM = ("plotly.graph_objects", "pandas", "pyarrow", "streamlit.elements.plotly_chart", "tracker.charts")
# What main.py and the pages import in their first run, which is made ready once the server answers.
BEHIND = (
    "tracker.ui.navigation",
    "tracker.ui.find.dialog",
    "tracker.ui.frame.sidebar",
    "tracker.ui.parts.greeting",
    "tracker.ui.parts.style",
    "tracker.ui.parts.watermark",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "streamlit.runtime.scriptrunner.magic_funcs",
    "plotly.io._utils",
)

batching.install()
callbacks.install()
cursors.install()
forgetting.install()
lookups.install()
markup.install()
returning.install()
themes.install()
unsaid.install()
widget_states.install()
settings = read_settings()
logs.install(settings)
metrics.install()
site = Site(engine_at(settings.database_url), settings)  # the pages' too: one pool a process


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    for name in WARM:
        import_module(name)
    # Imported modules are never garbage: the collector need not look at them again (94 ms each time).
    gc.freeze()
    gc.enable()  # `serve` has switched it off for the imports
    forgets = asyncio.create_task(forgetting.keep_forgetting(), name="forgetting")
    warms = warming.Warming(*BEHIND)
    # Nothing is restored under a server.
    with in_use.in_common(site.engine), metrics.served(site, settings):
        _refuse_a_newer_ledger()
        with shipping.beside(site.engine, settings, site.now), noting.behind(site.engine, site.now):
            warms.start()
            yield
            warms.stop()
    forgets.cancel()
    site.engine.dispose()


def _refuse_a_newer_ledger() -> None:
    """At the start, which ``serve`` has asked before and uvicorn by itself has not; and from then on."""
    try:
        schema.stored_revision(site.engine)
    except schema.NewerLedger:
        raise
    except schema.NoDatabase:
        pass  # it may come back: /readyz says that it is away
    schema.leave_to_newer(site.engine)


app = st.App(
    Path(__file__).resolve().parent / "tracker" / "ui" / "main.py",
    routes=[
        *SignInPages(site).routes(),
        *StepPages(site).routes(),
        *OwnAccountPages(site).routes(),
        *PasswordPages(site).routes(),
        *OidcPages(site).routes(),
        *health.routes(site),
        *downloads.routes(site),
        *tabs.routes(),
        *assets.routes(),
    ],
    middleware=[
        Middleware(metrics.Measured),
        Middleware(Gate, site=site, script_hashes=assets.inline_script_hashes(assets.streamlit_page())),
        Middleware(tabs.Tabs),
        Middleware(Uploads),
        Middleware(assets.Assets),
    ],
    lifespan=lifespan,
    on_script_error=mishaps.show_script_error,
    exception_handlers={Refusal: mishaps.refusal_page, 404: mishaps.not_found_page},
)
