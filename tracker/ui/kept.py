"""What a rerun need not make again, as long as the ledger's sequence stands.

st.cache_resource would do, but it hashes every argument by pickling (3 ms of a rerun of 总览) and keeps
what was made under older sequences, which at 10,000 targets is 30 MB a scorecard. Here a key hashes
itself, and a new sequence throws away what the older one had made.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

import plotly.graph_objects as go

from tracker.charts import Chart

Made = TypeVar("Made")
_MOST = 512
_lock = Lock()


@dataclass
class _Shelf:
    sequence: int
    found: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    makers: dict[Hashable, Lock] = field(default_factory=dict)


_shelves: dict[str, _Shelf] = {}


def kept(url: str, sequence: int, key: Hashable, make: Callable[[], Made]) -> Made:
    """What ``make`` gave for this key at this sequence of the ledger at ``url``.

    One maker a key: after a write, twenty people who look at one page wait for one scorecard instead
    of making twenty. A rerun that still works on an older sequence has it made, but nothing is kept.
    """
    with _lock:
        shelf = _shelves.get(url)
        if shelf is None or shelf.sequence < sequence:
            shelf = _shelves[url] = _Shelf(sequence)
        elif shelf.sequence > sequence:
            shelf = _Shelf(sequence)
        if key in shelf.found:
            return cast(Made, _again(shelf, key))
        maker = shelf.makers.setdefault(key, Lock())
    with maker:
        with _lock:
            if key in shelf.found:
                return cast(Made, _again(shelf, key))
        made = make()
        with _lock:
            shelf.found[key] = made
            shelf.makers.pop(key, None)
            while len(shelf.found) > _MOST:
                shelf.found.popitem(last=False)
        return made


def _again(shelf: _Shelf, key: Hashable) -> Any:
    shelf.found.move_to_end(key)
    return shelf.found[key]


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
        found: dict[str, Any] = self._dict
        return found
