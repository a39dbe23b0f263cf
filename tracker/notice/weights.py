"""A second opinion on what a number is: a table of weights over the words around it (decision 35).

The table is trained by tests/notice/train.py on notices read by hand and shipped as data; here it is only
added up. It changes no reading: where the weights doubt what a rule says, a person looks.
"""

import csv
import math
import re
from functools import cache
from importlib.resources import files

from tracker.notice.wording import Context, modifiers

KINDS = ("target", "budget", "standard", "condition", "name", "date", "reference", "interim")
# Said earlier or later in the sentence.
_EARLIER = (
    *("给予", "奖励", "补", "最高", "每", "对", "预算", "安排", "投入", "其中", "季度", "月"),
    *("去年", "现有", "截至", "比", "较", "力争", "目标", "到20"),
)
_LATER = ("给予", "奖励", "补", "的企业", "的项目", "目标", "以内")
_SCALE = 10  # the table holds tenths


def features(context: Context) -> list[str]:
    """What the weights look at, each once: characters beside the number, its unit, its shape, cues."""
    text, at = context.text, context.span.start
    line = context.view.line(at)
    before = _bare(text[max(line.start, at - 10) : at])
    behind = _bare(text[context.amount_end : min(line.end, context.amount_end + 8)])
    found = {f"<{before[-size:]}" for size in range(1, 5)} | {f">{behind[:size]}" for size in range(1, 5)}
    found |= _pairs("b", before) | _pairs("a", behind)
    found |= _pairs("c", _bare(context.before[-30:])) | _pairs("p", _bare(context.past_unit[:16]))
    found |= {f"e{word}" for word in _EARLIER if word in context.earlier[-60:]}
    found |= {f"l{word}" for word in _LATER if word in context.later[:40]}
    written = context.written
    shape = "year" if re.match(r"20\d\d", written) else "digits" if re.match(r"[\d.]", written) else "words"
    found |= {f"u{context.unit_written}", f"m{'|'.join(modifiers(context))}", f"s{shape}"}
    found |= {f"w{min(3, len(written))}"}
    if at - line.start < 2:
        found.add("first")
    if "\t" in line.of(text):
        found.add("row")
    return sorted(found)


def _bare(words: str) -> str:
    return re.sub(r"\d", "0", words)


def _pairs(mark: str, words: str) -> set[str]:
    return {mark + words[place : place + 2] for place in range(len(words) - 1)}


@cache
def table() -> dict[str, tuple[float, ...]]:
    text = files(__package__).joinpath("weights.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    return {row[0]: tuple(int(weight or 0) / _SCALE for weight in row[1:]) for row in rows}


def shares(context: Context) -> dict[str, float]:
    """By the kind of a reading, how much speaks for it: 0 to 1, together 1."""
    weights = table()
    known = features(context)
    rows = [row for each in known if (row := weights.get(each)) is not None]
    length = math.sqrt(max(1, len(known)))
    sums = [bias + sum(row[place] for row in rows) / length for place, bias in enumerate(weights[BIAS])]
    top = max(sums)
    powers = [math.exp(each - top) for each in sums]
    return {kind: power / sum(powers) for kind, power in zip(KINDS, powers, strict=True)}


BIAS = "="

# How often a reading is right of which the weights give it at least such a share, measured on notices that
# neither rules nor weights had seen (docs/decisions/0035; tests/notice/test_second_opinion.py).
BANDS = ((0.8, 0.99), (0.5, 0.9), (0.0, 0.5))


def confidence_of(context: Context, kind: str) -> float:
    """How sure a reading of this kind is, by the second opinion; half where it knows no such kind."""
    share = shares(context).get(kind)
    return 0.5 if share is None else next(right for bound, right in BANDS if share >= bound)
