"""Every generated sentence, in one place, by the house pattern of published bulletins (DOMAIN §3, §5).

scores: one target. why: the arithmetic behind its judgement. groups: areas, departments, the plan.
data_months: which months the figures cover. Every printed file sends its sentences through ``full_width``.
Completion, gap to pace and change are three readings: each has its own words here, and none is
merged with another into a verdict. A figure that does not exist is said in words, never as 0.
``*_text`` are phrases without a full stop, to be joined; finished sentences end with one. The phrases of
measure (a share, a target, a figure's marks) are handed on from here.
"""

from tracker.domain.language.punctuation import full_width
from tracker.domain.measure.figure import (
    inner_marks,
    inner_marks_but_span,
    marks,
    marks_but_span,
)
from tracker.domain.measure.quantity import share_text
from tracker.domain.measure.target import planned_text, target_text
from tracker.domain.sentences.groups import (
    areas_text,
    beside_due_text,
    change_of_behind,
    counts,
    coverage,
    coverage_short,
    due_text,
    group_line,
    group_nothing,
    groups_text,
    headline,
    judgements,
    mean_text,
    on_pace_text,
    plan_counts,
    shares,
    shares_meaning,
    timeliness,
    whole_text,
    zero_meaning,
)
from tracker.domain.sentences.scores import (
    behind_for_text,
    behind_line,
    caught_up_text,
    change_text,
    completion_share,
    completion_text,
    difference_text,
    gap_text,
    not_computable_text,
    nothing_text,
    operator_note,
    progress,
    required_rate_text,
    required_text,
    value_text,
    verified_text,
)
from tracker.domain.sentences.why import why

__all__ = [
    "areas_text",
    "behind_for_text",
    "behind_line",
    "beside_due_text",
    "caught_up_text",
    "change_of_behind",
    "change_text",
    "completion_share",
    "completion_text",
    "counts",
    "coverage",
    "coverage_short",
    "difference_text",
    "due_text",
    "full_width",
    "gap_text",
    "group_line",
    "group_nothing",
    "groups_text",
    "headline",
    "inner_marks",
    "inner_marks_but_span",
    "judgements",
    "marks",
    "marks_but_span",
    "mean_text",
    "not_computable_text",
    "nothing_text",
    "on_pace_text",
    "operator_note",
    "plan_counts",
    "planned_text",
    "progress",
    "required_rate_text",
    "required_text",
    "share_text",
    "shares",
    "shares_meaning",
    "target_text",
    "timeliness",
    "value_text",
    "verified_text",
    "whole_text",
    "why",
    "zero_meaning",
]
