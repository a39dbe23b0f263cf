"""Plain tables on the terminal, which read the same in a log and in docs/bench.md."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

Cell = str | float | int


def show(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table: text to the left, numbers to the right, floats with two significant places."""
    texts = [list(heads), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(_width(row[place]) for row in texts) for place in range(len(heads))]
    print(f"\n{title}\n")
    for row in [texts[0], ["-" * width for width in widths], *texts[1:]]:
        spaces = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        numbers = [space + cell for space, cell in zip(spaces[1:], row[1:], strict=True)]
        print(" | ".join([row[0] + spaces[0], *numbers]))
    print(flush=True)


def _width(text: str) -> int:
    """In a terminal a Chinese character takes two places."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def times(value: float, floor: float) -> str:
    return f"{value / floor:.1f}x" if floor else "-"
