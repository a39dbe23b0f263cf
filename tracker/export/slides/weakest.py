"""The areas that are far behind, target by target, with the causes given."""

from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.sentences import coverage, group_line, shares_meaning
from tracker.domain.sentences.bulletin import closed
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
    """The areas with most that is behind, target by target, with what departments gave as causes."""
    areas = [group for group in deck.frozen.card.areas if group.rollup.far_behind]
    for group in sorted(areas, key=lambda group: (-group.rollup.far_behind, group.key))[:_WEAKEST]:
        _add_area(deck, group)


def _add_area(deck: Deck, group: Group) -> None:
    frozen = deck.frozen
    judged = [score for score in group.scores if score.status.is_verdict and score.judgement.is_due]
    shown = sorted(judged, key=lambda score: (score.item.order, score.target.code))[:_MOST_BARS]
    if not shown:
        return
    page = Page(deck, ILLUSTRATED)
    about = f"彩条为各目标实际与应达之比(%,超过100的按100画),比值低的在前 · {coverage(group.rollup)}"
    page.put_heads(area_title(group, frozen.card), about)
    page.put_chart("图表", _of_targets(shown))
    lines = []
    for score in [score for score in shown if score.status.is_behind][:_TOLD]:
        texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
        label = f"{score.target.name}({score.target.lead.name})"
        lines.append(Line(label, closed(texts.problem) or "牵头部门未填写存在问题。", "ink", score.status))
    page.put_lines("要点", lines, (14, 13, 12, 11))
    page.finish(notes(deck, group_line(group, deck.frozen.card), shares_meaning()))


def _of_targets(scores: list[Score]) -> Chart:
    reached = percent_of([score.item.indexed for score in scores])
    names = [
        beside_bar(
            f"{score.status.shape} {score.target.name}",
            len(scores),
            "(未审核)" if score.figure is not None and score.figure.is_unapproved else "",
        )
        for score in scores
    ]
    series = (Series("实际÷应达(%)", reached, tuple(score.status.value for score in scores)),)
    values = "、".join(f"{name}{value}" for name, value in zip(names, reached, strict=True))
    return Chart(
        tuple(names),
        series,
        f"实际÷应达(%):{values}"[:_LONGEST_TOLD],
        is_horizontal=True,
        has_legend=False,
        letters=10,
    )
