"""How well the reader reads texts of other places: its proposals against readings made by hand.

`python -m tests.notice.scoring` prints a table, with -v also what was wrong. The real notices stand in
../shared/notices and are no part of the project; the written ones of tests/notice/marked are, with the
reading in the text (its README). A row of doubt counts neither way.
"""

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tracker.notice.normalise import Span
from tracker.notice.numbers import value_of
from tracker.notice.proposal import ProposedRegister, ProposedTarget, propose
from tracker.notice.readings import PROMISES, ReadingKind

SHARED = Path(__file__).parents[3] / "shared" / "notices"
MARKED = Path(__file__).parent / "marked"
_MARK = re.compile(
    r"\{(?:(?P<opens>[§+]) (?P<leads>[^|{}]*)\|(?P<co>[^|{}]*)|(?P<area>A)"
    r"|(?P<letters>[A-Z]+)(?P<doubt>[?])? (?P<number>[^|{}]+)"
    r"(?:\|(?P<unit>[^|{}]*)\|(?P<op>[^|{}]*)(?:\|(?P<kind>[a-z]*))?)?)\}"
)
_WIDTHS = str.maketrans("（），：；％", "(),:;%")
LETTERS = {
    ReadingKind.TARGET: "T",
    ReadingKind.BUDGET: "B",
    ReadingKind.STANDARD: "S",
    ReadingKind.CONDITION: "C",
    ReadingKind.NAME: "N",
    ReadingKind.DATE: "D",
    ReadingKind.REFERENCE: "R",
    ReadingKind.INTERIM: "I",
}
_OPERATORS = {"..": "range"}
Row = Mapping[str, str]


@dataclass(frozen=True)
class Share:
    """``right`` of ``expected``; ``found`` is what was proposed."""

    right: int
    expected: int
    found: int

    @property
    def f1(self) -> float:
        return 1.0 if not self.expected + self.found else 2 * self.right / (self.expected + self.found)

    @property
    def share(self) -> float:
        return 1.0 if not self.expected else self.right / self.expected

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.expected + other.expected, self.found + other.found)


@dataclass(frozen=True)
class Score:
    """``numbers``: number as target; ``targets``: with value, unit and article; ``leads``: all of them, of
    articles and of targets; ``terms``: operator, kind, tone and reduction of the targets found.
    """

    numbers: Share
    targets: Share
    leads: Share
    readings: Share
    terms: Share
    wrong: tuple[str, ...]

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.numbers + other.numbers,
            self.targets + other.targets,
            self.leads + other.leads,
            self.readings + other.readings,
            self.terms + other.terms,
            self.wrong + other.wrong,
        )


NOTHING = Score(Share(0, 0, 0), Share(0, 0, 0), Share(0, 0, 0), Share(0, 0, 0), Share(0, 0, 0), ())


@dataclass(frozen=True)
class Read:
    """A text with its reading by hand: rows of targets, articles and numbers."""

    name: str
    text: str
    targets: list[Row]
    articles: list[Row]
    readings: list[Row]


def shared() -> Iterator[Read]:
    """The notices of ../shared; none where it is missing."""
    for path in sorted((SHARED / "texts").glob("*.txt")):
        rows = {what: list(_rows(path.stem, what)) for what in ("targets", "articles", "readings")}
        yield Read(path.stem, path.read_text("utf-8"), **rows)


def marked() -> Iterator[Read]:
    """Those that the weights were trained on."""
    yield from _marked(MARKED)


def later() -> Iterator[Read]:
    """Those that they were not: only the rules have learned from them."""
    yield from _marked(MARKED / "later")


def _marked(folder: Path) -> Iterator[Read]:
    for path in sorted(folder.glob("*.txt")):
        yield unmarked(path.stem, path.read_text("utf-8"))


