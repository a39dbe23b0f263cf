"""Kinds of work by which a paper groups what is behind, told by words of a target's name."""

from collections.abc import Iterable

from tracker.domain.language import marked
from tracker.domain.progress.scorecard import Score

# The heading under which they stand, and the words; a target is of the first kind that fits.
KINDS = (
    (
        marked("工程建设进度偏慢"),
        ("新建", "改建", "扩建", "改造", "建设", "建成", "泊位", "充电桩", "电梯", "公路", "管网", "工程"),
    ),
    (marked("招商引资进度偏慢"), ("招引", "引进", "招商", "外资", "签约")),
    (marked("企业培育进度偏慢"), ("企业", "培育", "认定", "小巨人")),
)


def of_kind(words: Iterable[str], scores: Iterable[Score]) -> list[Score]:
    return [score for score in scores if any(word in score.target.name for word in words)]
