"""按领域, 按部门: all groups as cards, the choice of one, and how that one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.progress.groups import group_gap, group_status
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.sentences import (
    averages,
    counts,
    coverage,
    difference_text,
    group_nothing,
    share_text,
    timeliness,
)
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, figures, links
from tracker.ui.parts.links import AREA, UNIT, Link, group_address, method_link, target_link
from tracker.ui.parts.sheets import sheet

_CARDS = 12
_MOST_OFFERED = 300
_FIND = "find"


@dataclass(frozen=True)
class Board:
    """The groups of a page and how they are linked to; ``name`` is AREA or UNIT."""

    card: Scorecard
    groups: tuple[Group, ...]
    name: str
    noun: str
    co_led: bool = False

    def link_to(self, group: Group) -> Link:
        return self._link(group.name, str(group.key))

    @property
    def link_to_all(self) -> Link:
        words = _("全部{noun}({n})").format(noun=self.noun, n=len(self.groups))
        return self._link(words, "")

    def _link(self, text: str, key: str) -> Link:
        return Link(text, group_address(self.name, key, co_led=self.co_led))

    def why(self, group: Group, text: str = "") -> Link:
        area, unit = (group.key, None) if self.name == AREA else (None, group.key)
        return method_link(area=area, unit=unit, co_led=self.co_led, text=text)

    @property
    def kept_as(self) -> str:
        return f"{self.name} {self.co_led}"


def own_unit(board: Board, person: Person) -> str:
    """The department that staff come for; nothing for whoever sees all."""
    own = (str(group.key) for group in board.groups if group.key in person.unit_ids)
    return "" if person.sees_everything else next(own, "")


def choose(board: Board, usual: str = "") -> Group | None:
    """The group of the address, else the ``usual`` one; None for neither, and then all are shown."""
    by_key = {str(group.key): group for group in board.groups}
    asked = st.query_params.get(board.name, usual)
    key = f"board_{board.name}"
    if len(by_key) <= _MOST_OFFERED:
        st.session_state[key] = asked if asked in by_key else None
        st.selectbox(
            board.noun,
            list(by_key),
            format_func=lambda each: by_key[each].name,
            key=key,
            index=None,
            on_change=lambda: _turn_to(board.name, st.session_state[key]),
            filter_mode="contains",
            placeholder=_("选择{noun},或点击下面的名称").format(noun=board.noun),
        )
    if asked and asked not in by_key:
        prose.empty(
            _("没有这个{noun},或没有您可以查看的目标").format(noun=board.noun), _("请在下面重新选择。")
        )
    return by_key.get(asked)


def _turn_to(name: str, chosen: str | None) -> None:
    st.query_params.pop("sheet", None)
    # An empty value is kept: it says that all are asked for, also where there is a usual one.
    st.query_params[name] = chosen or ""


def _find() -> None:
    st.query_params.pop("list", None)
    st.query_params[_FIND] = st.session_state[_FIND]


def show_all(board: Board) -> None:
    """Every group with its completion and coverage; a page of them at a time, found by words."""
    groups: Sequence[Group] = board.groups
    if len(groups) > _CARDS:
        st.session_state[_FIND] = st.query_params.get(_FIND, "")
        words = st.text_input(
            _("查找{noun}").format(noun=board.noun),
            key=_FIND,
            on_change=_find,
            placeholder=_("输入名称中的几个字"),
        ).strip()
        groups = [group for group in groups if words in group.name]
    if not groups:
        prose.empty(_("没有找到"), _("请换几个字再试。"))
    # The switch of pages stands below the cards, but says which are shown.
    place = st.container()
    shown, _page = sheet(groups, _CARDS, "list")
    name = f"cards {board.kept_as} {[group.key for group in shown]}"
    with place:
        st.html(shell.keep(board.card, name, lambda: cards_html(board, shown)))
    st.caption(order_note(board))


def order_note(board: Board) -> str:
    if board.name == AREA:
        return _("按文件中的顺序列出,不排名次。平均完成率单项最高计100%。")
    return _(
        "按单位登记的顺序列出,不排名次: 各部门目标的数量和难度不同,应报不足3项的,一项就能左右平均。"
        "平均完成率单项最高计100%。"
    )


def cards_html(board: Board, shown: Sequence[Group]) -> str:
    cards = "".join(_card(board, group) for group in shown)
    return f'<div class="cards">{cards}</div>'


def _card(board: Board, group: Group) -> str:
    rollup = group.rollup
    status, gap = group_status(rollup, board.card.rules), group_gap(rollup)
    mean = rollup.mean_of_reported
    mean_html = (
        escape(group_nothing(rollup)) if mean is None else links.link_html(board.why(group, share_text(mean)))
    )
    below = coverage(rollup) + ("" if gap is None else f";{difference_text(gap, _('时序进度'))}")
    return (
        f'<div class="card"><div class="name">{links.link_html(board.link_to(group))}</div>'
        f'<div class="stands">{badges.status_html(status)}<strong>{mean_html}</strong></div>'
        f"{_bar(mean, rollup.mean_pace, status)}"
        f'<div class="below">{escape(below)}</div></div>'
    )


def _bar(mean: Fraction | None, pace: Fraction | None, token: str) -> str:
    """The numbers beside it say the same in words; without a mean there is no bar, which is not 0."""
    if mean is None:
        return '<div class="no-bullet"></div>'
    mark = "" if pace is None else f'<div class="expected" style="left:{_part(pace)}%"></div>'
    bar = f'<div class="bar" style="width:{_part(mean)}%;background:var(--{token})"></div>'
    return f'<div class="bullet" aria-hidden="true">{bar}{mark}</div>'


def _part(ratio: Fraction) -> str:
    """Of the bar's width, in percent; a reduction that went the wrong way has none."""
    return str(round(max(Fraction(0), min(ratio, Fraction(1))) * 100))


