"""How often a plan reports (DOMAIN §1). All that differs between rhythms stands in their records.

Another rhythm is one more member with its record here, and nothing else: whoever counts, names or writes
periods asks the period or its rhythm.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.language import _, marked

MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class _Record:
    """What a rhythm counts and says.

    ``months``: that a period covers. ``form``: the stored one, which sorts as time does and has at most seven
    characters; ``pattern`` reads it. ``names`` and ``spans`` (cumulative, DOMAIN §2) are by number.
    The words that follow are those of a quarter in the properties of Rhythm.
    """

    months: int
    form: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    spans: tuple[str, ...]
    noun: str
    adjective: str
    this: str
    this_short: str
    last: str
    last_short: str
    every: str
    each: str
    average: str
    counted: str
    all_of_year: str


class Rhythm(StrEnum):
    """Its words stand within sentences; where one stands alone in English, callers capitalize it."""

    QUARTERLY = "quarterly"

    @classmethod
    def of(cls, periods: int) -> "Rhythm":
        """The rhythm with so many periods a year."""
        return next(rhythm for rhythm in cls if rhythm.periods == periods)

    @property
    def months(self) -> int:
        """That a period covers."""
        return _RECORDS[self].months

    @property
    def periods(self) -> int:
        """In a year."""
        return MONTHS_OF_YEAR // self.months

    def write(self, year: int, number: int) -> str:
        """The stored form: 2025Q3."""
        return _RECORDS[self].form.format(year=year, number=number)

    def read(self, text: str) -> tuple[int, int] | None:
        """Year and number of a stored form; None for any other text."""
        match = _RECORDS[self].pattern.fullmatch(text)
        return None if match is None else (int(match["year"]), int(match["number"]))

    def name_of(self, number: int) -> str:
        """三季度."""
        return _(_RECORDS[self].names[number - 1])

    def span_of(self, number: int) -> str:
        """前三季度."""
        return _(_RECORDS[self].spans[number - 1])

    @property
    def noun(self) -> str:
        """季度."""
        return _within(_RECORDS[self].noun)

    @property
    def adjective(self) -> str:
        """季度, as in 季度计划."""
        return _within(_RECORDS[self].adjective)

    @property
    def this(self) -> str:
        """本季度."""
        return _within(_RECORDS[self].this)

    @property
    def this_short(self) -> str:
        """本季, where room is scarce."""
        return _within(_RECORDS[self].this_short)

    @property
    def last(self) -> str:
        """上季度."""
        return _within(_RECORDS[self].last)

    @property
    def last_short(self) -> str:
        """上季."""
        return _within(_RECORDS[self].last_short)

    @property
    def every(self) -> str:
        """各季度."""
        return _within(_RECORDS[self].every)

    @property
    def each(self) -> str:
        """每季."""
        return _within(_RECORDS[self].each)

    @property
    def average(self) -> str:
        """季均."""
        return _within(_RECORDS[self].average)

    def counted(self, number: int) -> str:
        """2个季度."""
        return _within(_RECORDS[self].counted).format(number=number)

    @property
    def all_of_year(self) -> str:
        """四个季度."""
        return _within(_RECORDS[self].all_of_year)


def _within(word: str) -> str:
    """As it stands within a sentence; Chinese knows no difference."""
    return _(word).lower()


_RECORDS = {
    Rhythm.QUARTERLY: _Record(
        months=3,
        form="{year}Q{number}",
        pattern=re.compile(r"(?P<year>[1-9][0-9]{3})Q(?P<number>[1-4])"),
        names=(marked("一季度"), marked("二季度"), marked("三季度"), marked("四季度")),
        spans=(marked("一季度"), marked("上半年"), marked("前三季度"), marked("全年")),
        noun=marked("季度"),
        adjective=marked("季度"),
        this=marked("本季度"),
        this_short=marked("本季"),
        last=marked("上季度"),
        last_short=marked("上季"),
        every=marked("各季度"),
        each=marked("每季"),
        average=marked("季均"),
        counted=marked("{number}个季度"),
        all_of_year=marked("四个季度"),
    )
}
