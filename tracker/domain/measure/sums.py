"""What the parts of a budget add up to, held against their total (DOMAIN §1)."""

from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True)
class Money:
    """A budget's amount of the year, and what was executed of it as far as that is known.

    ``is_own``: of the entry in question, whose amount is what is typed (``Sum.with_own``).
    """

    allocated: Decimal
    executed: Decimal | None
    is_own: bool = False


@dataclass(frozen=True)
class Sum:
    """A total, which has this name, and its parts; money is counted once, so they are only compared."""

    name: str
    total: Money
    parts: tuple[Money, ...]

    def with_own(self, executed: Decimal) -> "Sum":
        total, *parts = (
            replace(money, executed=executed) if money.is_own else money
            for money in (self.total, *self.parts)
        )
        return replace(self, total=total, parts=tuple(parts))

    @property
    def parts_allocated(self) -> Decimal | None:
        return sum((part.allocated for part in self.parts), Decimal(0)) if self.parts else None

    @property
    def parts_reported(self) -> int:
        """How many of the parts have an amount; the sum is of these."""
        return sum(part.executed is not None for part in self.parts)

    @property
    def parts_executed(self) -> Decimal | None:
        amounts = [part.executed for part in self.parts if part.executed is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    @property
    def allocated_difference(self) -> Decimal | None:
        """The parts' sum less the total, of what was allocated."""
        return None if self.parts_allocated is None else self.parts_allocated - self.total.allocated

    @property
    def executed_difference(self) -> Decimal | None:
        """The reported parts' sum less the total's own report; None where either is not known.

        While parts are missing a sum below the total contradicts nothing.
        """
        if self.total.executed is None or self.parts_executed is None:
            return None
        return self.parts_executed - self.total.executed

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