def show_head(board: Board, group: Group) -> None:
    """What the group is, its status, its counts and averages, each with the way to its arithmetic."""
    card, rollup = board.card, group.rollup
    st.html(links.link_html(board.link_to_all))
    st.header(prose.literal(group.name), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badges.badge(group_status(rollup, card.rules))
        st.text(counts(rollup, _("目标")))
    if rollup.why_not_ranked and board.name == UNIT:
        st.caption(prose.literal(rollup.why_not_ranked))
    why = board.why(group)
    gap = group_gap(rollup)
    mean = rollup.mean_of_reported
    readings = (
        (_("平均完成率"), group_nothing(rollup) if mean is None else share_text(mean), _averages(group)),
        (
            _("与时序进度差"),
            "—" if gap is None else difference_text(gap, _("时序进度")),
            _pace_lines(group),
        ),
        (_("填报"), coverage(rollup), (_("{said}。").format(said=timeliness(rollup)),)),
    )
    for column, (title, text, lines) in zip(st.columns(3), readings, strict=True):
        with column:
            figures.reading(title, text, lines, why)
    _show_worst(group)


def _averages(group: Group) -> tuple[str, ...]:
    middle = group.rollup.median
    lines = (averages(group.rollup),)
    return lines if middle is None else (*lines, _("中位数{share}。").format(share=share_text(middle)))


def _pace_lines(group: Group) -> tuple[str, ...]:
    pace = group.rollup.mean_pace
    return () if pace is None else (_("同一批目标的平均时序进度{share}。").format(share=share_text(pace)),)


def _show_worst(group: Group) -> None:
    worst = next((each for each in group.scores if each.target.id == group.rollup.worst_target_id), None)
    if worst is not None and worst.status.is_behind:
        link = links.link_html(target_link(worst.target))
        st.html(f"{_('离时序最远的一项')}: {link} {badges.status_html(worst.status)}")
