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
    characters; ``pattern`` reads it. ``names`` and ``spans`` (cumulative, DOMAIN §2) are by number;
    ``{month}`` in them is the last month.
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
    then: str
    last: str
    last_short: str
    every: str
    each: str
    average: str
    counted: str
    all_of_year: str
    example: str


class Rhythm(StrEnum):
    """Its words stand within sentences; where one stands alone in English, callers capitalize it."""

    QUARTERLY = "quarterly"
    MONTHLY = "monthly"

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
        return self._at(_RECORDS[self].names, number)

    def span_of(self, number: int) -> str:
        """前三季度."""
        return self._at(_RECORDS[self].spans, number)

    def _at(self, words: tuple[str, ...], number: int) -> str:
        return _(words[number - 1]).format(month=number * self.months)

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
    def then(self) -> str:
        """当季: of each period its own."""
        return _within(_RECORDS[self].then)

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

    @property
    def example(self) -> str:
        """2025Q3: how a period is written, for those who wrote it otherwise."""
        return _RECORDS[self].example


def _within(word: str) -> str:
    """As it stands within a sentence; Chinese knows no difference."""
    return _(word).lower()


_MONTHS = (
    *(marked("1月"), marked("2月"), marked("3月"), marked("4月"), marked("5月"), marked("6月")),
    *(marked("7月"), marked("8月"), marked("9月"), marked("10月"), marked("11月"), marked("12月")),
)
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
        then=marked("当季"),
        last=marked("上季度"),
        last_short=marked("上季"),
        every=marked("各季度"),
        each=marked("每季"),
        average=marked("季均"),
        counted=marked("{number}个季度"),
        all_of_year=marked("四个季度"),
        example="2025Q3",
    ),
    Rhythm.MONTHLY: _Record(
        months=1,
        form="{year}-{number:02}",
        pattern=re.compile(r"(?P<year>[1-9][0-9]{3})-(?P<number>0[1-9]|1[0-2])"),
        names=_MONTHS,
        spans=(_MONTHS[0], *(marked("1—{month}月"),) * 10, marked("全年")),
        noun=marked("月份"),
        adjective=marked("月度"),
        this=marked("本月"),
        this_short=marked("本月"),
        then=marked("当月"),
        last=marked("上月"),
        last_short=marked("上月"),
        every=marked("各月"),
        each=marked("每月"),
        average=marked("月均"),
        counted=marked("{number}个月"),
        all_of_year=marked("十二个月"),
        example="2025-09",
    ),
}