def unmarked(name: str, written: str) -> Read:
    """The text without its marks, and what they say."""
    text = ""
    read = Read(name, "", [], [], [])
    article: dict[str, str] = {"start": "", "leads": "", "co": ""}
    last = 0
    for mark in _MARK.finditer(written):
        text += written[last : mark.start()]
        last = mark.end()
        if mark["area"]:
            article = {"start": "", "leads": "", "co": ""}
        elif mark["number"] is None:
            line = text[text.rfind("\n") + 1 :]
            start = str(len(text) - len(line.lstrip("| \u3000\t")))
            article = {
                "start": start if mark["opens"] == "§" else article["start"],
                "leads": mark["leads"],
                "co": mark["co"],
                "level": "art",
                "title": "",
            }
            read.articles.append(article)
        else:
            row = {"pos": str(len(text)), "number": mark["number"], "doubt": str(mark["doubt"] is not None)}
            row["context"] = mark[0]
            text += mark["number"]
            read.readings.append(row | {"reading": mark["letters"]})
            if mark["unit"] is not None:
                value, unit = value_of(mark["number"]), mark["unit"].removeprefix("=")
                text += unit if unit == mark["unit"] else ""
                read.targets.append(
                    row
                    | {"value": str(value), "unit": unit, "op": mark["op"], "quote": text[-20:]}
                    | {"kind": mark["kind"] or ""}
                    | {"lead": article["leads"], "co": article["co"], "article_start": article["start"]}
                )
    return replace(read, text=text + written[last:])


def score(read: Read) -> Score:
    register = propose(read.text)
    wrong: list[str] = []
    numbers, targets, terms = _targets(read.text, register, read.targets, wrong)
    leads = _leads(register, read.articles, read.targets, wrong)
    readings = _readings(register, read.readings, wrong)
    return Score(numbers, targets, leads, readings, terms, tuple(f"{read.name}: {each}" for each in wrong))


def _rows(name: str, what: str) -> Iterator[Row]:
    lines = (SHARED / "gold" / f"{name}.{what}.tsv").read_text("utf-8").splitlines()
    header = lines[1] if lines[0].count("\t") < 2 or "." in lines[0] else lines[0]
    names = [cell.split(" (")[0] for cell in header.removeprefix("# ").split("\t")]
    for line in lines[lines.index(header) + 1 :]:
        if line and not line.startswith("#"):
            yield dict(
                zip(
                    names, csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE).__next__(), strict=False
                )
            )


def _targets(
    text: str, register: ProposedRegister, wanted: list[Row], wrong: list[str]
) -> tuple[Share, Share, Share]:
    proposed = {target.position: target for target in register.targets if target.terms}
    doubtful = {int(row["pos"]) for row in wanted if row["doubt"] == "True"}
    sure = {int(row["pos"]): row for row in wanted if row["doubt"] != "True"}
    found = [place for place in proposed if place not in doubtful]
    hits = [place for place in found if place in sure]
    whole = [place for place in hits if _is_whole(register, proposed[place], sure[place], wrong)]
    alike = [place for place in hits if _says_alike(proposed[place], sure[place], wrong)]
    wrong += [
        f"missed {place} {row['quote']} [{row['number']}]"
        for place, row in sure.items()
        if place not in proposed
    ]
    wrong += [f"no target {place} {_around(text, place)}" for place in found if place not in sure]
    return (
        Share(len(hits), len(sure), len(found)),
        Share(len(whole), len(sure), len(found)),
        Share(len(alike), len(hits), len(hits)),
    )


def _is_whole(register: ProposedRegister, target: ProposedTarget, row: Row, wrong: list[str]) -> bool:
    assert target.terms is not None
    article = next((one for one in register.structure.articles if one.number == target.article), None)
    start = str(article.start) if article else ""
    wanted = (_value(row), _plain(row["unit"]) if row["value"] != row["number"] or _is_digits(row) else None)
    got = (target.terms.value, _plain(target.terms.unit_of_measure))
    same = wanted[0] == got[0] and wanted[1] in (None, got[1]) and row["article_start"] == start
    if not same:
        wrong.append(
            f"terms {row['pos']} {row['quote']}: {wanted} at {row['article_start']}, got {got} at {start}"
        )
    return same


def _is_digits(row: Row) -> bool:
    return any(character.isdigit() for character in row["number"])


def _value(row: Row) -> Decimal | None:
    try:
        return Decimal(row["value"])
    except InvalidOperation:
        return value_of(row["value"])


