"""The areas furthest behind their pace, target by target, with the causes given."""

from fractions import Fraction

from tracker.domain.progress.groups import ranked_groups
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.sentences import averages_meaning, coverage, group_line
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.scores import difference_text
from tracker.domain.sentences.slides import (
    area_title,
)
from tracker.export.drawingml import Chart, Series, percent_of
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.fit import beside_bar
from tracker.export.slides.layouts import ILLUSTRATED
from tracker.export.slides.notes import notes

_MOST_BARS, _LONGEST_TOLD = 14, 900
_TOLD, _WEAKEST = 4, 2


def add_weakest(deck: Deck) -> None:
    """The areas furthest behind their pace, target by target, with what their departments gave as causes."""
    for group, gap in ranked_groups(deck.frozen.card.areas)[::-1][:_WEAKEST]:
        if gap < 0:
            _add_area(deck, group, gap)


def _add_area(deck: Deck, group: Group, gap: Fraction) -> None:
    frozen = deck.frozen
    comparable = [score for score in group.scores if score.judgement.lead is not None]
    shown = sorted(comparable, key=lambda score: (score.item.lag, score.target.code))[:_MOST_BARS]
    if not shown:
        return
    page = Page(deck, ILLUSTRATED)
    about = (
        f"彩条为各目标完成率(超过100%的按100%画),虚线框为时序进度(%),差距大的在前 · {coverage(group.rollup)}"
    )
    page.put_heads(area_title(group, difference_text(gap, "时序进度")), about)
    page.put_chart("图表", _of_targets(shown))
    lines = []
    for score in [score for score in shown if score.status.is_behind][:_TOLD]:
        texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
        label = f"{score.target.name}({score.target.lead.name})"
        lines.append(Line(label, closed(texts.problem) or "牵头部门未填写存在问题。", "ink", score.status))
    page.put_lines("要点", lines, (14, 13, 12, 11))
    page.finish(notes(deck, group_line(group), averages_meaning()))


def _of_targets(scores: list[Score]) -> Chart:
    done = percent_of([score.judgement.completion for score in scores])
    pace = percent_of([score.judgement.pace for score in scores])
    names = [
        beside_bar(
            score.target.name,
            len(scores),
            "(未审核)" if score.figure is not None and score.figure.is_unapproved else "",
        )
        for score in scores
    ]
    series = (
        Series("完成率(%)", done, tuple(score.status.value for score in scores)),
        Series("时序进度(%)", pace, ("pace",), is_labelled=False, is_frame=True),
    )
    values = "、".join(f"{name}{value}" for name, value in zip(names, done, strict=True))
    return Chart(
        tuple(names),
        series,
        f"完成率(%):{values}"[:_LONGEST_TOLD],
        is_horizontal=True,
        has_legend=False,
        letters=10,
    )
