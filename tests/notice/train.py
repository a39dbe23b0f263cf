"""Trains the weights of the second opinion: `python -m tests.notice.train` writes tracker/notice/weights.csv.

A multinomial logistic regression over the characters around each number (weights.features) of the marked
notices here and of the home notice, all read by hand. The same texts give the same weights. With --held-out
it prints how well the second opinion tells right readings from wrong ones, in the notices of held_out.csv,
which neither rules nor weights had seen.
"""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.notice import scoring
from tracker.notice import weights
from tracker.notice.normalise import view_of
from tracker.notice.numbers import scan
from tracker.notice.proposal import ON_THE_WAY
from tracker.notice.readings import RULES
from tracker.notice.register import load_register
from tracker.notice.wording import context_in

HERE = Path(__file__).parent
TABLE = Path(weights.__file__).with_name("weights.csv")
HELD_OUT = HERE / "held_out.csv"
_HOME = HERE.parents[1] / "seed" / "haining-2025"
_LETTERS = {kind.value: letter for kind, letter in scoring.LETTERS.items()}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_ROUNDS, _RATE, _DECAY, _INERTIA = 200, 4.0, 1e-4, 0.9
_SEEN_TWICE = 2
_BIAS = 0.3


@dataclass(frozen=True)
class Example:
    """A number read by hand: what the weights see of it, and what it is."""

    notice: str
    start: int
    features: tuple[str, ...]
    kind: str


@cache
def examples() -> tuple[Example, ...]:
    home = load_register(_HOME)
    read = {reading.start: reading.kind.value for reading in home.readings}
    found = [*_examples("haining-2025", home.text, read)]
    for notice in scoring.marked():
        by_hand = {
            int(row["pos"]): _KINDS[row["reading"][0]]
            for row in notice.readings
            if row["doubt"] != "True" and row["reading"][0] in _KINDS
        }
        found += _examples(notice.name, notice.text, by_hand)
    return tuple(found)


def _examples(name: str, text: str, by_hand: dict[int, str]) -> Iterator[Example]:
    view = view_of(text)
    for span in scan(view):
        outer = view.outward(span)
        start = next((at for at in range(outer.start, outer.end) if at in by_hand), None)
        if start is not None:
            seen = tuple(weights.features(context_in(view, span)))
            yield Example(name, start, seen, by_hand[start])


@dataclass(frozen=True)
class Fitted:
    """``weights``: a row for each feature, the bias last; a column for each kind."""

    places: dict[str, int]
    weights: np.ndarray

    def shares(self, seen: Sequence[str]) -> dict[str, float]:
        row = _row(self.places, seen) @ self.weights
        powers = np.exp(row - row.max())
        return dict(zip(weights.KINDS, map(float, powers / powers.sum()), strict=True))


def _row(places: dict[str, int], seen: Sequence[str]) -> np.ndarray:
    row = np.zeros(len(places) + 1, np.float64)
    row[[places[each] for each in seen if each in places]] = 1 / np.sqrt(max(1, len(seen)))
    row[-1] = _BIAS
    return row


def fitted(wanted: Callable[[Example], bool] = lambda _example: True) -> Fitted:
    """Of the examples that are ``wanted``. Descends in the space of examples, of which there are fewer."""
    places, every, each_alike = _of_all()
    chosen = [at for at, example in enumerate(examples()) if wanted(example)]
    rows, alike = every[chosen], each_alike[np.ix_(chosen, chosen)]
    truth = np.eye(len(weights.KINDS))[[weights.KINDS.index(examples()[at].kind) for at in chosen]]
    alpha = np.zeros_like(truth)
    step = np.zeros_like(truth)
    for _round in range(_ROUNDS):
        sums = alike @ alpha
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        gradient = (powers / powers.sum(axis=1, keepdims=True) - truth) / len(chosen) + _DECAY * alpha
        step = _INERTIA * step + gradient
        alpha -= _RATE * step
    return Fitted(places, rows.T @ alpha)


@cache
def _of_all() -> tuple[dict[str, int], np.ndarray, np.ndarray]:
    """Features by their place, the row of each example, and how alike each two examples are."""
    counts = Counter(each for example in examples() for each in example.features)
    known = sorted(each for each, count in counts.items() if count >= _SEEN_TWICE)
    places = {each: place for place, each in enumerate(known)}
    rows = np.array([_row(places, example.features) for example in examples()], np.float32)
    return places, rows, (rows @ rows.T).astype(np.float64)


def write(table: Fitted, path: Path = TABLE) -> None:
    """Tenths; a feature that says little is left out: it changes nothing that was measured."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("feature", *weights.KINDS))
        rows.writerow((weights.BIAS, *_tenths(table.weights[-1] * _BIAS)))
        for name, place in table.places.items():
            if max(map(abs, table.weights[place])) >= _SAYS_SOMETHING:
                rows.writerow((name, *(each or "" for each in _tenths(table.weights[place]))))


_SAYS_SOMETHING = 0.45


def _tenths(row: np.ndarray) -> list[int]:
    return [round(float(each) * 10) for each in row]


@dataclass(frozen=True)
class HeldOut:
    """A number as the rules read it before the notice had been seen; ``share``: what the weights give that,
    1 where they are not asked: a narrow rule, the head of a table's column.
    """

    is_right: bool
    share: float


def held_out() -> list[HeldOut]:
    """The weights of each are trained without the notices that were read with it."""
    with HELD_OUT.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    seen = {(example.notice, example.start): example.features for example in examples()}
    narrow = {ON_THE_WAY, *(rule.reason for rule in RULES if rule.is_narrow)}
    found = []
    for batch in sorted({row["batch"] for row in rows}):
        of_batch = [row for row in rows if row["batch"] == batch]
        left_out: Collection[str] = {row["notice"] for row in of_batch}
        table = fitted(lambda example, out=left_out: example.notice not in out)
        for row in of_batch:
            features = seen.get((row["notice"], int(row["start"])), ())
            share = table.shares(features).get(row["kind"], 0.0) if features else 0.0
            is_asked = row["by_column"] == "no" and row["reason"] not in narrow
            found.append(HeldOut(row["right"] == "yes", share if is_asked else 1.0))
    return found


def main() -> None:
    if "--held-out" not in sys.argv:
        write(fitted())
        return
    found = held_out()
    print("share at least  numbers  right")
    for bound in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.0):
        above = [each for each in found if each.share >= bound]
        print(f"{bound:14.1f}{len(above):9}{sum(each.is_right for each in above) / len(above):7.1%}")


if __name__ == "__main__":
    main()
