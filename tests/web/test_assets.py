"""Streamlit's page and files as we send them. These tests fail first when Streamlit is upgraded."""

import gzip
import json
import re
import tomllib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from streamlit import config as streamlit_config

from tracker.domain.access import Person, Preferences, Role
from tracker.domain.language import CHINESE, ENGLISH, LANGUAGES
from tracker.domain.progress.palette import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST
from tracker.domain.workflow.evidence import FILE_LIMIT
from tracker.settings import ROOT
from tracker.web import assets, gate, streamlit_words

SCRIPTS = sorted((assets._FOLDER / "static" / "js").glob("*.js"))


@pytest.fixture
def client() -> TestClient:
    return _client_of(CHINESE)


def _client_of(language: str) -> TestClient:
    """As the gate lets somebody in who reads this language."""

    async def streamlit(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"streamlit {request.url.path}")

    person = Person(1, "li", "李", Role.LEADER, preferences=Preferences(language))
    app = Starlette(
        routes=[*assets.routes(), Route("/{path:path}", streamlit)], middleware=[Middleware(assets.Assets)]
    )

    async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope | {"state": {"person": person}}, receive, send)

    return TestClient(let_in)


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


def test_the_cells_editors_come_with_the_grid(client: TestClient) -> None:
    """Else the first edit on a slow line loses its first digits."""
    (grid,) = (file for file in SCRIPTS if file.name.startswith("DataFrame."))
    editors = [file.name for file in SCRIPTS if "overlay-editor" in file.name]
    text = _text(client, grid)
    for name in editors:
        (lazy,) = re.findall(rf"(\w+)=\w\.lazy\([^;]+?{re.escape(name)}", text)
        assert f"{lazy}._init({lazy}._payload)" in text
    assert len(editors) == 2


