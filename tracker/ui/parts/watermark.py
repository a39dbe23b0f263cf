"""水印: who sees a page and when, pale over all of it, where the office asked for it (TRACKER_WATERMARK).

A picture that the server makes, over everything that is drawn in the window, dialogs and 投影 too: it takes
no click, is printed on every sheet, and grows with the page's type.
"""

from base64 import b64encode
from datetime import datetime
from functools import lru_cache
from html import escape

from tracker.domain.access import Person
from tracker.domain.measure.period import SHANGHAI
from tracker.ui.frame import shell

_WIDTH, _HEIGHT = 400, 250  # of one tile, at a root type of 16 pixels
_TILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}"><g transform="rotate(-20 {x} {y})" text-anchor="middle" '
    'fill="{colour}" fill-opacity=".14" font-size="17" '
    "font-family=\"'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif\">"
    '<text x="{x}" y="{y}">{who}</text><text x="{x}" y="{below}" font-size="14">{at}</text></g></svg>'
)


def css(person: Person) -> str:
    """A rule of this run's style; nothing where the office wants none."""
    if not shell.settings().watermark:
        return ""
    return _rule(person.name, person.login, _minute(shell.now()), shell.colours()["ink"])


def _minute(now: datetime) -> str:
    return f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@lru_cache(maxsize=512)
def _rule(name: str, login: str, at: str, colour: str) -> str:
    tile = _TILE.format(
        width=_WIDTH,
        height=_HEIGHT,
        x=_WIDTH // 2,
        y=_HEIGHT // 2,
        below=_HEIGHT // 2 + 22,
        colour=colour,
        who=escape(f"{name} {login}"),
        at=at,
    )
    picture = b64encode(tile.encode()).decode("ascii")
    return (
        'body::after{content:"";position:fixed;top:0;right:0;bottom:0;left:0;z-index:2147483000;'
        "pointer-events:none;-webkit-print-color-adjust:exact;print-color-adjust:exact;"
        f'background:url("data:image/svg+xml;base64,{picture}") 0 0/{_WIDTH / 16:g}rem {_HEIGHT / 16:g}rem}}'
    )
