"""Ruled tables of a page: rules -> cells -> rows of texts, merged cells once."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.notice.files.layout import ENDS, Edges, Sign, joined, lines_of, paragraphs, usual_step

_NEAR = 3.0  # points within which two rules meet, or are one
_PADDING = 4.0
# What has more rules, rows or columns is a drawing.
_RULES, _ROWS, _COLUMNS = 600, 300, 60


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: lies along one axis at ``at`` of the other, from ``start`` to ``end``."""

    is_level: bool
    at: float
    start: float
    end: float


@dataclass
class Grid:
    top: float
    bottom: float
    columns: int
    rows: list[list[str]]


def grids_of(rules: Iterable[Rule], signs: list[Sign]) -> tuple[list[Grid], list[Sign]]:
    """The tables of a page, and the characters outside them."""
    grids: list[Grid] = []
    whole = _whole(rules)
    if len(whole) > _RULES:
        return grids, signs
    for group in _meeting(whole):
        frame = _Frame(group)
        if frame.is_table:
            grid, signs = frame.filled(signs)
            grids.append(grid)
    return grids, signs


def rows_of(grids: Sequence[Grid]) -> Iterator[str]:
    """The rows of tables that follow each other, their cells apart by tabs.

    A table that goes on over the end of a page repeats its head, and may have a row cut in two there.
    """
    rows: list[list[str]] = []
    head: list[str] = []
    columns = 0
    for grid in grids:
        added = list(grid.rows)
        if grid.columns == columns:
            if added[:1] == [head]:
                del added[0]
            if added and rows and _is_cut(rows[-1], added[0]):
                rest = added.pop(0)
                rows[-1] = [joined(above, below) for above, below in zip(rows[-1], rest, strict=True)]
        elif added:
            columns, head = grid.columns, added[0]
        rows += added
    yield from ("\t".join(row).rstrip() for row in rows)


def _is_cut(above: list[str], below: list[str]) -> bool:
    """Whether a row only holds the rest of the one above: no first cell, and what is there was unfinished."""
    rest = [(before, text) for before, text in zip(above, below, strict=True) if text]
    return (
        bool(above[0])
        and not below[0]
        and len(rest) < max(len(below) - 1, 2)
        and all(before and ENDS.search(before) is None for before, _ in rest)
    )


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that are drawn cell by cell, put together."""
    made: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (one.is_level, round(one.at / _NEAR), one.start)):
        last = made[-1] if made else None
        if (
            last is not None
            and last.is_level == rule.is_level
            and abs(last.at - rule.at) <= _NEAR
            and rule.start <= last.end + _NEAR
        ):
            made[-1] = Rule(last.is_level, last.at, last.start, max(last.end, rule.end))
        else:
            made.append(rule)
    return [rule for rule in made if rule.end - rule.start > 2 * _NEAR]


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.is_level != other.is_level
        and other.start - _NEAR <= one.at <= other.end + _NEAR
        and one.start - _NEAR <= other.at <= one.end + _NEAR
    )


def _meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules in groups that hang together."""
    groups: list[list[Rule]] = []
    left = set(rules)
    for rule in rules:
        if rule not in left:
            continue
        left.remove(rule)
        group = [rule]
        for one in group:
            met = [other for other in left if _meet(one, other)]
            left.difference_update(met)
            group += met
        groups.append(group)
    return groups


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


class _Frame:
    """The grid that a group of rules makes. Columns count from the left, rows from the top."""

    def __init__(self, rules: list[Rule]) -> None:
        level = [rule for rule in rules if rule.is_level]
        upright = [rule for rule in rules if not rule.is_level]
        ends = [end for rule in level for end in (rule.start, rule.end)]
        # A table may be open at its sides: its level rules end where it does.
        self._across = _places([*(rule.at for rule in upright), *_outer(ends)])
        self._down = _places(rule.at for rule in level)
        self._level, self._upright = level, upright
        self._columns, self._rows = len(self._across) - 1, len(self._down) - 1
        self._owner: dict[tuple[int, int], tuple[int, int]] = {}
        if 0 < self._columns <= _COLUMNS and 0 < self._rows <= _ROWS and upright:
            self._merge()

    @property
    def is_table(self) -> bool:
        return len(set(self._owner.values())) > 1

    def _merge(self) -> None:
        """Each place belongs to the place at the upper left of its cell."""
        for row in range(self._rows):
            for column in range(self._columns):
                owner = (row, column)
                if column and not self._is_ruled(self._upright, self._across[column], self._middle_down(row)):
                    owner = self._owner[row, column - 1]
                elif row and not self._is_ruled(
                    self._level, self._down[self._rows - row], self._middle_across(column)
                ):
                    owner = self._owner[row - 1, column]
                self._owner[row, column] = owner

    def _middle_across(self, column: int) -> float:
        return (self._across[column] + self._across[column + 1]) / 2

    def _middle_down(self, row: int) -> float:
        return (self._down[self._rows - row] + self._down[self._rows - row - 1]) / 2

    @staticmethod
    def _is_ruled(rules: list[Rule], at: float, middle: float) -> bool:
        return any(abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules)

    def filled(self, signs: list[Sign]) -> tuple[Grid, list[Sign]]:
        held: defaultdict[tuple[int, int], list[Sign]] = defaultdict(list)
        outside: list[Sign] = []
        for sign in signs:
            column = bisect_right(self._across, (sign.left + sign.right) / 2) - 1
            row = self._rows - bisect_right(self._down, sign.base + 0.35 * sign.size)
            place = self._owner.get((row, column))
            (outside if place is None else held[place]).append(sign)
        rows = [
            [self._text(held.get((row, column), []), row, column) for column in range(self._columns)]
            for row in range(self._rows)
        ]
        return Grid(self._down[-1], self._down[0], self._columns, [row for row in rows if any(row)]), outside

    def _text(self, signs: list[Sign], row: int, column: int) -> str:
        if not signs:
            return ""
        last = max(at for (_, at), owner in self._owner.items() if owner == (row, column))
        lines = lines_of(signs)
        edges = Edges(None, self._across[last + 1] - _PADDING)
        said = paragraphs([(line, edges) for line in lines], usual_step(lines))
        return " ".join(said).replace("\t", " ")


def _outer(values: Sequence[float]) -> list[float]:
    return [min(values), max(values)] if values else []
