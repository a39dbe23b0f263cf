"""Areas and departments in counts, for the handout: one bar a group, and beside it who needs a word."""

from collections.abc import Iterator, Sequence

from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.sentences import mean_text
from tracker.domain.sentences.slides import areas_title, departments_title
from tracker.export.drawingml import Chart
from tracker.export.group_chart import beside_name, by_due, counts_chart
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.fit import beside_bar, letters_for
from tracker.export.slides.layouts import ILLUSTRATED, PAIR

_ONE_CHART, _MOST_BARS = 14, 28


def add_all_areas(deck: Deck) -> None:
    card = deck.frozen.card
    if card.areas:
        about = "各领域应达目标按状态的项数,按方案的顺序;括号内为达时序率(应达不足5项的为项数)和已报/应报"
        _add_groups(deck, card.areas, areas_title(card), about, "领域")


def add_departments(deck: Deck) -> None:
    """All that lead a target, those with most due targets first."""
    card = deck.frozen.card
    if card.departments:
        about = "按应达项数从多到少;每项目标只计入牵头部门;括号内为达时序率(应达不足5项的为项数)和已报/应报"
        _add_groups(deck, by_due(card.departments), departments_title(card), about, "部门")


def _add_groups(deck: Deck, groups: Sequence[Group], title: str, about: str, noun: str) -> None:
    card, shown = deck.frozen.card, groups[:_MOST_BARS]
    is_one = len(shown) <= _ONE_CHART
    page = Page(deck, ILLUSTRATED if is_one else PAIR)
    rest = f";图中列前{len(shown)}个{noun},其余见进度表" if len(shown) < len(groups) else ""
    page.put_heads(title, about + rest)
    lines = list(_lines(card, groups, noun))
    if is_one:
        page.put_chart("图表", _bars(card, shown))
        page.put_lines("要点", lines, (14, 13, 12, 11))
    else:
        half = -(-len(shown) // 2)
        page.put_chart("左图", _bars(card, shown[:half]))
        page.put_chart("右图", _bars(card, shown[half:]))
    page.finish()


def _bars(card: Scorecard, groups: Sequence[Group]) -> Chart:
    names = [beside_bar(group.name, len(groups), beside_name(group.rollup)) for group in groups]
    return counts_chart(card, groups, names, letters=min(10, letters_for(len(groups))))


def _lines(card: Scorecard, groups: Sequence[Group], noun: str) -> Iterator[Line]:
    """The groups that a verdict names, and the mean of the running totals beside the one 时序进度."""
    for verdict in (Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE, Verdict.ON_PACE):
        names = [group.name for group in groups if card.verdict(group) is verdict]
        if names:
            yield Line(verdict.word, f"{'、'.join(names)}。")
    without = [group.name for group in groups if not group.rollup.due]
    if without:
        yield Line("没有应达目标", f"{len(without)}个{noun}:{'、'.join(without)}。")
    yield Line("累计量", f"{mean_text(card.whole, card.pace)}。")