def _says_alike(target: ProposedTarget, row: Row, wrong: list[str]) -> bool:
    terms = target.terms
    assert terms is not None
    kinds = {"t": "running_total", "l": "level", "r": "rate", "b": "budget", "s": "stock"}
    by_letter = {kinds[letter] for letter in row.get("kind", "")} or {terms.kind.value}
    # A hand's "level" is what stands there, a stock to reach among it.
    by_letter |= {"stock"} if "level" in by_letter else set()
    got = (
        terms.operator.value == _OPERATORS.get(row["op"], row["op"]),
        terms.kind.value in by_letter,
        str(terms.is_stretch) == row.get("stretch", str(terms.is_stretch)),
        str(terms.is_reduction) == row.get("reduction", str(terms.is_reduction)),
        target.due is not None or row.get("multiyear") != "True",
    )
    if not all(got):
        wrong.append(f"words {row['pos']} {row['quote']}: {terms.operator} {terms.kind} {target.due} {got}")
    return all(got)


def _plain(words: str) -> str:
    return "".join(words.split()).translate(_WIDTHS)


def _leads(register: ProposedRegister, articles: list[Row], targets: list[Row], wrong: list[str]) -> Share:
    right = expected = 0
    groups = {one.start: [_names(group.leads) for group in one.groups] for one in register.structure.articles}
    for row in articles:
        if row["level"] == "art" and row["leads"]:
            expected += 1
            if _plain(row["leads"]) in groups.get(int(row["start"]), []):
                right += 1
            else:
                wrong.append(
                    f"lead {row['start']} {row['title']}: {row['leads']}, got {groups.get(int(row['start']))}"
                )
    proposed = {target.position: target for target in register.targets}
    for row in targets:
        if row["lead"] and (target := proposed.get(int(row["pos"]))) is not None:
            expected += 1
            lead, others = _plain("、".join(target.leads)), _plain("、".join(target.co_units))
            if (lead, others) == (_plain(row["lead"]), _plain(row["co"])):
                right += 1
            else:
                wrong.append(f"lead of {row['pos']} {row['lead']} | {row['co']}: got {lead} | {others}")
    return Share(right, expected, expected)


def _names(units: tuple[object, ...]) -> str:
    return _plain("、".join(str(unit) for unit in units))


def _readings(register: ProposedRegister, wanted: list[Row], wrong: list[str]) -> Share:
    right = 0
    sure = [row for row in wanted if row["doubt"] != "True"]
    for row in sure:
        place, letters = int(row["pos"]), row["reading"]
        reading = next((one for one in register.readings if one.span.start <= place < one.span.end), None)
        if letters in ("M", "X"):
            is_right = reading is None or letters == "X"
        elif reading is None:
            is_right = False
        elif letters == "T2":
            is_right = reading.kind in PROMISES and reading.span.start < place
        else:
            is_right = LETTERS.get(reading.kind, "?") in letters
        right += is_right
        if not is_right:
            got = f"{reading.kind} {reading.reason}" if reading else "not read"
            wrong.append(f"reading {place} {row['context']}: {letters}, got {got}")
    return Share(right, len(sure), len(sure))


def _around(text: str, place: int) -> str:
    return Span(max(0, place - 12), place + 10).of(text).replace("\n", "/")


def main() -> None:
    print(f"{'text':24}{'number':>8}{'value+unit+article':>20}{'leads':>12}{'readings':>12}{'words':>12}")
    written = (marked(), later())
    places = written if "--marked" in sys.argv else (shared(), *written)
    for texts in places:
        total = NOTHING
        for read in texts:
            one = score(read)
            total += one
            _print(read.name, one)
        _print("all", total)
        if "-v" in sys.argv:
            print("\n".join(total.wrong))


def _print(name: str, one: Score) -> None:
    leads, readings, terms = (
        f"{share.right}/{share.expected}" for share in (one.leads, one.readings, one.terms)
    )
    print(f"{name:24}{one.numbers.f1:8.3f}{one.targets.f1:20.3f}{leads:>12}{readings:>12}{terms:>12}")


if __name__ == "__main__":
    main()
