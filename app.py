"""The ASGI entry, wiring only, served by ``python -m tracker serve`` (tracker/web/serving.py).

``streamlit run app.py`` and ``uvicorn app:app`` open it too, without TCP_NODELAY and with uvicorn's name.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from tracker.db import engine_for
from tracker.domain.language.errors import Refusal
from tracker.settings import read_settings
from tracker.web import assets, batching, downloads, health, mishaps
from tracker.web.gate import Gate
from tracker.web.oidc import OidcPages
from tracker.web.password import PasswordPages
from tracker.web.sign_in import SignInPages
from tracker.web.site import Site

# What the first visitor would otherwise wait two seconds for.
WARM = ("plotly.graph_objects", "pandas", "pyarrow", "streamlit.elements.plotly_chart", "tracker.charts")

batching.install()
settings = read_settings()
site = Site(engine_for(settings.database_url), settings)
page = assets.streamlit_page()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    for name in WARM:
        import_module(name)
    gc.collect()
    # Imported modules are never garbage: the collector need not look at them again (94 ms each time).
    gc.freeze()
    yield
    site.engine.dispose()


app = st.App(
    Path(__file__).resolve().parent / "tracker" / "ui" / "main.py",
    routes=[
        *SignInPages(site).routes(),
        *PasswordPages(site).routes(),
        *OidcPages(site).routes(),
        *health.routes(site),
        *downloads.routes(site),
        *assets.routes(page),
    ],
    middleware=[
        Middleware(Gate, site=site, script_hashes=assets.inline_script_hashes(page)),
        Middleware(assets.Assets),
    ],
    lifespan=lifespan,
    on_script_error=mishaps.show_script_error,
    exception_handlers={Refusal: mishaps.refusal_page, 404: mishaps.not_found_page},
)
