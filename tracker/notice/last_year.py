"""Last year's targets beside the new ones: what is carried on, raised, lowered, dropped, new (DOMAIN §1).

A pair is proposed where the unit of measure is the same and the names are much alike once years and numbers
are out of them, the likeliest first; a person has the last word.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

from tracker.domain.language import _, marked

ALIKE = 0.6  # tried on 海宁's plan against itself with words changed: below it names of different things pair
_NOT_OF_THE_NAME = re.compile(
    r"[0-9０-９.,%〔〕()\uff08\uff09“”\"、\s]|20\d\d年?|新增|累计|完成|实现|力争|全市|全年|全面"
)


class Carried(StrEnum):
    """What became of a target from one year to the next."""

    CONTINUED = "continued"
    RAISED = "raised"
    LOWERED = "lowered"
    DROPPED = "dropped"
    NEW = "new"

    @property
    def word(self) -> str:
        return _(_WORDS[self])


_WORDS = {
    Carried.CONTINUED: marked("延续"),
    Carried.RAISED: marked("提高"),
    Carried.LOWERED: marked("降低"),
    Carried.DROPPED: marked("不再列入"),
    Carried.NEW: marked("新增"),
}


@dataclass(frozen=True)
class Asked:
    """What a plan asks for, as far as it is compared: ``key`` tells it apart within its plan."""

    key: str
    name: str
    value: Decimal | None
    unit_of_measure: str
    lead: str = ""


@dataclass(frozen=True)
class Pair:
    """``last`` is None of what is new, ``this`` of what was dropped."""

    last: Asked | None
    this: Asked | None

    @property
    def carried(self) -> Carried:
        if self.last is None:
            return Carried.NEW
        if self.this is None:
            return Carried.DROPPED
        before, now = self.last.value, self.this.value
        if before is None or now is None or before == now:
            return Carried.CONTINUED
        return Carried.RAISED if now > before else Carried.LOWERED


def beside_last_year(
    last: Sequence[Asked], this: Sequence[Asked], decided: Mapping[str, str] | None = None
) -> tuple[Pair, ...]:
    """Each target of both years once: the new plan in its order, then what was dropped.

    ``decided``: by the key of a new target that of last year's, or "" where a person said that it is new.
    """
    decided = decided or {}
    before = {each.key: each for each in last}
    chosen = {key: before[of] for key, of in decided.items() if of in before}
    taken = {each.key for each in chosen.values()}
    free = [each for each in last if each.key not in taken]
    open_ones = [each for each in this if each.key not in decided]
    for _likeness, old, new in sorted(_likely(free, open_ones), key=lambda each: -each[0]):
        if new.key not in chosen and old.key not in taken:
            taken.add(old.key)
            chosen[new.key] = old
    return (
        *(Pair(chosen.get(each.key), each) for each in this),
        *(Pair(each, None) for each in last if each.key not in taken),
    )


def _likely(last: Sequence[Asked], this: Sequence[Asked]) -> Iterator[tuple[float, Asked, Asked]]:
    """Pairs that are alike enough, of the same unit of measure."""
    by_unit = defaultdict(list)
    for old in last:
        by_unit[old.unit_of_measure].append((old, SequenceMatcher(b=_core(old.name), autojunk=False)))
    for new in this:
        name = _core(new.name)
        for old, matcher in by_unit[new.unit_of_measure]:
            matcher.set_seq1(name)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE and matcher.ratio() >= ALIKE:
                yield matcher.ratio(), old, new


def _core(name: str) -> str:
    return _NOT_OF_THE_NAME.sub("", name)
