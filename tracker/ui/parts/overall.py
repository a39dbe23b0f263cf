"""What 总览 and 投影 both say of a scorecard: how many stand where, and what is furthest behind."""

from collections.abc import Mapping
from html import escape

from tracker.domain.measure.quantity import signed_points
from tracker.domain.meetings.listing import TARGETS
from tracker.domain.progress.scorecard import Score, Scorecard, Texts
from tracker.domain.sentences import labelled, share_text, target_text, value_text
from tracker.ui.frame.language import _
from tracker.ui.parts.badges import shape_html
from tracker.ui.parts.links import Link, link_html, list_link, target_link
from tracker.ui.parts.tables import Number, Row


def list_of(status: str, text: str = "") -> Link:
    """The list behind the count of a status; budgets are not among them."""
    return list_link(text, status=status, kind=TARGETS)


def counts_html(card: Scorecard) -> str:
    """The strip's legend: each status with its shape, its count the way to its list."""
    words = _("{status} {count}项")
    counts = "".join(
        f'<span class="whole">{shape_html(status)} '
        f"{link_html(list_of(status, words.format(status=status.word, count=count)))}</span>"
        for status, count in card.whole.counts.items()
        if count
    )
    return f'<nav class="counts" aria-label="{escape(_("打开清单"))}">{counts}</nav>'


def behind_rows(scores: tuple[Score, ...], texts: Mapping[int, Texts]) -> list[Row]:
    """The worst gaps to pace, each with its cause and next step."""
    return [_behind_row(score, _texts_of(score, texts)) for score in scores]


def _behind_row(score: Score, texts: Texts) -> Row:
    judged = score.judgement
    return {
        _("状态"): labelled(score.status).replace(" ", "\u00a0"),
        _("目标"): target_link(score.target),
        _("当前值/目标值"): f"{value_text(score) or ''} / {target_text(score.target.terms)}",
        _("完成率"): Number("" if judged.completion is None else share_text(judged.completion)),
        _("较时序(百分点)"): Number("" if judged.lead is None else signed_points(judged.lead)),
        _("牵头单位"): score.target.lead.name,
        _("存在问题"): texts.problem,
        _("下一步举措"): texts.next_step,
    }


def _texts_of(score: Score, texts: Mapping[int, Texts]) -> Texts:
    return Texts() if score.figure is None else texts.get(score.figure.report_id, Texts())
