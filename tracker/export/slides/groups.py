"""Areas and departments against their pace, and the areas furthest behind, target by target."""

from collections.abc import Iterator
from decimal import Decimal

from tracker.domain.progress.groups import group_gap, group_status, ranked_groups
from tracker.domain.progress.rollup import FEWEST_TO_RANK
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import averages_meaning, group_line, group_nothing
from tracker.domain.sentences.scores import difference_text
from tracker.domain.sentences.slides import areas_title, departments_title
from tracker.export.drawingml import Chart, Series, drawable, percent_of
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.fit import beside_bar, letters_for
from tracker.export.slides.layouts import ILLUSTRATED, PAIR
from tracker.export.slides.notes import notes

_MOST_COLUMNS = 10
_ONE_CHART, _MOST_BARS = 14, 28
_LONGEST_NAME, _LONGEST_TOLD = 24, 900
_NAMED = 3


def add_areas(deck: Deck) -> None:
    card = deck.frozen.card
    if not card.areas:
        return
    page = Page(deck, PAIR)
    is_many = len(card.areas) > _MOST_COLUMNS
    line = "虚线框" if is_many else "虚线"
    about = f"左:各领域平均完成率(柱)与时序进度({line})(%) · 右:各领域目标按状态(项)"
    page.put_heads(areas_title(card), about)
    shown = card.areas[:_MOST_BARS]
    chart = _bars(card, shown) if is_many else _columns(card, shown, page.box("左图").points_wide)
    page.put_chart("左图", chart)
    page.put_chart("右图", _by_status(card, shown))
    compared = [group_line(group) for group, _gap in ranked_groups(card.areas)]
    rest = f"图中列前{len(shown)}个领域,其余见进度表。" if len(shown) < len(card.areas) else ""
    about_page = "各领域的平均完成率对照同一批目标的平均时序进度。"
    page.finish(notes(deck, about_page, rest, *compared[:12], averages_meaning()))


def _columns(card: Scorecard, groups: tuple[Group, ...], width: float) -> Chart:
    """Columns, and the dashed line of each one's pace. ``width`` of the chart in points."""
    letters = 10
    signs = max(3, int((width - 40) / len(groups) * 0.9 / letters))
    return _completion(
        card, groups, [_under_column(group, signs) for group in groups], letters, is_flat=False
    )


def _bars(card: Scorecard, groups: tuple[Group, ...]) -> Chart:
    """Lying bars, each in the frame of its pace."""
    names = []
    for group in groups:
        nothing = drawable(group_nothing(group.rollup))
        names.append(beside_bar(group.name, len(groups), f"({nothing})" if nothing else ""))
    return _completion(card, groups, names, letters_for(len(groups)), is_flat=True)


def _completion(
    card: Scorecard, groups: tuple[Group, ...], names: list[str], letters: float, *, is_flat: bool
) -> Chart:
    statuses = tuple(group_status(group.rollup, card.rules).value for group in groups)
    done = percent_of([group.rollup.mean_of_reported for group in groups])
    pace = percent_of([group.rollup.mean_pace for group in groups])
    series = (
        Series("平均完成率(%)", done, statuses),
        Series("时序进度(%)", pace, ("pace",), is_labelled=False, is_line=not is_flat, is_frame=is_flat),
    )
    sentences = " ".join(group_line(group) for group in groups)
    return Chart(
        tuple(names),
        series,
        f"平均完成率与时序进度。{sentences}"[:_LONGEST_TOLD],
        is_horizontal=is_flat,
        has_legend=False,
        letters=letters,
    )


def _under_column(group: Group, signs: int) -> str:
    """The name in even short lines, and the words of its nothing where it has no mean."""
    name = drawable(group.name)
    name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    parts: list[str] = []
    for text in (name, drawable(group_nothing(group.rollup))):
        # As many lines as it takes at most, then all of one length: no last line of a single sign.
        size = -(-len(text) // (-(-len(text) // signs) or 1)) or 1
        parts += [text[start : start + size] for start in range(0, len(text), size)]
    return "\n".join(parts)


def _by_status(card: Scorecard, groups: tuple[Group, ...]) -> Chart:
    statuses = [status for status in Status if card.whole.counts[status]]
    series = tuple(
        Series(
            labelled(status),
            tuple(Decimal(group.rollup.counts[status]) for group in groups),
            (status.value,),
        )
        for status in statuses
    )
    names = tuple(beside_bar(group.name, len(groups)) for group in groups)
    letters = min(10, letters_for(len(groups)))
    description = "各领域目标按状态的构成。"
    return Chart(names, series, description, is_percent=False, is_horizontal=True, letters=letters)


def add_departments(deck: Deck) -> None:
    """Those that owe at least three figures, the best first; who is left out is named."""
    card = deck.frozen.card
    ranked = [group for group, _gap in ranked_groups(card.departments)]
    if not ranked:
        return
    # More bars than these can't be read from a seat: both ends tell more than the first half.
    ends = _MOST_BARS // 2
    shown = ranked if len(ranked) <= _MOST_BARS else [*ranked[:ends], *ranked[-ends:]]
    about = "按与时序进度的差从高到低;每项目标只计入牵头部门;彩条为平均完成率,虚线框为时序进度(%)"
    about += f";列首尾各{ends}个" if len(shown) < len(ranked) else ""
    is_one = len(shown) <= _ONE_CHART
    page = Page(deck, ILLUSTRATED if is_one else PAIR)
    page.put_heads(departments_title(card), about)
    lines = list(_compared(card, ranked))
    if is_one:
        page.put_chart("图表", _bars(card, tuple(shown)))
        page.put_lines("要点", lines, (14, 13, 12, 11))
    else:
        half = -(-len(shown) // 2)
        page.put_chart("左图", _bars(card, tuple(shown[:half])))
        page.put_chart("右图", _bars(card, tuple(shown[half:])))
    more = (f"{line.label}:{line.text}" for line in lines)
    page.finish(notes(deck, "各牵头部门的平均完成率对照时序进度。", *more, averages_meaning()))


def _compared(card: Scorecard, ranked: list[Group]) -> Iterator[Line]:
    """The two ends of the ranking in words, and who is not in it."""
    gaps = [(group, group_gap(group.rollup)) for group in ranked]
    for label, ends in (("领先", gaps[:_NAMED]), ("差距较大", gaps[::-1][:_NAMED])):
        gap_texts = [
            f"{group.name}{difference_text(gap, '时序进度')}"
            for group, gap in ends
            # Who is behind leads nobody, and who is ahead is no laggard, however few there are.
            if gap is not None and (gap >= 0) is (label == "领先")
        ]
        if gap_texts:
            yield Line(label, ";".join(gap_texts) + "。")
    keys = {group.key for group in ranked}
    others = [group.name for group in card.departments if group.key not in keys]
    if others:
        lead = f"应报不足{FEWEST_TO_RANK}项或没有完成率的{len(others)}个部门:"
        yield Line("不参与比较", f"{lead}{'、'.join(others)}。")
