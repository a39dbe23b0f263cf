"""What can be said of a target at a quarter: one record for each status, and everything else derives from it.

A new status is a line of the enum and its record (and the rule that gives it, in judging.py): the legend, the
palette, the files' colours, the counts of a group and their sentences ask the record.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction

from tracker.domain.language import _, marked


class CountsAs(IntEnum):
    """What a status is to a group; in the order in which sentences count them.

    WAITING: reported, judged once it is approved. MISSING: owed and not there. NO_SHARE: reported, with
    nothing to compare. NOT_OWED: the quarter asks for no figure.
    """

    ON_PACE = 1
    BEHIND = 2
    WAITING = 3
    MISSING = 4
    NO_SHARE = 5
    NOT_OWED = 6


@dataclass(frozen=True)
class Colours:
    """One colour for each theme (palette.py); ``*_contrast`` in 老年模式."""

    light: str
    dark: str
    light_contrast: str
    dark_contrast: str


@dataclass(frozen=True, kw_only=True)
class _Record:
    """``meaning``: for legends. ``is_pale``: too pale for a small shape or letters on paper."""

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
    NOT_DUE = "not_due"
    NOT_REPORTED = "not_reported"
    UNDER_REVIEW = "under_review"
    NOT_COMPUTABLE = "not_computable"
    NOT_APPLICABLE = "not_applicable"

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

    @property
    def counts_as(self) -> CountsAs:
        return _RECORDS[self].counts_as

    @property
    def is_owed(self) -> bool:
        """Whether the quarter asks for a figure: 应报."""
        return self.counts_as is not CountsAs.NOT_OWED

    @property
    def is_behind(self) -> bool:
        return self.counts_as is CountsAs.BEHIND

    @property
    def is_on_pace(self) -> bool:
        return self.counts_as is CountsAs.ON_PACE


_RECORDS = {
    Status.ACHIEVED: _Record(
        word=marked("已完成"),
        shape="◆",
        counts_as=CountsAs.ON_PACE,
        meaning=marked("已满足全年目标的要求(比率类以12月数据为准)。"),
        colours=Colours("#1B6E53", "#36B37E", "#0F5A41", "#4FD69A"),
    ),
    Status.ON_PACE: _Record(
        word=marked("达时序"),
        shape="●",
        counts_as=CountsAs.ON_PACE,
        meaning=marked("达到截至数据月份的时序进度;水平类、比率类达到目标值。"),
        colours=Colours("#2E8B57", "#4FB477", "#1F6F43", "#7BDDA0"),
    ),
    Status.SLIGHTLY_BEHIND: _Record(
        word=marked("稍慢"),
        shape="▲",
        counts_as=CountsAs.BEHIND,
        meaning=marked("未达到时序进度,差距在判定规则的“稍慢”界限以内。"),
        colours=Colours("#E8A317", "#F2B84B", "#9A6400", "#FFCB66"),
    ),
    Status.BEHIND: _Record(
        word=marked("滞后"),
        shape="■",
        counts_as=CountsAs.BEHIND,
        meaning=marked("未达到时序进度,差距超出“稍慢”界限;节点类为到期未完成。"),
        colours=Colours("#C8102E", "#EF5A6F", "#A50D25", "#FF8090"),
    ),
    Status.NOT_DUE: _Record(
        word=marked("未到节点"),
        shape="○",
        counts_as=CountsAs.NOT_OWED,
        meaning=marked("本季度不要求数据:节点未到,或约定年底一次性完成。不计入平均,不算滞后。"),
        colours=Colours("#9AA4B2", "#7C8796", "#6B7585", "#A3ADBB"),
        is_pale=True,
    ),
    Status.NOT_REPORTED: _Record(
        word=marked("未填报"),
        shape="□",
        counts_as=CountsAs.MISSING,
        meaning=marked("应报而没有数据。不是0,也不按0计算完成率。"),
        colours=Colours("#C9CED6", "#525C6B", "#7B8492", "#8D97A6"),
        is_pale=True,
    ),
    Status.UNDER_REVIEW: _Record(
        word=marked("待审核"),
        shape="◇",
        counts_as=CountsAs.WAITING,
        meaning=marked("已提交、尚待市府办审核。计入已报,审核通过后才计算完成率。"),
        colours=Colours("#5B84B1", "#7FA8D1", "#3F6796", "#9CC4EC"),
    ),
    Status.NOT_COMPUTABLE: _Record(
        word=marked("无法计算"),
        shape="×",
        counts_as=CountsAs.NO_SHARE,
        meaning=marked("有数据,但目标值与基数相同(或目标为0),没有百分比可言。"),
        colours=Colours("#7A6F9B", "#A598D0", "#5F5483", "#C3B7EA"),
    ),
    Status.NOT_APPLICABLE: _Record(
        word=marked("不适用"),
        shape="－",
        counts_as=CountsAs.NOT_OWED,
        meaning=marked("牵头单位填报本季不适用,并说明了原因。不计入应报。"),
        colours=Colours("#DAD5CC", "#5E5A52", "#857C6C", "#A39D92"),
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
    """What is said of one target at one quarter. Ratios are exact; None means none exists.

    ``completion``: (value − baseline) / (target − baseline).
    ``pace``: the share expected by the data month; None when nothing is due.
    ``gap``: completion − pace; for rates value − target, in hundredths (百分点); below 0 is behind.
    """

    status: Status
    completion: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None

    @property
    def lead(self) -> Fraction | None:
        """Completion − pace: one unit for all kinds, so lists are sorted by it and show it."""
        if self.completion is None or self.pace is None:
            return None
        return self.completion - self.pace


def caught_up(before: Status | None, now: Status) -> bool:
    """补上: behind at the last quarter, on pace now (瓯海 三色 keeps this memory)."""
    return before is not None and before.is_behind and now.is_on_pace
