"""How many lines a text takes, so that nothing is drawn outside its box. Lengths in points.

An estimate on the safe side: a Chinese sign is as wide as it is high, another one 0.6 of that, and programs
put a gap between the two; no line begins with a closing mark or ends with an opening one.
"""

import re
from collections.abc import Iterable, Sequence

from tracker.export.drawingml import drawable

LINE = 1.3
_NARROW = 0.6
_GAP = 0.25
_WIDE_FROM = 0x2000
_WIDE = "\u2000-\U0010ffff"
_OPENING, _CLOSING = "（“《〔【", "，。；：！？、）”》〕】…％"
# What a line is broken between: one wide sign or a word of narrow ones, with the marks that stay with it.
_PIECE = re.compile(rf"[{_OPENING}]*(?:[^{_WIDE}{_OPENING}\s]+|[{_WIDE}])?[{_CLOSING}]*\s*", re.DOTALL)
_BOUNDARY = re.compile(rf"(?<=[{_WIDE}])(?=[^{_WIDE}\s])|(?<=[^{_WIDE}\s])(?=[{_WIDE}])")


def width_of(text: str, size: float) -> float:
    if len(text) == 1:  # most pieces of a Chinese text
        return size if ord(text) >= _WIDE_FROM else size * _NARROW
    signs = sum(1.0 if ord(sign) >= _WIDE_FROM else _NARROW for sign in text)
    return size * (signs + _GAP * len(_BOUNDARY.findall(text)))


def lines_of(text: str, width: float, size: float) -> int:
    """Lines of one paragraph in a box ``width`` wide; an empty one still takes a line."""
    if width_of(text, size) <= width:
        return 1
    # Half a sign is kept free, on the safe side: each program treats marks at a line's end its own way.
    room, lines, used = max(width - size / 2, size), 1, 0.0
    for piece in filter(None, _PIECE.findall(text)):
        across = width_of(piece, size) + (0 if ord(piece[0]) >= _WIDE_FROM else 2 * _GAP * size)
        if used + across <= room:
            used += across
            continue
        if across > room:  # a word longer than a line begins one of its own in some programs
            lines, used = lines + bool(used) + int(across // room), across % room
        else:
            lines, used = lines + 1, across
    return lines


def height_of(paragraphs: Iterable[str], width: float, size: float, after: float = 0) -> float:
    """Height of paragraphs, each followed by ``after``."""
    return sum(lines_of(text, width, size) * size * LINE + after for text in paragraphs)


def fitted_size(
    paragraphs: Sequence[str], width: float, height: float, sizes: Sequence[float], after: float = 0
) -> float:
    """The first of the sizes (falling) at which all paragraphs fit; the last one if none does."""
    return next((size for size in sizes if height_of(paragraphs, width, size, after) <= height), sizes[-1])


def clipped(text: str, width: float, size: float, lines: int) -> str:
    """As much of a text as ``lines`` lines hold; a cut is marked by …."""
    if lines_of(text, width, size) <= lines:
        return text
    # By halving: each try measures the text anew, and appendices have hundreds of long ones.
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines_of(f"{text[:middle]}…", width, size) <= lines:
            low = middle
        else:
            high = middle - 1
    return f"{_NUMBER_CUT.sub('', text[:low]) if _goes_on(text, low) else text[:low].rstrip()}…"


# Half a number is another number: a cut within one takes all of it away.
_NUMBER_CUT = re.compile(r"[+−-]?[\d.,]+$")


def _goes_on(text: str, cut: int) -> bool:
    return (text[cut - 1 : cut].isdigit() and bool(re.match(r"[\d.,%]", text[cut:]))) or bool(
        re.match(r"[\d.,]\d", text[cut - 1 : cut + 1]) if cut else False
    )


def letters_for(bars: int) -> float:
    """Size of the letters beside so many lying bars, in points."""
    return 11 if bars <= 8 else 10 if bars <= 14 else 9


def beside_bar(name: str, bars: int, more: str = "") -> str:
    """A name that stays on one line beside its bar, with what must be said after it."""
    most = max(8, (26 if bars <= 8 else 20 if bars <= 14 else 15) - len(more))
    name = drawable(name)
    return (name if len(name) <= most else f"{name[: most - 1]}…") + more
