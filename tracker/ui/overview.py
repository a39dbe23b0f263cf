"""The tables of 总览, as rows of words: what is behind, who is missing, reporting by department."""

from collections.abc import Mapping

from tracker.domain.quantity import signed_points
from tracker.domain.quarter import Quarter
from tracker.domain.scorecard import Group, Score, Texts
from tracker.domain.sentences import (
    caught_up_text,
    completion_text,
    coverage,
    gap_text,
    group_gap,
    labelled,
    nothing_text,
    share_text,
    target_text,
    value_text,
)
from tracker.ui.language import _

BEHIND_SHOWN = 15


def behind_rows(scores: tuple[Score, ...], texts: Mapping[int, Texts]) -> list[dict[str, str]]:
    """The worst gaps to pace, each with its cause and next step."""
    return [_behind_row(score, _texts_of(score, texts)) for score in scores[:BEHIND_SHOWN]]


def _behind_row(score: Score, texts: Texts) -> dict[str, str]:
    return {
        _("状态"): labelled(score.status),
        _("目标"): score.target.name,
        _("目标值"): target_text(score.target.terms),
        _("当前值"): value_text(score) or "",
        _("完成率"): completion_text(score) or "",
        _("与时序差距"): gap_text(score) or "",
        _("牵头单位"): score.target.lead.name,
        _("存在问题"): texts.problem,
        _("下一步举措"): texts.next_step,
    }


def _texts_of(score: Score, texts: Mapping[int, Texts]) -> Texts:
    return Texts() if score.figure is None else texts.get(score.figure.report_id, Texts())


def missing_rows(scores: tuple[Score, ...], quarter: Quarter) -> list[dict[str, str]]:
    return [
        {
            _("牵头单位"): score.target.lead.name,
            _("目标"): score.target.name,
            _("目标值"): target_text(score.target.terms),
            _("说明"): nothing_text(score, quarter) or "",
        }
        for score in scores
    ]


def caught_up_rows(scores: tuple[Score, ...]) -> list[dict[str, str]]:
    return [
        {
            _("目标"): score.target.name,
            _("牵头单位"): score.target.lead.name,
            _("完成率"): completion_text(score) or "",
            _("说明"): caught_up_text(score),
        }
        for score in scores
        if score.is_caught_up
    ]


def department_rows(groups: tuple[Group, ...]) -> list[dict[str, str]]:
    """Reporting by department; who is not ranked is listed with the reason."""
    return [_department_row(group) for group in groups]


def _department_row(group: Group) -> dict[str, str]:
    rollup = group.rollup
    gap = group_gap(rollup)
    return {
        _("部门"): group.name,
        _("牵头目标"): str(rollup.total),
        _("填报"): coverage(rollup),
        _("填报率"): "—" if rollup.completeness is None else share_text(rollup.completeness),
        _("按期率"): "—" if rollup.timeliness is None else share_text(rollup.timeliness),
        _("平均完成率"): "—" if rollup.mean_of_reported is None else share_text(rollup.mean_of_reported),
        _("未报计入后"): "—" if rollup.mean_of_due is None else share_text(rollup.mean_of_due),
        _("较时序"): "—" if gap is None else signed_points(gap),
        _("达时序/滞后"): f"{rollup.on_pace}/{rollup.behind}",
        _("说明"): rollup.why_not_ranked or "",
    }
