"""The themes of each run's first message, made once (tracker/web/themes.py)."""

import hashlib
import inspect

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession

from tracker.settings import ROOT
from tracker.web import themes


@pytest.fixture(autouse=True)
def own_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    config.get_config_options(force_reparse=True)  # of .streamlit/config.toml
    themes._theme.cache_clear()


@pytest.mark.parametrize(
    "section", ["theme", "theme.light", "theme.dark", "theme.sidebar", "theme.dark.sidebar"]
)
def test_a_run_begins_with_the_same_theme_each_time(section: str) -> None:
    expected = CustomThemeConfig()
    themes.REPLACED(expected, section)
    for _time in range(2):
        said = CustomThemeConfig()
        themes._populate_theme_msg(said, section)
        assert said == expected
    assert bool(expected.ByteSize()) == (section != "theme.sidebar")


def test_of_what_is_not_set_nothing_is_said() -> None:
    message = NewSession()
    themes._populate_theme_msg(message.custom_theme.sidebar, "theme.sidebar")
    assert not message.HasField("custom_theme")


def test_a_page_that_changes_its_theme_changes_nobody_elses() -> None:
    said = CustomThemeConfig()
    themes._populate_theme_msg(said)
    said.primary_color = "red"
    assert themes._theme("theme").primary_color != "red"


def test_streamlit_still_words_what_is_replaced_as_it_did() -> None:
    """After an upgrade: read it again (the configuration alone?), then note the new sum."""
    source = inspect.getsource(themes.REPLACED)
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == "844b9eb40d0f7d97"
