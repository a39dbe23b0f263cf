"""What can be said of a target at a period: one record for each status, and everything else derives from it.

A new status is a line of the enum and its record (and the rule that gives it, in judging.py): the legend, the
palette, the files' colours, the counts of a group and their sentences ask the record.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from functools import cached_property

from tracker.domain.language import _, marked


class CountsAs(IntEnum):
    """What a status is to a group; in the order in which sentences count them.

    WAITING: reported, judged once it is approved. MISSING: expected and not there, or only an older month's.
    NO_SHARE: reported, with nothing to compare. OUTSIDE: never among the due ones (DOMAIN §4).
    """

    ON_PACE = 1
    BEHIND = 2
    WAITING = 3
    MISSING = 4
    NO_SHARE = 5
    OUTSIDE = 6


@dataclass(frozen=True)
class Colours:
    """One colour for each theme (palette.py); ``*_contrast`` in 老年模式."""

    light: str
    dark: str
    light_contrast: str
    dark_contrast: str


@dataclass(frozen=True, kw_only=True)
class _Record:
    """``meaning``: for legends. ``is_pale``: too pale for letters on paper."""

    word: str
    shape: str
    counts_as: CountsAs
    meaning: str
    colours: Colours
    is_pale: bool = False


class Status(StrEnum):
    """Always shown as word and shape beside the colour; the value is the colour's token.

    The order is that of legends and of sorting by status.
    """

    ACHIEVED = "achieved"
    ON_PACE = "on_pace"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NOT_REPORTED = "not_reported"
    NOT_UPDATED = "not_updated"
    UNDER_REVIEW = "under_review"
    NOT_COMPUTABLE = "not_computable"
    NOT_APPLICABLE = "not_applicable"
    NOT_OPEN = "not_open"

    @property
    def word(self) -> str:
        return _(_RECORDS[self].word)

    @property
    def shape(self) -> str:
        return _RECORDS[self].shape

    @property
    def meaning(self) -> str:
        """What it says, for legends and the notes sheet."""
        return _(_RECORDS[self].meaning)

    @property
    def colours(self) -> Colours:
        return _RECORDS[self].colours

    @property
    def is_pale(self) -> bool:
        return _RECORDS[self].is_pale

    @cached_property
    def counts_as(self) -> CountsAs:
        return _RECORDS[self].counts_as

    @cached_property
    def is_outside(self) -> bool:
        """Whether it says that a target is not among the due ones: 未到节点, 不适用, 未开放."""
        return self.counts_as is CountsAs.OUTSIDE

    @cached_property
    def is_behind(self) -> bool:
        return self.counts_as is CountsAs.BEHIND

    @cached_property
    def is_far_behind(self) -> bool:
        """滞后 or 未完成: what a group's verdict counts, and what is kept in mind from period to period."""
        return self in (Status.BEHIND, Status.MISSED)

    @cached_property
    def is_on_pace(self) -> bool:
        return self.counts_as is CountsAs.ON_PACE

    @cached_property
    def is_missing(self) -> bool:
        """未填报 or 未更新."""
        return self.counts_as is CountsAs.MISSING

    @cached_property
    def is_verdict(self) -> bool:
        return self.is_on_pace or self.is_behind


