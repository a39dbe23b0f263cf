"""When: the plan's year, and by when what a sentence states is due."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.language import _
from tracker.notice.normalise import View

_YEAR = re.compile(r"(20\d\d)年")
# 到2028年 is when something is due, in a plan of another year.
_OWN_YEAR = re.compile(r"(?<![到至])(20\d\d)年")
_TITLED = re.compile(r"关于|计划|方案|要点|项目|报告|通知|意见|清单|分解|任务|实事|政策")
_NUMBERED = re.compile(r"〔(20\d\d)〕\d{1,4}号")
_DATED = re.compile(r"^(?:[^\n]{0,12})(20\d\d)年\d{1,2}月\d{1,2}日$", re.MULTILINE)
# 2005年底前建成的小区: which of them, not when it is to be done.
_TELLS_WHICH = re.compile(
    r"(?:底|末)?(?:以前|之前|前|以来|起|后)(?:建成|投用|登记|入库|成立|开工|认定|备案)?[^,。;]{0,6}的"
)
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_WHEN = re.compile(
    r"(?P<past>较|比|同比|与|同)?(?P<year>20\d\d)年?(?:[-—~至到]{1,2}(?P<last>20\d\d))?年(?:(?P<month>\d{1,2})月)?"
    r"|(?P<by>\d{1,2})月(?:底|末|份|\d{1,2}日)?(?:以?前|之前|完成|建成)"
    r"|(?:第)?(?P<quarter>[一二三四1-4])季度|(?P<half>上半年)|(?P<three>前三季度)|(?P<whole>全年|年内|年底)"
)


@dataclass(frozen=True)
class Due:
    """``month`` is None where only the year is said, or its end."""

    year: int | None
    month: int | None

    @property
    def text(self) -> str:
        """2028, 2026-06; --06 where no year is known."""
        if self.month is None:
            return str(self.year or "")
        return f"{self.year or '-'}-{self.month:02}"

    @property
    def words(self) -> str:
        """2028年, 2026年6月; 6月 where no year is known."""
        year = _("{year}年").format(year=self.year) if self.year else ""
        return year + (_("{month}月").format(month=self.month) if self.month else "")


@dataclass(frozen=True)
class When:
    """From ``at`` on the paragraph speaks of ``due``; None: of the plan's own year again."""

    at: int
    due: Due | None
    to_sentence_end: bool


def plan_year(view: View) -> int | None:
    """The first year in the title, else of the document's date or number, else the first that is named."""
    head = view.text[:1500]
    for line in head.split("\n"):
        if (
            len(line) < 120
            and "。" not in line
            and _TITLED.search(line)
            and (years := _OWN_YEAR.findall(re.sub(r"([-—~至]20\d\d)", "", line)))
        ):
            return max(map(int, years))  # 2025年执行情况和2026年计划: of 2026
    named = _OWN_YEAR.search(head) or _YEAR.search(head)
    found = _DATED.search(view.text) or _NUMBERED.search(head) or named
    return int(found[1]) if found else None


def whens_of(view: View, year: int | None) -> list[When]:
    """Every point from which the text speaks of another time, in order."""
    whens = []
    for found in _WHEN.finditer(view.text):
        if found["past"]:
            continue
        if found["year"]:
            if view.text[found.end() : found.end() + 1] == "版" or _is_in_a_title(view, found.start()):
                continue
            if _TELLS_WHICH.match(view.text, found.end()):
                continue
            month = int(found["month"]) if found["month"] else None
            named = int(found["last"] or found["year"])
            due = Due(named, None if month is None or not 1 <= month < 12 else month)
            whens.append(When(found.start(), due, False))
        elif found["whole"]:
            whens.append(When(found.start(), None, True))
        else:
            month = (
                6
                if found["half"]
                else 9
                if found["three"]
                else int(found["by"] or _QUARTERS[found["quarter"]])
            )
            if 1 <= month <= 12:
                whens.append(When(found.start(), Due(year, None if month == 12 else month), True))
    return whens


def _is_in_a_title(view: View, at: int) -> bool:
    before = view.text[max(0, at - 60) : at]
    return before.rfind("《") > before.rfind("》")


def due_at(view: View, whens: Sequence[When], position: int) -> Due | None:
    """By when what stands there is due: by the last time named before it in the paragraph."""
    place = bisect_right(whens, position, key=lambda one: one.at) - 1
    line = view.line(position) if place >= 0 else None
    for back in range(place, max(-1, place - 8), -1):
        when = whens[back]
        if line is None or when.at < line.start:
            return None
        if when.to_sentence_end and re.search(r"[。;]", view.text[when.at : position]):
            continue
        return when.due
    return None
