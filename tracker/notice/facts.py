"""What identifies a notice: title, document number, issuer, day, year. Guessed by rule, for a person to mend.

A guess that finds nothing leaves its field empty; nothing is made up.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.domain.measure.plan import PlanKind

_HEAD = 1_500  # characters of a notice in which it says what it is
_TAIL = 600  # characters at its end in which the day of issue may stand
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[\uff3b(\uff08]20\d\d[〕\]\uff3d)\uff09]\s*\d{1,4}\s*号")
_ISSUED_AS = re.compile(r"关于(?:印发|下达|发布|分解落实|分解|公布)(.+?)(?:的通知|的公告|的函)?$")
_ISSUER = re.compile(r"^(.{0,40}?(?:人民政府(?:办公厅|办公室)?|政府办公[厅室]|局|委员会|办公室|国务院))关于")
_SIGNED = re.compile(r"[\u4e00-\u9fff]{2,28}(?:人民政府(?:办公厅|办公室)?|政府办公[厅室]|局|委员会|办公室)")
_DAY = re.compile(r"(20\d\d)\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?")
_YEAR = re.compile(r"(20\d\d)\s*(?:年|[-—~\uff0d至])")
_TITLE_LINE = re.compile(
    r"^.{4,80}(?:通知|方案|计划|项目|清单|任务|责任分解表|分解表|要点|意见|报告|措施)(?:[(\uff08].*[)\uff09])?$"
)
_KINDS = {
    PlanKind.LIVELIHOOD: re.compile(r"实事|民生工程"),
    PlanKind.BREAKDOWN: re.compile(r"分解|任务清单|责任清单|重点工作"),
    PlanKind.WORK_REPORT: re.compile(r"工作报告"),
}
_QUOTED = re.compile(r"^《(.+)》$")
_NAMED_DAY = re.compile(r"成文日期\s*[:\uff1a]\s*" + _DAY.pattern)


@dataclass(frozen=True)
class NoticeFacts:
    """What the paper says of itself. ``title`` is that of the plan, not of the notice that brings it."""

    title: str = ""
    kind: PlanKind = PlanKind.POLICY
    document_number: str = ""
    issuer: str = ""
    year: int | None = None
    issued: date | None = None


def facts_of(text: str) -> NoticeFacts:
    """The facts as far as the head and the end of the text give them."""
    heading = _heading(text)
    number = _NUMBER.search(text[:_HEAD])
    title = _title(heading)
    issuer = _ISSUER.match(heading)
    issued = _issued(text)
    return NoticeFacts(
        title=title[:200],
        kind=next((kind for kind, words in _KINDS.items() if words.search(title)), PlanKind.POLICY),
        document_number=re.sub(r"\s", "", number[0]) if number else "",
        issuer=issuer[1] if issuer else _signed(text),
        year=_year(title, heading, number[0] if number else "", issued),
        issued=issued,
    )


def day_written(words: str) -> date | None:
    """2026年1月20日, 2026-01-20, 2026.1.20; None for all else."""
    day = _DAY.fullmatch(words.strip())
    return None if day is None else next(_days([day.groups()]), None)


def _heading(text: str) -> str:
    """The line that names the paper, or the two that its heading was wrapped into."""
    lines = [line.strip() for line in text[:_HEAD].splitlines()]
    wrapped = [line + follower for line, follower in pairwise(lines)]
    for heading in (*lines, *wrapped):
        if "关于" in heading and _TITLE_LINE.match(heading):
            return heading
    return next((line for line in lines if _TITLE_LINE.match(line)), "")


def _title(heading: str) -> str:
    named = _ISSUED_AS.search(heading)
    title = named[1] if named else heading
    quoted = _QUOTED.match(title)
    return quoted[1] if quoted else title


def _year(title: str, heading: str, number: str, issued: date | None) -> int | None:
    """The year that the title names; else that of the document number or of the day of issue."""
    for words in (title, heading):
        if named := _YEAR.search(words):
            return int(named[1])
    if of_number := re.search(r"20\d\d", number):
        return int(of_number[0])
    return issued.year if issued else None


def _issued(text: str) -> date | None:
    """The day behind 成文日期, else one that stands alone in a line of the head, or of the end."""
    if named := _NAMED_DAY.search(text[:_HEAD]):
        return next(_days([named.groups()]), None)
    alone = [_DAY.fullmatch(line.strip()) for line in (text[:_HEAD] + "\n" + text[-_TAIL:]).splitlines()]
    return next(_days(day.groups() for day in alone if day), None)


def _signed(text: str) -> str:
    """Who signed: the line above the day that stands alone at the end."""
    lines = [line.strip() for line in text[-_TAIL:].splitlines() if line.strip()]
    return next(
        (above for above, day in pairwise(lines) if _DAY.fullmatch(day) and _SIGNED.fullmatch(above)), ""
    )


def _days(written: Iterable[tuple[str, ...]]) -> Iterator[date]:
    for year, month, day in written:
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:  # 2月30日
            continue