_RECORDS = {
    Status.ACHIEVED: _Record(
        word=marked("已完成"),
        shape="◆",
        counts_as=CountsAs.ON_PACE,
        meaning=marked("已满足全年目标的要求(水平类、比率类和有上限的累计量以全年数据为准)。"),
        colours=Colours("#0C4F49", "#1C7D72", "#063B36", "#4FCABA"),
    ),
    Status.ON_PACE: _Record(
        word=marked("达时序"),
        shape="●",
        counts_as=CountsAs.ON_PACE,
        meaning=marked("达到截至数据月份应达到的数量;水平类、比率类达到目标值。"),
        colours=Colours("#237F75", "#52B3A6", "#0F655B", "#A9EBE0"),
    ),
    Status.SLIGHTLY_BEHIND: _Record(
        word=marked("稍慢"),
        shape="▲",
        counts_as=CountsAs.BEHIND,
        meaning=marked("没有达到应达到的数量,差距在判定规则的“稍慢”界限以内。"),
        colours=Colours("#C98200", "#EBB84E", "#AD7000", "#FFCB66"),
    ),
    Status.BEHIND: _Record(
        word=marked("滞后"),
        shape="■",
        counts_as=CountsAs.BEHIND,
        meaning=marked("没有达到应达到的数量,差距超出“稍慢”界限;节点类为到期未完成。"),
        colours=Colours("#B4232A", "#F4727C", "#8F0C15", "#FF8E97"),
    ),
    Status.MISSED: _Record(
        word=marked("未完成"),
        shape="▼",
        counts_as=CountsAs.BEHIND,
        meaning=marked("全年数据已出,没有满足目标的要求;有上限的累计量超过全年值时即为未完成。"),
        colours=Colours("#6E1015", "#CC3340", "#4A0408", "#F25562"),
    ),
    Status.NOT_DUE: _Record(
        word=marked("未到节点"),
        shape="○",
        counts_as=CountsAs.OUTSIDE,
        meaning=marked("本期还没有应达到的数量:节点未到,或约定年底一次性完成。不计入应达,不算滞后。"),
        colours=Colours("#8590A0", "#6B788A", "#5E6978", "#A9B4C2"),
        is_pale=True,
    ),
    Status.NOT_REPORTED: _Record(
        word=marked("未填报"),
        shape="□",
        counts_as=CountsAs.MISSING,
        meaning=marked("应报而没有数据。不是0,也不算达时序。"),
        colours=Colours("#6B7686", "#8F9BAA", "#4A5563", "#C0C9D4"),
    ),
    Status.NOT_UPDATED: _Record(
        word=marked("未更新"),
        shape="◎",
        counts_as=CountsAs.MISSING,
        meaning=marked("填报的仍是以前月份的数据。照原月份列出,不作判定,也不算已报。"),
        colours=Colours("#6B7686", "#8F9BAA", "#4A5563", "#C0C9D4"),
    ),
    Status.UNDER_REVIEW: _Record(
        word=marked("待审核"),
        shape="◇",
        counts_as=CountsAs.WAITING,
        meaning=marked("已提交、尚待市府办审核。计入已报,审核通过后才计算完成率。"),
        colours=Colours("#5B7BA8", "#8FB0DA", "#2F5486", "#B5D2FA"),
    ),
    Status.NOT_COMPUTABLE: _Record(
        word=marked("无法计算"),
        shape="×",
        counts_as=CountsAs.NO_SHARE,
        meaning=marked("有数据,但没有可以对照的要求。"),
        colours=Colours("#75689B", "#AFA2D6", "#51447A", "#CFC5F2"),
    ),
    Status.NOT_APPLICABLE: _Record(
        word=marked("不适用"),
        shape="－",
        counts_as=CountsAs.OUTSIDE,
        meaning=marked("牵头单位填报本期不适用并说明了原因,经审核同意。不计入应报、应达。"),
        colours=Colours("#8590A0", "#6B788A", "#5E6978", "#A9B4C2"),
        is_pale=True,
    ),
    Status.NOT_OPEN: _Record(
        word=marked("未开放"),
        shape="▽",
        counts_as=CountsAs.OUTSIDE,
        meaning=marked("本期还没有开放填报,没有应报的数据。"),
        colours=Colours("#8590A0", "#6B788A", "#5E6978", "#A9B4C2"),
        is_pale=True,
    ),
}


def counted_as(how: CountsAs) -> tuple[Status, ...]:
    """The statuses that count so, in their order."""
    return tuple(status for status in Status if status.counts_as is how)


def without_verdict() -> tuple[Status, ...]:
    """The kinds of nothing, in the order in which sentences count them."""
    nothing = (status for status in Status if not (status.is_on_pace or status.is_behind))
    return tuple(sorted(nothing, key=lambda status: status.counts_as))


def labelled(status: Status) -> str:
    """Shape and word, as a status is shown beside its colour: ● 达时序."""
    return f"{status.shape} {status.word}"


@dataclass(frozen=True)
class Judgement:
    """What is said of one target at one period. Ratios are exact; None means none exists.

    ``completion``: (value − baseline) ÷ (target − baseline). ``pace``: the share expected by the data
    month, in whole units of what is counted; None when nothing is expected. ``gap``: the one gap, in
    hundredths (百分点): completion − pace; for levels and rates in % value − target. ``difference``: the
    same where the gap has a unit of its own (levels in 元, limits): value − target, or − what a limit
    admits so far. ``ratio``: reached ÷ expected, by which it is judged and sorted and which enters the
    progress index; 1 or 0 where a target is met or not; it is not printed as points. ``is_early``: met
    before anything was due, 提前完成. ``is_owed_early``: a report is owed though nothing is expected yet.
    ``is_stale``: the figure's month lies before the period. ``is_beyond``: 超出左右幅度.
    """

    status: Status
    completion: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None
    difference: Fraction | None = None
    ratio: Fraction | None = None
    is_early: bool = False
    is_owed_early: bool = False
    is_stale: bool = False
    is_beyond: bool = False

    @property
    def is_due(self) -> bool:
        """应达: whether it stands among those of which something is expected."""
        return not (self.is_early or self.status.is_outside)

    @property
    def is_owed(self) -> bool:
        """应报: whether a report is owed."""
        return self.is_due or self.is_owed_early

    @property
    def reached(self) -> Fraction | None:
        """``ratio``; of what an earlier version froze, completion ÷ pace. None without a verdict."""
        if self.ratio is not None or not self.status.is_verdict:
            return self.ratio
        if self.completion is None or not self.pace:
            return Fraction(self.status.is_on_pace)
        return self.completion / self.pace


def caught_up(before: Status | None, now: Status) -> bool:
    """补上: behind at the last period, on pace now (瓯海 三色 keeps this memory)."""
    return before is not None and before.is_behind and now.is_on_pace
