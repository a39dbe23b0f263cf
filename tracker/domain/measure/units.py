"""The lexicon of units of measure: what is counted in whole things, and what is measured (DOMAIN §1).

The words stand in units.csv, beside this: a city's own unit is one more line there. A 万 or 亿 before a
unit is its scale and stands in no line. A unit that has no line is taken as measured: nothing is rounded by
guess.
"""

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files

from tracker.domain.measure.quantity import counted_in, scale_of


@cache
def _kinds() -> dict[str, str]:
    text = files(__package__).joinpath("units.csv").read_text(encoding="utf-8")
    return {row["unit"]: row["kind"] for row in csv.DictReader(text.splitlines())}


@cache
def _counting() -> frozenset[str]:
    return frozenset(unit for unit, kind in _kinds().items() if kind == "counts")


def known_units() -> tuple[str, ...]:
    """All units of the lexicon without 万 and 亿, a longer one before those that it begins with."""
    return tuple(sorted(_kinds(), key=len, reverse=True))


@lru_cache(1024)
def counts(unit_of_measure: str) -> bool:
    """Whether its amounts are whole things: 家, 台(套), 万人次; not 亿元, 公里 or %."""
    return counted_in(unit_of_measure) in _counting()


def is_whole(amount: Decimal, unit_of_measure: str) -> bool:
    """Whether an amount can be: 78.5家 cannot, 1.5万人 is 15,000 and can."""
    return not counts(unit_of_measure) or (amount * scale_of(unit_of_measure)) % 1 == 0


def rounded_down(amount: Fraction, unit_of_measure: str) -> Fraction:
    """The whole units within an amount, of what is counted: 2 of 2.5家; what is measured stays as it is."""
    return _whole(amount, unit_of_measure, down=True)


def rounded_up(amount: Fraction, unit_of_measure: str) -> Fraction:
    """The whole units that an amount needs, of what is counted: 13 of 12.7家."""
    return _whole(amount, unit_of_measure, down=False)


def _whole(amount: Fraction, unit_of_measure: str, *, down: bool) -> Fraction:
    if not counts(unit_of_measure):
        return amount
    scale, parts = scale_of(unit_of_measure), amount.denominator
    things = amount.numerator * scale
    return Fraction(things // parts if down else -(-things // parts), scale)
