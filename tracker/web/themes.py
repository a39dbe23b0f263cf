"""The colours and fonts that each run begins with, made once: a sixth of what an empty page costs.

Streamlit reads them from config.toml anew for each run (some hundred options), though only a start reads the
file. This takes the place of a private function of Streamlit's, which is pinned: tests/web/test_themes.py
fails when an upgrade words it differently.
"""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

REPLACED = app_session._populate_theme_msg


@cache
def _theme(section: str) -> CustomThemeConfig:
    made = CustomThemeConfig()
    REPLACED(made, section)
    return made


def _populate_theme_msg(msg: CustomThemeConfig, section: str = "theme") -> None:
    theme = _theme(section)
    if theme.ByteSize():  # else the part would be named where nothing is said of it
        msg.MergeFrom(theme)


def install() -> None:
    """Once, before the first session."""
    app_session._populate_theme_msg = _populate_theme_msg