def test_fonts_that_our_theme_does_not_use_are_not_asked_for() -> None:
    (sheet,) = (assets._FOLDER / "static" / "css").glob("index.*.css")
    sent = gzip.decompress(assets.compressed(sheet))
    unused = sheet.read_bytes().count(b"SourceSansVF")
    assert unused == 2
    assert b"SourceSansVF" not in sent
    assert sent.count(b"@font-face") == sheet.read_bytes().count(b"@font-face") - unused


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
    as_they_come = [each for each in SCRIPTS if not streamlit_words.words_of(each.name)]
    file = max(as_they_come, key=lambda each: each.stat().st_size)
    answer = client.get(f"/static/js/{file.name}", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < file.stat().st_size / 3
    assert answer.content == file.read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    plain = client.get(f"/static/js/{file.name}", headers={"accept-encoding": "identity"})
    assert plain.text == f"streamlit /static/js/{file.name}"
    assert gzip.decompress(assets.compressed(file)) == file.read_bytes()


def test_every_word_of_the_framework_that_we_say_otherwise_is_still_there(client: TestClient) -> None:
    """An upgrade that words them differently fails here, and not before a person who reads no English."""
    scripts: dict[str, bytes] = {}
    for file in SCRIPTS:
        scripts[file.name.split(".")[0]] = scripts.get(file.name.split(".")[0], b"") + file.read_bytes()
    for each in (streamlit_words._OF_SCRIPT, streamlit_words._ALWAYS):
        for stem, words in each.items():
            missing = [theirs for theirs, _ours in words if not re.search(theirs, scripts[stem])]
            assert not missing, stem


@pytest.mark.parametrize(
    ("stem", "english", "chinese"),
    [
        (
            "index",
            ("streamlit run", "Connection error", "Is Streamlit", "Please wait", "Running..."),
            "连接中断",
        ),
        (
            "index",
            ("Connection timed out.", "internet?", "View less", "Expand sidebar"),
            "已保存的内容不会丢失",
        ),
        ("FileUploader", ("`Upload`", "per file", "files are not allowed", "Add files"), "选择文件"),
        ("FileUploader", ("Drag and drop files here",), "松开鼠标"),
        (
            "utils",
            ("or smaller", "Upload failed", "Cancel upload", "`Choose options`", "`No options to select`"),
            "请选择",
        ),
        ("Multiselect", ("Select all", "No results", "Clear all", "only select"), "全选"),
        ("Selectbox", ("No results", "Clear value"), "没有符合的"),
        ("DateInput", ("`Choose date", "`Clear date"), "选择日期"),
        ("DateTimeInput", ("`Time`", "**Error**", "`Choose date"), "`时间`"),
        ("ReorderedSegments", ("**Error**",), "更早的日期"),
        ("DateField", ("en:{year:`yyyy`",), "en:{year:`年`"),
        ("DataFrame", ("Show/hide columns", "Download as CSV", "Type to search"), "显示或隐藏列"),
        ("InputInstructions", ("Enter to",), "按回车"),
    ],
)
def test_the_framework_speaks_chinese_to_every_browser(
    client: TestClient, stem: str, english: tuple[str, ...], chinese: str
) -> None:
    files = [file for file in SCRIPTS if file.name.split(".")[0] == stem]
    text = "".join(_text(client, file) for file in files)
    assert chinese in text
    assert not [word for word in english if word in text]
    plain = client.get(f"/static/js/{files[0].name}", headers={"accept-encoding": "identity"})
    assert plain.text == _text(client, files[0])
    assert "content-encoding" not in plain.headers


def test_who_reads_english_gets_the_framework_in_english_from_an_address_of_its_own() -> None:
    pages = {language: _client_of(language).get("/entry").text for language in LANGUAGES}
    addresses = {language: re.findall(r'"\./(static/[^"]+)"', page) for language, page in pages.items()}
    assert '<html lang="en">' in pages[ENGLISH]
    for language, files in addresses.items():
        assert len(files) > 10
        assert {each.split("/")[1] for each in files} == {f"{language}-{streamlit_words.EDITION}"}
    assert len({assets.inline_script_hashes(page) for page in pages.values()}) == 1, "one policy admits both"
    client, said = _client_of(ENGLISH), [file for file in SCRIPTS if streamlit_words.words_of(file.name)]
    for file in said:
        sent = client.get(f"/static/en-{streamlit_words.EDITION}/js/{file.name}").content
        done_otherwise = streamlit_words._ALWAYS.get(file.name.split(".")[0], ())
        assert sent == streamlit_words.spoken(file.read_bytes(), done_otherwise), file.name


def test_what_is_sent_is_said_by_the_address_alone(client: TestClient) -> None:
    """Else a cache that people share would hand one language to those who read the other."""
    (file,) = (each for each in SCRIPTS if each.name.startswith("Multiselect."))
    chinese = client.get(f"/static/zh-{streamlit_words.EDITION}/js/{file.name}")
    assert "`全选`" in chinese.text
    assert chinese.headers["cache-control"] == "public, max-age=31536000, immutable"
    for asker in (client, _client_of(ENGLISH)):
        assert asker.get(f"/static/zh-{streamlit_words.EDITION}/js/{file.name}").text == chinese.text
        assert asker.get(f"/static/js/{file.name}").text == chinese.text, "a tab from before the upgrade"
        assert asker.get(f"/static/zh-00000000/js/{file.name}").text == chinese.text, "the same"
        assert "`Select all`" in asker.get(f"/static/en-{streamlit_words.EDITION}/js/{file.name}").text
    font = next((assets._FOLDER / "static" / "media").glob("*.woff2"))
    path = f"/static/en-{streamlit_words.EDITION}/media/{font.name}"
    assert client.get(path).text == f"streamlit /static/media/{font.name}"


def test_words_are_changed_only_where_they_stand_alone() -> None:
    """A changed script is the old one but for its words: the same brackets, the same number of texts."""
    for file in SCRIPTS:
        words = streamlit_words.words_of(file.name)
        if not words or any(isinstance(ours, Path) for _theirs, ours in words):
            continue
        before = file.read_text("utf-8")
        after = streamlit_words.spoken(before.encode(), words).decode()
        assert (before.count("`") - after.count("`")) % 2 == 0, file.name
        for opening, closing in ("{}", "()", "[]"):
            balance = before.count(opening) - before.count(closing)
            assert after.count(opening) - after.count(closing) == balance, file.name


def test_charts_are_drawn_by_the_bundle_that_has_bars_and_lines_alone(client: TestClient) -> None:
    (file,) = (each for each in SCRIPTS if each.name.startswith("PlotlyChart."))
    sent = _text(client, file).encode()
    assert len(sent) < file.stat().st_size / 3
    bundle = streamlit_words._PLOTLY.read_bytes()
    before, between, after = sent.partition(bundle)
    assert between == bundle
    theirs = file.read_bytes()
    before = before.removesuffix(b"let module=t;")
    assert theirs.startswith(before), "what draws the charts' frame stays Streamlit's"
    assert theirs.endswith(after)
    left_out = theirs[len(before) : -len(after)]
    (whole,) = re.findall(rb"version\.js\"\(\w\)\{\w\.version=`([\d.]+)`", left_out)
    assert whole.split(b".")[0] == b"4", "the bundle's own is 4.1.1: take the newest of the same first number"


def _text(client: TestClient, file: Path) -> str:
    return client.get(f"/static/js/{file.name}", headers={"accept-encoding": "gzip"}).text


def test_before_its_scripts_run_the_page_speaks_its_readers_language_too() -> None:
    assert "<title>Target progress</title>" in assets.streamlit_page("en")
    assert "<title>目标进展</title>" in assets.streamlit_page("zh")
    assert re.findall(r"<noscript><p>(\w+)", assets.streamlit_page("en") + assets.streamlit_page()) == [
        "JavaScript",
        "本系统需要启用",
    ]


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
        "en-00000000/../index.html",
        "zh-00000000/",
        "fr-00000000/js/old.js",
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
    headers = {gate.IDENTITY.decode(): "sid", gate.SOURCE.decode(): "from"}
    assert json.loads(given["server"]["trustedUserHeaders"]) == headers


def _config() -> dict[str, dict]:  # type: ignore[type-arg]
    return tomllib.loads(Path(ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def _values(section: dict) -> list[str]:  # type: ignore[type-arg]
    found: list[str] = []
    for value in section.values():
        found += (
            _values(value) if isinstance(value, dict) else value if isinstance(value, list) else [str(value)]
        )
    return found
