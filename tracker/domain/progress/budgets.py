"""Budgets as the tree that a notice makes of them: whole, area, part (DOMAIN §1).

A total and its parts are reported each on its own. What the parts add up to is held beside the total, and
never added to it: money is counted once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from tracker.domain.measure.sums import Money, Sum
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
    def sum(self) -> Sum:
        return Sum(self.score.target.name, self._money, tuple(part._money for part in self.parts))

    @property
    def _money(self) -> Money:
        return Money(self.allocated, self.executed)

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
