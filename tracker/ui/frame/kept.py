"""What a rerun need not make again, as long as the ledger's sequence stands.

st.cache_resource would do, but it hashes every argument by pickling (3 ms of a rerun of 总览) and keeps
what was made under older sequences, which at 10,000 targets is 30 MB a scorecard. Here a key hashes
itself, and a new sequence throws away what the older one had made. Each past moment that is looked
at (?asof=) has a shelf of its own; of these only the newest few are kept.

What can be carried on from one sequence to another is not thrown away but stands back, until somebody asks
for it again: that may be many writes later (decision 43). And what is made of a record that was carried on
as the same object, a group without a change, is kept as long as that object is there, under any sequence.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Generic, TypeVar, cast
from weakref import ReferenceType, ref

import plotly.graph_objects as go

from tracker.charts import Chart
from tracker.queries.plans import LedgerSequence

Made = TypeVar("Made")
_MOST = 512
_MOST_SCORES = 100_000  # that stand back, some 3 kB each
_MOST_PASTS = 3
_MOST_OF_OBJECTS = 8_192  # of one row of HTML each
_lock = Lock()
# What can be carried on, with its size: as some sequence had it, what was asked for longest ago first.
_Back = OrderedDict[Hashable, tuple[Any, int]]


@dataclass(frozen=True)
class Carry(Generic[Made]):
    """``on``: what was made, as it is now; None where it has to be made anew. ``size``: in scores."""

    on: Callable[[Made], Made | None]
    size: Callable[[Made], int]


@dataclass
class _Shelf:
    sequence: LedgerSequence
    made: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    makers: dict[Hashable, Lock] = field(default_factory=dict)
    # Shared by a ledger's shelves, also by one that was replaced while something was made for it.
    back: _Back = field(default_factory=OrderedDict)


_shelves: OrderedDict[tuple[str, datetime | None], _Shelf] = OrderedDict()


def kept(
    url: str,
    sequence: LedgerSequence,
    key: Hashable,
    make: Callable[[], Made],
    *,
    as_of: datetime | None = None,
    carry: Carry[Made] | None = None,
) -> Made:
    """What ``make`` gave for this key at this sequence of the ledger at ``url``, as known at ``as_of``.

    ``carry``: how it is made of what an older sequence had under the key. One maker a key: after a write,
    twenty people who look at one page wait for one scorecard instead of making twenty. A rerun that still
    works on an older sequence has it made, but nothing is kept.
    """
    with _lock:
        shelf = _shelf(url, sequence, as_of)
        if key in shelf.made:
            return cast(Made, _again(shelf, key))
        maker = shelf.makers.setdefault(key, Lock())
    # Whoever waited for the maker finds what it made, and makes nothing.
    with maker:
        with _lock:
            if key in shelf.made:
                return cast(Made, _again(shelf, key))
            before = None if carry is None else shelf.back.get(key)
        made = None if carry is None or before is None else carry.on(before[0])
        if made is None:
            made = make()
        with _lock:
            shelf.made[key] = made
            if carry is not None:
                _stand_back(shelf.back, key, made, carry.size(made))
            shelf.makers.pop(key, None)
            # What was asked for longest ago stands first (_again).
            while len(shelf.made) > _MOST:
                shelf.made.popitem(last=False)
        return made


def found(url: str, sequence: LedgerSequence, key: Hashable, *, as_of: datetime | None = None) -> Any:
    """What is kept there under this key, or being made; None where nobody has begun to.

    Whoever makes something may wait so for what comes before it in a fixed order, and for nothing else.
    """
    with _lock:
        shelf = _shelves.get((url, as_of))
        if shelf is None or shelf.sequence != sequence:
            return None
        maker = shelf.makers.get(key)
    if maker is not None:
        maker.acquire()
        maker.release()
    with _lock:
        return shelf.made.get(key)


@dataclass
class _Uncollected:
    """How many make something without the collector, and whether it was at work before the first of them."""

    makers: int = 0
    was_at_work: bool = False
    lock: Lock = field(default_factory=Lock)


_uncollected = _Uncollected()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector, which looks again and again at what is being made; none of it is garbage.

    For what takes a second or two. The first of those at it stops the collector, and the last one leaves it
    as the first had found it: who came between has found it off, which says nothing.
    """
    with _uncollected.lock:
        if not _uncollected.makers:
            _uncollected.was_at_work = gc.isenabled()
            gc.disable()
        _uncollected.makers += 1
    try:
        yield
    finally:
        with _uncollected.lock:
            _uncollected.makers -= 1
            if not _uncollected.makers and _uncollected.was_at_work:
                gc.enable()


# By the object's id, which another object has once it is gone.
_of_objects: OrderedDict[Hashable, tuple[ReferenceType[Any], Any]] = OrderedDict()


def kept_of(thing: object, key: Hashable, make: Callable[[], Made]) -> Made:
    """What ``make`` gave of this very object under this key, whatever was written since.

    By identity: whether a group equals another is seen by looking through all of its scores.
    """
    where = id(thing), key
    with _lock:
        found = _of_objects.get(where)
        if found is not None and found[0]() is thing:
            _of_objects.move_to_end(where)
            return cast(Made, found[1])
    made = make()
    with _lock:
        _of_objects[where] = ref(thing), made
        _of_objects.move_to_end(where)
        while len(_of_objects) > _MOST_OF_OBJECTS:
            _of_objects.popitem(last=False)
    return made


def _shelf(url: str, sequence: LedgerSequence, as_of: datetime | None) -> _Shelf:
    """The shelf of a ledger at a moment; a fresh one, not kept, for a rerun on an older sequence."""
    where = (url, as_of)
    shelf = _shelves.get(where)
    if shelf is not None and shelf.sequence > sequence:
        return _Shelf(sequence, back=shelf.back)
    if shelf is None:
        shelf = _shelves[where] = _Shelf(sequence)
    elif shelf.sequence < sequence:
        shelf = _shelves[where] = _Shelf(sequence, back=shelf.back)
    _shelves.move_to_end(where)
    pasts = [each for each in _shelves if each[1] is not None]
    for oldest in pasts[:-_MOST_PASTS]:
        del _shelves[oldest]
    return shelf


def _stand_back(back: _Back, key: Hashable, made: Any, size: int) -> None:
    back[key] = made, size
    back.move_to_end(key)
    total = sum(each for _made, each in back.values())
    while total > _MOST_SCORES and len(back) > 1:
        _key, (_made, gone) = back.popitem(last=False)
        total -= gone


def _again(shelf: _Shelf, key: Hashable) -> Any:
    shelf.made.move_to_end(key)
    return shelf.made[key]


class Drawn(go.Figure):  # type: ignore[misc]
    """A chart that Plotly has validated once: st.plotly_chart would do so on every rerun (15 ms each)."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart.figure)
        self._alt = chart.alt
        self._dict: dict[str, Any] = super().to_dict()

    @property
    def alt(self) -> str:
        return self._alt

    def to_dict(self) -> dict[str, Any]:
        figure: dict[str, Any] = self._dict
        return figure
