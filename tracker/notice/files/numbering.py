"""The markers that Word counts by itself, 一、 (一) 1.: they stand nowhere in a document's text.

ECMA-376 Part 1, 17.9: a paragraph names a list (num) and a level; a list is an instance of an abstract
one, whose levels say how they are written, where they start and what sets them back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from tracker.domain.language.numerals import numeral

_LEVELS = 9
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
)
# A bullet only looks; these say who leads.
_SAYING_BULLETS = "★☆*"


def value_of(parent: Element | None, path: str) -> str | None:
    """The ``val`` of a child that may be absent."""
    child = None if parent is None else parent.find(path)
    return None if child is None else child.get("val")


def number_of(parent: Element | None, path: str, default: int | None = None) -> int | None:
    written = value_of(parent, path)
    try:
        return default if written is None else int(written)
    except ValueError:
        return default


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters


def _latin(number: int) -> str:
    """a … z, aa, bb: Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _from(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _digits(number: int) -> str:
    return "".join("○一二三四五六七八九"[int(digit)] for digit in str(number))


_WRITTEN: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
            *("taiwaneseCountingThousand", "koreanCounting"),
        ),
        numeral,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits),
    "chineseLegalSimplified": lambda number: numeral(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: numeral(number).translate(_LEGAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("①", 20)),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)
    ),
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _latin(number).upper(),
    "lowerLetter": _latin,
    "none": lambda number: "",
}


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    restarts_after: int | None
    is_decimal: bool
    style: str | None

    @staticmethod
    def of(written: Element) -> "_Level":
        return _Level(
            start=number_of(written, "start", 0) or 0,
            form=value_of(written, "numFmt") or "decimal",
            text=value_of(written, "lvlText") or "",
            restarts_after=number_of(written, "lvlRestart"),
            is_decimal=written.find("isLgl") is not None,
            style=value_of(written, "pStyle"),
        )


@dataclass
class _List:
    """``abstract``: what it counts together with; ``starts``: levels that this instance sets anew, once."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts as Word does while the paragraphs come in the document's order."""

    def __init__(self, root: Element | None) -> None:
        self._counters: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        abstract = {one.get("abstractNumId", ""): one for one in root.findall("abstractNum")}
        by_style = {value_of(one, "styleLink"): key for key, one in abstract.items()}
        for one in root.findall("num"):
            key = value_of(one, "abstractNumId") or ""
            # A list that follows a list style stands where the style is defined.
            linked = value_of(abstract.get(key), "numStyleLink")
            key = by_style.get(linked, key) if linked else key
            self._lists[one.get("numId", "")] = _list_of(one, key, abstract.get(key))

    def level_of_style(self, number: str, style: str) -> int:
        """The level that a paragraph style stands for, where the style itself does not say."""
        levels = self._lists[number].levels if number in self._lists else {}
        return next((level for level, one in levels.items() if one.style == style), 0)

    def marker(self, number: str, level: int) -> str:
        """The next paragraph's marker, with a blank behind it where its text would run into it."""
        counted = self._lists.get(number)
        if counted is None or level not in counted.levels:
            return ""
        counts = self._counters.setdefault(counted.abstract, {})
        if level in counted.starts:
            counts[level] = counted.starts.pop(level)
        else:
            counts[level] = counts[level] + 1 if level in counts else counted.levels[level].start
        for deeper in [one for one in counts if one > level]:
            after = counted.levels[deeper].restarts_after if deeper in counted.levels else None
            if after is None or level < after:
                del counts[deeper]
        marker = _written(counted.levels, level, counts)
        return marker + " " if marker[-1:].isalnum() else marker


def _list_of(instance: Element, key: str, abstract: Element | None) -> _List:
    levels = {} if abstract is None else _levels(abstract)
    made = _List(key, levels)
    for override in instance.findall("lvlOverride"):
        at = int(override.get("ilvl", "0"))
        levels |= _levels(override)
        start = number_of(override, "startOverride")
        if start is not None:
            made.starts[at] = start
    return made


def _levels(parent: Element) -> dict[int, _Level]:
    return {int(one.get("ilvl", "0")): _Level.of(one) for one in parent.findall("lvl")}


def _written(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    own = levels[level]
    if own.form == "bullet":
        return own.text if own.text in _SAYING_BULLETS else ""
    text = own.text
    for at in range(_LEVELS):
        if f"%{at + 1}" in text and at in levels:
            form = "decimal" if own.is_decimal else levels[at].form
            # A level above that no paragraph has had counts as begun.
            count = counts.get(at, levels[at].start)
            text = text.replace(f"%{at + 1}", _WRITTEN.get(form, str)(count))
    return text.strip()
