"""Budgets as the tree that a notice makes of them: whole, area, part (DOMAIN §1).

A total and its parts are reported each on its own. What the parts add up to is held beside the total, and
never added to it: money is counted once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score


@dataclass(frozen=True)
class Budget:
    """A budget with its parts, in the notice's order. Amounts are in the unit of measure of its terms.

    ``depth``: how many totals stand above it among those that were given.
    """

    score: Score
    depth: int
    parts: "tuple[Budget, ...]" = ()

    @property
    def allocated(self) -> Decimal:
        value = self.score.target.terms.value
        assert value is not None, "Terms admits a budget only with its amount"
        return value

    @property
    def executed(self) -> Decimal | None:
        """The amount that it reported itself."""
        figure = self.score.figure
        return None if figure is None else figure.value

    @property
    def parts_allocated(self) -> Decimal | None:
        return sum((part.allocated for part in self.parts), Decimal(0)) if self.parts else None

    @property
    def parts_reported(self) -> int:
        """How many of its parts have an amount; the sum is of these."""
        return sum(part.executed is not None for part in self.parts)

    @property
    def parts_executed(self) -> Decimal | None:
        amounts = [part.executed for part in self.parts if part.executed is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    @property
    def allocated_difference(self) -> Decimal | None:
        """The parts' sum less the total, of what was allocated."""
        return None if self.parts_allocated is None else self.parts_allocated - self.allocated

    @property
    def executed_difference(self) -> Decimal | None:
        """The reported parts' sum less the total's own report; None where either is not known.

        While parts are missing a sum below the total contradicts nothing.
        """
        if self.executed is None or self.parts_executed is None:
            return None
        return self.parts_executed - self.executed

    @property
    def is_contradicted(self) -> bool:
        """Whether total and parts as reported cannot both be right.

        Where the parts were allocated another sum than the total (a part counted in two areas, a total that
        names only some of its parts) their execution differs as well, and nothing can be said.
        """
        difference = self.executed_difference
        if difference is None or self.allocated_difference != 0:
            return False
        return difference > 0 or (difference < 0 and self.parts_reported == len(self.parts))

    def walk(self) -> "Iterator[Budget]":
        """Itself, then what is below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def budget_tree(scores: Iterable[Score]) -> tuple[Budget, ...]:
    """The budgets among the scores: those whose total is not among them, with their parts below."""
    budgets = [score for score in scores if score.target.terms.kind is Kind.BUDGET]
    ids = {score.target.id for score in budgets}
    by_total: dict[int | None, list[Score]] = {}
    for score in budgets:
        total = score.target.part_of
        by_total.setdefault(total if total in ids else None, []).append(score)

    def below(total: int | None, depth: int) -> tuple[Budget, ...]:
        return tuple(
            Budget(score, depth, below(score.target.id, depth + 1)) for score in by_total.get(total, ())
        )

    return below(None, 0)


def listed_twice(roots: Iterable[Budget]) -> tuple[tuple[Budget, Budget], ...]:
    """Pairs of one amount in two areas, which may be the same money (20.6 for 交通 in areas 4 and 6).

    A guess from equal amounts, to be said as one: nothing is taken off because of it.
    """
    every = [budget for root in roots for budget in root.walk()]
    return tuple(
        (one, other)
        for one, other in combinations(every, 2)
        if one.allocated == other.allocated
        and one.score.target.area.number != other.score.target.area.number
        and other.score.target.part_of != one.score.target.id
        and one.score.target.part_of != other.score.target.id
    )
