"""Streamlit's page and files as we send them. These tests fail first when Streamlit is upgraded."""

import gzip
import tomllib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config as streamlit_config

from tracker.domain.progress.palette import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST
from tracker.domain.workflow.evidence import FILE_LIMIT
from tracker.settings import ROOT
from tracker.web import assets, gate, uploader_words

SCRIPTS = sorted((assets._FOLDER / "static" / "js").glob("*.js"))


@pytest.fixture
def client() -> TestClient:
    async def streamlit(_request: object) -> PlainTextResponse:
        return PlainTextResponse("streamlit")

    page = assets.streamlit_page()
    routes = [*assets.routes(page), Route("/{path:path}", streamlit)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(assets.Assets)]))


def test_the_page_speaks_chinese_and_points_to_nothing_closed(client: TestClient) -> None:
    page = client.get("/entry").text
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="zh-CN">' in page
    assert "Streamlit</title>" not in page
    assert "agent" not in page
    assert "SourceSansVF" not in page
    assert "需要启用 JavaScript" in page
    assert 'rel="icon" href="data:' in page
    assert client.get("/").text == page
    assert client.get("/robots.txt").status_code == 404
    assert client.get("/nonsense").status_code == 404, "else Streamlit says so in English"


def test_the_cell_editor_comes_with_the_page() -> None:
    """Else the first edit on a slow line loses its first digits."""
    page = assets.streamlit_page()
    editors = [file.name for file in SCRIPTS if "overlay-editor" in file.name]
    assert len(editors) == 2
    assert all(f'rel="modulepreload" crossorigin href="./static/js/{name}"' in page for name in editors)


def test_the_inline_scripts_are_admitted_by_their_hashes() -> None:
    page = assets.streamlit_page()
    hashes = assets.inline_script_hashes(page)
    assert len(hashes) == page.count("<script>") == 1 + len(assets._SCRIPTS)
    assert "focusout" in page, "else a text area's words are taken only when it is left"
    assert "data-keys" in page, "else no key leads to the next target"
    assert "BACKEND_BASE_URL" in page, "else every page asks twice under its own name, and finds 404"
    assert " onload=" not in page
    assert " onclick=" not in page


def test_scripts_are_sent_compressed_and_kept_for_a_year(client: TestClient) -> None:
    file = max(SCRIPTS, key=lambda each: each.stat().st_size)
    answer = client.get(f"/static/js/{file.name}", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < file.stat().st_size / 3
    assert answer.content == file.read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    plain = client.get(f"/static/js/{file.name}", headers={"accept-encoding": "identity"})
    assert plain.text == "streamlit"
    assert gzip.decompress(assets.compressed(file)) == file.read_bytes()


def test_the_uploader_speaks_chinese_to_every_browser(client: TestClient) -> None:
    (uploader,) = [file for file in SCRIPTS if file.name.startswith("FileUploader.")]
    texts = {file: _text(client, file) for file in SCRIPTS if uploader_words.has_words(file.name)}
    changed = "".join(text for file, text in texts.items() if text != file.read_text("utf-8"))
    for _english, chinese in uploader_words._WORDS:
        assert chinese.split("\\1")[0].strip("`") in changed, chinese
    for word in ("`Upload`", "per file", "Drag and drop files here", "files are not allowed", "Add files"):
        assert word not in texts[uploader]
    for word in ("or smaller", "Upload failed", "Cancel upload", "`Remove ", "Unexpected error. Please"):
        assert word not in "".join(texts.values())
    plain = client.get(f"/static/js/{uploader.name}", headers={"accept-encoding": "identity"})
    assert plain.text == texts[uploader]
    assert "content-encoding" not in plain.headers


def _text(client: TestClient, file: Path) -> str:
    return client.get(f"/static/js/{file.name}", headers={"accept-encoding": "gzip"}).text


@pytest.mark.parametrize(
    "path",
    [
        "js/old.abc.js",
        "../index.html",
        "%2e%2e/index.html",
        "js/../js",
        "js",
        "js/",
        "",
        "//etc/passwd",
        "js%2f..%2f..%2findex.html",
    ],
)
def test_a_file_that_does_not_exist_is_not_found_and_never_kept(client: TestClient, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.text != assets.streamlit_page()
    assert "max-age" not in answer.headers.get("cache-control", "")


def test_the_themes_colours_are_those_of_the_palette() -> None:
    theme = _config()["theme"]
    for name, palette, strong in (("light", LIGHT, LIGHT_CONTRAST), ("dark", DARK, DARK_CONTRAST)):
        given = theme[name]
        assert given["primaryColor"] == given["linkColor"] == palette["accent"]
        assert given["backgroundColor"] == palette["paper"]
        assert given["secondaryBackgroundColor"] == palette["ground"]
        assert given["textColor"] == palette["ink"]
        assert given["borderColor"] == palette["line"]
        used = [value for value in _values(given) if value.startswith("#")]
        assert set(used) <= {*palette.values(), *strong.values()}


def test_every_option_of_the_configuration_exists_and_the_safe_ones_are_set() -> None:
    given = _config()
    known = streamlit_config._config_options_template
    for section in ("server", "client", "browser", "runner", "logger"):
        for name in given[section]:
            assert f"{section}.{name}" in known, name
    assert given["server"]["enableAgentApi"] is False
    assert given["server"]["enableStaticServing"] is False
    assert given["server"]["enableXsrfProtection"] is True
    assert given["server"]["maxUploadSize"] << 20 == FILE_LIMIT
    assert given["client"]["showErrorDetails"] == "none"
    assert given["client"]["allowedOrigins"] == []
    assert given["browser"]["gatherUsageStats"] is False
    assert given["server"]["trustedUserHeaders"] == f'{{"{gate.IDENTITY.decode()}": "sid"}}'


def _config() -> dict[str, dict]:  # type: ignore[type-arg]
    return tomllib.loads(Path(ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def _values(section: dict) -> list[str]:  # type: ignore[type-arg]
    found: list[str] = []
    for value in section.values():
        found += (
            _values(value) if isinstance(value, dict) else value if isinstance(value, list) else [str(value)]
        )
    return found
