"""The template in force: the house's own, or an office's that has every named placeholder."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.presentation import Presentation as Opened

from tracker.domain.language.errors import Refusal
from tracker.export.slides.layouts import LAYOUTS
from tracker.export.slides.marks import MM, Box
from tracker.export.slides.template import house_template

_LISTED = 12
_HELP = "可用 python -m tracker.export.slides 生成样板对照修改。"


class Holder(NamedTuple):
    """A placeholder of the template in force: its p:ph element as text, and its rectangle."""

    name: str
    ph: str
    box: Box


class Template(NamedTuple):
    """An opened template without slides, its layouts by name and their placeholders by theirs."""

    deck: Opened
    layouts: dict[str, Any]
    holders: dict[str, dict[str, Holder]]


def template_bytes(path: str) -> tuple[str, bytes]:
    """The file's name and its bytes; the house's own where no path is given. Raises Refusal."""
    if not path:
        return "", house_template()
    try:
        return Path(path).name, Path(path).read_bytes()
    except OSError as wrong:
        name = Path(path).name
        raise Refusal(f"读不到幻灯片模板{name}，请管理员检查 TRACKER_SLIDES_TEMPLATE。") from wrong


def opened_template(name: str, data: bytes) -> Template:
    """A template to build on. Raises Refusal that lists the layouts and placeholders that it lacks."""
    try:
        deck = Presentation(BytesIO(data))
    except Exception as wrong:  # what a library raises for a file that is none of its kind is its own affair
        raise Refusal(f"幻灯片模板{name}打不开，请另存为 .pptx 文件。") from wrong
    layouts = {layout.name: layout for master in deck.slide_masters for layout in master.slide_layouts}
    holders = {key: dict(_holders(layouts[key])) for key in LAYOUTS if key in layouts}
    lacks = [fault for key in LAYOUTS for fault in _lacking(key, holders.get(key))]
    if lacks:
        more = f"等{len(lacks)}处" if len(lacks) > _LISTED else ""
        raise Refusal(f"幻灯片模板{name}不能用：{'、'.join(lacks[:_LISTED])}{more}。{_HELP}")
    _without_slides(deck)
    return Template(deck, layouts, holders)


def _holders(layout: Any) -> Iterator[tuple[str, Holder]]:
    for holder in layout.placeholders:
        sides = (holder.left, holder.top, holder.width, holder.height)
        # Without a place in the layout or in its master there is no box to fit a text into.
        if None not in sides:
            yield holder.name, Holder(holder.name, _ph(holder.element.ph), Box(*sides))


def _ph(element: Any) -> str:
    kind, index = element.get("type"), element.get("idx")
    parts = ("" if kind is None else f' type="{kind}"') + ("" if index is None else f' idx="{int(index)}"')
    return f"<p:ph{parts}/>"


def _lacking(layout: str, holders: dict[str, Holder] | None) -> Iterator[str]:
    """In words, what a layout lacks or has too small."""
    if holders is None:
        yield f"缺少版式“{layout}”"
        return
    for place in LAYOUTS[layout]:
        holder, (wide, high) = holders.get(place.name), place.fewest_mm
        if holder is None:
            yield f"版式“{layout}”缺少占位符“{place.name}”"
        elif holder.box.width < wide * MM or holder.box.height < high * MM:
            yield f"版式“{layout}”的占位符“{place.name}”过小（至少{wide}×{high}毫米）"


def _without_slides(deck: Opened) -> None:
    """Samples that an office left in its template don't go to a meeting."""
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
