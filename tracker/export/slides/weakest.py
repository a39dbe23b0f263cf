"""The areas that are far behind, target by target, with the causes given."""

from tracker.domain.measure.target import target_text
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.sentences import coverage, value_text
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.slides import area_title
from tracker.export.drawingml import Chart, Series, percent_of
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.fit import beside_bar
from tracker.export.slides.layouts import ILLUSTRATED

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
    about = f"彩条内为当前值/年度目标;彩条画满为达到应达的量,差得多的在前 · {coverage(group.rollup)}"
    page.put_heads(area_title(group, frozen.card), about)
    page.put_chart("图表", _of_targets(shown))
    lines = []
    for score in [score for score in shown if score.status.is_behind][:_TOLD]:
        texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
        label = f"{score.target.name}({score.target.lead.name})"
        lines.append(Line(label, closed(texts.problem) or "牵头部门未填写存在问题。", "ink", score.status))
    page.put_lines("要点", lines, (14, 13, 12, 11))
    page.finish()


def _of_targets(scores: list[Score]) -> Chart:
    """Bars as long as what was reached of what is expected, which sorts them and is not printed."""
    names = [beside_bar(f"{score.status.shape} {score.target.name}", len(scores)) for score in scores]
    against = tuple(f"{value_text(score) or '—'}/{target_text(score.target.terms)}" for score in scores)
    reached = Series(
        "实际÷应达(%)",
        percent_of([score.item.indexed for score in scores]),
        tuple(score.status.value for score in scores),
        texts=against,
    )
    told = "、".join(f"{name} {text}" for name, text in zip(names, against, strict=True))
    return Chart(
        tuple(names),
        (reached,),
        f"当前值/年度目标:{told}"[:_LONGEST_TOLD],
        is_horizontal=True,
        has_legend=False,
        has_scale=False,
        letters=10,
    )
