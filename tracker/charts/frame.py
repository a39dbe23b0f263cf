"""What all charts share: the record, the type, the grid, and ink that can be read on any colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from tracker.domain.progress.palette import luminance

Theme = Mapping[str, str]
FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
_LABEL_SIZE = 13
_DARK_INK, _LIGHT_INK = "#14181F", "#FFFFFF"


@dataclass(frozen=True)
class Chart:
    """``figure`` is {"data": [...], "layout": {...}}; ``alt`` says in words what it shows."""

    figure: dict[str, Any]
    alt: str


def larger(chart: Chart, times: float) -> Chart:
    """The same chart for a wall: type, marks, margins and height so many times as large."""
    return Chart(_larger(chart.figure, times), chart.alt)


_LENGTHS = {"size", "height", "l", "r", "t", "b", "xshift", "yshift"}


def _larger(value: Any, times: float) -> Any:
    if isinstance(value, dict):
        return {key: _scaled(key, inner, times) for key, inner in value.items()}
    return [_larger(inner, times) for inner in value] if isinstance(value, list) else value


def _scaled(key: str, value: Any, times: float) -> Any:
    if key in _LENGTHS and isinstance(value, int | float):
        return value * times
    return _larger(value, times)


def label(text: str) -> str:
    """A name as Plotly shows it: its labels read a little HTML, and names are only names."""
    return escape(text, quote=False)


def layout(theme: Theme, height: int, **more: Any) -> dict[str, Any]:
    """The frame: transparent, so that the page's own background shows; no legend unless asked for."""
    return {
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONTS, "size": _LABEL_SIZE, "color": theme["ink"]},
        "hoverlabel": {
            "bgcolor": theme["ground"],
            "bordercolor": theme["line"],
            "font": {"family": FONTS, "size": _LABEL_SIZE, "color": theme["ink"]},
            "align": "left",
        },
        "showlegend": False,
        "dragmode": False,
        "separators": ".,",
    } | more


def axis(theme: Theme, **more: Any) -> dict[str, Any]:
    return {
        "gridcolor": theme["line"],
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": theme["muted"], "size": 12},
    } | more


def note(text: str, x: float, y: float, theme: Theme, **more: Any) -> dict[str, Any]:
    """A direct label without an arrow."""
    colour = more.pop("color", theme["ink"])
    size = more.pop("size", _LABEL_SIZE)
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"family": FONTS, "color": colour, "size": size},
    } | more


def ink_on(background: str) -> str:
    """Dark or white, whichever contrasts more with the background (WCAG relative luminance)."""
    light = luminance(background)
    on_white = 1.05 / (light + 0.05)
    on_dark = (light + 0.05) / (luminance(_DARK_INK) + 0.05)
    # White on the palette's green is 4.2:1, which bold labels admit, and it looks as expected.
    return _LIGHT_INK if on_white >= min(4, on_dark) else _DARK_INK
