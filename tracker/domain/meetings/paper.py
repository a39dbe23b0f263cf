"""What people add to a snapshot: the office's own words, short names, the papers' sections (DOMAIN §6).

Typed before 定稿, frozen with the figures, and read by every file: a request typed once stands in the 通报,
on the slides, and in the version of each department that it asks. A sentence that the figures proposed counts
as nobody's until a person has touched it: previews mark it, and no snapshot keeps it.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.domain.language import _


class PaperSection(StrEnum):
    """The sections of a 通报, in the order of the house; each is left out where nothing is to be said."""

    OVERALL = "overall"
    PROBLEMS = "problems"
    MATTERS = "matters"
    DIRECTIVES = "directives"
    PRAISE = "praise"
    CHANGES = "changes"
    REQUESTS = "requests"
    NEXT_STEPS = "next_steps"

    @property
    def word(self) -> str:
        return {
            "overall": _("总体情况"),
            "problems": _("主要问题"),
            "matters": _("提请协调解决的事项"),
            "directives": _("市领导批示办理情况"),
            "praise": _("表扬"),
            "changes": _("目标调整、勘误和更正"),
            "requests": _("工作要求"),
            "next_steps": _("下一步打算"),
        }[self]


@dataclass(frozen=True)
class Passage:
    """A paragraph in half-width marks. ``heading``: 对外开放目标滞后集中, without its number."""

    text: str
    heading: str = ""
    is_proposed: bool = False


@dataclass(frozen=True)
class AreaPassage:
    """What the office says of one area."""

    area_id: int
    text: str
    is_proposed: bool = False


@dataclass(frozen=True)
class Request:
    """要求: who does what by when. ``heading`` in four characters: 补齐数据.

    ``unit_ids``: who is asked, their names as in the scorecard; ``to_leaders``: the leaders in charge;
    neither: the office itself. ``due``: the last day, or with ``is_from`` the first one (11月起).
    ``target_ids``: the targets that it is about, for the versions by department.
    """

    text: str
    heading: str = ""
    unit_ids: tuple[int, ...] = ()
    to_leaders: bool = False
    due: date | None = None
    is_from: bool = False
    target_ids: tuple[int, ...] = ()
    is_proposed: bool = False

    @property
    def due_words(self) -> str:
        """10月24日前, 11月起, 11月15日起; empty without a date."""
        if self.due is None:
            return ""
        if self.is_from and self.due.day == 1:
            return _("{month}月起").format(month=self.due.month)
        template = _("{month}月{day}日起") if self.is_from else _("{month}月{day}日前")
        return template.format(month=self.due.month, day=self.due.day)

    @property
    def turn(self) -> tuple[bool, bool, date]:
        """To sort by: last days, the nearest first; then what starts and goes on; then what has no date."""
        return self.due is None, self.is_from, self.due or date.max


@dataclass(frozen=True)
class Words:
    """The office's own words. ``decisions``: what the meeting shall decide, each on its own."""

    overall: Passage | None = None
    areas: tuple[AreaPassage, ...] = ()
    problems: tuple[Passage, ...] = ()
    praise: Passage | None = None
    decisions: tuple[Passage, ...] = ()
    requests: tuple[Request, ...] = ()
    next_steps: Passage | None = None

    @property
    def touched(self) -> "Words":
        """Without what was only proposed."""
        return Words(
            overall=_touched(self.overall),
            areas=tuple(each for each in self.areas if not each.is_proposed),
            problems=tuple(each for each in self.problems if not each.is_proposed),
            praise=_touched(self.praise),
            decisions=tuple(each for each in self.decisions if not each.is_proposed),
            requests=tuple(each for each in self.requests if not each.is_proposed),
            next_steps=_touched(self.next_steps),
        )

    def of_area(self, area_id: int) -> AreaPassage | None:
        return next((each for each in self.areas if each.area_id == area_id), None)


def _touched(passage: Passage | None) -> Passage | None:
    return None if passage is None or passage.is_proposed else passage


class NameOf(StrEnum):
    TARGET = "target"
    AREA = "area"
    UNIT = "unit"


@dataclass(frozen=True)
class GivenName:
    """A short name that people gave, for slides and tables: 外资大项目 for 招引超亿美元外资大项目."""

    of: NameOf
    id: int
    name: str


@dataclass(frozen=True)
class Choices:
    """What the papers show. ``sections`` in the order in which they stand.

    ``names``: whether units are named beside what is behind or silent; ``budgets``: whether budgets are
    spoken of.
    """

    sections: tuple[PaperSection, ...] = tuple(PaperSection)
    names: bool = True
    budgets: bool = True


@dataclass(frozen=True)
class Paper:
    """What a snapshot holds besides figures and records."""

    words: Words = Words()
    choices: Choices = Choices()
    names: tuple[GivenName, ...] = ()

    @property
    def final(self) -> "Paper":
        """As it is frozen: without what nobody has touched."""
        return replace(self, words=self.words.touched)

    def name_of(self, of: NameOf, key: int, whole: str) -> str:
        """The short name given, or the whole one."""
        return next((each.name for each in self.names if (each.of, each.id) == (of, key)), whole)


NO_PAPER = Paper()
